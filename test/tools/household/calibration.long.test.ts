/**
 * An hour of one speaker, played twice: by the real program over the simulated network, datagram by datagram, and
 * by the household's world, chunk by chunk. Both are printed; where they part, the bench's figures mean nothing.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../../src/base/units.ts";
import {
  chunksAheadMax,
  nextTrackChunks,
  nextTrackNearChunks,
} from "../../../src/player/limits.ts";
import type { StartFigures } from "../../../src/player/prefetch/prefetcher.ts";
import { figures, type HousePlay, listeningOf } from "../../../tools/bench/household/listening.ts";
import { keepDefault, keepRules } from "../../../tools/bench/household/rules.ts";
import { runWorld } from "../../../tools/bench/household/world.ts";
import { percentile } from "../../../tools/bench/statistics.ts";
import { SimHouse, type SimSpeaker } from "../../sim/sim-house.ts";
import { delay } from "../../sim/sim-network.ts";

const us = 1_000_000;
const tracks = 60;
const oneWayUs = 15_000;
const hourS = 3_600;

interface Outcome {
  readonly originPct: number;
  readonly startMs: { readonly p50: number; readonly p99: number };
  readonly stalls: number;
  readonly aheadPct: number;
}

/** The first hour of music of a day, without the silences between sessions. */
function hourOfPlays(seed: number): readonly HousePlay[] {
  const plays: HousePlay[] = [];
  let atS = 0;
  for (const play of listeningOf({ seed, tracks, speakers: 1, days: 2 })) {
    if (atS + play.playedS > hourS) break;
    plays.push({ ...play, atS });
    atS += play.playedS;
  }
  return plays;
}

async function byDatagrams(plays: readonly HousePlay[]): Promise<Outcome> {
  const house = await SimHouse.open({
    seed: 9,
    tracks: Array.from({ length: tracks }, (_, i) => figures.trackS * 48_000 + i),
    speakers: 1,
    filters: (rng) => [delay(rng.fork(), oneWayUs, 0)],
    cacheBytes: 512 * mib,
  });
  const [made] = house.speakers;
  assert.ok(made !== undefined);
  const startMs: number[] = [];
  for (const [n, play] of plays.entries()) {
    await begin(made, play, plays[n - 1]);
    await house.clock.advance(Math.round(play.playedS * us));
    const { play: figuresOfPlay } = made.speaker.status();
    const begun = play.by === "choice" || (plays[n - 1]?.playedS ?? 0) < figures.trackS;
    if (begun && figuresOfPlay.startMs !== null) startMs.push(figuresOfPlay.startMs);
  }
  const { totals } = made.speaker.status();
  const { fetchedBytes } = made.speaker.diagnostics()["prefetch"] as StartFigures; // on unless told otherwise
  await house.close();
  const { cache, origin } = totals.bytes;
  return outcome(startMs, {
    cache,
    origin: origin + fetchedBytes,
    ahead: fetchedBytes,
    stalls: totals.stalls,
  });
}

async function begin(
  { speaker }: SimSpeaker,
  play: HousePlay,
  before: HousePlay | undefined,
): Promise<void> {
  const ids = speaker.library("").map(({ id }) => id);
  const queue = play.queue.map((track) => ids[track] ?? "");
  if (play.by === "choice") await speaker.execute({ kind: "play", what: queue });
  else if ((before?.playedS ?? 0) < figures.trackS) await speaker.execute({ kind: "next" });
}

function byChunks(plays: readonly HousePlay[]): Outcome {
  const tally = runWorld({
    seed: 9,
    tracks,
    speakers: 1,
    days: 1,
    cacheBytes: 512 * mib,
    keep: keepRules[keepDefault],
    peers: false,
    prefetch: true,
    // As the player has it.
    readAheadS: () => chunksAheadMax,
    nextSeconds: nextTrackChunks,
    nextNearSeconds: nextTrackNearChunks,
    plays,
    warmDays: 0,
    originLink: { rttS: (2 * oneWayUs) / us + 0.001, bytesPerS: 10_000_000 },
  });
  const { cache, origin } = tally.bytes;
  return outcome(tally.startMs, { cache, origin, ahead: 0, stalls: tally.stalledPlays });
}

function outcome(
  startMs: readonly number[],
  {
    cache,
    origin,
    ahead,
    stalls,
  }: { cache: number; origin: number; ahead: number; stalls: number },
): Outcome {
  const sorted = startMs.toSorted((a, b) => a - b);
  const of = (part: number): number => Math.round((1_000 * part) / (cache + origin)) / 10;
  return {
    originPct: of(origin),
    aheadPct: of(ahead),
    startMs: { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) },
    stalls,
  };
}

describe("an hour of a speaker, by datagrams and by chunks", () => {
  it("takes as much from the origin and starts as soon", { timeout: 600_000 }, async () => {
    const plays = hourOfPlays(11);
    const [datagrams, chunks] = [await byDatagrams(plays), byChunks(plays)];
    console.info(JSON.stringify({ plays: plays.length, datagrams, chunks }));
    assert.ok(Math.abs(datagrams.originPct - chunks.originPct) < 5);
    assert.ok(Math.abs(datagrams.startMs.p50 - chunks.startMs.p50) < 15);
    assert.ok(Math.abs(datagrams.startMs.p99 - chunks.startMs.p99) < 30);
    assert.deepEqual([datagrams.stalls, chunks.stalls], [0, 0]);
  });
});
