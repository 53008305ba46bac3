import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parseCommandLine } from "../../../tools/bench/command-line.ts";
import { plotSvg } from "../../../tools/bench/plot.ts";
import { cpuSeconds, mebibytes } from "../../../tools/bench/process-usage.ts";
import { percentile, summarize } from "../../../tools/bench/statistics.ts";
import { resultTable } from "../../../tools/bench/table.ts";

describe("percentiles", () => {
  it("are values that were measured, by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.deepEqual(summarize(hundred), { p50: 50, p90: 90, p99: 99, n: 100 });
    assert.deepEqual(summarize([7]), { p50: 7, p90: 7, p99: 7, n: 1 });
    assert.equal(summarize([]), undefined);
  });

  it("leave the share they name at or below them, and no smaller value does", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9, 0.99), (list, share) => {
        const sorted = [...list].sort((a, b) => a - b);
        const value = percentile(sorted, share);
        const covered = (limit: number) => sorted.filter((x) => x <= limit).length / sorted.length;
        assert.ok(covered(value) >= share);
        const smaller = sorted.filter((x) => x < value).at(-1);
        if (smaller !== undefined) assert.ok(covered(smaller) < share);
      }),
    );
  });
});

describe("the table", () => {
  it("shows nested figures by their path, percentiles in one cell and skips with their reason", () => {
    const text = resultTable({
      ratio: 0.41234567,
      putUs: { p50: 12, p99: 80.5 },
      against: { skipped: "not here" },
      filePerChunk: { writeAmplification: 2.5 },
    });
    assert.equal(
      text,
      [
        "  ratio                            0.4123",
        "  putUs p50/p99                    12 / 80.5",
        "  against                          skipped: not here",
        "  filePerChunk.writeAmplification  2.5",
        "",
      ].join("\n"),
    );
  });

  it("makes a row of each object in a list, with a dash for what one lacks", () => {
    const text = resultTable({
      profiles: [
        { name: "lan", cachedMs: { p50: 9, p99: 20, n: 3 } },
        { name: "rtt40", lossPct: 2 },
      ],
    });
    assert.equal(
      text,
      [
        "profiles",
        "  name   cachedMs p50/p99/n  lossPct",
        "  lan    9 / 20 / 3          –",
        "  rtt40  –                   2",
        "",
      ].join("\n"),
    );
  });
});

describe("a list's table", () => {
  it("says a long reason that all rows share once, below", () => {
    const httpMs = { skipped: "a reason of many words, the same for all" };
    assert.equal(
      resultTable({
        profiles: [
          { name: "a", httpMs },
          { name: "b", httpMs },
        ],
      }),
      `profiles\n  name\n  a\n  b\n  httpMs skipped: ${httpMs.skipped}\n`,
    );
  });
});

describe("the plot", () => {
  it("draws a bar to the median and a line to the 99th percentile on one scale", () => {
    const summary = { p50: 50, p90: 80, p99: 100, n: 9 };
    const svg = plotSvg({
      title: "a < b",
      unit: "ms",
      rows: [{ label: "lan", summary, group: "x" }],
    });
    assert.match(svg, /<text[^>]*>a &lt; b</);
    assert.match(svg, /<rect x="190" y="44" width="240.0"/);
    assert.match(svg, /<line x1="430.0" x2="670.0"/);
  });
});

describe("the figures of a process", () => {
  it("are read past a name with blanks and parentheses", () => {
    const stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 11 0 100 1 2 3";
    assert.equal(cpuSeconds(stat), 3);
    assert.equal(mebibytes("Name:\tnode\nVmRSS:\t  92160 kB\nRssAnon: 1 kB\n", "VmRSS"), 90);
  });
});

describe("the bench's command line", () => {
  it("takes the names of networks, with commas between them", () => {
    const parsed = parseCommandLine(["loss", "--profiles", "near,outage", "--rounds", "3"]);
    assert.ok(parsed.kind === "run");
    assert.deepEqual(parsed.profiles, ["near", "outage"]);
    assert.equal(parsed.rounds, 3);
    assert.equal(parseCommandLine(["loss", "--rounds", "0"]).kind, "wrong");
  });

  it("takes a name, --json and counts", () => {
    const counts = { plays: 5, seconds: 60, starts: 20, rounds: 1 };
    const command = { kind: "run", name: "startup", json: true, ...counts, profiles: [] };
    assert.deepEqual(parseCommandLine(["startup", "--json", "--plays", "5"]), command);
    assert.equal(parseCommandLine(["--help"]).kind, "help");
  });

  it("refuses what it cannot mean", () => {
    for (const args of [
      [],
      ["a", "b"],
      ["a", "--plays", "0"],
      ["a", "--seconds", "x"],
      ["a", "--x"],
    ]) {
      assert.equal(parseCommandLine(args).kind, "wrong", args.join(" "));
    }
  });
});
