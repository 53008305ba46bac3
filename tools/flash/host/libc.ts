/**
 * Two calls of the C library that Node lacks: where a file has holes, and that
 * its pages are not wanted in the cache any more.
 */
import { openNative } from "../../../src/platform/native.ts";

/** fcntl.h and unistd.h of Linux. */
const dontNeed = 4;
const seekData = 3;
const seekHole = 4;

export interface FileExtent {
  readonly from: number;
  readonly length: number;
}

/** Does nothing where libc cannot be reached: memory fills up for a while, and gives way when it is wanted. */
export async function dropFromCache(fd: number): Promise<void> {
  const library = (await openNative())?.load(["libc.so.6"]);
  const call = library?.func(
    "int posix_fadvise64(int fd, int64_t offset, int64_t length, int advice)",
  );
  call?.(fd, 0, 0, dontNeed);
}

/** Where a file holds something; undefined where libc cannot be asked. */
export async function dataExtents(
  fd: number,
  sizeBytes: number,
): Promise<FileExtent[] | undefined> {
  const library = (await openNative())?.load(["libc.so.6"]);
  const seek = library?.func("int64_t lseek64(int fd, int64_t offset, int whence)");
  if (seek === undefined) return undefined;
  const extents: FileExtent[] = [];
  for (let at = 0; at < sizeBytes; ) {
    const from = Number(seek(fd, at, seekData));
    // ENXIO: nothing but a hole up to the end.
    if (from < 0) break;
    const end = Number(seek(fd, from, seekHole));
    extents.push({ from, length: end - from });
    at = end;
  }
  return extents;
}
