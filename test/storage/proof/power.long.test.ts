/**
 * Power cuts, kills and failing calls against everything that storage/ keeps.
 * PROOF_CUTS=1000000 makes it long; PROOF_STORY and PROOF_SEED run one seed again.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { cacheScenario } from "./cache-story.ts";
import { keysScenario } from "./keys-story.ts";
import { ringScenario } from "./ring-story.ts";
import { spoolScenario } from "./spool-story.ts";
import { everyCall, everyCallFails, randomLives, type Scenario } from "./story.ts";

/** Of 10,000 cuts; the cache's cost most, because its segments have 4 MiB. */
const shares: readonly (readonly [Scenario, number])[] = [
  [spoolScenario(false), 0.43],
  [spoolScenario(true), 0.2],
  [ringScenario, 0.25],
  [keysScenario, 0.07],
  [cacheScenario, 0.05],
];
const cutsWanted = Number(process.env["PROOF_CUTS"] ?? 10_000);
const onlyStory = process.env["PROOF_STORY"];
const onlySeed = process.env["PROOF_SEED"];
const longMs = 60_000 * Math.max(3, (cutsWanted / 10_000) * 3);

describe.skipIf(onlySeed !== undefined)("every call of every story", () => {
  for (const [scenario] of shares) {
    it(`${scenario.name}: a cut at each call with 32 outcomes`, { timeout: longMs }, async () => {
      const { calls, cuts } = await everyCall(scenario);
      assert.ok(calls >= 8, `only ${calls} calls`);
      process.stdout.write(`  ${scenario.name}: ${calls} calls, ${cuts} cuts\n`);
    });

    it(`${scenario.name}: each call fails once, in each way`, { timeout: longMs }, async () => {
      assert.ok((await everyCallFails(scenario)) >= 24);
    });
  }
});

describe("seeds", () => {
  for (const [scenario, share] of shares) {
    if (onlyStory !== undefined && scenario.name !== onlyStory) continue;
    it(`${scenario.name}: ${Math.round(cutsWanted * share)} cuts anywhere in several lives`, {
      timeout: longMs,
    }, async () => {
      if (onlySeed !== undefined) {
        await randomLives(scenario, Number(onlySeed));
        return;
      }
      let cuts = 0;
      for (let seed = 1; cuts < cutsWanted * share; seed++)
        cuts += await randomLives(scenario, seed);
    });
  }
});
