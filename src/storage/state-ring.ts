/**
 * A small state that survives power cuts as its old or its new value: a ring
 * of checked pages, the newest whole one counts (docs/STORAGE.md §3).
 *
 * What the state means is the caller's affair. When to save is too: each save
 * costs at least a page of flash.
 *
 * Invariants:
 *   I1  pages of the value that counts are never written to
 *   I2  a sequence number is used for one value only
 *   I3  save resolves when its value, or one that was given later, is durable
 * Bounds: 8 MiB of file, values of at most 512 KiB, one write in flight.
 */
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, concatBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import { StorageError } from "./errors.ts";
import { pageBytes, stateBytesMax, stateRingBytes } from "./limits.ts";
import { openPages, pageBodyBytesMax, readPage, scanPages, writePage } from "./pages.ts";

/** "NJs1" */
const magic = 0x4e4a_7331;
/** sequence, part, parts. */
const fieldsBytes = 8 + 2 + 2;
const partBytesMax = pageBodyBytesMax - fieldsBytes;

interface RingPorts {
  readonly disk: Disk;
  readonly log: Log;
}

interface RingOptions {
  readonly path: string;
  /** Of 4 KiB, the same in every life of the file; four times the largest value at least. Default: 2,048. */
  readonly pages?: number;
}

interface Part {
  readonly sequence: number;
  /** Of `parts` that make the value together, on consecutive pages. */
  readonly part: number;
  readonly parts: number;
}

/** One value that was asked to be saved, and those who wait for it. */
interface Wanted {
  readonly bytes: Uint8Array;
  readonly done: Promise<void>;
}

export class StateRing implements AsyncDisposable {
  readonly #ports: RingPorts;
  readonly #options: RingOptions;
  readonly #ringPages: number;
  #file: DiskFile | undefined;
  #trouble: string | null = null;
  /** The file can be read but not written to. */
  #frozen = false;
  #value: Uint8Array | undefined;
  #sequence = 0;
  /** Where the next value goes, unless that would touch the one that counts. */
  #page = 0;
  #kept: Span = { from: 0, pages: 0 };
  #saving: Promise<void> | undefined;
  #next: Wanted | undefined;

  /**
   * A disk that cannot be written to gives a ring that is read, or empty; each save tries it again.
   * Rejects only with `signal.reason`.
   */
  static async open(
    ports: RingPorts,
    options: RingOptions,
    signal: AbortSignal,
  ): Promise<StateRing> {
    signal.throwIfAborted();
    const ring = new StateRing(ports, options);
    await ring.#begin();
    if (signal.aborted) await ring[Symbol.asyncDispose]();
    signal.throwIfAborted();
    return ring;
  }

  private constructor(ports: RingPorts, options: RingOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#ringPages = options.pages ?? stateRingBytes / pageBytes;
  }

  /** Why nothing can be saved, for people, as far as the last try knows; null while it can. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** The newest value; undefined where none was ever saved. The caller must not write to it. */
  load(): Uint8Array | undefined {
    return this.#value;
  }

  /**
   * Keeps `bytes`. While a save is in flight only the latest value waits: the ones between are never
   * written. Throws StorageError `state-too-large`, or DiskError; the old value counts then.
   */
  async save(bytes: Uint8Array): Promise<void> {
    if (bytes.length > stateBytesMax)
      throw new StorageError("state-too-large", `a state of ${bytes.length} bytes is too large`, {
        remedy: `keep it below ${stateBytesMax} bytes`,
      });
    const wanted = { bytes, done: this.#next?.done ?? this.#afterSaving() };
    this.#next = wanted;
    return wanted.done;
  }

  /** Waits for the save in flight and the one behind it. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#saving !== undefined) await this.#saving.catch(ignored);
    await this.#file?.[Symbol.asyncDispose]();
  }

  async #begin(): Promise<void> {
    const { disk, log } = this.#ports;
    const { path } = this.#options;
    try {
      await this.#adopt(await openPages(disk, path, this.#ringPages * pageBytes));
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      log.warn("state-cannot-be-saved", { why: error.message });
      this.#trouble = error.message;
      await this.#readOnly();
    }
  }

  async #readOnly(): Promise<void> {
    const { disk, log } = this.#ports;
    this.#frozen = true;
    try {
      await this.#adopt(await disk.open(this.#options.path, "read"));
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      if (error.code !== "not-found") log.warn("state-cannot-be-read", { why: error.message });
    }
  }

  /** What the file holds counts from now on, but not before a value that is in RAM already. */
  async #adopt(file: DiskFile): Promise<void> {
    try {
      const found = await findNewest(file, this.#ringPages);
      await this.#file?.[Symbol.asyncDispose]();
      this.#file = file;
      this.#value ??= found.value;
      this.#sequence = Math.max(this.#sequence, found.sequence);
      this.#page = found.nextPage;
      this.#kept = found.kept;
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Throws DiskError where there still is no file that can be written to. */
  async #writable(): Promise<DiskFile> {
    if (this.#file === undefined || this.#frozen) {
      const { disk, log } = this.#ports;
      await this.#adopt(await openPages(disk, this.#options.path, this.#ringPages * pageBytes));
      this.#frozen = false;
      log.info("state-can-be-saved-again");
    }
    assert(this.#file !== undefined, "an adopted file is there");
    return this.#file;
  }

  /** One save of whatever is latest when its turn comes; all who asked meanwhile wait for it. */
  async #afterSaving(): Promise<void> {
    const before = this.#saving;
    const mine = (async () => {
      // The turn comes later even when nothing is in flight: `#next` is set after this call.
      await before?.catch(ignored);
      const wanted = this.#next;
      this.#next = undefined;
      if (wanted !== undefined) await this.#tryWrite(wanted.bytes);
    })();
    this.#saving = mine;
    try {
      await mine;
    } finally {
      if (this.#saving === mine) this.#saving = undefined;
    }
  }

  async #tryWrite(value: Uint8Array): Promise<void> {
    try {
      await this.#write(value);
      this.#trouble = null;
    } catch (error) {
      this.#trouble = describeError(error);
      throw error;
    }
  }

  async #write(value: Uint8Array): Promise<void> {
    const file = await this.#writable();
    const sequence = this.#sequence + 1;
    const pages = pagesOf(value, sequence);
    const from = placeFor(this.#ringPages, {
      pages: pages.length,
      next: this.#page,
      kept: this.#kept,
    });
    // Taken before the outcome is known: after an error neither number nor pages are used again (I1, I2).
    this.#sequence = sequence;
    this.#page = (from + pages.length) % this.#ringPages;
    await file.write(concatBytes(pages), from * pageBytes);
    await file.sync();
    this.#value = value;
    this.#kept = { from, pages: pages.length };
  }
}

