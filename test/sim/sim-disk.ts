/**
 * An in-memory Disk over virtual time, with the failures of real ones: latency,
 * power cuts, full, failing and read-only media, lost syncs. One seed decides
 * all of it.
 *
 * Names follow the same rule as bytes: a made, renamed or removed name is sure
 * only after `syncFolder`. At a cut the file system's journal keeps some first
 * part of the name changes since, in their order.
 */
import type { Rng } from "../../src/base/rng.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { DirEntry, Disk, DiskFile, FileStat, OpenMode } from "../../src/ports/disk.ts";
import { DiskError, type DiskErrorCode } from "../../src/ports/errors.ts";
import { type CutOutcome, SimInode } from "./sim-inode.ts";

export type DiskCall =
  | "open"
  | "read"
  | "write"
  | "sync"
  | "resize"
  | "allocate"
  | "stat"
  | "list"
  | "make-folder"
  | "rename"
  | "remove"
  | "sync-folder"
  | "free"
  | "lock";

export interface SimDiskOptions {
  /** Its wall clock dates the files. */
  readonly clock: Clock;
  readonly rng: Rng;
  /** Mean time of a call; 0 for a disk that answers within the same instant. */
  readonly latencyUs?: number;
  readonly sizeBytes?: number;
}

type NameChange =
  | { readonly kind: "link"; readonly path: string; readonly inode: SimInode }
  | {
      readonly kind: "move";
      readonly path: string;
      readonly inode: SimInode;
      readonly from: string;
    }
  | { readonly kind: "unlink"; readonly path: string };

/** Calls that change the medium fail on a read-only one. */
const changing: ReadonlySet<DiskCall> = new Set([
  "write",
  "resize",
  "allocate",
  "make-folder",
  "rename",
  "remove",
]);

export class SimDisk implements Disk {
  /** Decides before each call whether it fails. Called before anything has happened. */
  fault: ((call: DiskCall, path: string) => DiskErrorCode | undefined) | undefined;
  /** Sees each call before it acts: a test cuts the power here. */
  onCall: ((call: DiskCall, path: string) => void) | undefined;
  readOnly = false;
  /** No call ends before this, by the clock of the disk: a card that is busy with itself. */
  stalledUntilUs = 0;
  /** Calls take this many times as long. */
  slowness = 1;
  writtenBytes = 0;
  readBytes = 0;
  syncs = 0;
  calls = 0;

  readonly #options: SimDiskOptions;
  readonly #folders = new Set<string>(["/"]);
  readonly #locks = new Set<string>();
  readonly #watches = new Map<() => void, string>();
  #names = new Map<string, SimInode>();
  #sureNames = new Map<string, SimInode>();
  #changes: NameChange[] = [];
  #power = 0;
  #inodes = 0;

  constructor(options: SimDiskOptions) {
    this.#options = options;
  }

