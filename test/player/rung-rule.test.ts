import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { RungName } from "../../src/media/rung.ts";
import { rungsAllowed } from "../../src/player/quality.ts";
import { type RungQuestion, RungRule } from "../../src/player/rung-rule.ts";
import { kbps, traceOf } from "./link-traces.ts";

const s = 1_000_000;
const opus = ["opus-96", "opus-160", "opus-320"] as const;
const sizes: Readonly<Record<RungName, number>> = {
  "opus-96": kbps(96),
  "opus-160": kbps(160),
  "opus-320": kbps(320),
  flac: kbps(900),
};
const link = (rateKbps: number) => traceOf(200, () => kbps(rateKbps));
const fine = link(10_000);
/** In the middle of a track, with plenty at hand. */
const middle: RungQuestion = {
  nowUs: 0,
  samples: fine,
  ladder: opus,
  bytesPerS: (rung) => sizes[rung],
  withinUs: 30 * s,
  bytesBefore: 0,
  isCached: () => false,
  reachable: true,
  rttUs: 5_000,
  datagramUs: 0,
  company: () => 0,
  edge: false,
};
const start: RungQuestion = { ...middle, edge: true, withinUs: 0 };

describe("rungsAllowed", () => {
  it("gives auto the Opus ladder, and FLAC only where there is nothing else", () => {
    assert.deepEqual(rungsAllowed("auto", ["opus-96", "opus-320", "flac"]), [
      "opus-96",
      "opus-320",
    ]);
    assert.deepEqual(rungsAllowed("auto", ["flac"]), ["flac"]);
  });
  it("gives a named quality that rung, the nearest below, or the lowest", () => {
    assert.deepEqual(rungsAllowed("lossless", [...opus, "flac"]), ["flac"]);
    assert.deepEqual(rungsAllowed("lossless", opus), ["opus-320"]);
    assert.deepEqual(rungsAllowed("160", ["opus-96", "opus-320"]), ["opus-96"]);
    assert.deepEqual(rungsAllowed("96", ["opus-160"]), ["opus-160"]);
  });
});

describe("RungRule among others who play the same", () => {
  const others = (at: RungName) => (rung: RungName) => (rung === at ? 3 : 0);

  it("goes along with the rung that they get where the link has no room for two", () => {
    const rule = new RungRule();
    const narrow = { ...middle, samples: link(400), company: others("opus-96") };
    assert.equal(rule.choose(narrow).rung, "opus-96");
    assert.equal(rule.choose({ ...narrow, company: () => 0 }).rung, "opus-320", "and alone again");
  });

  it("has its own where there is room for both twice over: each speaker sees its share of the link alone", () => {
    assert.equal(new RungRule().choose({ ...middle, company: others("opus-96") }).rung, "opus-320");
    const once = { ...middle, samples: link(600), company: others("opus-96") };
    assert.equal(new RungRule().choose(once).rung, "opus-96");
  });

  it("goes along with the lowest where the others are not at one, so that all of them meet", () => {
    const two = (rung: RungName): number => (rung === "opus-320" ? 2 : rung === "opus-160" ? 1 : 0);
    const apart = { ...middle, samples: link(400), company: two };
    assert.equal(new RungRule().choose(apart).rung, "opus-160");
  });

  it("goes along while nothing is known of the link, and takes what lies in the house", () => {
    const blind = { ...start, samples: [] };
    assert.equal(new RungRule().choose({ ...blind, company: others("opus-96") }).rung, "opus-96");
    const held = { ...blind, isCached: (rung: RungName) => rung === "opus-160" };
    assert.deepEqual(new RungRule().choose(held), { rung: "opus-160", why: "cached" });
  });

  it("is not drawn up by those who get a higher one", () => {
    const narrow = { ...middle, samples: link(130), company: others("opus-320") };
    assert.equal(new RungRule().choose(narrow).rung, "opus-96");
  });
});

