/**
 * One object from a first source and, when time gets short, what is missing of it from a second one
 * as well (DESIGN §6). What comes first counts; when all is there the rest is called off.
 *
 * It chooses no source, knows no time and tries nothing again.
 *
 * Invariants:
 *   I1  each symbol is handed on once, whoever it came from
 *   I2  it settles once: with all symbols, or with how the first source failed when none is left
 */
import { type Deferred, deferred } from "../base/signal.ts";
import { symbolBytesMax } from "../media/limits.ts";
import type { Fetch, FetchOutcome, FetchRequest, LinkSession } from "../transport/endpoint.ts";
import type { SymbolRange } from "../wire/link-frames.ts";
import { unknownAnswerBytes } from "./limits.ts";

export class HedgedFetch {
  readonly #request: FetchRequest;
  readonly #symbols: (Uint8Array | undefined)[] = [];
  readonly #fetches: Fetch[] = [];
  readonly #done: Deferred<FetchOutcome> = deferred();
  #count = 0;
  #came = 0;
  #running = 0;
  #failure: FetchOutcome | undefined;
  #settled = false;
  #helped = 0;

  /** `request.deadlineUs` is read whenever it matters. */
  constructor(request: FetchRequest) {
    this.#request = request;
  }

  /** Never rejects. */
  get done(): Promise<FetchOutcome> {
    return this.#done.promise;
  }
  get isOver(): boolean {
    return this.#settled;
  }
  /** Symbols that came from another than the first source. */
  get helped(): number {
    return this.#helped;
  }
  /** What is not here yet; a guess while nothing is. */
  get missingBytes(): number {
    if (this.#count === 0) return unknownAnswerBytes;
    return (this.#count - this.#came) * symbolBytesMax;
  }

  /** Asks one more source: the first for all, others for what is missing. */
  ask(session: LinkSession): void {
    const request = this.#request;
    const first = this.#fetches.length === 0;
    const { object, class: requestClass } = request;
    const ranges = this.#missing();
    this.#running += 1;
    const fetch = session.fetch({
      object,
      class: requestClass,
      get deadlineUs() {
        return request.deadlineUs;
      },
      ...(request.needBps === undefined ? {} : { needBps: request.needBps }),
      ...(ranges.length === 0 ? {} : { ranges }),
      onSymbol: (index, count, symbol) => this.#take(index, count, symbol, first),
    });
    this.#fetches.push(fetch);
    void fetch.done.then((outcome) => this.#ended(outcome, ranges.length === 0));
  }

  cancel(): void {
    for (const fetch of this.#fetches) fetch.cancel();
  }

  #take(index: number, count: number, symbol: Uint8Array, first: boolean): void {
    if (this.#settled) return;
    if (count !== this.#count && this.#fetches.length < 2) this.#begin(count);
    // A second source whose answer has another form tells of another object: it is no help.
    if (count !== this.#count || this.#symbols[index] !== undefined) return;
    this.#symbols[index] = symbol;
    this.#came += 1;
    if (!first) this.#helped += 1;
    this.#request.onSymbol?.(index, count, symbol);
    if (this.#came < count || this.#fetches.length < 2) return;
    this.#settle({ kind: "complete", symbols: this.#symbols.filter((held) => held !== undefined) });
    this.cancel();
  }

  /** The first symbol, or the object changed while its session was away. */
  #begin(count: number): void {
    this.#count = count;
    this.#came = 0;
    this.#symbols.length = 0;
  }

  #ended(outcome: FetchOutcome, whole: boolean): void {
    this.#running -= 1;
    if (outcome.kind === "complete" && whole) {
      this.#settle(outcome);
      this.cancel();
      return;
    }
    this.#failure ??= outcome.kind === "complete" ? undefined : outcome;
    if (this.#running === 0) this.#settle(this.#failure ?? { kind: "lost" });
  }

  #settle(outcome: FetchOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#done.resolve(outcome);
  }

  #missing(): readonly SymbolRange[] {
    const ranges: { first: number; length: number }[] = [];
    for (let index = 0; index < this.#count; index++) {
      if (this.#symbols[index] !== undefined) continue;
      const last = ranges.at(-1);
      if (last !== undefined && last.first + last.length === index) last.length += 1;
      else ranges.push({ first: index, length: 1 });
    }
    return ranges;
  }
}
