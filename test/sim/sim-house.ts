/**
 * A whole house in one process and in virtual time: one origin, some speakers,
 * the real programs over simulated ports. One seed decides everything.
 *
 * It makes and ends programs and nothing else: faults come from whoever holds
 * it (house-story.ts), judgements from referees.
 */

import { setMaxListeners } from "node:events";
import type { AudioSink } from "../../src/audio/model.ts";
import type { PlayoutInput } from "../../src/audio/playout.ts";
import { assert } from "../../src/base/assert.ts";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { mib } from "../../src/base/units.ts";
import { DiskClientStore } from "../../src/control/client-store.ts";
import { type ControlPorts, ControlServer } from "../../src/control/server.ts";
import type { NodeDirectory } from "../../src/discovery/nodes.ts";
import type { Invite } from "../../src/household/invite.ts";
import type { RungName } from "../../src/media/rung.ts";
import { Origin } from "../../src/origin/origin.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import type { Quality } from "../../src/player/quality.ts";
import { Speaker } from "../../src/player/speaker.ts";
import type { AeadDriver } from "../../src/ports/aead.ts";
import type { Database, DatabaseDriver } from "../../src/ports/database.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { MediaDecoderDriver } from "../../src/ports/media-decoder.ts";
import type { MediaHttp } from "../../src/ports/media-http.ts";
import type { Address } from "../../src/ports/network.ts";
import type { CacheUse } from "../../src/storage/cache-types.ts";
import { SimAudio } from "./sim-audio.ts";
import { SimCapture } from "./sim-capture.ts";
import { SimCardDriver } from "./sim-card.ts";
import { SimClock } from "./sim-clock.ts";
import type { SimDisk } from "./sim-disk.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { SimLog } from "./sim-log.ts";
import { type MachineTraits, SimMachine } from "./sim-machine.ts";
import { delay, type Filter, SimNetwork } from "./sim-network.ts";
import type { SimProcess } from "./sim-process.ts";
import { type Reach, SimTcp } from "./sim-tcp.ts";
import { SimTranscoder, simTags } from "./sim-transcoder.ts";

// A house of eight in one process: each speaker's loops sleep on the signal that ends it.
setMaxListeners(100);

export interface HouseOptions {
  readonly seed: number;
  /** Lengths of the library's tracks in frames of 48 kHz; tag n is the n-th, from 1. */
  readonly tracks: readonly number[];
  readonly speakers: number;
  /** Faults of the LAN; a clean one of half a millisecond where it is absent. */
  readonly filters?: (rng: Rng) => readonly Filter[];
  /** Rate error of the DACs, parts per million. */
  readonly ppm?: number;
  /** What the machines are like; exact clocks where it is absent. */
  readonly traits?: (rng: Rng) => MachineTraits;
  /** Byte streams' way through the LAN; half a millisecond where it is absent. */
  readonly reach?: Reach;
  /** Line-in of every speaker; none where it is absent. */
  readonly input?: (world: SimClock) => PlayoutInput;
  /** Who a speaker sees on the LAN; nobody where it is absent. */
  readonly directory?: (host: string) => Promise<NodeDirectory>;
  /** What the origin makes of each track; the Opus ladder where it is absent. */
  readonly rungs?: readonly RungName[];
  /** What is fetched; 160 where it is absent. */
  readonly quality?: Quality;
  readonly abr?: boolean;
  /** Of each speaker; 32 MiB where it is absent. */
  readonly cacheBytes?: number;
  /** False: no speaker fetches ahead what it only guesses. */
  readonly prefetch?: boolean;
  /** False: the speakers neither ask nor answer each other. */
  readonly peers?: boolean;
  /** False: what is lost is silence. */
  readonly concealment?: boolean;
  /** Where every speaker is told to look for the origin; names allowed. */
  readonly origins?: readonly Address[];
  /** Where every speaker is told to look for the others; nowhere where it is absent. */
  readonly peerPlaces?: readonly Address[];
  /** Hears of each use of a speaker's cache, for recording traces. */
  readonly onCacheUse?: (host: string, use: CacheUse) => void;
  /** The servers of URLs, whose sound is WAV; none is played where it is absent. */
  readonly media?: MediaHttp;
  /** Speakers have their control servers; off to save time. */
  readonly remotes?: boolean;
  /** What lies over a speaker's sound output: an amplifier's switch. */
  readonly over?: (sink: SimAudio, clock: SimClock) => AudioSink & AsyncDisposable;
  /** Ways to break the house, for the canaries that referees must catch. */
  readonly spoil?: {
    readonly sink?: (sink: SimAudio) => SimAudio;
    readonly aead?: AeadDriver;
  };
}

export interface SimSpeaker {
  readonly speaker: Speaker;
  readonly capture: SimCapture;
  readonly host: string;
  readonly machine: SimMachine;
  readonly process: SimProcess;
  readonly server: ControlServer | undefined;
}

