/**
 * Files, with the durability calls that crash safety is argued from.
 *
 * Every call throws DiskError. Nothing is durable until `sync`; a new, renamed
 * or removed name not until `syncFolder` of its folder.
 */
export interface DiskFile extends AsyncDisposable {
  /** Fills `into` from `at`; resolves to the bytes read, fewer only at the end of the file. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Writes all of `bytes` at `at`; they must not change until it resolves. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** fdatasync: what was written before the call is durable when it resolves. */
  sync(): Promise<void>;
  sizeBytes(): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  /** Reserves blocks up to `sizeBytes` and grows the file (posix_fallocate, else zeros are written). */
  allocate(sizeBytes: number): Promise<void>;
}

export interface FileStat {
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Identity that survives a rename: device and inode. */
  readonly inode: string;
  /** Others than its owner may read it; absent where nobody knows. */
  readonly othersRead?: boolean;
}

export interface DirEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

/** `read`: must exist. `edit`: read and write, must exist. `create`: read and write, made when missing. */
export type OpenMode = "read" | "edit" | "create";

export interface Disk {
  /** `mode` 0600 for keys; otherwise the umask decides. */
  open(path: string, mode: OpenMode, options?: { readonly secret?: boolean }): Promise<DiskFile>;
  readFile(path: string): Promise<Uint8Array>;
  /** Replaces a file so that a power cut leaves the old or the new one: temporary name, sync, rename, sync of the folder. */
  replaceFile(
    path: string,
    bytes: Uint8Array,
    options?: { readonly secret?: boolean },
  ): Promise<void>;
  /** Undefined where nothing is there. */
  stat(path: string): Promise<FileStat | undefined>;
  list(path: string): Promise<readonly DirEntry[]>;
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all in it; fine when nothing is there. */
  remove(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
  /** Holds DIR against a second daemon until disposed. Throws `in-use` with who holds it. */
  lock(path: string): Promise<AsyncDisposable>;
  /** Calls `changed` (coalesced) when something below `path` changes; hints only, so poll too. */
  watch(path: string, changed: () => void): Promise<AsyncDisposable>;
  /** Joins path parts with the system's separator. */
  join(...parts: string[]): string;
}
