/**
 * What a node can say without remembering: retry cookies and reset tokens, both
 * keyed hashes (PROTOCOL.md §2, §3). Pure.
 */
import { timingSafeEqual } from "node:crypto";
import { concatBytes, utf8Bytes } from "../base/bytes.ts";
import type { Address } from "../ports/network.ts";
import { addressText } from "../ports/network.ts";
import { cookieBytes, resetTokenBytes } from "../wire/link-datagram.ts";
import { cookiePeriodUs } from "./limits.ts";
import { hmacSha256 } from "./noise.ts";

/** Cookies of one run of a node: `secret` is 32 unpredictable bytes, forgotten at its end. */
export class CookieJar {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  bake(from: Address, sourceId: Uint8Array, nowUs: number): Uint8Array {
    return this.#cookie(from, sourceId, Math.floor(nowUs / cookiePeriodUs));
  }

  accepts(cookie: Uint8Array, from: Address, sourceId: Uint8Array, nowUs: number): boolean {
    const period = Math.floor(nowUs / cookiePeriodUs);
    const now = this.#cookie(from, sourceId, period);
    const before = this.#cookie(from, sourceId, period - 1);
    return timingSafeEqual(cookie, now) || timingSafeEqual(cookie, before);
  }

  #cookie(from: Address, sourceId: Uint8Array, period: number): Uint8Array {
    const claim = concatBytes([sourceId, utf8Bytes(`${period} ${addressText(from)}`)]);
    return hmacSha256(this.#secret, claim).subarray(0, cookieBytes);
  }
}

/** The same after a restart, so that a node that forgot a session can still prove it. */
export function resetTokenOf(privateKey: Uint8Array, connectionId: Uint8Array): Uint8Array {
  const key = hmacSha256(privateKey, utf8Bytes("nightjar link reset"));
  return hmacSha256(key, connectionId).slice(0, resetTokenBytes);
}
