/**
 * Named mistakes that a program which keeps things on flash can make, each as a
 * wrapper round the disk that it works on: the real code makes it then, without
 * a switch in it. The proof must notice every one that breaks a promise.
 */
import { crc32 } from "node:zlib";
import type { Disk, DiskFile, OpenMode } from "../../../src/ports/disk.ts";
import { DiskError } from "../../../src/ports/errors.ts";
import { ForwardDisk, ForwardFile } from "./forward.ts";
import type { Wrap } from "./story.ts";

const page = 4_096;

type MakeFile = (file: DiskFile, path: string) => DiskFile;

class FileMutant extends ForwardDisk {
  readonly #make: MakeFile;

  constructor(inner: Disk, make: MakeFile) {
    super(inner);
    this.#make = make;
  }
  override async open(
    path: string,
    mode: OpenMode,
    options?: { readonly secret?: boolean },
  ): Promise<DiskFile> {
    return this.#make(await super.open(path, mode, options), path);
  }
}

const ofFiles =
  (make: MakeFile): Wrap =>
  (disk) =>
    new FileMutant(disk, make);

class Unsynced extends ForwardFile {
  override async sync(): Promise<void> {
    return;
  }
}

/** Says that it is durable while it is still on its way. */
class EarlyAck extends ForwardFile {
  override async sync(): Promise<void> {
    this.inner.sync().catch(() => undefined);
  }
}

/** Syncs what was written before, then writes. */
class WriteAfterSync extends ForwardFile {
  #held: { readonly bytes: Uint8Array; readonly at: number }[] = [];

  override async write(bytes: Uint8Array, at: number): Promise<void> {
    this.#held.push({ bytes, at });
  }
  override async sync(): Promise<void> {
    await this.inner.sync();
    for (const { bytes, at } of this.#held.splice(0)) await this.inner.write(bytes, at);
  }
}

/** Two events share a page: the second one's write is a write of the first one's page, too. */
class SharedPage extends ForwardFile {
  override async write(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; done += page) {
      const number = (at + done) / page;
      const shared = new Uint8Array(page);
      await this.inner.read(shared, (number >> 1) * page);
      shared.set(bytes.subarray(done, done + page / 2), (number & 1) * (page / 2));
      await this.inner.write(shared, (number >> 1) * page);
    }
  }
  override async read(into: Uint8Array, at: number): Promise<number> {
    for (let done = 0; done < into.length; done += page) {
      const half = into.subarray(done, done + page / 2);
      into.fill(0, done, done + page);
      await this.inner.read(half, ((at + done) / page) * (page / 2));
    }
    return into.length;
  }
}

/** Writes the page before again, with what is in it already. */
class RewritesNeighbour extends ForwardFile {
  override async write(bytes: Uint8Array, at: number): Promise<void> {
    if (at < page) return this.inner.write(bytes, at);
    const both = new Uint8Array(page + bytes.length);
    await this.inner.read(both.subarray(0, page), at - page);
    both.set(bytes, page);
    await this.inner.write(both, at - page);
  }
}

/** Believes any page that begins like one. */
class Unchecked extends ForwardFile {
  override async read(into: Uint8Array, at: number): Promise<number> {
    const length = await this.inner.read(into, at);
    for (let from = 0; from + page <= into.length; from += page) {
      const bytes = into.subarray(from, from + page);
      if (bytes[0] !== 0x4e) continue;
      bytes.fill(0, 4, 8);
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(4, crc32(bytes));
    }
    return length;
  }
}

/** Asks again on the same file after a sync that failed. */
class SyncsAgain extends ForwardFile {
  override async sync(): Promise<void> {
    try {
      await this.inner.sync();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      await this.inner.sync();
    }
  }
}

/** At a start only syncs what it found: does not write its newest event once more. */
class TrustsTheKernel extends ForwardFile {
  #newest = 0;
  #begun = false;

  override async read(into: Uint8Array, at: number): Promise<number> {
    const length = await this.inner.read(into, at);
    for (let from = 0; from + page <= into.length; from += page)
      if (into[from] === 0x4e) this.#newest = Math.max(this.#newest, seqOf(into.subarray(from)));
    return length;
  }
  override async write(bytes: Uint8Array, at: number): Promise<void> {
    const copies = !this.#begun && bytes.length === page && seqOf(bytes) === this.#newest;
    this.#begun = true;
    if (!copies) await this.inner.write(bytes, at);
  }
}

