/** What the simulator's command line takes, and what its timeline is made of. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parseCommandLine, timelineName } from "../../../tools/sim/command-line.ts";
import { packRows } from "../../../tools/sim/pack-rows.ts";
import type { Sample } from "../../../tools/sim/sampler.ts";
import { timelineSvg } from "../../../tools/sim/timeline.ts";

describe("the command line", () => {
  it("takes a seed, and speakers and minutes beside it", () => {
    assert.deepEqual(parseCommandLine(["--seed", "17", "--speakers", "8", "--minutes", "0.5"]), {
      kind: "run",
      seed: 17,
      speakers: 8,
      minutes: 0.5,
    });
    assert.equal(parseCommandLine(["--help"]).kind, "help");
  });

  it("refuses what is no seed, no number of speakers, or no length", () => {
    const wrong = [[], ["--seed", "x"], ["--seed", ""], ["--seed", "1.5"], ["17"], ["--loud"]];
    const more = [
      ["--speakers", "9"],
      ["--speakers", "0"],
      ["--minutes", "0"],
      ["--minutes", "x"],
    ];
    for (const args of [...wrong, ...more.map((rest) => ["--seed", "1", ...rest])])
      assert.equal(parseCommandLine(args).kind, "wrong", args.join(" "));
  });
});

describe("the file of a timeline", () => {
  it("has the seed and the options in its name, so that no story writes over another", () => {
    const name = (speakers?: number, minutes?: number) =>
      timelineName({ seed: 17, speakers, minutes });
    assert.equal(name(), "sim-17.svg");
    assert.equal(name(8, 60), "sim-17-8-speakers-60-min.svg");
    assert.equal(new Set([name(), name(8), name(undefined, 8), name(8, 8)]).size, 4);
  });
});

describe("rows of spans", () => {
  it("hold no two that overlap, and are as few as the most that are on at once", () => {
    const span = fc.record({ from: fc.nat(100), length: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(span), (drawn) => {
        const spans = drawn
          .map(({ from, length }) => ({ from, until: from + length }))
          .sort((a, b) => a.from - b.from);
        const rows = packRows(spans);
        for (const [i, a] of spans.entries())
          for (const [j, b] of spans.entries())
            if (i < j && rows[i] === rows[j]) assert.ok(a.until <= b.from);
        const most = spans.map(
          (a) => spans.filter((b) => b.from <= a.from && b.until > a.from).length,
        );
        assert.equal(Math.max(-1, ...rows) + 1, Math.max(0, ...most));
      }),
    );
  });
});

describe("a timeline", () => {
  it("says what happened, and escapes what people and tags say", () => {
    const sample = (atUs: number): Sample => ({
      atUs,
      state: "playing",
      bufferedMs: 30_000,
      rung: "opus-160",
      bytes: { cache: 0, peer: 0, origin: 20_000 },
      lost: 3,
      concealedMs: 20,
    });
    const svg = timelineSvg({
      seed: 17,
      hosts: ["10.0.0.10"],
      faults: [{ kind: "cut", host: "10.0.0.10", atUs: 1e6, forUs: 2e6, degree: 0 }],
      spanUs: 5e6,
      entries: [{ atUs: 1e6, who: "10.0.0.10", kind: "press", text: 'play ["<&>"]' }],
      samples: new Map([["10.0.0.10", [sample(1e6), sample(2e6)]]]),
      failure: undefined,
    });
    for (const part of [
      "Seed 17: 1 speaker",
      ">cut<",
      "opus-160",
      "3 datagrams lost",
      "&lt;&amp;&gt;",
    ])
      assert.ok(svg.includes(part), part);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
  });
});
