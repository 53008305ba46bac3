/**
 * Takes one file into the library: finds out whether its sound is known, has it
 * encoded if not, reads its tags, signs the manifest, and enters all that into
 * the catalogue in one transaction.
 *
 * Invariants:
 *   I1  a sound is encoded once, however many files hold it and whoever asks at the same time
 *   I2  a file that changed while it was read leaves no trace; the next scan sees it again
 *   I3  chunks are durable before the catalogue names them
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { assert } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import type { Ed25519KeyPair } from "../media/ed25519.ts";
import { artworkBytesMax } from "../media/limits.ts";
import {
  frameCountOf,
  type ManifestHead,
  type ManifestRung,
  type ManifestTags,
  signManifest,
  trackInfoOf,
  verifyManifest,
} from "../media/manifest.ts";
import { type TrackId, trackIdOf } from "../media/track-id.ts";
import type { Database } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError, ProcessError } from "../ports/errors.ts";
import type { FileTags, TagReader } from "../ports/tags.ts";
import type { Catalogue } from "./catalogue.ts";
import { ChunkFileWriter } from "./chunk-file.ts";
import { ChunkStore } from "./chunk-store.ts";
import type { CoverStore } from "./covers.ts";
import { IngestError } from "./errors.ts";
import type { FileRecords, FoundFile } from "./file-records.ts";
import { unchanged } from "./scan.ts";
import { trackTagsOf } from "./track-tags.ts";
import type { SoundFile, TranscodedRung, Transcoder } from "./transcoder.ts";

export interface IngestParts {
  readonly disk: Disk;
  readonly tags: TagReader;
  readonly transcoder: Transcoder;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly records: FileRecords;
  readonly chunks: ChunkStore;
  readonly covers: CoverStore;
}

export interface IngestOptions {
  /** The library's folder. */
  readonly folder: string;
  /** For files in the making; emptied at each start. */
  readonly tempFolder: string;
  readonly signer: Ed25519KeyPair;
  /** Wall time. */
  readonly nowMs: () => number;
}

/** Covers whose scaled form is remembered: those of the albums in work. */
const coversRemembered = 256;

export class Ingest {
  readonly #parts: IngestParts;
  readonly #options: IngestOptions;
  readonly #encoding = new Map<TrackId, Promise<ManifestHead>>();
  /** Tracks whose stored chunks are damaged: they are encoded again, whatever the catalogue says. */
  readonly #damaged = new Set<TrackId>();
  readonly #covers = new LRUCache<string, string>({ max: coversRemembered });
  #tempCount = 0;

  constructor(parts: IngestParts, options: IngestOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /**
   * Enters the file, or its failure, into the catalogue. Throws ProcessError `not-installed` or
   * DiskError (of the data folder): nobody's fault, try again later.
   */
  async take(file: FoundFile, signal: AbortSignal): Promise<void> {
    try {
      const { disk } = this.#parts;
      const path = disk.join(this.#options.folder, file.path);
      const sound = await this.#parts.transcoder.open(path, signal);
      const { head, audioKey } = await this.#headOf(sound, signal);
      const tags = await this.#tagsOf(file, signal);
      const stat = await disk.stat(path);
      if (stat === undefined || !unchanged(stat, file)) return; // I2
      this.#commit(file, { head, audioKey, tags });
    } catch (error) {
      signal.throwIfAborted();
      const why = reasonOf(error);
      if (why === undefined) throw error;
      this.#fail(file, why);
    }
  }

  /** What is stored of this track is damaged: the next look at one of its files makes it anew. */
  mistrust(track: TrackId): void {
    this.#damaged.add(track);
    this.#parts.records.lookAgain(track);
  }

  /** The file is gone: its track goes too, unless another file holds it. */
  release(path: string): void {
    const { records } = this.#parts;
    const track = records.trackAt(path);
    records.remove(path);
    if (track !== undefined) this.#dropUnheld(track);
  }

  #fail(file: FoundFile, why: string): void {
    const { database, records } = this.#parts;
    database.transaction(() => {
      const before = records.trackAt(file.path);
      records.put(file, { why });
      if (before !== undefined) this.#dropUnheld(before);
    });
  }

  #commit(
    file: FoundFile,
    what: { readonly head: ManifestHead; readonly audioKey: string; readonly tags: ManifestTags },
  ): void {
    const { database, records, catalogue } = this.#parts;
    const { head, audioKey } = what;
    database.transaction(() => {
      const before = records.trackAt(file.path);
      const tags = this.#heldTags(head.track, file) ?? what.tags;
      const manifest = signManifest(head, tags, this.#options.signer);
      catalogue.put(trackInfoOf({ ...head, ...tags }), manifest);
      records.putSound(audioKey, head.track);
      records.put(file, { track: head.track });
      if (before !== undefined && before !== head.track) this.#dropUnheld(before);
    });
  }

  #dropUnheld(track: TrackId): void {
    const { records, catalogue } = this.#parts;
    if (!records.holds(track)) catalogue.remove(track, this.#options.nowMs());
  }

  /** Cheapest way first: by the coded sound, by the decoded sound, by encoding. */
  async #headOf(
    sound: SoundFile,
    signal: AbortSignal,
  ): Promise<{ readonly head: ManifestHead; readonly audioKey: string }> {
    const audioKey = await sound.audioKey(signal);
    const known = this.#parts.records.trackOfSound(audioKey);
    const stored = known === undefined ? undefined : this.#storedHead(known);
    if (stored !== undefined) return { head: stored, audioKey };
    const track = trackIdOf(await sound.digest(signal));
    const head = this.#storedHead(track) ?? (await this.#encodeOnce(track, sound, signal));
    return { head, audioKey };
  }

