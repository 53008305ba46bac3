import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { clipOfSamples } from "../../src/audio/clip.ts";
import { Announcer } from "../../src/player/announcer.ts";
import { announcementsMax } from "../../src/player/limits.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { FakeSink } from "./fakes.ts";

const clip = (packets: number) => clipOfSamples(new Float32Array(480 * packets), 24_000);
const level = () => 40;

function world() {
  const [sink, clock] = [new FakeSink(), new SimClock()];
  return { sink, clock, announcer: new Announcer(sink, clock) };
}

describe("Announcer", () => {
  it("says messages one after the other, each at its level", async () => {
    const { sink, announcer } = world();
    const first = announcer.say({ clips: [clip(1), clip(2)], level });
    const second = announcer.say({ clips: [clip(1)], level: () => 70 });
    assert.deepEqual(sink.said, ["clip 1", "frame", "end", "clip 2", "frame", "frame", "end"]);
    assert.equal(sink.clipLevel, 40);
    sink.tell({ kind: "clip-ended", serial: 1, atUs: 0 });
    assert.equal(sink.said.length, 7, "the first message has a second clip");
    sink.tell({ kind: "clip-ended", serial: 2, atUs: 0 });
    assert.equal(await first?.done, true);
    assert.deepEqual(sink.said.slice(7), ["clip 3", "frame", "end"]);
    assert.equal(sink.clipLevel, 70);
    sink.tell({ kind: "clip-ended", serial: 3, atUs: 0 });
    assert.equal(await second?.done, true);
    assert.equal(announcer.isSpeaking, false);
  });

  it("waits for room in the ring, and gives each packet once", async () => {
    const { sink, clock, announcer } = world();
    sink.clipRoom = 3;
    announcer.say({ clips: [clip(4)], level });
    assert.deepEqual(sink.said, ["clip 1", "frame", "frame"]);
    sink.clipRoom = 100;
    await clock.advance(1_000_000);
    assert.deepEqual(sink.said.slice(3), ["frame", "frame", "end"]);
  });

  it("drops what could not be said in time, and refuses what is too much", async () => {
    const { sink, clock, announcer } = world();
    const saids = Array.from({ length: announcementsMax + 1 }, () =>
      announcer.say({ clips: [clip(1)], level }),
    );
    assert.equal(saids.at(-1), undefined);
    await clock.advance(120_000_000);
    for (const said of saids.slice(0, -1)) assert.equal(await said?.done, false);
    assert.ok(sink.said.includes("flush"));
    assert.equal(announcer.say({ clips: [clip(50 * 100)], level }), undefined);
    assert.ok(announcer.say({ clips: [clip(1)], level }));
  });

  it("repeats until it is stopped, at a level that can be turned", async () => {
    const { sink, clock, announcer } = world();
    sink.clipRoom = 10;
    const said = announcer.say({ clips: [clip(1)], level, repeats: true });
    sink.clipRoom = 10;
    await clock.advance(500_000_000);
    assert.ok(sink.said.filter((what) => what.startsWith("clip")).length >= 6);
    said?.setLevel(55);
    assert.equal(sink.clipLevel, 55);
    said?.stop();
    said?.stop();
    assert.equal(await said?.done, false);
    assert.deepEqual(
      sink.said.filter((what) => what === "flush"),
      ["flush"],
    );
  });
});
