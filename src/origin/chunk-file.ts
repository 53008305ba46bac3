/**
 * One rung of one track as a file (docs/MEDIA.md §4): chunks back to back, then
 * their sizes and leaf hashes, then a trailer that says where those begin.
 *
 * A file is written once, under a temporary name, and never changed. A reader
 * checks the index when it opens and each chunk against its leaf hash, so a
 * failing disk gives a miss and never wrong sound.
 */
import { createHash } from "node:crypto";
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, concatBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";
import { packChunk } from "../media/chunk.ts";
import { chunksPerTrackMax } from "../media/limits.ts";
import { hashBytes, joinLeaves, leafHash, merkleRoot } from "../media/merkle.ts";
import { framesPerChunk } from "../media/rung.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import { IngestError } from "./errors.ts";
import { writeBytes } from "./limits.ts";

const magic = utf8Bytes("NJRUNG01");
/** Magic, chunk count, offset of the index, first 16 bytes of the index's SHA-256. */
const trailerBytes = magic.length + 4 + 8 + 16;
const checkBytes = 16;

export interface WrittenRung {
  readonly chunkCount: number;
  readonly root: Uint8Array;
  /** All chunks, without index and trailer. */
  readonly bytes: number;
  readonly frames: number;
}

/** Owns its file until disposed. */
export class ChunkFileWriter implements AsyncDisposable {
  readonly #file: DiskFile;
  readonly #frames: Uint8Array[] = [];
  readonly #sizes: number[] = [];
  readonly #leaves: Uint8Array[] = [];
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #at = 0;
  #frameCount = 0;
  #chunkBytes = 0;

  static async open(disk: Disk, path: string): Promise<ChunkFileWriter> {
    return new ChunkFileWriter(await disk.open(path, "create"));
  }

  private constructor(file: DiskFile) {
    this.#file = file;
  }

  /** Keeps the frames. Throws IngestError `too-long`. */
  async add(frames: readonly Uint8Array[]): Promise<void> {
    for (const frame of frames) {
      this.#frames.push(frame);
      this.#frameCount += 1;
      if (this.#frames.length === framesPerChunk) this.#seal();
    }
    if (this.#pendingBytes >= writeBytes) await this.#flush();
  }

  /** Writes what is left and the index; durable when it resolves. */
  async finish(): Promise<WrittenRung> {
    if (this.#frames.length > 0) this.#seal();
    const sizes = new ByteWriter(4 * this.#sizes.length);
    for (const size of this.#sizes) sizes.u32(size);
    const index = concatBytes([sizes.finish(), joinLeaves(this.#leaves)]);
    const trailer = new ByteWriter(trailerBytes).raw(magic).u32(this.#sizes.length);
    this.#push(index);
    this.#push(trailer.u64(this.#chunkBytes).raw(checkOf(index)).finish());
    await this.#flush();
    await this.#file.sync();
    return {
      chunkCount: this.#sizes.length,
      root: merkleRoot(this.#leaves),
      bytes: this.#chunkBytes,
      frames: this.#frameCount,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  #seal(): void {
    if (this.#sizes.length === chunksPerTrackMax) {
      throw new IngestError("too-long", "it is longer than five hours");
    }
    const chunk = packChunk(this.#frames.splice(0));
    this.#sizes.push(chunk.length);
    this.#leaves.push(leafHash(chunk));
    this.#chunkBytes += chunk.length;
    this.#push(chunk);
  }

  #push(bytes: Uint8Array): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  async #flush(): Promise<void> {
    const bytes = concatBytes(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    await this.#file.write(bytes, this.#at);
    this.#at += bytes.length;
  }
}

/** An open rung: its index in memory, its chunks read on demand. */
export class ChunkFile implements AsyncDisposable {
  readonly #file: DiskFile;
  readonly #offsets: readonly number[];
  /** Leaf hashes one after another. */
  readonly leaves: Uint8Array;

  /** Undefined where the file is damaged. Throws DiskError `not-found` and others. */
  static async open(disk: Disk, path: string): Promise<ChunkFile | undefined> {
    const file = await disk.open(path, "read");
    try {
      const index = await readIndex(file);
      if (index !== undefined) return new ChunkFile(file, index.offsets, index.leaves);
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
    await file[Symbol.asyncDispose]();
    return undefined;
  }

  private constructor(file: DiskFile, offsets: readonly number[], leaves: Uint8Array) {
    this.#file = file;
    this.#offsets = offsets;
    this.leaves = leaves;
  }

  get chunkCount(): number {
    return this.#offsets.length - 1;
  }

  /** Canonical bytes of a chunk; undefined past the end or where they are not what was written. */
  async read(index: number): Promise<Uint8Array | undefined> {
    const [from, to] = [this.#offsets[index], this.#offsets[index + 1]];
    if (from === undefined || to === undefined) return undefined;
    const chunk = new Uint8Array(to - from);
    if ((await this.#file.read(chunk, from)) !== chunk.length) return undefined;
    const leaf = this.leaves.subarray(index * hashBytes, (index + 1) * hashBytes);
    return equalBytes(leafHash(chunk), leaf) ? chunk : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }
}

async function readIndex(
  file: DiskFile,
): Promise<{ offsets: number[]; leaves: Uint8Array } | undefined> {
  const sizeBytes = await file.sizeBytes();
  const trailerAt = sizeBytes - trailerBytes;
  if (trailerAt < 0) return undefined;
  const trailer = new ByteReader(await readAt(file, trailerAt, trailerBytes));
  const known = equalBytes(trailer.take(magic.length), magic);
  const count = trailer.u32();
  const indexAt = trailer.u64();
  if (!known || !trailer.ok || count > chunksPerTrackMax) return undefined;
  const indexBytes = count * (4 + hashBytes);
  if (indexAt + indexBytes !== trailerAt) return undefined;
  const index = await readAt(file, indexAt, indexBytes);
  if (!equalBytes(checkOf(index), trailer.take(checkBytes))) return undefined;
  const reader = new ByteReader(index);
  const offsets = [0];
  for (let i = 0; i < count; i++) offsets.push((offsets[i] ?? 0) + reader.u32());
  assert(reader.ok, "the index holds its sizes");
  return offsets[count] === indexAt ? { offsets, leaves: reader.rest() } : undefined;
}

async function readAt(file: DiskFile, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, await file.read(bytes, at));
}

function checkOf(index: Uint8Array): Uint8Array {
  return createHash("sha256").update(index).digest().subarray(0, checkBytes);
}
