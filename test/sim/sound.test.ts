/** A whole speaker: its sound settings are heard, shown, and outlive a restart. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { flatTone } from "../../src/audio/model.ts";
import { SimHouse } from "./sim-house.ts";

const us = 1_000_000;
const tracks = [30 * 48_000];

describe("a speaker's tone", () => {
  it("is set in parts, refused beyond its range, told to remotes, and kept", async () => {
    const house = await SimHouse.open({ seed: 7, tracks, speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    const { speaker } = first;
    const told: string[] = [];
    speaker.subscribe((topics) => told.push(...topics));
    const set = async (changes: object) => await speaker.execute({ kind: "tone", changes });
    assert.equal((await set({ bass: 6, mono: true })).code, "ok");
    assert.ok(told.includes("sound"));
    assert.equal((await set({ treble: -3 })).code, "ok");
    const refused = await set({ balance: 101 });
    assert.equal(refused.code, "invalid-argument");
    assert.match(refused.message, /-100 .left. to 100/);
    const kept = { ...flatTone, bass: 6, treble: -3, mono: true };
    assert.deepEqual(speaker.status().sound.tone, kept);
    await house.clock.advance(us);
    await house.stopSpeaker(first);
    const again = await house.startSpeaker(first.host, 0, undefined);
    assert.deepEqual(again.speaker.status().sound.tone, kept);
    await house.close();
  });
});
