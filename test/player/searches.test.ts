/** Searches of commands in a whole simulated speaker. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { searchesPerCommandMax } from "../../src/player/limits.ts";
import { SimHouse } from "../sim/sim-house.ts";

describe("A command that searches", () => {
  it("finds by any of its entries what is there, and takes no more searches than it may", async () => {
    const tracks = [48_000, 48_000, 48_000];
    const house = await SimHouse.open({ seed: 9, tracks, speakers: 1, prefetch: false });
    try {
      const [made] = house.speakers;
      assert.ok(made !== undefined);
      const { speaker } = made;
      const [first, second] = speaker.library("");
      assert.ok(first !== undefined && second !== undefined);
      const add = (what: readonly string[]) =>
        house.clock.settle(speaker.execute({ kind: "queue-add", what, place: { at: "end" } }));
      const { title } = first;
      assert.equal((await add([title, second.id, title])).code, "ok");
      assert.deepEqual(
        speaker.queue().map(({ track }) => track.id),
        [first.id, second.id, first.id],
      );
      const many = await add(new Array<string>(searchesPerCommandMax + 1).fill(title));
      assert.deepEqual([many.code, speaker.queue().length], ["invalid-argument", 3]);
      const ids = new Array<string>(searchesPerCommandMax + 1).fill(first.id);
      assert.equal((await add(ids)).code, "ok", "ids are no searches");
      assert.equal((await add(["0".repeat(32)])).code, "not-found");
    } finally {
      await house.close();
    }
  });

  it("an alarm's too, before anybody has looked into the library", async () => {
    const house = await SimHouse.open({
      seed: 9,
      tracks: [48_000 * 100],
      speakers: 1,
      prefetch: false,
    });
    try {
      const [made] = house.speakers;
      assert.ok(made !== undefined);
      const title = made.speaker.library("")[0]?.title ?? assert.fail();
      await house.stopSpeaker(made);
      const { speaker } = await house.startSpeaker(made.host, 0, undefined);
      await house.clock.advance(10_000_000);
      const sound = { volume: 40, riseS: 0, stopMin: 5, enabled: true };
      const minute = ((house.clock.wallMs() / 60_000 + 1) % 1440) | 0;
      const alarm = { id: "a", label: "", minute, days: [0, 1, 2, 3, 4, 5, 6], what: [title] };
      const set = speaker.execute({ kind: "alarm-set", alarm: { ...alarm, ...sound } });
      assert.equal((await house.clock.settle(set)).code, "ok");
      await house.clock.advance(61_000_000);
      const { state, sound: report } = speaker.status();
      assert.deepEqual([report.ringing?.id, report.ringing?.tone, state], ["a", false, "playing"]);
    } finally {
      await house.close();
    }
  });
});
