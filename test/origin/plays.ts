/** Play events as a device's spool holds them, for tests of the ledger. */
import type { Ledger } from "../../src/origin/ledger.ts";
import {
  decodeEventAck,
  type EncodedEvent,
  encodeEventBatch,
  encodePlayEvent,
  firstChain,
  nextChain,
  type PlayEvent,
} from "../../src/wire/play-event.ts";

export const epoch = "00112233445566ff";
export const track = "ab".repeat(16);

/** Events 1…count of a device, chained; a checkpoint of a play of its own each, unless changed. */
export function devicePlays(
  count: number,
  change: (seq: number) => Partial<PlayEvent> = () => ({}),
): EncodedEvent[] {
  const events: EncodedEvent[] = [];
  let chain = firstChain;
  for (let seq = 1; seq <= count; seq++) {
    const bytes = encodePlayEvent({
      kind: "checkpoint",
      playId: playId(seq),
      track,
      rung: 2,
      wallMs: 1_800_000_000_000 + seq,
      wallTrusted: true,
      monotonicMs: seq,
      playedMs: 1_000,
      reason: "none",
      bytes: { cache: 0, peer: 0, origin: 1 },
      ...change(seq),
    });
    events.push({ epoch, seq, chain, bytes });
    chain = nextChain(chain, bytes);
  }
  return events;
}

/** Up to where the ledger acknowledges; -1 where it refuses. As many as fit one batch are sent. */
export function offer(ledger: Ledger, events: readonly EncodedEvent[], device = "kitchen"): number {
  const answer = ledger.append(device, encodeEventBatch(events).batch);
  return decodeEventAck(answer ?? new Uint8Array(0))?.seq ?? -1;
}

export function playId(n: number): string {
  return n.toString(16).padStart(32, "0");
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
