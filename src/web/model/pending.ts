/**
 * What somebody just did, shown until the speaker shows it too: a value that
 * covers the speaker's until the state of `Result.seq` is here (docs/CONTROL.md §4).
 * So a slider never jumps back. Pure; times in milliseconds.
 *
 * Invariants:
 *   I1  while a gesture lasts, or the value is not sent yet, or a command is unanswered, the value that is shown is the person's
 *   I2  it goes when the replica is at the number of the last answer, when the last command is refused, or after `pendingMsMax`
 */
import { pendingMsMax } from "../limits.ts";

export class Pending<T> {
  #value: { readonly is: T } | undefined;
  #held = false;
  /** It waits for its turn: answers to what was sent before say nothing of it. */
  #unsent = false;
  #unanswered = 0;
  #seq = 0;
  #touchedMs = 0;

  /** The person's value; undefined where the speaker's counts. */
  shown(replicaSeq: number, nowMs: number): { readonly is: T } | undefined {
    if (this.#value === undefined) return undefined;
    const settled = this.#unanswered === 0 && !this.#kept && replicaSeq >= this.#seq;
    if (settled || (!this.#held && nowMs - this.#touchedMs > pendingMsMax)) this.#value = undefined;
    return this.#value;
  }

  /** `held`: a finger is still on it. */
  set(value: T, held: boolean, nowMs: number): void {
    this.#value = { is: value };
    this.#held = held;
    this.#unsent = true;
    this.#touchedMs = nowMs;
  }

  /** The value that was set last is on its way. */
  sent(): void {
    this.#unsent = false;
    this.#unanswered += 1;
  }

  /** Of each `sent` once: the number of the state that shows it, or undefined where it was not done. */
  answered(seq: number | undefined): void {
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (seq !== undefined) this.#seq = Math.max(this.#seq, seq);
    else if (!this.#kept) this.#value = undefined;
  }

  /** Another run of the speaker counts from the start. */
  forget(): void {
    this.#value = undefined;
    this.#held = false;
    this.#unsent = false;
    this.#unanswered = 0;
    this.#seq = 0;
  }

  get #kept(): boolean {
    return this.#held || this.#unsent;
  }
}
