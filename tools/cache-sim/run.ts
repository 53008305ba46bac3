/** One policy over one trace: bytes that hit, bytes that were written. Pure. */
import { type PolicyName, policies } from "./policies.ts";
import { type Play, pieceBytes, piecesPerTrackMax } from "./trace.ts";

export interface Outcome {
  readonly policy: PolicyName;
  readonly cacheMiB: number;
  /** Of the bytes that were played. */
  readonly hitPct: number;
  readonly writtenMBPerDay: number;
}

const usPerDay = 86_400_000_000;

export function runPolicy(policy: PolicyName, cacheMiB: number, plays: Iterable<Play>): Outcome {
  const cache = policies[policy](Math.floor((cacheMiB * 1024 * 1024) / pieceBytes));
  let [hits, all, lastUs] = [0, 0, 0];
  let firstUs: number | undefined;
  for (const { atUs, track, from = 0, pieces, intent } of plays) {
    firstUs ??= atUs;
    lastUs = atUs;
    for (let i = from; i < from + pieces; i++)
      if (cache.access(track * piecesPerTrackMax + i, intent, atUs)) hits += 1;
    all += pieces;
  }
  const days = Math.max(1, (lastUs - (firstUs ?? 0)) / usPerDay);
  return {
    policy,
    cacheMiB,
    hitPct: round(all === 0 ? 0 : (100 * hits) / all),
    writtenMBPerDay: round((cache.written * pieceBytes) / 1e6 / days),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
