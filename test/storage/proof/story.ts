/**
 * The proof of what storage/ promises: stories of a device whose power fails.
 *
 * A story opens what it is about on the disk it is given, compares what it finds
 * with what was promised, then works until its steps are done or the disk is
 * dead. It rejects with an AssertionError where a promise was broken.
 *
 * Two ways to cut: at every call of one life with 32 outcomes each (`everyCall`),
 * and anywhere in several lives, all drawn from a seed (`randomLives`).
 */
import assert from "node:assert/strict";
import { SpeakerError } from "../../../src/base/errors.ts";
import { Rng } from "../../../src/base/rng.ts";
import type { Disk } from "../../../src/ports/disk.ts";
import type { DiskCall } from "../../sim/sim-disk.ts";
import { SimLife } from "../../sim/sim-life.ts";
import { makeWorld, type World } from "../world.ts";

/** What each life of a story gets. */
export interface Life {
  readonly disk: Disk;
  /** The power is on and the process lives. */
  readonly on: () => boolean;
  readonly steps: number;
  readonly rng: Rng;
}

export interface Story {
  live(life: Life): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Steps of a life that is long enough to meet everything. */
  readonly steps: number;
  readonly begin: (world: World) => Promise<Story>;
}

/** A disk as a program with a named mistake would use it. */
export type Wrap = (disk: Disk, world: World) => Disk;

const same: Wrap = (disk) => disk;
export const outcomesPerCall = 32;

/** Runs one life to its end, or to its death. Broken promises are thrown; a dead disk's errors are not. */
async function run(world: World, story: Story, wrap: Wrap, steps: number, rng: Rng): Promise<void> {
  const { disk, clock } = world;
  const { power } = disk;
  const on = (): boolean => disk.isAlive(power);
  let settled = false;
  const life = story.live({ disk: wrap(new SimLife(disk), world), on, steps, rng }).then(
    () => {
      settled = true;
    },
    (error: unknown) => {
      settled = true;
      if (!(error instanceof SpeakerError)) throw error;
      assert.ok(!on() || disk.fault !== undefined, `an error without a fault: ${error.message}`);
    },
  );
  life.catch(() => undefined);
  // Half a day: a program may wait for its card for minutes at a time.
  await clock.until(() => settled || !on(), 43_200_000_000);
  if (settled) await life;
}

/** The power fails at one call; then the device must come back, work, and come back again. */
async function cutAt(
  scenario: Scenario,
  wrap: Wrap,
  at: number,
  outcome: number,
  seed: number,
): Promise<void> {
  const world = makeWorld(seed, { diskSeed: outcome });
  const rng = new Rng(seed);
  const story = await scenario.begin(world);
  const { disk } = world;
  const kind = outcome === 0 ? "nothing" : outcome === 1 ? "everything" : "drawn";
  disk.onCall = () => {
    if (disk.calls === at) disk.cut(kind);
  };
  await run(world, story, wrap, scenario.steps, rng);
  disk.onCall = undefined;
  await run(world, story, wrap, 3, rng);
  disk.cut(kind);
  await run(world, story, wrap, 0, rng);
}

/** How many calls the scenario's first life makes. */
async function callsOf(
  scenario: Scenario,
  seed: number,
  wrap: Wrap,
): Promise<{ from: number; to: number }> {
  const world = makeWorld(seed);
  const story = await scenario.begin(world);
  const from = world.disk.calls + 1;
  await run(world, story, wrap, scenario.steps, new Rng(seed));
  return { from, to: world.disk.calls };
}

export interface Count {
  readonly calls: number;
  readonly cuts: number;
}

/** Every call of the first life, with all outcomes. Throws at the first broken promise, saying where. */
export async function everyCall(scenario: Scenario, wrap: Wrap = same): Promise<Count> {
  const seed = 1;
  const { from, to } = await callsOf(scenario, seed, wrap);
  for (let at = from; at <= to; at++)
    for (let outcome = 0; outcome < outcomesPerCall; outcome++)
      await told(`${scenario.name}, call ${at}, outcome ${outcome}`, () =>
        cutAt(scenario, wrap, at, outcome, seed),
      );
  return { calls: to - from + 1, cuts: (to - from + 1) * outcomesPerCall };
}

/** Every call of the first life fails once, in each way, and then the power is cut. */
export async function everyCallFails(scenario: Scenario, wrap: Wrap = same): Promise<number> {
  const seed = 1;
  const { from, to } = await callsOf(scenario, seed, wrap);
  let runs = 0;
  for (let at = from; at <= to; at++)
    for (const code of ["io-error", "no-space", "read-only"] as const) {
      runs += 1;
      await told(`${scenario.name}, call ${at} fails with ${code}`, async () => {
        const world = makeWorld(seed);
        const story = await scenario.begin(world);
        world.disk.fault = () => (world.disk.calls === at ? code : undefined);
        await run(world, story, wrap, scenario.steps, new Rng(seed));
        world.disk.fault = undefined;
        world.disk.cut();
        await run(world, story, wrap, 3, new Rng(seed));
        world.disk.cut();
        await run(world, story, wrap, 0, new Rng(seed));
      });
    }
  return runs;
}

/** Faults are of these: a read that fails is met at the next opening, but is no failure of the power. */
const failing: ReadonlySet<DiskCall> = new Set([
  "write",
  "sync",
  "sync-folder",
  "remove",
  "rename",
]);
const livesPerSeed = 4;

/** Several lives, each ended by a cut or a kill at a drawn call or moment. Returns the number of cuts. */
export async function randomLives(
  scenario: Scenario,
  seed: number,
  wrap: Wrap = same,
): Promise<number> {
  const again = `PROOF_STORY=${scenario.name} PROOF_SEED=${seed} npx vitest run test/storage/proof/power.long.test.ts`;
  return told(`seed ${seed}: ${again}`, async () => {
    const rng = new Rng(seed);
    const world = makeWorld(seed, { latencyUs: rng.chance(0.5) ? 3_000 : 0 });
    const story = await scenario.begin(world);
    let cuts = 0;
    for (let life = 0; life < livesPerSeed; life++)
      cuts += await randomLife(world, story, wrap, { rng, scenario });
    world.disk.fault = undefined;
    world.disk.cut();
    await run(world, story, wrap, 0, rng);
    return cuts + 1;
  });
}

async function randomLife(
  world: World,
  story: Story,
  wrap: Wrap,
  { rng, scenario }: { readonly rng: Rng; readonly scenario: Scenario },
): Promise<number> {
  const { disk, clock } = world;
  const killed = rng.chance(0.25);
  const end = (): void => (killed ? disk.kill() : disk.cut());
  const { power } = disk;
  const endAt = disk.calls + 1 + rng.below(6 * scenario.steps + 12);
  disk.onCall = () => {
    if (disk.calls >= endAt && disk.isAlive(power)) end();
  };
  const faults = rng.chance(0.35) ? rng.float() * 0.15 : 0;
  const faultRng = rng.fork();
  const code = rng.chance(0.7) ? "io-error" : "no-space";
  const fault = (call: DiskCall) =>
    failing.has(call) && faultRng.chance(faults) ? code : undefined;
  disk.fault = faults > 0 ? fault : undefined;
  if (rng.chance(0.2))
    clock.after(rng.below(40_000), () => {
      if (disk.isAlive(power)) end();
    });
  await run(world, story, wrap, scenario.steps, rng.fork());
  disk.onCall = undefined;
  if (disk.isAlive(power)) end();
  return killed ? 0 : 1;
}

/** Says which run it was. */
async function told<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new assert.AssertionError({ message: `${why}\n  ${where}`, stackStartFn: told });
  }
}
