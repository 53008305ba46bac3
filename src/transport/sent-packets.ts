/**
 * Packets in flight: what an ACK newly acknowledges and what must be called
 * lost (RFC 9002 §6.1), with the figures that the rate estimate needs of each.
 *
 * Pure state in arrays that are allocated once. At most `windowPackets` numbers
 * are open at a time: the caller asks `full` before it sends. A number is
 * reported acknowledged or lost once, never both.
 */
import type { AckFrame } from "../wire/link-frames.ts";
import { packetThreshold, windowPackets } from "./limits.ts";
import type { ServedObject } from "./served-object.ts";

/** What must be said again when its packet is lost. */
export type Note =
  | { readonly kind: "ask"; readonly id: number; readonly round: number }
  | { readonly kind: "cancel"; readonly id: number };

export const noNotes: readonly Note[] = [];
const mask = windowPackets - 1;

/** What is told of packets; `slot` is good until the call returns. */
export interface PacketSink {
  acked(slot: number): void;
  lost(slot: number): void;
}

export class SentPackets {
  readonly sentUs = new Float64Array(windowPackets);
  readonly bytes = new Uint16Array(windowPackets);
  /** Rate estimate at the time of sending: bytes delivered by then, when the last was, when the first in flight was sent. */
  readonly delivered = new Float64Array(windowPackets);
  readonly deliveredUs = new Float64Array(windowPackets);
  readonly firstSentUs = new Float64Array(windowPackets);
  readonly appLimited = new Uint8Array(windowPackets);
  /** Largest number acknowledged by an ACK in this packet, −1 for none. */
  readonly ackOf = new Float64Array(windowPackets);
  /** The symbol carried, if any. */
  readonly served: (ServedObject | undefined)[] = new Array(windowPackets).fill(undefined);
  readonly symbolIndex = new Uint16Array(windowPackets);
  /** 1 where that symbol is of the background. */
  readonly background = new Uint8Array(windowPackets);
  readonly notes: (readonly Note[])[] = new Array(windowPackets).fill(noNotes);
  readonly #open = new Uint8Array(windowPackets);
  readonly #number = new Float64Array(windowPackets);
  #next = 0;
  #oldest = 0;
  #largestAcked = -1;
  #inFlightBytes = 0;
  #inFlight = 0;
  #lossDueUs: number | undefined;
  #lastElicitingUs = 0;

  /** The number the next packet gets. */
  get next(): number {
    return this.#next;
  }
  get full(): boolean {
    return this.#next - this.#oldest >= windowPackets;
  }
  get inFlightBytes(): number {
    return this.#inFlightBytes;
  }
  get inFlight(): number {
    return this.#inFlight;
  }
  get largestAcked(): number {
    return this.#largestAcked;
  }
  /** When `detectLost` next has something to find. */
  get lossDueUs(): number | undefined {
    return this.#lossDueUs;
  }
  get lastElicitingUs(): number {
    return this.#lastElicitingUs;
  }
  numberOf(slot: number): number {
    return this.#number[slot] ?? 0;
  }

  /** Takes the next number; the caller fills the other arrays at the slot returned. */
  add(bytes: number, eliciting: boolean, nowUs: number): number {
    const slot = this.#next & mask;
    this.#number[slot] = this.#next;
    this.#next += 1;
    this.sentUs[slot] = nowUs;
    this.bytes[slot] = bytes;
    this.#open[slot] = eliciting ? 1 : 0;
    if (eliciting) {
      this.#inFlight += 1;
      this.#inFlightBytes += bytes;
      this.#lastElicitingUs = nowUs;
    } else this.#advance();
    return slot;
  }

  /**
   * Reports what `ack` newly acknowledges, the largest last. Returns its largest number where that is
   * news, −1 where it is not, −2 for one that was never sent.
   */
  acknowledge(ack: AckFrame, sink: PacketSink): number {
    if (ack.largest >= this.#next) return -2;
    const before = this.#largestAcked;
    this.#largestAcked = Math.max(before, ack.largest);
    let low = ack.largest + 1;
    for (let i = 0; i < ack.runs.length; i++) low -= ack.runs[i] ?? 0;
    // Ascending, so that the newest packet's figures are the last word.
    for (let i = ack.runs.length - 1; i >= 0; i--) {
      const run = ack.runs[i] ?? 0;
      if (i % 2 === 0) this.#close(Math.max(low, this.#oldest), low + run, sink);
      low += run;
    }
    this.#advance();
    return ack.largest > before ? ack.largest : -1;
  }

  /** Reports what is lost by now, and sets `lossDueUs` for what will be. */
  detectLost(lossDelayUs: number, nowUs: number, sink: PacketSink): void {
    this.#lossDueUs = undefined;
    for (let number = this.#oldest; number < this.#largestAcked; number++) {
      const slot = number & mask;
      if (this.#open[slot] !== 1) continue;
      const dueUs = (this.sentUs[slot] ?? 0) + lossDelayUs;
      if (this.#largestAcked - number < packetThreshold && dueUs > nowUs) {
        this.#lossDueUs = dueUs;
        break;
      }
      this.#settle(slot);
      sink.lost(slot);
      this.#forget(slot);
    }
    this.#advance();
  }

  /** Every note in flight: what a probe says again. */
  *openNotes(): Generator<Note> {
    for (let number = this.#oldest; number < this.#next; number++) {
      const slot = number & mask;
      if (this.#open[slot] === 1) yield* this.notes[slot] ?? noNotes;
    }
  }

  #close(from: number, end: number, sink: PacketSink): void {
    for (let number = from; number < end; number++) {
      const slot = number & mask;
      if (this.#open[slot] !== 1) continue;
      this.#settle(slot);
      sink.acked(slot);
      this.#forget(slot);
    }
  }

  #settle(slot: number): void {
    this.#open[slot] = 0;
    this.#inFlight -= 1;
    this.#inFlightBytes -= this.bytes[slot] ?? 0;
  }

  #forget(slot: number): void {
    this.served[slot] = undefined;
    this.notes[slot] = noNotes;
  }

  #advance(): void {
    while (this.#oldest < this.#next && this.#open[this.#oldest & mask] !== 1) this.#oldest += 1;
  }
}
