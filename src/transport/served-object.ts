/**
 * One answer on its way out: which of its symbols are to be sent, in what
 * round, and which have arrived (PROTOCOL.md §4, §5).
 *
 * Invariants:
 *   I1  within a round, symbols are sent in ascending order of index
 *   I2  a repair sends a symbol again only where the asker can know it is lost:
 *       it has seen a later packet, or it probes and a round trip has passed
 */
import { assert } from "../base/assert.ts";
import type { RequestClass, RequestFrame } from "../wire/link-frames.ts";
import { requestClasses } from "../wire/link-frames.ts";

const idle = 0;
const pending = 1;
const arrived = 2;

export class ServedObject {
  readonly id: number;
  readonly class: RequestClass;
  /** Position in the order of service: class, then deadline. */
  readonly rank: number;
  readonly deadlineUs: number;
  readonly object: Uint8Array;
  round: number;
  /** The last time anybody asked or anything was sent. */
  touchedUs: number;
  /** The newest asking that came while the answer was being fetched. */
  latest: RequestFrame;
  /** Of all symbols. */
  bytes = 0;
  #symbols: readonly Uint8Array[] | undefined;
  #state = new Uint8Array(0);
  #sentNumber = new Float64Array(0);
  #sentUs = new Float64Array(0);
  #cursor = 0;
  #pending = 0;
  #arrived = 0;

  constructor(request: RequestFrame, nowUs: number) {
    this.id = request.id;
    this.class = request.class;
    this.rank = requestClasses.indexOf(request.class);
    this.deadlineUs = nowUs + request.deadlineMs * 1_000;
    this.object = request.object;
    this.round = request.round;
    this.latest = request;
    this.touchedUs = nowUs;
  }

  /** False while `serve` is still at it. */
  get answered(): boolean {
    return this.#symbols !== undefined;
  }
  get count(): number {
    return this.#state.length;
  }
  get pending(): number {
    return this.#pending;
  }
  get complete(): boolean {
    return this.answered && this.#arrived === this.count;
  }
  /** The next symbol to send: ask only while some are pending. */
  get nextIndex(): number {
    assert(this.#pending > 0, "asked only while some are pending");
    while (this.#state[this.#cursor] !== pending) this.#cursor += 1;
    return this.#cursor;
  }

  symbol(index: number): Uint8Array | undefined {
    return this.#symbols?.[index];
  }

  answer(symbols: readonly Uint8Array[]): void {
    this.#symbols = symbols;
    for (const symbol of symbols) this.bytes += symbol.length;
    this.round = this.latest.round;
    this.#state = new Uint8Array(symbols.length);
    this.#sentNumber = new Float64Array(symbols.length).fill(-1);
    this.#sentUs = new Float64Array(symbols.length);
    this.#ask(this.latest, (index) => this.#state[index] !== pending);
  }

  /** A later round's asking. */
  repair(request: RequestFrame, minRttUs: number, nowUs: number): void {
    this.round = request.round;
    this.latest = request;
    this.touchedUs = nowUs;
    this.#cursor = 0;
    this.#ask(request, (index) => this.#mayBeLost(index, request, nowUs - minRttUs));
  }

  sent(index: number, number: number, nowUs: number): void {
    this.#state[index] = idle;
    this.#pending -= 1;
    this.#sentNumber[index] = number;
    this.#sentUs[index] = nowUs;
    this.touchedUs = nowUs;
  }

  /** The packet with this symbol was acknowledged. */
  confirm(index: number): void {
    if (this.#state[index] === arrived) return;
    if (this.#state[index] === pending) this.#pending -= 1;
    this.#state[index] = arrived;
    this.#arrived += 1;
  }

  #mayBeLost(index: number, { probe, seen }: RequestFrame, beforeUs: number): boolean {
    if (this.#state[index] === pending) return false;
    const sentNumber = this.#sentNumber[index] ?? -1;
    return sentNumber <= seen || (probe && (this.#sentUs[index] ?? 0) <= beforeUs);
  }

  #ask(request: RequestFrame, wanted: (index: number) => boolean): void {
    const all = [{ first: 0, length: this.count }];
    for (const { first, length } of request.ranges.length > 0 ? request.ranges : all) {
      const end = Math.min(this.count, first + length);
      for (let index = first; index < end; index++) {
        if (!wanted(index)) continue;
        if (this.#state[index] === arrived) this.#arrived -= 1;
        this.#state[index] = pending;
        this.#pending += 1;
      }
    }
  }
}
