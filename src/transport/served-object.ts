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
import type { FrameWriter, RequestClass, RequestFrame } from "../wire/link-frames.ts";
import { requestClasses } from "../wire/link-frames.ts";
import { encodeParity, type ParityName } from "./fec/parity-code.ts";
import { ParityPlan } from "./fec/parity-plan.ts";

const idle = 0;
const pending = 1;
const arrived = 2;
/** `prefetch` and `bulk`. */
const backgroundRank = requestClasses.indexOf("prefetch");

/** What a packet carries of an answer, where it is not the index of a symbol. */
export const carriedNothing = -1;
export const carriedParity = -2;

export class ServedObject {
  readonly id: number;
  readonly class: RequestClass;
  /** Position in the order of service: class, then deadline. */
  readonly rank: number;
  /** Of the newest round: what plays at the asker moves it. */
  deadlineUs: number;
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
  #parity: ParityPlan | undefined;
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
  /** Nobody waits for it: it gives way to all others. */
  get isBackground(): boolean {
    return this.rank >= backgroundRank;
  }
  get pending(): number {
    return this.#pending;
  }
  get complete(): boolean {
    return this.answered && this.#arrived === this.count;
  }
  /** Symbols to send, or parity that waits for its time. */
  get hasMore(): boolean {
    return this.#pending > 0 || this.#parity?.tail !== undefined;
  }
  /** When the next of them goes; Infinity for never. */
  get dueUs(): number {
    if (this.#pending > 0) return 0;
    return this.#parity?.tail === undefined ? Number.POSITIVE_INFINITY : this.#parity.tailDueUs;
  }
  /** The parity symbol that goes next; undefined where a symbol does. */
  get nextParity(): ParityName | undefined {
    return this.#pending > 0 ? this.#parity?.between : this.#parity?.tail;
  }
  /** The next symbol to send: ask only while some are pending. */
  get nextIndex(): number {
    assert(this.#pending > 0, "asked only while some are pending");
    while (this.#state[this.#cursor] !== pending) this.#cursor += 1;
    return this.#cursor;
  }

  /** No parity from here on. */
  dropParity(): void {
    this.#parity = undefined;
  }

  answer(symbols: readonly Uint8Array[]): void {
    this.#symbols = symbols;
    for (const symbol of symbols) this.bytes += symbol.length;
    this.round = this.latest.round;
    this.#state = new Uint8Array(symbols.length);
    this.#sentNumber = new Float64Array(symbols.length).fill(-1);
    this.#sentUs = new Float64Array(symbols.length);
    const { parity } = this.latest;
    // Nobody waits for the others: asking again costs them nothing but time.
    if (parity !== undefined && this.class === "urgent")
      this.#parity = new ParityPlan(parity, symbols.length);
    this.#ask(this.latest, (index) => this.#state[index] !== pending);
  }

  /** A later round's asking while the answer is being fetched. */
  wait(request: RequestFrame, nowUs: number): void {
    this.latest = request;
    this.deadlineUs = nowUs + request.deadlineMs * 1_000;
  }

  /** A later round's asking. */
  repair(request: RequestFrame, minRttUs: number, nowUs: number): void {
    this.round = request.round;
    this.latest = request;
    this.deadlineUs = nowUs + request.deadlineMs * 1_000;
    this.touchedUs = nowUs;
    this.#cursor = 0;
    this.#ask(request, (index) => this.#mayBeLost(index, request, nowUs - minRttUs));
  }

  /**
   * Writes what goes next: the index of a symbol, `carriedParity`, or `carriedNothing` where it does
   * not fit. `scratch` has room for a parity symbol.
   */
  write(frames: FrameWriter, scratch: Uint8Array): number {
    const { id, round, count, nextParity } = this;
    if (nextParity !== undefined) {
      const bytes = encodeParity(nextParity, this.#symbols ?? [], scratch);
      const symbol = scratch.subarray(0, bytes);
      const fits = frames.parity({ id, round, count, ...nextParity }, symbol);
      return fits ? carriedParity : carriedNothing;
    }
    const index = this.nextIndex;
    const symbol = this.#symbols?.[index];
    const fits = symbol !== undefined && frames.data({ id, round, index, count }, symbol);
    return fits ? index : carriedNothing;
  }

  /** What `write` gave went out in packet `number`. */
  sent(carried: number, number: number, nowUs: number): void {
    this.touchedUs = nowUs;
    if (carried === carriedParity) {
      this.#parity?.went(nowUs);
      return;
    }
    this.#state[carried] = idle;
    this.#pending -= 1;
    this.#sentNumber[carried] = number;
    this.#sentUs[carried] = nowUs;
    this.#parity?.sent(carried, nowUs);
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
