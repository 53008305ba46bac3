/**
 * Makes the faults of a story happen at a machine, and unhappen: those that are
 * over by themselves. Ending and starting programs takes time and is the
 * story's own business.
 */

import type { Rng } from "../../../src/base/rng.ts";
import type { DiskErrorCode } from "../../../src/ports/errors.ts";
import { originHost, type SimHouse } from "../sim-house.ts";
import type { SimMachine } from "../sim-machine.ts";
import { type Fault, isLie } from "./faults.ts";
import type { HostileHost } from "./hostile-host.ts";
import type { LyingMember } from "./lying-member.ts";
import type { Weather } from "./weather.ts";

type End = () => void;
const nothing: End = () => undefined;

export class FaultMaker {
  readonly #house: SimHouse;
  readonly #weather: Weather;
  readonly #hostile: HostileHost;
  readonly #rng: Rng;
  readonly #ends = new Set<End>();
  /** Once it has been let in; only in houses where one of the faults is its. */
  liar: LyingMember | undefined;

  constructor(house: SimHouse, parts: { weather: Weather; hostile: HostileHost; rng: Rng }) {
    this.#house = house;
    this.#weather = parts.weather;
    this.#hostile = parts.hostile;
    this.#rng = parts.rng;
  }

  /** Begins it; `over` is called when it has ended by itself. */
  begin(fault: Fault, over: () => void): void {
    const undo = this.#begin(fault);
    const end = (): void => {
      if (!this.#ends.delete(end)) return;
      undo();
      over();
    };
    this.#ends.add(end);
    this.#house.clock.after(fault.forUs, end);
  }

  /** All that is still on ends now. */
  calm(): void {
    for (const end of [...this.#ends]) end();
  }

  #begin({ kind, host, degree, forUs }: Fault): End {
    if (isLie(kind)) return this.liar?.begin(kind, degree) ?? nothing;
    const machine = this.#house.machineOf(host);
    const weather = this.#weather;
    switch (kind) {
      case "loss":
        return weather.lose(host, degree);
      case "jitter":
        return weather.jitter(host, degree);
      case "duplicates":
        return weather.duplicate(host, degree);
      case "corruption":
        return weather.corrupt(host);
      case "cut":
        return weather.cut(host, "both");
      case "one way":
        return weather.cut(host, degree < 0.5 ? "in" : "out");
      case "apart":
        return weather.block((from, to) => [from, to].includes(host) && !isOriginAmong(from, to));
      case "flap":
        return this.#flap(host);
      case "hostile":
        return this.#hostile.attack(5 + 60 * degree);
      case "main thread stall":
        machine.process?.stall(forUs);
        return nothing;
      case "wall clock step":
        machine.time.stepWall(Math.round((degree - 0.5) * 12) * 3_600_000);
        return nothing;
      case "card gone":
        machine.plug.pull();
        return () => machine.plug.insert();
      default:
        return this.#disk(kind, machine, { degree, forUs });
    }
  }

  #disk(kind: Fault["kind"], machine: SimMachine, how: { degree: number; forUs: number }): End {
    const { disk } = machine;
    switch (kind) {
      case "disk stall":
        disk.stalledUntilUs = this.#house.clock.nowUs() + how.forUs;
        return nothing;
      case "disk slow":
        disk.slowness = 1 + Math.round(500 * how.degree);
        return () => {
          disk.slowness = 1;
        };
      case "disk errors":
        return this.#failing(machine, "io-error", how.degree);
      case "disk full":
        return this.#failing(machine, "no-space", 1);
      case "disk read-only":
        disk.readOnly = true;
        return () => {
          disk.readOnly = false;
        };
      case "bit flips":
        this.#flipBits(machine, 1 + Math.round(40 * how.degree));
        return nothing;
      default:
        return nothing;
    }
  }

  #failing({ disk }: SimMachine, code: DiskErrorCode, share: number): End {
    const rng = this.#rng.fork();
    const growing = new Set(["write", "allocate", "resize"]);
    disk.fault = (call) =>
      (code === "io-error" || growing.has(call)) && rng.chance(share) ? code : undefined;
    return () => {
      disk.fault = undefined;
    };
  }

  /** Of the chunk cache alone: it is what has no second copy on the card, and must be checked at each read. */
  #flipBits({ disk }: SimMachine, bits: number): void {
    const path = "/speaker/chunks.log";
    if (!disk.has(path)) return;
    const sizeBytes = disk.sizeOf(path);
    for (let left = bits; left > 0 && sizeBytes > 0; left--)
      disk.flip(path, this.#rng.below(sizeBytes), 1 << this.#rng.below(8));
  }

  /** The link goes and comes, several times a second. */
  #flap(host: string): End {
    const rng = this.#rng.fork();
    let on = true;
    let undo: End = nothing;
    const turn = (down: boolean): void => {
      undo();
      undo = nothing;
      if (!on) return;
      if (down) undo = this.#weather.cut(host, "both");
      this.#house.clock.after(50_000 + rng.below(700_000), () => turn(!down));
    };
    turn(true);
    return () => {
      on = false;
      undo();
      undo = nothing;
    };
  }
}

function isOriginAmong(...hosts: readonly string[]): boolean {
  return hosts.includes(originHost);
}
