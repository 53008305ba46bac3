/**
 * All requests of the other side that this side is answering: what to send
 * next, strictly by class and then by deadline.
 *
 * Bounds: `servedMax` requests and `servedBytesMax` bytes of symbols; beyond
 * them requests are refused. What can no longer arrive in time is dropped.
 */
import type { RequestFrame } from "../wire/link-frames.ts";
import { EndpointLoad } from "./endpoint-load.ts";
import {
  narrowDatagramUs,
  narrowWindowUs,
  noticesMax,
  servedBytesMax,
  servedIdleUs,
  servedMax,
} from "./limits.ts";
import { linkRefusals, type ServedAnswer } from "./link-types.ts";
import type { RttEstimate } from "./rtt.ts";
import { ServedObject } from "./served-object.ts";

export interface Refusal {
  readonly id: number;
  readonly code: number;
  readonly message: string;
}

/** Answers that are remembered as arrived: as many as come within a round trip or two. */
const finishedKept = 64;

export class Server {
  readonly #rtt: RttEstimate;
  readonly #requested: (served: ServedObject) => void;
  readonly #served = new Map<number, ServedObject>();
  /** Those with something to send, the first to be served first. */
  readonly #queue: ServedObject[] = [];
  readonly #refusals: Refusal[] = [];
  /** Ids of the answers that arrived last. */
  readonly #over: number[] = [];
  #overAt = 0;
  readonly #load: EndpointLoad;
  #bytes = 0;

  /** `requested` is called for each new request; it ends in `answer`. `load` is shared by all sessions of an endpoint. */
  constructor(
    rtt: RttEstimate,
    requested: (served: ServedObject) => void,
    load = new EndpointLoad(),
  ) {
    this.#rtt = rtt;
    this.#requested = requested;
    this.#load = load;
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

  /** False where it is one that is known already. */
  request(frame: RequestFrame, nowUs: number): boolean {
    const served = this.#served.get(frame.id);
    if (served === undefined) {
      if (this.#isOver(frame)) return false;
      this.#begin(frame, nowUs);
    } else {
      if (frame.round <= served.round) return false;
      if (served.answered) {
        served.repair(frame, this.#underWayUs, nowUs);
        // Its place is another where its deadline is; parity that is kept back stays where it was.
        if (served.pending > 0) this.#dequeue(served);
        this.#enqueue(served);
      } else served.wait(frame, nowUs);
    }
    return true;
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
    if (this.#bytes + bytes > servedBytesMax || !this.#load.hold(bytes, served.isBackground)) {
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
    // Half the way without a queue, and the queue: that is on the way there, where the answers are.
    const arrivesUs = nowUs + this.#rtt.smoothedUs - this.#rtt.minUs / 2;
    // What only keeps parity back lets others go first.
    for (let at = 0; at < this.#queue.length; ) {
      const served = this.#queue[at];
      if (served === undefined) break;
      const inTime = arrivesUs <= served.deadlineUs;
      if (inTime && served.dueUs <= nowUs) return served;
      if (inTime && served.hasMore) at += 1;
      else {
        this.#queue.splice(at, 1);
        if (served.pending > 0) this.#remove(served);
      }
    }
    return undefined;
  }

  /** What was sent so long ago may be on its way: a round trip, and on a narrow link the window before it. */
  get #underWayUs(): number {
    const { minUs, smoothedUs, fullUs } = this.#rtt;
    return minUs + smoothedUs / 8 + (fullUs > narrowDatagramUs ? narrowWindowUs : 0);
  }

  /** When parity that is kept back goes; Infinity where none is. */
  get dueUs(): number {
    let dueUs = Number.POSITIVE_INFINITY;
    for (const served of this.#queue) dueUs = Math.min(dueUs, served.dueUs);
    return dueUs;
  }

  confirm(served: ServedObject, index: number): void {
    served.confirm(index);
    if (!served.complete) return;
    this.#remove(served);
    this.#over[this.#overAt] = served.id;
    this.#overAt = (this.#overAt + 1) % finishedKept;
  }

  /** Forgets what nobody will ask for again. */
  tick(nowUs: number): void {
    for (const served of this.#served.values()) {
      const idle = served.answered && nowUs - served.touchedUs > servedIdleUs;
      if (idle || nowUs > served.deadlineUs + this.#rtt.ptoUs) this.#remove(served);
    }
  }

  /** All that was sent so far reached nobody. */
  sayAgain(nowUs: number): void {
    for (const served of this.#served.values()) {
      if (!served.answered) continue;
      served.repair({ ...served.latest, probe: true }, 0, nowUs);
      this.#enqueue(served);
    }
  }

  /** Everything ends here; nobody is told. */
  clear(): void {
    for (const served of this.#served.values()) this.#remove(served);
  }

  /** A copy of a request that came late: all of the answer has arrived. */
  #isOver({ id, round }: RequestFrame): boolean {
    return round === 0 && this.#over.includes(id);
  }

  #begin(frame: RequestFrame, nowUs: number): void {
    if (frame.ranges.length > 0 && frame.round > 0) {
      this.refuse(frame.id, linkRefusals.forgotten, "ask anew");
      return;
    }
    if (this.#served.size >= servedMax) {
      this.refuse(frame.id, linkRefusals.busy, "too many requests at once");
      return;
    }
    const served = new ServedObject(frame, nowUs);
    this.#served.set(frame.id, served);
    if (served.class === "urgent") this.#load.urgentBegan(nowUs);
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
    this.#load.release(served.bytes);
    if (served.class === "urgent") this.#load.urgentEnded();
    this.#dequeue(served);
  }

  #dequeue(served: ServedObject): void {
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
