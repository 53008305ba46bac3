/**
 * Neighbours that lie, stall and crash: they cost time at the worst, and no sound. Whoever sends what is not
 * what it says is counted, shown, and not asked again.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { PeerFigures } from "../../src/peer/house.ts";
import { askedOfOneMax } from "../../src/peer/limits.ts";
import { stolenFrom } from "./household-rig.ts";
import { type Lie, LyingSpeaker, lies, provable } from "./lying-speaker.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const second = 48_000;
const album = [40 * second, 25 * second + 77];
const opus160 = 2;
const whole = album.map((frames, i) => [i + 1, frames]);

const isProvable = (name: string): boolean => provable.some((lie) => lie === name);

interface Told {
  readonly house: SimHouse;
  readonly holder: SimSpeaker;
  readonly victim: SimSpeaker;
  readonly liar: LyingSpeaker;
}

/** A speaker that has everything, one that has nothing and plays, and a liar between them. */
async function withLiar(lie: Lie, run: (told: Told) => Promise<void>): Promise<void> {
  const hood = new Neighbourhood();
  const { directory } = hood;
  const house = await SimHouse.open({
    ...{ seed: 3, tracks: album, speakers: 3, prefetch: false, directory },
  });
  hood.of(house);
  const [holder, victim, stolen] = house.speakers;
  assert.ok(holder !== undefined && victim !== undefined && stolen !== undefined);
  const identity = await stolenFrom(house, stolen);
  await house.stopSpeaker(stolen);
  const liar = new LyingSpeaker(house, "10.0.0.77", { identity, lie });
  try {
    await holder.speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(70 * us);
    await liar.open();
    hood.others.push(liar.node(victim.speaker.householdTag));
    await house.clock.advance(15 * us);
    const tracks = victim.speaker.library("").map(({ id }) => id);
    await liar.claim(tracks, opus160);
    await run({ house, holder, victim, liar });
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await liar.close();
    await house.close();
  }
}

const runsOf = ({ capture }: SimSpeaker): readonly (readonly number[])[] =>
  capture.runs.map(({ tag, frames }) => [tag, frames]);

const figuresOf = ({ speaker }: SimSpeaker): PeerFigures =>
  speaker.diagnostics()["house"] as PeerFigures; // what SpeakerHouse puts there

async function playAll({ house, victim }: Told): Promise<void> {
  await victim.speaker.execute({ kind: "play", what: ["sim"] });
  await house.clock.advance(75 * us);
}

describe("a neighbour that", { timeout: 60_000 }, () => {
  for (const [name, lie] of Object.entries(lies)) {
    it(`${name} changes no sample and stops no music`, () =>
      withLiar(lie, async (told) => {
        await playAll(told);
        const { victim, liar } = told;
        const { totals } = victim.speaker.status();
        assert.deepEqual(runsOf(victim), whole);
        assert.equal(totals.stalls, 0);
        assert.ok(liar.asked.length > 0, "it was believed at first");
        const shown = figuresOf(victim).neighbours.find(({ id }) => id === liar.id);
        assert.equal((shown?.forged ?? 0) > 0, isProvable(name), JSON.stringify(shown));
        if (isProvable(name))
          assert.ok(liar.asked.length <= askedOfOneMax, `asked ${liar.asked.length} times`);
      }));
  }

  it("changes chunks gets nothing cached and passed on, and what is right still comes from the house", () =>
    withLiar(lies["changes one bit of a chunk"], async (told) => {
      await playAll(told);
      const { victim, liar } = told;
      const { totals } = victim.speaker.status();
      assert.ok(totals.verifyFailures > 0 && totals.verifyFailures <= askedOfOneMax);
      assert.ok(totals.bytes.peer > 4 * totals.bytes.origin, JSON.stringify(totals.bytes));
      const asked = liar.asked.length;
      await playAll(told);
      assert.equal(liar.asked.length, asked, "it is not asked again");
    }));

  it("never answers stops no music when there is no origin either", () =>
    withLiar(lies["never answers"], async (told) => {
      await told.house.stopOrigin();
      await told.house.clock.advance(5 * us);
      await playAll(told);
      assert.deepEqual(runsOf(told.victim), whole);
    }));

  it("forges chunks is not played when there is no origin either, and the honest one is", () =>
    withLiar(lies["changes one bit of a chunk"], async (told) => {
      await told.house.stopOrigin();
      await told.house.clock.advance(5 * us);
      await playAll(told);
      assert.deepEqual(runsOf(told.victim), whole);
      assert.ok(told.victim.speaker.status().totals.verifyFailures > 0);
    }));
});
