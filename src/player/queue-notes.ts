/**
 * What is kept of the queue beside its items, over restarts: who added which, and
 * the steps that can be undone (docs/STORAGE.md §3, "Beside the queue"). A codec
 * only; decoding is strict. It fits the saved queue or it does not: steps name
 * items, and those that are gone are not missed.
 *
 * Bounds: notesBytesMax; the oldest steps are left out first.
 */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { trackIdBytes, trackIdToBytes } from "../media/track-id.ts";
import { notesBytesMax, queueItemsMax, undoEntriesMax, undoStepsMax } from "./limits.ts";
import { undoWhats } from "./model.ts";
import type { QueueEntry, QueueState } from "./queue.ts";
import type { IdRun, QueueRuns } from "./queue-order.ts";
import type { MusicPlace, UndoAct, UndoStep } from "./queue-undo.ts";

export interface QueueNotes {
  /** Items that somebody is known to have added. */
  readonly added: readonly { readonly id: string; readonly by: string }[];
  /** Oldest first. */
  readonly steps: readonly UndoStep[];
}

const version = 1;
const idBytes = 8;
const noId = "0".repeat(2 * idBytes);
const nameBytesMax = 256;
const namesMax = 255;
const nobody = namesMax;
const repeats = ["off", "one", "all"] as const;

export function encodeNotes({ added, steps }: QueueNotes): Uint8Array {
  for (let from = 0; from < steps.length; from++) {
    const bytes = encodeAll({ added, steps: steps.slice(from) });
    if (bytes.length <= notesBytesMax) return bytes;
  }
  return encodeAll({ added, steps: [] });
}

function encodeAll({ added, steps }: QueueNotes): Uint8Array {
  const names = namesIn(added, steps);
  const writer = new ByteWriter(256).u8(version).u8(names.length);
  for (const name of names) writer.text(name);
  const numberOf = (name: string | undefined): number => {
    const at = name === undefined ? -1 : names.indexOf(name);
    return at < 0 ? nobody : at;
  };
  writer.u16(added.length);
  for (const { id, by } of added) writeId(writer, id).u8(numberOf(by));
  writer.u8(steps.length);
  for (const { by, act } of steps) {
    writer.u8(undoWhats.indexOf(act.what)).u8(numberOf(by));
    writeAct(writer, act, numberOf);
  }
  return writer.finish();
}

/** Undefined for anything that is not exactly of this form. Steps are numbered anew, from 1 on. */
export function decodeNotes(bytes: Uint8Array): QueueNotes | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== version) return undefined;
  const names = Array.from({ length: reader.u8() }, () => reader.text(nameBytesMax));
  const nameOf = (): string => names[reader.u8()] ?? "";
  const addedCount = countOf(reader, queueItemsMax, idBytes + 1);
  const added = Array.from({ length: addedCount }, () => ({ id: readId(reader), by: nameOf() }));
  const stepCount = reader.u8();
  if (stepCount > undoStepsMax) return undefined;
  const steps: UndoStep[] = [];
  for (let step = 1; step <= stepCount && reader.ok; step++) {
    const what = undoWhats[reader.u8()];
    const by = nameOf();
    if (what === undefined) return undefined;
    steps.push({ step, by, act: readAct(reader, what, nameOf) });
  }
  return reader.ok && reader.remaining === 0 ? { added, steps } : undefined;
}

function namesIn(added: QueueNotes["added"], steps: readonly UndoStep[]): string[] {
  const names = new Set([...steps, ...added].map(({ by }) => by));
  for (const { act } of steps)
    for (const { by = "" } of "state" in act
      ? act.state.entries
      : "entries" in act
        ? act.entries
        : [])
      names.add(by);
  names.delete("");
  return [...names].slice(0, namesMax);
}

function writeAct(
  writer: ByteWriter,
  act: UndoAct,
  numberOf: (name: string | undefined) => number,
): void {
  switch (act.what) {
    case "add":
      writeIds(writer, act.ids).u8(act.from === undefined ? 0 : 1);
      if (act.from !== undefined) writePlace(writer, act.from);
      break;
    case "remove":
      writeEntries(writer, act.entries, numberOf);
      writeRuns(writer, act.runs);
      break;
    case "move":
      writeIds(writer, act.ids);
      writeRuns(writer, act.runs);
      break;
    case "shuffle":
      writeState(writer, act.state, numberOf);
      break;
    default:
      writeState(writer, act.state, numberOf);
      writePlace(writer, act.place);
  }
}

