/**
 * Reserves the blocks of a file: posix_fallocate of the C library where it can
 * be reached, which costs no writes, else zeros.
 *
 * koffi is loaded at the first call only: a speaker whose cache file has its
 * size already never pays for it.
 */
import type { FileHandle } from "node:fs/promises";

/** Returns an errno, 0 for success. */
type Fallocate = (fd: number, from: number, length: number) => Promise<number>;

/** Linux errno values (asm-generic/errno.h); posix_fallocate returns them instead of setting errno. */
const errnoNames: ReadonlyMap<number, string> = new Map([
  [5, "EIO"],
  [27, "EFBIG"],
  [28, "ENOSPC"],
  [30, "EROFS"],
  [122, "EDQUOT"],
]);
const errnoInterrupted = 4;

/** Large enough that the call costs nothing beside the write, small enough for a board. */
const zerosBytes = 1024 * 1024;

let loading: Promise<Fallocate | undefined> | undefined;

export async function allocate(handle: FileHandle, sizeBytes: number): Promise<void> {
  const from = (await handle.stat()).size;
  if (from >= sizeBytes) return;
  loading ??= loadFallocate();
  const fallocate = await loading;
  if (fallocate === undefined || !(await reserved(fallocate, handle.fd, from, sizeBytes - from)))
    await zeroFill(handle, from, sizeBytes);
}

/** False where this file system cannot reserve; throws what the disk cannot give. */
async function reserved(
  fallocate: Fallocate,
  fd: number,
  from: number,
  length: number,
): Promise<boolean> {
  let errno = errnoInterrupted;
  while (errno === errnoInterrupted) errno = await fallocate(fd, from, length);
  const name = errnoNames.get(errno);
  if (name !== undefined) throw Object.assign(new Error(name), { code: name });
  return errno === 0;
}

async function zeroFill(handle: FileHandle, from: number, to: number): Promise<void> {
  const zeros = new Uint8Array(Math.min(zerosBytes, to - from));
  for (let at = from; at < to; ) {
    const { bytesWritten } = await handle.write(zeros, 0, Math.min(zeros.length, to - at), at);
    at += bytesWritten;
  }
}

async function loadFallocate(): Promise<Fallocate | undefined> {
  if (process.platform !== "linux") return undefined;
  try {
    const { default: koffi } = await import("koffi");
    // The 64 variant takes a 64-bit offset on 32-bit boards too.
    const call = koffi
      .load("libc.so.6")
      .func("int posix_fallocate64(int fd, int64_t offset, int64_t length)");
    return (fd, from, length) =>
      new Promise((resolve, reject) => {
        call.async(fd, from, length, (error: unknown, errno: number) => {
          if (error === null) resolve(errno);
          else reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
  } catch {
    return undefined; // No koffi for this machine, or another C library: zeros do the same, slower.
  }
}
