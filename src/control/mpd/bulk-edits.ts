/**
 * Edits of the queue that follow each other in a command list, done as one: one
 * by one, ten thousand would keep the speaker busy for minutes, and would be as
 * many steps to undo. What comes of it is the same.
 */
import { looksLikeUrl } from "../../url/media-url.ts";
import type { Call } from "./command.ts";
import { currentIndex, noSuchSong, pauseOf } from "./command.ts";
import { entryOf } from "./command-table.ts";
import { enqueue, noSuchIndex, noSuchPath } from "./commands-queue.ts";
import { MpdError } from "./errors.ts";
import { editsPerTurn } from "./limits.ts";
import type { QueueRow } from "./queue-mirror.ts";
import { readCount, readPlace, readRangeOf } from "./values.ts";
import { parseWords, type Words } from "./words.ts";

/** So many commands are done. The error, where there is one, is of that behind them. */
export interface Together {
  readonly count: number;
  readonly name: string;
  /** Numbers of what was added, where they are to be told: one for each command. */
  readonly ids?: readonly number[];
  readonly error?: MpdError;
}

const none: Together = { count: 0, name: "" };

const together = /^((?:add|delete|move|swap)(?:id)?)\s/;

/** Swaps are moves. */
function sortOf(name: string): string {
  return name.replace(/id$/, "").replace("swap", "move");
}

/** From command `from` on; none where they do not go together, and each goes its own way. */
export async function runTogether(
  call: Call,
  lines: readonly string[],
  from: number,
): Promise<Together> {
  const name = together.exec(lines[from] ?? "")?.[1];
  const next = together.exec(lines[from + 1] ?? "")?.[1];
  if (name === undefined || next === undefined || sortOf(name) !== sortOf(next)) return none;
  // Allowed at all?
  entryOf({ name, args: sortOf(name) === "move" ? ["", ""] : [""] }, call.client.role);
  if (sortOf(name) === "move") return await moveMany(call, lines, from);
  if (sortOf(name) === "delete") return await removeMany(call, lines, from);
  const { added, error } = await addMany(call, { name, lines, from });
  const ids = name === "addid" ? { ids: added } : {};
  return { count: added.length, name, ...ids, ...(error === undefined ? {} : { error }) };
}

/** Songs of the library alone: a folder or a URL goes its own way. */
async function addMany(
  call: Call,
  {
    name,
    lines,
    from,
  }: { readonly name: string; readonly lines: readonly string[]; readonly from: number },
): Promise<{ readonly added: readonly number[]; readonly error: MpdError | undefined }> {
  const tree = await call.world.library.tree();
  const there = new Set(call.world.queue().rows.map(({ id }) => id));
  const ids: string[] = [];
  let error: MpdError | undefined;
  for (let at = from; at < lines.length; at++) {
    const uri = wordsOf(lines[at] ?? "", [name], 1)?.args[0];
    if (uri === undefined) break;
    const id = looksLikeUrl(uri) ? undefined : tree.song(uri)?.track.id;
    if (id !== undefined) {
      ids.push(id);
      continue;
    }
    if (looksLikeUrl(uri)) break;
    if (name === "addid") error = noSuchSong();
    else if (tree.at(uri) === undefined) error = noSuchPath();
    break;
  }
  await enqueue(call, ids, undefined);
  const added = call.world
    .queue()
    .rows.filter(({ id }) => !there.has(id))
    .slice(0, ids.length)
    .map(({ id }) => id);
  if (added.length < ids.length) error = new MpdError("playlist-max", "the queue is full");
  return { added, error };
}

/** Each counts its places in what those before it left. */
async function removeMany(call: Call, lines: readonly string[], from: number): Promise<Together> {
  const rest = [...call.world.queue().rows];
  const gone: string[] = [];
  let count = 0;
  let name = "";
  let error: MpdError | undefined;
  for (let at = from; at < lines.length && error === undefined; at++) {
    const words = wordsOf(lines[at] ?? "", ["delete", "deleteid"], 1);
    if (words === undefined) break;
    name = words.name;
    if (count % editsPerTurn === editsPerTurn - 1) await pauseOf(call)();
    try {
      const { from: first, to } = placeOf(words, rest);
      gone.push(...rest.splice(first, to - first).map(({ item }) => item.id));
      count += 1;
    } catch (thrown) {
      if (!(thrown instanceof MpdError)) throw thrown;
      error = thrown;
    }
  }
  if (gone.length > 0) await call.act({ kind: "queue-remove", ids: gone });
  return { count, name, ...(error === undefined ? {} : { error }) };
}

function placeOf(
  { name, args: [text = ""] }: Words,
  rest: readonly { readonly id: number }[],
): { readonly from: number; readonly to: number } {
  if (name === "delete") return readRangeOf(text, rest.length);
  const id = readCount(text);
  const from = rest.findIndex((row) => row.id === id);
  if (from < 0) throw noSuchSong();
  return { from, to: from + 1 };
}

/** Undefined where the line is none of these commands with so many arguments. */
function wordsOf(line: string, names: readonly string[], args: number): Words | undefined {
  try {
    const words = parseWords(line);
    return names.includes(words.name) && words.args.length === args ? words : undefined;
  } catch (error) {
    if (error instanceof MpdError) return undefined;
    throw error;
  }
}

/** The order that they come to is one move of all that lie between the first and the last that stand elsewhere then. */
async function moveMany(call: Call, lines: readonly string[], from: number): Promise<Together> {
  const { rows } = call.world.queue();
  const playing = rows[currentIndex(call.world)];
  let order: readonly QueueRow[] = rows;
  let count = 0;
  let name = "";
  let error: MpdError | undefined;
  for (let at = from; at < lines.length && error === undefined; at++) {
    const words = wordsOf(lines[at] ?? "", ["move", "moveid", "swap", "swapid"], 2);
    if (words === undefined) break;
    name = words.name;
    if (count % editsPerTurn === editsPerTurn - 1) await pauseOf(call)();
    try {
      order = reordered(order, words, playing);
      count += 1;
    } catch (thrown) {
      if (!(thrown instanceof MpdError)) throw thrown;
      error = thrown;
    }
  }
  const first = order.findIndex((row, at) => row !== rows[at]);
  const last = order.findLastIndex((row, at) => row !== rows[at]);
  const ids = order.slice(first, last + 1).map(({ item }) => item.id);
  const after = order[first - 1]?.item.id;
  if (first >= 0) await call.act({ kind: "queue-move", ids, after, asNamed: true });
  return { count, name, ...(error === undefined ? {} : { error }) };
}

function reordered(
  order: readonly QueueRow[],
  { name, args: [what = "", to = ""] }: Words,
  playing: QueueRow | undefined,
): readonly QueueRow[] {
  const indexOf = (text: string): number => {
    const number = readCount(text);
    const at = name.endsWith("id") ? order.findIndex(({ id }) => id === number) : number;
    if (order[at] !== undefined) return at;
    throw name.endsWith("id") ? noSuchSong() : noSuchIndex();
  };
  if (name.startsWith("swap")) {
    const [one, other] = [indexOf(what), indexOf(to)];
    const [first, second] = [order[one], order[other]];
    return first === undefined || second === undefined
      ? order
      : order.with(one, second).with(other, first);
  }
  const range =
    name === "moveid"
      ? { from: indexOf(what), to: indexOf(what) + 1 }
      : readRangeOf(what, order.length);
  const rest = order.toSpliced(range.from, range.to - range.from);
  const place = readPlace(to, rest.length, playing === undefined ? -1 : rest.indexOf(playing));
  return rest.toSpliced(place, 0, ...order.slice(range.from, range.to));
}
