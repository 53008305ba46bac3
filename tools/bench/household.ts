/**
 * Bench `household`: weeks of a house's listening in the shape of the paper's (household/listening.ts), chunk by
 * chunk, with the real prefetcher and the real admission: where the bytes come from after the first week, how soon
 * plays start, and how that compares with one ideal cache of the same total size, with caches that do not help
 * each other, and with each rule left out.
 */
import { gib } from "../../src/base/units.ts";
import { chunksAheadMax, nextTrackChunks, nextTrackNearChunks } from "../../src/player/limits.ts";
import { type KeepName, keepDefault, keepRules } from "./household/rules.ts";
import type { Tally } from "./household/tally.ts";
import { runWorld, type WorldOptions } from "./household/world.ts";
import { percentile, round as roundTo } from "./statistics.ts";

/** Long enough for the caches to fill at 1,000 tracks, which they have not after eight. */
const weeks = 12;
const librarySizes = [300, 500, 1_000, 5_000];
const houseSizes = [1, 3, 8, 30];

/** Kreitz & Niemelä, IEEE P2P 2010: per cent of the bytes; median to the first sound, cached plays included. */
const paper = { cachePct: 55.4, peerPct: 35.8, originPct: 8.8, startMsP50: 265 };

/** Little while people may still be looking for something; what the player does not do. */
const growing = (playedS: number): number =>
  Math.min(chunksAheadMax, Math.max(10, Math.round(playedS)));

const goalHouse: WorldOptions = {
  seed: 1,
  tracks: 1_000,
  speakers: 3,
  days: 7 * weeks,
  cacheBytes: gib,
  keep: keepRules[keepDefault],
  peers: true,
  prefetch: true,
  readAheadS: () => chunksAheadMax,
  nextSeconds: nextTrackChunks,
  nextNearSeconds: nextTrackNearChunks,
};

export function benchHousehold(): object {
  const goal = runWorld(goalHouse);
  return {
    share: shareOf(goal),
    startMs: startOf(goal),
    stalledPlaysPct: percent(goal.stalledPlays, goal.plays),
    weeks,
    speakers: goalHouse.speakers,
    tracks: goalHouse.tracks,
    cacheGib: goalHouse.cacheBytes / gib,
    paper,
    houses: housesRows(),
    leftOut: leftOutRows(),
    keeping: keepingRows(),
  };
}

/** Every library size with every number of speakers. */
function housesRows(): readonly object[] {
  return librarySizes.flatMap((tracks) =>
    houseSizes.map((speakers) => {
      const fromMs = performance.now();
      const row = rowOf(runWorld({ ...goalHouse, tracks, speakers }));
      const simulatedInS = round((performance.now() - fromMs) / 1_000);
      return { tracks, speakers, ...row, simulatedInS };
    }),
  );
}

/** The goal's house with one thing changed. */
function leftOutRows(): readonly object[] {
  const changes: readonly (readonly [string, Partial<WorldOptions>])[] = [
    ["nothing", {}],
    ["speakers that help each other", { peers: false }],
    ["prefetch of heads", { prefetch: false }],
    ["reading ahead at once (10 s at first)", { readAheadS: growing }],
    ["care with the next track (15 s of it at once)", { nextSeconds: 15, nextNearSeconds: 15 }],
  ];
  return changes.map(([what, change]) => ({
    leftOut: what,
    ...rowOf(runWorld({ ...goalHouse, ...change })),
  }));
}

function keepingRows(): readonly object[] {
  return [1_000, 5_000].flatMap((tracks) =>
    (Object.keys(keepRules) as KeepName[]) // the keys of that very object
      .map((name) => ({
        tracks,
        keepsOfPeers: name,
        ...rowOf(runWorld({ ...goalHouse, tracks, keep: keepRules[name] })),
      })),
  );
}

function rowOf(tally: Tally): object {
  const { bytes, originFirst, ideal, idealFirst, played, ahead, aheadNever } = tally;
  return {
    ...shareOf(tally),
    firstEver: percent(originFirst, sumOf(bytes)),
    ideal: percent(ideal, played),
    idealFirst: percent(idealFirst, played),
    timesIdeal: round(bytes.origin / ideal),
    startMs: startOf(tally),
    startsFromOrigin: percent(tally.startsFromOrigin, tally.startMs.length),
    headHere: percent(tally.headCached, tally.plays),
    stalled: percent(tally.stalledPlays, tally.plays),
    headsMB: Math.round(ahead.head / 1e6),
    headsNever: percent(aheadNever.head, ahead.head),
    nextMB: Math.round(ahead.next / 1e6),
    nextNever: percent(aheadNever.next, ahead.next),
    servedMostPct: percent(
      Math.max(...tally.served),
      tally.served.reduce((a, b) => a + b, 0),
    ),
    uploads: tally.uploadsAtOnce,
  };
}

function shareOf({ bytes }: Tally) {
  const all = sumOf(bytes);
  return {
    cache: percent(bytes.cache, all),
    peer: percent(bytes.peer, all),
    origin: percent(bytes.origin, all),
  };
}

function sumOf({ cache, peer, origin }: Tally["bytes"]): number {
  return cache + peer + origin;
}

function startOf({ startMs }: Tally) {
  const sorted = startMs.toSorted((a, b) => a - b);
  return { p50: round(percentile(sorted, 0.5)), p99: round(percentile(sorted, 0.99)) };
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : round((100 * part) / all);
}

function round(value: number): number {
  return roundTo(value, 2);
}
