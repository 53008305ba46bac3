/**
 * Finding the sound files of a folder, and comparing them with what is known:
 * what is new or changed, what only moved, what is gone.
 *
 * It opens no file. Hidden files and folders are left out (they hold thumbnails
 * and other programs' halves), and so is the data folder if it lies inside.
 */
import { describeError } from "../base/errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { FileMark, FoundFile } from "./file-records.ts";
import { libraryFilesMax, scanDepthMax, stableMs } from "./limits.ts";

const soundName = /\.(mp3|flac|ogg|oga|opus|m4a|wav|aiff?)$/iu;
/** Node puts it where a name is not valid UTF-8; such a file cannot be opened by name. */
const replacement = "\ufffd";

export interface Scan {
  readonly files: readonly FoundFile[];
  /** Files and folders that could not be looked at, and why. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
}

/** Throws DiskError where the folder itself cannot be read. */
export async function scanFolder(
  disk: Disk,
  folder: string,
  options: { readonly leaveOut: string },
  signal: AbortSignal,
): Promise<Scan> {
  const files: FoundFile[] = [];
  const unreadable: { file: string; why: string }[] = [];
  const visit = async (parts: readonly string[]): Promise<void> => {
    const here = disk.join(folder, ...parts);
    for (const { name, kind } of await disk.list(here)) {
      signal.throwIfAborted();
      const path = [...parts, name];
      if (name.startsWith(".") || files.length >= libraryFilesMax) continue;
      if (kind === "folder") {
        if (parts.length >= scanDepthMax || disk.join(here, name) === options.leaveOut) continue;
        await visit(path).catch(fail(path));
      } else if (kind === "file" && soundName.test(name)) {
        await look(path).catch(fail(path));
      }
    }
  };
  const look = async (parts: readonly string[]): Promise<void> => {
    const path = parts.join("/");
    const stat = await disk.stat(disk.join(folder, ...parts));
    if (stat !== undefined) {
      const { sizeBytes, modifiedMs, inode } = stat;
      files.push({ path, sizeBytes, modifiedMs, inode });
    } else if (path.includes(replacement)) {
      unreadable.push({ file: path, why: "its name is not valid UTF-8: rename it" });
    }
  };
  const fail =
    (parts: readonly string[]) =>
    (error: unknown): void => {
      signal.throwIfAborted();
      unreadable.push({ file: parts.join("/"), why: describeError(error) });
    };
  await visit([]);
  return { files, unreadable };
}

export interface Difference {
  /** New or changed: to be looked into. */
  readonly work: readonly FoundFile[];
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  readonly gone: readonly string[];
}

/** Pure. A file that moved keeps inode, size and time. What could not be looked at counts as unchanged. */
export function compare(
  { files, unreadable }: Scan,
  known: ReadonlyMap<string, FileMark>,
): Difference {
  const present = new Set(files.map(({ path }) => path));
  const unsure = (path: string): boolean =>
    unreadable.some(({ file }) => path === file || path.startsWith(`${file}/`));
  const gone = new Set([...known.keys()].filter((path) => !present.has(path) && !unsure(path)));
  const byMark = new Map<string, string>();
  for (const [path, mark] of known) if (gone.has(path)) byMark.set(markText(mark), path);
  const work: FoundFile[] = [];
  const moved: { from: string; to: string }[] = [];
  for (const file of files) {
    const before = known.get(file.path);
    if (before !== undefined && unchanged(before, file)) continue;
    const from = byMark.get(markText(file));
    if (from !== undefined && gone.delete(from)) moved.push({ from, to: file.path });
    else work.push(file);
  }
  return { work, moved, gone: [...gone] };
}

/** The inode is no part of it: a restored backup has others, and is the same library. */
export function unchanged(a: FileMark, b: FileMark): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}

function markText(mark: FileMark): string {
  return `${mark.inode} ${mark.sizeBytes} ${mark.modifiedMs}`;
}

/**
 * Which files are done being copied: untouched for stableMs by their own time,
 * or seen unchanged for that long (clocks of network shares may run ahead).
 */
export class Settling {
  #seen = new Map<string, { readonly mark: FileMark; readonly sinceMs: number }>();

  /** Of `files` those that may be opened. The rest is remembered for the next call. */
  settled(files: readonly FoundFile[], nowMs: number): FoundFile[] {
    const before = this.#seen;
    this.#seen = new Map();
    return files.filter((file) => {
      if (nowMs - file.modifiedMs >= stableMs) return true;
      const seen = before.get(file.path);
      // A clock that was set back begins the wait anew: it must not last until the hour comes again.
      const same = seen !== undefined && seen.sinceMs <= nowMs && unchanged(seen.mark, file);
      if (same && nowMs - seen.sinceMs >= stableMs) return true;
      this.#seen.set(file.path, same ? seen : { mark: file, sinceMs: nowMs });
      return false;
    });
  }
}
