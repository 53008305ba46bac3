/**
 * What a command line asks for, as types: the only thing that the rest of the
 * program sees of it. Undefined stands for the default, which the part that
 * uses it knows; so a port that somebody named can be told from a default one.
 */

import type { LoudnessMode, ToneSettings } from "../audio/model.ts";
import type { HostPort } from "../base/address.ts";
import type { CollectionCommand } from "../player/collection/model.ts";
import type { PlayerCommand } from "../player/model.ts";
import type { PinQuality, Quality, SourceKind } from "../player/quality.ts";

export type { HostPort };

/** Whose command lines can be completed. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** Cast senders cannot pair: all of them have this role. */
export const castRoles = ["member", "guest", "off"] as const;
export type CastRole = (typeof castRoles)[number];

/** `off` turns a listener off. */
export type Listen = HostPort | "off";

export interface OutputOption {
  readonly kind: "alsa" | "wav" | "null";
  /** ALSA device or file; empty for null. */
  readonly name: string;
}

export interface InputOption {
  readonly kind: "alsa" | "wav";
  /** ALSA device or file. */
  readonly name: string;
}

export interface StartOptions {
  readonly dataDir: string | undefined;
  readonly libraryDir: string | undefined;
  readonly speakers: number;
  readonly output: OutputOption | undefined;
  readonly quality: Quality | undefined;
  readonly mdns: boolean;
  /** Of the first speaker; undefined where it is off. */
  readonly mpd: MpdOptions | undefined;
}

export interface OriginOptions {
  readonly dataDir: string;
  readonly libraryDir: string;
  readonly listen: HostPort | undefined;
  readonly name: string | undefined;
  /** An invite, as it was given. */
  readonly join: string | undefined;
  readonly mdns: boolean;
  /** Folder of update bundles and channel files. */
  readonly updatesDir: string | undefined;
  readonly updatesListen: HostPort | undefined;
  readonly metrics: Listen | undefined;
}

/** The MPD protocol; where it is undefined, it is off. */
export interface MpdOptions {
  readonly at: HostPort;
  /** What whoever reaches the port may do. */
  readonly role: "guest" | "member";
  /** Its first line is asked for; undefined: nothing is. */
  readonly passwordFile: string | undefined;
}

export interface SpeakerOptions {
  readonly dataDir: string;
  readonly name: string | undefined;
  readonly output: OutputOption | undefined;
  /** Rate error of the model DAC of `wav:` and `null`, parts per million. */
  /** auto, off, or the name of a card's control. */
  readonly mixer: string;
  readonly dacPpm: number;
  /** Line-in; undefined where there is none. */
  readonly input: InputOption | undefined;
  /** Rate error of the model ADC of `wav:`, parts per million. */
  readonly adcPpm: number;
  readonly origins: readonly HostPort[];
  /** Where other speakers of the household are. */
  readonly peerPlaces: readonly HostPort[];
  /** An invite, as it was given. */
  readonly join: string | undefined;
  readonly listen: HostPort | undefined;
  readonly control: Listen | undefined;
  readonly http: Listen | undefined;
  /** Names of this machine by which browsers may ask for it. */
  readonly httpNames: readonly string[];
  readonly cast: Listen | undefined;
  /** What cast senders may do; off: there is no listener for them. */
  readonly castRole: CastRole;
  readonly mpd: MpdOptions | undefined;
  readonly mdns: boolean;
  readonly cacheBytes: number | undefined;
  /** Keep only what comes a second time: a quarter of the writes. */
  readonly eco: boolean;
  /** What the cache may write to the card a day; 0: nothing that is new. */
  readonly cacheWriteBytes: number | undefined;
  /** The origin's bytes cost money: hardly anything is fetched ahead. */
  readonly metered: boolean;
  /** Keep a second copy of each play event. */
  readonly mirrorEvents: boolean;
  /** A profile's name or file. */
  readonly board: string | undefined;
  readonly metrics: Listen | undefined;
  readonly quality: Quality | undefined;
}

