/**
 * Orders of the queue's items: where some are put in, moved, and put back to
 * where they were. Pure functions on lists; all are linear.
 */

/** Items that lay side by side, and what lay around them; undefined at an end of the queue. */
export interface IdRun {
  readonly ids: readonly string[];
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** In play order, and in the order before shuffling. */
export interface QueueRuns {
  readonly play: readonly IdRun[];
  readonly natural: readonly IdRun[];
}

/** `anchor` null: to the front. */
export function insertedAfter<T>(
  list: readonly T[],
  added: readonly T[],
  idOf: (item: T) => string,
  anchor: string | null,
): T[] {
  const at = anchor === null ? 0 : list.findIndex((item) => idOf(item) === anchor) + 1;
  return [...list.slice(0, at), ...added, ...list.slice(at)];
}

export function moved<T>(
  list: readonly T[],
  idOf: (item: T) => string,
  moving: ReadonlySet<string>,
  after: string | undefined,
): T[] {
  const taken = list.filter((item) => moving.has(idOf(item)));
  const rest = list.filter((item) => !moving.has(idOf(item)));
  return insertedAfter(rest, taken, idOf, after ?? null);
}

/** The same, in the order of `moving`. */
export function movedAsNamed<T>(
  list: readonly T[],
  idOf: (item: T) => string,
  moving: ReadonlySet<string>,
  after: string | undefined,
): T[] {
  const byId = new Map(list.map((item) => [idOf(item), item]));
  const taken = [...moving].flatMap((id) => {
    const item = byId.get(id);
    return item === undefined ? [] : [item];
  });
  const rest = list.filter((item) => !moving.has(idOf(item)));
  return insertedAfter(rest, taken, idOf, after ?? null);
}

/** Those of `ids` that are in `order`, in runs. */
export function runsIn(order: readonly string[], ids: ReadonlySet<string>): IdRun[] {
  const runs: IdRun[] = [];
  let run: string[] = [];
  for (const [at, id] of order.entries()) {
    if (!ids.has(id)) continue;
    run.push(id);
    const before = order[at + 1];
    if (before !== undefined && ids.has(before)) continue;
    runs.push({ ids: run, after: order[at - run.length], before });
    run = [];
  }
  return runs;
}

/**
 * The order with the items of `runs` where they were: exactly, while nothing else has changed; else behind
 * or before what lay beside them, as far as that is there; else at the end. Ids that are not `known` are left out.
 */
export function putBack(
  order: readonly string[],
  runs: readonly IdRun[],
  known: (id: string) => boolean,
): string[] {
  const moving = new Set(runs.flatMap(({ ids }) => ids));
  const rest = order.filter((id) => !moving.has(id));
  const there = new Set(rest);
  const [front, end]: [string[], string[]] = [[], []];
  const behind = new Map<string, readonly string[]>();
  const ahead = new Map<string, readonly string[]>();
  for (const run of runs) {
    const ids = run.ids.filter(known);
    if (run.after !== undefined && there.has(run.after)) behind.set(run.after, ids);
    else if (run.before !== undefined && there.has(run.before)) ahead.set(run.before, ids);
    else (run.after === undefined ? front : end).push(...ids);
  }
  const placed = rest.flatMap((id) => [...(ahead.get(id) ?? []), id, ...(behind.get(id) ?? [])]);
  return [...front, ...placed, ...end];
}
