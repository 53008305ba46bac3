/**
 * Keeps the copy of the catalogue over restarts, in a file of its own that is
 * replaced whole: some minutes after the last change, and at the end
 * (docs/STORAGE.md §3, "Of the house").
 *
 * Invariants:
 *   I1  the file is read once, before anything else tells of the catalogue, and never over something that did
 *   I2  what cannot be read or written costs a line of the log and nothing else: it can be learned anew
 */
import { describeError } from "../base/errors.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import {
  catalogueFilePages,
  decodingCatalogueFile,
  encodingCatalogueFile,
} from "./catalogue-file.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import {
  catalogueFileBytesMax,
  cataloguePauseUs,
  catalogueSaveLateUs,
  catalogueSaveUs,
} from "./limits.ts";
import { atOnce, inSlices } from "./slices.ts";

export interface CatalogueKeeperPorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: Log;
  /** Of the household that this speaker is in; empty for none, and then nothing is kept. */
  readonly householdTag: () => string;
}

/** Name of the file within the data folder. */
export const catalogueFile = "catalogue";

export class CatalogueKeeper {
  readonly #ports: CatalogueKeeperPorts;
  readonly #path: string;
  readonly #mirror: CatalogueMirror;
  /** Changes of the mirror that are in the file. */
  #saved = 0;
  #seen = 0;
  #changedUs: number | undefined;
  #firstUs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: CatalogueKeeperPorts, path: string, mirror: CatalogueMirror) {
    this.#ports = ports;
    this.#path = path;
    this.#mirror = mirror;
  }

  /** True where something was there. Never rejects. */
  async load(): Promise<boolean> {
    const { disk, log, clock, householdTag } = this.#ports;
    try {
      const stat = await disk.stat(this.#path);
      if (stat === undefined || stat.sizeBytes > catalogueFileBytesMax) return false;
      const decoding = decodingCatalogueFile(householdTag(), await disk.readFile(this.#path));
      const whole = await inSlices(clock, decoding);
      if (whole === undefined) return false;
      // I1
      const replacing = this.#mirror.replacing(whole, () => this.#mirror.isUnknown);
      if (!(await inSlices(clock, replacing))) return false;
      this.#seen = this.#saved = this.#mirror.changes;
      return true;
    } catch (error) {
      log.warn("catalogue-file-not-read", { why: describeError(error) });
      return false;
    }
  }

  /** To be called after each change, and now and then: writes when it is time. */
  tend(): void {
    const nowUs = this.#ports.clock.nowUs();
    const { changes } = this.#mirror;
    if (changes !== this.#seen) {
      this.#seen = changes;
      if (this.#changedUs === undefined) this.#firstUs = nowUs;
      this.#changedUs = nowUs;
    }
    if (this.#changedUs === undefined) return;
    const rests = nowUs - this.#changedUs >= catalogueSaveUs;
    if (rests || nowUs - this.#firstUs >= catalogueSaveLateUs) void this.#save(cataloguePauseUs);
  }

  /** What is not written yet is, at once. Never rejects. */
  async close(): Promise<void> {
    await this.#save(0);
  }

  /** The catalogue is another household's from now on, or nobody's. Never rejects. */
  forget(): Promise<void> {
    const { disk, log } = this.#ports;
    this.#mirror.forget();
    this.#saved = this.#seen = this.#mirror.changes;
    this.#changedUs = undefined;
    return this.#after(async () => {
      try {
        await disk.remove(this.#path);
      } catch (error) {
        log.warn("catalogue-file-not-removed", { why: describeError(error) });
      }
    });
  }

  #save(pauseUs: number): Promise<void> {
    this.#changedUs = undefined;
    return this.#after(() => this.#write(pauseUs));
  }

  #after(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(work);
    return this.#writing;
  }

  async #write(pauseUs: number): Promise<void> {
    const { disk, log, clock, householdTag } = this.#ports;
    const { epoch, version, borrowed, tracks, changes, isUnknown } = this.#mirror;
    const tag = householdTag();
    if (changes === this.#saved || isUnknown || tag === "") return;
    const pages: Uint8Array[] = [];
    for (const page of catalogueFilePages({ epoch, version, borrowed, tracks })) {
      pages.push(page);
      if (pauseUs > 0) await sleep(clock, pauseUs, forever);
    }
    const encoding = encodingCatalogueFile(tag, pages);
    const bytes = pauseUs > 0 ? await inSlices(clock, encoding) : atOnce(encoding);
    // It was forgotten meanwhile.
    if (householdTag() !== tag || this.#mirror.isUnknown) return;
    try {
      await disk.replaceFile(this.#path, bytes);
      this.#saved = changes;
    } catch (error) {
      log.warn("catalogue-not-saved", { why: describeError(error) });
    }
  }
}

/** A pause of a millisecond. */
const forever = new AbortController().signal;
