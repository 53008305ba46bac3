/** A library on a simulated disk in virtual time, with sound that is made up. */
import { Rng } from "../../src/base/rng.ts";
import { type Ed25519KeyPair, ed25519KeyPair } from "../../src/media/ed25519.ts";
import { Library } from "../../src/origin/library.ts";
import type { Database } from "../../src/ports/database.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";
import { type FakeSound, FakeTags, FakeTranscoder, soundBytes } from "./fake-sound.ts";
import { memoryDatabase } from "./memory-database.ts";
import { silentLog } from "./silent-log.ts";

export const musicFolder = "/music";
export const dataFolder = "/data";

export class LibraryWorld implements AsyncDisposable {
  readonly clock = new SimClock();
  readonly disk = new SimDisk({ clock: this.clock, rng: new Rng(7) });
  readonly database: Database = memoryDatabase();
  transcoder = new FakeTranscoder(this.disk);
  signer: Ed25519KeyPair = ed25519KeyPair(new Uint8Array(32).fill(1));
  #library: Library | undefined;
  #stop = new AbortController();
  #run: Promise<unknown> = Promise.resolve();

  static async make(files: Readonly<Record<string, FakeSound>> = {}): Promise<LibraryWorld> {
    const world = new LibraryWorld();
    await world.disk.makeFolder(musicFolder);
    for (const [path, sound] of Object.entries(files)) await world.write(path, sound);
    await world.clock.advance(10_000_000);
    return world;
  }

  get library(): Library {
    if (this.#library === undefined) throw new Error("the library is not started");
    return this.#library;
  }

  /** Opens the library and lets it run; counts start anew. */
  async start(): Promise<void> {
    this.transcoder = new FakeTranscoder(this.disk);
    await this.startOnly();
    await this.settled();
  }

  async startOnly(): Promise<void> {
    const { disk, clock, database, transcoder, signer } = this;
    const ports = { disk, clock, database, transcoder, log: silentLog, tags: new FakeTags(disk) };
    this.#stop = new AbortController();
    const options = { folder: musicFolder, dataFolder, signer };
    this.#library = await clock.settle(Library.open(ports, options, this.#stop.signal));
    this.#run = this.#library.run(this.#stop.signal).catch((error: unknown) => error);
  }

  async settled(): Promise<void> {
    await this.clock.settle(this.library.whenSettled(new AbortController().signal));
  }

  /** Lets at least one more scan happen, and all work that it brings. */
  async rescan(): Promise<void> {
    await this.clock.advance(35_000_000);
    await this.settled();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("stopped"));
    this.transcoder.gate?.resolve();
    await this.clock.settle(this.#run);
    await this.#library?.[Symbol.asyncDispose]();
  }

  async write(path: string, content: FakeSound | string): Promise<void> {
    const full = this.disk.join(musicFolder, path);
    await this.disk.makeFolder(full.slice(0, full.lastIndexOf("/")));
    const bytes =
      typeof content === "string" ? new TextEncoder().encode(content) : soundBytes(content);
    await this.disk.remove(full);
    await using file = await this.disk.open(full, "create");
    await file.write(bytes, 0);
    await file.sync();
    await this.disk.syncFolder(musicFolder);
  }

  async move(from: string, to: string): Promise<void> {
    const full = this.disk.join(musicFolder, to);
    await this.disk.makeFolder(full.slice(0, full.lastIndexOf("/")));
    await this.disk.rename(this.disk.join(musicFolder, from), full);
  }

  async remove(path: string): Promise<void> {
    await this.disk.remove(this.disk.join(musicFolder, path));
  }

  titles(): string[] {
    return this.library.catalogue.search("").map(({ title }) => title);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.database[Symbol.dispose]();
  }
}
