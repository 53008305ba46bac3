/** Round-trip estimate and probe timeout (RFC 9002 §5, §6.2), with a minimum over the last ten seconds or so. */
import { usPerMs, usPerS } from "../base/units.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";
import {
  ackDelayMaxUs,
  granularityUs,
  initialRttUs,
  narrowDatagramUs,
  ptoMaxUs,
} from "./limits.ts";

/** The minimum is that of the current and the last period: paths change. */
const minPeriodUs = 5 * usPerS;
/** "Now" is a round trip and the one before, and at least twice this: single samples are chance. */
const nowPeriodUs = 25 * usPerMs;
/** From here on a datagram is large: what it takes longer than a small one is what the link takes for its bytes. */
const largeBytes = 1_000;
/** A probe timeout longer than this is for a path whose last round trip was a quarter of it and more. */
const ptoCalmUs = 300 * usPerMs;
/** Beyond `ptoMaxUs` it is 1.25 round trips at most, and never more than this: music waits for it. */
const ptoShareMax = 1.25;
const ptoLastUs = 1_500 * usPerMs;
/** Round trips beyond this were those of a queue that froze; that it is gone is believed at once. */
const frozenUs = 500 * usPerMs;
/** So many full datagrams say what one takes. */
const sizedMin = 2;
/** Slower than that is a queue, not a link. */
const fullUsMax = 100 * usPerMs;

export class RttEstimate {
  #smoothedUs = initialRttUs;
  #variationUs = initialRttUs / 2;
  #latestUs = initialRttUs;
  #sampled = false;
  #minUs = Number.POSITIVE_INFINITY;
  #minBeforeUs = Number.POSITIVE_INFINITY;
  #periodEndsUs = 0;
  #nowMinUs = Number.POSITIVE_INFINITY;
  #nowMinBeforeUs = Number.POSITIVE_INFINITY;
  #nowEndsUs = 0;
  #minSeenUs = 0;
  #fullUs = Number.POSITIVE_INFINITY;
  #sizedCount = 0;

