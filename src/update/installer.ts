/**
 * Puts a bundle onto the slot that does not run, and switches to it last (docs/UPDATES.md §3).
 *
 * Invariants, whatever is cut:
 *   I1  before the first byte of the other slot changes, it is durably unusable
 *   I2  it is tried only after all of it was read back from the card
 *   I3  bytes reach the card only after their hash was compared
 * What lies there already, from an update that was interrupted or from an older system, is
 * kept where its hash is right: so a download goes on, and the card is written to less.
 */
import type { Disk, DiskFile } from "../ports/disk.ts";
import { type Bundle, chunkLength, hashAt } from "./bundle.ts";
import type { Card } from "./card.ts";
import { UpdateError } from "./errors.ts";
import { chunkBytes } from "./limits.ts";
import { manifestFile, type Part, payloadBytes, rootOf } from "./manifest.ts";
import { encodeRecord, type SlotRecord } from "./slot-record.ts";
import { armed, begun, failed, otherSlot, type Slot } from "./slots.ts";

export interface Progress {
  readonly stage: "writing" | "reading back";
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface Installed {
  readonly slot: Slot;
  /** What had to be fetched and written; the rest was there. */
  readonly writtenBytes: number;
}

/** More than the switch and its starts. */
const givenUpAhead = 16;

/** So many chunks are on their way to the card at once: more would crowd out the player's memory. */
const chunksBetweenSyncs = 8;

export interface InstallPorts {
  readonly card: Card;
  readonly disk: Disk;
}

/** Nothing is switched. Throws SpeakerError; the same call goes on where it was. */
export async function install(
  ports: InstallPorts,
  bundle: Bundle,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Installed> {
  const { card } = ports;
  const slot = otherSlot(card.running);
  const { record } = await card.records();
  if (record.active !== card.running)
    throw new UpdateError("update-on-trial", "the running system has not proved itself yet", {
      remedy: "wait two minutes",
    });
  // Said again where it was said: a later record may not have reached the card.
  await card.note(begun(record, slot));
  const work = new Installation(ports, bundle, slot, onProgress);
  await work.run(signal);
  return { slot, writtenBytes: work.writtenBytes };
}

/** The next start tries what was installed. Durable when it resolves. */
export async function switchTo(card: Card, slot: Slot): Promise<void> {
  const { record } = await card.records();
  await card.note(armed(record, slot));
}

/**
 * The record of a trial of `slot` that was lost, to be laid down before it begins: newer than whatever
 * the boot loader notes meanwhile.
 */
export function givenUp(record: SlotRecord, slot: Slot): Uint8Array {
  const generation = record.generation + givenUpAhead;
  return encodeRecord({ ...failed(armed(record, slot)), generation });
}

class Installation {
  writtenBytes = 0;
  readonly #card: Card;
  readonly #disk: Disk;
  readonly #bundle: Bundle;
  readonly #slot: Slot;
  readonly #onProgress: (progress: Progress) => void;
  #stage: Progress["stage"] = "writing";
  #doneBytes = 0;

  constructor(
    { card, disk }: InstallPorts,
    bundle: Bundle,
    slot: Slot,
    onProgress: (progress: Progress) => void,
  ) {
    this.#card = card;
    this.#disk = disk;
    this.#bundle = bundle;
    this.#slot = slot;
    this.#onProgress = onProgress;
  }

  async run(signal: AbortSignal): Promise<void> {
    const root = rootOf(this.#bundle.signed.manifest);
    await this.#card.inFolder(this.#slot, (folder) => this.#fillFolder(folder, signal), signal);
    await this.#onRoot((file) => this.#fill(file, root, signal));
    this.#stage = "reading back";
    this.#doneBytes = 0;
    // Both were closed: what is read now is the card's, not the page cache's.
    await this.#onRoot((file) => this.#check(file, root, signal));
    await this.#card.inFolder(this.#slot, (folder) => this.#checkFolder(folder, signal), signal);
  }

  async #onRoot(work: (file: DiskFile) => Promise<void>): Promise<void> {
    await using file = await this.#card.openRoot(this.#slot);
    await work(file);
  }

  /** Writes what is not there yet; durable when it resolves. */
  async #fill(file: DiskFile, part: Part, signal: AbortSignal): Promise<void> {
    for (const [index, hash] of part.chunks.entries()) {
      signal.throwIfAborted();
      const length = chunkLength(part, index);
      if ((await hashAt(file, index * chunkBytes, length)) !== hash) {
        await file.write(await this.#bundle.chunk(part, index, signal), index * chunkBytes);
        this.writtenBytes += length;
        if (index % chunksBetweenSyncs === chunksBetweenSyncs - 1) await file.sync();
      }
      this.#advance(length);
    }
    await file.sync();
  }

  async #check(file: DiskFile, part: Part, signal: AbortSignal): Promise<void> {
    for (const [index, hash] of part.chunks.entries()) {
      signal.throwIfAborted();
      const length = chunkLength(part, index);
      if ((await hashAt(file, index * chunkBytes, length)) !== hash) throw damaged(part);
      this.#advance(length);
    }
  }

  async #fillFolder(folder: string, signal: AbortSignal): Promise<void> {
    await this.#clear(folder, "");
    for (const part of this.#files) {
      await this.#disk.makeFolder(this.#disk.join(folder, ...part.path.split("/").slice(0, -1)));
      await using file = await this.#open(folder, part.path);
      if ((await file.sizeBytes()) > part.bytes) await file.truncate(part.bytes);
      await this.#fill(file, part, signal);
    }
    await using file = await this.#open(folder, manifestFile);
    const { bytes } = this.#bundle.signed;
    await file.truncate(0);
    await file.write(bytes, 0);
    await file.sync();
  }

  async #checkFolder(folder: string, signal: AbortSignal): Promise<void> {
    for (const part of this.#files) {
      await using file = await this.#open(folder, part.path);
      if ((await file.sizeBytes()) !== part.bytes) throw damaged(part);
      await this.#check(file, part, signal);
    }
  }

  /** Takes away what the bundle does not have, to make room; `below`: with a slash at its end. */
  async #clear(folder: string, below: string): Promise<void> {
    for (const { name, kind } of await this.#disk.list(this.#disk.join(folder, below))) {
      const path = `${below}${name}`;
      const isKept =
        kind === "folder"
          ? this.#files.some((part) => part.path.startsWith(`${path}/`))
          : this.#files.some((part) => part.path === path);
      if (!isKept) await this.#disk.remove(this.#disk.join(folder, path));
      else if (kind === "folder") await this.#clear(folder, `${path}/`);
    }
  }

  get #files(): readonly Part[] {
    return this.#bundle.signed.manifest.parts.filter(({ kind }) => kind === "file");
  }

  #open(folder: string, path: string): Promise<DiskFile> {
    return this.#disk.open(this.#disk.join(folder, path), "create");
  }

  #advance(bytes: number): void {
    this.#doneBytes += bytes;
    const totalBytes = payloadBytes(this.#bundle.signed.manifest);
    this.#onProgress({ stage: this.#stage, doneBytes: this.#doneBytes, totalBytes });
  }
}

function damaged({ path }: Part): UpdateError {
  const what = path === "" ? "the new root" : path;
  return new UpdateError(
    "update-damaged",
    `the card gives back ${what} other than it was written`,
    {
      remedy: "try again; where that does not help, the card is worn out",
    },
  );
}