function readAct(reader: ByteReader, what: UndoAct["what"], nameOf: () => string): UndoAct {
  switch (what) {
    case "add": {
      const ids = readIds(reader);
      return reader.u8() === 0 ? { what, ids } : { what, ids, from: readPlace(reader) };
    }
    case "remove":
      return { what, entries: readEntries(reader, nameOf), runs: readRuns(reader) };
    case "move":
      return { what, ids: readIds(reader), runs: readRuns(reader) };
    case "shuffle":
      return { what, state: readState(reader, nameOf) };
    default:
      return { what, state: readState(reader, nameOf), place: readPlace(reader) };
  }
}

function writeState(
  writer: ByteWriter,
  { entries, natural, index, repeat, shuffle }: QueueState,
  numberOf: (name: string | undefined) => number,
): void {
  writeEntries(writer, entries, numberOf);
  const places = new Map(entries.map(({ id }, place) => [id, place]));
  for (const id of natural) writer.u16(places.get(id) ?? 0);
  writer
    .u16(Math.max(0, index))
    .u8(repeats.indexOf(repeat))
    .u8(shuffle ? 1 : 0);
}

function readState(reader: ByteReader, nameOf: () => string): QueueState {
  const entries = readEntries(reader, nameOf);
  const natural = entries.map(() => entries[reader.u16()]?.id ?? "");
  const [index, repeat, shuffle] = [reader.u16(), repeats[reader.u8()], reader.u8()];
  const ids = new Set(natural);
  const whole = ids.size === entries.length && !ids.has("");
  if (!whole || repeat === undefined || shuffle > 1) reader.fail();
  const place = entries.length === 0 ? -1 : index;
  return { entries, natural, index: place, repeat: repeat ?? "off", shuffle: shuffle === 1 };
}

function writeEntries(
  writer: ByteWriter,
  entries: readonly QueueEntry[],
  numberOf: (name: string | undefined) => number,
): void {
  writer.u16(entries.length);
  for (const { id, track, by } of entries)
    writeId(writer, id).raw(trackIdToBytes(track)).u8(numberOf(by));
}

function readEntries(reader: ByteReader, nameOf: () => string): QueueEntry[] {
  const count = countOf(reader, queueItemsMax, idBytes + trackIdBytes + 1);
  return Array.from({ length: count }, () => {
    const [id, track, by] = [readId(reader), toHex(reader.take(trackIdBytes)), nameOf()];
    return by === "" ? { id, track } : { id, track, by };
  });
}

function writeRuns(writer: ByteWriter, { play, natural }: QueueRuns): void {
  for (const runs of [play, natural]) {
    writer.u16(runs.length);
    for (const { ids, after = noId, before = noId } of runs)
      writeId(writeId(writeIds(writer, ids), after), before);
  }
}

function readRuns(reader: ByteReader): QueueRuns {
  const runs = (): IdRun[] => {
    const count = countOf(reader, queueItemsMax, 2 + 2 * idBytes);
    return Array.from({ length: count }, () => {
      const [ids, after, before] = [readIds(reader), readId(reader), readId(reader)];
      const known = (id: string): string | undefined => (id === noId ? undefined : id);
      return { ids, after: known(after), before: known(before) };
    });
  };
  return { play: runs(), natural: runs() };
}

function writePlace(writer: ByteWriter, { id, positionMs, playing }: MusicPlace): void {
  writeId(writer, id ?? noId)
    .u32(Math.max(0, Math.round(positionMs)))
    .u8(playing ? 1 : 0);
}

function readPlace(reader: ByteReader): MusicPlace {
  const [id, positionMs, playing] = [readId(reader), reader.u32(), reader.u8() === 1];
  return { id: id === noId ? undefined : id, positionMs, playing };
}

function writeIds(writer: ByteWriter, ids: readonly string[]): ByteWriter {
  writer.u16(ids.length);
  for (const id of ids) writeId(writer, id);
  return writer;
}

function readIds(reader: ByteReader): string[] {
  return Array.from({ length: countOf(reader, undoEntriesMax, idBytes) }, () => readId(reader));
}

/** What remotes name may be no id at all: such a one is nobody's. */
function writeId(writer: ByteWriter, id: string): ByteWriter {
  const bytes = fromHex(id);
  return writer.raw(bytes?.length === idBytes ? bytes : new Uint8Array(idBytes));
}

function readId(reader: ByteReader): string {
  return toHex(reader.take(idBytes));
}

/** Rows that follow: no more than may be, and than the bytes hold. */
function countOf(reader: ByteReader, max: number, rowBytes: number): number {
  const count = reader.u16();
  if (count <= max && count * rowBytes <= reader.remaining) return count;
  reader.fail();
  return 0;
}
