/** The player over a sink and a source that do as they are told; whole stories are in test/sim. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { equalBytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { Adaptation } from "../../src/player/adaptation.ts";
import { Player } from "../../src/player/player.ts";
import { PlayQueue } from "../../src/player/queue.ts";
import { TrackLoader } from "../../src/player/track-loader.ts";
import { silentLog } from "../origin/silent-log.ts";
import { drain, SimClock } from "../sim/sim-clock.ts";
import { makeSimTrack } from "../sim/sim-track.ts";
import { FakeSink, FakeSource, MemoryStore } from "./fakes.ts";

const signer = ed25519KeyPair(new Uint8Array(32).fill(1));
const one = makeSimTrack({ tag: 1, totalFrames: 120_000, rungs: ["opus-160"] }, signer);
const us = 1_000_000;
/** Five seconds of it were heard some time ago. */
const lineIn = {
  device: "line",
  rate: 48_000,
  trouble: undefined,
  latencyUs: 0,
  ppm: 0,
  playedUs: 5_000_000,
  dropouts: 0,
  overruns: 0,
};

function room() {
  const clock = new SimClock();
  const sink = new FakeSink();
  const source = new FakeSource([one]);
  const cache = new MemoryStore();
  const told: string[] = [];
  const counters = { cacheBytes: 0, peerBytes: 0, originBytes: 0, verifyFailures: 0 };
  const trusts = (key: Uint8Array) => equalBytes(key, signer.publicKey);
  const loading = { cache, source, clock, trusts, counters, met: () => undefined };
  const load = (track: string) => new TrackLoader(loading, track, ["opus-160"]);
  const adaptation = new Adaptation(
    { clock, source },
    { quality: { origin: "auto", peer: "auto" } },
  );
  const queue = new PlayQueue();
  queue.replace([{ id: "a".repeat(16), track: one.info.id }], new Rng(1));
  const player = new Player(
    { sink, clock, log: silentLog, load, adaptation, durationMs: () => 2_500 },
    queue,
    {
      changed: () => undefined,
      playStarted: () => void told.push("started"),
      playEnded: (reason) => void told.push(reason),
      playProgress: () => undefined,
      save: (when) => void told.push(`save ${when}`),
    },
  );
  return { clock, sink, source, cache, told, queue, player };
}

/** The first track sounds. */
async function playing() {
  const made = room();
  made.player.playCurrent(0, "replaced");
  await drain();
  made.sink.tell({ kind: "first-sample", serial: 1, atUs: 1 });
  Object.assign(made.sink, { serial: 1, playedFrames: 48_000 });
  made.told.length = 0;
  return made;
}

describe("Player", () => {
  it("lets a track that repeats play to its end when it cannot be had again", async () => {
    const { clock, sink, source, cache, told, queue, player } = await playing();
    queue.setRepeat("one");
    cache.held.clear();
    source.fail = () => "refused";
    await clock.advance(us);
    assert.equal(player.state, "playing");
    assert.deepEqual(
      told.filter((word) => !word.startsWith("save")),
      [],
    );
    sink.tell({ kind: "ended", serial: 1, atUs: 2 });
    await clock.advance(us);
    assert.equal(player.state, "stopped");
    assert.deepEqual(
      told.filter((word) => !word.startsWith("save")),
      ["finished"],
    );
  });

  it("writes nothing at once for a slider that is dragged while it is paused", async () => {
    const { told, player } = await playing();
    player.pause();
    told.length = 0;
    for (let positionMs = 0; positionMs < 2_000; positionMs += 100) player.seek(positionMs);
    assert.deepEqual(new Set(told), new Set(["save soon"]));
    assert.equal(player.positionMs, 1_900);
  });

  it("stands still for line-in, lets no music through on the way, and goes on with the same play", async () => {
    const { sink, told, player } = await playing();
    const orders: string[] = [];
    sink.setLive = (live) => void orders.push(live ? "live" : "music");
    sink.setPaused = (paused) => void orders.push(paused ? "pause" : "go");
    assert.equal(player.playLineIn(), false);
    sink.input = lineIn;
    assert.equal(player.playLineIn(), true);
    assert.deepEqual(
      [player.isLineIn, player.state, player.choice],
      [true, "buffering", undefined],
    );
    sink.tell({ kind: "live-started", serial: 0, atUs: 1_000_000 });
    sink.input = { ...lineIn, playedUs: 7_000_000 };
    assert.deepEqual([player.state, player.positionMs], ["playing", 2_000]);
    player.pause();
    sink.tell({ kind: "live-started", serial: 0, atUs: 1_000_000 });
    assert.equal(player.state, "paused");
    player.resume();
    assert.deepEqual([player.state, player.isLineIn], ["buffering", true]);
    player.resume();
    assert.deepEqual([player.state, player.isLineIn, player.positionMs], ["playing", false, 1_000]);
    assert.deepEqual(orders, ["live", "go", "pause", "music", "live", "go", "music", "go"]);
    assert.deepEqual(sink.log.at(-1), "end", "the ring is as it was");
    assert.deepEqual(
      told.filter((word) => !word.startsWith("save")),
      [],
    );
  });

  it("counts an input that is interrupted as a stall, and says so until it is back", async () => {
    const { clock, sink, player } = await playing();
    sink.input = lineIn;
    player.playLineIn();
    sink.tell({ kind: "live-started", serial: 0, atUs: clock.nowUs() + 30_000 });
    assert.equal(player.report().startMs, 30);
    sink.tell({ kind: "live-stopped", serial: 0, atUs: clock.nowUs() });
    assert.equal(player.state, "buffering");
    await clock.advance(us);
    sink.tell({ kind: "live-started", serial: 0, atUs: clock.nowUs() });
    const { stalls, stallMs } = player.report();
    assert.deepEqual([player.state, stalls, stallMs, player.totalStalls], ["playing", 1, 1_000, 1]);
  });

  it("remembers line-in with the place of the music, and forgets it where there is none", async () => {
    const { sink, player } = await playing();
    sink.input = lineIn;
    player.playLineIn();
    const saved = player.save();
    assert.deepEqual([saved.lineIn, saved.playing, saved.positionMs], [true, true, 1_000]);
    const again = room();
    again.sink.input = lineIn;
    again.player.restore(saved);
    assert.deepEqual([again.player.state, again.player.isLineIn], ["paused", true]);
    assert.equal(again.sink.live, false, "nothing is opened before someone asks");
    const without = room();
    without.player.restore(saved);
    assert.deepEqual([without.player.isLineIn, without.player.positionMs], [false, 1_000]);
  });

  it("keeps its place when line-in is stopped, and drops it when the queue is emptied meanwhile", async () => {
    const { sink, told, player } = await playing();
    sink.input = lineIn;
    player.playLineIn();
    player.stop();
    assert.deepEqual([player.state, player.isLineIn, player.positionMs], ["stopped", false, 1_000]);
    assert.ok(told.includes("stopped"));
    player.playLineIn();
    player.queue.clear();
    player.queueChanged("end");
    assert.deepEqual([player.state, player.isLineIn], ["buffering", true]);
    assert.equal(player.resume(), true);
    assert.equal(player.isLineIn, true, "there is no music to go back to");
    player.stop();
    assert.deepEqual([player.state, player.resume()], ["stopped", false]);
  });
});