describe("RungRule", () => {
  it("begins with the highest on a link that carries it, and says so", () => {
    assert.deepEqual(new RungRule().choose(start), { rung: "opus-320", why: "best" });
  });

  it("begins with what the link carries", () => {
    const begin = (rateKbps: number) =>
      new RungRule().choose({ ...start, samples: link(rateKbps) }).rung;
    assert.equal(begin(340), "opus-320");
    assert.equal(begin(300), "opus-160");
    assert.equal(begin(1.15 * 96), "opus-96");
    assert.equal(begin(50), "opus-96");
  });

  it("knows nothing at first: the highest at home, the usual one far away", () => {
    const blind = { ...start, samples: [] };
    assert.deepEqual(new RungRule().choose(blind), { rung: "opus-320", why: "unmeasured" });
    const far = new RungRule();
    assert.equal(far.choose({ ...blind, rttUs: 60_000 }).rung, "opus-160");
    // And stays with it on a link that turns out to be fine, until the next track.
    assert.equal(far.choose({ ...middle, nowUs: 60 * s }).rung, "opus-160");
    assert.equal(far.choose({ ...start, nowUs: 90 * s }).rung, "opus-320");
  });

  it("never changes on a link that is fine, whatever lies cached below", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 500, max: 50_000 }), { minLength: 5, maxLength: 300 }),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }),
        (rates, aheadS) => {
          const rule = new RungRule();
          const samples = traceOf(rates.length, (i) => kbps(rates[i] ?? 0));
          const first = rule.choose({ ...start, samples });
          assert.equal(first.rung, "opus-320");
          for (const [i, ahead] of aheadS.entries()) {
            const question = { ...middle, samples, nowUs: i * s, withinUs: ahead * s };
            const cached = (rung: RungName) => rung === "opus-96" && i % 3 === 0;
            assert.equal(rule.choose({ ...question, isCached: cached }).rung, "opus-320");
          }
        },
      ),
    );
  });

  it("goes down at once when the next seconds would come too late, as far as it must", () => {
    const rule = new RungRule();
    rule.choose(start);
    const slow = { ...middle, samples: link(200), withinUs: 2 * s };
    assert.deepEqual(rule.choose(slow), { rung: "opus-160", why: "link" });
    assert.equal(rule.choose({ ...slow, samples: link(120) }).rung, "opus-96");
  });

  it("stays where what is at hand bridges the bad spell", () => {
    const rule = new RungRule();
    rule.choose(start);
    assert.equal(rule.choose({ ...middle, samples: link(200) }).rung, "opus-320");
  });

  it("goes up only with room to spare, with music at hand, and not before its time", () => {
    const rule = new RungRule();
    rule.choose({ ...start, samples: link(200) });
    const at = (nowUs: number, rateKbps: number, withinUs = 30 * s) =>
      rule.choose({ ...middle, nowUs, samples: link(rateKbps), withinUs }).rung;
    rule.choose({ ...middle, nowUs: s, samples: link(120), withinUs: 2 * s });
    assert.equal(at(5 * s, 10_000), "opus-96");
    assert.equal(at(12 * s, 10_000, 3 * s), "opus-96");
    assert.equal(at(13 * s, 300), "opus-160");
    assert.equal(at(60 * s, 300), "opus-160", "a deep buffer does not make a link wider");
    assert.equal(at(61 * s, 1_000), "opus-320");
  });

  it("waits longer each time that a rise was taken back", () => {
    const rule = new RungRule();
    rule.choose({ ...start, samples: link(120) });
    const rises: number[] = [];
    let up = false;
    for (let second = 1; second < 400; second++) {
      // Fine while it is low, bad as soon as it is high: the worst link there is.
      const samples = up ? link(120) : fine;
      const withinUs = up ? 2 * s : 30 * s;
      const { rung } = rule.choose({ ...middle, nowUs: second * s, samples, withinUs });
      if (rung !== "opus-96" && !up) rises.push(second);
      up = rung !== "opus-96";
    }
    assert.ok(rises.length >= 3 && rises.length <= 7, rises.join(" "));
    const pauses = rises.slice(1).map((at, i) => at - (rises[i] ?? 0));
    assert.ok(
      pauses.every((pause, i) => i === 0 || pause >= (pauses[i - 1] ?? 0)),
      pauses.join(" "),
    );
  });

  it("takes what is cached when it is as good or better, or when nobody else is there", () => {
    const held = (rung: RungName) => ({ isCached: (name: RungName) => name === rung });
    const slow = { ...start, samples: link(200) };
    assert.deepEqual(new RungRule().choose({ ...slow, ...held("opus-320") }), {
      rung: "opus-320",
      why: "cached",
    });
    assert.equal(new RungRule().choose({ ...slow, ...held("opus-96") }).rung, "opus-160");
    const alone = { ...slow, reachable: false };
    assert.equal(new RungRule().choose({ ...alone, ...held("opus-96") }).rung, "opus-96");
    // What was cached says nothing of the link.
    const rule = new RungRule();
    rule.choose({ ...slow, ...held("opus-320") });
    assert.equal(rule.choose({ ...middle, samples: link(200), withinUs: s }).rung, "opus-160");
  });

  it("has no choice where the setting names a rung", () => {
    const one = { ...middle, ladder: ["opus-320"] as const, samples: link(50), withinUs: 0 };
    assert.deepEqual(new RungRule().choose(one), { rung: "opus-320", why: "set" });
    assert.equal(new RungRule().abandon(one, "opus-320", kbps(320)), undefined);
  });

  it("gives up a chunk that cannot come in time for one that comes sooner, and stays there", () => {
    const rule = new RungRule();
    rule.choose(start);
    const slow = { ...middle, samples: link(110), withinUs: 0 };
    assert.equal(rule.abandon(slow, "opus-320", 0.9 * kbps(320)), "opus-96");
    assert.equal(rule.choose({ ...slow, nowUs: s }).rung, "opus-96");
  });

  it("goes on with a chunk that comes in time, or whose rest is shorter than a new one", () => {
    const slow = { ...middle, samples: link(110), withinUs: 0 };
    assert.equal(new RungRule().abandon(slow, "opus-320", 0.3 * kbps(320)), undefined);
    assert.equal(
      new RungRule().abandon({ ...slow, withinUs: 4 * s }, "opus-320", kbps(320)),
      undefined,
    );
    assert.equal(
      new RungRule().abandon({ ...slow, samples: [] }, "opus-320", kbps(320)),
      undefined,
    );
  });
});
