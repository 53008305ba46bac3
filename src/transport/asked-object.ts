/**
 * One answer on its way in: which symbols have come, which must be lost, and
 * what to ask for next (PROTOCOL.md §5).
 *
 * A server sends the symbols of a round in ascending order. So a missing one is
 * lost when three later ones of the same or a later round have come, or one has
 * and some time has passed.
 *
 * Invariants:
 *   I1  each symbol is handed on once, whether it came or was restored from parity
 *   I2  arrivals of round r say nothing about a symbol last asked for in a later round
 * Memory: the symbols, and three bytes for each. Symbols share buffers of at
 * most 32, so keeping one keeps its neighbours of the same answer, no more.
 */
import type { DataHead, ParityHead, RequestClass, SymbolRange } from "../wire/link-frames.ts";
import { Restorer } from "./fec/restorer.ts";

const flagged = 1;
const got = 2;
const everLost = 4;
/** Asked for again after a silence, which is no proof. */
const doubted = 8;
const symbolsPerBuffer = 32;

export interface Asking {
  readonly object: Uint8Array;
  readonly class: RequestClass;
  readonly deadlineUs: number;
  /** Absent: all symbols. */
  readonly ranges?: readonly SymbolRange[] | undefined;
}

/** Stays the same while a request starts over under a new id. */
export interface AskHandle {
  id: number;
}

/** Where an ask's news goes. */
export interface AskListener {
  symbol(index: number, count: number, bytes: Uint8Array): void;
  done(outcome: AskOutcome): void;
}

export type AskOutcome =
  | { readonly kind: "complete"; readonly symbols: readonly Uint8Array[] }
  | { readonly kind: "refused"; readonly code: number; readonly message: string }
  | { readonly kind: "expired" };

export type Arrival = "new" | "duplicate" | "bad";

export class AskedObject {
  readonly id: number;
  readonly handle: AskHandle;
  readonly asking: Asking;
  readonly listener: AskListener;
  readonly only: readonly SymbolRange[] | undefined;
  /** −1 before the first REQUEST. */
  round = -1;
  askedUs = 0;
  firstAskedUs = 0;
  /** How often the REQUEST of the latest round went out, and what it asked for. */
  copies = 0;
  ranges: readonly SymbolRange[] = [];
  /** Symbols computed from parity. */
  restored = 0;
  /** Probes since something came. */
  probes = 0;
  /** Packet number of the latest symbol, and when it came. */
  heardNumber = -1;
  heardUs = 0;
  /** Ask for everything missing, at the next chance. */
  askAll = true;
  probing = false;
  #symbols: Uint8Array[] = [];
  #state = new Uint8Array(0);
  #askedRound = new Uint16Array(0);
  #got = 0;
  #flagged = 0;
  #lowest = 0;
  /** The newest round of which something came, and its highest indexes, descending. */
  #passRound = -1;
  #reachedRound = -1;
  #missingBefore = 0;
  #top = -1;
  #second = -1;
  #third = -1;
  #topUs = 0;
  #scannedTo = 0;
  #timedTo = -1;
  #buffer = new Uint8Array(0);
  #bufferAt = 0;
  #restorer: Restorer | undefined;

  /** `only`: the symbols that are asked for; all where it is absent. */
  constructor(
    handle: AskHandle,
    asking: Asking,
    listener: AskListener,
    only?: readonly SymbolRange[],
  ) {
    this.id = handle.id;
    this.handle = handle;
    this.asking = asking;
    this.listener = listener;
    this.only = only;
  }

  /** 0 until the first symbol tells. */
  get count(): number {
    return this.#state.length;
  }
  get complete(): boolean {
    return this.count > 0 && this.#got === this.count;
  }
  get symbols(): readonly Uint8Array[] {
    return this.#symbols;
  }
  /** The REQUEST of the latest round is known to have arrived. */
  get reached(): boolean {
    return this.#reachedRound >= this.round;
  }
  get wantsAsk(): boolean {
    return this.askAll || this.#flagged > 0;
  }

