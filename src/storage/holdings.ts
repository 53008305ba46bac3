/**
 * What the chunk cache holds, by name: for each track and rung the seconds that
 * are there, so that neighbours can be told (PROTOCOL.md §6.8). The cache's own
 * index knows fingerprints only.
 *
 * Pure state. It may claim what is gone (a segment that was damaged), never for
 * long: who asks is refused, and the claim is withdrawn.
 *
 * Invariants:
 *   I1  versions only grow; an entry's version is that of its last change
 *   I2  entries are in the order of their versions, oldest change first
 *   I3  nothing is told of a rung without its leaf hashes: no proof could go with it
 * Bounds: `entriesMax` tracks and rungs, about 200 bytes each; the oldest leave.
 */
import type { HeldRun, HeldRung } from "../wire/holdings.ts";
import { leavesIndex } from "./chunk-key.ts";
import { holdingsEntriesMax } from "./limits.ts";

export interface Holding extends HeldRung {
  readonly version: number;
}

interface Entry {
  readonly track: string;
  readonly rung: number;
  bits: Uint8Array;
  /** Its leaf hashes are there. */
  provable: boolean;
  version: number;
}

export class Holdings {
  readonly #entries = new Map<string, Entry>();
  #version = 0;

  /** Of the newest change; 0 while there was none. */
  get version(): number {
    return this.#version;
  }

  has(track: string, rung: number, index: number): boolean {
    const { bits } = this.#entries.get(nameOf(track, rung)) ?? { bits: nothing };
    return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  /** `index` is the second of the track, 0…65,535, or `leavesIndex`; what lies further on is not told of. */
  add(track: string, rung: number, index: number): void {
    if (index === leavesIndex) this.#prove(this.#entry(track, rung), true);
    if (index > indexMax || this.has(track, rung, index)) return;
    const entry = this.#entry(track, rung);
    const at = index >> 3;
    if (at >= entry.bits.length) {
      const longer = new Uint8Array(at + 8);
      longer.set(entry.bits);
      entry.bits = longer;
    }
    entry.bits[at] = (entry.bits[at] ?? 0) | (1 << (index & 7));
    if (entry.provable) this.#changed(entry);
  }

  remove(track: string, rung: number, index: number): void {
    const entry = this.#entries.get(nameOf(track, rung));
    if (entry !== undefined && index === leavesIndex) this.#prove(entry, false);
    if (entry === undefined || index > indexMax || !this.has(track, rung, index)) return;
    const at = index >> 3;
    entry.bits[at] = (entry.bits[at] ?? 0) & ~(1 << (index & 7));
    if (entry.provable) this.#changed(entry);
  }

  /** Nothing is held any more; all of it is told as a change. */
  clear(): void {
    for (const entry of [...this.#entries.values()]) {
      this.#prove(entry, false);
      entry.bits = nothing;
    }
  }

  /** What changed after `version`, oldest change first. */
  *since(version: number): Generator<Holding> {
    for (const { track, rung, bits, provable, version: changed } of this.#entries.values())
      if (changed > version)
        yield { track, rung, runs: provable ? runsOf(bits) : [], version: changed };
  }

  #prove(entry: Entry, provable: boolean): void {
    if (entry.provable === provable) return;
    entry.provable = provable;
    if (entry.bits.some((byte) => byte !== 0)) this.#changed(entry);
  }

  #entry(track: string, rung: number): Entry {
    const name = nameOf(track, rung);
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const made = { track, rung, bits: nothing, provable: false, version: 0 };
    this.#entries.set(name, made);
    this.#bound();
    return made;
  }

  #changed(entry: Entry): void {
    this.#version += 1;
    entry.version = this.#version;
    const name = nameOf(entry.track, entry.rung);
    // I2: taken out and put in again it is the last.
    this.#entries.delete(name);
    this.#entries.set(name, entry);
  }

  #bound(): void {
    if (this.#entries.size <= holdingsEntriesMax) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** 18 hours: as far as a run can say (PROTOCOL.md §6.8). */
const indexMax = 0xffff;
const nothing = new Uint8Array(0);

function nameOf(track: string, rung: number): string {
  return `${track}/${rung}`;
}

function runsOf(bits: Uint8Array): readonly HeldRun[] {
  type Growing = { -readonly [Key in keyof HeldRun]: HeldRun[Key] };
  const runs: Growing[] = [];
  let open: Growing | undefined;
  for (let index = 0; index < bits.length * 8; index++) {
    const held = ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
    if (!held) open = undefined;
    else if (open !== undefined) open.count += 1;
    else {
      open = { from: index, count: 1 };
      runs.push(open);
    }
  }
  return runs;
}
