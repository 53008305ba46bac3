/**
 * Where the boot partition of a card begins: the first FAT one of an MBR or
 * GPT (UEFI 2.10 §5), by its table and by its own first sector. Pure, and everything in it is checked: a table
 * may be anything.
 */
import { partitionsMax } from "../limits.ts";

/** Reads `length` bytes at a place; shorter at the end of the disk. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

const sectorBytes = 512;
/** FAT12/16/32 by CHS and LBA, and the EFI system partition. */
const fatTypes = new Set([0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e, 0xef]);
const gptProtective = 0xee;

/** In bytes; undefined where the disk has none. */
export async function findBootPartition(read: ReadAt): Promise<number | undefined> {
  const table = viewOf(await read(0, sectorBytes));
  if (table.byteLength < sectorBytes || table.getUint16(510, true) !== 0xaa55) return undefined;
  const entries = Array.from({ length: 4 }, (_, index) => 446 + 16 * index);
  const types = entries.map((at) => table.getUint8(at + 4));
  const starts = types.includes(gptProtective)
    ? await gptStarts(read)
    : entries
        .filter((_, index) => fatTypes.has(types[index] ?? 0))
        .map((at) => table.getUint32(at + 8, true));
  for (const start of starts)
    if (await isFat(read, start * sectorBytes)) return start * sectorBytes;
  return undefined;
}

async function gptStarts(read: ReadAt): Promise<number[]> {
  const header = viewOf(await read(sectorBytes, sectorBytes));
  if (header.byteLength < sectorBytes || text(header, 0, 8) !== "EFI PART") return [];
  const [first, count, size] = [
    Number(header.getBigUint64(72, true)),
    Math.min(partitionsMax, header.getUint32(80, true)),
    header.getUint32(84, true),
  ];
  if (size < 128 || size > 4096 || !Number.isSafeInteger(first * sectorBytes)) return [];
  const bytes = Math.ceil((count * size) / sectorBytes) * sectorBytes;
  const table = viewOf(await read(first * sectorBytes, bytes));
  return Array.from({ length: count }, (_, index) => index * size + 32)
    .filter((at) => at + 8 <= table.byteLength)
    .map((at) => Number(table.getBigUint64(at, true)))
    .filter((start) => start > 0 && Number.isSafeInteger(start * sectorBytes));
}

async function isFat(read: ReadAt, at: number): Promise<boolean> {
  const sector = viewOf(await read(at, sectorBytes));
  if (sector.byteLength < sectorBytes || sector.getUint16(510, true) !== 0xaa55) return false;
  return text(sector, 54, 3) === "FAT" || text(sector, 82, 5) === "FAT32";
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function text(view: DataView, at: number, length: number): string {
  const codes = Array.from({ length }, (_, index) => view.getUint8(at + index));
  return String.fromCharCode(...codes);
}
