/**
 * The origin's library: watches a folder of music and keeps catalogue, chunks
 * and manifests in step with it.
 *
 * It serves nothing (objects.ts does, also while this runs) and decides nothing
 * about a single file (ingest.ts does). As many files as the transcoder can are
 * worked on at once. Trouble that is nobody's file's fault, such as a missing
 * ffmpeg or a full disk, is shown and tried again every minute.
 */
import { describeError } from "../base/errors.ts";
import { deferred } from "../base/signal.ts";
import type { Ed25519KeyPair } from "../media/ed25519.ts";
import type { TrackId } from "../media/track-id.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Database } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError, ProcessError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import type { TagReader } from "../ports/tags.ts";
import { Catalogue } from "./catalogue.ts";
import { ChunkStore } from "./chunk-store.ts";
import { CoverStore } from "./covers.ts";
import { catalogueEpoch } from "./database.ts";
import { type FailedFile, FileRecords, type FoundFile } from "./file-records.ts";
import { Ingest } from "./ingest.ts";
import { scanGapUs, scanPollUs, troubleRetryUs, unstablePollUs } from "./limits.ts";
import { OriginObjects } from "./objects.ts";
import { compare, type Scan, Settling, scanFolder } from "./scan.ts";
import type { Transcoder } from "./transcoder.ts";
import { putInOrder } from "./upkeep.ts";
import { WorkQueue } from "./work-queue.ts";

export interface LibraryPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  readonly tags: TagReader;
  readonly transcoder: Transcoder;
  /** From `openOriginDatabase`; stays the caller's. */
  readonly database: Database;
}

export interface LibraryOptions {
  readonly folder: string;
  readonly dataFolder: string;
  readonly signer: Ed25519KeyPair;
}

export interface LibraryStats {
  readonly tracks: number;
  readonly ingest: {
    /** Files of the folder that are in the catalogue or have failed. */
    readonly done: number;
    readonly total: number;
    readonly failed: readonly FailedFile[];
  };
  /** Files that are being worked on. */
  readonly current: readonly string[];
  /** Why the library cannot go on, for people; undefined while it can. */
  readonly trouble: string | undefined;
}

export class Library implements AsyncDisposable {
  readonly catalogue: Catalogue;
  readonly chunks: ChunkStore;
  readonly covers: CoverStore;
  /** Answers requests, from the first moment on. */
  readonly objects: OriginObjects;
  readonly #ports: LibraryPorts;
  readonly #options: LibraryOptions;
  readonly #records: FileRecords;
  readonly #ingest: Ingest;
  readonly #queue = new WorkQueue();
  readonly #settling = new Settling();
  readonly #changed = new Set<() => void>();
  readonly #progressed = new Set<() => void>();
  #scan: Scan | undefined;
  /** Files that are still being copied. */
  #unsettled = 0;
  #version: number;
  readonly #troubles = new Map<string, string | undefined>();
  #hint = deferred<void>();
  /** Tracks whose stored chunks were found damaged. */
  readonly #mended = new Set<TrackId>();

