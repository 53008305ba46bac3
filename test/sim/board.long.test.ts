/** People at a speaker's front for some minutes: whatever they press, nothing is heard while the amplifier is off. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { idleUs, line, ms, openStand, us } from "./story/front-stand.ts";

describe("a speaker's front", () => {
  it.each([11, 12, 13, 14])("is nobody's trouble, whatever is pressed (seed %i)", async (seed) => {
    const { house, stand, made } = await openStand(seed);
    const { speaker } = made;
    const panel = stand.attach(made);
    const rng = new Rng(seed);
    await speaker.execute({ kind: "play", what: ["sim"] });
    // Samples are told apart at full volume alone: the knob is turned beyond its end, and nobody mutes.
    const buttons = [line.play, line.play, line.next, line.previous, line.first];
    for (let i = 0; i < 80; i++) {
      const at = buttons[rng.below(buttons.length)] ?? line.play;
      if (rng.chance(0.2)) await stand.turn(true, 1 + rng.below(6));
      else
        await stand.press(at, rng.chance(0.1) ? rng.below(9 * us) : 20 * ms + rng.below(300 * ms));
      const waitUs = rng.chance(0.15) ? rng.below(2 * idleUs) : rng.below(4 * us);
      await house.clock.advance(waitUs);
    }
    // Everybody leaves; one plays something.
    await speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(5 * us);
    assert.equal(speaker.status().state, "playing");
    stand.check(made);
    assert.ok(made.capture.runs.length > 10);
    panel[Symbol.dispose]();
    await house.close();
    stand.check(made);
    assert.equal(stand.resets, 0);
  });
});
