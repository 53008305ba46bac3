/** What playback pulls the frames of one play from: a track of the household, or a URL. Types only. */
import type { RungChoice } from "./rung-rule.ts";
import type { TrackLevels } from "./sound/loudness.ts";
import type { Coming } from "./start-rule.ts";
import type { TrackLoader } from "./track-loader.ts";
import type { FeedFormat } from "./track-place.ts";

export type FeedFrame =
  /** `choice`: the rung it is in; undefined where there are none. */
  | {
      readonly kind: "frame";
      readonly packet: Uint8Array;
      readonly choice: RungChoice | undefined;
    }
  /** Not there yet. `later`: what should have come behind it is, so it may be given up. */
  | { readonly kind: "missing"; readonly later: boolean }
  | { readonly kind: "end" };

export interface Feed {
  /** Undefined until it is known how the audio thread is to take the frames. */
  readonly format: FeedFormat | undefined;
  /** How loud it is, as measured or as such things mostly are; undefined until that is known. */
  readonly levels: TrackLevels | undefined;
  /** Why it cannot be played, once that is known. */
  readonly failure: unknown;
  /** Why nothing comes just now, for people; undefined while all is well. */
  readonly trouble?: string | undefined;
  /** What the first frames were asked for in; undefined where there are no rungs. */
  readonly firstChoice: RungChoice | undefined;
  /** Frames at hand from the cursor on without a hole. */
  readonly framesAhead: number;
  readonly hasHole: boolean;
  /** From the cursor to the end, seconds; Infinity while it is not known. */
  readonly secondsLeft: number;
  readonly bytesPerS: number;
  readonly coming: Coming;
  /** Microseconds of sound that must be at hand before a start; the link's recent past says where it is absent. */
  readonly needUs?: number;
  /** It is the current one now: fetch further ahead. */
  promote(chunksAhead: number): void;
  widen(chunksAhead: number): void;
  /** To be called often. */
  tend(): void;
  peek(): FeedFrame;
  /** Goes past the frame at the cursor, taken or given up. */
  advance(): void;
  /** Cancels what is under way. */
  close(): void;
  /** The same, but what it has is for another feed of the same track; undefined where there is no such thing. */
  handOver(): TrackLoader | undefined;
}
