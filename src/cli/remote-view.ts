/**
 * The full-screen remote of a terminal, as a machine of states: a key changes what
 * is shown, or is a command. Pure; ctl-remote.ts is the shell around it.
 */
import type { TrackInfo } from "../media/track.ts";
import type { ListedItem, PlayerCommand, Repeat, SpeakerStatus } from "../player/model.ts";
import { cutTo, type Paint, padTo, plainText, timeText } from "./format.ts";
import type { Key, NamedKey } from "./remote-keys.ts";
import { renderStatus } from "./render-status.ts";

/** What it knows of the speaker. */
export interface RemoteFacts {
  readonly status: SpeakerStatus;
  readonly queue: readonly ListedItem[];
  /** Tracks that match `query`, the first of them. */
  readonly found: { readonly query: string; readonly tracks: readonly TrackInfo[] };
}

export interface RemoteView {
  /** Words of a search; undefined while the queue is shown. */
  readonly query: string | undefined;
  /** Row of the list that a key acts on. */
  readonly cursor: number;
}

export const firstView: RemoteView = { query: undefined, cursor: 0 };

export interface Pressed {
  readonly view: RemoteView;
  readonly command?: PlayerCommand;
  readonly quit?: true;
}

/** Seconds that an arrow goes through the track, and points of volume of a key. */
const seekStepMs = 10_000;
const volumeStep = 5;
/** Rows of a page key. */
const pageRows = 10;

export function press(view: RemoteView, key: Key, facts: RemoteFacts): Pressed {
  if ("key" in key && key.key === "interrupt") return { view, quit: true };
  return view.query === undefined
    ? pressInQueue(view, key, facts)
    : pressInSearch({ ...view, query: view.query }, key, facts);
}

function pressInQueue(view: RemoteView, key: Key, facts: RemoteFacts): Pressed {
  const { status, queue } = facts;
  if ("letter" in key) {
    if (key.letter === "q") return { view, quit: true };
    if (key.letter === "/") return { view: { query: "", cursor: 0 } };
    if (key.letter === "x") return { view, ...removed(queue[view.cursor]) };
    const command = letterCommand(key.letter, status);
    return command === undefined ? { view } : { view, command };
  }
  const item = queue[view.cursor];
  switch (key.key) {
    case "left":
    case "right":
      return { view, command: seekBy(status, key.key === "left" ? -seekStepMs : seekStepMs) };
    case "enter":
      if (item === undefined) return { view };
      return { view, command: { kind: "queue-play", id: item.id, positionMs: 0 } };
    case "delete":
      return { view, ...removed(item) };
    default:
      return { view: moved(view, key.key, queue.length) };
  }
}

function letterCommand(letter: string, status: SpeakerStatus): PlayerCommand | undefined {
  const { state, muted, shuffle, repeat } = status;
  const sounds = state === "playing" || state === "buffering";
  const commands: Readonly<Record<string, PlayerCommand>> = {
    " ": sounds ? { kind: "pause" } : { kind: "resume" },
    n: { kind: "next" },
    p: { kind: "previous" },
    "+": { kind: "volume-by", by: volumeStep },
    "=": { kind: "volume-by", by: volumeStep },
    "-": { kind: "volume-by", by: -volumeStep },
    m: { kind: "mute", muted: !muted },
    s: { kind: "shuffle", on: !shuffle },
    r: { kind: "repeat", mode: repeatAfter[repeat] },
    u: { kind: "queue-undo", step: 0 },
  };
  return Object.hasOwn(commands, letter) ? commands[letter] : undefined;
}

const repeatAfter: Readonly<Record<Repeat, Repeat>> = { off: "all", all: "one", one: "off" };

function pressInSearch(
  view: RemoteView & { readonly query: string },
  key: Key,
  { found }: RemoteFacts,
): Pressed {
  if ("letter" in key) return { view: { query: view.query + key.letter, cursor: 0 } };
  const track = found.query === view.query ? found.tracks[view.cursor] : undefined;
  switch (key.key) {
    case "escape":
      return { view: firstView };
    case "backspace":
      return { view: { query: [...view.query].slice(0, -1).join(""), cursor: 0 } };
    case "enter":
      if (track === undefined) return { view };
      return { view: firstView, command: { kind: "play", what: [track.id] } };
    case "tab":
      if (track === undefined) return { view };
      return { view, command: { kind: "queue-add", what: [track.id], place: { at: "end" } } };
    default:
      return { view: moved(view, key.key, found.tracks.length) };
  }
}

