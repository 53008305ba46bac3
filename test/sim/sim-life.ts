/**
 * A SimDisk as one life of a program sees it: after a cut or a kill every call
 * fails, so that what is still running of a dead program cannot touch the disk
 * of its successor.
 */
import type { DirEntry, Disk, DiskFile, FileStat, OpenMode } from "../../src/ports/disk.ts";
import type { SimDisk } from "./sim-disk.ts";

export class SimLife implements Disk {
  readonly #disk: SimDisk;
  readonly #power: number;

  constructor(disk: SimDisk) {
    this.#disk = disk;
    this.#power = disk.power;
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    return this.#alive(path).open(path, mode);
  }
  async readFile(path: string): Promise<Uint8Array> {
    return this.#alive(path).readFile(path);
  }
  async replaceFile(path: string, bytes: Uint8Array): Promise<void> {
    return this.#alive(path).replaceFile(path, bytes);
  }
  async stat(path: string): Promise<FileStat | undefined> {
    return this.#alive(path).stat(path);
  }
  async list(path: string): Promise<readonly DirEntry[]> {
    return this.#alive(path).list(path);
  }
  async makeFolder(path: string): Promise<void> {
    return this.#alive(path).makeFolder(path);
  }
  async rename(from: string, to: string): Promise<void> {
    return this.#alive(from).rename(from, to);
  }
  async remove(path: string): Promise<void> {
    return this.#alive(path).remove(path);
  }
  async syncFolder(path: string): Promise<void> {
    return this.#alive(path).syncFolder(path);
  }
  async freeBytes(path: string): Promise<number> {
    return this.#alive(path).freeBytes(path);
  }
  async lock(path: string): Promise<AsyncDisposable> {
    return this.#alive(path).lock(path);
  }
  async watch(path: string, changed: () => void): Promise<AsyncDisposable> {
    return this.#alive(path).watch(path, changed);
  }
  join(...parts: string[]): string {
    return this.#disk.join(...parts);
  }

  #alive(path: string): SimDisk {
    this.#disk.alive(this.#power, path);
    return this.#disk;
  }
}