  /** Makes the data folder and puts it in order. Throws DiskError. */
  static async open(
    ports: LibraryPorts,
    options: LibraryOptions,
    signal: AbortSignal,
  ): Promise<Library> {
    signal.throwIfAborted();
    const library = new Library(ports, options);
    const { disk, clock, log, database } = ports;
    const purged = await putInOrder(
      { disk, database, ...library },
      { tempFolder: library.#tempFolder, signer: options.signer, nowMs: clock.wallMs() },
    );
    if (purged > 0) log.info("purged", { tracks: purged });
    library.#version = library.catalogue.version;
    return library;
  }

  private constructor(ports: LibraryPorts, options: LibraryOptions) {
    this.#ports = ports;
    this.#options = options;
    this.catalogue = new Catalogue(ports.database);
    this.chunks = new ChunkStore(ports, options.dataFolder, (track) => this.#mend(track));
    this.covers = new CoverStore(ports.disk, options.dataFolder);
    const epoch = catalogueEpoch(ports.database);
    this.objects = new OriginObjects({ ...this, epoch });
    this.#records = new FileRecords(ports.database);
    this.#version = this.catalogue.version;
    this.#ingest = new Ingest(
      { ...ports, ...this, records: this.#records },
      {
        ...options,
        tempFolder: this.#tempFolder,
        nowMs: () => ports.clock.wallMs(),
      },
    );
  }

  get #tempFolder(): string {
    return this.#ports.disk.join(this.#options.dataFolder, "tmp");
  }

  stats(): LibraryStats {
    const scanned = this.#scan;
    const total = (scanned?.files.length ?? 0) + (scanned?.unreadable.length ?? 0);
    return {
      tracks: this.catalogue.count,
      ingest: {
        done: Math.max(0, total - this.#queue.size - this.#unsettled),
        total,
        failed: [...this.#records.failed(), ...(scanned?.unreadable ?? [])],
      },
      current: this.#queue.inWork,
      trouble: this.#troubles.get("folder") ?? this.#troubles.get("ingest"),
    };
  }

  /** Called after each change of the catalogue. The result unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Called whenever `stats` has something new. The result unsubscribes. */
  onProgress(listener: () => void): () => void {
    this.#progressed.add(listener);
    return () => this.#progressed.delete(listener);
  }

  /** Resolves once all that is in the folder is in the catalogue or has failed. */
  async whenSettled(signal: AbortSignal): Promise<void> {
    while (this.#scan === undefined || this.#queue.size > 0 || this.#unsettled > 0) {
      signal.throwIfAborted();
      const next = deferred<void>();
      const off = this.onProgress(next.resolve);
      const stop = (): void => next.resolve();
      signal.addEventListener("abort", stop, { once: true });
      await next.promise;
      signal.removeEventListener("abort", stop);
      off();
    }
  }

  /** Rejects with `signal.reason` when aborted; all work has stopped then. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const inner = AbortSignal.any([signal, stop.signal]);
    const workers = Array.from({ length: this.#ports.transcoder.parallel }, () =>
      this.#work(inner),
    );
    const parts = [this.#watch(inner), ...workers];
    try {
      await Promise.all(parts);
    } finally {
      stop.abort();
      await Promise.allSettled(parts);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.chunks[Symbol.asyncDispose]();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { disk, clock } = this.#ports;
    let watcher: AsyncDisposable | undefined;
    try {
      while (true) {
        const hint = this.#hint.promise;
        await this.#look(signal);
        // Only a folder that is there can be watched; it may have come late.
        watcher ??= this.#scan && (await disk.watch(this.#options.folder, () => this.#onHint()));
        await sleep(clock, scanGapUs, signal);
        const pause = this.#unsettled > 0 ? unstablePollUs : scanPollUs;
        await this.#pause(hint, pause - scanGapUs, signal);
      }
    } finally {
      await watcher?.[Symbol.asyncDispose]();
    }
  }

  /** Until the hint comes, or so long; its timer and its listener are gone then. */
  async #pause(hint: Promise<void>, us: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    try {
      await Promise.race([hint, sleep(this.#ports.clock, us, either)]);
    } finally {
      over.abort();
    }
  }

  /** Once for each track while this runs: on a disk that goes on failing it would never end. */
  #mend(track: TrackId): void {
    if (this.#mended.has(track) || this.catalogue.track(track) === undefined) return;
    this.#mended.add(track);
    this.#ingest.mistrust(track);
    this.#ports.log.info("track-made-anew", { track });
    this.#onHint();
  }

  #onHint(): void {
    this.#hint.resolve();
    this.#hint = deferred<void>();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { disk, clock } = this.#ports;
    const { folder, dataFolder } = this.#options;
    try {
      this.#scan = await scanFolder(disk, folder, { leaveOut: dataFolder }, signal);
      const work = this.#follow(this.#scan);
      this.#setTrouble("folder", undefined);
      const settled = this.#settling.settled(work, clock.wallMs());
      this.#unsettled = work.length - settled.length;
      this.#queue.replace(settled);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#setTrouble("folder", error);
    }
    this.#notify();
  }

  /** Notes what moved and what is gone; returns what is to be looked into. Throws DiskError: nothing was noted then. */
  #follow(scan: Scan): readonly FoundFile[] {
    const { work, moved, gone } = compare(scan, this.#records.all());
    this.#ports.database.transaction(() => {
      for (const { from, to } of moved) this.#records.move(from, to);
      for (const path of gone) this.#ingest.release(path);
    });
    return work;
  }

  async #work(signal: AbortSignal): Promise<void> {
    while (true) {
      const file = await this.#queue.take(signal);
      this.#notify();
      const again = !(await this.#take(file, signal));
      if (again) await sleep(this.#ports.clock, troubleRetryUs, signal);
      this.#queue.done(file, again);
      this.#notify();
    }
  }

  /** False where it should be tried again later. */
  async #take(file: FoundFile, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#ingest.take(file, signal);
      this.#setTrouble("ingest", undefined);
      return true;
    } catch (error) {
      if (!(error instanceof DiskError || error instanceof ProcessError)) throw error;
      this.#setTrouble("ingest", error);
      return false;
    }
  }

  #setTrouble(part: "folder" | "ingest", error: Error | undefined): void {
    const why = error === undefined ? undefined : describeError(error);
    if (this.#troubles.get(part) === why) return;
    if (why !== undefined) this.#ports.log.warn("library-trouble", { part, why });
    this.#troubles.set(part, why);
    this.#notify();
  }

  #notify(): void {
    const version = this.catalogue.version;
    if (version !== this.#version) {
      this.#version = version;
      for (const listener of this.#changed) listener();
    }
    for (const listener of this.#progressed) listener();
  }
}
