/** A speaker in the simulated house on each of netlab's networks, by netlab's own model: nothing is heard of them. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { originHost, SimHouse } from "./sim-house.ts";
import { labProfile, SimLan } from "./sim-lan.ts";

const us = 1_000_000;
const second = 48_000;
const track = 75 * second + 123;

/** Around a stall the sound fades out and in: samples on their way say nothing of where they belong. */
const seamFrames = 2_000;

interface Network {
  readonly name: string;
  /** Without a word: none. */
  readonly stallsMax?: number;
}

const networks: readonly Network[] = [
  { name: "clean-lan" },
  { name: "busy-wifi" },
  { name: "power-save-wifi" },
  { name: "microwave" },
  { name: "dsl" },
  { name: "lte" },
  { name: "near" },
  { name: "far-loss2" },
  { name: "far-burst5" },
  { name: "narrow-burst8" },
  { name: "collapse" },
  // 45 s of silence, longer than what is held ready: the place is kept.
  { name: "outage", stallsMax: 1 },
];

describe("a track in the simulated house", () => {
  it.each(networks)("is heard once and whole over $name", async ({ name, stallsMax = 0 }) => {
    const house = await SimHouse.open({ seed: 1, tracks: [track], speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    const lan = new SimLan(house.clock, { hosts: [originHost, first.host], seed: 1 });
    house.network.carrier = lan.carry;
    lan.play(labProfile(name));
    await house.clock.advance(us);
    assert.equal((await first.speaker.execute({ kind: "play", what: ["sim"] })).code, "ok");
    await house.clock.until(() => first.speaker.status().state === "stopped", 140 * us);
    // What the card still holds.
    await house.clock.advance(us);
    const { play, totals } = first.speaker.status();
    const heard = first.capture.runs.reduce((sum, { frames }) => sum + frames, 0);
    const seen = JSON.stringify({ play, heard, lost: totals.datagramsLost });
    assert.ok(play.stalls <= stallsMax, seen);
    assert.equal(play.concealedMs, 0, seen);
    assert.ok(Math.abs(heard - track) <= play.stalls * seamFrames, seen);
    assert.ok((lan.counts()["host1.down"]?.packetsOut ?? 0) > 1_000, "the music came this way");
    await house.close();
  });
});
