/**
 * Requests inside the first message of a handshake, so that a speaker that
 * knows its origin's key has sound one round trip after it is back
 * (PROTOCOL.md §2.6).
 *
 * Such a message can be replayed by whoever saw it. So only requests that
 * change nothing are taken, each message is taken once while it is remembered,
 * and until the sender has answered it gets three times its bytes at most.
 */
import { toHex } from "../base/bytes.ts";
import { usPerMs, usPerS } from "../base/units.ts";
import { FrameWriter, type RequestFrame, readFrames } from "../wire/link-frames.ts";
import { earlyMemoryUs, earlyPerSecond, earlyRememberedMax, earlyRequestsMax } from "./limits.ts";
import type { FetchRequest } from "./link-types.ts";

/** Frames for as many of `requests`, in this order, as fit into `bytesMax`; their ids count from 0. */
export function encodeEarly(
  requests: readonly FetchRequest[],
  bytesMax: number,
  nowUs: number,
): { readonly bytes: Uint8Array; readonly count: number } {
  const writer = new FrameWriter(new Uint8Array(Math.max(0, bytesMax)));
  let count = 0;
  for (const { object, class: requestClass, deadlineUs } of requests) {
    const frame: RequestFrame = {
      kind: "request",
      id: count,
      round: 0,
      class: requestClass,
      probe: false,
      deadlineMs: (deadlineUs - nowUs) / usPerMs,
      seen: -1,
      object,
      ranges: [],
    };
    if (count === earlyRequestsMax || !writer.request(frame)) break;
    count += 1;
  }
  return { bytes: writer.bytes.subarray(0, writer.length), count };
}

/** The requests in `bytes`, up to the first thing that is none. */
export function decodeEarly(bytes: Uint8Array): readonly RequestFrame[] {
  const requests: RequestFrame[] = [];
  let pure = true;
  readFrames(bytes, bytes.length, {
    frame: (frame) => {
      pure &&= frame.kind === "request" && frame.round === 0 && frame.ranges.length === 0;
      if (pure && frame.kind === "request" && requests.length < earlyRequestsMax)
        requests.push(frame);
    },
    data: () => {
      pure = false;
    },
    parity: () => {
      pure = false;
    },
  });
  return requests;
}

/** Takes each first message once, and not too many of them. */
export class EarlyGuard {
  /** When each was taken; the oldest first. */
  readonly #taken = new Map<string, number>();
  #count = 0;
  #fromUs = 0;

  /** `sourceId` is bound into the message and unpredictable. */
  takes(sourceId: Uint8Array, nowUs: number): boolean {
    for (const [key, atUs] of this.#taken) {
      if (nowUs - atUs < earlyMemoryUs && this.#taken.size < earlyRememberedMax) break;
      this.#taken.delete(key);
    }
    if (nowUs - this.#fromUs >= usPerS) {
      this.#fromUs = nowUs;
      this.#count = 0;
    }
    const key = toHex(sourceId);
    if (this.#count >= earlyPerSecond || this.#taken.has(key)) return false;
    this.#count += 1;
    this.#taken.set(key, nowUs);
    return true;
  }
}
