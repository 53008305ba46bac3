/**
 * Cover images of the catalogue, named by their SHA-256, below `covers/` of the
 * data folder. What is there is what remotes show: never more than artworkBytesMax.
 */
import { createHash } from "node:crypto";
import { toHex } from "../base/bytes.ts";
import { artworkBytesMax } from "../media/limits.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";

export class CoverStore {
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, dataFolder: string) {
    this.#disk = disk;
    this.#folder = disk.join(dataFolder, "covers");
  }

  /** Stores the image once and returns its hash, hexadecimal. */
  async put(image: Uint8Array): Promise<string> {
    const hash = toHex(createHash("sha256").update(image).digest());
    const path = this.#pathOf(hash);
    if ((await this.#disk.stat(path)) === undefined) {
      await this.#disk.makeFolder(this.#folder);
      await this.#disk.replaceFile(path, image);
    }
    return hash;
  }

  /** Undefined where there is none, or not the one of that name. */
  async get(hash: string): Promise<Uint8Array | undefined> {
    try {
      const image = await this.#disk.readFile(this.#pathOf(hash));
      const whole = toHex(createHash("sha256").update(image).digest()) === hash;
      return whole && image.length <= artworkBytesMax ? image : undefined;
    } catch (error) {
      if (error instanceof DiskError) return undefined;
      throw error;
    }
  }

  async remove(hash: string): Promise<void> {
    await this.#disk.remove(this.#pathOf(hash));
  }

  #pathOf(hash: string): string {
    return this.#disk.join(this.#folder, hash);
  }
}
