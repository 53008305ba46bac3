/**
 * The play queue: what plays, in which order, and what comes next.
 *
 * Pure state; ids and shuffling come from the caller. The list is kept in play
 * order; while shuffled, the order it had before is remembered beside it.
 *
 * Invariants:
 *   I1  index is -1 exactly when the queue is empty, else in [0, length)
 *   I2  item ids are unique; a move never changes one
 *   I3  the natural order holds the same ids as the play order
 * Bounds: queueItemsMax items; what is above is cut off and reported.
 */
import { assert } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import type { TrackId } from "../media/track-id.ts";
import { queueItemsMax } from "./limits.ts";
import type { QueuePlace, Repeat } from "./model.ts";
import { insertedAfter, moved, movedAsNamed, putBack, type QueueRuns } from "./queue-order.ts";

export interface QueueEntry {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly track: TrackId;
  /** Who added it; absent where nobody knows. */
  readonly by?: string;
}

export interface QueueState {
  readonly entries: readonly QueueEntry[];
  /** Ids in the order before shuffling; the same as that of `entries` where shuffle is off. */
  readonly natural: readonly string[];
  readonly index: number;
  readonly repeat: Repeat;
  readonly shuffle: boolean;
}

/**
 * What an edit made of the current item. `next`: it is gone, and the one behind it is current. `end`: it
 * is gone and was the last, so that nothing is to play; the first one is current.
 */
export type CurrentFate = "kept" | "next" | "end";

export class PlayQueue {
  #entries: QueueEntry[] = [];
  #natural: string[] = [];
  #index = -1;
  #repeat: Repeat = "off";
  #shuffle = false;
  #revision = 1;

  /** Grows with every change of the items or their order. */
  get revision(): number {
    return this.#revision;
  }
  get entries(): readonly QueueEntry[] {
    return this.#entries;
  }
  get index(): number {
    return this.#index;
  }
  get repeat(): Repeat {
    return this.#repeat;
  }
  get shuffle(): boolean {
    return this.#shuffle;
  }
  /** The order before shuffling; that of `entries` where shuffle is off. */
  get natural(): readonly string[] {
    return this.#natural;
  }
  get current(): QueueEntry | undefined {
    return this.#entries[this.#index];
  }

  /** Up to so many items from the current one on. */
  ahead(most: number): readonly QueueEntry[] {
    const from = Math.max(0, this.index);
    return this.entries.slice(from, from + most);
  }