  get smoothedUs(): number {
    return this.#smoothedUs;
  }
  get variationUs(): number {
    return this.#variationUs;
  }
  /** The smallest of late; the first guess before any sample. */
  get minUs(): number {
    return this.#sampled ? Math.min(this.#minUs, this.#minBeforeUs) : initialRttUs;
  }
  /** Something was measured on this path. */
  get sampled(): boolean {
    return this.#sampled;
  }
  /** When a sample was last about as small as the minimum. */
  get minSeenUs(): number {
    return this.#minSeenUs;
  }
  /**
   * By how much even the smallest round trip of now is above the minimum: a queue that stands. Jitter, which
   * leaves some samples alone, does not count.
   */
  get queueUs(): number {
    return Math.max(0, Math.min(this.#nowMinUs, this.#nowMinBeforeUs) - this.minUs);
  }
  /** What a round trip takes now: the smallest of late, with the queue that stands, but without those of before. */
  get presentUs(): number {
    return this.#sampled ? this.minUs + this.queueUs : this.#smoothedUs;
  }
  /**
   * What a full datagram takes longer on our way out than a small one, at the most: on a narrow link that is known
   * before anything of size was sent, from the probes of the path's size. 0 while it is not known.
   */
  get fullUs(): number {
    return this.#fullUs === Number.POSITIVE_INFINITY ? 0 : Math.min(fullUsMax, this.#fullUs);
  }
  /** That is a long time, by more than one datagram's: a single one may have waited for something else. */
  get isNarrow(): boolean {
    return this.#sizedCount >= sizedMin && this.fullUs > narrowDatagramUs;
  }
  /** How long an answer may take before its absence means something. */
  get ptoUs(): number {
    const spread = Math.max(4 * this.#variationUs, granularityUs);
    // Round trips of a queue that froze spread over seconds, and are remembered long after it is gone.
    const slowUs = clamp(ptoShareMax * this.#smoothedUs, ptoMaxUs, ptoLastUs);
    const mostUs = Math.min(slowUs, Math.max(ptoCalmUs, 4 * this.#latestUs));
    // An answer may be a full datagram where what was measured was small.
    return Math.min(mostUs, this.#smoothedUs + spread + ackDelayMaxUs + this.fullUs);
  }
  /** The same after `probes` probes went unanswered. */
  backedOffPtoUs(probes: number): number {
    return Math.min(Math.max(ptoMaxUs, this.ptoUs), this.ptoUs * 2 ** Math.min(probes, 10));
  }
  /** RFC 9002 §6.1.2: a packet sent this long before an acknowledged one is lost. */
  get lossDelayUs(): number {
    return Math.max((9 * Math.max(this.#latestUs, this.#smoothedUs)) / 8, granularityUs);
  }

  /** The path is another: the next sample is the first. Until then the estimate stands, as a guess. */
  restart(): void {
    this.#sampled = false;
    this.#minUs = Number.POSITIVE_INFINITY;
    this.#minBeforeUs = Number.POSITIVE_INFINITY;
    this.#nowMinUs = Number.POSITIVE_INFINITY;
    this.#nowMinBeforeUs = Number.POSITIVE_INFINITY;
    this.#periodEndsUs = 0;
    this.#nowEndsUs = 0;
    this.#fullUs = Number.POSITIVE_INFINITY;
    this.#sizedCount = 0;
  }

  /** A packet of so many bytes was acknowledged after so long, which may have been held back as long as any ACK. */
  sized(bytes: number, rttUs: number): void {
    if (bytes < largeBytes) return;
    const longerUs = Math.max(0, rttUs - ackDelayMaxUs - this.minUs);
    this.#sizedCount += 1;
    this.#fullUs = Math.min(this.#fullUs, (longerUs * datagramBytesMax) / bytes);
  }

  /** `delayUs` is what the peer says it held the ACK back; it never brings a sample below the minimum. */
  sample(latestUs: number, delayUs: number, nowUs: number): void {
    const delay = Math.min(delayUs, ackDelayMaxUs);
    this.#updateMin(latestUs, nowUs);
    this.#updateNow(latestUs - delay, nowUs);
    const adjusted = latestUs - delay >= this.minUs ? latestUs - delay : latestUs;
    this.#latestUs = latestUs;
    if (!this.#sampled) {
      this.#sampled = true;
      this.#smoothedUs = adjusted;
      this.#variationUs = adjusted / 2;
      return;
    }
    if (this.#smoothedUs > frozenUs && adjusted < this.#smoothedUs / 4) {
      this.#smoothedUs = (this.#smoothedUs + adjusted) / 2;
      this.#variationUs = Math.min(this.#variationUs, this.#smoothedUs) / 2;
      return;
    }
    this.#variationUs += (Math.abs(this.#smoothedUs - adjusted) - this.#variationUs) / 4;
    this.#smoothedUs += (adjusted - this.#smoothedUs) / 8;
  }

  #updateMin(latestUs: number, nowUs: number): void {
    if (nowUs >= this.#periodEndsUs) {
      this.#minBeforeUs = this.#minUs;
      this.#minUs = latestUs;
      this.#periodEndsUs = nowUs + minPeriodUs;
    } else this.#minUs = Math.min(this.#minUs, latestUs);
    const least = Math.min(this.#minUs, this.#minBeforeUs);
    if (latestUs <= least + Math.max(granularityUs, least / 16)) this.#minSeenUs = nowUs;
  }

  /** The flight was thinned out on purpose: what came now is the minimum, however small it was once. */
  renewMin(nowUs: number): void {
    this.#minUs = Math.min(this.#nowMinUs, this.#nowMinBeforeUs);
    this.#minBeforeUs = Number.POSITIVE_INFINITY;
    this.#periodEndsUs = nowUs + minPeriodUs;
    this.#minSeenUs = nowUs;
  }

  #updateNow(latestUs: number, nowUs: number): void {
    if (nowUs >= this.#nowEndsUs) {
      this.#nowMinBeforeUs = this.#nowMinUs;
      this.#nowMinUs = latestUs;
      this.#nowEndsUs = nowUs + Math.max(nowPeriodUs, this.#smoothedUs);
    } else this.#nowMinUs = Math.min(this.#nowMinUs, latestUs);
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
