/**
 * All requests of the other side that this side is answering: what to send
 * next, strictly by class and then by deadline.
 *
 * Bounds: `servedMax` requests and `servedBytesMax` bytes of symbols; beyond
 * them requests are refused. What can no longer arrive in time is dropped.
 */
import type { RequestFrame } from "../wire/link-frames.ts";
import { noticesMax, servedBytesMax, servedIdleUs, servedMax } from "./limits.ts";
import { linkRefusals, type ServedAnswer } from "./link-types.ts";
import type { RttEstimate } from "./rtt.ts";
import { ServedObject } from "./served-object.ts";

export interface Refusal {
  readonly id: number;
  readonly code: number;
  readonly message: string;
}

export class Server {
  readonly #rtt: RttEstimate;
  readonly #requested: (served: ServedObject) => void;
  readonly #served = new Map<number, ServedObject>();
  /** Those with something to send, the first to be served first. */
  readonly #queue: ServedObject[] = [];
  readonly #refusals: Refusal[] = [];
  #bytes = 0;

  /** `requested` is called for each new request; it ends in `answer`. */
  constructor(rtt: RttEstimate, requested: (served: ServedObject) => void) {
    this.#rtt = rtt;
    this.#requested = requested;
  }

  get size(): number {
    return this.#served.size;
  }
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#refusals.length > 0;
  }
  get heldBytes(): number {
    return this.#bytes;
  }

  request(frame: RequestFrame, nowUs: number): void {
    const served = this.#served.get(frame.id);
    if (served === undefined) this.#begin(frame, nowUs);
    else if (frame.round > served.round) {
      if (served.answered) {
        served.repair(frame, this.#rtt.minUs, nowUs);
        this.#enqueue(served);
      } else served.latest = frame;
    }
  }

  cancel(id: number): void {
    const served = this.#served.get(id);
    if (served !== undefined) this.#remove(served);
  }

  answer(served: ServedObject, answer: ServedAnswer): void {
    if (this.#served.get(served.id) !== served) return;
    if (answer.kind === "refused") {
      this.#remove(served);
      this.refuse(served.id, answer.code, answer.message);
      return;
    }
    const bytes = sumOf(answer.symbols);
    if (this.#bytes + bytes > servedBytesMax) {
      this.#remove(served);
      this.refuse(served.id, linkRefusals.busy, "too much is being served");
      return;
    }
    served.answer(answer.symbols);
    this.#bytes += bytes;
    this.#enqueue(served);
  }

  refuse(id: number, code: number, message: string): void {
    if (this.#refusals.length < noticesMax) this.#refusals.push({ id, code, message });
  }

  get nextRefusal(): Refusal | undefined {
    return this.#refusals[0];
  }
  refusalSent(): void {
    this.#refusals.shift();
  }

  /** Whose symbol goes next; undefined when there is nothing to send. */
  next(nowUs: number): ServedObject | undefined {
    const arrivesUs = nowUs + this.#rtt.smoothedUs / 2;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (first.pending > 0 && arrivesUs <= first.deadlineUs) return first;
      this.#queue.shift();
      if (first.pending > 0) this.#remove(first);
    }
    return undefined;
  }

  confirm(served: ServedObject, index: number): void {
    served.confirm(index);
    if (served.complete) this.#remove(served);
  }

  /** Forgets what nobody will ask for again. */
  tick(nowUs: number): void {
    for (const served of this.#served.values()) {
      const idle = served.answered && nowUs - served.touchedUs > servedIdleUs;
      if (idle || nowUs > served.deadlineUs + this.#rtt.ptoUs) this.#remove(served);
    }
  }

  #begin(frame: RequestFrame, nowUs: number): void {
    if (frame.ranges.length > 0) {
      this.refuse(frame.id, linkRefusals.forgotten, "ask anew");
      return;
    }
    if (this.#served.size >= servedMax) {
      this.refuse(frame.id, linkRefusals.busy, "too many requests at once");
      return;
    }
    const served = new ServedObject(frame, nowUs);
    this.#served.set(frame.id, served);
    this.#requested(served);
  }

  #enqueue(served: ServedObject): void {
    if (served.pending === 0 || this.#queue.includes(served)) return;
    const at = this.#queue.findIndex((other) => isBefore(served, other));
    this.#queue.splice(at < 0 ? this.#queue.length : at, 0, served);
  }

  #remove(served: ServedObject): void {
    if (this.#served.get(served.id) !== served) return;
    this.#served.delete(served.id);
    this.#bytes -= served.bytes;
    const at = this.#queue.indexOf(served);
    if (at >= 0) this.#queue.splice(at, 1);
  }
}

function isBefore(a: ServedObject, b: ServedObject): boolean {
  return a.rank !== b.rank ? a.rank < b.rank : a.deadlineUs < b.deadlineUs;
}

function sumOf(symbols: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const symbol of symbols) bytes += symbol.length;
  return bytes;
}
