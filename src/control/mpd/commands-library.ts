/** Commands of the library: its tree, and the songs that somebody looks for (docs/MPD.md §3). */
import type { TrackInfo } from "../../media/track.ts";
import { type Call, type CommandTable, entry, idsOf, pauseOf, scanned, told } from "./command.ts";
import { enqueue } from "./commands-queue.ts";
import { MpdError, quoted } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import { joined, type LibraryTree, type Place, shownName } from "./library-tree.ts";
import { parseSelection, type Selection, select } from "./selection.ts";
import { songLines } from "./song-lines.ts";
import { isOtherTag, type TagName, tagNamed, tagOrFallback } from "./tags.ts";

export const libraryCommands: CommandTable = {
  lsinfo: entry("guest", [0, 1], listInfo),
  listall: entry("guest", [0, 1], (call) => listAll(call, false)),
  listallinfo: entry("guest", [0, 1], (call) => listAll(call, true)),
  find: entry("guest", [1, 64], (call) => find(call, false)),
  search: entry("guest", [1, 64], (call) => find(call, true)),
  findadd: entry("guest", [1, 64], (call) => findAdd(call, false)),
  searchadd: entry("guest", [1, 64], (call) => findAdd(call, true)),
  count: entry("guest", [1, 64], (call) => count(call, false)),
  searchcount: entry("guest", [1, 64], (call) => count(call, true)),
  list: entry("guest", [1, 64], list),
  update: entry("member", [0, 1], update),
  rescan: entry("member", [0, 1], update),
};

async function listInfo(call: Call): Promise<void> {
  const { world, out, client } = call;
  const [path = ""] = call.args;
  const tree = await world.library.tree();
  const place = placeAt(tree, path);
  if (place.kind === "song") return songLines(out, place.song, client.tags);
  await told(out, place.folders, (name) => out.field("directory", joined(path, name)));
  await told(out, place.songs, (song) => songLines(out, song, client.tags));
  if (joined(path, "") !== "") return;
  for (const { name } of world.model.collection.playlists()) out.field("playlist", shownName(name));
}

async function listAll(call: Call, withTags: boolean): Promise<void> {
  const [path = ""] = call.args;
  const tree = await scanned(call);
  await tellBelow(path);

  async function tellBelow(at: string): Promise<void> {
    const { out, client } = call;
    const place = placeAt(tree, at);
    if (place.kind === "song") {
      if (withTags) songLines(out, place.song, client.tags);
      else out.field("file", place.song.uri);
      return;
    }
    for (const name of place.folders) {
      out.field("directory", joined(at, name));
      await tellBelow(joined(at, name));
    }
    await told(out, place.songs, (song) => {
      if (withTags) songLines(out, song, client.tags);
      else out.field("file", song.uri);
    });
  }
}

function placeAt(tree: LibraryTree, path: string): Place {
  const place = tree.at(path);
  if (place === undefined) throw new MpdError("no-exist", "No such directory");
  return place;
}

async function find(call: Call, folds: boolean): Promise<void> {
  const selection = parseSelection(call.args, folds);
  const tree = await scanned(call);
  const found = await chosen(call, tree, selection);
  await told(call.out, found, (track) =>
    songLines(call.out, { uri: tree.uriOf(track), track }, call.client.tags),
  );
}

async function findAdd(call: Call, folds: boolean): Promise<void> {
  const selection = parseSelection(call.args, folds, ["position", "window", "sort"]);
  const found = await chosen(call, await scanned(call), selection);
  await enqueue(call, idsOf(found), selection.position);
}

/** Songs of the library that are meant. */
export function chosen(
  call: Call,
  tree: LibraryTree,
  selection: Selection,
): Promise<readonly TrackInfo[]> {
  return select(tree.tracks, selection, (track) => tree.uriOf(track), pauseOf(call));
}