  /** The power fails now and is back at once. Open files are dead; locks are gone. */
  cut(outcome: CutOutcome = "drawn"): void {
    const { rng } = this.#options;
    this.kill();
    const drawn = rng.below(this.#changes.length + 1);
    const kept = outcome === "drawn" ? drawn : outcome === "nothing" ? 0 : this.#changes.length;
    for (const change of this.#changes.slice(0, kept)) apply(this.#sureNames, change);
    this.#changes = [];
    this.#names = new Map(this.#sureNames);
    for (const inode of new Set(this.#names.values())) inode.cut(rng, outcome);
  }

  /** The program is killed: its files are dead and its locks gone, but the kernel keeps what it wrote. */
  kill(): void {
    this.#power += 1;
    this.#locks.clear();
    this.#watches.clear();
  }

  /** Flips bits of a file that exists. */
  flip(path: string, at: number, mask: number): void {
    this.#inode(path).flip(at, mask);
  }

  has(path: string): boolean {
    return this.#names.has(path);
  }

  sizeOf(path: string): number {
    return this.#inode(path).sizeBytes;
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    const power = this.#power;
    await this.begin("open", path, power);
    if (this.#folders.has(path)) throw failure("exists", path);
    if (mode === "create" && !this.#names.has(path)) this.#make(path);
    if (mode !== "read" && this.readOnly) throw failure("read-only", path);
    return new SimFile(this, this.#inode(path), path, power);
  }

  async readFile(path: string): Promise<Uint8Array> {
    await using file = await this.open(path, "read");
    const bytes = new Uint8Array(await file.sizeBytes());
    await file.read(bytes, 0);
    return bytes;
  }

  /** Made of the other calls, so that a cut may fall between any two of its steps. */
  async replaceFile(path: string, bytes: Uint8Array): Promise<void> {
    const draft = `${path}.tmp`;
    const power = this.#power;
    await this.remove(draft);
    this.alive(power, path);
    {
      await using file = await this.open(draft, "create");
      await file.write(bytes, 0);
      await file.sync();
    }
    this.alive(power, path);
    await this.rename(draft, path);
    this.alive(power, path);
    await this.syncFolder(parentOf(path));
  }

  async stat(path: string): Promise<FileStat | undefined> {
    await this.begin("stat", path);
    if (this.#folders.has(path))
      return { kind: "folder", sizeBytes: 0, modifiedMs: 0, inode: `folder:${path}` };
    const found = this.#names.get(path);
    if (found === undefined) return undefined;
    const { sizeBytes, modifiedMs, inode } = found;
    return { kind: "file", sizeBytes, modifiedMs, inode };
  }

  async list(path: string): Promise<readonly DirEntry[]> {
    await this.begin("list", path);
    if (!this.#folders.has(path)) throw failure("not-found", path);
    const entries: DirEntry[] = [];
    for (const folder of this.#folders)
      if (folder !== path && parentOf(folder) === path)
        entries.push({ name: nameOf(folder), kind: "folder" });
    for (const file of this.#names.keys())
      if (parentOf(file) === path) entries.push({ name: nameOf(file), kind: "file" });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async makeFolder(path: string): Promise<void> {
    // One that is there is no change: a read-only medium has nothing against it.
    await this.begin(this.#folders.has(path) ? "stat" : "make-folder", path);
    if (this.#names.has(path)) throw failure("exists", path);
    // Folders are sure at once: what matters to the programs are the files in them.
    for (let at = path; at !== "/"; at = parentOf(at)) this.#folders.add(at);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.begin("rename", from);
    const inode = this.#inode(from);
    this.#rename({ kind: "move", path: to, inode, from });
  }

  async remove(path: string): Promise<void> {
    await this.begin("remove", path);
    const below = [...this.#names.keys()].filter(
      (name) => name === path || name.startsWith(`${path}/`),
    );
    for (const name of below) this.#rename({ kind: "unlink", path: name });
    for (const folder of this.#folders)
      if (folder === path || folder.startsWith(`${path}/`)) this.#folders.delete(folder);
  }

  async syncFolder(path: string): Promise<void> {
    await this.begin("sync-folder", path);
    // One journal: syncing a folder carries all name changes before it, as on ext4.
    for (const change of this.#changes) apply(this.#sureNames, change);
    this.#changes = [];
  }

  async freeBytes(path: string): Promise<number> {
    await this.begin("free", path);
    return this.#freeNow();
  }

  async lock(path: string): Promise<AsyncDisposable> {
    await this.begin("lock", path);
    if (this.#locks.has(path))
      throw new DiskError("in-use", `${path} is held by process 1`, {
        remedy: "stop that one first",
      });
    this.#locks.add(path);
    const power = this.#power;
    return {
      [Symbol.asyncDispose]: async () => {
        if (power === this.#power) this.#locks.delete(path);
      },
    };
  }

  async watch(path: string, changed: () => void): Promise<AsyncDisposable> {
    this.#watches.set(changed, path);
    return {
      [Symbol.asyncDispose]: async () => {
        this.#watches.delete(changed);
      },
    };
  }

  join(...parts: string[]): string {
    const kept: string[] = [];
    for (const part of parts.join("/").split("/")) {
      if (part === "..") kept.pop();
      else if (part !== "" && part !== ".") kept.push(part);
    }
    return `/${kept.join("/")}`;
  }

  /** What every call goes through: the test's hook, the fault, then the time it takes. */
  async begin(call: DiskCall, path: string, power = this.#power): Promise<void> {
    this.admit(call, path, power);
    await this.pass(path, power);
  }

  /** The part of a call that happens at once. Throws what the call fails with. */
  admit(call: DiskCall, path: string, power: number): void {
    this.calls += 1;
    this.onCall?.(call, path);
    this.alive(power, path);
    const code = this.fault?.(call, path);
    if (code !== undefined) throw failure(code, path);
    if (this.readOnly && changing.has(call)) throw failure("read-only", path);
  }

  /** The time a call takes; the power may go meanwhile. */
  async pass(path: string, power: number): Promise<void> {
    const { clock, rng, latencyUs = 0 } = this.#options;
    const stallUs = Math.max(0, this.stalledUntilUs - clock.nowUs());
    if (latencyUs > 0 || stallUs > 0) {
      const us = stallUs + rng.exponential(latencyUs) * this.slowness;
      await new Promise<void>((resolve) => clock.after(us, resolve));
    }
    this.alive(power, path);
  }

  /** Counts cuts and kills. */
  get power(): number {
    return this.#power;
  }

  isAlive(power: number): boolean {
    return power === this.#power;
  }

  alive(power: number, path: string): void {
    if (!this.isAlive(power))
      throw new DiskError("io-error", `the power was cut: ${path}`, { remedy: "open it again" });
  }

  /** Throws when the medium has no room for a file to grow by this much. */
  claim(path: string, growthBytes: number): void {
    if (growthBytes > 0 && growthBytes > this.#freeNow()) throw failure("no-space", path);
  }

  changed(path: string): void {
    for (const [changed, folder] of this.#watches)
      if (path.startsWith(`${folder}/`)) this.#options.clock.after(0, changed);
  }

  get wallMs(): number {
    return this.#options.clock.wallMs();
  }
  get rng(): Rng {
    return this.#options.rng;
  }

  #freeNow(): number {
    let used = 0;
    for (const inode of new Set(this.#names.values())) used += inode.sizeBytes;
    return Math.max(0, (this.#options.sizeBytes ?? 64 * 2 ** 30) - used);
  }

  #make(path: string): void {
    if (this.readOnly) throw failure("read-only", path);
    if (!this.#folders.has(parentOf(path))) throw failure("not-found", path);
    this.#inodes += 1;
    this.#rename({ kind: "link", path, inode: new SimInode(`1:${this.#inodes}`) });
  }

  #rename(change: NameChange): void {
    apply(this.#names, change);
    this.#changes.push(change);
    this.changed(change.path);
  }

  #inode(path: string): SimInode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw failure("not-found", path);
    return inode;
  }
}

class SimFile implements DiskFile {
  readonly #disk: SimDisk;
  readonly #inode: SimInode;
  readonly #path: string;
  readonly #power: number;

  constructor(disk: SimDisk, inode: SimInode, path: string, power: number) {
    this.#disk = disk;
    this.#inode = inode;
    this.#path = path;
    this.#power = power;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    await this.#disk.begin("read", this.#path, this.#power);
    const length = this.#inode.read(into, at);
    this.#disk.readBytes += length;
    return length;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    const disk = this.#disk;
    disk.admit("write", this.#path, this.#power);
    disk.claim(this.#path, at + bytes.length - this.#inode.sizeBytes);
    // On its way from here on: a cut during the wait may find any part of it arrived.
    this.#inode.write(at, bytes);
    this.#inode.modifiedMs = disk.wallMs;
    disk.writtenBytes += bytes.length;
    disk.changed(this.#path);
    await disk.pass(this.#path, this.#power);
  }

  async sync(): Promise<void> {
    const disk = this.#disk;
    disk.alive(this.#power, this.#path);
    const mark = this.#inode.mark();
    try {
      disk.admit("sync", this.#path, this.#power);
    } catch (error) {
      // As Linux does it (facts of ATC'20): after a failed fsync the pages count as clean.
      if (this.#disk.isAlive(this.#power)) this.#inode.loseUnsynced(disk.rng);
      throw error;
    }
    await disk.pass(this.#path, this.#power);
    this.#inode.syncUpTo(mark);
    disk.syncs += 1;
  }

  async sizeBytes(): Promise<number> {
    await this.#disk.begin("stat", this.#path, this.#power);
    return this.#inode.sizeBytes;
  }

  async truncate(sizeBytes: number): Promise<void> {
    await this.#disk.begin("resize", this.#path, this.#power);
    this.#disk.claim(this.#path, sizeBytes - this.#inode.sizeBytes);
    this.#inode.resize(sizeBytes);
  }

  async allocate(sizeBytes: number): Promise<void> {
    await this.#disk.begin("allocate", this.#path, this.#power);
    this.#disk.claim(this.#path, sizeBytes - this.#inode.sizeBytes);
    if (sizeBytes > this.#inode.sizeBytes) this.#inode.resize(sizeBytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    return;
  }
}

function apply(names: Map<string, SimInode>, change: NameChange): void {
  if (change.kind === "unlink") names.delete(change.path);
  else names.set(change.path, change.inode);
  if (change.kind === "move") names.delete(change.from);
}

function failure(code: DiskErrorCode, path: string): DiskError {
  return new DiskError(code, `simulated ${code}: ${path}`, { remedy: "repair the simulated disk" });
}

function parentOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at <= 0 ? "/" : path.slice(0, at);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
