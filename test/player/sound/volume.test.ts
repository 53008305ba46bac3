import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { VolumeControl } from "../../../src/player/sound/volume-control.ts";
import { type GuardSettings, granted, limitAt } from "../../../src/player/sound/volume-guard.ts";
import { SimClock } from "../../sim/sim-clock.ts";
import { FakeSink } from "../fakes.ts";

const night: GuardSettings = { cap: 80, quiet: { fromMinute: 1320, toMinute: 420, cap: 25 } };

describe("Volume guard", () => {
  it("holds the volume under the cap, at night under a lower one", () => {
    assert.deepEqual(limitAt(night, 720), { level: 80, by: "cap" });
    for (const minute of [1320, 1439, 0, 419])
      assert.deepEqual(limitAt(night, minute), { level: 25, by: "quiet" });
    assert.deepEqual(limitAt(night, 420), { level: 80, by: "cap" });
    assert.deepEqual(limitAt(night, undefined), { level: 80, by: "cap" }, "no guess");
    const allDay = { cap: 80, quiet: { fromMinute: 0, toMinute: 0, cap: 90 } };
    assert.deepEqual(limitAt(allDay, 5), { level: 80, by: "cap" });
  });

  it("grants what the limit, the role and a new session allow", () => {
    const limit = { level: 60, by: "cap" } as const;
    const wish = { now: 30, limit, actor: undefined };
    assert.deepEqual(granted({ ...wish, level: 55 }), { level: 55, by: undefined });
    assert.deepEqual(granted({ ...wish, level: 90 }), { level: 60, by: "cap" });
    const cast = { role: "member", firstVolume: true } as const;
    assert.deepEqual(granted({ ...wish, level: 100, actor: cast }), { level: 30, by: "session" });
    assert.deepEqual(granted({ ...wish, level: 10, actor: cast }), { level: 10, by: undefined });
  });

  it("never grants more than the limit, and always less", () => {
    const level = fc.integer({ min: 0, max: 100 });
    const actor = fc.constantFrom(undefined, { role: "member", firstVolume: true } as const);
    fc.assert(
      fc.property(level, level, level, actor, (level, now, most, actor) => {
        const result = granted({ level, now, limit: { level: most, by: "cap" }, actor });
        assert.ok(result.level <= most && result.level <= Math.max(level, 0));
        assert.equal(result.by === undefined, result.level === level);
      }),
    );
  });
});

class LoudSink extends FakeSink {
  readonly levels: number[] = [];
  override setVolume(level = 0): void {
    this.levels.push(level);
  }
}

describe("Volume on its way", () => {
  it("goes down at once and up by 10 in a second", async () => {
    const [sink, clock] = [new LoudSink(), new SimClock()];
    const volume = new VolumeControl(sink, clock, () => true);
    volume.restore(30, false);
    volume.set(80);
    assert.equal(volume.target, 80);
    assert.equal(sink.levels.at(-1), 30);
    await clock.advance(1_000_000);
    assert.ok(Math.abs((sink.levels.at(-1) ?? 0) - 40) < 1);
    await clock.advance(4_100_000);
    assert.equal(sink.levels.at(-1), 80);
    volume.set(10);
    assert.equal(sink.levels.at(-1), 10);
    const settled = sink.levels.length;
    await clock.advance(10_000_000);
    assert.equal(sink.levels.length, settled, "nothing ticks");
  });

  it("rises from soft to an alarm's level, and fades for the sleep timer", async () => {
    const [sink, clock] = [new LoudSink(), new SimClock()];
    const volume = new VolumeControl(sink, clock, () => true);
    volume.restore(50, false);
    volume.rise(5, 65, 60_000_000);
    assert.equal(sink.levels.at(-1), 5);
    await clock.advance(30_000_000);
    assert.ok(Math.abs((sink.levels.at(-1) ?? 0) - 35) < 1);
    await clock.advance(31_000_000);
    assert.equal(sink.levels.at(-1), 65);
    volume.fade(0.5);
    assert.equal(sink.levels.at(-1), 32.5);
    assert.equal(volume.target, 65);
  });
});
