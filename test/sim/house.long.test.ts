/**
 * The simulated house: the real programs over simulated ports. What a household
 * relies on, each from one seed; `referee` reads back from the captured samples
 * what was heard.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { PlayerCommand } from "../../src/player/model.ts";
import type { SimCapture } from "./sim-capture.ts";
import { type HouseOptions, SimHouse, type SimSpeaker } from "./sim-house.ts";
import { burstLoss, delay, duplicate, loss, partition } from "./sim-network.ts";

const second = 48_000;
const us = 1_000_000;
/** Three tracks whose lengths are no multiple of anything. */
const album = [20 * second + 11, 15 * second + 77, 10 * second + 400];

async function withHouse(
  options: Partial<HouseOptions>,
  run: (house: SimHouse, first: SimSpeaker) => Promise<void>,
): Promise<void> {
  const house = await SimHouse.open({ seed: 1, tracks: album, speakers: 1, ...options });
  const [first] = house.speakers;
  assert.ok(first !== undefined);
  try {
    await run(house, first);
  } catch (error) {
    if (error instanceof Error)
      error.message += `\nseed ${options.seed ?? 1}\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await house.close();
  }
}

async function command(first: SimSpeaker, what: PlayerCommand): Promise<void> {
  const outcome = await first.speaker.execute(what);
  assert.equal(outcome.code, "ok", outcome.message);
}

const playAll: PlayerCommand = { kind: "play", what: ["sim"] };

/** The whole album, each sample once and in order, no sample of silence between tracks. */
function heardWholeAlbum(capture: SimCapture): void {
  assert.deepEqual(
    capture.runs.map(({ tag, frames }) => [tag, frames]),
    album.map((frames, i) => [i + 1, frames]),
  );
  assert.deepEqual(
    capture.runs.slice(1).map(({ silenceBefore }) => silenceBefore),
    [0, 0],
  );
}

describe("a simulated house", () => {
  it("counts for each track that came to its end what was heard of it, to the millisecond", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(60 * us);
      heardWholeAlbum(first.capture);
      const ends = [...house.origin.ledger.events()].filter(({ kind }) => kind === "end");
      assert.deepEqual(
        ends.map(({ reason }) => reason),
        ["finished", "finished", "finished"],
      );
      for (const [i, { playedMs }] of ends.entries()) {
        const heardMs = ((first.capture.runs[i]?.frames ?? 0) * 1000) / second;
        assert.ok(Math.abs(playedMs - heardMs) <= 1, `${playedMs} ms told, ${heardMs} ms heard`);
      }
    }));

  it("plays an album gapless, each sample once", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(50 * us);
      heardWholeAlbum(first.capture);
      const { state, play, totals, events } = first.speaker.status();
      assert.equal(state, "stopped");
      assert.equal(totals.plays, 3);
      assert.ok(play.startMs !== null && play.startMs < 15, `started in ${play.startMs} ms`);
      assert.equal(events.appended, 6, "a start and an end each; none reached 30 s");
      assert.equal(events.pending, 0);
    }));

  it("is the same twice from one seed, and another from another", async () => {
    const story = async (seed: number): Promise<string> => {
      let told = "";
      const filters: HouseOptions["filters"] = (rng) => [
        loss(rng.fork(), 0.05),
        delay(rng.fork(), 5_000, 2_000),
      ];
      await withHouse({ seed, filters }, async (house, first) => {
        await command(first, playAll);
        await house.clock.advance(30 * us);
        const { link: _, ...status } = first.speaker.status();
        told = JSON.stringify([
          status,
          house.network.counts,
          first.capture.runs,
          house.clock.nowUs(),
        ]);
      });
      return told;
    };
    assert.equal(await story(5), await story(5));
    assert.notEqual(await story(5), await story(6));
  });

  it("plays on without a gap at 5 % bursty loss, jitter, doubling and 100 ms of round trip", () =>
    withHouse(
      {
        seed: 3,
        filters: (rng) => [
          burstLoss(rng.fork(), 0.05, 3),
          duplicate(rng.fork(), 0.01),
          delay(rng.fork(), 48_000, 4_000),
        ],
      },
      async (house, first) => {
        await command(first, playAll);
        await house.clock.advance(60 * us);
        heardWholeAlbum(first.capture);
        assert.equal(first.speaker.status().totals.stalls, 0);
      },
    ));

  it("asks nobody for what it has in its cache", () =>
    withHouse({}, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(50 * us);
      const before = first.speaker.status().totals.bytes;
      first.capture.runs.length = 0;
      await command(first, playAll);
      await house.clock.advance(50 * us);
      const after = first.speaker.status();
      assert.equal(after.totals.bytes.origin, before.origin);
      assert.ok((after.play.startMs ?? 99) < 15, `started in ${after.play.startMs} ms`);
      heardWholeAlbum(first.capture);
    }));

  it("plays on from what it has while the origin is gone, then says buffering, then goes on at the same place", () =>
    withHouse({ tracks: [120 * second] }, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(10 * us);
      await house.stopOrigin();
      await house.clock.advance(20 * us);
      assert.equal(first.speaker.status().state, "playing", "thirty seconds are fetched ahead");
      await house.clock.advance(60 * us);
      const stalled = first.speaker.status();
      assert.equal(stalled.state, "buffering");
      assert.equal(stalled.play.stalls, 1);
      const back = house.clock.nowUs();
      await house.startOrigin();
      await house.clock.until(() => first.speaker.status().state === "playing", 10 * us);
      assert.ok(
        house.clock.nowUs() - back < 2 * us,
        `music was back after ${(house.clock.nowUs() - back) / 1000} ms`,
      );
      await house.clock.advance(100 * us);
      assert.ok(first.capture.framesOf(1) > 119 * second, "all of it was heard");
      for (const { skipped } of first.capture.runs)
        assert.ok(skipped < second / 20, "nothing but the fades is missing");
    }));

  it("keeps its place through a network that is gone for a while, and comes back by itself", () => {
    let cut = false;
    return withHouse(
      {
        tracks: [90 * second],
        filters: (rng) => [
          delay(rng.fork(), 2_000, 0),
          partition(new Set(["10.0.0.10"]), () => cut),
        ],
      },
      async (house, first) => {
        await command(first, playAll);
        await house.clock.advance(5 * us);
        cut = true;
        await house.clock.advance(60 * us);
        assert.equal(first.speaker.status().state, "buffering");
        cut = false;
        const back = house.clock.nowUs();
        await house.clock.until(() => first.speaker.status().state === "playing", 20 * us);
        assert.ok(
          house.clock.nowUs() - back < 3 * us,
          `music was back after ${(house.clock.nowUs() - back) / 1000} ms`,
        );
        await house.clock.advance(70 * us);
        assert.ok(first.capture.framesOf(1) > 89 * second);
      },
    );
  });

  it("plays on through an origin whose disk fails for some seconds", () =>
    withHouse({ tracks: [60 * second] }, async (house, first) => {
      await command(first, playAll);
      await house.clock.advance(us);
      house.originDisk.fault = (_, path) =>
        path.startsWith("/origin/tracks") ? "io-error" : undefined;
      await house.clock.advance(6 * us);
      house.originDisk.fault = undefined;
      await house.clock.advance(60 * us);
      assert.deepEqual(
        first.capture.runs.map(({ tag, frames }) => [tag, frames]),
        [[1, 60 * second]],
      );
    }));

  it("seeks, pauses and resumes at the very place", () =>
    withHouse({ tracks: [120 * second] }, async (house, first) => {
      const { speaker } = first;
      await command(first, playAll);
      await house.clock.advance(3 * us);
      await command(first, { kind: "seek", positionMs: 60_000 });
      await house.clock.advance(2 * us);
      const { positionMs } = speaker.status();
      assert.ok(positionMs > 61_500 && positionMs < 62_100, String(positionMs));
      await command(first, { kind: "pause" });
      await house.clock.advance(30 * us);
      assert.equal(speaker.status().state, "paused");
      const paused = speaker.status().positionMs;
      await command(first, { kind: "resume" });
      await house.clock.advance(1 * us);
      const resumed = speaker.status().positionMs - paused;
      assert.ok(resumed > 900 && resumed < 1_100, String(resumed));
    }));

  it("goes through its queue by next and previous, and wraps when all repeats", () =>
    withHouse({}, async (house, first) => {
      const title = () => first.speaker.status().track?.title;
      await command(first, playAll);
      await house.clock.advance(1 * us);
      await command(first, { kind: "next" });
      await house.clock.advance(4 * us);
      assert.equal(title(), "002.flac");
      await command(first, { kind: "previous" });
      await house.clock.advance(1 * us);
      assert.equal(title(), "002.flac", "after three seconds, previous is the start of the track");
      await command(first, { kind: "previous" });
      await house.clock.advance(1 * us);
      assert.equal(title(), "001.flac");
      await command(first, { kind: "repeat", mode: "all" });
      await house.clock.advance(60 * us);
      assert.equal(first.speaker.status().state, "playing");
      assert.equal(first.speaker.status().totals.plays, 7);
    }));

  it("remembers queue, place, volume and modes over a restart, and plays from there", () =>
    withHouse({ tracks: [60 * second, 60 * second] }, async (house, first) => {
      await command(first, playAll);
      await command(first, { kind: "volume", level: 100 });
      await command(first, { kind: "repeat", mode: "all" });
      await house.clock.advance(1 * us);
      await command(first, { kind: "next" });
      await house.clock.advance(20 * us);
      await house.stopSpeaker(first);
      const again = await house.startSpeaker(first.host, 0, undefined);
      const { state, positionMs, repeat, queue } = again.speaker.status();
      assert.deepEqual([state, repeat, queue], ["paused", "all", { length: 2, index: 1 }]);
      assert.ok(Math.abs(positionMs - 20_000) < 200, String(positionMs));
      await command(again, { kind: "resume" });
      await house.clock.advance(5 * us);
      assert.equal(again.speaker.status().state, "playing");
      assert.equal(again.capture.runs[0]?.tag, 2);
    }));

  it("says what it cannot do, and goes on with what it can", () =>
    withHouse({}, async (_, first) => {
      const refuse = async (what: PlayerCommand): Promise<string> => {
        const { code, message } = await first.speaker.execute(what);
        assert.notEqual(message, "");
        return code;
      };
      assert.equal(await refuse({ kind: "resume" }), "unavailable");
      assert.equal(await refuse({ kind: "next" }), "unavailable");
      assert.equal(await refuse({ kind: "play", what: ["no such song"] }), "not-found");
      assert.equal(await refuse({ kind: "play", what: ["0".repeat(32)] }), "not-found");
      assert.equal(await refuse({ kind: "queue-remove", ids: ["0".repeat(16)] }), "not-found");
      assert.equal(await refuse({ kind: "volume", level: 101 }), "invalid-argument");
      await command(first, playAll);
      assert.equal(await refuse({ kind: "seek", positionMs: -1 }), "invalid-argument");
    }));

  it("joins by itself once an origin that could not take it in just then can", () =>
    withHouse({}, async (house) => {
      const { origin } = house;
      const serve = origin.serve.bind(origin);
      origin.serve = () => Promise.reject(new Error("the disk is full"));
      const late = await house.startSpeaker("10.0.0.50", 0, origin.invite());
      await house.clock.advance(5 * us);
      assert.match(late.speaker.status().trouble ?? "", /waiting for the origin/);
      origin.serve = serve;
      await house.clock.advance(5 * us);
      assert.equal(late.speaker.library("").length, album.length);
    }));

  it("turns a used, an unknown and a stranger's invite away, and says so", () =>
    withHouse({}, async (house) => {
      const invite = house.origin.invite();
      const guest = await house.startSpeaker("10.0.0.50", 0, invite);
      await house.clock.advance(3 * us);
      assert.equal(guest.speaker.library("").length, album.length);
      const late = await house.startSpeaker("10.0.0.51", 0, invite);
      await house.clock.advance(3 * us);
      assert.match(late.speaker.status().trouble ?? "", /used by another speaker/);
      const forged = await house.startSpeaker("10.0.0.52", 0, {
        ...invite,
        token: new Uint8Array(16),
      });
      await house.clock.advance(3 * us);
      assert.match(forged.speaker.status().trouble ?? "", /not known/);
      const elsewhere = await house.startSpeaker("10.0.0.53", 0, {
        ...invite,
        household: new Uint8Array(32).fill(7),
      });
      await house.clock.advance(3 * us);
      assert.deepEqual(elsewhere.speaker.library(""), []);
    }));
});
