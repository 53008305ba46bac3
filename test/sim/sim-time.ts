/**
 * The clocks of one simulated machine: a monotonic one that is off by some
 * parts per million and begins anew at each boot, and a wall clock that steps.
 */
import type { WallTrust } from "../../src/ports/wall-source.ts";
import type { SimClock } from "./sim-clock.ts";

/** Where a board without a battery-backed clock wakes up: 2023-01-01. */
const unsetWallMs = 1_672_531_200_000;

export class SimTime {
  readonly #world: SimClock;
  readonly #rate: number;
  readonly #hasRtc: boolean;
  #bootUs: number;
  #startUs: number;
  #wallOffsetMs = 0;
  #trust: WallTrust;
  #boots = 0;

  constructor(
    world: SimClock,
    options: { readonly ppm: number; readonly startUs: number; readonly hasRtc: boolean },
  ) {
    this.#world = world;
    this.#rate = 1 + options.ppm / 1e6;
    this.#hasRtc = options.hasRtc;
    this.#bootUs = world.nowUs();
    this.#startUs = options.startUs;
    // It has been up for long enough to have met a time server.
    this.#trust = options.hasRtc ? "kept" : "synchronised";
  }

  /** Who vouches for its wall clock now. */
  get trust(): WallTrust {
    return this.#trust;
  }
  /** Names this boot. */
  get bootId(): string {
    return this.#boots.toString(16).padStart(16, "b");
  }

  nowUs(): number {
    return this.#startUs + Math.floor((this.#world.nowUs() - this.#bootUs) * this.#rate);
  }

  wallMs(): number {
    return this.#world.wallMs() + this.#wallOffsetMs;
  }

  /** How much of the world's time passes in this much of the machine's. */
  worldUs(us: number): number {
    return us / this.#rate;
  }

  /** Somebody set it: from then on no time server vouches for it, as in Linux, nor a battery-backed clock. */
  stepWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
    this.#trust = "none";
  }

  /** Believes from now on that its clock is right, whether it is or not. */
  vouch(trust: WallTrust): void {
    this.#trust = trust;
  }

  /** The network brought the right time. */
  setWall(): void {
    this.#wallOffsetMs = 0;
    this.#trust = "synchronised";
  }

  /** After a power cut: the monotonic clock begins anew, and the wall clock is lost where no battery kept it. */
  boot(startUs: number): void {
    this.#bootUs = this.#world.nowUs();
    this.#startUs = startUs;
    this.#boots += 1;
    this.#trust = this.#hasRtc ? "kept" : "none";
    this.#wallOffsetMs = this.#hasRtc ? 0 : unsetWallMs - this.#world.wallMs();
  }
}
