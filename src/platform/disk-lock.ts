/**
 * Holds a folder against a second daemon: flock(2) on a file in it, which names
 * its holder for the message.
 *
 * The kernel holds the lock, so it ends with the process, however that ends, and
 * nothing stale is left to be told from the living. The file stays: removing it
 * would let two daemons lock two files of one name.
 *
 * Where the C library cannot be reached (koffi has no build for the machine)
 * nothing is held: better than a lock that is wrong.
 */
import { type FileHandle, open } from "node:fs/promises";
import { DiskError } from "../ports/errors.ts";
import { codeOf, diskError } from "./disk-errors.ts";
import { openNative } from "./native.ts";

/** flock(2): exclusive, and at once or not at all. */
const lockExclusive = 2;
const lockNoWait = 4;
const libraries = ["libc.so.6", "libc.so"];
/** A process id and a line feed. */
const holderBytesMax = 32;
/** Codes of a disk that takes no name; EINVAL and EBADF come from a file that is open for reading only. */
const nameless: ReadonlySet<string> = new Set(["ENOSPC", "EROFS", "EDQUOT", "EINVAL", "EBADF"]);

type Flock = (fd: number, operation: number) => number;

let loading: Promise<Flock | undefined> | undefined;

export async function lockFile(path: string): Promise<AsyncDisposable> {
  loading ??= loadFlock();
  const flock = await loading;
  const handle = await openLock(path).catch((error: unknown) => {
    throw diskError(error, "lock", path);
  });
  try {
    if (flock !== undefined && flock(handle.fd, lockExclusive | lockNoWait) !== 0) {
      throw inUse(path, await readHolder(handle));
    }
    await nameHolder(handle);
    return release(handle);
  } catch (error) {
    await handle.close();
    throw error instanceof DiskError ? error : diskError(error, "lock", path);
  }
}

/** A file system that has become read-only still locks what is there. */
async function openLock(path: string): Promise<FileHandle> {
  try {
    return await open(path, "a+");
  } catch (error) {
    if (codeOf(error) !== "EROFS") throw error;
    // Where there is none yet, that it cannot be made is the reason to tell.
    return open(path, "r").catch((missing: unknown) => {
      throw codeOf(missing) === "ENOENT" ? error : missing;
    });
  }
}

/** The lock holds without a name in it: a full or read-only disk must not keep a daemon from starting. */
async function nameHolder(handle: FileHandle): Promise<void> {
  try {
    await handle.truncate(0);
    await handle.write(`${process.pid}\n`);
  } catch (error) {
    if (!nameless.has(codeOf(error))) throw error;
  }
}

function release(handle: FileHandle): AsyncDisposable {
  let released = false;
  return {
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      // Closing ends the lock, whether or not the name could be taken out.
      await handle.truncate(0).catch(() => undefined);
      await handle.close();
    },
  };
}

function inUse(path: string, pid: string): DiskError {
  const who = /^\d+$/.test(pid) ? `process ${pid}` : "another process";
  return new DiskError("in-use", `${path} is held by ${who}`, {
    remedy: "stop that one first, or give this one a data folder of its own",
  });
}

async function readHolder(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(
    new Uint8Array(holderBytesMax),
    0,
    holderBytesMax,
    0,
  );
  return new TextDecoder().decode(buffer.subarray(0, bytesRead)).trim();
}

async function loadFlock(): Promise<Flock | undefined> {
  const library = (await openNative())?.load(libraries);
  return library?.func("int flock(int fd, int operation)") as Flock | undefined; // the prototype is flock(2)'s
}
