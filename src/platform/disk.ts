/**
 * The machine's files by node:fs, as src/ports/disk.ts describes them. Every
 * call is asynchronous: a card that stalls for a second must not stall the
 * event loop (docs/STORAGE.md §1).
 */
import { constants } from "node:fs";
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
} from "node:fs/promises";
import path from "node:path";
import type { DirEntry, Disk, DiskFile, FileStat, OpenMode } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import { allocate } from "./disk-allocate.ts";
import { codeOf, diskError } from "./disk-errors.ts";
import { lockFile } from "./disk-lock.ts";
import { watchFolder } from "./disk-watch.ts";

const flags: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY,
  edit: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT,
};
const secretMode = 0o600;
const openMode = 0o666;
/** Group and others, to read. */
const othersRead = 0o044;

export class NodeDisk implements Disk {
  readonly #log: Log;
  #drafts = 0;

  /** `log` hears of watches that fail; everything else is thrown. */
  constructor(log: Log) {
    this.#log = log;
  }

  open(file: string, mode: OpenMode, options: { secret?: boolean } = {}): Promise<DiskFile> {
    return guarded("open", file, async () => {
      const handle = await open(file, flags[mode], options.secret ? secretMode : openMode);
      return new NodeFile(handle, file);
    });
  }

  readFile(file: string): Promise<Uint8Array> {
    return guarded("read", file, async () => plainBytes(await readFile(file)));
  }

  replaceFile(file: string, bytes: Uint8Array, options: { secret?: boolean } = {}): Promise<void> {
    this.#drafts += 1;
    const draft = `${file}.${process.pid}.${this.#drafts}.tmp`;
    return guarded("write", file, async () => {
      try {
        await writeDurably(draft, bytes, options.secret ? secretMode : openMode);
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await this.syncFolder(path.dirname(file));
    });
  }

  stat(file: string): Promise<FileStat | undefined> {
    return guarded("look at", file, async () => {
      try {
        const found = await stat(file);
        return {
          kind: kindOf(found),
          sizeBytes: found.size,
          modifiedMs: Math.round(found.mtimeMs),
          inode: `${found.dev}:${found.ino}`,
          othersRead: (found.mode & othersRead) !== 0,
        };
      } catch (error) {
        if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
        throw error;
      }
    });
  }

  /** A link to a file counts as a file; one to a folder as "other", because it may lead in a circle. */
  list(folder: string): Promise<readonly DirEntry[]> {
    return guarded("list", folder, async () => {
      const entries = await readdir(folder, { withFileTypes: true });
      return Promise.all(
        entries.map(async (entry): Promise<DirEntry> => {
          if (!entry.isSymbolicLink()) return { name: entry.name, kind: kindOf(entry) };
          const target = await this.stat(path.join(folder, entry.name)).catch(() => undefined);
          return { name: entry.name, kind: target?.kind === "file" ? "file" : "other" };
        }),
      );
    });
  }

  makeFolder(folder: string): Promise<void> {
    return guarded("make the folder", folder, () => makeFolders(path.resolve(folder)));
  }

  rename(from: string, to: string): Promise<void> {
    return guarded("rename", from, () => rename(from, to));
  }

  remove(file: string): Promise<void> {
    return guarded("remove", file, async () => {
      // A recursive rm of a file below something that is no folder fails even when forced.
      const found = await lstat(file).catch((error: unknown) => {
        if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
        throw error;
      });
      if (found !== undefined) await rm(file, { recursive: true, force: true });
    });
  }

  syncFolder(folder: string): Promise<void> {
    return guarded("sync", folder, async () => {
      const handle = await open(folder, constants.O_RDONLY);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  freeBytes(folder: string): Promise<number> {
    return guarded("measure", folder, async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    });
  }

  lock(file: string): Promise<AsyncDisposable> {
    return guarded("lock", file, () => lockFile(file));
  }

  async watch(folder: string, changed: () => void): Promise<AsyncDisposable> {
    return watchFolder(folder, changed, this.#log);
  }

  join(...parts: string[]): string {
    return path.join(...parts);
  }
}

class NodeFile implements DiskFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  #closed = false;

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#path = file;
  }

  read(into: Uint8Array, at: number): Promise<number> {
    return guarded("read", this.#path, async () => {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await this.#handle.read(into, done, into.length - done, at + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    });
  }

  write(bytes: Uint8Array, at: number): Promise<void> {
    return guarded("write", this.#path, async () => {
      let done = 0;
      while (done < bytes.length) {
        const left = bytes.length - done;
        const { bytesWritten } = await this.#handle.write(bytes, done, left, at + done);
        done += bytesWritten;
      }
    });
  }

  sync(): Promise<void> {
    return guarded("sync", this.#path, () => this.#handle.datasync());
  }

  sizeBytes(): Promise<number> {
    return guarded("look at", this.#path, async () => (await this.#handle.stat()).size);
  }

  truncate(sizeBytes: number): Promise<void> {
    return guarded("resize", this.#path, () => this.#handle.truncate(sizeBytes));
  }

  allocate(sizeBytes: number): Promise<void> {
    return guarded("reserve space for", this.#path, () => allocate(this.#handle, sizeBytes));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await guarded("close", this.#path, () => this.#handle.close());
  }
}

/** By hand: where a file system like /proc answers ENOENT to every mkdir, Node's own recursion never ends. */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (await isFolder(folder)) return;
    if (codeOf(error) !== "ENOENT") throw error;
    const parent = path.dirname(folder);
    if (!(await isFolder(parent))) await makeFolders(parent);
    // The parent is there now, made here or by somebody else at the same time.
    await mkdir(folder).catch(async (again: unknown) => {
      if (!(await isFolder(folder))) throw again;
    });
  }
}

async function isFolder(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function writeDurably(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function guarded<T>(action: string, file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, action, file);
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): FileStat["kind"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

/** Node hands out Buffers; the rest of the program knows only plain byte arrays. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
