/** The proof in small: seeds that once broke a promise, and a few calls of the long one (power.long.test.ts). */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { cacheScenario } from "./cache-story.ts";
import { keysScenario } from "./keys-story.ts";
import { ringScenario } from "./ring-story.ts";
import { spoolScenario } from "./spool-story.ts";
import { everyCallFails, randomLives, type Scenario } from "./story.ts";

const pinned: readonly (readonly [Scenario, number, string])[] = [
  [
    spoolScenario(false),
    10,
    "an event that only the kernel had was handed out after a failed sync",
  ],
  [spoolScenario(false), 245, "the same, seen as a gap in the ledger"],
  [spoolScenario(true), 494, "the name of a file whose making had failed was taken for sure"],
  [ringScenario, 26, "the same for the state"],
  [keysScenario, 30, "a mended key was taken for sure before its name was"],
];

describe("pinned seeds", () => {
  for (const [scenario, seed, why] of pinned)
    it(`${scenario.name} ${seed}: ${why}`, async () => {
      assert.ok((await randomLives(scenario, seed)) > 0);
    });
});

describe("power cuts", () => {
  for (const scenario of [
    spoolScenario(false),
    spoolScenario(true),
    ringScenario,
    keysScenario,
    cacheScenario,
  ])
    it(`${scenario.name} keeps its promise over some seeds`, async () => {
      const seeds = scenario === cacheScenario ? 3 : 20;
      for (let seed = 1; seed <= seeds; seed++) await randomLives(scenario, seed);
    });

  for (const scenario of [ringScenario, keysScenario, spoolScenario(false)])
    it(`${scenario.name} stands the failure of each call`, async () => {
      await everyCallFails(scenario);
    });
});
