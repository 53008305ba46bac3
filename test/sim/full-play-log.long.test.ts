/**
 * A play log that is full: what plays is not cut, nothing new begins, the speaker
 * says why, and the music goes on by itself once there is room.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const second = 48_000;
const us = 1_000_000;
/** Minutes of virtual time with a track every few seconds. */
const patience = { timeout: 120_000 };
/** Each is a start and an end in the log, and fits the hot chunks in RAM. */
const tracks = [2 * second, 3 * second];

/** A house whose speaker plays on and on without its origin, and with a card that takes nothing. */
async function fullHouse(): Promise<{ house: SimHouse; made: SimSpeaker; full: SpeakerStatus }> {
  const house = await SimHouse.open({ seed: 5, tracks, speakers: 1 });
  const [made] = house.speakers;
  assert.ok(made !== undefined);
  await made.speaker.execute({ kind: "repeat", mode: "all" });
  await made.speaker.execute({ kind: "play", what: ["sim"] });
  await house.clock.advance(12 * us);
  await house.stopOrigin();
  house.diskOf(made.host).readOnly = true;
  await house.clock.until(() => made.speaker.status().events.full, 400 * us);
  return { house, made, full: made.speaker.status() };
}

describe("a speaker whose play log is full", () => {
  it(
    "plays the track to its end, waits, says why, refuses new plays, and goes on when there is room",
    patience,
    async () => {
      const { house, made, full } = await fullHouse();
      assert.equal(full.state, "playing");
      const before = made.capture.runs.length;
      await house.clock.advance(20 * us);
      const waits = made.speaker.status();
      assert.equal(waits.state, "buffering", "it means to play");
      assert.match(waits.trouble ?? "", /^no new play begins, because 12\d play events wait/);
      const runs = made.capture.runs.map(({ frames }) => frames);
      assert.ok(runs.length - before <= 1, "at most the one whose sound was prepared already");
      assert.ok(
        runs.slice(1).every((frames) => tracks.includes(frames)),
        "none was cut",
      );
      const refused = await made.speaker.execute({ kind: "next" });
      assert.equal(refused.code, "unavailable");
      assert.match(refused.message, /connect this speaker to its origin/);
      assert.ok(house.log.lines.some((line) => line.includes("plays-refused")));

      await house.startOrigin();
      house.diskOf(made.host).readOnly = false;
      await house.clock.advance(400 * us);
      const { state, trouble, events } = made.speaker.status();
      assert.deepEqual(
        [state, trouble, events.full, events.trouble],
        ["playing", null, false, null],
      );
      const { gaps, plays } = house.origin.ledger.report();
      assert.deepEqual(gaps, []);
      // The last one sounds, and its start is in the ledger.
      assert.equal(plays, made.capture.runs.length, "every play that was heard is counted");
      await house.close();
    },
  );

  it(
    "is never full for want of a card while the ledger takes events from RAM",
    patience,
    async () => {
      const house = await SimHouse.open({ seed: 6, tracks, speakers: 1 });
      const [made] = house.speakers;
      assert.ok(made !== undefined);
      house.diskOf(made.host).readOnly = true;
      await made.speaker.execute({ kind: "repeat", mode: "all" });
      await made.speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(500 * us);
      const { state, events } = made.speaker.status();
      assert.deepEqual([state, events.full], ["playing", false]);
      assert.match(events.trouble ?? "", /read-only/);
      assert.ok(events.waiting < 12, `${events.waiting} wait`);
      await made.speaker.execute({ kind: "stop" });
      await house.clock.advance(20 * us);
      assert.equal(made.speaker.status().events.waiting, 0);
      const { gaps, plays, chainBreaks } = house.origin.ledger.report();
      assert.deepEqual([gaps, chainBreaks], [[], 0]);
      assert.ok(plays > 150 && plays === made.capture.runs.length, `${plays} plays`);
      await house.close();
    },
  );

  it("lets a seek within what plays through", patience, async () => {
    const { house, made } = await fullHouse();
    const { code } = await made.speaker.execute({ kind: "seek", positionMs: 100 });
    assert.equal(code, "ok");
    await house.clock.advance(us);
    assert.equal(made.speaker.status().state, "playing");
    await house.close();
  });
});