function seqOf(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(20));
}

/** The state always in the same place. */
class OnePlace extends ForwardFile {
  override write(bytes: Uint8Array, at: number): Promise<void> {
    return this.inner.write(bytes, bytes.length > 100_000 ? at : 0);
  }
}

class Silent extends ForwardFile {
  override async write(): Promise<void> {
    return;
  }
}

class NoZeros extends ForwardFile {
  override async write(bytes: Uint8Array, at: number): Promise<void> {
    if (bytes.some((byte) => byte !== 0)) await this.inner.write(bytes, at);
  }
}

/** A segment's footer on its own, before what it speaks of. */
class FooterFirst extends ForwardFile {
  override async write(bytes: Uint8Array, at: number): Promise<void> {
    const split = Math.max(0, bytes.length - 2 * page);
    await this.inner.write(bytes.subarray(split), at + split);
    await this.inner.write(bytes.subarray(0, split), at);
  }
}

class NoFolderSync extends ForwardDisk {
  override async syncFolder(): Promise<void> {
    return;
  }
}

/** Makes room for a fresh spool file by removing the one before it. */
class RemovesFirst extends ForwardDisk {
  override async open(
    path: string,
    mode: OpenMode,
    options?: { readonly secret?: boolean },
  ): Promise<DiskFile> {
    const number = Number(/spool-(\d+)$/.exec(path)?.[1] ?? 1);
    if (number > 1 && (await this.inner.stat(path)) === undefined) {
      await this.inner.remove(path.replace(/\d+$/, String(number - 1)));
      await this.inner.syncFolder("/spool");
    }
    return super.open(path, mode, options);
  }
}

/** How a key's file is replaced, step by step as another program would. */
class ReplaceMutant extends ForwardDisk {
  readonly #steps: { readonly draft: boolean; readonly sync: boolean; readonly folder: boolean };

  constructor(
    inner: Disk,
    steps: { readonly draft: boolean; readonly sync: boolean; readonly folder: boolean },
  ) {
    super(inner);
    this.#steps = steps;
  }
  override async replaceFile(path: string, bytes: Uint8Array): Promise<void> {
    const { draft, sync, folder } = this.#steps;
    const target = draft ? `${path}.tmp` : path;
    const file = await this.inner.open(target, "create");
    await file.write(bytes, 0);
    if (sync) await file.sync();
    if (draft) await this.inner.rename(target, path);
    if (folder) await this.inner.syncFolder("/keys");
  }
  override async syncFolder(path: string): Promise<void> {
    if (this.#steps.folder) await this.inner.syncFolder(path);
  }
}

class OneKey extends ForwardDisk {
  override async replaceFile(path: string, bytes: Uint8Array): Promise<void> {
    if (path.endsWith(".key")) await this.inner.replaceFile(path, bytes);
  }
}

export const wraps = {
  noFdatasync: ofFiles((file) => new Unsynced(file)),
  earlyAck: ofFiles((file) => new EarlyAck(file)),
  writeAfterSync: ofFiles((file) => new WriteAfterSync(file)),
  sharedTailPage: ofFiles((file) => new SharedPage(file)),
  rewritesAcknowledgedPage: ofFiles((file) => new RewritesNeighbour(file)),
  noCrc: ofFiles((file) => new Unchecked(file)),
  syncsAgainAfterFailure: ofFiles((file) => new SyncsAgain(file)),
  trustsTheKernel: ofFiles((file) => new TrustsTheKernel(file)),
  stateInOnePlace: ofFiles((file) => new OnePlace(file)),
  mirrorNotWritten: ofFiles((file, path) => (path.endsWith(".2") ? new Silent(file) : file)),
  notPreallocated: ofFiles((file) => new NoZeros(file)),
  footerBeforePayload: ofFiles((file) => new FooterFirst(file)),
  noFolderSync: (disk) => new NoFolderSync(disk),
  removesOldFileFirst: (disk) => new RemovesFirst(disk),
  keyInPlace: (disk) => new ReplaceMutant(disk, { draft: false, sync: true, folder: true }),
  keyRenamedUnsynced: (disk) => new ReplaceMutant(disk, { draft: true, sync: false, folder: true }),
  keyWithoutFolderSync: (disk) =>
    new ReplaceMutant(disk, { draft: true, sync: true, folder: false }),
  oneKey: (disk) => new OneKey(disk),
  none: (disk) => disk,
} satisfies Record<string, Wrap>;
