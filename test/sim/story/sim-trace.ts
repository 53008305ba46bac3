/**
 * What happened in a simulated house, in order: for people who replay a seed,
 * and as a hash that is the same for the same seed.
 *
 * Bounds: the latest `entriesMax` entries, or all for whoever replays.
 */
import { utf8Bytes } from "../../../src/base/bytes.ts";

export type TraceKind = "house" | "press" | "fault" | "calm" | "state" | "link" | "log" | "sound";

export interface TraceEntry {
  /** Since the story began. */
  readonly atUs: number;
  readonly who: string;
  readonly kind: TraceKind;
  readonly text: string;
}

/** What a failing test shows of it. */
const entriesMax = 60;

export class SimTrace {
  readonly entries: TraceEntry[] = [];
  onEntry: (entry: TraceEntry) => void = () => undefined;
  readonly #keepAll: boolean;
  #a = 0x811c_9dc5;
  #b = 0x01b3_5a73;

  constructor(keepAll: boolean) {
    this.#keepAll = keepAll;
  }

  /** Of everything so far. */
  get hash(): string {
    return [this.#a, this.#b].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
  }

  note(entry: TraceEntry): void {
    this.mix(entry.atUs);
    for (const byte of utf8Bytes(`${entry.who} ${entry.kind} ${entry.text}`)) this.mix(byte);
    this.entries.push(entry);
    if (!this.#keepAll && this.entries.length > entriesMax) this.entries.shift();
    this.onEntry(entry);
  }

  /** A number that must be the same twice: FNV-1a, and a second one that is turned between. */
  mix(value: number): void {
    this.#a = Math.imul(this.#a ^ value, 0x0100_0193);
    this.#b = Math.imul(((this.#b << 5) | (this.#b >>> 27)) ^ value, 0x9e37_79b1);
  }
}

/** One line for people: `  12.345 s  10.0.0.10  press  next`. */
export function traceLine({ atUs, who, kind, text }: TraceEntry): string {
  return `${(atUs / 1e6).toFixed(3).padStart(9)} s  ${who.padEnd(9)}  ${kind.padEnd(5)}  ${text}`;
}
