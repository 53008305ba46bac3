/**
 * Keys of this device: written once, in two copies that only the owner reads,
 * checked as they are written and as they are read (docs/STORAGE.md §5). A
 * damaged copy is mended from the other.
 *
 * Nothing here is encrypted: who can read the folder as the speaker's user has
 * the keys.
 */
import { createHash } from "node:crypto";
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, equalBytes } from "../base/bytes.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import { StorageError } from "./errors.ts";
import { keyBytesMax } from "./limits.ts";

/** "NJk1" */
const magic = 0x4e4a_6b31;
const sumBytes = 16;
const copies = ["key", "key2"] as const;

export class KeyStore {
  readonly #disk: Disk;
  readonly #folder: string;

  /** Makes the folder where it is missing. Throws DiskError. */
  static async open(disk: Disk, folder: string): Promise<KeyStore> {
    await disk.makeFolder(folder);
    await makeSure(disk, folder);
    return new KeyStore(disk, folder);
  }

  private constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Undefined where there is no such key. Throws StorageError `key-damaged` where both copies are bad. */
  async get(name: string): Promise<Uint8Array | undefined> {
    const [first, second] = await this.#read(name);
    const good = first.bytes ?? second.bytes;
    if (good !== undefined) {
      if (first.bytes === undefined) await this.#mend(name, 0, good);
      if (second.bytes === undefined) await this.#mend(name, 1, good);
      return good;
    }
    if (!first.there && !second.there) return undefined;
    throw new StorageError(
      "key-damaged",
      `both copies of the key ${this.#path(name, 0)} are damaged`,
      {
        remedy:
          "restore the folder from a backup, or remove both copies and enrol this device anew",
      },
    );
  }

  /**
   * Durable in both copies, and read back, when it resolves. `name` is of lower-case letters, digits
   * and dashes. Throws StorageError `key-exists`, or DiskError.
   */
  async create(name: string, bytes: Uint8Array): Promise<void> {
    assert(bytes.length > 0 && bytes.length <= keyBytesMax, "a key has a sensible length");
    const [first, second] = await this.#read(name);
    if (first.there || second.there)
      throw new StorageError("key-exists", `there is a key ${this.#path(name, 0)} already`, {
        remedy: "remove both of its copies first if it is not needed any more",
      });
    for (const copy of copies.keys()) await this.#write(name, copy, bytes);
    for (const { bytes: back } of await this.#read(name))
      if (back === undefined || !equalBytes(back, bytes))
        throw new DiskError(
          "io-error",
          `${this.#path(name, 0)} does not read back as it was written`,
          {
            remedy: "check the card or disk: it may be worn out",
          },
        );
  }

  /**
   * Forgets a key for good: both copies are overwritten, then removed. What was sealed with it is noise
   * from then on; that is how a factory reset empties the cache. Cards move data, so an attacker with
   * the chip in hand may still find an old copy. Throws DiskError.
   */
  async destroy(name: string): Promise<void> {
    for (const copy of copies.keys()) {
      const path = this.#path(name, copy);
      const found = await this.#disk.stat(path);
      if (found === undefined) continue;
      {
        await using file = await this.#disk.open(path, "edit");
        await file.write(new Uint8Array(found.sizeBytes), 0);
        await file.sync();
      }
      await this.#disk.remove(path);
    }
    await this.#disk.syncFolder(this.#folder);
  }

  /** A card that cannot be written to must not hide a key that can be read. */
  async #mend(name: string, copy: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(name, copy, bytes);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
    }
  }

  #write(name: string, copy: number, bytes: Uint8Array): Promise<void> {
    return this.#disk.replaceFile(this.#path(name, copy), encode(name, bytes), { secret: true });
  }

  #read(name: string): Promise<[Copy, Copy]> {
    return Promise.all([this.#readCopy(name, 0), this.#readCopy(name, 1)]);
  }

  async #readCopy(name: string, copy: number): Promise<Copy> {
    try {
      const bytes = decode(name, await this.#disk.readFile(this.#path(name, copy)));
      return { there: true, bytes };
    } catch (error) {
      if (error instanceof DiskError && error.code === "not-found")
        return { there: false, bytes: undefined };
      // One bad block must not take the other copy with it.
      if (error instanceof DiskError && error.code === "io-error")
        return { there: true, bytes: undefined };
      throw error;
    }
  }

  #path(name: string, copy: number): string {
    assert(/^[a-z0-9-]+$/.test(name), "a key's name is of letters, digits and dashes");
    return this.#disk.join(this.#folder, `${name}.${copies[copy]}`);
  }
}

/**
 * Who made a key may have been killed before its name was sure: a key must not be handed out and then be
 * gone. A disk that cannot be written to has nothing that is not sure.
 */
async function makeSure(disk: Disk, folder: string): Promise<void> {
  try {
    await disk.syncFolder(folder);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
  }
}

interface Copy {
  readonly there: boolean;
  /** Undefined where it is missing or damaged. */
  readonly bytes: Uint8Array | undefined;
}

function encode(name: string, bytes: Uint8Array): Uint8Array {
  return new ByteWriter(64 + bytes.length).u32(magic).raw(sumOf(name, bytes)).raw(bytes).finish();
}

function decode(name: string, file: Uint8Array): Uint8Array | undefined {
  const reader = new ByteReader(file);
  const known = reader.u32() === magic;
  const sum = reader.take(sumBytes);
  const bytes = reader.rest().slice();
  return known && reader.ok && equalBytes(sum, sumOf(name, bytes)) ? bytes : undefined;
}

/** Over the name too: a file under another key's name is damaged. */
function sumOf(name: string, bytes: Uint8Array): Uint8Array {
  return createHash("sha256")
    .update(name)
    .update("\0")
    .update(bytes)
    .digest()
    .subarray(0, sumBytes);
}
