/**
 * A whole house in one process and in virtual time: one origin, some speakers,
 * the real programs over simulated ports. One seed decides everything.
 */
import { assert } from "../../src/base/assert.ts";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { mib } from "../../src/base/units.ts";
import type { Invite } from "../../src/household/invite.ts";
import { Origin } from "../../src/origin/origin.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { Speaker } from "../../src/player/speaker.ts";
import type { DatabaseDriver } from "../../src/ports/database.ts";
import type { Log } from "../../src/ports/log.ts";
import { SimAudio } from "./sim-audio.ts";
import { SimCapture } from "./sim-capture.ts";
import { SimClock } from "./sim-clock.ts";
import { SimDisk } from "./sim-disk.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { SimLife } from "./sim-life.ts";
import { delay, type Filter, SimNetwork } from "./sim-network.ts";
import { SimTranscoder, simTags } from "./sim-transcoder.ts";

export interface HouseOptions {
  readonly seed: number;
  /** Lengths of the library's tracks in frames of 48 kHz; tag n is the n-th, from 1. */
  readonly tracks: readonly number[];
  readonly speakers: number;
  /** Faults of the LAN; a clean one of half a millisecond where it is absent. */
  readonly filters?: (rng: Rng) => readonly Filter[];
  /** Rate error of the DACs, parts per million. */
  readonly ppm?: number;
}

export interface SimSpeaker {
  readonly speaker: Speaker;
  readonly capture: SimCapture;
  readonly host: string;
}

const originHost = "10.0.0.1";
const originPort = 41_000;
const libraryFolder = "/music";
const simDiskLatencyUs = 200;

export class SimHouse {
  readonly clock = new SimClock();
  readonly rng: Rng;
  readonly network: SimNetwork;
  readonly originDisk: SimDisk;
  readonly speakers: SimSpeaker[] = [];
  readonly log = new SimLog();
  readonly #databases: DatabaseDriver;
  readonly #disks = new Map<string, SimDisk>();
  #origin: Origin | undefined;
  #running = new AbortController();

  /** The library is taken in, and every speaker has joined and knows it, when this resolves. */
  static async open(options: HouseOptions): Promise<SimHouse> {
    const house = new SimHouse(options, await SqliteDriver.load());
    await house.#fillLibrary(options.tracks);
    await house.startOrigin();
    await house.clock.until(
      () => house.origin.library.stats().tracks === options.tracks.length,
      120_000_000,
    );
    for (let i = 0; i < options.speakers; i++) await house.addSpeaker(options.ppm ?? 0);
    const known = (): boolean =>
      house.speakers.every(({ speaker }) => speaker.library("").length === options.tracks.length);
    await house.clock.until(known, 60_000_000);
    return house;
  }

  private constructor({ seed, filters }: HouseOptions, databases: DatabaseDriver) {
    this.rng = new Rng(seed);
    this.network = new SimNetwork(this.clock);
    this.#databases = sharedInMemory(databases);
    this.originDisk = this.#diskOf(originHost);
    this.network.setFilters(filters?.(this.rng.fork()) ?? [delay(this.rng.fork(), 250, 0)]);
  }

