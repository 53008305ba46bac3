/** What of a stream's packets came, as a report block tells it (RFC 3550 §6.4.1, appendices A.3 and A.8). Pure. */
import { expand } from "./rtp.ts";

/** Of the timestamps. */
const rate = 48_000;

export class Reception {
  #first: number | undefined;
  #highest = 0;
  #came = 0;
  #expectedBefore = 0;
  #cameBefore = 0;
  #transit: number | undefined;
  #jitter = 0;

  /** `rtpTime`: whole. */
  note(sequence: number, rtpTime: number, nowUs: number): void {
    const whole = this.#first === undefined ? sequence : expand(sequence, 16, this.#highest);
    this.#first ??= whole;
    this.#highest = this.#came === 0 ? whole : Math.max(this.#highest, whole);
    this.#came += 1;
    const transit = (nowUs * rate) / 1e6 - rtpTime;
    const off = this.#transit === undefined ? 0 : Math.abs(transit - this.#transit);
    this.#jitter += (off - this.#jitter) / 16;
    this.#transit = transit;
  }

  /** Packets that came, in all. */
  get packets(): number {
    return this.#came;
  }

  /** For the next report; what it tells of the time since the last one is told once. */
  take() {
    const expected = this.#first === undefined ? 0 : this.#highest - this.#first + 1;
    const since = expected - this.#expectedBefore;
    const lost = since - (this.#came - this.#cameBefore);
    this.#expectedBefore = expected;
    this.#cameBefore = this.#came;
    const fractionLost =
      since <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / since));
    return {
      fractionLost,
      packetsLost: expected - this.#came,
      highestSequence: this.#highest,
      jitter: Math.min(2 ** 31, this.#jitter),
    };
  }
}
