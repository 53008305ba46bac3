/**
 * Whether the peer is still there: when to probe a quiet session, when a
 * silence means something, when it is over (PROTOCOL.md §3, Life). Pure state.
 */
import {
  idleTimeoutUs,
  keepAliveIdleUs,
  keepAliveUs,
  silenceIdleUs,
  silenceUs,
  wantedUs,
} from "./limits.ts";

export class Liveness {
  readonly #initiator: boolean;
  #heardUs: number;
  #spokeUs: number;
  /** When something was last asked for. */
  #wantedUs: number;
  /** Since when the peer owes an answer. */
  #owedSinceUs: number | undefined;

  /** Only the initiator keeps a session alive: it knows whether it is wanted, and sits behind the NAT. */
  constructor(initiator: boolean, nowUs: number) {
    this.#initiator = initiator;
    this.#heardUs = nowUs;
    this.#spokeUs = nowUs;
    this.#wantedUs = nowUs;
  }

  /** An authentic packet came. */
  heard(nowUs: number): void {
    this.#heardUs = nowUs;
    this.#owedSinceUs = undefined;
  }

  spoke(asksForAnswer: boolean, nowUs: number): void {
    this.#spokeUs = nowUs;
    if (asksForAnswer) this.#owedSinceUs ??= nowUs;
  }

  /** Something is asked for. */
  wanted(nowUs: number): void {
    this.#wantedUs = nowUs;
  }

  /** When the session is over for want of anything heard. */
  get endsUs(): number {
    return this.#heardUs + idleTimeoutUs;
  }

  /** When to send something only to be answered; Infinity for who waits to be asked. */
  get keepAliveDueUs(): number {
    if (!this.#initiator) return Number.POSITIVE_INFINITY;
    const quietUs = Math.max(this.#heardUs, this.#spokeUs);
    return quietUs + (quietUs - this.#wantedUs < wantedUs ? keepAliveUs : keepAliveIdleUs);
  }

  /** From when on a silence is longer than any good reason; `waits`: somebody wants an answer. */
  silentUs(ptoUs: number, waits: boolean): number {
    if (this.#owedSinceUs === undefined) return Number.POSITIVE_INFINITY;
    return this.#owedSinceUs + Math.max(3 * ptoUs, waits ? silenceUs : silenceIdleUs);
  }
}
