/**
 * What may come, told from what came: the recent delivery trace is played again
 * from a hundred of its moments, end joined to start, so that its bad spells stay
 * as long as they were. Each is one simulated run.
 *
 * Pure functions. Cost: a run stops as soon as its answer is known, so a fast
 * link costs a few steps and a slow one a few hundred.
 */
import { assert } from "../base/assert.ts";
import { usPerS } from "../base/units.ts";
import type { DeliverySample } from "./delivery-trace.ts";
import { runsMax } from "./limits.ts";

/** Seconds of music, one behind the other. */
export interface Stretch {
  /** Bytes of a second of it. */
  readonly bytesPerS: number;
  /** How much of it there is, seconds; what lies beyond is not looked at. */
  readonly seconds: number;
}

/** Where the runs begin: evenly over the trace, each moment once at most. */
function* starts(samples: readonly DeliverySample[]): Generator<number> {
  const runs = Math.min(runsMax, samples.length);
  for (let run = 0; run < runs; run++) yield Math.floor((run * samples.length) / runs);
}

/**
 * What is lacking now, microseconds, so that playing for `endUs` runs dry in at most one run of `oneIn`.
 * `playableUs` says how long it can be played once so many more bytes are here. 0 for an empty trace.
 */
export function lackingUs(
  samples: readonly DeliverySample[],
  playableUs: (bytes: number) => number,
  { endUs, oneIn }: { readonly endUs: number; readonly oneIn: number },
): number {
  const lacks: number[] = [];
  for (const from of starts(samples)) lacks.push(lackOf(samples, from, { playableUs, endUs }));
  lacks.sort((a, b) => b - a);
  return lacks[Math.floor(lacks.length / oneIn)] ?? 0;
}

/** The most that playing is ahead of fetching in one run. */
function lackOf(
  samples: readonly DeliverySample[],
  from: number,
  { playableUs, endUs }: { playableUs: (bytes: number) => number; endUs: number },
): number {
  let lackUs = 0;
  let atUs = 0;
  let got = 0;
  let readyUs = playableUs(0);
  for (let i = from; atUs < endUs && readyUs < endUs; i = (i + 1) % samples.length) {
    const { us, bytes } = samples[i] ?? nothing;
    assert(us > 0, "a sample lasts");
    atUs += us;
    // Taken to come at its end: what comes sooner does no harm.
    lackUs = Math.max(lackUs, Math.min(atUs, endUs) - readyUs);
    got += bytes;
    readyUs = playableUs(got);
  }
  return lackUs;
}

/** Bytes on the way and when they are needed. */
export interface Order {
  /** To come before the first second of the stretch. */
  readonly bytesBefore: number;
  /** Until its first second must be whole. Each further one is needed a second later. */
  readonly withinUs: number;
}

/** The share of runs in which every second of `stretch` is whole when it is needed, 0 … 1; 1 for an empty trace. */
export function shareInTime(
  samples: readonly DeliverySample[],
  stretch: Stretch,
  order: Order,
): number {
  let runs = 0;
  let good = 0;
  for (const from of starts(samples)) {
    runs += 1;
    if (isInTime(samples, from, stretch, order)) good += 1;
  }
  return runs === 0 ? 1 : good / runs;
}

function isInTime(
  samples: readonly DeliverySample[],
  from: number,
  { bytesPerS, seconds }: Stretch,
  { bytesBefore, withinUs }: Order,
): boolean {
  let atUs = 0;
  let bytesLeft = bytesBefore + bytesPerS;
  let dueUs = withinUs;
  let second = 1;
  for (let i = from; atUs <= dueUs; i = (i + 1) % samples.length) {
    const { us, bytes } = samples[i] ?? nothing;
    let left = bytes;
    // Within a sample bytes come evenly.
    while (left > 0 && left >= bytesLeft) {
      left -= bytesLeft;
      if (atUs + us * (1 - left / bytes) > dueUs) return false;
      if (second >= seconds) return true;
      second += 1;
      dueUs += usPerS;
      bytesLeft = bytesPerS;
    }
    bytesLeft -= left;
    atUs += us;
  }
  return false;
}

const nothing: DeliverySample = { us: 0, bytes: 0, atUs: 0 };