  get origin(): Origin {
    assert(this.#origin !== undefined, "the origin runs");
    return this.#origin;
  }

  async startOrigin(): Promise<void> {
    this.#running = new AbortController();
    const { signal } = this.#running;
    const disk = this.originDisk;
    const ports = {
      ...this.#machine(originHost),
      databases: this.#databases,
      transcoder: new SimTranscoder(disk),
      tags: simTags,
    };
    const options = {
      dataFolder: "/origin",
      libraryFolder,
      name: "Origin",
      listen: { host: originHost, port: originPort },
    };
    this.#origin = await this.clock.settle(Origin.open(ports, options, signal));
    this.#origin.run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** As a process that is told to stop. */
  async stopOrigin(): Promise<void> {
    this.#running.abort(new Error("the origin stops"));
    await this.clock.settle(this.origin[Symbol.asyncDispose]());
    this.#origin = undefined;
  }

  async addSpeaker(ppm: number): Promise<SimSpeaker> {
    return this.startSpeaker(`10.0.0.${10 + this.speakers.length}`, ppm, this.origin.invite());
  }

  /** The speaker at `host`, new or with the data it had. */
  async startSpeaker(host: string, ppm: number, join: Invite | undefined): Promise<SimSpeaker> {
    const capture = new SimCapture();
    const ports = {
      ...this.#machine(host),
      openSink: async () => new SimAudio(this.clock, { ppm, capture }),
    };
    const options = {
      dataFolder: "/speaker",
      name: `Speaker ${host}`,
      version: "sim",
      listen: { host, port: 0 },
      origins: [],
      join,
      cacheBytes: 32 * mib,
      rung: "opus-160" as const,
    };
    const speaker = await this.clock.settle(
      Speaker.open(ports, options, new AbortController().signal),
    );
    await speaker.execute({ kind: "volume", level: 100 });
    const made = { speaker, capture, host };
    this.speakers.push(made);
    return made;
  }

  /** As a process that is told to stop; its data stays. */
  async stopSpeaker(made: SimSpeaker): Promise<void> {
    this.speakers.splice(this.speakers.indexOf(made), 1);
    await this.clock.settle(made.speaker[Symbol.asyncDispose]());
  }

  /** As when the power is cut: what was not synced is lost, in part or whole. */
  async crashSpeaker(made: SimSpeaker): Promise<void> {
    this.#diskOf(made.host).cut();
    this.speakers.splice(this.speakers.indexOf(made), 1);
    // What is still running of it has no disk any more, and says so.
    await this.clock.settle(Promise.allSettled([made.speaker[Symbol.asyncDispose]()]));
  }

  async close(): Promise<void> {
    for (const made of [...this.speakers]) await this.stopSpeaker(made);
    if (this.#origin !== undefined) await this.stopOrigin();
  }

  diskOf(host: string): SimDisk {
    return this.#diskOf(host);
  }

  #machine(host: string) {
    return {
      network: this.network.host(host),
      disk: new SimLife(this.#diskOf(host)),
      clock: this.clock,
      entropy: new SimEntropy(this.rng.fork()),
      log: this.log,
      aead: nodeAeadDriver,
    };
  }

  #diskOf(host: string): SimDisk {
    const known = this.#disks.get(host);
    if (known !== undefined) return known;
    const disk = new SimDisk({
      clock: this.clock,
      rng: this.rng.fork(),
      latencyUs: simDiskLatencyUs,
    });
    this.#disks.set(host, disk);
    return disk;
  }

  async #fillLibrary(tracks: readonly number[]): Promise<void> {
    await this.clock.settle(this.originDisk.makeFolder(libraryFolder));
    for (const [i, frames] of tracks.entries()) {
      const name = String(i + 1).padStart(3, "0");
      await this.clock.settle(
        this.originDisk.replaceFile(
          `${libraryFolder}/${name}.flac`,
          utf8Bytes(`${i + 1} ${frames}`),
        ),
      );
    }
  }
}

/** One database in memory, which outlives the program that closes it, as a file does. */
function sharedInMemory(driver: DatabaseDriver): DatabaseDriver {
  const database = driver.open(":memory:");
  return { open: () => ({ ...bound(database), [Symbol.dispose]: () => undefined }) };
}

function bound(database: ReturnType<DatabaseDriver["open"]>) {
  return {
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => database.prepare(sql),
    transaction: <T>(work: () => T) => database.transaction(work),
  };
}

/** Keeps what was logged, for the message of a failing test. */
class SimLog implements Log {
  readonly lines: string[] = [];
  debug(): void {
    // Too much for a message.
  }
  info(event: string, fields?: object): void {
    this.#note("info", event, fields);
  }
  warn(event: string, fields?: object): void {
    this.#note("warn", event, fields);
  }
  error(event: string, fields?: object): void {
    this.#note("error", event, fields);
  }
  child(): Log {
    return this;
  }
  #note(level: string, event: string, fields: object = {}): void {
    this.lines.push(`${level} ${event} ${JSON.stringify(fields)}`);
  }
}
