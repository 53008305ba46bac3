/**
 * What a speaker shows and what it can be told: the one model that the native
 * protocol, the command line, cast and every later remote act on.
 *
 * Types only. Times are milliseconds here, because people and CONTRACT.md count in them.
 */
import type { Clip } from "../audio/clip.ts";
import type { KnownTime } from "../household/house-time.ts";
import type { RungName } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import type { Actor } from "./actor.ts";
import type { Said } from "./announcer.ts";
import type { CollectionCommand, CollectionModel } from "./collection/model.ts";
import type { PinQuality, Quality, QualitySetting, SourceKind } from "./quality.ts";
import type { RungWhy } from "./rung-rule.ts";
import type { SoundCommand, SoundReport } from "./sound/model.ts";

export type PlayState = "playing" | "paused" | "stopped" | "buffering";
export type Repeat = "off" | "one" | "all";

/** A place in the queue. `id` is stable through moves (16 hexadecimal digits). */
export interface QueueItem {
  readonly id: string;
  readonly track: TrackInfo;
  /** Name of the client who added it; null where nobody knows. */
  readonly addedBy: string | null;
}

/** What can be undone. */
export const undoWhats = ["add", "remove", "move", "replace", "clear", "shuffle"] as const;

/** What an undo of the queue would take back. */
export interface UndoView {
  /** Names it, in this run of the speaker. */
  readonly step: number;
  readonly what: (typeof undoWhats)[number];
  /** How many items it was about. */
  readonly items: number;
  /** Name of the client who did it; empty where nobody knows. */
  readonly by: string;
}

/** Of the queue, beside its items. */
export interface QueueMeta {
  /** Grows with every change of the items or their order. */
  readonly revision: number;
  readonly undo: UndoView | null;
}

/** Why a play ended. */
export type EndReason = "finished" | "skipped" | "stopped" | "replaced" | "failed";

/** A row of what was played. */
export interface PlayedTrack {
  readonly track: TrackInfo;
  /** Wall time of its first sample; null where the time of day was not known. */
  readonly startedMs: number | null;
  readonly playedMs: number;
  readonly ended: "playing" | EndReason;
}

/** An artist, an album or a genre of the library. */
export interface Shelf {
  /** A path to browse, and an entry of what to play, add or pin. */
  readonly ref: string;
  readonly title: string;
  /** Of an album; empty for others. */
  readonly artist: string;
  /** 0 for an album. */
  readonly albums: number;
  readonly tracks: number;
  readonly durationMs: number;
  /** Of an album; 0 where it is not known. */
  readonly year: number;
  /** Of its first track that has one. */
  readonly artwork: string | undefined;
}

/** What lies at a path of the library. */
export type BrowseList =
  | { readonly kind: "shelves"; readonly shelves: readonly Shelf[] }
  | { readonly kind: "tracks"; readonly tracks: readonly TrackInfo[] };

/** Where a track can be had while no origin is there: all of it in this speaker's cache, with the help of the others of the house, or not. */
export const heres = ["cache", "house", "no"] as const;
export type Here = (typeof heres)[number];

/** A row of the library as remotes get it. */
export interface ListedTrack extends TrackInfo {
  /** Null while an origin is there. */
  readonly here: Here | null;
}

/** A row of the queue likewise. */
export interface ListedItem extends QueueItem {
  readonly here: Here | null;
}

export interface PlayReport {
  /** Command accepted → first frame handed to the output; null until then. */
  readonly startMs: number | null;
  readonly stalls: number;
  readonly stallMs: number;
  readonly playedMs: number;
  readonly concealedMs: number;
}

export interface Totals {
  readonly plays: number;
  readonly stalls: number;
  readonly playedMs: number;
  readonly concealedMs: number;
  readonly bytes: { readonly cache: number; readonly peer: number; readonly origin: number };
  readonly underruns: number;
  readonly datagramsLost: number;
  readonly datagramsRepaired: number;
  readonly verifyFailures: number;
  /** Times that the rung changed in the middle of a track. */
  readonly rungChanges: number;
}

