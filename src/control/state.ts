/**
 * The state that remotes share: what a snapshot holds and deltas change
 * (docs/CONTROL.md §4). Pure: reads a model, compares, never subscribes.
 *
 * The position is an anchor, not a clock: it moves by itself while playing, so
 * nothing is sent for it until it jumps.
 */
import type { RungName } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import type { PlayState, Repeat, SpeakerModel, Topic, UndoView } from "../player/model.ts";
import { topics } from "../player/model.ts";
import type { SoundReport } from "../player/sound/model.ts";
import { anchorSlackMs } from "./limits.ts";

export interface PlayerPart {
  readonly state: PlayState;
  /** The position was `anchorPosMs` when the speaker's clock was `anchorUs`; it moves while "playing". */
  readonly anchorPosMs: number;
  readonly anchorUs: number;
  readonly repeat: Repeat;
  readonly shuffle: boolean;
  readonly track: TrackInfo | null;
  readonly rung: RungName | null;
}

/** A state by topic; each part is replaced as a whole. */
export interface SharedState {
  readonly player: PlayerPart;
  /** `rev` grows with every change of items or order; items are read by windows. */
  readonly queue: {
    readonly rev: number;
    readonly length: number;
    readonly index: number;
    /** Empty while the queue is. */
    readonly currentId: string;
    readonly undo: UndoView | null;
  };
  /** `gesture` and `step` of what set it; 0 where that was no drag. */
  readonly volume: VolumePart;
  readonly library: { readonly rev: number };
  readonly system: {
    readonly name: string;
    readonly outputDevice: string;
    readonly outputTrouble: string;
    readonly trouble: string;
  };
  readonly history: { readonly rev: number };
  /** Playlists, favourites and presets: how many, and a number that grows with each change. */
  readonly collection: {
    readonly rev: number;
    readonly playlists: number;
    readonly favourites: number;
    readonly presets: number;
  };
  /** Empty: not set. */
  readonly household: { readonly name: string; readonly zone: string };
  readonly sound: SoundReport;
}

export interface VolumePart extends GestureStep {
  readonly level: number;
  readonly muted: boolean;
}

/** Which drag of a slider, and which of its steps (docs/CONTROL.md §5). */
export interface GestureStep {
  readonly gesture: number;
  readonly step: number;
}

export const noGesture: GestureStep = { gesture: 0, step: 0 };

export type StateChanges = Partial<SharedState>;

/** What the model does not keep: numbers that grow with library and history, and who moved the volume. */
export interface Marks {
  readonly library: number;
  readonly history: number;
  readonly volume: GestureStep;
}

export function readState(model: SpeakerModel, marks: Marks, nowUs: number): SharedState {
  const status = model.status();
  const { state, positionMs, repeat, shuffle, track, rung, volume, muted, queue } = status;
  return {
    player: { state, anchorPosMs: positionMs, anchorUs: nowUs, repeat, shuffle, track, rung },
    queue: readQueue(model, queue),
    volume: { level: volume, muted, ...marks.volume },
    library: { rev: marks.library },
    history: { rev: marks.history },
    ...readHousehold(model),
    system: {
      name: status.speaker.name,
      outputDevice: status.output.device,
      outputTrouble: status.output.trouble ?? "",
      trouble: status.trouble ?? "",
    },
    sound: settledSound(status.sound),
  };
}

function readHousehold({
  collection,
}: SpeakerModel): Pick<SharedState, "collection" | "household"> {
  const { name = "", zone = "" } = collection.settings();
  const meta = { rev: collection.revision, ...collection.counts() };
  return { collection: meta, household: { name, zone } };
}

function readQueue(
  model: SpeakerModel,
  { length, index }: { length: number; index: number },
): SharedState["queue"] {
  const { revision: rev, undo } = model.queueMeta();
  const [current] = index < 0 ? [] : model.queueWindow(index, 1);
  return { rev, length, index, currentId: current?.id ?? "", undo };
}

/** What a sleep timer has left, and a volume on its way, are no news each second: where they end stands still. */
function settledSound(sound: SoundReport): SoundReport {
  const sleep = sound.sleep === null ? null : { ...sound.sleep, leftS: null };
  return { ...sound, applied: 0, sleep };
}

/** The position now, by the anchor. */
export function positionAt(player: PlayerPart, nowUs: number): number {
  if (player.state !== "playing") return player.anchorPosMs;
  const moved = Math.max(0, Math.floor((nowUs - player.anchorUs) / 1000));
  // Line-in has no end.
  const endMs = player.track?.durationMs || Number.POSITIVE_INFINITY;
  return Math.min(player.anchorPosMs + moved, Math.max(endMs, player.anchorPosMs));
}

/** What `after` has otherwise than `before`; undefined where nothing. Parts of `before` stay where they are equal. */
export function changesBetween(before: SharedState, after: SharedState): StateChanges | undefined {
  const settled = { ...after, player: keepAnchor(before.player, after.player) };
  const changed = topics.filter((topic) => !samePart(before[topic], settled[topic]));
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((topic) => [topic, settled[topic]]));
}

export function applyChanges(state: SharedState, changes: StateChanges): SharedState {
  return { ...state, ...changes };
}

/** Those changes that `wanted` asks for. */
export function onlyTopics(changes: StateChanges, wanted: ReadonlySet<Topic>): StateChanges {
  const kept = topics.filter((topic) => wanted.has(topic) && changes[topic] !== undefined);
  return Object.fromEntries(kept.map((topic) => [topic, changes[topic]]));
}

/** The old anchor where it still tells the position: a playing track is not news. */
function keepAnchor(before: PlayerPart, after: PlayerPart): PlayerPart {
  const same = before.state === after.state && before.track?.id === after.track?.id;
  const drift = Math.abs(positionAt(before, after.anchorUs) - after.anchorPosMs);
  if (!same || drift > anchorSlackMs) return after;
  return { ...after, anchorPosMs: before.anchorPosMs, anchorUs: before.anchorUs };
}

/** Parts are flat records, but for the track, which its id and tags stand for. */
function samePart(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
