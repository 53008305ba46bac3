/**
 * When a sound was captured, by our clock: the sender's reports join its stream's
 * time to its own clock, and the report that was soonest here joins that to ours.
 * What the way takes at least is not known, and is counted as none.
 *
 * Bounds: senderReportsKept offsets.
 */
import { senderReportsKept } from "./limits.ts";
import type { SenderReport } from "./rtcp.ts";

const rate = 48_000;

export class SenderClock {
  /** Ours minus the sender's, microseconds; the latest last. */
  #offsetsUs: number[] = [];
  #atUs = 0;
  #rtpTime = 0;
  #report: SenderReport | undefined;
  #reportUs = 0;

  /** `rtpTime`: the whole one of the report. */
  note(report: SenderReport, rtpTime: number, nowUs: number): void {
    const atUs = report.ntpS * 1e6 + (report.ntpFraction * 1e6) / 2 ** 32;
    this.#offsetsUs = [...this.#offsetsUs, nowUs - atUs].slice(-senderReportsKept);
    this.#atUs = atUs;
    this.#rtpTime = rtpTime;
    this.#report = report;
    this.#reportUs = nowUs;
  }

  /** Undefined before the first report. */
  capturedUs(rtpTime: number): number | undefined {
    if (this.#offsetsUs.length === 0) return undefined;
    const sinceUs = ((rtpTime - this.#rtpTime) * 1e6) / rate;
    return this.#atUs + sinceUs + Math.min(...this.#offsetsUs);
  }

  /** Which report was the last, and how long ago, as a report block tells it (RFC 3550 §6.4.1). */
  last(nowUs: number): { readonly lastReport: number; readonly sinceLastReport: number } {
    if (this.#report === undefined) return { lastReport: 0, sinceLastReport: 0 };
    const { ntpS, ntpFraction } = this.#report;
    const since = Math.floor(((nowUs - this.#reportUs) * 65_536) / 1e6);
    return {
      lastReport: (((ntpS & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0,
      sinceLastReport: Math.min(2 ** 32 - 1, Math.max(0, since)),
    };
  }
}
