/**
 * The state of the slots as it lies on the card: two records of one sector each, outside of
 * any file system, in the gap before the first partition (docs/UPDATES.md §3).
 *
 * A record has the form of a U-Boot environment: CRC-32 of what follows, little-endian, then
 * `name=value` with a zero behind each, one more, and zeros to the end. The boot script reads
 * and writes it with U-Boot's own `env import -c` and `env export -c`.
 *
 * Invariants:
 *   I1  the newer record is never written over: a write goes to the place of the older one
 *   I2  a record that is torn or of another form counts as absent
 */
import { crc32 } from "node:zlib";
import { ByteReader, utf8Bytes, utf8Text } from "../base/bytes.ts";
import { triesMax } from "./limits.ts";
import { freshSlots, type Slot, type SlotState } from "./slots.ts";

/** What every medium writes whole or not at all, as far as any does. */
export const recordBytes = 512;

/** Far apart, so that no page and no stripe of the flash has both. */
export const recordPlaces = [1_048_576, 2_097_152] as const;

const crcBytes = 4;
/** Updates and starts of a thousand years. */
const generationMax = 0x7fff_ffff;

export interface SlotRecord extends SlotState {
  /** The larger one holds. */
  readonly generation: number;
}

/** What both places say together. */
export interface SlotRecords {
  readonly record: SlotRecord;
  /** Index in `recordPlaces` where the next one goes. */
  readonly next: 0 | 1;
}

export function encodeRecord(record: SlotRecord): Uint8Array {
  const fields = {
    nj_gen: record.generation.toString(16),
    nj_active: record.active,
    nj_try: record.trying ?? "none",
    nj_left: String(record.triesLeft),
    nj_a: record.usable.a ? "1" : "0",
    nj_b: record.usable.b ? "1" : "0",
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}=${value}\0`);
  const bytes = new Uint8Array(recordBytes);
  bytes.set(utf8Bytes(text.join("")), crcBytes);
  new DataView(bytes.buffer).setUint32(0, crc32(bytes.subarray(crcBytes)), true);
  return bytes;
}

/** Undefined for anything that is not a whole record. */
export function decodeRecord(bytes: Uint8Array): SlotRecord | undefined {
  if (bytes.length !== recordBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== crc32(bytes.subarray(crcBytes))) return undefined;
  const text = utf8Text(new ByteReader(bytes.subarray(crcBytes)).rest()) ?? "";
  const fields = new Map(
    text.split("\0").map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at), field.slice(at + 1)] as const;
    }),
  );
  return recordOf(fields);
}

function recordOf(fields: ReadonlyMap<string, string>): SlotRecord | undefined {
  const active = slotOf(fields.get("nj_active"));
  const trying = fields.get("nj_try");
  const left = fields.get("nj_left") ?? "";
  const digits = fields.get("nj_gen") ?? "";
  if (active === undefined || !/^[0-9]$/.test(left) || Number(left) > triesMax) return undefined;
  if (!/^[0-9a-f]{1,8}$/.test(digits) || Number.parseInt(digits, 16) > generationMax)
    return undefined;
  if (trying === undefined || (trying !== "none" && slotOf(trying) === undefined)) return undefined;
  return {
    generation: Number.parseInt(digits, 16),
    active,
    trying: slotOf(trying),
    triesLeft: Number(left),
    usable: { a: fields.get("nj_a") === "1", b: fields.get("nj_b") === "1" },
  };
}

/** The newer of two; a card with neither is a fresh one. */
export function newest(first: Uint8Array, second: Uint8Array): SlotRecords {
  const [one, two] = [decodeRecord(first), decodeRecord(second)];
  if (one === undefined && two === undefined)
    return { record: { ...freshSlots, generation: 0 }, next: 0 };
  if (two === undefined || (one !== undefined && one.generation >= two.generation))
    return { record: one as SlotRecord, next: 1 }; // one of them is there
  return { record: two, next: 0 };
}

function slotOf(text: string | undefined): Slot | undefined {
  return text === "a" || text === "b" ? text : undefined;
}
