import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { figuresOf, isMet, ratioOf } from "../../../tools/bench/figures.ts";
import type { Long, TracePoint } from "../../../tools/bench/long-play.ts";
import { lossFigures } from "../../../tools/bench/loss-result.ts";
import { allProfilesNamed, profilesNamed } from "../../../tools/bench/network-profiles.ts";
import { type Field, startupResult } from "../../../tools/bench/startup-result.ts";
import { traceSvg } from "../../../tools/bench/trace-plot.ts";

const late = { p50Us: 12.4, p99Us: 900 };
const farLoss2 = { name: "far-loss2", rttMs: 100, lossPct: 2, burst: 1, kbps: 160 };

function field(times: Readonly<Record<string, readonly number[]>>): Field {
  const entries = Object.entries(times).map(([name, values]) => [name, [...values]] as const);
  // The names are those of contestants; the map is typed for them.
  return {
    times: new Map(entries) as Field["times"],
    said: [9],
    failed: {},
    missing: { tls: "no nginx" },
  };
}

describe("the report of the bench startup", () => {
  it("compares with the better of the two MPDs, figure by figure, and says what is missing", () => {
    const measured = field({
      origin: [110, 120, 130],
      http: [200, 220, 500],
      httpCubic: [210, 230, 300],
    });
    const result = startupResult(farLoss2, measured, { rung: "opus-160", late });
    assert.deepEqual(result.overHttp, { p50: 0.545, p99: 0.433 });
    assert.deepEqual(result.tlsMs, { skipped: "no nginx" });
    assert.deepEqual(result.overTls, { skipped: "no nginx" });
    assert.deepEqual(result.cachedMs, { skipped: "no such start was seen" });
    assert.equal(result.goals.met, true);
    assert.deepEqual(result.lateUs, { p50: 12, p99: 900 });
  });

  it("judges beside a new connection, too, where a goal says so", () => {
    const beside = (httpSkip: readonly number[]) => {
      const measured = field({ origin: [110, 120, 130], http: [200, 220, 500], httpSkip });
      return startupResult(farLoss2, measured, { rung: "opus-160", late }).goals;
    };
    assert.deepEqual(beside([216, 220, 523]).overHttpSkip, { p50: 0.6, p99: 0.5 });
    assert.equal(beside([216, 220, 523]).met, true);
    assert.equal(beside([150, 160, 523]).met, false);
  });

  it("misses a goal by either figure, and has none where nothing could be compared", () => {
    const slowTail = field({ origin: [110, 120, 400], http: [200, 220, 500] });
    const rung = "opus-160";
    assert.equal(startupResult(farLoss2, slowTail, { rung, late }).goals.met, false);
    const alone = field({ origin: [110] });
    assert.equal(startupResult(farLoss2, alone, { rung, late }).goals.met, null);
  });
});

describe("figures of starts", () => {
  it("give the worst beside the percentiles", () => {
    const figures = figuresOf([3, 1, 2], "none");
    assert.deepEqual(figures, { p50: 2, p90: 3, p99: 3, n: 3, worst: 3 });
    assert.deepEqual(figuresOf([], "none"), { skipped: "none" });
    assert.deepEqual(ratioOf(figures, { skipped: "why" }), { skipped: "why" });
    assert.equal(isMet({ p50: 0.5, p99: 9 }, { p50: 0.5 }), true);
    assert.equal(isMet({ skipped: "why" }, { p50: 0.5 }), undefined);
  });
});

function point(atMs: number, changes: Partial<TracePoint> = {}): TracePoint {
  const view = { bufferS: 10, kbps: 160, concealedMs: 0, repairedPct: 1, mediaBytes: 100_000 };
  return { ...view, atMs, lost: 3, ...changes };
}

describe("the report of the bench loss", () => {
  const play: Long = {
    startMs: 120,
    stalls: [{ fromMs: 5_000, toMs: 5_400 }],
    playedMs: 10_000,
    points: [
      point(500, { concealedMs: 40 }),
      point(3_200, { concealedMs: 60 }),
      point(9_000, { concealedMs: 80 }),
    ],
    linkBytes: 112_000,
  };

  it("counts silences, and concealment after the first three seconds only", () => {
    const figures = lossFigures([play, { ...play, stalls: [] }], "none");
    assert.ok(!("skipped" in figures));
    assert.equal(figures.plays, 2);
    assert.equal(figures.stalls, 1);
    assert.equal(figures.stallMs, 400);
    assert.equal(figures.stalledPlays, 1);
    assert.equal(figures.concealedPct, 0.2857);
    assert.equal(figures.overheadPct, 12);
    assert.equal(figures.startMs, 120);
  });

  it("takes a play without any sound for one long stall", () => {
    const silent: Long = { ...play, startMs: undefined, stalls: [], points: [] };
    const figures = lossFigures([silent], "none");
    assert.ok(!("skipped" in figures));
    assert.equal(figures.stallMs, 10_000);
    assert.equal(figures.stalledPlays, 1);
    assert.equal(figures.startMs, null);
    assert.deepEqual(lossFigures(undefined, "no MPD"), { skipped: "no MPD" });
  });

  it("draws every player, its stalls, and text that is no markup", () => {
    const svg = traceSvg({
      title: "a < b",
      seconds: 10,
      traces: [
        { name: "ours", ...play },
        { name: "MPD", ...play, startMs: undefined, stalls: [] },
      ],
    });
    assert.match(svg, /a &lt; b/);
    assert.equal(svg.match(/stall: 400 ms/g)?.length, 1);
    assert.equal(svg.match(/<path /g)?.length, 6);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });
});

describe("the networks of the benches", () => {
  it("are all, or those that are named; starts are compared where nothing changes over time", () => {
    assert.deepEqual(
      profilesNamed(["near", "outage"]).map(({ name }) => name),
      ["near", "outage"],
    );
    assert.ok(!profilesNamed([]).some(({ name }) => name === "outage"));
    assert.ok(allProfilesNamed([]).some(({ name }) => name === "outage"));
    assert.throws(() => profilesNamed(["moon"]), { code: "no-profile" });
  });
});