export interface ResetOptions {
  readonly dataDir: string;
  /** It is really meant. */
  readonly yes: boolean;
  /** Also plays that no origin has counted may go. */
  readonly losePlays: boolean;
}

/** `update` and what belongs to it. */
export interface UpdateOptions {
  readonly action: "update" | "check" | "status" | "back" | "trial" | "look" | "night";
  /** A bundle's file or URL. */
  readonly from: string | undefined;
  /** Undefined: the one that was set before. */
  readonly channel: string | "none" | undefined;
  readonly allowDowngrade: boolean;
  readonly restart: boolean;
  readonly json: boolean;
}

/** `cast-root`. */
export interface CastRootOptions {
  /** Of a speaker. */
  readonly dataDir: string;
  /** Where the root's key and certificate are, or are to be. */
  readonly rootDir: string;
}

export interface BoardsOptions {
  /** A profile's name or file; all profiles where it is absent. */
  readonly board: string | undefined;
  readonly json: boolean;
}

/** Which speaker `ctl` talks to. */
export type CtlTarget =
  | { readonly by: "data"; readonly dir: string }
  | { readonly by: "speaker"; readonly speaker: string }
  | { readonly by: "default" };

/** An item of the queue: its id, or its row number from 1 as `queue` prints it. */
export type ItemRef = string;

export type CtlCommand =
  | {
      readonly name:
        | "status"
        | "watch"
        | "remote"
        | "queue"
        | "pins"
        | "alarm"
        | "history"
        | "speakers"
        | "clients"
        | "events"
        | "audit"
        | "diag";
    }
  | { readonly name: "library"; readonly query: string }
  /** A command that goes to the player as it is. */
  | { readonly name: "player"; readonly command: PlayerCommand; readonly wait: boolean }
  | { readonly name: "seek"; readonly relative: boolean; readonly ms: number }
  | { readonly name: "volume"; readonly change: VolumeChange | undefined }
  | {
      readonly name: "quality";
      /** Undefined: show it. */
      readonly quality: Quality | undefined;
      /** Undefined: of all. */
      readonly source: SourceKind | undefined;
    }
  | { readonly name: "queue-remove"; readonly items: readonly ItemRef[] }
  | { readonly name: "queue-play"; readonly item: ItemRef }
  /** 0: the latest. */
  | { readonly name: "queue-undo"; readonly step: number }
  | { readonly name: "browse"; readonly path: string; readonly query: string }
  | {
      readonly name: "queue-add";
      readonly what: readonly string[];
      readonly place: "next" | "end" | "now" | { readonly after: ItemRef };
    }
  | {
      readonly name: "queue-move";
      readonly items: readonly ItemRef[];
      /** Undefined: to the front. */
      readonly after: ItemRef | undefined;
    }
  | { readonly name: "pin"; readonly what: readonly string[]; readonly quality: PinQuality }
  | { readonly name: "unpin"; readonly what: readonly string[] }
  | { readonly name: "collection"; readonly ask: CollectionAsk }
  /** Undefined: show it; empty: as the speaker was started. */
  | { readonly name: "rename"; readonly to: string | undefined }
  | { readonly name: "announce"; readonly file: string }
  /** Undefined: show it. */
  | { readonly name: "loudness"; readonly mode: LoudnessMode | undefined }
  | { readonly name: "tone"; readonly changes: Partial<ToneSettings> | undefined }
  /** This user's own key, by the socket of the speaker or a connection that is paired. */
  | { readonly name: "pair"; readonly as: string | undefined }
  /** Likewise, by the code that the speaker speaks. Undefined: ask for it. */
  | {
      readonly name: "pair-code";
      readonly as: string | undefined;
      readonly code: string | undefined;
    }
  /** Somebody else's. */
  | { readonly name: "pair-open"; readonly role: GrantedRole; readonly until: Until | undefined }
  | { readonly name: "pair-close" }
  | { readonly name: "revoke"; readonly id: string }
  /** `yes`: do not ask. */
  | { readonly name: "leave"; readonly yes: boolean };

