/**
 * The chunk format (docs/MEDIA.md §2): the codec frames of one second, packed
 * into symbols that each travel in one datagram.
 *
 * A symbol describes itself, so that frames come out of whatever symbols came.
 * Frames are dealt out round and round, so that a lost datagram makes holes of
 * 20 ms apart from each other, which can be concealed, and not one of 80 ms; in
 * blocks of a quarter second, so that a narrow link brings sound soon.
 * Decoders are strict, never throw and allocate no more than their input.
 *
 * Invariants:
 *   I1  packing is canonical: the same frames give the same bytes, so hashes agree
 *   I2  a symbol is 1…symbolBytesMax bytes and holds whole frames, or one part of one frame
 */
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, concatBytes } from "../base/bytes.ts";
import { partsPerFrameMax, symbolBytesMax, symbolsPerChunkMax } from "./limits.ts";
import { framesPerChunk } from "./rung.ts";

/** Set in the frame byte of an entry that is one part of a split frame. */
const splitFlag = 0x80;
const entryHeadBytes = 3;
const partHeadBytes = 5;
const partBytesMax = symbolBytesMax - partHeadBytes;
/** Frames of a block: 240 ms, what a start waits for when the way is long and something is missing. */
const blockFrames = 12;
/** Largest frame that can share a symbol. */
const wholeBytesMax = symbolBytesMax - entryHeadBytes;

/** Canonical bytes of a chunk of 1…50 frames, none empty. A frame is at most 255 × 1135 bytes. */
export function packChunk(frames: readonly Uint8Array[]): Uint8Array {
  assert(frames.length > 0 && frames.length <= framesPerChunk, "a chunk has 1…50 frames");
  const placed: { readonly first: number; readonly symbol: Uint8Array }[] = [];
  const whole: number[] = [];
  for (const [index, frame] of frames.entries()) {
    assert(frame.length > 0, "a frame is not empty");
    if (frame.length <= wholeBytesMax) whole.push(index);
    else for (const symbol of splitFrame(index, frame)) placed.push({ first: index, symbol });
  }
  for (const block of blocksOf(whole, frames.length)) {
    for (const group of spread(block, frames))
      placed.push({ first: group[0] ?? 0, symbol: symbolOf(group, frames) });
  }
  // In order of time, so that the first datagrams of a chunk hold what is heard first. The sort is stable.
  placed.sort((a, b) => a.first - b.first);
  return chunkOfSymbols(placed.map(({ symbol }) => symbol));
}

/** The inverse of `symbolsOf`. Throws (a bug) on symbols that no chunk has. */
export function chunkOfSymbols(symbols: readonly Uint8Array[]): Uint8Array {
  assert(symbols.length > 0 && symbols.length <= symbolsPerChunkMax, "a chunk has symbols");
  const head = new ByteWriter(2 + 2 * symbols.length).u16(symbols.length);
  for (const symbol of symbols) {
    assert(symbol.length > 0 && symbol.length <= symbolBytesMax, "I2: a symbol fits a datagram");
    head.u16(symbol.length);
  }
  return concatBytes([head.finish(), ...symbols]);
}

/** Views of the chunk's symbols; undefined where `chunk` is not exactly a list of symbols. */
export function symbolsOf(chunk: Uint8Array): readonly Uint8Array[] | undefined {
  const reader = new ByteReader(chunk);
  const count = reader.u16();
  if (count === 0 || count > symbolsPerChunkMax) return undefined;
  if (chunk.length < 2 + 3 * count) return undefined;
  const lengths = Array.from({ length: count }, () => reader.u16());
  if (lengths.some((length) => length === 0 || length > symbolBytesMax)) return undefined;
  const symbols = lengths.map((length) => reader.take(length));
  return reader.ok && reader.remaining === 0 ? symbols : undefined;
}

/**
 * The frames that the symbols at hand hold whole; undefined where one is lost. A malformed symbol
 * counts as lost. Frames that came whole are views of the symbols.
 */
export function framesOf(
  symbols: readonly (Uint8Array | undefined)[],
  frameCount: number,
): readonly (Uint8Array | undefined)[] {
  const gathered = new GatheredFrames(frameCount);
  for (const symbol of symbols) gathered.add(symbol);
  return gathered.frames;
}

/** The same, symbol by symbol: each is looked into once. */
export class GatheredFrames {
  readonly frames: readonly (Uint8Array | undefined)[];
  readonly #frames: (Uint8Array | undefined)[];
  /** Of frames that are not whole yet. */
  readonly #parts = new Map<number, (Uint8Array | undefined)[]>();

  constructor(frameCount: number) {
    this.#frames = new Array<Uint8Array | undefined>(Math.min(frameCount, framesPerChunk));
    this.#frames.fill(undefined);
    this.frames = this.#frames;
  }

