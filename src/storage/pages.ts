/**
 * Checked pages: 4 KiB with a magic, a CRC-32 of all the rest (ISO-HDLC, as in
 * zlib) and a body. The state ring and the event spool are made of them
 * (docs/STORAGE.md §3, §4), and of the helpers here for whole files of pages.
 *
 * The CRC finds torn and rotten pages. It is no protection against someone who
 * writes to the card.
 */
import { crc32 } from "node:zlib";
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import { blockBytes, pageBytes } from "./limits.ts";

/** magic, CRC, length of the body. */
const headBytes = 4 + 4 + 4;
export const pageBodyBytesMax = pageBytes - headBytes;

export function writePage(magic: number, body: Uint8Array): Uint8Array {
  assert(body.length <= pageBodyBytesMax, "a body fits its page");
  const page = new Uint8Array(pageBytes);
  page.set(new ByteWriter(headBytes).u32(magic).u32(0).u32(body.length).finish(), 0);
  page.set(body, headBytes);
  page.set(new ByteWriter(4).u32(crc32(page)).finish(), 4);
  return page;
}

const noSum = new Uint8Array(4);

/** A view of the body; undefined where the page is free, torn, rotten or of another kind. */
export function readPage(magic: number, page: Uint8Array): Uint8Array | undefined {
  // Most pages are free ones: they are told by their first byte, without the cost of a reader.
  if (page[0] !== magic >>> 24) return undefined;
  const reader = new ByteReader(page);
  if (reader.u32() !== magic) return undefined;
  const sum = reader.u32();
  const length = reader.u32();
  if (length > pageBodyBytesMax) return undefined;
  const found = crc32(page.subarray(8), crc32(noSum, crc32(page.subarray(0, 4))));
  return found === sum ? page.subarray(headBytes, headBytes + length) : undefined;
}

/**
 * Opens a file of a fixed size that is zero-filled where it is new. Zeros, and not reserved blocks: the
 * first sync of a reserved block writes the file system's journal too. Throws DiskError.
 */
export async function openPages(disk: Disk, path: string, sizeBytes: number): Promise<DiskFile> {
  const file = await disk.open(path, "create");
  try {
    const from = await file.sizeBytes();
    if (from < sizeBytes) {
      await zeroFill(file, from, sizeBytes);
      await file.sync();
    }
    // Also where the file is whole: who made it may have been killed, or failed, before its name was sure.
    await disk.syncFolder(disk.join(path, ".."));
    return file;
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
}

async function zeroFill(file: DiskFile, from: number, to: number): Promise<void> {
  const zeros = new Uint8Array(blockBytes);
  for (let at = from; at < to; at += blockBytes)
    await file.write(zeros.subarray(0, Math.min(blockBytes, to - at)), at);
}

/** Calls `see` with a view of the body of each good page, valid during the call, and with its number. Bad blocks of the disk count as bad pages. */
export async function scanPages(
  file: DiskFile,
  options: { readonly magic: number; readonly sizeBytes: number },
  see: (body: Uint8Array, page: number) => void,
): Promise<void> {
  const block = new Uint8Array(Math.min(blockBytes, options.sizeBytes));
  for (let at = 0; at < options.sizeBytes; at += block.length) {
    await readBlock(file, block, at);
    for (let from = 0; from < block.length; from += pageBytes) {
      const body = readPage(options.magic, block.subarray(from, from + pageBytes));
      if (body !== undefined) see(body, (at + from) / pageBytes);
    }
  }
}

/** Page by page where the block as a whole cannot be read; what the file does not have reads as zeros. */
async function readBlock(file: DiskFile, block: Uint8Array, at: number): Promise<void> {
  if (await readable(file, block, at)) return;
  for (let from = 0; from < block.length; from += pageBytes)
    await readable(file, block.subarray(from, from + pageBytes), at + from);
}

/** False, and zeros, where the disk cannot read it. */
async function readable(file: DiskFile, into: Uint8Array, at: number): Promise<boolean> {
  try {
    into.fill(0, await file.read(into, at));
    return true;
  } catch (error) {
    into.fill(0);
    if (error instanceof DiskError && error.code === "io-error") return false;
    throw error;
  }
}