  /** Copies `bytes`. */
  arrive({ round, index, count }: Readonly<DataHead>, bytes: Uint8Array, nowUs: number): Arrival {
    if (this.count === 0) this.#begin(count);
    else if (count !== this.count) return "bad";
    this.#advancePass(round, index, nowUs);
    if (((this.#state[index] ?? 0) & got) !== 0) return "duplicate";
    this.probes = 0;
    this.#take(index, this.#keep(bytes));
    if (this.#restorer !== undefined) this.#restore(this.#restorer);
    return "new";
  }

  /** Copies `bytes`. */
  parity(head: Readonly<ParityHead>, bytes: Uint8Array, nowUs: number): Arrival {
    const { round, count, first, length } = head;
    if (this.count === 0) this.#begin(count);
    else if (count !== this.count) return "bad";
    // All that it covers has been sent once; what was asked for again may still be on its way.
    this.reachedServer(round);
    this.#advancePass(0, first + length, nowUs);
    this.probes = 0;
    this.#restorer ??= new Restorer();
    if (!this.#restorer.add(head, bytes)) return "duplicate";
    this.#restore(this.#restorer);
    return "new";
  }

  /** Whether the symbol that just came had been lost before. `missing`: packets that never came, so far. */
  wasLost(index: number, missing: number): boolean {
    const state = this.#state[index] ?? 0;
    if ((state & everLost) !== 0) return true;
    return (state & doubted) !== 0 && missing > this.#missingBefore;
  }

  /** When a hole below the highest arrival counts as a loss; undefined where there is none. */
  holeDueUs(reorderUs: number): number | undefined {
    const top = this.#top;
    return this.#lowest < top && top > this.#timedTo ? this.#topUs + reorderUs : undefined;
  }

  /** The hole's time has come. */
  closeHole(): void {
    const top = this.#top;
    this.#timedTo = top;
    this.#flagBelow(top, this.#lowest);
  }

  /** Asks for all that is missing: packets went missing. */
  askForRest(): void {
    this.askAll = true;
  }

  /** … and the server is to judge by time what was lost: nothing came. `missing` as in `wasLost`. */
  probe(missing: number): void {
    this.askAll = true;
    this.probing = true;
    this.probes += 1;
    this.#missingBefore = missing;
    for (let index = this.#lowest; index < this.count; index++) {
      const state = this.#state[index] ?? got;
      if ((state & got) === 0) this.#state[index] = state | doubted;
    }
  }

  /** The REQUEST of `round` was lost: say it again, unless a later one is out. */
  askLost(round: number): void {
    // An answer to it has come: another copy of it was not lost.
    if (round === this.round && !this.reached) this.askForRest();
  }

  /**
   * Begins the next round with up to `rangesMax` ranges. Empty asks for all. What did not fit stays
   * flagged and is asked for next.
   */
  nextRound(rangesMax: number, nowUs: number): readonly SymbolRange[] {
    this.round += 1;
    this.askedUs = nowUs;
    if (this.round === 0) this.firstAskedUs = nowUs;
    this.copies = 0;
    this.ranges = this.#rangesToAsk(rangesMax);
    return this.ranges;
  }

  #rangesToAsk(rangesMax: number): readonly SymbolRange[] {
    const want = this.askAll ? 0 : flagged;
    const ranges: SymbolRange[] = [];
    this.askAll = false;
    this.probing = false;
    if (this.count === 0) return this.only?.slice(0, rangesMax) ?? ranges;
    if (this.#got === 0 && want === 0) {
      this.#askedRound.fill(this.round);
      this.#unflag(0, this.count);
      return ranges;
    }
    for (let at = this.#lowest; at < this.count && ranges.length < rangesMax; ) {
      const first = this.#find(at, (state) => (state & got) === 0 && (state & want) === want);
      at = this.#find(first, (state) => (state & got) !== 0 || (state & want) !== want);
      if (first >= this.count) break;
      ranges.push({ first, length: at - first });
      this.#askedRound.fill(this.round, first, at);
      this.#unflag(first, at);
    }
    return ranges;
  }

  #take(index: number, symbol: Uint8Array): void {
    const state = this.#state[index] ?? 0;
    if ((state & flagged) !== 0) this.#flagged -= 1;
    this.#state[index] = got | (state & (everLost | doubted));
    this.#got += 1;
    while (this.#lowest < this.count && ((this.#state[this.#lowest] ?? 0) & got) !== 0)
      this.#lowest += 1;
    this.#symbols[index] = symbol;
    this.listener.symbol(index, this.count, symbol);
  }

  #restore(restorer: Restorer): void {
    if (restorer.isEmpty) return;
    for (const { index, symbol } of restorer.restore((at) => this.#symbols[at])) {
      // What nobody asked for is kept for the sake of the parity that covers it, and counts for nothing.
      if (((this.#state[index] ?? 0) & got) !== 0) this.#symbols[index] = symbol;
      else {
        this.restored += 1;
        this.#take(index, symbol);
      }
    }
  }

  #begin(count: number): void {
    this.#state = new Uint8Array(count);
    this.#symbols = new Array<Uint8Array>(count);
    // What was asked for so far was asked for as a whole; later askings repeat it.
    this.#askedRound = new Uint16Array(count).fill(Math.max(0, this.round));
    if (this.only !== undefined) this.#markUnwanted(this.only);
  }

  #markUnwanted(ranges: readonly SymbolRange[]): void {
    this.#state.fill(got);
    for (const { first, length } of ranges) this.#state.fill(0, first, first + length);
    this.#got = this.#state.reduce((sum, state) => sum + (state === got ? 1 : 0), 0);
    this.#lowest = this.#find(0, (state) => state !== got);
  }

  reachedServer(round: number): void {
    this.#reachedRound = Math.max(this.#reachedRound, round);
  }

  #advancePass(round: number, index: number, nowUs: number): void {
    if (round < this.#passRound) return;
    this.reachedServer(round);
    if (round > this.#passRound) {
      this.#passRound = round;
      this.#top = -1;
      this.#second = -1;
      this.#third = -1;
      this.#scannedTo = 0;
      this.#timedTo = -1;
    }
    if (index > this.#top) {
      this.#third = this.#second;
      this.#second = this.#top;
      this.#top = index;
      this.#topUs = nowUs;
    } else if (index > this.#second && index < this.#top) {
      this.#third = this.#second;
      this.#second = index;
    } else if (index > this.#third && index < this.#second) this.#third = index;
    // Three later ones have come for all that is below the third from the top (RFC 9002's packet threshold).
    if (this.#third > this.#scannedTo) {
      this.#flagBelow(this.#third, Math.max(this.#lowest, this.#scannedTo));
      this.#scannedTo = this.#third;
    }
  }

  /** Calls lost what is missing in `[from, end)` and was asked for by the round at hand. */
  #flagBelow(end: number, from: number): void {
    const round = this.#passRound;
    for (let index = from; index < end; index++) {
      const state = this.#state[index] ?? got;
      if ((state & (got | flagged)) !== 0 || (this.#askedRound[index] ?? 0) > round) continue;
      this.#state[index] = state | flagged | everLost;
      this.#flagged += 1;
    }
  }

  #unflag(first: number, end: number): void {
    for (let index = first; index < end; index++) {
      const state = this.#state[index] ?? 0;
      if ((state & flagged) === 0) continue;
      this.#state[index] = state & ~flagged;
      this.#flagged -= 1;
    }
  }

  #find(from: number, match: (state: number) => boolean): number {
    let at = from;
    while (at < this.count && !match(this.#state[at] ?? 0)) at += 1;
    return at;
  }

  #keep(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (this.#bufferAt + length > this.#buffer.length) {
      const left = Math.min(symbolsPerBuffer, this.count - this.#got + 1);
      this.#buffer = new Uint8Array(Math.max(1, left) * length);
      this.#bufferAt = 0;
    }
    const symbol = this.#buffer.subarray(this.#bufferAt, this.#bufferAt + length);
    symbol.set(bytes);
    this.#bufferAt += length;
    return symbol;
  }
}