  /** Keeps `symbol`. Where two disagree the first one counts. */
  add(symbol: Uint8Array | undefined): void {
    for (const entry of entriesOf(symbol, this.#frames.length) ?? []) {
      if (this.#frames[entry.frame] !== undefined) continue;
      this.#frames[entry.frame] = entry.parts === 1 ? entry.bytes : this.#join(entry);
    }
  }

  /** The frame of this part; undefined while another is missing. */
  #join(entry: Entry): Uint8Array | undefined {
    let parts = this.#parts.get(entry.frame);
    if (parts === undefined) {
      parts = new Array<Uint8Array | undefined>(entry.parts).fill(undefined);
      this.#parts.set(entry.frame, parts);
    }
    // Symbols that disagree about the number of parts cannot both be true: the first one counts.
    if (parts.length === entry.parts) parts[entry.part] ??= entry.bytes;
    const all = parts.filter((part) => part !== undefined);
    if (all.length < parts.length) return undefined;
    this.#parts.delete(entry.frame);
    return concatBytes(all);
  }
}

interface Entry {
  readonly frame: number;
  readonly part: number;
  /** 1 for a frame that is whole. */
  readonly parts: number;
  readonly bytes: Uint8Array;
}

function entriesOf(symbol: Uint8Array | undefined, frameCount: number): Entry[] | undefined {
  if (symbol === undefined || symbol.length === 0 || symbol.length > symbolBytesMax)
    return undefined;
  const reader = new ByteReader(symbol);
  const entries: Entry[] = [];
  while (reader.remaining > 0) {
    const entry = readEntry(reader);
    if (entry === undefined || entry.frame >= frameCount) return undefined;
    entries.push(entry);
  }
  const split = entries.some((entry) => entry.parts > 1);
  return reader.ok && !(split && entries.length > 1) ? entries : undefined;
}

function readEntry(reader: ByteReader): Entry | undefined {
  const head = reader.u8();
  const split = (head & splitFlag) !== 0;
  const part = split ? reader.u8() : 0;
  const parts = split ? reader.u8() : 1;
  const length = reader.u16();
  if (length === 0 || part >= parts || (split && parts < 2)) return undefined;
  const bytes = reader.take(length);
  return reader.ok ? { frame: head & ~splitFlag, part, parts, bytes } : undefined;
}

function splitFrame(index: number, frame: Uint8Array): Uint8Array[] {
  const parts = Math.ceil(frame.length / partBytesMax);
  assert(parts <= partsPerFrameMax, "a frame has at most 255 parts");
  // Equal parts: a short last datagram would cost as much as a full one.
  const size = Math.ceil(frame.length / parts);
  return Array.from({ length: parts }, (_, part) => {
    const bytes = frame.subarray(part * size, (part + 1) * size);
    const head = new ByteWriter(partHeadBytes + bytes.length);
    return head
      .u8(index | splitFlag)
      .u8(part)
      .u8(parts)
      .u16(bytes.length)
      .raw(bytes)
      .finish();
  });
}

/** Those of `whole` that lie in each block of frames; the last block takes the rest, where that is no block of its own. */
function blocksOf(whole: readonly number[], frameCount: number): readonly (readonly number[])[] {
  const blocks = Math.max(1, Math.floor(frameCount / blockFrames));
  return Array.from({ length: blocks }, (_, block) => {
    const end = block === blocks - 1 ? frameCount : (block + 1) * blockFrames;
    return whole.filter((index) => index >= block * blockFrames && index < end);
  });
}

/** Deals the frames out to the least number of symbols that fit, round and round. */
function spread(whole: readonly number[], frames: readonly Uint8Array[]): number[][] {
  if (whole.length === 0) return [];
  const cost = (index: number): number => entryHeadBytes + (frames[index]?.length ?? 0);
  const total = whole.reduce((sum, index) => sum + cost(index), 0);
  for (let count = Math.ceil(total / symbolBytesMax); ; count++) {
    const groups = Array.from({ length: count }, (_, symbol) =>
      whole.filter((_, i) => i % count === symbol),
    );
    const fits = (group: number[]): boolean =>
      group.reduce((sum, index) => sum + cost(index), 0) <= symbolBytesMax;
    if (count >= whole.length || groups.every(fits))
      return groups.filter((group) => group.length > 0);
  }
}

function symbolOf(group: readonly number[], frames: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter(symbolBytesMax);
  for (const index of group) {
    const frame = frames[index];
    assert(frame !== undefined, "a group names frames of its chunk");
    writer.u8(index).u16(frame.length).raw(frame);
  }
  return writer.finish();
}
