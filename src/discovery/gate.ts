/**
 * Whom discovery listens to: senders on the link, each so many packets a
 * second, all together so many. Decides before a packet is looked into, so a
 * flood costs next to nothing. A packet that says it is full counts as several:
 * what it costs is what it holds.
 */
import { Allowance } from "./allowance.ts";
import {
  entriesPerShare,
  packetEntriesMax,
  packetsPerS,
  packetsPerSenderPerS,
  sendersMax,
} from "./limits.ts";

export class Gate {
  readonly #all: Allowance;
  readonly #senders = new Map<string, Allowance>();
  readonly #others: Allowance;

  constructor(nowUs: number) {
    this.#all = new Allowance(packetsPerS, nowUs);
    this.#others = new Allowance(packetsPerSenderPerS, nowUs);
  }

  /**
   * Whether a packet of this sender, with so many questions and records, may come in. Its own
   * allowance is asked first: a single flood leaves that of all to the rest.
   */
  admits(sender: string, entries: number, nowUs: number): boolean {
    const shares = Math.max(1, Math.ceil(Math.min(entries, packetEntriesMax) / entriesPerShare));
    return this.#allowanceOf(sender, nowUs).take(nowUs, shares) && this.#all.take(nowUs, shares);
  }

  #allowanceOf(sender: string, nowUs: number): Allowance {
    const known = this.#senders.get(sender);
    if (known !== undefined) return known;
    if (this.#senders.size >= sendersMax) this.#sweep(nowUs);
    if (this.#senders.size >= sendersMax) return this.#others;
    const made = new Allowance(packetsPerSenderPerS, nowUs);
    this.#senders.set(sender, made);
    return made;
  }

  /** Lets go who has been silent long enough to have saved up all there is. */
  #sweep(nowUs: number): void {
    for (const [sender, allowance] of this.#senders) {
      if (allowance.isFull(nowUs)) this.#senders.delete(sender);
    }
  }
}
