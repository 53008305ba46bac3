/**
 * A sender of limited rate with a drop-tail queue in front of it: one packet at a time is on its way
 * out, the others wait in order. A new rate counts from the moment it is set, for the packet that is
 * half out as well.
 *
 * Invariants:
 *   I1  packets leave in the order they came
 *   I2  while something waits and the gate is open the sender never rests: n bytes take n × 8 / rate
 * Bounds: queueBytes and queueUs; a packet that finds the queue empty always gets in.
 */
import type { LinkSettings } from "./settings.ts";

type QueueSettings = Pick<LinkSettings, "rateBitsPerS" | "queueBytes" | "queueUs">;

interface Sized {
  readonly sizeBytes: number;
}

export class RateQueue<P extends Sized> {
  #settings: QueueSettings;
  /** From `#head` on; what lies before has left. */
  #waiting: P[] = [];
  #head = 0;
  #waitingBytes = 0;
  /** Of the packet that is on its way out, as of `#sinceUs`. */
  #bitsLeft = 0;
  #sinceUs = 0;
  /** Nothing moves before this. */
  #gateUs = 0;
  /** What a queue is measured by in time, also while the sender stands still. */
  #lastRate = Number.POSITIVE_INFINITY;

  constructor(settings: QueueSettings) {
    this.#settings = settings;
    this.#noteRate();
  }

  get packets(): number {
    return this.#waiting.length - this.#head;
  }

  get bytes(): number {
    return this.#waitingBytes;
  }

  /** When the next packet is out, at the present rate. Infinity: not by itself. */
  get nextUs(): number {
    if (this.packets === 0) return Number.POSITIVE_INFINITY;
    const fromUs = Math.max(this.#sinceUs, this.#gateUs);
    const { rateBitsPerS } = this.#settings;
    // Infinity × 0 has no value: an unlimited sender is done at once.
    return rateBitsPerS === Number.POSITIVE_INFINITY
      ? fromUs
      : fromUs + (this.#bitsLeft / rateBitsPerS) * 1e6;
  }

  /** False: dropped, the queue is full. */
  push(packet: P, nowUs: number): boolean {
    if (this.packets > 0 && this.#isFull(packet)) return false;
    this.#waiting.push(packet);
    this.#waitingBytes += packet.sizeBytes;
    if (this.packets === 1) this.#begin(nowUs);
    return true;
  }

  /** The packet that is out at `nextUs`; the one behind it begins at that very time. */
  take(): P | undefined {
    const atUs = this.nextUs;
    const packet = this.#waiting[this.#head];
    if (packet === undefined) return undefined;
    this.#head += 1;
    this.#waitingBytes -= packet.sizeBytes;
    this.#forgetLeft();
    this.#begin(atUs);
    return packet;
  }

  set(settings: QueueSettings, nowUs: number): void {
    this.#settle(nowUs);
    this.#settings = settings;
    this.#noteRate();
  }

  /** Nothing moves until then; an earlier time opens the gate earlier. */
  holdUntil(gateUs: number, nowUs: number): void {
    if (gateUs === this.#gateUs) return;
    this.#settle(nowUs);
    this.#gateUs = gateUs;
  }

  #isFull(packet: P): boolean {
    const { queueBytes, queueUs } = this.#settings;
    if (this.#waitingBytes + packet.sizeBytes > queueBytes) return true;
    return ((this.#waitingBytes * 8) / this.#lastRate) * 1e6 > queueUs;
  }

  #noteRate(): void {
    if (this.#settings.rateBitsPerS > 0) this.#lastRate = this.#settings.rateBitsPerS;
  }

  #begin(nowUs: number): void {
    this.#bitsLeft = (this.#waiting[this.#head]?.sizeBytes ?? 0) * 8;
    this.#sinceUs = nowUs;
  }

  /** Counts what has left of the packet until now. */
  #settle(nowUs: number): void {
    const fromUs = Math.max(this.#sinceUs, this.#gateUs);
    const { rateBitsPerS } = this.#settings;
    if (this.packets === 0 || nowUs <= fromUs) return;
    const sentBits =
      rateBitsPerS === Number.POSITIVE_INFINITY
        ? this.#bitsLeft
        : ((nowUs - fromUs) * rateBitsPerS) / 1e6;
    this.#bitsLeft = Math.max(0, this.#bitsLeft - sentBits);
    this.#sinceUs = nowUs;
  }

  /** Moves the rest forward once half the list is gone: O(1) a packet in the long run. */
  #forgetLeft(): void {
    if (this.#head < 32 || this.#head * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }
}
