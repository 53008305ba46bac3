/**
 * The sealed body of a backup: plain bytes in chunks, each under AES-256-GCM with
 * its number and whether it is the last (docs/STORAGE.md §9).
 *
 * Invariants:
 *   I1  a key seals one file: its salt is random, so a nonce (the chunk's number) is never used twice
 *   I2  nothing is handed out that is not authentic
 *   I3  chunks that are missing, doubled or in another order do not open: the number is in the nonce,
 *       and the last one says that it is
 * Bounds: one chunk in memory.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { assert } from "../base/assert.ts";
import { ByteWriter, concatBytes } from "../base/bytes.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import { type BackupHeader, decodeHeader, encodeHeader, headerBytes } from "./backup-header.ts";
import { BackupError } from "./errors.ts";

const cipher = "aes-256-gcm";
const tagBytes = 16;

export class BackupWriter {
  readonly #file: DiskFile;
  readonly #key: Uint8Array;
  readonly #header: BackupHeader;
  readonly #aad: Uint8Array;
  readonly #chunk: Uint8Array;
  #held = 0;
  #taken = 0;
  #number = 0;
  #at = headerBytes;

  /** `file` is empty; it stays the caller's. */
  constructor(file: DiskFile, header: BackupHeader, key: Uint8Array) {
    this.#file = file;
    this.#key = key;
    this.#header = header;
    this.#aad = encodeHeader(header);
    this.#chunk = new Uint8Array(header.chunkBytes);
  }

  /** `bytes` may be reused when it resolves. Throws DiskError. */
  async add(bytes: Uint8Array): Promise<void> {
    this.#taken += bytes.length;
    for (let from = 0; from < bytes.length; ) {
      if (this.#held === this.#chunk.length) await this.#seal(false);
      const part = bytes.subarray(from, from + this.#chunk.length - this.#held);
      this.#chunk.set(part, this.#held);
      this.#held += part.length;
      from += part.length;
    }
  }

  /** Durable when it resolves; returns the length of the file. Throws DiskError. */
  async finish(): Promise<number> {
    assert(this.#taken === this.#header.plainBytes, "a backup is as long as its header says");
    await this.#seal(true);
    await this.#file.write(this.#aad, 0);
    await this.#file.sync();
    return this.#at;
  }

  async #seal(last: boolean): Promise<void> {
    const nonce = nonceOf(this.#number, last);
    const sealing = createCipheriv(cipher, this.#key, nonce, { authTagLength: tagBytes });
    sealing.setAAD(this.#aad);
    const sealed = sealing.update(this.#chunk.subarray(0, this.#held));
    const bytes = concatBytes([sealed, sealing.final(), sealing.getAuthTag()]);
    await this.#file.write(bytes, this.#at);
    this.#at += bytes.length;
    this.#number += 1;
    this.#held = 0;
  }
}

/** A backup that is open for reading. */
export class BackupReader implements AsyncDisposable {
  readonly header: BackupHeader;
  readonly #file: DiskFile;
  readonly #aad: Uint8Array;

  /** Reads the header alone. Throws BackupError, DiskError. */
  static async open(disk: Disk, path: string): Promise<BackupReader> {
    const file = await disk.open(path, "read");
    try {
      const aad = new Uint8Array(headerBytes);
      const got = await file.read(aad, 0);
      const header = decodeHeader(aad.subarray(0, got));
      mustBeWhole(await file.sizeBytes(), header);
      return new BackupReader(file, header, aad);
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(file: DiskFile, header: BackupHeader, aad: Uint8Array) {
    this.#file = file;
    this.header = header;
    this.#aad = aad;
  }

  /** The plain bytes, chunk by chunk, each authentic. Throws BackupError `damaged`, DiskError. */
  async *chunks(key: Uint8Array): AsyncGenerator<Uint8Array> {
    const { chunkBytes, plainBytes } = this.header;
    const count = chunksOf(this.header);
    for (let number = 0; number < count; number++) {
      const last = number === count - 1;
      const length = last ? plainBytes - number * chunkBytes : chunkBytes;
      const at = headerBytes + number * (chunkBytes + tagBytes);
      const sealed = new Uint8Array(length + tagBytes);
      await this.#file.read(sealed, at);
      yield this.#unseal(sealed, { key, number, last, at });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  #unseal(
    sealed: Uint8Array,
    chunk: { readonly key: Uint8Array; readonly number: number; last: boolean; at: number },
  ): Uint8Array {
    const length = sealed.length - tagBytes;
    const nonce = nonceOf(chunk.number, chunk.last);
    const opening = createDecipheriv(cipher, chunk.key, nonce, { authTagLength: tagBytes });
    opening.setAAD(this.#aad);
    opening.setAuthTag(sealed.subarray(length));
    try {
      return concatBytes([opening.update(sealed.subarray(0, length)), opening.final()]);
    } catch (cause) {
      throw new BackupError("damaged", `it is damaged near byte ${chunk.at}`, { cause });
    }
  }
}

/** Length of the whole file. */
export function backupBytes(header: BackupHeader): number {
  return headerBytes + header.plainBytes + chunksOf(header) * tagBytes;
}

function chunksOf({ plainBytes, chunkBytes }: BackupHeader): number {
  return Math.max(1, Math.ceil(plainBytes / chunkBytes));
}

function mustBeWhole(sizeBytes: number, header: BackupHeader): void {
  const wanted = backupBytes(header);
  if (sizeBytes < wanted)
    throw new BackupError("cut-short", `it is cut short: ${sizeBytes} of ${wanted} bytes`);
  if (sizeBytes > wanted)
    throw new BackupError("damaged", `it is damaged: ${sizeBytes - wanted} bytes too long`);
}

/** 8 bytes of number, 3 zeros, 1 for the last chunk. */
function nonceOf(number: number, last: boolean): Uint8Array {
  return new ByteWriter(12)
    .u64(number)
    .u8(0)
    .u8(0)
    .u8(0)
    .u8(last ? 1 : 0)
    .finish();
}
