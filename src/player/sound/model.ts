/** What remotes are shown of sound, sleep timer and alarms, and the commands about them. */
import { flatTone, type LoudnessMode, type ToneSettings } from "../../audio/model.ts";
import type { Alarm } from "./alarm.ts";
import type { QuietHours } from "./volume-guard.ts";

/** Times of the day are "07:00", in the zone of the report. */
export interface AlarmReport {
  readonly id: string;
  readonly label: string;
  readonly time: string;
  /** 0 is Monday; none: it sounds once. */
  readonly days: readonly number[];
  /** Of one that sounds once: "2026-01-31". */
  readonly date: string | null;
  readonly what: readonly string[];
  readonly volume: number;
  readonly riseS: number;
  readonly stopMin: number;
  readonly enabled: boolean;
  /** When it sounds next, wall ms; null where it does not, or nobody knows what time it is. */
  readonly nextMs: number | null;
  /** The latest that was missed and that nobody has seen, wall ms. */
  readonly missedMs: number | null;
  /** The time to come at which it does not sound, wall ms. */
  readonly skippedMs: number | null;
}

export interface SleepReport {
  readonly mode: "time" | "track-end";
  /** On the speaker's monotonic clock; null at the end of a track. */
  readonly endsMonoUs: number | null;
  /** Seconds from now; null where that is not known. */
  readonly leftS: number | null;
}

export interface SoundReport {
  /** The most that the volume can be set to, and the most it can be now. */
  readonly cap: number;
  readonly limit: number;
  readonly limitedBy: "cap" | "quiet";
  /** How loud it is just now, on its way up to the volume that is set. */
  readonly applied: number;
  readonly quiet: { readonly from: string; readonly to: string; readonly cap: number } | null;
  readonly sleep: SleepReport | null;
  readonly tone: ToneSettings;
  readonly loudness: LoudnessMode;
  /** What played before a restart plays on after it. */
  readonly resume: boolean;
  readonly zone: string;
  readonly alarms: readonly AlarmReport[];
  /** `tone`: the speaker's own, because there is no music to be heard. */
  readonly ringing: { readonly id: string; readonly tone: boolean } | null;
  /** When it sounds again, wall ms. */
  readonly snoozedMs: number | null;
}

/** An alarm as somebody asks for it: without an id it is a new one, without days it is for the next time of its time. */
export type AlarmRequest = Omit<Alarm, "date">;

export type SleepRequest =
  | { readonly minutes: number }
  /** To what is left, or from now. */
  | { readonly addMinutes: number }
  | "track-end"
  | "off";

export type SoundCommand =
  | {
      readonly kind: "volume-guard";
      /** Undefined: as it is. */
      readonly cap: number | undefined;
      /** Null: none; undefined: as they are. */
      readonly quiet: QuietHours | null | undefined;
    }
  | { readonly kind: "sleep"; readonly end: SleepRequest }
  | { readonly kind: "alarm-set"; readonly alarm: AlarmRequest }
  | { readonly kind: "alarm-remove"; readonly id: string }
  /** The next time only, or that after all; an empty id: of the alarm that sounds next. */
  | { readonly kind: "alarm-skip"; readonly id: string; readonly skips: boolean }
  | { readonly kind: "alarm-snooze"; readonly minutes: number | undefined }
  | { readonly kind: "alarm-stop" }
  | { readonly kind: "tone"; readonly changes: Partial<ToneSettings> }
  | { readonly kind: "loudness"; readonly mode: LoudnessMode }
  /** A part of a sound file; nothing at all: two notes. Said when the last part has come. */
  | {
      readonly kind: "announce";
      readonly id: string;
      readonly offset: number;
      readonly data: Uint8Array;
      readonly last: boolean;
    }
  | { readonly kind: "resume-after-restart"; readonly on: boolean }
  /** IANA name; empty: the household's, or the machine's. */
  | { readonly kind: "zone"; readonly zone: string };

/** Of a speaker of which nothing is known. */
export const soundUnknown: SoundReport = {
  cap: 100,
  limit: 100,
  limitedBy: "cap",
  applied: 0,
  quiet: null,
  sleep: null,
  tone: flatTone,
  loudness: "off",
  resume: false,
  zone: "UTC",
  alarms: [],
  ringing: null,
  snoozedMs: null,
};
