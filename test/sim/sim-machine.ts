/**
 * A machine of the simulated house: clocks, disk, sound card, and the life of
 * the program that runs on it now. Programs come and go; the machine stays.
 */
import type { Rng } from "../../src/base/rng.ts";
import { SimPlug } from "./sim-card.ts";
import type { SimClock } from "./sim-clock.ts";
import { SimDisk } from "./sim-disk.ts";
import type { SimNetwork } from "./sim-network.ts";
import { SimProcess } from "./sim-process.ts";
import type { SimTcp } from "./sim-tcp.ts";
import { SimTime } from "./sim-time.ts";

export interface MachineTraits {
  /** Error of its clock, parts per million. */
  readonly clockPpm: number;
  /** Error of its sound card, parts per million. */
  readonly dacPpm: number;
  /** Whether a battery keeps the wall clock when the power is gone. */
  readonly hasRtc: boolean;
}

/** What the machines of one house share. */
export interface Surroundings {
  readonly world: SimClock;
  readonly network: SimNetwork;
  readonly tcp: SimTcp;
}

export const simDiskLatencyUs = 200;
/** Where a monotonic clock stands when the program starts: some seconds after boot. */
const bootedUs = 5_000_000;

export class SimMachine {
  readonly host: string;
  readonly traits: MachineTraits;
  readonly time: SimTime;
  readonly disk: SimDisk;
  readonly plug = new SimPlug();
  readonly #around: Surroundings;
  #process: SimProcess | undefined;

  constructor(around: Surroundings, host: string, traits: MachineTraits, rng: Rng) {
    const { world } = around;
    this.#around = around;
    this.host = host;
    this.traits = traits;
    const { clockPpm: ppm, hasRtc } = traits;
    this.time = new SimTime(world, { ppm, hasRtc, startUs: world.nowUs() });
    const clock = {
      nowUs: () => world.nowUs(),
      wallMs: () => this.time.wallMs(),
      after: world.after.bind(world),
    };
    this.disk = new SimDisk({ clock, rng, latencyUs: simDiskLatencyUs });
  }

  /** True time, which no program knows. */
  get worldUs(): number {
    return this.#around.world.nowUs();
  }

  /** The program that runs; undefined while none does. */
  get process(): SimProcess | undefined {
    return this.#process;
  }

  /** A new life for a program. The one before it must have ended. */
  start(): SimProcess {
    const { world, network, tcp } = this.#around;
    const { time, disk, host } = this;
    this.#process = new SimProcess({
      world,
      time,
      disk,
      network: network.host(host),
      streams: tcp.host(host),
    });
    return this.#process;
  }

  /** The program has ended in order. */
  async stopped(): Promise<void> {
    await this.#process?.end(false);
    this.#process = undefined;
  }

  /** The program is killed: the kernel keeps what it wrote. */
  async kill(): Promise<void> {
    await this.#process?.end(false);
    this.#process = undefined;
    this.plug.card?.pull();
    this.disk.kill();
  }

  /** The power is cut and comes back: of what was not synced anything may be lost. */
  async cutPower(): Promise<void> {
    await this.#process?.end(true);
    this.#process = undefined;
    this.plug.card?.pull();
    this.disk.cut();
    this.time.boot(bootedUs);
  }
}