async function count(call: Call, folds: boolean): Promise<void> {
  const { args, groups } = groupsOf(call.args);
  if (groups.length > 1) throw new MpdError("argument", "only one group is counted by");
  const [group] = groups;
  // A group alone is of all songs.
  if (args.length === 0 && group === undefined) parseFilter([""], folds);
  const filter = parseFilter(args, folds);
  const whole = { filter, sort: undefined, window: undefined, position: undefined };
  const found = await chosen(call, await scanned(call), whole);
  if (group === undefined) return tellSums(call, found);
  for (const [value, tracks] of grouped(found, group)) {
    call.out.field(group, value);
    tellSums(call, tracks);
    if (call.out.isFull) await call.out.breathe();
  }
}

function tellSums({ out }: Call, tracks: readonly TrackInfo[]): void {
  const ms = tracks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  out.field("songs", tracks.length);
  out.field("playtime", Math.round(ms / 1000));
}

/** The values of a tag, each once, in their order; within groups of other tags. */
async function list(call: Call): Promise<void> {
  const [what = "", ...rest] = call.args;
  const { args, groups } = groupsOf(rest);
  const tag = listedTag(what);
  if (groups.some((group) => group === tag)) throw new MpdError("argument", "Conflicting group");
  const tree = await scanned(call);
  const filter = parseFilter(compatible(what, args), false);
  const whole = { filter, sort: undefined, window: undefined, position: undefined };
  const found = await chosen(call, tree, whole);
  if (tag === "file")
    return await told(call.out, found, (track) => call.out.field("file", tree.uriOf(track)));
  if (tag !== undefined) await tellGroups(call, found, [...groups, tag]);
}

/** `list album ARTIST`, as of before filters. */
function compatible(what: string, args: readonly string[]): readonly string[] {
  const [only = ""] = args;
  if (args.length !== 1 || only.startsWith("(")) return args;
  if (what.toLowerCase() !== "album")
    throw new MpdError("argument", 'should be "Album" for 3 arguments');
  return ["artist", only];
}

/** Undefined for a tag that no track here has. */
function listedTag(text: string): TagName | "file" | undefined {
  if (text.toLowerCase() === "file" || text.toLowerCase() === "filename") return "file";
  const tag = tagNamed(text);
  if (tag === undefined && !isOtherTag(text))
    throw new MpdError("argument", `Unknown tag type: ${quoted(text)}`);
  return tag;
}

async function tellGroups(
  call: Call,
  tracks: readonly TrackInfo[],
  [tag, ...more]: readonly TagName[],
): Promise<void> {
  if (tag === undefined) return;
  for (const [value, group] of grouped(tracks, tag)) {
    call.out.field(tag, value);
    if (call.out.isFull) await call.out.breathe();
    await tellGroups(call, group, more);
  }
}

function grouped(tracks: readonly TrackInfo[], tag: TagName): readonly [string, TrackInfo[]][] {
  const groups = new Map<string, TrackInfo[]>();
  for (const track of tracks) {
    const value = tagOrFallback(track, tag);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [track]);
    else group.push(track);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Takes `group TAG` from the end, as often as it stands there. */
function groupsOf(all: readonly string[]): {
  readonly args: readonly string[];
  readonly groups: readonly TagName[];
} {
  let args = all;
  const groups: TagName[] = [];
  while (args.length >= 2 && args.at(-2)?.toLowerCase() === "group") {
    const text = args.at(-1) ?? "";
    const tag = tagNamed(text);
    if (tag === undefined && !isOtherTag(text))
      throw new MpdError("argument", `Unknown tag type: ${quoted(text)}`);
    if (tag !== undefined && groups.includes(tag))
      throw new MpdError("argument", "Conflicting group");
    if (tag !== undefined) groups.unshift(tag);
    args = args.slice(0, -2);
  }
  return { args, groups };
}

/** The origin looks after the library by itself: an update is over when it is asked for. */
function update({ world, out }: Call): void {
  out.field("updating_db", 1);
  world.tell(["update"]);
}