export interface CacheReport {
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly chunks: number;
  readonly hitBytes: number;
  readonly missBytes: number;
  readonly payloadBytesWritten: number;
  readonly deviceBytesWritten: number;
  readonly enabled: boolean;
  /** Why it is not enabled, or takes nothing, for people; null while all is well. */
  readonly trouble: string | null;
  readonly pinned: PinSums;
}

/** Tracks that somebody keeps here. */
export interface PinSums {
  readonly tracks: number;
  /** Of these all is on the card. */
  readonly whole: number;
  /** What all of them take there once they are whole. */
  readonly bytes: number;
}

/** A track that is kept on the card whatever is played meanwhile. */
export interface PinReport {
  readonly track: TrackInfo;
  /** What was asked for. */
  readonly quality: PinQuality;
  /** What it is kept in; null until its manifest is here. */
  readonly rung: RungName | null;
  /** What it takes of the card once it is whole; estimated until its manifest is here. */
  readonly bytes: number;
  /** How many chunks (seconds) it has; null until its manifest is here. */
  readonly chunks: number | null;
  /** Of these on the card. */
  readonly held: number;
  readonly state: "whole" | "fetching" | "waiting";
  /** What it waits for, for people; null where that is only its turn. */
  readonly why: string | null;
}

export interface EventsReport {
  readonly pending: number;
  readonly oldestS: number;
  readonly appended: number;
  readonly acknowledged: number;
  /** In RAM, because the card takes none. */
  readonly waiting: number;
  /** There is room for no further play: none begins until the origin has taken some. */
  readonly full: boolean;
  /** Why the card takes none, for people; null while it does. */
  readonly trouble: string | null;
}

/** Queue, place, volume and modes: whether they outlive a restart. */
export interface SettingsReport {
  /** Why they are not saved, for people; null while they are. */
  readonly trouble: string | null;
}

export interface ClockReport {
  /** Whether the time of day is known; plays of before are placed in time later. */
  readonly trusted: boolean;
  /** Who told it: the machine's own clock, members of the household, nobody. */
  readonly source: "own" | "household" | "none";
  /** How far the machine's own clock is ahead; null while the time is not known. */
  readonly aheadMs: number | null;
}

export interface LinkReport {
  /** Name or address of the other end. */
  readonly to: string;
  readonly kind: "origin" | "peer";
  readonly rttMs: number;
  readonly lossPct: number;
  readonly rateBps: number;
  readonly state: "connecting" | "ready" | "lost";
}

export interface OutputReport {
  readonly device: string;
  readonly rate: number;
  readonly bufferMs: number;
  readonly delayMs: number;
  /** What is wrong with the card, for people; null while it plays. */
  readonly trouble: string | null;
  /** For how many seconds there has been no card to play through, and so the music stands still; null while there is one. */
  readonly missingS: number | null;
  /** Peak of the last 100 ms before the volume, 0…1, for level meters. */
  readonly peak: number;
}

/** Line-in, where this speaker has one. */
export interface InputReport {
  readonly device: string;
  /** In Hz, as the device runs; 0 while it is closed. */
  readonly rate: number;
  /** From in to out; 0 while it is not heard. */
  readonly latencyMs: number;
  /** For people; null while it runs or is not chosen. */
  readonly trouble: string | null;
  /** Times that samples were lost because nobody read them. */
  readonly overruns: number;
  /** Times that its sound was interrupted because one side came too late. */
  readonly dropouts: number;
  /** By how much its clock is faster than the output's, parts per million, as far as it is known. */
  readonly ppm: number;
}

