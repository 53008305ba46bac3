/**
 * When the parity of one answer goes out, and what it covers (PROTOCOL.md §5.4).
 *
 * Parity follows the symbols in proportion, each covering all that went out before it, up to
 * `coveredMax`: so the next parity that arrives helps whatever was lost, and a burst is mended as soon
 * as as many parities came behind it. What is left when the symbols have gone out is kept back for the
 * asker's `spreadMs`, that one bad spell may not take the end of an answer and its parity.
 *
 * Pure state; what it says is done by the caller, who tells when it was.
 * Bounds: no more parity than symbols, `paritiesMax` at most.
 */
import { usPerMs } from "../../base/units.ts";
import type { ParityWish } from "../../wire/link-frames.ts";
import { coveredMax, paritiesMax } from "./limits.ts";
import type { ParityName } from "./parity-code.ts";

const whole = 16;
/**
 * A quarter to half a second of sound is in the first six symbols of a chunk (docs/MEDIA.md §2): they go first, and
 * are protected at once, at two and a half times the share of the others where that is not the whole.
 */
const firstSymbols = 6;
const firstShare = 2.5;
/** … of a short answer at least so many. */
const firstSymbolsMin = 3;

export class ParityPlan {
  readonly #sixteenths: number;
  /** No parity goes before so many symbols. */
  readonly #firstSymbols: number;
  readonly #spreadUs: number;
  readonly #most: number;
  /** Sixteenths of a parity that the symbols sent so far have earned. */
  #earned = 0;
  #made = 0;
  /** Symbols that had gone out when the last parity did. */
  #madeAt = 0;
  /** Every symbol below has gone out once. */
  #sentTo = 0;
  #lastUs = 0;

  constructor({ sixteenths, spreadMs }: ParityWish, count: number) {
    this.#sixteenths = Math.min(whole, sixteenths);
    // Of a short answer the last symbol comes behind its parity: what follows is noticed to be missing.
    this.#firstSymbols = Math.min(firstSymbols, Math.max(firstSymbolsMin, count - 1));
    this.#spreadUs = spreadMs * usPerMs;
    this.#most = Math.min(paritiesMax, Math.ceil(earnedBy(count, this.#sixteenths) / whole));
  }

  /** A symbol went out, for the first time or again. */
  sent(index: number, nowUs: number): void {
    this.#lastUs = nowUs;
    if (index < this.#sentTo) return;
    this.#sentTo = index + 1;
    const share = index < firstSymbols ? firstShare : 1;
    this.#earned += Math.min(whole, share * this.#sixteenths);
  }

  /** The parity that goes before the next symbol. */
  get between(): ParityName | undefined {
    if (this.#sentTo < this.#firstSymbols || this.#earned < whole) return undefined;
    // One between two symbols: a row of parities would all cover the same, and hold up what is played next.
    return this.#sentTo === this.#madeAt ? undefined : this.#next;
  }

  /** The parity that goes when no symbol is left to send, at `tailDueUs`. */
  get tail(): ParityName | undefined {
    return this.#sentTo > 0 && this.#earned > 0 ? this.#next : undefined;
  }

  get tailDueUs(): number {
    return this.#lastUs + this.#spreadUs;
  }

  /** The parity last told of has gone out. */
  went(nowUs: number): void {
    this.#made += 1;
    this.#madeAt = this.#sentTo;
    this.#earned -= whole;
    this.#lastUs = nowUs;
  }

  get #next(): ParityName | undefined {
    if (this.#made >= this.#most) return undefined;
    const first = Math.max(0, this.#sentTo - coveredMax);
    return { first, length: this.#sentTo - first, parity: this.#made };
  }
}

/** Sixteenths that an answer of so many symbols earns. */
function earnedBy(count: number, sixteenths: number): number {
  const first = Math.min(count, firstSymbols);
  return first * Math.min(whole, firstShare * sixteenths) + (count - first) * sixteenths;
}
