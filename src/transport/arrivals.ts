/**
 * What came from the peer: packet numbers, the acknowledgements owed for them,
 * and the holes that say something was lost (PROTOCOL.md §5.2).
 */
import type { FrameWriter } from "../wire/link-frames.ts";
import {
  ackDelayMaxUs,
  ackEvery,
  ackEveryMax,
  ackIdleUs,
  ackRangesMax,
  ackSpacingUs,
  ackToldUs,
  packetThreshold,
} from "./limits.ts";
import { LossMeter } from "./loss-meter.ts";
import { ReplayWindow } from "./replay-window.ts";

/** After so many packets in order a path is taken for one that keeps the order (as RFC 8985 §6.2 does): some starts' worth. */
const orderlyPackets = 64;

/** `with`: other frames may follow the ACK. `alone`: it needs a packet of its own. */
export type AckWritten = "none" | "with" | "alone";

export class Arrivals {
  readonly window = new ReplayWindow();
  readonly losses = new LossMeter(this.window);
  #pending = 0;
  #dueUs = Number.POSITIVE_INFINITY;
  #now = false;
  #ackedUs = Number.NEGATIVE_INFINITY;
  #largestAtUs = 0;
  /** What came before this was acknowledged: the peer said so, or was told often. */
  #floor = 0;
  /** The largest number of when that was last looked at. */
  #toldTo = 0;
  #toldFromUs = 0;
  #holeFrom = -1;
  #holeSeenAt = -1;
  /** Packets that came in order since one was overtaken; at first as if one just had been. */
  #inOrder = 0;

  /** When an ACK must go; Infinity when none is owed. */
  get dueUs(): number {
    return this.#now ? 0 : this.#dueUs;
  }

  /** Takes an accepted number. The first number of a hole that is now known to be a loss, else −1. */
  take(number: number, nowUs: number): number {
    const { window } = this;
    if (number > window.largest) {
      this.#largestAtUs = nowUs;
      this.#inOrder += 1;
    } else this.#inOrder = 0;
    if (number > window.largest + 1) {
      if (this.#holeFrom < 0) this.#holeFrom = window.largest + 1;
      this.#holeSeenAt = number;
    }
    if (window.mark(number)) this.#now = true;
    this.losses.took();
    if (this.#holeFrom < 0 || window.largest < this.#holeSeenAt + this.#later - 1) return -1;
    const from = this.#holeFrom;
    this.#holeFrom = -1;
    return from;
  }

  /** So many later packets say that one is lost: where none was overtaken for long, the first does. */
  get #later(): number {
    return this.#inOrder >= orderlyPackets ? 1 : packetThreshold;
  }

  /** The packet just taken asks to be acknowledged. `idly`: it said nothing new, and something goes out soon anyway. */
  owe(nowUs: number, idly = false): void {
    this.#pending += 1;
    this.#dueUs = Math.min(this.#dueUs, nowUs + (idly ? ackIdleUs : ackDelayMaxUs));
    if (idly) return;
    // On a very fast link ten packets are nothing: then one ACK in a millisecond will do.
    if (this.#pending >= ackEvery && nowUs >= this.#ackedUs + ackSpacingUs) this.#now = true;
    else if (this.#pending >= ackEveryMax) this.#now = true;
  }

  /** Writes an ACK where one is due, or where `others` follow anyway. `full`: the rest of the packet is spoken for. */
  write(frames: FrameWriter, others: boolean, full: boolean, nowUs: number): AckWritten {
    if (this.#pending === 0) {
      this.#now = false;
      // What goes out anyway says it again while the peer may not have heard it: a lost ACK holds its answers up.
      if (!others || full || !this.#isUnheard(nowUs)) return "none";
    }
    const due = nowUs >= this.dueUs;
    if (!due && !others) return "none";
    this.#forgetTold(nowUs);
    const runs = this.window.runs(this.#floor, ackRangesMax);
    // One hole fits beside a full symbol; more get a packet of their own, when they must go at all.
    const alone = full && runs.length > 3;
    if ((alone && !due) || !frames.ack(this.window.largest, nowUs - this.#largestAtUs, runs)) {
      return "none";
    }
    this.#pending = 0;
    this.#ackedUs = nowUs;
    this.#now = false;
    this.#dueUs = Number.POSITIVE_INFINITY;
    return alone ? "alone" : "with";
  }

  /** The last word of what came is not known to have arrived, and is not old. */
  #isUnheard(nowUs: number): boolean {
    return this.#floor < this.window.largest && nowUs - this.#largestAtUs < ackToldUs;
  }

  /** A peer that never hears our ACKs must not be told of all holes since in each of them. */
  #forgetTold(nowUs: number): void {
    if (nowUs - this.#toldFromUs < ackToldUs) return;
    this.#floor = Math.max(this.#floor, this.#toldTo);
    this.#toldTo = this.window.largest;
    this.#toldFromUs = nowUs;
  }

  /** The peer acknowledged a packet whose ACK went up to `largest`. */
  acknowledged(largest: number): void {
    this.#floor = Math.max(this.#floor, largest);
  }
}
