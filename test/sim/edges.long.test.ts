/**
 * The edges between tracks, in the simulated house: what is between the last
 * sample of one and the first of the next while people and origins change it.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { PlayerCommand } from "../../src/player/model.ts";
import { type HouseOptions, SimHouse, type SimSpeaker } from "./sim-house.ts";

const second = 48_000;
const us = 1_000_000;
/**
 * The whole of the first one is fetched at 35 s, and the next one is opened at 40 s: an origin that
 * goes at 37 s leaves a speaker at the end of its first track with nothing of the second.
 */
const tracks = [70 * second + 11, 60 * second + 77, 40 * second + 400];
const lastFetchUs = 37 * us;
const playAll: PlayerCommand = { kind: "play", what: ["sim"] };

async function withHouse(
  options: Partial<HouseOptions>,
  run: (house: SimHouse, first: SimSpeaker) => Promise<void>,
): Promise<void> {
  const house = await SimHouse.open({ seed: 1, tracks, speakers: 1, ...options });
  const [first] = house.speakers;
  assert.ok(first !== undefined);
  try {
    await run(house, first);
  } finally {
    await house.close();
  }
}

async function command({ speaker }: SimSpeaker, what: PlayerCommand): Promise<void> {
  const outcome = await speaker.execute(what);
  assert.equal(outcome.code, "ok", outcome.message);
}

/** At the end of the first track, with the second one out of reach. */
async function atAnEmptyEdge(house: SimHouse, first: SimSpeaker): Promise<void> {
  await command(first, playAll);
  await house.clock.advance(lastFetchUs);
  await house.stopOrigin();
  await house.clock.advance(40 * us);
  assert.equal(first.speaker.status().state, "buffering");
}

const tagsOf = ({ capture }: SimSpeaker): number[] => capture.runs.map(({ tag }) => tag);

async function itemAt({ speaker }: SimSpeaker, index: number): Promise<string> {
  const item = speaker.queue()[index];
  assert.ok(item !== undefined);
  return item.id;
}

/** The origin's disk loses the sound of the track at that place of the queue. */
async function loseTrack(house: SimHouse, { speaker }: SimSpeaker, index: number): Promise<void> {
  const id = speaker.queue()[index]?.track.id ?? "";
  await house.clock.settle(house.originDisk.remove(`/origin/tracks/${id.slice(0, 2)}/${id}`));
}

