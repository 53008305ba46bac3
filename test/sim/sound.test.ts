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

describe("a speaker's loudness", () => {
  it("of albums holds up no play, and is kept", async () => {
    const house = await SimHouse.open({ seed: 9, tracks: [...tracks, ...tracks], speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    const { speaker } = first;
    assert.equal((await speaker.execute({ kind: "loudness", mode: "album" })).code, "ok");
    await house.clock.advance(2 * us);
    assert.equal((await speaker.execute({ kind: "play", what: ["sim"] })).code, "ok");
    await house.clock.advance(2 * us);
    const { state, play, sound } = speaker.status();
    assert.equal(state, "playing");
    assert.equal(sound.loudness, "album");
    assert.ok((play.startMs ?? Number.POSITIVE_INFINITY) < 400, `${play.startMs}`);
    // One track joins the next.
    await house.clock.advance(35 * us);
    assert.equal(speaker.status().queue.index, 1);
    assert.equal(speaker.status().play.stalls, 0);
    await house.stopSpeaker(first);
    const again = await house.startSpeaker(first.host, 0, undefined);
    assert.equal(again.speaker.status().sound.loudness, "album");
    await house.close();
  });
});
