/** What a command of the MPD protocol is, and what it works with. Types, and the few steps that many share. */

import type { TrackInfo } from "../../media/track.ts";
import type { PlayerCommand, SpeakerModel } from "../../player/model.ts";
import { type Clock, sleep } from "../../ports/clock.ts";
import type { Role } from "../codes.ts";
import type { Answer } from "./answer.ts";
import { MpdError } from "./errors.ts";
import type { LibraryTree } from "./library-tree.ts";
import { binaryBytesDefault } from "./limits.ts";
import type { MpdLibrary } from "./mpd-library.ts";
import type { Password } from "./password.ts";
import type { QueueMirror } from "./queue-mirror.ts";
import type { Subsystem } from "./subsystems.ts";
import { type TagName, tagNames } from "./tags.ts";

/** What one connection has set for itself. */
export interface ClientState {
  role: Role;
  /** Tags that it wants to hear of. */
  tags: Set<TagName>;
  binaryBytes: number;
  /** The cover that it fetches piece by piece. */
  cover: { readonly hash: string; readonly bytes: Uint8Array } | undefined;
}

export function newClientState(role: Role): ClientState {
  return { role, tags: new Set(tagNames), binaryBytes: binaryBytesDefault, cover: undefined };
}

/** What all connections share. */
export interface MpdWorld {
  readonly model: SpeakerModel;
  readonly clock: Clock;
  readonly speaker: { readonly name: string };
  readonly library: MpdLibrary;
  /** The queue of now. */
  readonly queue: () => QueueMirror;
  /** Tells all that idle. */
  readonly tell: (subsystems: readonly Subsystem[]) => void;
  /** In [0, bound). */
  readonly random: (bound: number) => number;
  /** Undefined where none is asked for. */
  readonly password: Password | undefined;
  /** What a client may that needs no password, or has said it. */
  readonly role: Role;
}

/** One command on its way. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly out: Answer;
  readonly client: ClientState;
  /** The client's address. */
  readonly host: string;
  readonly world: MpdWorld;
  /** Has the player do it, in the client's name. Throws MpdError where it does not. */
  readonly act: (command: PlayerCommand) => Promise<void>;
  /** Waits until the client may look at so many tracks. */
  readonly pace: (rows: number) => Promise<void>;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

export interface CommandEntry {
  readonly min: number;
  readonly max: number;
  /** What it takes at the least; what it does may take more (control/permissions.ts). */
  readonly role: Role;
  readonly run: (call: Call) => void | Promise<void>;
}
export type CommandTable = Readonly<Record<string, CommandEntry>>;

/** `max` arguments at most; as many as `min` where it is left out. */
export function entry(
  role: Role,
  [min, max = min]: readonly [number, number?],
  run: CommandEntry["run"],
): CommandEntry {
  return { min, max, role, run };
}

/** With the library's tree, after the client's turn to look at all of it has come. */
export async function scanned(call: Call): Promise<LibraryTree> {
  const tree = await call.world.library.tree();
  await call.pace(tree.tracks.length);
  return tree;
}

/** Gives others their turn in the midst of long work. */
export function pauseOf({ world, signal }: Call): () => Promise<void> {
  return () => sleep(world.clock, 0, signal);
}

/** Where what plays stands in the queue; −1 where it does not. */
export function currentIndex({ model }: MpdWorld): number {
  const { queue, track } = model.status();
  return track === null || queue.index >= queue.length ? -1 : queue.index;
}

/** Where songs are told, a piece at a time. */
export async function told<T>(
  out: Answer,
  rows: Iterable<T>,
  tell: (row: T) => void,
): Promise<void> {
  for (const row of rows) {
    tell(row);
    if (out.isFull) await out.breathe();
  }
}

export function noSuchSong(): MpdError {
  return new MpdError("no-exist", "No such song");
}

/** Ids of tracks, for the player's commands. */
export function idsOf(tracks: readonly TrackInfo[]): readonly string[] {
  return tracks.map(({ id }) => id);
}
