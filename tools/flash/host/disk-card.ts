/**
 * A block device, or a file in the place of one.
 *
 * Opened with O_EXCL, which the kernel refuses for a device of which anything is mounted or stacked upon, and
 * past the page cache (O_DIRECT) where that goes: what is read back then comes from the card, and a
 * gigabyte of image does not push everything else out of memory. Where it does not go, what was written is
 * dropped from the cache by posix_fadvise.
 */
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { FlashError } from "../errors.ts";
import type { Card } from "./card.ts";
import { dropFromCache } from "./libc.ts";

export interface CardPlace {
  readonly path: string;
  readonly name: string;
  /** Infinity for a file: it grows. */
  readonly sizeBytes: number;
  /** `8:16`, as the kernel numbers the disk that was chosen; undefined for a file. */
  readonly dev: string | undefined;
}

export class DiskCard implements Card {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;
  readonly #place: CardPlace;
  /** Whether the page cache is passed by. */
  readonly direct: boolean;

  private constructor(handle: FileHandle, place: CardPlace, direct: boolean) {
    this.#handle = handle;
    this.#place = place;
    this.direct = direct;
    this.sizeBytes = place.sizeBytes;
  }

  /** Throws FlashError. */
  static async open(place: CardPlace): Promise<DiskCard> {
    const { O_RDWR, O_EXCL, O_CREAT, O_DIRECT = 0 } = constants;
    const flags = place.dev === undefined ? O_RDWR | O_CREAT : O_RDWR | O_EXCL;
    try {
      const card = await openDirect(place, flags, O_DIRECT);
      try {
        await card.#check();
      } catch (error) {
        await card[Symbol.asyncDispose]();
        throw error;
      }
      return card;
    } catch (error) {
      throw await translate(error, place);
    }
  }

  static made(handle: FileHandle, place: CardPlace, direct: boolean): DiskCard {
    return new DiskCard(handle, place, direct);
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    let done = 0;
    try {
      while (done < into.length) {
        const { bytesRead } = await this.#handle.read(into, done, into.length - done, at + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
    } catch (error) {
      throw await translate(error, this.#place);
    }
    return done;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await this.#handle.write(
          bytes,
          done,
          bytes.length - done,
          at + done,
        );
        done += bytesWritten;
      }
    } catch (error) {
      throw await translate(error, this.#place);
    }
  }

  async sync(): Promise<void> {
    try {
      await this.#handle.datasync();
      if (!this.direct) await dropFromCache(this.#handle.fd);
    } catch (error) {
      throw await translate(error, this.#place);
    }
  }

  /** A file is as long as the image, whatever its last step was padded to. */
  async cutTo(bytes: number): Promise<void> {
    if (this.#place.dev === undefined) await this.#handle.truncate(bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Closing twice is no error: a handle that is closed has the number -1.
    if (this.#handle.fd >= 0) await this.#handle.close();
  }

  /** What was opened is what was chosen: names of disks wander when cards are changed. */
  async #check(): Promise<void> {
    const { dev, name, path } = this.#place;
    const found = await this.#handle.stat();
    if (
      dev === undefined ? found.isFile() : found.isBlockDevice() && deviceText(found.rdev) === dev
    )
      return;
    const what = dev === undefined ? "no regular file" : `not the disk ${name} that was chosen`;
    throw new FlashError("no-such-disk", `${path} is ${what}`, { remedy: "see flash list" });
  }
}

async function openDirect(place: CardPlace, flags: number, direct: number): Promise<DiskCard> {
  try {
    return DiskCard.made(await open(place.path, flags | direct, 0o600), place, direct !== 0);
  } catch (error) {
    // File systems that know no direct access, as tmpfs.
    if (codeOf(error) !== "EINVAL") throw error;
    return DiskCard.made(await open(place.path, flags, 0o600), place, false);
  }
}

/** makedev(3) of glibc, undone. */
function deviceText(rdev: number): string {
  const number = BigInt(rdev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n);
  const minor = (number & 0xffn) | ((number >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** errno(3) of Linux: libuv names not all of them. */
const noMedium = -123;

async function translate(error: unknown, { path, name }: CardPlace): Promise<unknown> {
  if (error instanceof FlashError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (code === "EBUSY") {
    const remedy = "close what uses it (a file manager, a virtual machine), and try again";
    return new FlashError("in-use", `${name} is in use`, { ...cause, remedy });
  }
  if (code === "EACCES" || code === "EPERM") {
    const remedy = "run it as root: sudo npm run -s flash -- …";
    return new FlashError("no-permission", `${name} may not be written by you`, {
      ...cause,
      remedy,
    });
  }
  if (code === "EROFS") {
    const remedy = "move the lock switch, or take another card";
    return new FlashError("write-protected", `${name} is write-protected`, { ...cause, remedy });
  }
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere || code === "ENODEV" || code === "ENXIO" || errnoOf(error) === noMedium) {
    const remedy = "put it in again and give the same command: it goes on where it was";
    return new FlashError("card-gone", `${name} was pulled out`, { ...cause, remedy });
  }
  const remedy = "try another reader; a card that fails there too is worn out";
  return new FlashError("card-failed", `${name} failed (${code})`, { ...cause, remedy });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function errnoOf(error: Error): number {
  return "errno" in error ? Number(error.errno) : 0;
}
