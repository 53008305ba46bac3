/** The player over a sink and a source that do as they are told; whole stories are in test/sim. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { equalBytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
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

function room() {
  const clock = new SimClock();
  const sink = new FakeSink();
  const source = new FakeSource([one]);
  const cache = new MemoryStore();
  const told: string[] = [];
  const counters = { cacheBytes: 0, originBytes: 0, verifyFailures: 0 };
  const trusts = (key: Uint8Array) => equalBytes(key, signer.publicKey);
  const loading = { cache, source, clock, trusts, counters, met: () => undefined };
  const load = (track: string) => new TrackLoader(loading, track, "opus-160");
  const queue = new PlayQueue();
  queue.replace([{ id: "a".repeat(16), track: one.info.id }], new Rng(1));
  const player = new Player({ sink, clock, log: silentLog, load, durationMs: () => 2_500 }, queue, {
    changed: () => undefined,
    playStarted: () => void told.push("started"),
    playEnded: (reason) => void told.push(reason),
    playProgress: () => undefined,
    save: (when) => void told.push(`save ${when}`),
  });
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
});