export type GrantedRole = "guest" | "member" | "admin";

/** For so long, or until that time of day, the next one that comes. */
export type Until = { readonly forMs: number } | { readonly hour: number; readonly minute: number };

/** What is shown or done of playlists, favourites, presets and household settings; items may be row numbers. */
export type CollectionAsk =
  | { readonly do: CollectionCommand }
  | { readonly show: "playlists" | "favourites" | "presets" | "household" }
  | { readonly show: "playlist"; readonly list: string }
  /** As M3U8: to stdout, from a file. */
  | { readonly exported: string }
  | { readonly imported: string; readonly file: string };

export interface VolumeChange {
  readonly relative: boolean;
  readonly by: number;
}

export interface CtlOptions {
  readonly target: CtlTarget;
  readonly json: boolean;
  readonly command: CtlCommand;
}

/** What `origin events` prints. */
export type EventsView = "report" | "track" | "device" | "csv" | "jsonl";

export interface OriginQuery {
  readonly dataDir: string;
  readonly json: boolean;
}

/** Commands about who is a member. */
export type HouseholdAction =
  | { readonly name: "invite"; readonly role: "speaker" | "origin" }
  | { readonly name: "members" }
  /** `who`: an id or a name. */
  | { readonly name: "revoke" | "hand-over"; readonly who: string };

/** `origin backup` and `origin restore`. */
export interface BackupOptions extends OriginQuery {
  readonly file: string;
  /** "-" for stdin; undefined: ask on the terminal. */
  readonly passphraseFile: string | undefined;
}

/** `origin scrobble`. */
export interface ScrobbleOptions extends OriginQuery {
  readonly action: "status" | "on" | "off";
  /** "-" for stdin; undefined: ask on the terminal. */
  readonly tokenFile: string | undefined;
  /** Without a slash at its end. */
  readonly baseUrl: string | undefined;
  /** Plays of before, too. */
  readonly all: boolean;
}

export type ParsedCommand =
  | { readonly kind: "help"; readonly topic: string }
  | { readonly kind: "version" }
  | { readonly kind: "completion"; readonly shell: Shell }
  | { readonly kind: "start"; readonly options: StartOptions }
  | { readonly kind: "origin"; readonly options: OriginOptions }
  | { readonly kind: "origin-stats"; readonly options: OriginQuery }
  | {
      readonly kind: "origin-household";
      readonly options: OriginQuery;
      readonly action: HouseholdAction;
    }
  | { readonly kind: "origin-backup" | "origin-restore"; readonly options: BackupOptions }
  | { readonly kind: "origin-scrobble"; readonly options: ScrobbleOptions }
  | { readonly kind: "origin-library"; readonly options: OriginQuery; readonly query: string }
  | { readonly kind: "origin-events"; readonly options: OriginQuery; readonly view: EventsView }
  | { readonly kind: "speaker"; readonly options: SpeakerOptions }
  | { readonly kind: "sound-cards"; readonly options: { readonly json: boolean } }
  | { readonly kind: "boards"; readonly options: BoardsOptions }
  | { readonly kind: "factory-reset"; readonly options: ResetOptions }
  | { readonly kind: "cast-root"; readonly options: CastRootOptions }
  | { readonly kind: "update"; readonly options: UpdateOptions }
  | { readonly kind: "ctl"; readonly options: CtlOptions };

/** A command line that cannot be run. */
export interface UsageError {
  readonly kind: "usage-error";
  /** 2: the line is wrong. 1: it is right, and this version cannot do it. */
  readonly exitCode: 1 | 2;
  /** What, why and what to do, on one line and without the program's name. */
  readonly message: string;
}

export function usageError(message: string): UsageError {
  return { kind: "usage-error", exitCode: 2, message };
}

export function notInThisVersion(what: string): UsageError {
  return { kind: "usage-error", exitCode: 1, message: `${what} is not in this version` };
}

/** Tells a result from a mistake. */
export function isUsageError<T>(value: T | UsageError): value is UsageError {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "usage-error"
  );
}
