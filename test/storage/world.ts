/** What the tests of storage/ have in common: a simulated device, a quiet log, bytes that tell who they are. */
import assert from "node:assert/strict";
import { equalBytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import type { Entropy } from "../../src/ports/entropy.ts";
import type { Log, LogFields } from "../../src/ports/log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";
import { SimLife } from "../sim/sim-life.ts";

export const never = new AbortController().signal;

/** Remembers what was logged at `warn` and above. */
export class MemoryLog implements Log {
  readonly lines: { readonly event: string; readonly fields: LogFields | undefined }[] = [];

  debug(): void {
    return;
  }
  info(): void {
    return;
  }
  warn(event: string, fields?: LogFields): void {
    this.lines.push({ event, fields });
  }
  error(event: string, fields?: LogFields): void {
    this.lines.push({ event, fields });
  }
  child(): Log {
    return this;
  }
}

export class SeededEntropy implements Entropy {
  readonly #rng: Rng;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#rng.below(256));
  }
}

export interface World {
  readonly clock: SimClock;
  readonly disk: SimDisk;
  readonly log: MemoryLog;
  readonly entropy: Entropy;
  readonly rng: Rng;
}

export function makeWorld(
  seed: number,
  options: {
    readonly latencyUs?: number;
    readonly sizeBytes?: number;
    /** Decides what the disk does, apart from what the test does. Default: drawn from `seed`. */
    readonly diskSeed?: number;
  } = {},
): World {
  const rng = new Rng(seed);
  const clock = new SimClock();
  const diskRng = rng.fork();
  const { diskSeed, ...others } = options;
  const disk = new SimDisk({
    clock,
    rng: diskSeed === undefined ? diskRng : new Rng(diskSeed),
    ...others,
  });
  return { clock, disk, log: new MemoryLog(), entropy: new SeededEntropy(rng.fork()), rng };
}

/** What a program gets that starts now: after the next cut it cannot touch the disk any more. */
export function lifeOf({ clock, disk, log, entropy }: World) {
  return { clock, disk: new SimLife(disk), log, entropy };
}

/** Bytes that differ for each seed. */
export function bytesOf(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed ^ 0x5bd1e995;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export function trackOf(n: number): string {
  return n.toString(16).padStart(8, "0").repeat(4);
}

/** As deepEqual, but a failure costs no diff of a hundred thousand lines. */
export function assertBytes(
  actual: Uint8Array | undefined,
  expected: Uint8Array,
  what = "bytes",
): void {
  assert.ok(actual !== undefined, `${what} are missing`);
  assert.ok(equalBytes(actual, expected), `${what} differ: ${actual.length} of ${expected.length}`);
}
