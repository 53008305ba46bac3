/**
 * A small file beside the state ring that is replaced as a whole, some time after
 * a change and at the end (docs/STORAGE.md §3, "Beside the queue"). It is lost
 * without harm: what cannot be read or written costs a line of the log, and what
 * is damaged is as if it were not there: a checksum is in front.
 */
import { createHash } from "node:crypto";
import { equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";

export interface KeptFilePorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: Log;
}

export interface KeptFileOptions {
  readonly path: string;
  /** From the first change to the write: the most that a power cut loses. */
  readonly delayUs: number;
  readonly bytesMax: number;
  readonly encode: () => Uint8Array;
}

/** The first bytes of the SHA-256 of what follows. */
const sumBytes = 16;

export class KeptFile {
  readonly #ports: KeptFilePorts;
  readonly #options: KeptFileOptions;
  #timer: Cancel | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: KeptFilePorts, options: KeptFileOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  /** Undefined where there is nothing, or nothing that can be read. Never rejects. */
  async load(): Promise<Uint8Array | undefined> {
    const { disk, log } = this.#ports;
    const { path, bytesMax } = this.#options;
    try {
      const stat = await disk.stat(path);
      if (stat === undefined || stat.sizeBytes > sumBytes + bytesMax) return undefined;
      const bytes = await disk.readFile(path);
      const body = bytes.subarray(sumBytes);
      return equalBytes(sumOf(body), bytes.subarray(0, sumBytes)) ? body : undefined;
    } catch (error) {
      log.warn("file-not-read", { path, why: describeError(error) });
      return undefined;
    }
  }

  /** What is to be kept has changed. */
  changed(): void {
    this.#timer ??= this.#ports.clock.after(this.#options.delayUs, () => void this.flush());
  }

  /** Resolves when what changed is durable, or cannot be. Never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== undefined) this.#writing = this.#writing.then(() => this.#write());
    this.#timer?.();
    this.#timer = undefined;
    return this.#writing;
  }

  /** The file goes. Never rejects. */
  forget(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#remove());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { path, encode } = this.#options;
    try {
      const body = encode();
      const bytes = new Uint8Array(sumBytes + body.length);
      bytes.set(sumOf(body));
      bytes.set(body, sumBytes);
      await this.#ports.disk.replaceFile(path, bytes);
    } catch (error) {
      this.#ports.log.warn("file-not-written", { path, why: describeError(error) });
    }
  }

  async #remove(): Promise<void> {
    const { path } = this.#options;
    try {
      await this.#ports.disk.remove(path);
    } catch (error) {
      this.#ports.log.warn("file-not-removed", { path, why: describeError(error) });
    }
  }
}

function sumOf(body: Uint8Array): Uint8Array {
  return createHash("sha256").update(body).digest().subarray(0, sumBytes);
}