/** Consecutive pages of the ring. */
interface Span {
  readonly from: number;
  readonly pages: number;
}

/** A value lies in one piece, so it may have to start over; and it never lands on the one that counts (I1). */
function placeFor(
  ringPages: number,
  { pages, next, kept }: { readonly pages: number; readonly next: number; readonly kept: Span },
): number {
  const from = next + pages <= ringPages ? next : 0;
  if (from + pages <= kept.from || from >= kept.from + kept.pages) return from;
  const behind = kept.from + kept.pages;
  return behind + pages <= ringPages ? behind : 0;
}

function ignored(): void {
  return; // Whoever called save has been told.
}

function pagesOf(value: Uint8Array, sequence: number): Uint8Array[] {
  const parts = Math.max(1, Math.ceil(value.length / partBytesMax));
  return Array.from({ length: parts }, (_, part) => {
    const bytes = value.subarray(part * partBytesMax, (part + 1) * partBytesMax);
    const body = new ByteWriter(pageBodyBytesMax).u64(sequence).u16(part).u16(parts).raw(bytes);
    return writePage(magic, body.finish());
  });
}

function readPart(reader: ByteReader): Part | undefined {
  const part = { sequence: reader.u64(), part: reader.u16(), parts: reader.u16() };
  return reader.ok && part.part < part.parts ? part : undefined;
}

interface Found {
  readonly value: Uint8Array | undefined;
  /** Where that value lies. */
  readonly kept: Span;
  /** The highest that any page carries, 0 for none. */
  readonly sequence: number;
  readonly nextPage: number;
}

/** How much of a value was found, and where it would lie. */
interface Candidate extends Span {
  readonly sequence: number;
  good: number;
}

async function findNewest(file: DiskFile, ringPages: number): Promise<Found> {
  const candidates = new Map<string, Candidate>();
  await scanPages(file, { magic, sizeBytes: ringPages * pageBytes }, (body, page) => {
    const part = readPart(new ByteReader(body));
    if (part === undefined) return;
    const { sequence, parts } = part;
    const from = page - part.part;
    const name = `${sequence}/${from}/${parts}`;
    const candidate = candidates.get(name) ?? { sequence, from, pages: parts, good: 0 };
    candidate.good += 1;
    candidates.set(name, candidate);
  });
  const newestFirst = [...candidates.values()].sort((a, b) => b.sequence - a.sequence);
  const newest = newestFirst[0];
  const whole = newestFirst.find(({ good, pages }) => good === pages);
  return {
    value: whole === undefined ? undefined : await readValue(file, whole),
    kept: whole ?? { from: 0, pages: 0 },
    sequence: newest?.sequence ?? 0,
    nextPage: newest === undefined ? 0 : (newest.from + newest.pages) % ringPages,
  };
}

/** Undefined where the pages are not readable a second time. */
async function readValue(file: DiskFile, { from, pages }: Span): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(pages * pageBytes);
  await file.read(bytes, from * pageBytes);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pageBytes) {
    const body = readPage(magic, bytes.subarray(at, at + pageBytes));
    if (body === undefined) return undefined;
    parts.push(body.subarray(fieldsBytes));
  }
  return concatBytes(parts);
}
