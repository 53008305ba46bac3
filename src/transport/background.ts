/**
 * Congestion control of prefetch and bulk, in the manner of LEDBAT++
 * (draft-irtf-iccrg-ledbat-plus-plus, PROTOCOL.md §5.3): fills a link that is
 * free and gives way as soon as a queue builds, whoever builds it.
 *
 * The signal is the round trip above its base, not the delay of one way: it
 * needs no clock of the other side, and a way back that is full of somebody
 * else's traffic is one more reason to give way.
 *
 * Pure state; the caller counts what is in flight. Deviations from the draft:
 * the base looks back two minutes instead of ten, because a room's Wi-Fi
 * changes faster and slowdowns look anew anyway; and who never waited in a
 * queue takes no slowdown, having no base to correct.
 */
import { usPerMs, usPerS } from "../base/units.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";

/** Queueing delay that is aimed at (draft §4.1). */
const targetUs = 60 * usPerMs;
/** A long round trip grows like TCP, a short one down to this part of it (§4.2). */
const gainDivisorMax = 16;
/** Never less than this in flight (§4.3), so that delay keeps being measured. */
const windowMinBytes = 2 * datagramBytesMax;
/**
 * Where the buffer is so short that packets are lost before the target is reached, half of it is aimed at, and
 * never less than this; what was learned so fades.
 */
const targetMinUs = 10 * usPerMs;
const targetGrowth = 1.5;
/** A window that a queue pressed down is opened by slow start again once the queue was gone this long. */
const freeUs = 1 * usPerS;
/** Slow start ends at this share of the target (§4.3). */
const exitShare = 0.75;
/** The lowest of so many samples is the delay of now: jitter is no queue (RFC 6817 §2.4.2). */
const recentSamples = 4;
/** Minima of periods, of which the base is the least. */
const basePeriods = 6;
const basePeriodUs = 20 * usPerS;
/** A slowdown lasts this many round trips at the least window, and the next comes after nine times its length (§4.4). */
const slowdownRounds = 2;
const slowdownSpacing = 9;
/** Below this share of the target nobody is in a queue worth measuring again. */
const queuedShare = 0.25;
/** After this long without background traffic what was learned of the window is stale. */
const staleUs = 1 * usPerS;

export class Background {
  readonly #minima = new Float64Array(basePeriods).fill(Number.POSITIVE_INFINITY);
  readonly #recent = new Float64Array(recentSamples).fill(Number.POSITIVE_INFINITY);
  #period = 0;
  #periodFromUs = 0;
  #recentAt = 0;
  #baseUs = Number.POSITIVE_INFINITY;
  #targetUs = targetUs;
  #window = windowMinBytes;
  /** Slow start ends here. */
  #threshold = Number.POSITIVE_INFINITY;
  #slowdownAtUs = Number.POSITIVE_INFINITY;
  #slowdownFromUs = 0;
  /** How long the last one took, until the window was back. */
  #slowdownUs = 0;
  /** Until then the window stays at its least. */
  #restUntilUs = 0;
  #climbing = true;
  #queued = false;
  /** Since when there has been no queue to speak of. */
  #freeFromUs = 0;
  #cutUs = Number.NEGATIVE_INFINITY;
  #usedUs = Number.NEGATIVE_INFINITY;

