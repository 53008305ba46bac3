/** Commands of the queue: what is in it, and what changes it (docs/MPD.md §3). */

import type { TrackInfo } from "../../media/track.ts";
import type { QueuePlace } from "../../player/model.ts";
import { looksLikeUrl } from "../../url/media-url.ts";
import {
  type Call,
  type CommandTable,
  currentIndex,
  entry,
  idsOf,
  noSuchSong,
  pauseOf,
  told,
} from "./command.ts";
import { MpdError } from "./errors.ts";
import type { QueueRow } from "./queue-mirror.ts";
import { parseSelection, select } from "./selection.ts";
import { songLines } from "./song-lines.ts";
import {
  type Range,
  readCount,
  readCountUpTo,
  readPlace,
  readRangeOf,
  readVersion,
} from "./values.ts";

/** As MPD counts them. */
const priorityMax = 255;

export const queueCommands: CommandTable = {
  add: entry("guest", [1, 2], add),
  addid: entry("guest", [1, 2], addId),
  clear: entry("member", [0], ({ act }) => act({ kind: "queue-clear" })),
  delete: entry("member", [1], (call) => remove(call, rowsIn(call, call.args[0] ?? ""))),
  deleteid: entry("member", [1], (call) => remove(call, [rowById(call, call.args[0] ?? "")])),
  move: entry("member", [2], (call) => move(call, rowsIn(call, call.args[0] ?? ""))),
  moveid: entry("member", [2], (call) => move(call, [rowById(call, call.args[0] ?? "")])),
  swap: entry("member", [2], (call) =>
    swap(call, rowAt(call, call.args[0] ?? ""), rowAt(call, call.args[1] ?? "")),
  ),
  swapid: entry("member", [2], (call) =>
    swap(call, rowById(call, call.args[0] ?? ""), rowById(call, call.args[1] ?? "")),
  ),
  shuffle: entry("member", [0, 1], shuffle),
  prio: entry("member", [2, 64], (call) => prefer(call, (range) => rowsIn(call, range))),
  prioid: entry("member", [2, 64], (call) => prefer(call, (id) => [rowById(call, id)])),
  playlist: entry("guest", [0], async ({ world, out }) => {
    const tree = await world.library.tree();
    const { rows } = world.queue();
    await told(out, rows, ({ item, position }) =>
      out.field(`${position}:file`, tree.uriOf(item.track)),
    );
  }),
  playlistinfo: entry("guest", [0, 1], (call) => {
    const { rows } = call.world.queue();
    const [range] = call.args;
    return showRows(call, range === undefined ? rows : rowsIn(call, range));
  }),
  playlistid: entry("guest", [0, 1], (call) => {
    const [id] = call.args;
    return showRows(call, id === undefined ? call.world.queue().rows : [rowById(call, id)]);
  }),
  playlistfind: entry("guest", [1, 64], (call) => findRows(call, false)),
  playlistsearch: entry("guest", [1, 64], (call) => findRows(call, true)),
  plchanges: entry("guest", [1, 2], (call) => showRows(call, changedRows(call))),
  plchangesposid: entry("guest", [1, 2], async (call) => {
    await told(call.out, changedRows(call), ({ position, id }) => {
      call.out.field("cpos", position);
      call.out.field("Id", id);
    });
  }),
};

/** Songs of rows, with their places. */
export async function showRows(call: Call, rows: readonly QueueRow[]): Promise<void> {
  const tree = await call.world.library.tree();
  await told(call.out, rows, ({ item: { track }, id, position }) =>
    songLines(
      call.out,
      { uri: tree.uriOf(track), track, place: { id, position } },
      call.client.tags,
    ),
  );
}

/** Puts what there is of these, or one URL, to a place of the queue; behind all where that is undefined. */
export async function enqueue(
  call: Call,
  what: readonly string[],
  place: string | undefined,
): Promise<void> {
  const { rows } = call.world.queue();
  const at = place === undefined ? rows.length : readPlace(place, rows.length, current(call));
  if (what.length === 0) return;
  if (at === 0 && rows.length > 0) {
    const there = new Set(rows.map(({ item }) => item.id));
    await call.act({ kind: "queue-add", what, place: { at: "end" } });
    const added = call.world.queue().rows.filter(({ item }) => !there.has(item.id));
    const ids = added.map(({ item }) => item.id);
    if (ids.length > 0) await call.act({ kind: "queue-move", ids, after: undefined });
    return;
  }
  await call.act({ kind: "queue-add", what, place: placeAt(rows, at) });
}

function placeAt(rows: readonly QueueRow[], at: number): QueuePlace {
  const before = rows[at - 1];
  return at >= rows.length || before === undefined ? { at: "end" } : { after: before.item.id };
}

/** What a URI stands for, as entries of the player's commands: songs at a path and below it, or a URL. */
export async function entriesOf(call: Call, uri: string): Promise<readonly string[]> {
  if (looksLikeUrl(uri)) return [uri];
  const tree = await call.world.library.tree();
  const song = tree.song(uri);
  if (song !== undefined) return [song.track.id];
  const songs = tree.below(uri);
  if (songs === undefined) throw noSuchPath();
  return idsOf([...songs].map(({ track }) => track));
}

async function add(call: Call): Promise<void> {
  const [uri = "", place] = call.args;
  await enqueue(call, await entriesOf(call, uri), place);
}

