/**
 * The cache's file: a fixed number of segments, reserved in steps ahead of the
 * writing. Knows which segment has which keys; decides nothing.
 *
 * Never synced: what a power cut leaves undone fails its authentication and
 * counts as absent. Errors of the disk go to the caller.
 */
import { assert } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import type { Place } from "./chunk-index.ts";
import { allocateStepSegments, freeShareMax, pageBytes, segmentBytes } from "./limits.ts";
import type { Piece } from "./ram-segment.ts";
import {
  deriveKey,
  openRecord,
  readTable,
  readTrailer,
  type SegmentId,
  type SegmentTable,
  sealedBytes,
} from "./segment.ts";

/** Read at boot for each segment: holds the table of 270 chunks, more than a segment of 160 kbit/s has. */
const tailBytes = 2 * pageBytes;

export interface SizeQuestion {
  readonly requestBytes: number;
  /** Of the file system, without the file. */
  readonly freeBytes: number;
  /** Of the file as it is; 0 where there is none. */
  readonly fileBytes: number;
}

/**
 * How many segments the file gets: what was asked for, but it grows into half of the room at most. What
 * it has already stays its own, however full others made the disk: giving that up would cost the music
 * in it. What the guard gives is rounded down to a power of two, because free space differs a little at
 * each start and a ring should not.
 */
export function segmentsFor({ requestBytes, freeBytes, fileBytes }: SizeQuestion): number {
  const guard = Math.floor(((freeBytes + fileBytes) * freeShareMax) / segmentBytes);
  const request = Math.floor(requestBytes / segmentBytes);
  if (request <= guard) return request;
  const room = guard === 0 ? 0 : 2 ** Math.floor(Math.log2(guard));
  return Math.min(request, Math.max(room, wholeSegments(fileBytes)));
}

/** Segments that a file of this size has from end to end. */
export function wholeSegments(fileBytes: number): number {
  return Math.floor(fileBytes / segmentBytes);
}

export class SegmentFile implements AsyncDisposable {
  readonly segments: number;
  readonly #file: DiskFile;
  readonly #deviceKey: Uint8Array;
  readonly #ids: (SegmentId | undefined)[];
  readonly #keys = new Map<string, Uint8Array>();
  #reserved: number;
  #deviceBytesWritten = 0;

  /**
   * Opens the file, cut to its size where it is too long. `readOnly`: one that is there, as it is, for who
   * will not write to it. Throws DiskError.
   */
  static async open(
    disk: Disk,
    options: { readonly path: string; readonly segments: number; readonly deviceKey: Uint8Array },
    readOnly = false,
  ): Promise<SegmentFile> {
    const file = await disk.open(options.path, readOnly ? "read" : "create", { secret: true });
    try {
      const wholeBytes = options.segments * segmentBytes;
      let sizeBytes = await file.sizeBytes();
      if (sizeBytes > wholeBytes && !readOnly) {
        await file.truncate(wholeBytes);
        sizeBytes = wholeBytes;
      }
      const reserved = Math.min(options.segments, wholeSegments(sizeBytes));
      return new SegmentFile(file, options, reserved);
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    file: DiskFile,
    options: { readonly segments: number; readonly deviceKey: Uint8Array },
    reserved: number,
  ) {
    this.segments = options.segments;
    this.#file = file;
    this.#deviceKey = options.deviceKey;
    this.#ids = new Array<SegmentId | undefined>(options.segments).fill(undefined);
    this.#reserved = reserved;
  }

  /** Segments that have their blocks. */
  get reserved(): number {
    return this.#reserved;
  }
  get deviceBytesWritten(): number {
    return this.#deviceBytesWritten;
  }

  idOf(position: number): SegmentId | undefined {
    return this.#ids[position];
  }

  /** What the segment holds; undefined where it is empty, torn, or of another place, version or device. */
  async load(position: number): Promise<SegmentTable | undefined> {
    if (position >= this.#reserved) return undefined;
    const tail = await this.#tail(position, tailBytes);
    const trailer = readTrailer(tail, { position });
    if (trailer === undefined) return undefined;
    const footer =
      trailer.footerBytes <= tailBytes
        ? tail.subarray(tailBytes - trailer.footerBytes)
        : await this.#tail(position, trailer.footerBytes);
    const table = readTable(footer, trailer, this.keyOf(trailer.id.salt));
    this.#ids[position] = table?.id;
    return table;
  }

  /** Undefined where the bytes are not this chunk's: torn, rotten or overwritten. */
  async read(name: Uint8Array, place: Place): Promise<Uint8Array | undefined> {
    const { segment, offset, length } = place;
    const id = this.#ids[segment];
    if (id === undefined) return undefined;
    const sealed = new Uint8Array(sealedBytes(length));
    const got = await this.#file.read(sealed, segment * segmentBytes + offset);
    if (got < sealed.length) return undefined;
    const { generation, salt } = id;
    return openRecord(sealed, { key: this.keyOf(salt), generation, offset, aad: name });
  }

  /** By how much the file grows for this position; 0 where it has its blocks. */
  growthBytes(position: number): number {
    if (position < this.#reserved) return 0;
    return (
      (Math.min(this.segments, position + allocateStepSegments) - this.#reserved) * segmentBytes
    );
  }

  /** Makes sure that the segment has its blocks. Throws DiskError `no-space` where it cannot. */
  async reserve(position: number): Promise<void> {
    assert(position < this.segments, "a position lies within the file");
    if (position < this.#reserved) return;
    const upTo = Math.min(this.segments, position + allocateStepSegments);
    await this.#file.allocate(upTo * segmentBytes);
    this.#reserved = upTo;
  }

  /** The segment is nobody's until `written` says whose it is. */
  forget(position: number): void {
    this.#ids[position] = undefined;
  }

  async write(position: number, { at, bytes }: Piece): Promise<void> {
    await this.#file.write(bytes, position * segmentBytes + at);
    this.#deviceBytesWritten += bytes.length;
  }

  written(position: number, id: SegmentId): void {
    this.#ids[position] = id;
    this.#dropKeys();
  }

  keyOf(salt: Uint8Array): Uint8Array {
    const name = toHex(salt);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = deriveKey(this.#deviceKey, salt);
    this.#keys.set(name, key);
    return key;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  async #tail(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    await this.#file.read(bytes, (position + 1) * segmentBytes - length);
    return bytes;
  }

  /** One key per opening whose segments are still there; a speaker that restarts often would gather many. */
  #dropKeys(): void {
    if (this.#keys.size <= this.segments) return;
    const used = new Set(this.#ids.map((id) => (id === undefined ? "" : toHex(id.salt))));
    for (const name of this.#keys.keys()) if (!used.has(name)) this.#keys.delete(name);
  }
}
