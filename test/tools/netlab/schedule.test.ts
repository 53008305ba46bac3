import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parseScript } from "../../../tools/netlab/script/parse.ts";
import { Schedule } from "../../../tools/netlab/script/schedule.ts";

const hosts = ["a", "b", "c"];
const linkOf = (host: string, direction: "up" | "down") =>
  ({ host, isFirst: host === "a", direction }) as const;

function scheduleOf(text: string, zeroUs = 0): Schedule {
  const schedule = new Schedule();
  schedule.add(parseScript(text, { name: "test", hosts }), zeroUs);
  return schedule;
}

function goTo(schedule: Schedule, nowUs: number): void {
  while (schedule.nextUs <= nowUs) schedule.advance(nowUs);
}

const delayMs = (schedule: Schedule, host = "b", direction: "up" | "down" = "down") =>
  schedule.settingsOf(linkOf(host, direction)).delayUs / 1e3;

describe("a schedule", () => {
  it("gives an unnamed change to every host but the first, a named one to its link alone", () => {
    const schedule = scheduleOf(
      "delay 1ms\ndown delay 2ms\nc.up delay 3ms\na delay 4ms\nshared delay 5ms",
    );
    goTo(schedule, 0);
    const found = hosts.map((host) => [delayMs(schedule, host, "up"), delayMs(schedule, host)]);
    assert.deepEqual(found, [
      [4, 4],
      [1, 2],
      [3, 2],
    ]);
    assert.equal(schedule.settingsOf("shared").delayUs, 5_000);
  });

  it("lays a timed change over what was before and takes it away to the microsecond", () => {
    const schedule = scheduleOf("delay 1ms\nat 2s: delay 9ms for 3s", 10e6);
    assert.equal(schedule.nextUs, 10e6);
    const seen = [10e6, 12e6 - 1, 12e6, 15e6 - 1, 15e6].map((nowUs) => {
      goTo(schedule, nowUs);
      return delayMs(schedule);
    });
    assert.deepEqual(seen, [1, 1, 9, 9, 1]);
    assert.equal(schedule.nextUs, Number.POSITIVE_INFINITY);
  });

  it("lets the later of two timed changes hold, and the earlier again when that is over", () => {
    const schedule = scheduleOf(
      "at 1s: delay 10ms for 10s\nat 3s: delay 30ms for 2s\nat 4s: delay 4ms",
    );
    const seen = [2e6, 3.5e6, 4.5e6, 6e6, 12e6].map((nowUs) => {
      goTo(schedule, nowUs);
      return delayMs(schedule);
    });
    assert.deepEqual(seen, [10, 30, 4, 4, 4]);
  });

  it("repeats until it is told to end", () => {
    const schedule = scheduleOf("every 20ms from 5ms until 65ms: loss 70% for 9ms", 100_000);
    const lossy: number[] = [];
    for (let nowUs = 0; nowUs < 300_000; nowUs += 1_000) {
      goTo(schedule, nowUs);
      if (schedule.settingsOf(linkOf("b", "up")).lossShare > 0) lossy.push(nowUs / 1e3);
    }
    const spell = (from: number) => Array.from({ length: 9 }, (_, i) => from + i);
    assert.deepEqual(lossy, [...spell(105), ...spell(125), ...spell(145)]);
    assert.equal(schedule.nextUs, Number.POSITIVE_INFINITY);
  });

  it("is back at the untimed settings once all timed ones are over, whatever they were", () => {
    const line = fc.record({
      atMs: fc.nat(100),
      forMs: fc.integer({ min: 1, max: 100 }),
      delayMs: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = lines.map(
          (each) => `at ${each.atMs}ms: delay ${each.delayMs}ms for ${each.forMs}ms`,
        );
        const schedule = scheduleOf(`delay 77ms\n${text.join("\n")}`);
        goTo(schedule, 1e6);
        assert.equal(delayMs(schedule), 77);
      }),
    );
  });

  it("takes scripts that come later, and forgets what they hide", () => {
    const schedule = scheduleOf("loss 5% burst 3");
    for (let i = 0; i < 5_000; i++) {
      schedule.add(parseScript(`delay ${i % 50}ms`, { name: "more", hosts }), i * 1e3);
      goTo(schedule, i * 1e3);
    }
    assert.equal(delayMs(schedule), 49);
    assert.equal(schedule.settingsOf(linkOf("b", "up")).lossShare, 0.05);
  });
});
