/** A disk that hands everything on to another one: what a test changes of it, it overrides. */
import type { DirEntry, Disk, DiskFile, FileStat, OpenMode } from "../../../src/ports/disk.ts";

export class ForwardFile implements DiskFile {
  readonly inner: DiskFile;

  constructor(inner: DiskFile) {
    this.inner = inner;
  }
  read(into: Uint8Array, at: number): Promise<number> {
    return this.inner.read(into, at);
  }
  write(bytes: Uint8Array, at: number): Promise<void> {
    return this.inner.write(bytes, at);
  }
  sync(): Promise<void> {
    return this.inner.sync();
  }
  sizeBytes(): Promise<number> {
    return this.inner.sizeBytes();
  }
  truncate(sizeBytes: number): Promise<void> {
    return this.inner.truncate(sizeBytes);
  }
  allocate(sizeBytes: number): Promise<void> {
    return this.inner.allocate(sizeBytes);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]();
  }
}

export class ForwardDisk implements Disk {
  readonly inner: Disk;

  constructor(inner: Disk) {
    this.inner = inner;
  }

  open(path: string, mode: OpenMode, options?: { readonly secret?: boolean }): Promise<DiskFile> {
    return this.inner.open(path, mode, options);
  }
  readFile(path: string): Promise<Uint8Array> {
    return this.inner.readFile(path);
  }
  replaceFile(
    path: string,
    bytes: Uint8Array,
    options?: { readonly secret?: boolean },
  ): Promise<void> {
    return this.inner.replaceFile(path, bytes, options);
  }
  stat(path: string): Promise<FileStat | undefined> {
    return this.inner.stat(path);
  }
  list(path: string): Promise<readonly DirEntry[]> {
    return this.inner.list(path);
  }
  makeFolder(path: string): Promise<void> {
    return this.inner.makeFolder(path);
  }
  rename(from: string, to: string): Promise<void> {
    return this.inner.rename(from, to);
  }
  remove(path: string): Promise<void> {
    return this.inner.remove(path);
  }
  syncFolder(path: string): Promise<void> {
    return this.inner.syncFolder(path);
  }
  freeBytes(path: string): Promise<number> {
    return this.inner.freeBytes(path);
  }
  lock(path: string): Promise<AsyncDisposable> {
    return this.inner.lock(path);
  }
  watch(path: string, changed: () => void): Promise<AsyncDisposable> {
    return this.inner.watch(path, changed);
  }
  join(...parts: string[]): string {
    return this.inner.join(...parts);
  }
}
