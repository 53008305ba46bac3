/** Commands of stored playlists: the household's (docs/MPD.md §3). */
import type { Playlist } from "../../player/collection/model.ts";
import { type Call, type CommandTable, entry, idsOf, scanned, told } from "./command.ts";
import { chosen } from "./commands-library.ts";
import { enqueue, entriesOf } from "./commands-queue.ts";
import { MpdError } from "./errors.ts";
import { shownName } from "./library-tree.ts";
import { parseSelection } from "./selection.ts";
import { songLines } from "./song-lines.ts";
import { readCount, readPlace, readRange, readRangeOf } from "./values.ts";

export const playlistCommands: CommandTable = {
  listplaylists: entry("guest", [0], ({ world, out }) => {
    for (const { name } of world.model.collection.playlists())
      out.field("playlist", shownName(name));
  }),
  listplaylist: entry("guest", [1, 2], (call) => show(call, false)),
  listplaylistinfo: entry("guest", [1, 2], (call) => show(call, true)),
  load: entry("guest", [1, 3], load),
  save: entry("member", [1, 2], save),
  rm: entry("member", [1], (call) => call.act({ kind: "playlist-delete", list: named(call).id })),
  rename: entry("member", [2], rename),
  playlistadd: entry("member", [2, 3], add),
  playlistdelete: entry("member", [2], remove),
  playlistmove: entry("member", [3], move),
  playlistclear: entry("member", [1], clear),
  searchaddpl: entry("member", [2, 64], searchAdd),
};

async function show(call: Call, withTags: boolean): Promise<void> {
  const { out, client, args } = call;
  const { items } = named(call);
  const tree = await call.world.library.tree();
  const { from, to } =
    args[1] === undefined ? { from: 0, to: items.length } : readRangeOf(args[1], items.length);
  await told(out, items.slice(from, to), ({ track }) => {
    if (withTags) songLines(out, { uri: tree.uriOf(track), track }, client.tags);
    else out.field("file", tree.uriOf(track));
  });
}

/** Those of its songs that the library has; where it has none of them, it says so. */
async function load(call: Call): Promise<void> {
  const [, range, place] = call.args;
  const { items } = named(call);
  const { from, to } = range === undefined ? { from: 0, to: items.length } : readRange(range);
  const tree = await call.world.library.tree();
  const wanted = items.slice(from, to).map(({ track }) => track);
  const there = wanted.filter(({ id }) => tree.song(id) !== undefined);
  if (wanted.length > 0 && there.length === 0)
    throw new MpdError("playlist-load", "the library has none of its songs");
  await enqueue(call, idsOf(there), place);
}

async function save(call: Call): Promise<void> {
  const [name = "", mode = "create"] = call.args;
  if (mode !== "create" && mode !== "append" && mode !== "replace")
    throw new MpdError(
      "argument",
      `Unrecognized save mode, expected one of 'create', 'append', 'replace'`,
    );
  const tracks = call.world.queue().rows.map(({ item }) => item.track);
  if (tracks.some(({ url }) => url !== undefined))
    throw new MpdError("argument", "a playlist takes songs of the library, no URLs");
  const what = idsOf(tracks);
  const list = listNamed(call, name);
  if (mode === "append" && list !== undefined) return await addTo(call, list, what, undefined);
  if (list === undefined)
    return await call.act({ kind: "playlist-create", name: newName(name), what });
  if (mode !== "replace") throw new MpdError("exist", "Playlist already exists");
  await empty(call, list);
  await addTo(call, list, what, undefined);
}

async function rename(call: Call): Promise<void> {
  const [, name = ""] = call.args;
  const { id } = named(call);
  const other = listNamed(call, name);
  if (other !== undefined && other.id !== id)
    throw new MpdError("exist", "Playlist exists already");
  await call.act({ kind: "playlist-rename", list: id, name: newName(name) });
}

/** Made where it is not there, as in MPD. */
async function add(call: Call): Promise<void> {
  const [name = "", uri = "", place] = call.args;
  await addOrCreate(call, name, { what: await entriesOf(call, uri), place });
}

async function searchAdd(call: Call): Promise<void> {
  const [name = "", ...rest] = call.args;
  const selection = parseSelection(rest, true, ["position", "window", "sort"]);
  const found = await chosen(call, await scanned(call), selection);
  await addOrCreate(call, name, { what: idsOf(found), place: selection.position });
}

async function addOrCreate(
  call: Call,
  name: string,
  { what, place }: { readonly what: readonly string[]; readonly place: string | undefined },
): Promise<void> {
  const list = listNamed(call, name);
  if (list !== undefined) await addTo(call, list, what, place);
  else await call.act({ kind: "playlist-create", name: newName(name), what });
}

async function addTo(
  { act }: Call,
  { id, items }: Playlist,
  what: readonly string[],
  place: string | undefined,
): Promise<void> {
  const at = place === undefined ? items.length : readPlace(place, items.length, -1);
  const after = at >= items.length ? undefined : (items[at - 1]?.id ?? "");
  if (what.length > 0) await act({ kind: "playlist-add", list: id, what, after });
}

async function remove(call: Call): Promise<void> {
  const { id, items } = named(call);
  const { from, to } = readRangeOf(call.args[1] ?? "", items.length);
  const ids = items.slice(from, to).map((item) => item.id);
  if (ids.length > 0) await call.act({ kind: "playlist-remove", list: id, ids });
}

async function move(call: Call): Promise<void> {
  const { id: list, items } = named(call);
  const [, range = "", target = ""] = call.args;
  const { from, to } = readRangeOf(range, items.length);
  const ids = items.slice(from, to).map(({ id }) => id);
  const rest = items.filter(({ id }) => !ids.includes(id));
  const at = readCount(target);
  if (at > rest.length) throw new MpdError("argument", "Bad position");
  if (ids.length === 0) return;
  await call.act({ kind: "playlist-move", list, ids, after: rest[at - 1]?.id });
}

async function clear(call: Call): Promise<void> {
  const [name = ""] = call.args;
  const list = listNamed(call, name);
  if (list === undefined)
    await call.act({ kind: "playlist-create", name: newName(name), what: [] });
  else await empty(call, list);
}

async function empty({ act }: Call, { id, items }: Playlist): Promise<void> {
  const ids = items.map((item) => item.id);
  if (ids.length > 0) await act({ kind: "playlist-remove", list: id, ids });
}

function listNamed({ world }: Call, name: string): Playlist | undefined {
  const { collection } = world.model;
  const list = collection.playlist(name);
  if (list !== undefined) return list;
  const row = collection.playlists().find((each) => shownName(each.name) === name);
  return row && collection.playlist(row.id);
}

/** One that is to be made. */
function newName(name: string): string {
  if (name === "" || shownName(name) !== name) throw new MpdError("argument", "Bad playlist name");
  return name;
}

function named(call: Call): Playlist {
  const list = listNamed(call, call.args[0] ?? "");
  if (list === undefined) throw new MpdError("no-exist", "No such playlist");
  return list;
}