  /** What plays when the current item ends by itself; undefined at the end. */
  get following(): QueueEntry | undefined {
    if (this.#repeat === "one") return this.current;
    return (
      this.#entries[this.#index + 1] ?? (this.#repeat === "all" ? this.#entries[0] : undefined)
    );
  }

  /** Goes on because the current item ended. At the end the first one is next, and undefined comes back. */
  advance(): QueueEntry | undefined {
    const following = this.following;
    if (this.#repeat !== "one")
      this.#index = following === undefined ? this.#firstIndex() : this.#indexOf(following.id);
    return following;
  }

  /** Goes on because someone asked: leaves an item that repeats, too. */
  next(): QueueEntry | undefined {
    const last = this.#index + 1 >= this.#entries.length;
    this.#index = last ? this.#firstIndex() : this.#index + 1;
    return last && this.#repeat !== "all" ? undefined : this.current;
  }

  /** The item before; the first one stays. */
  previous(): QueueEntry | undefined {
    if (this.#index > 0) this.#index -= 1;
    else if (this.#repeat === "all") this.#index = this.#entries.length - 1;
    return this.current;
  }

  /** Who added what, of before a restart. */
  note(added: readonly { readonly id: string; readonly by: string }[]): void {
    const names = new Map(added.map(({ id, by }) => [id, by]));
    this.#entries = this.#entries.map((entry) => {
      const by = entry.by ?? names.get(entry.id) ?? "";
      return by === "" ? entry : { ...entry, by };
    });
  }

  /** False where there is no such item. */
  jump(id: string): boolean {
    const at = this.#indexOf(id);
    if (at < 0) return false;
    this.#index = at;
    return true;
  }

  /** Replaces everything; shuffle keeps the first entry first. The number of entries kept. */
  replace(entries: readonly QueueEntry[], rng: Rng): number {
    this.#entries = entries.slice(0, queueItemsMax);
    this.#natural = this.#entries.map(({ id }) => id);
    this.#index = this.#firstIndex();
    if (this.#shuffle) this.#mix(rng);
    this.#revision += 1;
    return this.#entries.length;
  }

  /** The number of entries added: fewer than given when the queue is full; 0 when `after` is not there. */
  add(entries: readonly QueueEntry[], place: QueuePlace): number {
    const kept = entries.slice(0, queueItemsMax - this.#entries.length);
    const anchor = this.#anchorOf(place);
    if (anchor === undefined) return 0;
    const ids = kept.map(({ id }) => id);
    const atEnd = "at" in place && place.at === "end";
    const behind = atEnd ? (this.#natural.at(-1) ?? null) : anchor;
    this.#natural = insertedAfter(this.#natural, ids, (id) => id, behind);
    this.#entries = insertedAfter(this.#entries, kept, ({ id }) => id, anchor);
    this.#revision += 1;
    if (this.#index < 0) this.#index = this.#firstIndex();
    else this.#reindex(this.current?.id, anchor, kept.length);
    return kept.length;
  }

  /** What became of the current item. */
  remove(ids: readonly string[]): CurrentFate {
    const gone = new Set(ids);
    const current = this.current;
    const before = this.#entries
      .slice(0, Math.max(0, this.#index))
      .filter(({ id }) => gone.has(id)).length;
    this.#entries = this.#entries.filter(({ id }) => !gone.has(id));
    this.#natural = this.#natural.filter((id) => !gone.has(id));
    this.#revision += 1;
    const behind = this.#index - before;
    const wraps = behind >= this.#entries.length;
    this.#index = wraps ? this.#firstIndex() : behind;
    if (current === undefined || !gone.has(current.id)) return "kept";
    return this.#entries.length === 0 || (wraps && this.#repeat !== "all") ? "end" : "next";
  }

  /**
   * Moves the items, in their present order or as they are named, to behind `after`; to the front where it is
   * undefined. Those that are not there are not missed. False where none is, or `after` is not there or among them.
   */
  move(ids: readonly string[], after: string | undefined, asNamed = false): boolean {
    const moving = new Set(ids);
    const known = new Set(this.#natural);
    if (!ids.some((id) => known.has(id))) return false;
    if (after !== undefined && (moving.has(after) || !known.has(after))) return false;
    this.#revision += 1;
    const current = this.current?.id;
    const place = asNamed ? movedAsNamed : moved;
    this.#entries = place(this.#entries, ({ id }) => id, moving, after);
    if (!this.#shuffle) this.#natural = this.#entries.map(({ id }) => id);
    else this.#natural = place(this.#natural, (id) => id, moving, after);
    if (current !== undefined) this.#index = this.#indexOf(current);
    return true;
  }

  clear(): void {
    this.#entries = [];
    this.#natural = [];
    this.#index = -1;
    this.#revision += 1;
  }

  /**
   * Puts items back to where they were: behind or before what lay beside them, as far as that is still there.
   * Those that are there already are moved.
   */
  putBack(entries: readonly QueueEntry[], runs: QueueRuns): void {
    const current = this.current?.id;
    const byId = new Map([...this.#entries, ...entries].map((entry) => [entry.id, entry]));
    const known = (id: string): boolean => byId.has(id);
    const order = this.#entries.map(({ id }) => id);
    this.#natural = putBack(this.#natural, runs.natural, known);
    const play = this.#shuffle ? putBack(order, runs.play, known) : this.#natural;
    this.#entries = play.flatMap((id) => byId.get(id) ?? []);
    assert(this.#entries.length === this.#natural.length, "I3: as many ids as entries");
    this.#index = current === undefined ? this.#firstIndex() : this.#indexOf(current);
    this.#revision += 1;
  }

  setRepeat(mode: Repeat): void {
    this.#repeat = mode;
  }

  setShuffle(on: boolean, rng: Rng): void {
    if (on === this.#shuffle) return;
    this.#shuffle = on;
    this.#revision += 1;
    if (on) this.#mix(rng);
    else this.#restore();
  }

  save(): QueueState {
    return {
      entries: this.#entries,
      natural: this.#natural,
      index: this.#index,
      repeat: this.#repeat,
      shuffle: this.#shuffle,
    };
  }

  load(state: QueueState): void {
    assert(state.entries.length === state.natural.length, "I3: as many ids as entries");
    this.#entries = [...state.entries];
    this.#natural = [...state.natural];
    this.#index =
      this.#entries.length === 0
        ? -1
        : Math.min(Math.max(0, state.index), this.#entries.length - 1);
    this.#repeat = state.repeat;
    this.#shuffle = state.shuffle;
    this.#revision += 1;
  }

  /** The current item first, the others in a drawn order behind it. */
  #mix(rng: Rng): void {
    const current = this.current;
    if (current === undefined) return;
    const others = this.#entries.filter((entry) => entry !== current);
    this.#entries = [current, ...rng.shuffle(others)];
    this.#index = 0;
  }

  #restore(): void {
    const byId = new Map(this.#entries.map((entry) => [entry.id, entry]));
    const current = this.current?.id;
    this.#entries = this.#natural.map((id) => byId.get(id)).filter((entry) => entry !== undefined);
    if (current !== undefined) this.#index = this.#indexOf(current);
  }

  /** The id to insert behind; null for the front; undefined where it is unknown. */
  #anchorOf(place: QueuePlace): string | null | undefined {
    if ("after" in place) return this.#indexOf(place.after) < 0 ? undefined : place.after;
    const entry = place.at === "end" ? this.#entries.at(-1) : this.current;
    return entry?.id ?? null;
  }

  #reindex(current: string | undefined, anchor: string | null, count: number): void {
    if (current === undefined) return;
    const behind = anchor === null || this.#indexOf(anchor) < this.#index;
    if (behind) this.#index += count;
  }

  #indexOf(id: string): number {
    return this.#entries.findIndex((entry) => entry.id === id);
  }

  #firstIndex(): number {
    return this.#entries.length === 0 ? -1 : 0;
  }
}