async function addId(call: Call): Promise<void> {
  const [uri = "", place] = call.args;
  const [what, ...more] = looksLikeUrl(uri)
    ? [uri]
    : [(await call.world.library.tree()).song(uri)?.track.id];
  if (what === undefined || more.length > 0) throw noSuchSong();
  const there = new Set(call.world.queue().rows.map(({ id }) => id));
  await enqueue(call, [what], place);
  const added = call.world.queue().rows.findLast(({ id }) => !there.has(id));
  if (added === undefined) throw new MpdError("playlist-max", "the queue is full");
  call.out.field("Id", added.id);
}

async function remove(call: Call, rows: readonly QueueRow[]): Promise<void> {
  const ids = rows.map(({ item }) => item.id);
  if (ids.length > 0) await call.act({ kind: "queue-remove", ids });
}

/** To the place that the first of them is to have, counted without them. */
async function move(call: Call, moving: readonly QueueRow[]): Promise<void> {
  const { rows } = call.world.queue();
  const gone = new Set(moving);
  const rest = rows.filter((row) => !gone.has(row));
  const playing = rest.findIndex(({ position }) => position === current(call));
  const at = readPlace(call.args[1] ?? "", rest.length, playing);
  const ids = moving.map(({ item }) => item.id);
  if (ids.length === 0) return;
  await call.act({ kind: "queue-move", ids, after: rest[at - 1]?.item.id });
}

async function swap(call: Call, one: QueueRow, other: QueueRow): Promise<void> {
  if (one === other) return;
  const [first, second] = one.position < other.position ? [one, other] : [other, one];
  const { rows } = call.world.queue();
  const idAt = (position: number): string | undefined => rows[position]?.item.id;
  const beforeSecond = idAt(second.position - 1);
  await call.act({
    kind: "queue-move",
    ids: [second.item.id],
    after: idAt(first.position - 1),
  });
  const after = beforeSecond === first.item.id ? second.item.id : beforeSecond;
  await call.act({ kind: "queue-move", ids: [first.item.id], after });
}

/** The whole by the shuffle mode, anew where that is on; a part of it in place. */
async function shuffle(call: Call): Promise<void> {
  const { rows } = call.world.queue();
  const [text] = call.args;
  const range: Range =
    text === undefined ? { from: 0, to: rows.length } : readRangeOf(text, rows.length);
  if (range.from === 0 && range.to === rows.length) {
    if (call.world.model.status().shuffle) await call.act({ kind: "shuffle", on: false });
    await call.act({ kind: "shuffle", on: true });
    return;
  }
  const ids = rows.slice(range.from, range.to).map(({ item }) => item.id);
  if (ids.length < 2) return;
  for (let left = ids.length; left > 1; left--) {
    const at = call.world.random(left);
    [ids[left - 1], ids[at]] = [ids[at] ?? "", ids[left - 1] ?? ""];
  }
  const after = rows[range.from - 1]?.item.id;
  await call.act({ kind: "queue-move", ids, after, asNamed: true });
}

/** The queue has no priorities: what is to come first comes next. */
async function prefer(call: Call, rowsOf: (text: string) => readonly QueueRow[]): Promise<void> {
  const [text = "", ...which] = call.args;
  const priority = readCountUpTo(text, priorityMax);
  const rows = which.flatMap(rowsOf);
  const playing = current(call);
  const ids = rows.filter(({ position }) => position !== playing).map(({ item }) => item.id);
  if (priority === 0 || ids.length === 0) return;
  const after = call.world.queue().rows[playing]?.item.id;
  await call.act({ kind: "queue-move", ids, after });
}

async function findRows(call: Call, folds: boolean): Promise<void> {
  const selection = parseSelection(call.args, folds);
  const tree = await call.world.library.tree();
  const { rows } = call.world.queue();
  await call.pace(rows.length);
  const byTrack = new Map<TrackInfo, QueueRow[]>();
  for (const row of rows) {
    const { track } = row.item;
    byTrack.set(track, [...(byTrack.get(track) ?? []), row]);
  }
  const tracks = [...byTrack.keys()];
  const { window, ...whole } = selection;
  const uriOf = tree.uriOf.bind(tree);
  const found = await select(tracks, { ...whole, window: undefined }, uriOf, pauseOf(call));
  const all = found.flatMap((track) => byTrack.get(track) ?? []);
  const ordered = whole.sort === undefined ? all.sort((a, b) => a.position - b.position) : all;
  await showRows(call, window === undefined ? ordered : ordered.slice(window.from, window.to));
}

function changedRows(call: Call): readonly QueueRow[] {
  const [version = "", range] = call.args;
  const queue = call.world.queue();
  const changed = queue.changesSince(readVersion(version));
  if (range === undefined) return changed;
  const { from, to } = readRangeOf(range, queue.rows.length);
  return changed.filter(({ position }) => position >= from && position < to);
}

function current({ world }: Call): number {
  return currentIndex(world);
}

function rowsIn(call: Call, range: string): readonly QueueRow[] {
  const { rows } = call.world.queue();
  const { from, to } = readRangeOf(range, rows.length);
  return rows.slice(from, to);
}

export function rowAt(call: Call, position: string): QueueRow {
  const row = call.world.queue().rows[readCount(position)];
  if (row === undefined) throw noSuchIndex();
  return row;
}

export function rowById(call: Call, id: string): QueueRow {
  const row = call.world.queue().byId(readCount(id));
  if (row === undefined) throw noSuchSong();
  return row;
}

export function noSuchIndex(): MpdError {
  return new MpdError("argument", "Bad song index");
}

/** A path that leads nowhere. */
export function noSuchPath(): MpdError {
  return new MpdError("no-exist", "No such directory");
}
