/**
 * One direction of one link: what comes in is dropped, lost, doubled, or comes out later. Sans I/O:
 * the caller passes the time in, and calls `step` when `nextUs` has come.
 *
 * Invariants:
 *   I1  what comes out comes out in the order it came in, but for those picked by `reorderShare`
 *   I2  every packet pushed is handed to `out` or to `lost`, once for each copy
 *   I3  one seed and one sequence of packets and times give one outcome
 * Each kind of decision draws from a generator of its own, so that switching jitter on does not
 * change which packets are lost.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { DueHeap } from "./due-heap.ts";
import { Jitter } from "./jitter.ts";
import { LossModel } from "./loss.ts";
import type { Packet } from "./packet.ts";
import { RateQueue } from "./rate-queue.ts";
import type { LinkSettings } from "./settings.ts";

/** Why a packet does not come out. */
export type Fate = "lost" | "queue-full" | "too-large";

export interface LinkOutput<P> {
  /** The link is done with this copy: it arrives at `atUs`. */
  out(packet: P, atUs: number): void;
  /** The link is done with this copy: it is gone. */
  lost(packet: P, fate: Fate): void;
}

/** Packets and bytes since the start; what is under way is in none but `packetsIn`. */
export interface LinkCounts {
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
  lost: number;
  queueFull: number;
  tooLarge: number;
  duplicated: number;
  reordered: number;
  queueBytesMax: number;
}

export class Link<P extends Packet> {
  readonly #output: LinkOutput<P>;
  readonly #queue: RateQueue<P>;
  readonly #underWay = new DueHeap<P>();
  readonly #loss: LossModel;
  readonly #jitter: Jitter;
  readonly #duplicate: Rng;
  readonly #reorder: Rng;
  #settings: LinkSettings;
  /** I1: nothing in order arrives before this. */
  #lastDueUs = 0;
  readonly counts: LinkCounts = {
    packetsIn: 0,
    bytesIn: 0,
    packetsOut: 0,
    bytesOut: 0,
    lost: 0,
    queueFull: 0,
    tooLarge: 0,
    duplicated: 0,
    reordered: 0,
    queueBytesMax: 0,
  };

  constructor(settings: LinkSettings, rng: Rng, output: LinkOutput<P>) {
    this.#settings = settings;
    this.#output = output;
    this.#queue = new RateQueue<P>(settings);
    this.#loss = new LossModel(rng.fork());
    this.#jitter = new Jitter(rng.fork());
    this.#duplicate = rng.fork();
    this.#reorder = rng.fork();
  }

  get settings(): LinkSettings {
    return this.#settings;
  }

  /** When `step` has something to do. Infinity: never by itself. */
  get nextUs(): number {
    return Math.min(this.#queue.nextUs, this.#underWay.nextUs);
  }

  /** What is queued goes on under the new settings; what is under way arrives as it would have. */
  set(settings: LinkSettings, nowUs: number): void {
    this.#settings = settings;
    this.#queue.set(settings, nowUs);
  }

  /** Keeps what is queued until then: the other end sleeps. */
  holdUntil(gateUs: number, nowUs: number): void {
    this.#queue.holdUntil(gateUs, nowUs);
  }

  push(packet: P, nowUs: number): void {
    this.counts.packetsIn += 1;
    this.counts.bytesIn += packet.sizeBytes;
    if (packet.sizeBytes > this.#settings.sizeMaxBytes) {
      this.#drop(packet, "too-large");
      return;
    }
    const copies = this.#duplicate.chance(this.#settings.duplicateShare) ? 2 : 1;
    if (copies === 2) {
      packet.holders += 1;
      this.counts.duplicated += 1;
    }
    for (let i = 0; i < copies; i++) {
      if (!this.#queue.push(packet, nowUs)) this.#drop(packet, "queue-full");
    }
    this.counts.queueBytesMax = Math.max(this.counts.queueBytesMax, this.#queue.bytes);
    // Without a limit nothing waits: no need for the caller to come back.
    while (this.#queue.nextUs <= nowUs) this.#sent();
  }

  /** Does what is due at `nextUs`, one thing. */
  step(): void {
    const [sentUs, dueUs] = [this.#queue.nextUs, this.#underWay.nextUs];
    if (dueUs <= sentUs) this.#arrived();
    else if (sentUs < Number.POSITIVE_INFINITY) this.#sent();
  }

  /** A packet has left the sender. */
  #sent(): void {
    const atUs = this.#queue.nextUs;
    const packet = this.#queue.take();
    if (packet === undefined) return;
    if (this.#loss.isLost(this.#settings, atUs)) this.#drop(packet, "lost");
    else this.#putUnderWay(packet, atUs);
  }

  #putUnderWay(packet: P, atUs: number): void {
    const { delayUs, jitterUs, reorderByUs, reorderShare } = this.#settings;
    const dueUs = atUs + delayUs + this.#jitter.extraUs(jitterUs, atUs);
    if (this.#reorder.chance(reorderShare)) {
      this.counts.reordered += 1;
      this.#underWay.put(packet, Math.max(dueUs, this.#lastDueUs) + reorderByUs);
      return;
    }
    this.#lastDueUs = Math.max(dueUs, this.#lastDueUs);
    if (this.#lastDueUs <= atUs && this.#underWay.nextUs > atUs) this.#deliver(packet, atUs);
    else this.#underWay.put(packet, this.#lastDueUs);
  }

  #arrived(): void {
    const atUs = this.#underWay.nextUs;
    const packet = this.#underWay.take();
    if (packet !== undefined) this.#deliver(packet, atUs);
  }

  #deliver(packet: P, atUs: number): void {
    this.counts.packetsOut += 1;
    this.counts.bytesOut += packet.sizeBytes;
    this.#output.out(packet, atUs);
  }

  #drop(packet: P, fate: Fate): void {
    if (fate === "lost") this.counts.lost += 1;
    else if (fate === "queue-full") this.counts.queueFull += 1;
    else this.counts.tooLarge += 1;
    this.#output.lost(packet, fate);
  }
}
