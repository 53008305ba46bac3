import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  candidatesMax,
  headSeconds,
  longHeadSeconds,
  savesLeastUs,
} from "../../../src/player/prefetch/limits.ts";
import {
  Prefetcher,
  type PrefetchMoment,
  type TrackPlace,
} from "../../../src/player/prefetch/prefetcher.ts";

const name = (n: number): string => n.toString(16).padStart(32, "0");
const far: TrackPlace = {
  rung: "opus-160",
  bytesPerS: 20_000,
  seconds: 240,
  savesUs: 100_000,
  cachedTo: 0,
};

/** Ten seconds into track 0, with tracks 1 to 30 behind it, none of them in the cache. */
function momentOf(change: Partial<PrefetchMoment> = {}): PrefetchMoment {
  return {
    current: name(0),
    elapsedS: 10,
    leftS: 230,
    following: Array.from({ length: 30 }, (_, i) => name(i + 1)),
    previous: undefined,
    albumNext: undefined,
    hour: undefined,
    looked: [],
    isQuiet: true,
    metered: false,
    roomy: true,
    budgetLow: false,
    place: () => far,
    ...change,
  };
}

describe("the prefetcher", () => {
  it("plans heads, the next of the queue first, no more than there are candidates", () => {
    const plan = new Prefetcher().plan(momentOf());
    assert.equal(plan[0]?.track, name(1));
    assert.deepEqual([plan[0]?.from, plan[0]?.to], [0, headSeconds]);
    assert.deepEqual(
      plan.slice(1, 3).map(({ track }) => track),
      [name(2), name(3)],
    );
    assert.ok(plan.length <= candidatesMax);
    assert.equal(new Set(plan.map(({ track }) => track)).size, plan.length);
  });

  it("plans nothing while somebody waits for sound, or when the card has had enough for today", () => {
    assert.deepEqual(new Prefetcher().plan(momentOf({ isQuiet: false })), []);
    assert.deepEqual(new Prefetcher().plan(momentOf({ budgetLow: true })), []);
  });

  it("plans the head of the next track alone where the origin's bytes cost money", () => {
    const metered = { metered: true, roomy: false, leftS: 20, looked: [name(9)] };
    const plan = new Prefetcher().plan(momentOf(metered));
    assert.deepEqual(
      plan.map(({ track, to }) => [track, to]),
      [[name(1), headSeconds]],
    );
    assert.deepEqual(new Prefetcher().plan(momentOf({ metered: true, following: [] })), []);
  });

  it("plans nothing that is here, that is nearly as near as here, or that cannot be had", () => {
    const places = new Map<string, TrackPlace | undefined>([
      [name(1), { ...far, cachedTo: headSeconds }],
      [name(2), { ...far, savesUs: savesLeastUs - 1 }],
      [name(3), undefined],
    ]);
    const place = (track: string) => (places.has(track) ? places.get(track) : far);
    const plan = new Prefetcher().plan(momentOf({ place }));
    assert.deepEqual(
      plan.slice(0, 1).map(({ track }) => track),
      [name(4)],
    );
    const gone = new Set([name(1), name(2), name(3)]);
    assert.ok(plan.every(({ track }) => !gone.has(track)));
  });

  it("plans the rest of a head of which the beginning is here, to the end of a short track", () => {
    const plan = new Prefetcher().plan(
      momentOf({ place: () => ({ ...far, cachedTo: 2, seconds: 4 }) }),
    );
    assert.deepEqual([plan[0]?.from, plan[0]?.to, plan[0]?.bytes], [2, 4, 40_000]);
  });

  it("plans longer heads on a narrow link, and all of the next track when its turn is near and the credit allows", () => {
    const early = new Prefetcher().plan(momentOf({ roomy: false }));
    assert.equal(early[0]?.to, longHeadSeconds);
    const near = {
      roomy: false,
      leftS: 35,
      following: [name(1)],
      place: () => ({ ...far, seconds: 30 }),
    };
    assert.equal(new Prefetcher().plan(momentOf(near))[0]?.to, 30);
  });

  it("counts on those who skip in its chances, and never plans what plays", () => {
    const plan = new Prefetcher().plan(
      momentOf({ following: [name(0), name(1)], looked: [name(0)] }),
    );
    assert.deepEqual(
      plan.map(({ track }) => track),
      [name(1)],
    );
    const [task] = new Prefetcher().plan(momentOf({ following: [name(1)] }));
    // The next of the queue is played at 0.7; of its head 76 % of listeners hear the end.
    assert.ok(task !== undefined && Math.abs(task.chance - 0.7 * 0.88) < 1e-9);
  });

  it("plans all of the next track alone near its turn, not of those behind it", () => {
    const near = { roomy: false, leftS: 35, following: [name(1), name(2)] };
    const plan = new Prefetcher().plan(
      momentOf({ ...near, place: () => ({ ...far, seconds: 20 }) }),
    );
    assert.deepEqual(plan.map(({ track, to }) => [track, to]).sort(), [
      [name(1), 20],
      [name(2), longHeadSeconds],
    ]);
  });

  it("plans nothing more that may be wasted once its credit is gone", () => {
    const prefetcher = new Prefetcher();
    let fetched = 0;
    for (let n = 0; n < 50; n++) {
      const following = Array.from({ length: 10 }, (_, i) => name(100 + 20 * n + i));
      for (const task of prefetcher.plan(momentOf({ following }))) {
        prefetcher.fetched(task, task.bytes);
        fetched += 1;
      }
    }
    assert.ok(fetched < 40, String(fetched));
  });

  it("tries a guess once in each stage of a play, however often it plans", () => {
    const prefetcher = new Prefetcher();
    prefetcher.began(name(0), { hour: undefined, headCached: true });
    for (let look = 0; look < 30; look++)
      prefetcher.plan(momentOf({ following: [name(1)], previous: name(200 + look) }));
    for (let n = 0; n < 6; n++)
      prefetcher.began(name(900 + n), { hour: undefined, headCached: true });
    assert.equal(prefetcher.rates.rates.get("previous")?.shown, 1);
  });

  it("puts what a remote shows beside the queue", () => {
    const plan = new Prefetcher().plan(momentOf({ following: [], looked: [name(7)] }));
    assert.deepEqual(
      plan.map(({ track }) => track),
      [name(7)],
    );
  });

  it("plans what mostly followed before, and what is next on the album", () => {
    const prefetcher = new Prefetcher();
    for (let i = 0; i < 6; i++)
      for (const n of [0, 8]) prefetcher.began(name(n), { hour: undefined, headCached: true });
    prefetcher.began(name(0), { hour: undefined, headCached: true });
    const plan = prefetcher.plan(momentOf({ following: [], albumNext: name(5) }));
    assert.deepEqual(new Set(plan.map(({ track }) => track)), new Set([name(8), name(5)]));
  });

  it("thinks more of what mostly followed than of what followed once", () => {
    const prefetcher = new Prefetcher();
    for (const n of [0, 8, 0, 8, 0, 8, 0, 9, 0])
      prefetcher.began(name(n), { hour: undefined, headCached: true });
    const plan = prefetcher.plan(momentOf({ following: [] }));
    assert.equal(plan[0]?.track, name(8));
    assert.ok((plan[0]?.chance ?? 0) > 2 * (plan[1]?.chance ?? 1));
  });

  it("gives up guessing in a house in which nothing that is queued is ever played", () => {
    const prefetcher = new Prefetcher();
    let planned = 0;
    for (let n = 0; n < 300; n++) {
      const current = name(1_000 + 50 * n);
      prefetcher.began(current, { hour: undefined, headCached: false });
      const following = Array.from({ length: 5 }, (_, i) => name(1_001 + 50 * n + i));
      const plan = prefetcher.plan(momentOf({ current, following }));
      for (const task of plan) prefetcher.fetched(task, task.bytes);
      planned = plan.length;
      prefetcher.reached(240, "finished");
    }
    assert.equal(planned, 0);
  });

  it("says of how many plays the head was here, and of how many because it was fetched", () => {
    const prefetcher = new Prefetcher();
    prefetcher.began(name(0), { hour: 3, headCached: false });
    const [task] = prefetcher.plan(momentOf());
    assert.ok(task !== undefined);
    prefetcher.fetched(task, 90_000);
    prefetcher.reached(12, "cut");
    prefetcher.began(name(1), { hour: 3, headCached: true });
    prefetcher.reached(240, "finished");
    const { plays, headCached, headFetched, fetchedBytes, playedBytes } = prefetcher.figures;
    assert.deepEqual([plays, headCached, headFetched], [2, 1, 1]);
    assert.deepEqual([fetchedBytes, playedBytes], [90_000, 90_000]);
  });
});
