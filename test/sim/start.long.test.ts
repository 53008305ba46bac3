/** How soon a play sounds over a warm session: one round trip, whatever went before. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SimHouse } from "./sim-house.ts";
import { delay } from "./sim-network.ts";

const us = 1_000_000;
const oneWayUs = 20_000;
/** A round trip, and what decoding, a period and the origin's disk take. */
const startMsMax = 60;

describe("a start from the origin over a warm session of 40 ms", () => {
  for (const playedS of [1, 5, 35]) {
    it(`takes one round trip, ${playedS} s into the play before`, async () => {
      const tracks = Array.from({ length: 10 }, (_, i) => 60 * 48_000 + 100 * i);
      const house = await SimHouse.open({
        seed: 3,
        tracks,
        speakers: 1,
        filters: (rng) => [delay(rng.fork(), oneWayUs, 0)],
      });
      const [first] = house.speakers;
      assert.ok(first !== undefined);
      const starts: (number | null)[] = [];
      for (const { id } of first.speaker.library("")) {
        await first.speaker.execute({ kind: "play", what: [id] });
        await house.clock.advance(playedS * us);
        starts.push(first.speaker.status().play.startMs);
      }
      assert.ok(
        starts.every((ms) => ms !== null && ms < startMsMax),
        starts.join(" "),
      );
      await house.close();
    });
  }
});
