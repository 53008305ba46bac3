/**
 * Throws a million spoilt inputs at a decoder and looks that it neither breaks nor grows.
 *
 * FUZZ=50 does fifty times as many; FUZZ_SEED=7 begins with another seed. A failure names the seed, the
 * number of the input and its bytes.
 */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { toHex } from "../../src/base/bytes.ts";
import { Mutator } from "./mutator.ts";

export interface FuzzTarget {
  readonly name: string;
  /** Valid inputs. */
  readonly samples: readonly Uint8Array[];
  /** The decoder, and what must hold of what it gives. The bytes are overwritten after the call. */
  readonly decode: (bytes: Uint8Array) => void;
  /** Lets what the inputs have begun come to its end; called after each batch, before memory is looked at. */
  readonly settle?: () => Promise<void>;
  /** An error that it is documented to throw. Absent: it throws none. */
  readonly expects?: (error: unknown) => boolean;
  /** Where an input costs far more than to spoil it, fewer; the name says so. */
  readonly inputs?: number;
}

export interface FuzzReport {
  readonly inputs: number;
  readonly seconds: number;
  readonly refused: number;
  readonly grownBytes: number;
}

const inputsDefault = 1_000_000;
/** Of decoders that take ten microseconds and more for what people, files or remotes send. */
export const slowInputs = 250_000;
const batch = 10_000;
/** What the engine's own caches and compiled code may add. A leak of one byte an input is a third of it. */
export const grownBytesMax = 3_000_000;
/** Inputs before memory is looked at for the first time: by then everything is compiled. */
const warmUpInputs = 50_000;
const collections = 8;
const shownBytes = 2_048;

const scale = Number(process.env["FUZZ"] ?? 1);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

/** How many inputs the target gets. */
export function inputsOf(target: FuzzTarget): number {
  return Math.ceil((target.inputs ?? inputsDefault) * scale);
}

export async function fuzz(target: FuzzTarget): Promise<FuzzReport> {
  const inputs = inputsOf(target);
  const mutator = new Mutator(seed, target.samples);
  for (const sample of target.samples) target.decode(sample.slice());
  // An error costs most by its stack, which nobody reads here.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const run = new Run(target, mutator);
    await run.upTo(Math.min(inputs, warmUpInputs));
    const before = await heapBytes();
    const cpu = process.cpuUsage();
    await run.upTo(inputs);
    const { user, system } = process.cpuUsage(cpu);
    const grownBytes = (await heapBytes()) - before;
    return { inputs, seconds: (user + system) / 1e6, refused: run.refused, grownBytes };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

class Run {
  readonly #target: FuzzTarget;
  readonly #mutator: Mutator;
  done = 0;
  /** Inputs that the decoder answered with its documented error. */
  refused = 0;

  constructor(target: FuzzTarget, mutator: Mutator) {
    this.#target = target;
    this.#mutator = mutator;
  }

  async upTo(inputs: number): Promise<void> {
    while (this.done < inputs) {
      this.#some(Math.min(batch, inputs - this.done));
      await this.#target.settle?.();
    }
  }

  #some(count: number): void {
    for (let i = 0; i < count; i++) {
      const bytes = this.#mutator.next();
      try {
        this.#target.decode(bytes);
      } catch (error) {
        if (this.#target.expects?.(error) !== true) throw this.#found(bytes, error);
        this.refused += 1;
      }
      this.done += 1;
    }
  }

  #found(bytes: Uint8Array, cause: unknown): Error {
    const what = cause instanceof Error ? cause.message : String(cause);
    const text = toHex(bytes.subarray(0, shownBytes));
    const again = `FUZZ_SEED=${seed}, input ${this.done} (decoding may have changed it): ${text}`;
    return new Error(`${this.#target.name}: ${what}\n${again}`, { cause });
  }
}

/**
 * After full collections, buffers outside of the heap included. They are several because V8 keeps the
 * shape of an object for some collections after its last use (`--retain-maps-for-n-gc`), and JSON of
 * spoilt keys makes a shape each.
 */
async function heapBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  for (let i = 0; i < collections; i++) {
    if (typeof collect === "function") collect();
    await setImmediate();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
