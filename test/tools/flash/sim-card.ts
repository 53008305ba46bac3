/** Cards in memory: honest ones, and the kinds that people are sold. */
import { FlashError } from "../../../tools/flash/errors.ts";
import type { Card } from "../../../tools/flash/host/card.ts";
import type { ImageBytes } from "../../../tools/flash/host/image.ts";
import { blockBytes } from "../../../tools/flash/limits.ts";

export interface SimCardOptions {
  /** What the card says. */
  readonly sizeBytes: number;
  /** What it has: addresses beyond wrap, or what is written there is forgotten. */
  readonly realBytes?: number;
  readonly beyond?: "wraps" | "forgets";
  /** Bytes that it takes until it is pulled. */
  readonly pulledAfterBytes?: number;
  /** A place that keeps nothing. */
  readonly wornAt?: number;
}

/** Only blocks that were written are held: a card of 64 GB is a few kilobytes of marks. */
export class SimCard implements Card {
  readonly sizeBytes: number;
  readonly #options: SimCardOptions;
  readonly #blocks = new Map<number, Uint8Array>();
  #taken = 0;
  /** What was written since the last sync is lost when the power goes: here it never comes to the card. */
  readonly #unsynced = new Map<number, Uint8Array>();
  syncs = 0;

  constructor(options: SimCardOptions) {
    this.#options = options;
    this.sizeBytes = options.sizeBytes;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    this.#check(into, at);
    const length = Math.min(into.length, this.sizeBytes - at);
    for (let done = 0; done < length; done += blockBytes) {
      const place = this.#placeOf(at + done);
      const block = this.#unsynced.get(place) ?? this.#blocks.get(place);
      if (block === undefined) into.fill(0, done, done + blockBytes);
      else into.set(block.subarray(0, length - done), done);
    }
    return length;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    this.#check(bytes, at);
    if (at + bytes.length > this.sizeBytes) throw new FlashError("card-failed", "beyond the end");
    for (let done = 0; done < bytes.length; done += blockBytes) {
      this.#taken += blockBytes;
      if (this.#taken > (this.#options.pulledAfterBytes ?? Number.POSITIVE_INFINITY))
        throw new FlashError("card-gone", "pulled");
      const place = this.#placeOf(at + done);
      if (place >= this.#realBytes || place === this.#options.wornAt) continue;
      this.#unsynced.set(place, bytes.slice(done, done + blockBytes));
    }
  }

  async sync(): Promise<void> {
    this.syncs += 1;
    for (const [place, block] of this.#unsynced) this.#blocks.set(place, block);
    this.#unsynced.clear();
  }

  /** The same card, in the reader again: what it had not promised to keep is gone. */
  putInAgain(pulledAfterBytes?: number): SimCard {
    const { sizeBytes, realBytes, beyond } = this.#options;
    const again = new SimCard({
      sizeBytes,
      ...(realBytes === undefined ? {} : { realBytes }),
      ...(beyond === undefined ? {} : { beyond }),
      ...(pulledAfterBytes === undefined ? {} : { pulledAfterBytes }),
    });
    for (const [place, block] of this.#blocks) again.#blocks.set(place, block);
    return again;
  }

  /** Somebody else wrote on it. */
  spoil(at: number): void {
    const place = Math.floor(at / blockBytes) * blockBytes;
    const block = this.#blocks.get(place)?.slice() ?? new Uint8Array(blockBytes);
    block[at - place] = (block[at - place] ?? 0) ^ 1;
    this.#blocks.set(place, block);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsynced.clear();
  }

  get #realBytes(): number {
    return this.#options.realBytes ?? this.sizeBytes;
  }

  #placeOf(at: number): number {
    return this.#options.beyond === "wraps" ? at % this.#realBytes : at;
  }

  /** As O_DIRECT demands. */
  #check(bytes: Uint8Array, at: number): void {
    const aligned = [at, bytes.length, bytes.byteOffset].every((value) => value % 512 === 0);
    if (!aligned) throw new FlashError("card-failed", "not aligned");
  }
}

/** An image in memory, which flows as a packed one does: places only grow. */
export class SimImage implements ImageBytes {
  readonly isPacked = true;
  readonly fileBytes: number;
  fileRead = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.fileBytes = bytes.length;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    if (at < this.fileRead) throw new Error("an image flows in one direction");
    const part = this.#bytes.subarray(at, at + into.length);
    into.set(part);
    this.fileRead = at + part.length;
    return part.length;
  }

  async length(): Promise<number> {
    this.fileRead = this.fileBytes;
    return this.fileBytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.fileRead = this.fileBytes;
  }
}
