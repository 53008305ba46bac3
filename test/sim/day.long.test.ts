/**
 * A day of one speaker: a quarter of an hour of music in each hour, over a
 * library larger than its cache. Memory must not grow after the first hours, in
 * which the cache fills.
 */
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, it } from "vitest";
import { SimHouse } from "./sim-house.ts";

const second = 48_000;
const us = 1_000_000;
const minuteUs = 60 * us;
/** Half an hour of music: the cache of a simulated speaker holds 27 minutes. */
const tracks = Array.from({ length: 10 }, (_, i) => 180 * second + i);
const hours = 24;
/** By then all caches are full and all code is warm. */
const settledHours = 6;
/** Of so many hours the least counts: what the cache has in memory rises and falls by a segment, 4 MiB, in about four. */
const comparedHours = 6;
/** Of the heap and of what lies beside it, in the twelve hours between those: what a leak of a kilobyte a minute makes. */
const growthBytesMax = 720_000;

setFlagsFromString("--expose-gc");
// With the flag set a new context has it; this one was made before.
const collect = runInNewContext("gc") as () => void;

describe("a simulated day", () => {
  it("takes no more memory at its end than in the morning", { timeout: 1_200_000 }, async () => {
    const house = await SimHouse.open({ seed: 24, tracks, speakers: 1 });
    const [made] = house.speakers;
    assert.ok(made !== undefined);
    const { speaker, process } = made;
    await speaker.execute({ kind: "play", what: ["sim"] });
    await speaker.execute({ kind: "repeat", mode: "all" });
    const sizes: number[] = [];
    const timers: number[] = [];
    for (let hour = 0; hour < hours; hour++) {
      await speaker.execute({ kind: "resume" });
      await house.clock.advance(15 * minuteUs);
      assert.equal(speaker.status().state, "playing");
      await speaker.execute({ kind: "pause" });
      await house.clock.advance(45 * minuteUs);
      sizes.push(heldBytes());
      timers.push(process.timers);
    }
    const settled = Math.min(...sizes.slice(settledHours, settledHours + comparedHours));
    const grown = Math.min(...sizes.slice(-comparedHours)) - settled;
    assert.ok(
      grown < growthBytesMax,
      `${grown} bytes more after ${hours} hours: ${sizes.join(" ")}`,
    );
    assert.ok(Math.max(...timers) < 40, timers.join(" "));
    await house.close();
  });
});

function heldBytes(): number {
  // Memory beside the heap is given back while the next collection begins: after one, tens of megabytes may still be counted.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
