/** A speaker in the simulated house on each of netlab's networks, by netlab's own model: little or nothing is heard of them. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Quality } from "../../src/player/quality.ts";
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
  /** Without a word: none. */
  readonly concealedMsMax?: number;
  /** What the household asks for; 160 kbit/s where it is absent. */
  readonly quality?: Quality;
}

const networks: readonly Network[] = [
  { name: "clean-lan" },
  { name: "busy-wifi" },
  { name: "power-save-wifi" },
  { name: "microwave" },
  { name: "dsl" },
  { name: "lte" },
  { name: "near" },
  { name: "collapse" },
  // The first play of a session begins with the first datagram and knows nothing yet of what this link loses.
  { name: "far-loss2", stallsMax: 1, concealedMsMax: 60 },
  { name: "far-burst5", stallsMax: 1, concealedMsMax: 60 },
  { name: "narrow-burst8", stallsMax: 1, concealedMsMax: 60 },
  // Until the sender knows the rate, a tenth more than the lowest rung, its first seconds overrun the queue.
  { name: "barely-wide", quality: "auto", stallsMax: 3, concealedMsMax: 200 },
  // 45 s of silence, longer than what is held ready: the place is kept.
  { name: "outage", stallsMax: 1, concealedMsMax: 60 },
];

describe("a track in the simulated house", () => {
  it.each(networks)(
    "is heard once and in order over $name",
    { timeout: 120_000 },
    async (network) => {
      const { name, stallsMax = 0, concealedMsMax = 0, quality = "160" } = network;
      const house = await SimHouse.open({ seed: 1, tracks: [track], speakers: 1, quality });
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
      assert.ok(play.concealedMs <= concealedMsMax, seen);
      const unsaid = play.stalls * seamFrames + 2 * play.concealedMs * (second / 1_000);
      assert.ok(Math.abs(heard - track) <= unsaid, seen);
      assert.ok((lan.counts()["host1.down"]?.packetsOut ?? 0) > 1_000, "the music came this way");
      await house.close();
    },
  );
});
