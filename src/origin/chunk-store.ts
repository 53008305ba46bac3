/**
 * The origin's store of chunks: a folder for each track, a file for each rung,
 * below `tracks/` of the data folder (docs/MEDIA.md §4).
 *
 * Invariants:
 *   I1  the catalogue names a track only after `adopt`: whoever asks finds all of it
 *   I2  a file that is in use is not closed, even when it leaves the cache
 *   I3  wrong bytes are a miss, and whoever keeps the library is told, to make them anew
 * Bounds: openFilesMax files, hotChunkBytes of chunks.
 */
import { LRUCache } from "lru-cache";
import type { RungName } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import { ChunkFile } from "./chunk-file.ts";
import { hotChunkBytes, openFilesMax } from "./limits.ts";

/** A file and who reads from it just now. */
interface Seat {
  readonly file: Promise<ChunkFile | undefined>;
  readers: number;
  evicted: boolean;
}

export class ChunkStore implements AsyncDisposable {
  readonly #disk: Disk;
  readonly #log: Log;
  readonly #folder: string;
  readonly #hot = new LRUCache<string, Uint8Array>({
    maxSize: hotChunkBytes,
    sizeCalculation: (chunk) => Math.max(1, chunk.length),
  });
  readonly #seats: LRUCache<string, Seat>;
  readonly #closing = new Set<Promise<void>>();
  readonly #damaged: (track: TrackId) => void;

  /** `damaged`: something of that track is gone or not what was written. May come often. */
  constructor(
    ports: { readonly disk: Disk; readonly log: Log },
    dataFolder: string,
    damaged: (track: TrackId) => void,
  ) {
    this.#damaged = damaged;
    this.#disk = ports.disk;
    this.#log = ports.log;
    this.#folder = ports.disk.join(dataFolder, "tracks");
    this.#seats = new LRUCache<string, Seat>({
      max: openFilesMax,
      dispose: (seat) => {
        seat.evicted = true;
        if (seat.readers === 0) this.#close(seat);
      },
    });
  }

  /** Canonical bytes, shared: do not write to them. Undefined where there is no such chunk. */
  async readChunk(track: TrackId, rung: RungName, index: number): Promise<Uint8Array | undefined> {
    const key = `${track}/${rung}/${index}`;
    const hot = this.#hot.get(key);
    if (hot !== undefined) return hot;
    const chunk = await this.#withFile(track, rung, async (file) => {
      const bytes = await file.read(index);
      if (bytes === undefined && index < file.chunkCount) {
        this.#log.warn("chunk-damaged", { track, rung, index });
        this.#damaged(track);
      }
      return bytes;
    });
    if (chunk !== undefined) this.#hot.set(key, chunk);
    return chunk;
  }

  /** Leaf hashes of a rung, 32 bytes each, in one piece. */
  readLeaves(track: TrackId, rung: RungName): Promise<Uint8Array | undefined> {
    return this.#withFile(track, rung, async (file) => file.leaves);
  }

  /** Takes over the rung files of a folder, durably; what the track had before goes. */
  async adopt(track: TrackId, from: string): Promise<void> {
    const folder = this.#folderOf(track);
    await this.remove(track);
    await this.#disk.makeFolder(folder);
    for (const { name } of await this.#disk.list(from)) {
      await this.#disk.rename(this.#disk.join(from, name), this.#disk.join(folder, name));
    }
    await this.#disk.syncFolder(folder);
    // The names of the folder itself and of its shelf must be on the disk as well.
    await this.#disk.syncFolder(this.#shelfOf(track));
    await this.#disk.syncFolder(this.#folder);
  }

  async remove(track: TrackId): Promise<void> {
    this.#forget(track);
    await this.#disk.remove(this.#folderOf(track));
  }

  /** Name of a rung's file within a track's folder. */
  static fileName(rung: RungName): string {
    return `${rung}.chunks`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#seats.clear();
    this.#hot.clear();
    await Promise.all(this.#closing);
  }

  #folderOf(track: TrackId): string {
    return this.#disk.join(this.#shelfOf(track), track);
  }

  /** Folders of ten thousand entries are slow on some file systems. */
  #shelfOf(track: TrackId): string {
    return this.#disk.join(this.#folder, track.slice(0, 2));
  }

  #forget(track: TrackId): void {
    for (const key of [...this.#seats.keys()]) {
      if (key.startsWith(`${track}/`)) this.#seats.delete(key);
    }
    for (const key of [...this.#hot.keys()]) {
      if (key.startsWith(`${track}/`)) this.#hot.delete(key);
    }
  }

  async #withFile<T>(
    track: TrackId,
    rung: RungName,
    work: (file: ChunkFile) => Promise<T>,
  ): Promise<T | undefined> {
    const seat = this.#seatOf(track, rung);
    seat.readers += 1;
    try {
      const file = await seat.file;
      return file === undefined ? undefined : await work(file);
    } finally {
      seat.readers -= 1;
      if (seat.evicted && seat.readers === 0) this.#close(seat);
    }
  }

  #seatOf(track: TrackId, rung: RungName): Seat {
    const key = `${track}/${rung}`;
    const known = this.#seats.get(key);
    if (known !== undefined) return known;
    const seat: Seat = { file: this.#openFile(track, rung, key), readers: 0, evicted: false };
    this.#seats.set(key, seat);
    return seat;
  }

  async #openFile(track: TrackId, rung: RungName, key: string): Promise<ChunkFile | undefined> {
    const path = this.#disk.join(this.#folderOf(track), ChunkStore.fileName(rung));
    try {
      const file = await ChunkFile.open(this.#disk, path);
      if (file === undefined) {
        this.#log.warn("rung-damaged", { track, rung });
        this.#damaged(track);
      }
      return file;
    } catch (error) {
      // Not remembered: the file may come, or the disk recover.
      this.#seats.delete(key);
      if (!(error instanceof DiskError)) throw error;
      // A disk that could not be read just now may be read later; a file that is gone stays gone.
      if (error.code === "not-found") this.#damaged(track);
      else this.#log.warn("rung-unreadable", { why: error.message });
      return undefined;
    }
  }

  #close(seat: Seat): void {
    const closed = seat.file
      .then((file) => file?.[Symbol.asyncDispose]())
      .catch((error: unknown) => this.#log.warn("close-failed", { why: String(error) }))
      .then(() => {
        this.#closing.delete(closed);
      });
    this.#closing.add(closed);
  }
}
