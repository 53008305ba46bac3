/** What the diagnostics page plots: a status report a second, and what differs between two. Pure. */
import { samplesMax } from "../limits.ts";
import type { Status } from "../wire/messages.ts";

export interface Sample {
  readonly atMs: number;
  readonly bufferS: number;
  readonly rung: string;
  /** Bytes a second since the sample before. */
  readonly cacheBps: number;
  readonly peerBps: number;
  readonly originBps: number;
  /** Datagrams a second. */
  readonly lost: number;
  readonly repaired: number;
}

/** Rungs from the lowest up; a plot shows the place. */
const rungs = ["", "opus-96", "opus-160", "opus-320", "flac"];

export function rungHeight(rung: string): number {
  return Math.max(0, rungs.indexOf(rung));
}

export class Samples {
  #before: { readonly atMs: number; readonly status: Status } | undefined;
  #samples: readonly Sample[] = [];

  get all(): readonly Sample[] {
    return this.#samples;
  }

  add(status: Status, atMs: number): void {
    const before = this.#before;
    this.#before = { atMs, status };
    const s = before === undefined ? 1 : Math.max(0.1, (atMs - before.atMs) / 1000);
    const now = status.totals;
    const then = before?.status.totals ?? now;
    // A speaker that was started again counts from 0.
    const rate = (
      of: "cacheBytes" | "peerBytes" | "originBytes" | "datagramsLost" | "datagramsRepaired",
    ) => Math.max(0, (now?.[of] ?? 0) - (then?.[of] ?? 0)) / s;
    const sample = {
      atMs,
      bufferS: status.bufferedMs / 1000,
      rung: status.player?.rung ?? "",
      cacheBps: rate("cacheBytes"),
      peerBps: rate("peerBytes"),
      originBps: rate("originBytes"),
      lost: rate("datagramsLost"),
      repaired: rate("datagramsRepaired"),
    };
    this.#samples = [...this.#samples, sample].slice(-samplesMax);
  }
}