  /** Bytes that may be in flight when a background symbol leaves. */
  get windowBytes(): number {
    return this.#window;
  }
  /** By how much the round trip of now is above its base; 0 before any sample. */
  get queueUs(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const rttUs of this.#recent) lowest = Math.min(lowest, rttUs);
    return lowest === Number.POSITIVE_INFINITY ? 0 : Math.max(0, lowest - this.#baseUs);
  }

  /** A round trip of any packet, without the time that the peer held the ACK back. */
  sample(rttUs: number, nowUs: number): void {
    if (nowUs >= this.#periodFromUs + basePeriodUs) {
      this.#periodFromUs = nowUs;
      this.#period = (this.#period + 1) % basePeriods;
      this.#minima[this.#period] = rttUs;
      this.#baseUs = Math.min(...this.#minima);
      this.#targetUs = Math.min(targetUs, targetGrowth * this.#targetUs);
    } else if (rttUs < (this.#minima[this.#period] ?? 0)) {
      this.#minima[this.#period] = rttUs;
      this.#baseUs = Math.min(this.#baseUs, rttUs);
    }
    this.#recent[this.#recentAt] = rttUs;
    this.#recentAt = (this.#recentAt + 1) % recentSamples;
  }

  /** A background symbol leaves. */
  sent(nowUs: number): void {
    if (nowUs - this.#usedUs > staleUs && this.#usedUs > 0) this.#reopen();
    this.#usedUs = nowUs;
  }

  /** Background bytes arrived. `limited`: more would have been sent if the window had let them. */
  acked(bytes: number, limited: boolean, rttUs: number, nowUs: number): void {
    const queueUs = this.queueUs;
    if (queueUs > queuedShare * this.#targetUs) {
      this.#queued = true;
      this.#freeFromUs = nowUs;
    }
    if (nowUs >= this.#slowdownAtUs) this.#slowDown(rttUs, nowUs);
    if (nowUs < this.#restUntilUs) return;
    if (this.#restUntilUs > 0) {
      // What was measured so far was measured behind the queue that the slowdown took away.
      this.#restUntilUs = 0;
      this.#recent.fill(Number.POSITIVE_INFINITY);
      return;
    }
    if (
      this.#climbing &&
      (this.#window >= this.#threshold || queueUs > exitShare * this.#targetUs)
    ) {
      this.#steady(rttUs, nowUs);
    }
    if (!this.#climbing && nowUs - this.#freeFromUs > freeUs && nowUs - this.#cutUs > freeUs) {
      this.#climbing = true;
      this.#threshold = Number.POSITIVE_INFINITY;
    }
    const growth = this.#climbing ? this.#gain * bytes : this.#step(queueUs, bytes);
    if (growth < 0 || limited) this.#window = Math.max(windowMinBytes, this.#window + growth);
  }

  /** Loss halves the window, once in a round trip, as TCP would. */
  lost(rttUs: number, nowUs: number): void {
    if (nowUs - this.#cutUs < rttUs) return;
    this.#cutUs = nowUs;
    const { queueUs } = this;
    if (queueUs > targetMinUs)
      this.#targetUs = Math.max(targetMinUs, Math.min(this.#targetUs, queueUs / 2));
    this.#window = Math.max(windowMinBytes, this.#window / 2);
    if (this.#climbing) this.#steady(rttUs, nowUs);
  }

  /** The path is another: nothing of what was learned holds. */
  restart(): void {
    this.#minima.fill(Number.POSITIVE_INFINITY);
    this.#recent.fill(Number.POSITIVE_INFINITY);
    this.#baseUs = Number.POSITIVE_INFINITY;
    this.#threshold = Number.POSITIVE_INFINITY;
    this.#targetUs = targetUs;
    this.#reopen();
  }

  get #gain(): number {
    if (this.#baseUs === Number.POSITIVE_INFINITY) return 1 / gainDivisorMax;
    return 1 / Math.min(gainDivisorMax, Math.ceil((2 * targetUs) / Math.max(1, this.#baseUs)));
  }

  /** §4.2: additive below the target, multiplicative above it, at most a half in a round trip. */
  #step(queueUs: number, bytes: number): number {
    const rise = this.#gain * datagramBytesMax;
    const fall = Math.max(0, this.#window * (queueUs / this.#targetUs - 1));
    return Math.max(rise - fall, -this.#window / 2) * (bytes / this.#window);
  }

  #reopen(): void {
    this.#climbing = true;
    this.#window = windowMinBytes;
    this.#slowdownAtUs = Number.POSITIVE_INFINITY;
  }

  /** Slow start is over, the first or the one after a slowdown. */
  #steady(rttUs: number, nowUs: number): void {
    this.#climbing = false;
    if (this.#slowdownFromUs > 0) this.#slowdownUs = nowUs - this.#slowdownFromUs;
    this.#slowdownFromUs = 0;
    this.#slowdownAtUs =
      nowUs + Math.max(slowdownRounds * rttUs, slowdownSpacing * this.#slowdownUs);
  }

  #slowDown(rttUs: number, nowUs: number): void {
    if (!this.#queued) {
      this.#slowdownAtUs = nowUs + slowdownSpacing * slowdownRounds * rttUs;
      return;
    }
    this.#queued = false;
    this.#threshold = this.#window;
    this.#slowdownAtUs = Number.POSITIVE_INFINITY;
    this.#slowdownFromUs = nowUs;
    this.#restUntilUs = nowUs + slowdownRounds * rttUs;
    this.#window = windowMinBytes;
    this.#climbing = true;
  }
}