/** CONTRACT.md `status --json`, field by field, and `rungWhy`, `quality`, `input`, `bufferedMs`, `settings`, `clock` and troubles beside it. */
export interface SpeakerStatus {
  readonly speaker: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly uptimeS: number;
  };
  readonly state: PlayState;
  readonly positionMs: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly repeat: Repeat;
  readonly shuffle: boolean;
  readonly track: TrackInfo | null;
  /** What is heard. */
  readonly rung: RungName | null;
  /** Why it is that one. */
  readonly rungWhy: RungWhy | null;
  readonly quality: QualitySetting;
  readonly queue: { readonly length: number; readonly index: number };
  readonly play: PlayReport;
  readonly totals: Totals;
  readonly cache: CacheReport;
  readonly events: EventsReport;
  readonly link: readonly LinkReport[];
  readonly output: OutputReport;
  readonly input: InputReport | null;
  readonly group: null;
  /** Music at hand ahead of what is heard: encoded ring plus assembled chunks. */
  readonly bufferedMs: number;
  readonly settings: SettingsReport;
  readonly clock: ClockReport;
  /** Why there is no sound although there should be; null when all is well. */
  readonly trouble: string | null;
  /** Volume guard, sleep timer, tone and alarms. */
  readonly sound: SoundReport;
}

/** Where new items go; `now`: behind the current one, and the first of them plays at once. */
export type QueuePlace = { readonly at: "next" | "end" | "now" } | { readonly after: string };

export type PlayerCommand = PlaybackCommand | SoundCommand | CollectionCommand | RenameCommand;

/** What the speaker is called; empty: as the command line says. */
export interface RenameCommand {
  readonly kind: "rename";
  readonly name: string;
}

/** What those who name URLs say that these are, by entry of `what`. From senders of Cast; of no remote's wire. */
export type ToldUrls = ReadonlyMap<string, UrlTitles>;

/** For people, of one line and bounded; empty where nothing is said. */
export interface UrlTitles {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
}

export type PlaybackCommand =
  /** Without ids or queries: resume. Otherwise replaces the queue and starts. Each entry is a track id, a shelf's ref or a search. */
  | { readonly kind: "play"; readonly what: readonly string[]; readonly told?: ToldUrls }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "stop" }
  | { readonly kind: "next" }
  | { readonly kind: "previous" }
  | { readonly kind: "seek"; readonly positionMs: number }
  /** Perceptual, 0…100. */
  | { readonly kind: "volume"; readonly level: number }
  /** So much louder; softer below 0. */
  | { readonly kind: "volume-by"; readonly by: number }
  | { readonly kind: "mute"; readonly muted: boolean }
  | {
      readonly kind: "queue-add";
      readonly what: readonly string[];
      readonly place: QueuePlace;
      readonly told?: ToldUrls;
    }
  | { readonly kind: "queue-remove"; readonly ids: readonly string[] }
  /** To behind item `after`; to the front where it is undefined. In their present order, unless `asNamed`. */
  | {
      readonly kind: "queue-move";
      readonly ids: readonly string[];
      readonly after: string | undefined;
      /** In the order of `ids`: many moves are one. Of no remote's wire. */
      readonly asNamed?: boolean;
    }
  | { readonly kind: "queue-clear" }
  /** Of the step with this number; 0: of the latest. */
  | { readonly kind: "queue-undo"; readonly step: number }
  | { readonly kind: "queue-play"; readonly id: string; readonly positionMs: number }
  | { readonly kind: "history-clear" }
  | { readonly kind: "repeat"; readonly mode: Repeat }
  | { readonly kind: "shuffle"; readonly on: boolean }
  /** Each entry is a track id or a search; of `unpin` among what is pinned. */
  | { readonly kind: "pin"; readonly what: readonly string[]; readonly quality: PinQuality }
  | { readonly kind: "unpin"; readonly what: readonly string[] }
  /** Of what comes from that kind of source; from all where it is undefined. */
  | {
      readonly kind: "quality";
      readonly quality: Quality;
      readonly source: SourceKind | undefined;
    };

export type CommandCode =
  | "ok"
  /** It is done as far as the volume guard allows. */
  | "volume-limited"
  | "invalid-argument"
  | "not-found"
  | "conflict"
  | "unavailable"
  | "unimplemented"
  /** It is nothing that can be played. */
  | "media-error"
  | "internal";

export interface CommandOutcome {
  readonly code: CommandCode;
  /** For people where code is not "ok": what, why, what to do. */
  readonly message: string;
  /** Which fields are wrong; where code is "ok": what of it was not done. */
  readonly violations?: readonly Violation[];
}

