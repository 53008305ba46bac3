/**
 * How much a path loses and in what bursts, by the gaps in the numbers of the packets that came.
 *
 * Pure state. A number is judged once it is `settledPackets` behind the newest: until then it may
 * have been overtaken. A fresh meter answers with a cautious guess, which what is seen outweighs.
 * Cost: a number for each that came, `windowPackets` of them at most, however far ahead a peer counts.
 */
import { windowPackets } from "./limits.ts";
import type { ReplayWindow } from "./replay-window.ts";

/** What is this far behind the newest packet does not come any more. */
const settledPackets = 16;
/** Half of what was counted is forgotten when so many packets were: two minutes of music at 160 kbit/s. */
const memoryPackets = 2_048;
/** The guess of a fresh meter, as if seen: 2 % of packets lost, two at a time, as on bad Wi-Fi. */
const guessedPackets = 100;
const guessedLost = 2;
const guessedBursts = 1;

export class LossMeter {
  readonly #window: ReplayWindow;
  #judgedTo = 0;
  #packets = 0;
  #lost = 0;
  #bursts = 0;
  #wasLost = false;

  constructor(window: ReplayWindow) {
    this.#window = window;
  }

  /** Numbers below the newest of which nothing came. */
  get missing(): number {
    return Math.max(0, this.#window.largest + 1 - this.#window.received);
  }

  /** Share of packets lost, 0 … 1. */
  get share(): number {
    return (this.#lost + guessedLost) / (this.#packets + guessedPackets);
  }

  /** Packets lost in a row, on average; at least 1. */
  get burstPackets(): number {
    return Math.max(1, (this.#lost + guessedLost) / (this.#bursts + guessedBursts));
  }

  /** After each packet that came. */
  took(): void {
    const window = this.#window;
    // Of what is older nothing is known any more.
    this.#judgedTo = Math.max(this.#judgedTo, window.largest - windowPackets + 1);
    for (const end = window.largest - settledPackets; this.#judgedTo <= end; this.#judgedTo++) {
      this.#judge(window.has(this.#judgedTo));
    }
  }

  #judge(came: boolean): void {
    if (this.#packets >= memoryPackets) {
      this.#packets /= 2;
      this.#lost /= 2;
      this.#bursts /= 2;
    }
    this.#packets += 1;
    if (!came) {
      this.#lost += 1;
      if (!this.#wasLost) this.#bursts += 1;
    }
    this.#wasLost = !came;
  }
}
