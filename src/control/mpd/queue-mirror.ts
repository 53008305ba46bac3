/**
 * The queue as MPD counts it: each item has a whole number for an id, and each
 * place the version of the queue at which something else came to stand there,
 * so that clients fetch what changed alone (`plchanges`). Pure.
 *
 * Invariants:
 *   I1  an item keeps its number while it is in the queue, and nothing else ever gets it
 *   I2  whoever had the queue at version v and puts what `changesSince(v)` tells to its places, and cuts it to
 *       the length, has the queue of now
 */
import type { QueueItem } from "../../player/model.ts";

export interface QueueRow {
  readonly item: QueueItem;
  readonly id: number;
  readonly position: number;
}

export class QueueMirror {
  #rows: readonly QueueRow[] = [];
  /** By place: the version that brought what stands there. */
  #since: readonly number[] = [];
  #version = 1;
  #idsGiven = 0;
  /** Numbers of items by their ids, and places by their numbers. */
  #numbers = new Map<string, number>();
  #places = new Map<number, number>();

  get rows(): readonly QueueRow[] {
    return this.#rows;
  }
  /** At least 1; grows with each change. */
  get version(): number {
    return this.#version;
  }

  byId(id: number): QueueRow | undefined {
    return this.#rows[this.#places.get(id) ?? -1];
  }

  /** `items`: the queue of now. True where it is another one. */
  look(items: readonly QueueItem[]): boolean {
    const next = this.#version + 1;
    const before = this.#rows;
    let changed = items.length !== before.length;
    const numbers = new Map<string, number>();
    const since: number[] = [];
    const rows = items.map((item, position): QueueRow => {
      const row = before[position];
      const same = row !== undefined && isShownAlike(row.item, item);
      changed ||= !same;
      since.push(same ? (this.#since[position] ?? next) : next);
      const id = this.#numbers.get(item.id) ?? ++this.#idsGiven;
      numbers.set(item.id, id);
      return { item, id, position };
    });
    if (!changed) return false;
    this.#rows = rows;
    this.#since = since;
    this.#version = next;
    this.#numbers = numbers;
    this.#places = new Map(rows.map(({ id, position }) => [id, position]));
    return true;
  }

  /** All of them for a version that this run of the speaker never had. */
  changesSince(version: number): readonly QueueRow[] {
    if (version > this.#version) return this.#rows;
    return this.#rows.filter(({ position }) => (this.#since[position] ?? 0) > version);
  }
}

/** A stream's title changes while it stays where it is. */
function isShownAlike(a: QueueItem, b: QueueItem): boolean {
  if (a.id !== b.id) return false;
  const [x, y] = [a.track, b.track];
  return (
    x === y ||
    (x.title === y.title &&
      x.artist === y.artist &&
      x.album === y.album &&
      x.durationMs === y.durationMs)
  );
}
