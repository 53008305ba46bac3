import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { RateServo } from "../../src/audio/input-servo.ts";
import { servoPpmMax, servoSlewPpmPerS } from "../../src/audio/limits.ts";
import { Rng } from "../../src/base/rng.ts";

const stepUs = 5_000;

interface World {
  /** By how much the input's clock is faster, over time. */
  readonly ppm: (atS: number) => number;
  /** Frames that the input shows at a time; 0 for each as it comes. */
  readonly block: number;
  readonly lateUs: number;
  readonly seconds: number;
}

interface Seen {
  readonly atS: number;
  /** True error of the way, microseconds; that of what the servo is told may differ by a block. */
  readonly errorUs: number;
  readonly ppm: number;
  /** Frames at hand before each period of 240 is taken. */
  readonly held: number;
}

/** As an assertion, but its message costs nothing while it holds. */
function demand(seen: Seen, holds: boolean): void {
  if (!holds) assert.fail(JSON.stringify(seen));
}

/** A monitor by arithmetic: what is captured, what is taken, and the way between. */
function run({ ppm, block, lateUs, seconds }: World, see: (seen: Seen) => void): RateServo {
  const servo = new RateServo();
  const rng = new Rng(7);
  let captured = 3_000;
  let taken = 0;
  let lastUs = 0;
  for (let n = 0; n < (seconds * 1e6) / stepUs; n++) {
    const nowUs = n * stepUs + rng.float() * lateUs;
    captured += ((nowUs - lastUs) * 48 * (1 + ppm(nowUs / 1e6) / 1e6)) / 1_000;
    lastUs = nowUs;
    const shown = block === 0 ? captured : captured - (captured % block);
    // What the output still holds is less by how late it is.
    const queued = 480 - ((nowUs - n * stepUs) * 48) / 1_000;
    if (n === 0) taken = shown - (1_440 - queued);
    const way = (of: number): number => ((of - taken + queued) * 1_000) / 48 - 30_000;
    servo.update(way(shown), stepUs);
    const seen = { atS: nowUs / 1e6, errorUs: way(captured), held: shown - taken };
    see({ ...seen, ppm: (servo.correction - 1) * 1e6 });
    taken += 240 * servo.correction;
  }
  return servo;
}

describe("RateServo", () => {
  const hours = [
    [300, 2],
    [-300, 2],
    [40, 0.3],
    [-1_000, 0.3],
  ] as const;
  for (const [ppm, long] of hours) {
    it(`learns a clock of ${ppm} ppm and keeps the way within 3 ms, over ${long} hours`, () => {
      let held = Number.POSITIVE_INFINITY;
      const world = { ppm: () => ppm, block: 0, lateUs: 2_000, seconds: 3_600 * long };
      const servo = run(world, (seen) => {
        held = Math.min(held, seen.held);
        demand(seen, Math.abs(seen.errorUs) < (seen.atS < 60 ? 4_000 : 800));
        demand(seen, seen.atS < 120 || Math.abs(seen.ppm - ppm) < 5);
      });
      assert.ok(Math.abs(servo.ratePpm - ppm) < 1, `${servo.ratePpm}`);
      assert.ok(held > 240 + 24, `${held} frames`);
    });
  }

  const beats = [
    [300, 2],
    [-300, 0.3],
    [2, 0.3],
  ] as const;
  for (const [ppm, long] of beats) {
    it(`is hardly moved by blocks of 10 ms at ${ppm} ppm, and never runs dry, over ${long} hours`, () => {
      const world = { ppm: () => ppm, block: 480, lateUs: 1_000, seconds: 3_600 * long };
      run(world, (seen) => {
        demand(seen, seen.atS < (ppm === 2 ? 0 : 120) || Math.abs(seen.ppm - ppm) < 250);
        demand(seen, seen.held > 240 + 24 && Math.abs(seen.errorUs) < 12_000);
      });
    });
  }

  it("follows a clock that jumps by 200 ppm, and one that wanders", () => {
    const jump = { ppm: (s: number) => (s < 300 ? 100 : 300), block: 0, lateUs: 500, seconds: 900 };
    run(jump, ({ atS, errorUs, ppm }) => {
      assert.ok(Math.abs(errorUs) < 3_500);
      if (atS > 600) assert.ok(Math.abs(ppm - 300) < 3);
    });
    const warm = {
      ppm: (s: number) => 50 * Math.sin(s / 600),
      block: 0,
      lateUs: 500,
      seconds: 7_200,
    };
    run(warm, ({ errorUs }) => assert.ok(Math.abs(errorUs) < 500));
  });

  it("never moves the pitch faster than it may, nor further, whatever it is told", () => {
    const servo = new RateServo();
    const rng = new Rng(1);
    let before = 0;
    for (let n = 0; n < 100_000; n++) {
      servo.update((rng.float() - (n < 50_000 ? 0.2 : 0.8)) * 1e6, stepUs);
      const ppm = (servo.correction - 1) * 1e6;
      assert.ok(Math.abs(ppm - before) <= (servoSlewPpmPerS * stepUs) / 1e6 + 1e-6);
      assert.ok(Math.abs(ppm) <= servoPpmMax + 1e-6 && Math.abs(servo.ratePpm) <= servoPpmMax);
      before = ppm;
    }
  });

  it("keeps what it knows of the clocks when it begins anew", () => {
    const world = { ppm: () => 300, block: 0, lateUs: 0, seconds: 300 };
    const servo = run(world, () => undefined);
    servo.restart();
    servo.update(0, stepUs);
    assert.ok(Math.abs((servo.correction - 1) * 1e6 - 300) < 3);
    assert.equal(servo.errorUs, 0);
  });
});