function removed(item: ListedItem | undefined): Partial<Pressed> {
  return item === undefined ? {} : { command: { kind: "queue-remove", ids: [item.id] } };
}

function seekBy({ positionMs }: SpeakerStatus, byMs: number): PlayerCommand {
  return { kind: "seek", positionMs: Math.max(0, positionMs + byMs) };
}

function moved(view: RemoteView, key: NamedKey, rows: number): RemoteView {
  const steps: Partial<Record<NamedKey, number>> = {
    up: -1,
    down: 1,
    "page-up": -pageRows,
    "page-down": pageRows,
  };
  return { ...view, cursor: within(view.cursor + (steps[key] ?? 0), rows) };
}

function within(cursor: number, rows: number): number {
  return Math.max(0, Math.min(cursor, rows - 1));
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

/** The whole screen: `rows` lines at most. `note`: what the last command came to, empty for nothing. */
export function renderRemote(
  view: RemoteView,
  facts: RemoteFacts,
  note: string,
  screen: Screen,
): string[] {
  const { rows, columns, paint } = screen;
  const last = note === "" ? paint("dim", cutTo(helpOf(view), columns)) : cutTo(note, columns);
  // Who has a low window sees what plays, and as much of the list as there is room for.
  const head = renderStatus(facts.status, columns, paint).slice(0, Math.max(1, rows - 3));
  const room = Math.max(0, rows - head.length - 2);
  const list = view.query === undefined ? queueRows(facts) : foundRows(view.query, facts);
  const cursor = within(view.cursor, list.rows.length);
  const titled = list.title === "" ? [] : [cutTo(list.title, columns)];
  const shown = windowOf(list.rows, cursor, room - titled.length);
  const lines = shown.map(({ row, at }) => renderRow(row, at === cursor, screen));
  return [...head, "", ...titled, ...lines, last].slice(0, rows);
}

interface ListRow {
  readonly mark: string;
  readonly track: TrackInfo;
}

interface List {
  readonly title: string;
  readonly rows: readonly ListRow[];
}

function queueRows({ queue, status }: RemoteFacts): List {
  const rows = queue.map(({ track }, at) => ({
    mark: at === status.queue.index ? "▶" : "",
    track,
  }));
  return { title: rows.length === 0 ? "the queue is empty; / searches" : "", rows };
}

function foundRows(query: string, { found }: RemoteFacts): List {
  const rows = found.query === query ? found.tracks.map((track) => ({ mark: "", track })) : [];
  return { title: `search: ${query}▏`, rows };
}

/** The part of a list that has the cursor in it, in the middle where that can be. */
function windowOf<Row>(
  rows: readonly Row[],
  cursor: number,
  room: number,
): readonly { readonly row: Row; readonly at: number }[] {
  if (room <= 0) return [];
  const from = Math.max(0, Math.min(cursor - (room >> 1), rows.length - room));
  return rows.slice(from, from + room).map((row, i) => ({ row, at: from + i }));
}

function renderRow({ mark, track }: ListRow, isChosen: boolean, screen: Screen): string {
  const { columns, paint } = screen;
  const time = timeText(track.durationMs);
  const words = [track.title, track.artist, track.album].map(plainText).filter((t) => t !== "");
  const room = columns - time.length - 5;
  const text = padTo(cutTo(words.join(" – "), room), room);
  const line = `${isChosen ? "›" : " "} ${padTo(mark, 1)} ${text} ${time}`;
  return isChosen ? paint("bold", line) : line;
}

function helpOf({ query }: RemoteView): string {
  return query === undefined
    ? "q quit · space pause · / search · ↑↓ enter play · n p track · +- m volume · ←→ seek · x remove · u undo · s r order"
    : "esc back · type to search · ↑↓ · enter play now · tab add to the queue";
}
