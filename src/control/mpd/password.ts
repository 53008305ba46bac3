/**
 * The password of the MPD protocol: sent in the clear, so it keeps out who merely
 * finds the port, nobody who listens to the network (docs/MPD.md §4).
 *
 * Invariant: an address that was wrong too often is not listened to for a while, right or wrong; others are.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { TokenBucket } from "../../base/token-bucket.ts";
import type { Clock } from "../../ports/clock.ts";
import { MpdError } from "./errors.ts";
import { wrongAddressesMax, wrongPasswordRate } from "./limits.ts";

export class Password {
  readonly #right: Uint8Array;
  readonly #clock: Clock;
  /** By address, the one that was wrong longest ago first. */
  readonly #wrong = new Map<string, TokenBucket>();

  constructor(password: string, clock: Clock) {
    this.#right = digest(password);
    this.#clock = clock;
  }

  /** Compares hashes, in constant time. Throws MpdError where `host` was wrong too often. */
  isRight(text: string, host: string): boolean {
    const nowUs = this.#clock.nowUs();
    const tries = this.#wrong.get(host) ?? new TokenBucket(wrongPasswordRate, nowUs);
    if (tries.take(1, nowUs) > 0)
      throw new MpdError("password", "too many wrong passwords; try again later");
    this.#wrong.delete(host);
    if (timingSafeEqual(digest(text), this.#right)) return true;
    this.#wrong.set(host, tries);
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > wrongAddressesMax && oldest !== undefined) this.#wrong.delete(oldest);
    return false;
  }
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