export const originHost = "10.0.0.1";
const originPort = 41_000;
export const libraryFolder = "/music";
export const controlSocket = "/speaker/control.sock";
const speakerFolder = "/speaker";
const linkUs = 500;
const noDecoders: MediaDecoderDriver = { open: () => Promise.reject(new Error("none here")) };

export class SimHouse {
  readonly clock = new SimClock();
  readonly rng: Rng;
  readonly network: SimNetwork;
  readonly tcp: SimTcp;
  readonly speakers: SimSpeaker[] = [];
  readonly log = new SimLog(() => this.clock.nowUs());
  readonly database: Database;
  readonly #options: HouseOptions;
  readonly #databases: DatabaseDriver;
  readonly #machines = new Map<string, SimMachine>();
  #origin: Origin | undefined;
  #running = new AbortController();

  /** The library is taken in, and every speaker has joined and knows it, when this resolves. */
  static async open(options: HouseOptions): Promise<SimHouse> {
    const house = new SimHouse(options, (await SqliteDriver.load()).open(":memory:"));
    await house.#fillLibrary(options.tracks);
    await house.startOrigin();
    await house.clock.until(
      () => house.origin.library.stats().tracks === options.tracks.length,
      120_000_000,
    );
    for (let i = 0; i < options.speakers; i++) await house.addSpeaker(options.ppm ?? 0);
    const known = (): boolean =>
      house.speakers.every(({ speaker }) => speaker.library("").length >= options.tracks.length);
    await house.clock.until(known, 60_000_000);
    return house;
  }

  private constructor(options: HouseOptions, database: Database) {
    const { seed, filters, reach } = options;
    this.#options = options;
    this.rng = new Rng(seed);
    this.network = new SimNetwork(this.clock);
    this.tcp = new SimTcp(this.clock, reach ?? (() => linkUs));
    this.database = database;
    this.#databases = { open: () => keptOpen(database) };
    this.network.setFilters(filters?.(this.rng.fork()) ?? [delay(this.rng.fork(), linkUs / 2, 0)]);
  }