  #storedHead(track: TrackId): ManifestHead | undefined {
    if (this.#damaged.has(track)) return undefined;
    const bytes = this.#parts.catalogue.manifest(track);
    // Our own database: whatever is in it, we signed.
    return bytes === undefined ? undefined : verifyManifest(bytes, () => true);
  }

  /** I1. Whoever comes second waits for the first; if that one fails, it fails too and is tried again. */
  #encodeOnce(track: TrackId, sound: SoundFile, signal: AbortSignal): Promise<ManifestHead> {
    const running = this.#encoding.get(track);
    if (running !== undefined) return running;
    const encoded = this.#encode(track, sound, signal).finally(() => this.#encoding.delete(track));
    this.#encoding.set(track, encoded);
    return encoded;
  }

  async #encode(track: TrackId, sound: SoundFile, signal: AbortSignal): Promise<ManifestHead> {
    return this.#withTemp(async (temp) => {
      const { disk, chunks } = this.#parts;
      const [coded, packed] = [disk.join(temp, "coded"), disk.join(temp, "packed")];
      await disk.makeFolder(coded);
      await disk.makeFolder(packed);
      const { loudnessLufs, truePeakDb, rungs } = await sound.transcode(coded, signal);
      const stored: ManifestRung[] = [];
      for (const rung of rungs) stored.push(await this.#pack(rung, packed, signal));
      await chunks.adopt(track, packed);
      this.#damaged.delete(track);
      const durationMs = Math.max(...stored.map((rung) => (1000 * rung.totalFrames) / rung.rate));
      return {
        track,
        durationMs: Math.round(durationMs),
        loudnessLufs,
        truePeakDb,
        rungs: stored,
      };
    });
  }

  async #pack(rung: TranscodedRung, folder: string, signal: AbortSignal): Promise<ManifestRung> {
    const { disk } = this.#parts;
    const path = disk.join(folder, ChunkStore.fileName(rung.rung));
    await using writer = await ChunkFileWriter.open(disk, path);
    const stream = await rung.read((frames) => writer.add(frames), signal);
    const { frames, ...written } = await writer.finish();
    assert(frames === frameCountOf(stream), "a rung has as many frames as its length says");
    return { rung: rung.rung, ...stream, ...written };
  }

  async #tagsOf(file: FoundFile, signal: AbortSignal): Promise<ManifestTags> {
    const { tags, disk } = this.#parts;
    const read = await readTags(tags, disk.join(this.#options.folder, file.path));
    const artwork = read.cover === undefined ? undefined : await this.#cover(read.cover, signal);
    return { tags: trackTagsOf(read, file.path), artwork };
  }

  /** Of several files with the same sound, the first by name gives the tags. */
  #heldTags(track: TrackId, file: FoundFile): ManifestTags | undefined {
    const { records, catalogue } = this.#parts;
    const other = records.firstOtherPath(track, file.path);
    const held = catalogue.track(track);
    if (held === undefined || other === undefined || other > file.path) return undefined;
    const { id: _id, durationMs: _ms, rungs: _rungs, artwork, ...tags } = held;
    return { tags, artwork };
  }

  async #cover(image: Uint8Array, signal: AbortSignal): Promise<string | undefined> {
    const name = toHex(createHash("sha256").update(image).digest());
    const known = this.#covers.get(name);
    if (known !== undefined) return known;
    const fits = image.length <= artworkBytesMax && isPlainImage(image);
    const { transcoder, covers } = this.#parts;
    const shown = fits
      ? image
      : await this.#withTemp((temp) => transcoder.shrinkCover(image, temp, signal));
    if (shown === undefined) return undefined;
    const hash = await covers.put(shown);
    this.#covers.set(name, hash);
    return hash;
  }

  async #withTemp<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const { disk } = this.#parts;
    this.#tempCount += 1;
    const folder = disk.join(this.#options.tempFolder, String(this.#tempCount));
    await disk.makeFolder(folder);
    try {
      return await work(folder);
    } finally {
      await disk.remove(folder);
    }
  }
}

/** Why the file is at fault; undefined where it is not. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof IngestError) return error.message;
  if (error instanceof ProcessError && error.code === "failed") return "ffmpeg broke down over it";
  return undefined;
}

async function readTags(reader: TagReader, path: string): Promise<FileTags> {
  try {
    return await reader.read(path);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new IngestError("unreadable", "it cannot be read", { cause: error });
  }
}

/** JPEG or PNG: what every remote can show. */
function isPlainImage(image: Uint8Array): boolean {
  const start = toHex(image.subarray(0, 4));
  return start.startsWith("ffd8ff") || start === "89504e47";
}
