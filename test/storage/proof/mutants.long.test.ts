/** Every named mutant is noticed by the proof, or it is said here why nobody can tell it from the real thing. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { cacheScenario, cacheScenarioWith } from "./cache-story.ts";
import { keysScenario } from "./keys-story.ts";
import { wraps } from "./mutants.ts";
import { ringScenario } from "./ring-story.ts";
import { spoolScenario } from "./spool-story.ts";
import { everyCall, randomLives, type Scenario, type Wrap } from "./story.ts";

const seedsMax = 3_000;
const timeout = 120_000;
const spool = spoolScenario(false);

const mutants: readonly (readonly [string, Scenario, Wrap])[] = [
  ["spool: no fdatasync", spool, wraps.noFdatasync],
  ["spool: acknowledged before the sync ends", spool, wraps.earlyAck],
  ["spool: written after the sync", spool, wraps.writeAfterSync],
  ["spool: two events share a tail page", spool, wraps.sharedTailPage],
  ["spool: an acknowledged page is rewritten", spool, wraps.rewritesAcknowledgedPage],
  // An event lies within one sector, so a cut cannot tear it; rot can, and a mirror must see which copy is good.
  ["mirrored spool: no CRC", spoolScenario(true), wraps.noCrc],
  ["spool: no folder sync", spool, wraps.noFolderSync],
  ["spool: a failed sync is tried again on the same file", spool, wraps.syncsAgainAfterFailure],
  ["spool: the old file goes before the new one is durable", spool, wraps.removesOldFileFirst],
  ["spool: what only the kernel has is handed out", spool, wraps.trustsTheKernel],
  [
    "spool: acknowledged by the sender, not by the ledger",
    spoolScenario(false, { acksWhatWasSent: true }),
    wraps.none,
  ],
  ["mirrored spool: the mirror is not written", spoolScenario(true), wraps.mirrorNotWritten],
  ["state: no fdatasync", ringScenario, wraps.noFdatasync],
  ["state: always in one place", ringScenario, wraps.stateInOnePlace],
  ["state: no CRC", ringScenario, wraps.noCrc],
  ["state: no folder sync", ringScenario, wraps.noFolderSync],
  ["keys: written in place", keysScenario, wraps.keyInPlace],
  ["keys: renamed before they are synced", keysScenario, wraps.keyRenamedUnsynced],
  ["keys: no folder sync", keysScenario, wraps.keyWithoutFolderSync],
  ["keys: one copy", keysScenario, wraps.oneKey],
  ["cache: one salt for all openings", cacheScenarioWith({ sameSalt: true }), wraps.none],
];

describe("mutants", () => {
  for (const [name, scenario, wrap] of mutants)
    it(`${name}: noticed`, { timeout }, async () => {
      const seed = await killedAt(scenario, wrap);
      assert.ok(seed !== undefined, `lived through ${seedsMax} seeds and every call`);
      process.stdout.write(`  ${name}: ${seed}\n`);
    });
});

/**
 * Each of these keeps every promise, so nobody can notice it by what is read back.
 * - No preallocation: sizes and names are durable with the first fdatasync of a grown file, as on ext4.
 *   It costs four times the bytes; the bench `events` shows that.
 * - A footer before its payload: nothing of the cache is synced, so order means nothing to a cut; every
 *   record must authenticate by itself, whatever the footer says.
 */
describe("equivalent mutants", () => {
  it("spool: not preallocated, keeps its promise", { timeout }, async () => {
    for (let seed = 1; seed <= 300; seed++) await randomLives(spool, seed, wraps.notPreallocated);
  });

  it("cache: the footer before what it speaks of, keeps its promise", { timeout }, async () => {
    for (let seed = 1; seed <= 20; seed++)
      await randomLives(cacheScenario, seed, wraps.footerBeforePayload);
  });
});

async function killedAt(scenario: Scenario, wrap: Wrap): Promise<string | undefined> {
  if (await breaks(() => everyCall(scenario, wrap))) return "a cut at every call";
  const seeds = scenario.name === "cache" ? 100 : seedsMax;
  for (let seed = 1; seed <= seeds; seed++)
    if (await breaks(() => randomLives(scenario, seed, wrap))) return `seed ${seed}`;
  return undefined;
}

async function breaks(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof assert.AssertionError) return true;
    throw error;
  }
}
