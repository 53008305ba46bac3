/**
 * A greedy TCP sender for model links: slow start, CUBIC's curve (RFC 9438),
 * one reduction by 0.7 for each window that loses, recovery without a timeout
 * while anything comes back. Enough of a neighbour to be fair to; no more.
 */
const packetBytes = 1_500;
const beta = 0.7;
const cubicC = 0.4;
const reorder = 3;

export class TcpFlow {
  static readonly packetBytes = packetBytes;
  /** Bytes acknowledged. */
  bytes = 0;
  #window = 10;
  #threshold = Number.POSITIVE_INFINITY;
  #largestWindow = 0;
  #epochUs = 0;
  #next = 0;
  #open = new Set<number>();
  #recoverUntil = 0;
  #running = true;
  #lastUs: number;

  constructor(nowUs: number) {
    this.#lastUs = nowUs;
  }

  stop(): void {
    this.#running = false;
  }

  /** The number of the packet that may leave now, −1 for none. */
  next(): number {
    if (!this.#running || this.#open.size >= Math.floor(this.#window)) return -1;
    this.#open.add(this.#next);
    this.#next += 1;
    return this.#next - 1;
  }

  acked(seq: number, nowUs: number): void {
    this.#lastUs = nowUs;
    if (!this.#open.delete(seq)) return;
    this.bytes += packetBytes;
    this.#grow(nowUs);
    for (const open of this.#open) {
      if (open + reorder > seq) break;
      this.#open.delete(open);
      this.#lost(open, nowUs);
    }
  }

  /** All in flight was lost: a retransmission timeout. */
  timeout(nowUs: number): void {
    if (!this.#running || this.#open.size === 0 || nowUs - this.#lastUs < 1_000_000) return;
    this.#open.clear();
    this.#threshold = this.#window / 2;
    this.#window = 1;
    this.#lastUs = nowUs;
  }

  #grow(nowUs: number): void {
    if (this.#window < this.#threshold) {
      this.#window += 1;
      return;
    }
    const k = Math.cbrt((this.#largestWindow * (1 - beta)) / cubicC);
    const t = (nowUs - this.#epochUs) / 1e6;
    const target = cubicC * (t - k) ** 3 + this.#largestWindow;
    const step = Math.min(0.5, Math.max(0.01, (target - this.#window) / this.#window));
    this.#window += step;
  }

  #lost(seq: number, nowUs: number): void {
    if (seq < this.#recoverUntil) return;
    this.#recoverUntil = this.#next;
    this.#largestWindow = this.#window;
    this.#window = Math.max(2, this.#window * beta);
    this.#threshold = this.#window;
    this.#epochUs = nowUs;
  }
}
