/**
 * When the next submission may leave, and of how many listens: what ListenBrainz
 * asks of its clients (rate-limit headers, 429, no more than a call a second), and
 * what a server in trouble needs (ever longer pauses). Pure.
 *
 * Invariants:
 *   I1  nothing is given up but what the server calls bad by itself: a bad one among
 *       many is found by halving
 *   I2  a token that is refused is not tried again
 */
import { usPerS } from "../base/units.ts";
import { listenGapUs, listenRetryMaxUs, listenRetryUs, listensPerRequest } from "./limits.ts";

/** What the answer says: headers of the rate limit among it, in seconds. */
export interface SubmissionAnswer {
  readonly status: number;
  readonly remaining: number | undefined;
  readonly resetInS: number | undefined;
}

/** `again`: they stay, and go out once more. `stopped`: until there is another token. */
export type Verdict = "sent" | "refused" | "again" | "stopped";

export class ListenPace {
  #notBeforeUs = 0;
  #limit = listensPerRequest;
  #failures = 0;
  #stopped = false;

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Listens of the next submission, at most. */
  get limit(): number {
    return this.#limit;
  }

  /** How long the next one has to wait. */
  waitUs(nowUs: number): number {
    return Math.max(0, this.#notBeforeUs - nowUs);
  }

  /** Of a submission of `count` listens. `jitter` in [0, 1). */
  answered(answer: SubmissionAnswer, count: number, nowUs: number, jitter: number): Verdict {
    const { status, remaining, resetInS } = answer;
    this.#notBeforeUs = nowUs + listenGapUs;
    if (status === 401 || status === 403) {
      this.#stopped = true;
      return "stopped";
    }
    if (status === 429) {
      this.#failures += 1;
      this.#waitFor(resetInS, nowUs, jitter);
      return "again";
    }
    const fine = status >= 200 && status < 300;
    if (!fine && !isBadContent(status)) {
      this.failed(nowUs, jitter);
      return "again";
    }
    this.#failures = 0;
    if (remaining === 0) this.#waitFor(resetInS, nowUs, jitter);
    if (!fine && count > 1) {
      this.#limit = Math.ceil(count / 2);
      return "again";
    }
    this.#limit = Math.min(listensPerRequest, 2 * this.#limit);
    return fine ? "sent" : "refused";
  }

  /** Nobody answered, or nothing that helps. */
  failed(nowUs: number, jitter: number): void {
    const doubled = listenRetryUs * 2 ** Math.min(this.#failures, 20);
    const pauseUs = Math.min(listenRetryMaxUs, doubled);
    this.#failures += 1;
    // Half of it by chance: a thousand origins must not come back together.
    this.#notBeforeUs = nowUs + pauseUs * (0.5 + jitter / 2);
  }

  /** As long as the server says, and a little by chance; by our own rule where it says nothing. */
  #waitFor(resetInS: number | undefined, nowUs: number, jitter: number): void {
    if (resetInS === undefined) {
      this.failed(nowUs, jitter);
      return;
    }
    const pauseUs = Math.min(listenRetryMaxUs, Math.max(listenGapUs, resetInS * usPerS));
    this.#notBeforeUs = nowUs + pauseUs + jitter * listenGapUs;
  }
}

/** The server has read it and will never take it: malformed, or too large. */
function isBadContent(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}
