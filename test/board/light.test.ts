import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Light } from "../../src/board/light.ts";
import { lightDwellUs } from "../../src/board/limits.ts";
import { type LightState, lightStates } from "../../src/board/profile.ts";

const ms = 1_000;

/** Turns of the light until `untilUs`, in ms. */
function turns(light: Light, fromUs: number, untilUs: number): number[] {
  const found: number[] = [];
  let level = light.level(fromUs);
  for (let at = light.nextDueUs(fromUs); at !== undefined && at <= untilUs; ) {
    if (light.level(at) !== level) {
      level = !level;
      found.push((at - fromUs) / ms);
    }
    at = light.nextDueUs(at);
  }
  return found;
}

describe("a light", () => {
  it("shows what matters most of what holds, and of what is its to show", () => {
    const all = new Light(lightStates);
    all.show(new Set(["playing", "muted", "trouble"]), 0);
    assert.equal(all.state, "trouble");
    const some = new Light(["playing", "pairing"]);
    some.show(new Set(["playing", "muted", "trouble"]), 0);
    assert.equal(some.state, "playing");
  });

  it("is steady while music plays: nothing is due then", () => {
    const light = new Light(lightStates);
    light.show(new Set(["playing"]), 0);
    assert.equal(light.level(1), true);
    assert.equal(light.nextDueUs(1), undefined);
    light.show(new Set(["idle"]), 10_000 * ms);
    assert.equal(light.level(10_000 * ms), false);
    assert.equal(light.nextDueUs(10_000 * ms), undefined);
  });

  it("blinks by its pattern, over and over", () => {
    const light = new Light(lightStates);
    light.show(new Set(["pairing"]), 0);
    const found = turns(light, 0, 1_300 * ms);
    assert.deepEqual(found, [120, 240, 360, 1_000, 1_120, 1_240]);
  });

  it("goes on with its pattern while the same is shown again and again", () => {
    const light = new Light(lightStates);
    light.show(new Set(["booting"]), 0);
    for (let at = 0; at < 1_000 * ms; at += 70 * ms) light.show(new Set(["booting"]), at);
    assert.deepEqual(turns(light, 0, 1_100 * ms), [500, 1_000]);
  });

  it("shows what hands do at once, and the rest for as long as it can be seen", () => {
    const light = new Light(lightStates);
    light.show(new Set(["playing"]), 0);
    light.show(new Set(["buffering"]), 100 * ms);
    light.show(new Set(["playing"]), 150 * ms);
    assert.equal(light.state, "playing");
    light.show(new Set(["buffering"]), 200 * ms);
    light.show(new Set(["buffering", "volume"]), 210 * ms);
    assert.equal(light.state, "volume");
  });

  it("never flickers, whatever the speaker says", () => {
    const calm = lightStates.filter((each) =>
      ["booting", "trouble", "muted", "buffering", "playing", "paused", "idle"].includes(each),
    );
    const told = fc.record({
      state: fc.constantFrom(...calm),
      waitUs: fc.integer({ min: 1, max: 900 * ms }),
    });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 60 }), (run) => {
        const light = new Light(lightStates);
        let nowUs = 0;
        let shown: LightState = light.state;
        let sinceUs = Number.NEGATIVE_INFINITY;
        const look = (atUs: number): void => {
          light.level(atUs);
          if (light.state === shown) return;
          assert.ok(atUs - sinceUs >= lightDwellUs, `${shown} for ${atUs - sinceUs} us`);
          shown = light.state;
          sinceUs = atUs;
        };
        for (const { state, waitUs } of run) {
          light.show(new Set([state]), nowUs);
          look(nowUs);
          const endUs = nowUs + waitUs;
          for (let at = light.nextDueUs(nowUs); at !== undefined && at < endUs; ) {
            look(at);
            const next = light.nextDueUs(at);
            assert.ok(next === undefined || next > at, "time goes on");
            at = next;
          }
          nowUs = endUs;
        }
        const last = run.at(-1)?.state;
        look(nowUs + lightDwellUs);
        if (last !== undefined) assert.equal(light.state, last);
      }),
    );
  });
});
