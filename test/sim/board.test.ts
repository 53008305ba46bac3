/**
 * A press at the front of a speaker: its real program with a simulated chip, card and
 * network.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { idleUs, line, ms, openStand, us } from "./story/front-stand.ts";

describe("a speaker's front", () => {
  it("plays, pauses, skips, and lets the amplifier sleep", async () => {
    const { house, stand, made } = await openStand(3);
    const { speaker } = made;
    using _panel = stand.attach(made);
    await speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(5 * us);
    assert.equal(speaker.status().state, "playing");
    stand.turned.length = 0;
    await stand.press(line.next, 60 * ms);
    await house.clock.advance(3 * us);
    assert.equal(speaker.status().queue.index, 1);
    assert.ok(stand.turned.length <= 2, `${stand.turned.length} turns of the light at a skip`);
    await stand.press(line.play, 80 * ms);
    await house.clock.advance(idleUs + us);
    assert.equal(speaker.status().state, "paused");
    assert.equal(stand.gpio.isHigh(line.amp), false);
    await stand.press(line.play, 80 * ms);
    await house.clock.advance(3 * us);
    assert.equal(speaker.status().state, "playing");
    stand.check(made);
    assert.equal(stand.switched.length, 3);
    await house.close();
    assert.equal(stand.gpio.isHigh(line.amp), false);
  });

  it("turns the volume within the guard", async () => {
    const { house, stand, made } = await openStand(4);
    const { speaker } = made;
    using _panel = stand.attach(made);
    await speaker.execute({ kind: "volume", level: 30 });
    await speaker.execute({ kind: "volume-guard", cap: 40, quiet: undefined });
    await stand.turn(true, 4);
    assert.equal(speaker.status().volume, 38);
    await stand.turn(true, 10);
    assert.equal(speaker.status().volume, 40);
    await stand.turn(false, 2);
    assert.equal(speaker.status().volume, 36);
    await stand.press(line.mute, 50 * ms);
    assert.equal(speaker.status().muted, true);
    await house.close();
  });

  it("plays a preset, and opens the pairing window for an admin where there is none", async () => {
    const { house, stand, made } = await openStand(5);
    const { speaker, server } = made;
    using _panel = stand.attach(made);
    const source = { of: "tracks", what: ["002"] } as const;
    await house.clock.settle(speaker.execute({ kind: "preset-save", number: 1, source }));
    await stand.press(line.first, 70 * ms);
    await house.clock.advance(3 * us);
    assert.equal(speaker.status().state, "playing");
    assert.equal(server?.pairing.facts().pairOpenMs, 0);
    await stand.press(line.play, 1_500 * ms);
    assert.ok((server?.pairing.facts().pairOpenMs ?? 0) > 100_000);
    assert.equal(speaker.status().state, "playing", "a hold is no click");
    const audit = server?.audit.list().filter(({ kind }) => kind === "button") ?? [];
    assert.deepEqual(audit.map(({ what }) => what).sort(), ["pairing-opened", "preset-play"]);
    await house.close();
  });

  it("asks for a reset after ten seconds and no sooner, and speaks up before", async () => {
    const { house, stand, made } = await openStand(6);
    using _panel = stand.attach(made);
    await stand.press(line.play, 8 * us);
    assert.equal(stand.resets, 0);
    assert.equal(stand.switched.length, 1, "the amplifier is on for code and chime");
    await stand.press(line.play, 11 * us);
    assert.equal(stand.resets, 1);
    await house.close();
  });
});