export interface Violation {
  /** As control.proto calls it. */
  readonly field: string;
  /** For people. */
  readonly description: string;
  /** The entry, where the field has several; else empty. */
  readonly value: string;
}

/** What changed, as a bit set of topics; a subscriber reads the rest from the snapshot. */
export const topics = [
  "player",
  "queue",
  "volume",
  "library",
  "system",
  "history",
  "collection",
  "household",
  "sound",
] as const;
export type Topic = (typeof topics)[number];

export interface SeenSpeaker {
  readonly id: string;
  readonly name: string;
  /** HOST:PORT where remotes reach it; empty while that is not known, or it takes none. */
  readonly address: string;
  /** HOST:PORTs of its web remote, the one that reaches furthest first; none while that is not known, or it has none. */
  readonly web: readonly string[];
  /** How it is known: the first of `seen`, or "roll" where nothing but the roll names it. */
  readonly via: string;
  /** All ways in which it is known just now: "self", "mdns", "manual", "meeting", "known", "session". */
  readonly seen: readonly string[];
  readonly member: boolean;
  /** A session to it is open. */
  readonly open: boolean;
  /** What is in the way, for people; null while nothing is. */
  readonly blocked: string | null;
}

/** The one thing that every remote talks to. */
export interface SpeakerModel {
  status(): SpeakerStatus;
  queue(): readonly QueueItem[];
  /** `count` items from place `from` on: naming all of them takes long. */
  queueWindow(from: number, count: number): readonly QueueItem[];
  queueMeta(): QueueMeta;
  /** The latest first. */
  history(): readonly PlayedTrack[];
  /**
   * What lies at a path of the library (control.proto, Browse), as far as titles or artists have all words of
   * `query`; undefined where there is no such path. Waits until the library is in order.
   */
  browse(path: string, query: string): Promise<BrowseList | undefined>;
  /** As `library`, but waits until a large library is in order, so that nothing is held up meanwhile. */
  search(query: string): Promise<readonly TrackInfo[]>;
  /** All tracks that match every word of `query` (folded); all for an empty one. */
  library(query: string): readonly TrackInfo[];
  /** Where it can be had now; null while an origin is there, which has everything. */
  whereIs(track: TrackInfo): Here | null;
  /** A cover by its SHA-256, hexadecimal; undefined where nobody has it. Rejects with `signal.reason`. */
  artwork(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** In the order in which they were pinned. */
  pins(): readonly PinReport[];
  /** Playlists, favourites, presets and settings of the household. */
  readonly collection: CollectionModel;
  speakers(): readonly SeenSpeaker[];
  /** Internals for engineers: counters of every part, JSON-able. */
  diagnostics(): Readonly<Record<string, unknown>>;
  /**
   * `by`: the name of the client who asks, for people. `actor`: what it may do, where that matters; the
   * speaker's owner where it is absent.
   */
  execute(command: PlayerCommand, by?: string, actor?: Actor): Promise<CommandOutcome>;
  /**
   * Of a command that has to look at something first, which takes seconds and changes nothing: the command that is to be
   * executed in its place, and soon; or why it cannot be. Undefined for all others. Rejects with `signal.reason`.
   */
  prepare?(
    command: PlayerCommand,
    actor: Actor | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly command: PlayerCommand } | CommandOutcome> | undefined;
  /**
   * Says clips over the music, in their turn, also while it is muted or nothing plays. Undefined where too
   * much is to be said already; `done` tells whether it was said to its end.
   */
  say(clips: readonly Clip[]): Said | undefined;
  /** What time it is, and whether anybody vouches for that. */
  time(): KnownTime;
  /** Takes the speaker out of its household; what is left to do is in the message. */
  leave(): Promise<CommandOutcome>;
  /** True when the current play's first sample is out, false when it ended without one or lacks its device; or rejects with `signal.reason`. */
  firstSample(signal: AbortSignal): Promise<boolean>;
  /** Called after each change, with what changed; in order, never re-entrantly. The result unsubscribes. */
  subscribe(changed: (topics: readonly Topic[]) => void): () => void;
}
