/** The system's error codes as DiskErrors that say what to do. */
import { DiskError, type DiskErrorCode } from "../ports/errors.ts";

interface Meaning {
  readonly code: DiskErrorCode;
  readonly why: string;
  readonly remedy?: string;
}

const noSpace = "free some space on the disk or choose another folder";
const readOnly =
  "the card or its mount is read-only: check its lock switch, remount it for writing, or replace it";
const permission = "give this user access to it, or choose another folder";
const failing = "check the card or disk: it may be loose or worn out";

const meanings: Readonly<Record<string, Meaning>> = {
  ENOENT: { code: "not-found", why: "it does not exist", remedy: "check the path" },
  ENOTDIR: {
    code: "not-found",
    why: "a part of the path is not a folder",
    remedy: "check the path",
  },
  EEXIST: { code: "exists", why: "it exists already", remedy: "choose another name" },
  ENOTEMPTY: { code: "exists", why: "the folder is not empty" },
  EISDIR: { code: "exists", why: "it is a folder", remedy: "name a file" },
  ENOSPC: { code: "no-space", why: "no space is left", remedy: noSpace },
  EDQUOT: { code: "no-space", why: "the quota is used up", remedy: noSpace },
  EFBIG: { code: "no-space", why: "the file system has no files of that size", remedy: noSpace },
  EROFS: { code: "read-only", why: "the file system is read-only", remedy: readOnly },
  EACCES: { code: "not-permitted", why: "permission denied", remedy: permission },
  EPERM: { code: "not-permitted", why: "the operation is not permitted", remedy: permission },
  EBUSY: { code: "in-use", why: "it is in use", remedy: "close the program that uses it" },
  ETXTBSY: { code: "in-use", why: "it is in use", remedy: "close the program that uses it" },
  ENAMETOOLONG: {
    code: "path-too-long",
    why: "the path is too long",
    remedy: "choose a shorter one",
  },
  EIO: { code: "io-error", why: "the disk failed", remedy: failing },
  EUCLEAN: { code: "io-error", why: "the file system is damaged", remedy: "run fsck on it" },
  EMFILE: {
    code: "io-error",
    why: "too many files are open",
    remedy: "raise the limit of open files",
  },
  ENFILE: { code: "io-error", why: "too many files are open", remedy: "close other programs" },
};

export function diskError(error: unknown, action: string, path: string): DiskError {
  if (error instanceof DiskError) return error;
  const name = codeOf(error);
  const { code, why, remedy } = meanings[name] ?? {
    code: "io-error",
    why: name === "" ? String(error) : name,
    remedy: failing,
  };
  const options = remedy === undefined ? { cause: error } : { remedy, cause: error };
  return new DiskError(code, `cannot ${action} ${path}: ${why}`, options);
}

/** What a code of the system means, in words; undefined where it is none of those. */
export function systemWhy(error: unknown): string | undefined {
  return meanings[codeOf(error)]?.why;
}

/** The name of the system's code ("ENOSPC"), or "" where the error carries none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