describe("between two tracks", () => {
  it("stays at the end of the one that is over while the next cannot be had", () =>
    withHouse({}, async (house, first) => {
      await atAnEmptyEdge(house, first);
      const { positionMs, track } = first.speaker.status();
      assert.deepEqual([track?.title, positionMs], ["001.flac", 70_000]);
    }));

  it("goes to the one behind when the next is taken out of the queue, and never back", () =>
    withHouse({}, async (house, first) => {
      await atAnEmptyEdge(house, first);
      await command(first, { kind: "queue-remove", ids: [await itemAt(first, 1)] });
      await house.startOrigin();
      await house.clock.advance(10 * us);
      assert.deepEqual(tagsOf(first), [1, 3]);
      assert.deepEqual(first.speaker.status().queue, { length: 2, index: 1 });
      assert.equal(first.speaker.status().totals.plays, 2);
    }));

  it("stops when nothing is left to follow", () =>
    withHouse({ tracks: tracks.slice(0, 2) }, async (house, first) => {
      await atAnEmptyEdge(house, first);
      await command(first, { kind: "queue-remove", ids: [await itemAt(first, 1)] });
      assert.equal(first.speaker.status().state, "stopped");
      await house.startOrigin();
      await house.clock.advance(10 * us);
      assert.deepEqual(tagsOf(first), [1]);
    }));

  it("goes past the next one when the origin comes back without it", () =>
    withHouse({}, async (house, first) => {
      await atAnEmptyEdge(house, first);
      await loseTrack(house, first, 1);
      await house.startOrigin();
      await house.clock.advance(20 * us);
      assert.equal(first.speaker.status().state, "playing");
      assert.deepEqual(tagsOf(first), [1, 3]);
    }));

  it("plays what is queued next in the last seconds of a track, though another was arranged", () =>
    withHouse({ tracks: [20 * second, 15 * second, 10 * second] }, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(18 * us);
      await command(first, {
        kind: "queue-move",
        ids: [await itemAt(first, 2)],
        after: await itemAt(first, 0),
      });
      await house.clock.advance(4 * us);
      assert.deepEqual(new Set(tagsOf(first)), new Set([1, 3]));
      assert.equal(first.speaker.status().totals.plays, 2);
      assert.ok(first.capture.framesOf(1) > 19.9 * second);
      assert.ok(first.capture.framesOf(1) < 20.1 * second, "and nothing of it twice");
    }));

  it("repeats one track without a gap, each time a play of its own", () =>
    withHouse({ tracks: [20 * second + 11] }, async (house, first) => {
      await command(first, playAll);
      await command(first, { kind: "repeat", mode: "one" });
      await house.clock.advance(70 * us);
      assert.deepEqual(
        first.capture.runs.map(({ tag, silenceBefore }) => [tag, silenceBefore]).slice(1),
        Array(first.capture.runs.length - 1).fill([1, 0]),
      );
      assert.equal(first.speaker.status().totals.plays, 4);
      assert.equal(first.speaker.status().events.appended, 7, "four starts, three ends");
    }));

  it("stops when the last item is removed while it plays, and wraps where all repeats", async () => {
    for (const mode of ["off", "all"] as const) {
      await withHouse({ tracks: [20 * second, 15 * second] }, async (house, first) => {
        await command(first, playAll);
        await house.clock.advance(2 * us);
        await command(first, { kind: "next" });
        await command(first, { kind: "repeat", mode });
        await house.clock.advance(2 * us);
        await command(first, { kind: "queue-remove", ids: [await itemAt(first, 1)] });
        await house.clock.advance(2 * us);
        assert.equal(first.speaker.status().state, mode === "off" ? "stopped" : "playing");
        assert.equal(first.speaker.status().track?.title, "001.flac");
      });
    }
  });

  it("counts a play once that was paused, moved to another place and resumed", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(5 * us);
      await command(first, { kind: "pause" });
      await command(first, { kind: "seek", positionMs: 20_000 });
      assert.equal(first.speaker.status().positionMs, 20_000);
      await command(first, { kind: "resume" });
      await house.clock.advance(5 * us);
      const { totals, events, positionMs } = first.speaker.status();
      assert.deepEqual([totals.plays, events.appended], [1, 1]);
      assert.ok(Math.abs(positionMs - 25_000) < 200, String(positionMs));
    }));

  it("plays an album gapless after a restart without an origin, from its cache", () =>
    withHouse({ tracks: [20 * second + 11, 15 * second + 77] }, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(40 * us);
      await house.stopOrigin();
      await house.stopSpeaker(first);
      const again = await house.startSpeaker(first.host, 0, undefined);
      await house.clock.advance(us);
      assert.deepEqual(
        again.speaker.queue().map(({ track }) => [track.title, track.durationMs]),
        [
          ["001.flac", 20_000],
          ["002.flac", 15_002],
        ],
      );
      await command(again, { kind: "resume" });
      await house.clock.advance(40 * us);
      assert.deepEqual(
        again.capture.runs.map(({ tag, frames, silenceBefore }, i) => [
          tag,
          frames,
          i && silenceBefore,
        ]),
        [
          [1, 20 * second + 11, 0],
          [2, 15 * second + 77, 0],
        ],
      );
      await house.startOrigin();
    }));

  it("shows no trouble any more once the music goes on behind a track that failed", () =>
    withHouse({ tracks: [20 * second, 15 * second] }, async (house, first) => {
      await command(first, { kind: "queue-add", what: ["sim"], place: { at: "end" } });
      await house.stopOrigin();
      await loseTrack(house, first, 0);
      await house.startOrigin();
      await command(first, { kind: "resume" });
      await house.clock.advance(5 * us);
      const { state, track, trouble } = first.speaker.status();
      assert.deepEqual([state, track?.title, trouble], ["playing", "002.flac", null]);
    }));

  it("tells who waits for the first sample whether there was one", () =>
    withHouse({ tracks: [20 * second] }, async (house, first) => {
      const { speaker } = first;
      const never = new AbortController().signal;
      await command(first, { kind: "queue-add", what: ["sim"], place: { at: "end" } });
      await house.stopOrigin();
      await loseTrack(house, first, 0);
      await house.startOrigin();
      await command(first, { kind: "resume" });
      assert.equal(await house.clock.settle(speaker.firstSample(never)), false);
      assert.match(speaker.status().trouble ?? "", /refused/);
    }));
});

describe("a card that is pulled out in mid-play", () => {
  it("stands still, says so and since when, and goes on where it was", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(5 * us);
      const { plug } = first.machine;
      plug.pull();
      await house.clock.advance(us);
      const gone = first.speaker.status();
      assert.equal(gone.state, "buffering");
      assert.equal(gone.output.missingS, 0);
      assert.match(gone.output.trouble ?? "", /plug it in/);
      for (let s = 1; s < 30; s++) {
        await house.clock.advance(us);
        const { positionMs, output } = first.speaker.status();
        assert.equal(positionMs, gone.positionMs);
        assert.ok(Math.abs((output.missingS ?? 0) - s) <= 1, `${output.missingS} after ${s} s`);
      }
      plug.insert();
      await house.clock.advance(3 * us);
      const back = first.speaker.status();
      assert.deepEqual([back.state, back.output.missingS, back.trouble], ["playing", null, null]);
      assert.ok(back.positionMs > gone.positionMs && back.positionMs < gone.positionMs + 3_000);
      assert.equal(back.play.stalls, 0);
    }));

  it("stays paused or stopped where it is that", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(5 * us);
      first.machine.plug.pull();
      await house.clock.advance(us);
      await command(first, { kind: "pause" });
      assert.equal(first.speaker.status().state, "paused");
      await command(first, { kind: "resume" });
      assert.equal(first.speaker.status().state, "buffering");
      await command(first, { kind: "stop" });
      assert.equal(first.speaker.status().state, "stopped");
    }));

  it("is told within seconds to who waits for a sound, and to none whose card is opening", () =>
    withHouse({}, async (house, first) => {
      const never = new AbortController().signal;
      first.machine.plug.pull();
      await house.clock.advance(us);
      await command(first, playAll);
      const fromUs = house.clock.nowUs();
      assert.equal(await house.clock.settle(first.speaker.firstSample(never)), false);
      const tookUs = house.clock.nowUs() - fromUs;
      assert.ok(tookUs >= us && tookUs <= 4 * us, `${tookUs} us`);
      first.machine.plug.insert();
      await house.clock.advance(5 * us);
      assert.equal(await house.clock.settle(first.speaker.firstSample(never)), true);
    }));
});