  get origin(): Origin {
    assert(this.#origin !== undefined, "the origin runs");
    return this.#origin;
  }
  get originRuns(): boolean {
    return this.#origin !== undefined;
  }
  get originDisk(): SimDisk {
    return this.diskOf(originHost);
  }

  async startOrigin(): Promise<void> {
    this.#running = new AbortController();
    const { signal } = this.#running;
    const machine = this.machineOf(originHost);
    const process = machine.start();
    const ports = {
      ...this.#portsOf(originHost, process),
      databases: this.#databases,
      transcoder: new SimTranscoder(process.disk, this.#options.rungs),
      tags: simTags(process.disk),
    };
    const options = {
      dataFolder: "/origin",
      libraryFolder,
      name: "Origin",
      listen: { host: originHost, port: originPort },
    };
    try {
      this.#origin = await this.clock.settle(Origin.open(ports, options, signal));
    } catch (error) {
      await machine.stopped();
      throw error;
    }
    this.#origin.run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** As a process that is told to stop. */
  async stopOrigin(): Promise<void> {
    this.#running.abort(new Error("the origin stops"));
    await this.clock.settle(this.origin[Symbol.asyncDispose]());
    this.#origin = undefined;
    await this.machineOf(originHost).stopped();
  }

  /** As when it is killed, or its power is cut. The database is not the disk's: it loses no commit. */
  async crashOrigin(how: "kill" | "power"): Promise<void> {
    const machine = this.machineOf(originHost);
    await (how === "kill" ? machine.kill() : machine.cutPower());
    this.#running.abort(new Error("the origin is gone"));
    this.#origin = undefined;
  }

  async addSpeaker(ppm: number): Promise<SimSpeaker> {
    return this.startSpeaker(`10.0.0.${10 + this.speakers.length}`, ppm, this.origin.invite());
  }

  /** The speaker at `host`, new or with the data it had. Throws what Speaker.open throws. */
  async startSpeaker(host: string, ppm: number, join: Invite | undefined): Promise<SimSpeaker> {
    const machine = this.machineOf(host);
    const capture = new SimCapture();
    const process = machine.start();
    const { clock: mainClock, soundClock: clock } = process;
    const card = { ppm: machine.traits.dacPpm + ppm, capture };
    const pcm = new SimCardDriver(this.clock, machine.plug, card);
    const base = this.#portsOf(host, process);
    const input = this.#options.input?.(this.clock);
    const { concealment } = this.#options;
    const spoil = this.#options.spoil?.sink ?? ((sink: SimAudio) => sink);
    const over = this.#options.over ?? ((sink: SimAudio) => sink);
    const audio = { clock, mainClock, pcm, input, concealment };
    const openSink = async () => over(spoil(new SimAudio(audio)), this.clock);
    const { media: http } = this.#options;
    const openMedia = http && (async () => ({ http, decoders: noDecoders }));
    const directory = await this.#options.directory?.(host);
    const ports = { ...base, openSink, directory, openMedia };
    const options = {
      dataFolder: speakerFolder,
      name: `Speaker ${host}`,
      version: "sim",
      listen: { host, port: 0 },
      origins: this.#options.origins ?? [],
      peerPlaces: this.#options.peerPlaces ?? [],
      join,
      cacheBytes: this.#options.cacheBytes ?? 32 * mib,
      // One rung unless a test is about several: what is heard then does not hang on the link.
      quality: this.#options.quality ?? ("160" as const),
      abr: this.#options.abr,
      prefetch: this.#options.prefetch,
      peers: this.#options.peers,
      onCacheUse: (use: CacheUse) => this.#options.onCacheUse?.(host, use),
    };
    const { signal } = new AbortController();
    try {
      const speaker = await this.clock.settle(Speaker.open(ports, options, signal));
      await speaker.execute({ kind: "volume", level: 100 });
      const server = await this.#openControl(base, speaker);
      const made = { speaker, capture, host, machine, process, server };
      this.speakers.push(made);
      return made;
    } catch (error) {
      await machine.kill();
      throw error;
    }
  }

  /** As a process that is told to stop; its data stays. */
  async stopSpeaker(made: SimSpeaker): Promise<void> {
    this.speakers.splice(this.speakers.indexOf(made), 1);
    await this.clock.settle(made.server?.[Symbol.asyncDispose]() ?? Promise.resolve());
    await this.clock.settle(made.speaker[Symbol.asyncDispose]());
    await made.machine.stopped();
  }

  /** As when the power is cut: what was not synced is lost, in part or whole. */
  async crashSpeaker(made: SimSpeaker): Promise<void> {
    await made.machine.cutPower();
    this.speakers.splice(this.speakers.indexOf(made), 1);
  }

  /** As when the process is killed: what it wrote stays, what it had in memory is lost. */
  async killSpeaker(made: SimSpeaker): Promise<void> {
    await made.machine.kill();
    this.speakers.splice(this.speakers.indexOf(made), 1);
  }

  async close(): Promise<void> {
    for (const made of [...this.speakers]) await this.stopSpeaker(made);
    if (this.#origin !== undefined) await this.stopOrigin();
  }

  diskOf(host: string): SimDisk {
    return this.machineOf(host).disk;
  }

  machineOf(host: string): SimMachine {
    const known = this.#machines.get(host);
    if (known !== undefined) return known;
    const { clock: world, network, tcp } = this;
    const rng = this.rng.fork();
    const traits = this.#options.traits?.(rng.fork()) ?? exact;
    const machine = new SimMachine({ world, network, tcp }, host, traits, rng);
    this.#machines.set(host, machine);
    return machine;
  }

  /** A music file of a made-up track (sim-transcoder.ts), new or in place of the one of that name. */
  async putFile(
    name: string,
    file: { tag: number; frames: number; title?: string },
  ): Promise<void> {
    const { tag, frames, title = "" } = file;
    const text = title === "" ? `${tag} ${frames}` : `${tag} ${frames} ${title}`;
    const path = `${libraryFolder}/${name}`;
    await this.clock.settle(this.originDisk.replaceFile(path, utf8Bytes(text)));
  }

  #portsOf(host: string, process: SimProcess) {
    return {
      network: process.network,
      disk: process.disk,
      clock: process.clock,
      wallSource: process.wallSource,
      entropy: new SimEntropy(this.rng.fork()),
      log: this.log.of(host),
      aead: this.#options.spoil?.aead ?? nodeAeadDriver,
    };
  }

  async #openControl(
    ports: ControlPorts & { readonly disk: Disk },
    speaker: Speaker,
  ): Promise<ControlServer | undefined> {
    if (this.#options.remotes !== true) return undefined;
    const path = `${speakerFolder}/clients.json`;
    const clients = await this.clock.settle(DiskClientStore.open(ports.disk, path));
    const options = {
      model: speaker,
      clients,
      socketPath: controlSocket,
      tls: undefined,
      speaker,
    };
    const { signal } = new AbortController();
    return this.clock.settle(ControlServer.open(ports, options, signal));
  }

  async #fillLibrary(tracks: readonly number[]): Promise<void> {
    await this.clock.settle(this.originDisk.makeFolder(libraryFolder));
    for (const [i, frames] of tracks.entries())
      await this.putFile(`${String(i + 1).padStart(3, "0")}.flac`, { tag: i + 1, frames });
  }
}

const exact: MachineTraits = { clockPpm: 0, dacPpm: 0, hasRtc: true };

/** A database in memory outlives the program that closes it, as a file does. */
export function keptOpen(database: Database): Database {
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    transaction: (work) => database.transaction(work),
    [Symbol.dispose]: () => undefined,
  };
}
