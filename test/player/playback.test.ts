import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { equalBytes } from "../../src/base/bytes.ts";
import { framesOf, packChunk, symbolsOf } from "../../src/media/chunk.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { Adaptation } from "../../src/player/adaptation.ts";
import { Playback, type PlaybackEvent } from "../../src/player/playback.ts";
import { type LoadCounters, TrackLoader } from "../../src/player/track-loader.ts";
import { drain, SimClock } from "../sim/sim-clock.ts";
import { makeSimTrack, simPackets } from "../sim/sim-track.ts";
import { FakeSink, FakeSource, MemoryStore } from "./fakes.ts";

const signer = ed25519KeyPair(new Uint8Array(32).fill(1));
/** 2.5 s and 3 s; frames of 960 samples after a pre-skip of 312. */
const one = makeSimTrack({ tag: 1, totalFrames: 120_000, rungs: ["opus-160"] }, signer);
const two = makeSimTrack({ tag: 2, totalFrames: 144_000, rungs: ["opus-160"] }, signer);
const long = makeSimTrack({ tag: 3, totalFrames: 60 * 48_000, rungs: ["opus-160"] }, signer);
const framesOfOne = Math.ceil((120_000 + 312) / 960);

function house() {
  const clock = new SimClock();
  const sink = new FakeSink();
  const source = new FakeSource([one, two, long]);
  const cache = new MemoryStore();
  const counters: LoadCounters = { cacheBytes: 0, peerBytes: 0, originBytes: 0, verifyFailures: 0 };
  const events: PlaybackEvent[] = [];
  const trusts = (key: Uint8Array) => equalBytes(key, signer.publicKey);
  const adaptation = new Adaptation({ clock, source }, { quality: { origin: "160", peer: "160" } });
  const load = (track: string) =>
    new TrackLoader({ cache, source, clock, trusts, counters, met: () => undefined }, track, [
      "opus-160",
    ]);
  const playback = new Playback(
    { sink, clock, load, adaptation },
    (event) => void events.push(event),
  );
  return { clock, sink, source, cache, counters, events, playback };
}

const begin = { itemId: "a", track: one.info.id, startMs: 0 };
const frames = (tag: number, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${tag}:${from + i}`);

describe("Playback", () => {
  it("pushes a track's frames in order, trimmed to the sample, with its end behind them", async () => {
    const { sink, playback } = house();
    playback.begin(begin);
    await drain();
    assert.deepEqual(sink.log, ["segment 1", ...frames(1, 0, framesOfOne), "end"]);
    assert.equal(sink.specs[0]?.skipFrames, 312);
    assert.equal(sink.specs[0]?.totalFrames, 120_000);
  });

  it("asks for several seconds at once while plenty is ahead: each answer wakes a speaker up", async () => {
    const { source, sink, playback } = house();
    playback.begin({ ...begin, track: long.info.id });
    await drain();
    const chunks = (): number => source.asked.filter(({ kind }) => kind === "chunk").length;
    const asked: number[] = [chunks()];
    for (let second = 0; second < 12; second++) {
      sink.bufferedUs -= 1_000_000;
      playback.pump();
      await drain();
      asked.push(chunks());
    }
    const steps = asked.slice(1).map((count, index) => count - (asked[index] ?? 0));
    assert.ok(
      steps.every((step) => step === 0 || step >= 5),
      steps.join(" "),
    );
    assert.ok((asked.at(-1) ?? 0) - (asked[0] ?? 0) >= 8, "and falls behind by no more than that");
  });

  it("keeps verified chunks, and plays them again without asking anybody", async () => {
    const { clock, source, playback, counters, cache } = house();
    playback.begin(begin);
    await drain();
    await clock.advance(1_000_000);
    assert.equal(cache.held.size, 3 + 2, "three chunks, manifest and leaves");
    const asked = source.asked.length;
    playback.begin(begin);
    await drain();
    assert.equal(source.asked.length, asked);
    assert.ok(counters.cacheBytes > 0 && counters.cacheBytes === counters.originBytes);
  });

  it("tells the cache that what plays was chosen, and that of what follows once it is heard", async () => {
    const { clock, sink, playback, cache } = house();
    const intents = (track: string): string[] =>
      cache.puts.filter(({ name }) => name.startsWith(track)).map(({ intent }) => intent);
    playback.begin(begin);
    playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    assert.equal(
      intents(one.info.id).length,
      3,
      "what waited for its leaf hashes comes not in one burst",
    );
    await clock.advance(1_000_000);
    assert.deepEqual(intents(one.info.id), Array(5).fill("chosen"));
    assert.deepEqual(intents(two.info.id), [], "nobody knows yet whether it will be heard");
    sink.tell({ kind: "first-sample", serial: 1, atUs: 10 });
    sink.tell({ kind: "ended", serial: 1, atUs: 20 });
    sink.tell({ kind: "first-sample", serial: 2, atUs: 20 });
    await drain();
    assert.ok(intents(two.info.id).length < 3, "not in one burst");
    await clock.advance(1_000_000);
    assert.deepEqual(intents(two.info.id), Array(6).fill("chosen"), "each once");
  });

  it("tells the cache of a track that was fetched ahead for nothing that it was a guess", async () => {
    const { source, playback, cache } = house();
    playback.begin(begin);
    playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    playback.follow(undefined);
    const of = cache.puts.filter(({ name }) => name.startsWith(two.info.id));
    assert.deepEqual(
      of.map(({ intent }) => intent),
      Array(6).fill("predicted"),
    );
    const asked = source.asked.length;
    playback.begin({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    assert.equal(source.asked.length, asked, "it is at hand all the same");
  });

  it("pushes the next track behind the end, and is in it when its first sample sounds", async () => {
    const { sink, playback, events } = house();
    playback.begin(begin);
    playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    sink.tell({ kind: "first-sample", serial: 1, atUs: 10 });
    const end = sink.log.indexOf("end");
    assert.deepEqual(sink.log.slice(end, end + 3), ["end", "segment 2", "2:0"]);
    sink.tell({ kind: "ended", serial: 1, atUs: 20 });
    sink.tell({ kind: "first-sample", serial: 2, atUs: 20 });
    assert.equal(playback.currentItem, "b");
    assert.equal(playback.nextItem, undefined);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ["started", "ended", "started"],
    );
  });

  it("starts the current track anew from its place when what was to follow is pushed already and changes", async () => {
    const { sink, playback } = house();
    playback.begin(begin);
    playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    sink.tell({ kind: "first-sample", serial: 1, atUs: 10 });
    Object.assign(sink, { serial: 1, playedFrames: 48_000 });
    playback.follow(undefined);
    await drain();
    const flush = sink.log.indexOf("flush");
    assert.deepEqual(sink.log.slice(flush, flush + 2), ["flush", "segment 3"]);
    assert.equal(sink.specs.at(-1)?.totalFrames, 120_000 - 48_000);
  });

  it("asks nobody for what it has when it starts anew, though leaf hashes are not here, and says so when it is not heard in time", async () => {
    const { clock, source, sink, events, playback } = house();
    const nothing = [undefined];
    source.spoil = ({ kind }, symbols) => (kind === "leaves" ? nothing : symbols);
    playback.begin(begin);
    playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
    await drain();
    sink.tell({ kind: "first-sample", serial: 1, atUs: 10 });
    Object.assign(sink, { serial: 1, playedFrames: 48_000, keptAhead: 4_800 });
    source.spoil = () => nothing;
    playback.follow(undefined);
    await drain();
    assert.deepEqual(sink.log.slice(-2), [`1:${framesOfOne - 1}`, "end"]);
    await clock.advance(99_000);
    assert.equal(events.length, 1);
    await clock.advance(2_000);
    assert.equal(events.at(-1)?.kind, "starving", "100 ms were kept");
  });

  it("never starts a track anew that is over, told so or not yet", async () => {
    for (const told of [true, false]) {
      const { sink, playback } = house();
      playback.begin(begin);
      playback.follow({ itemId: "b", track: two.info.id, startMs: 0 });
      await drain();
      sink.tell({ kind: "first-sample", serial: 1, atUs: 10 });
      if (told) sink.tell({ kind: "ended", serial: 1, atUs: 20 });
      else Object.assign(sink, { serial: 2, playedFrames: 960 });
      assert.equal(playback.isOver, true);
      assert.equal(playback.positionMs, 2_500);
      assert.equal(playback.leftUs, 0);
      playback.follow(undefined);
      await drain();
      assert.equal(sink.log.at(-1), "flush");
    }
  });

  it("seeks to the sample, decoding 80 ms before it so that the decoder has settled", async () => {
    const { sink, playback } = house();
    playback.begin({ ...begin, startMs: 1_500 });
    await drain();
    const target = Math.floor((72_000 + 312) / 960);
    assert.equal(sink.log[1], `1:${target - 4}`);
    assert.equal(sink.specs[0]?.skipFrames, 72_000 + 312 - (target - 4) * 960);
    assert.equal(sink.specs[0]?.totalFrames, 48_000);
    assert.equal(sink.specs[0]?.fadeIn, true);
  });

  it("plays what came of a chunk at once, and waits for the rest", async () => {
    const { source, sink, playback } = house();
    source.spoil = (name, symbols) =>
      name.kind === "chunk" && name.index === 0
        ? symbols.map((symbol, i) => (i < 10 ? symbol : undefined))
        : symbols;
    playback.begin(begin);
    await drain();
    const symbols = symbolsOf(one.rungs.get("opus-160")?.chunks[0] ?? new Uint8Array(0)) ?? [];
    const hole = framesOf(symbols.slice(0, 10), 50).indexOf(undefined);
    assert.deepEqual(sink.log, ["segment 1", ...frames(1, 0, hole)]);
  });

  it("conceals a frame only when later ones are at hand, the ring is nearly dry and repair had its time", async () => {
    const { clock, source, sink, playback } = house();
    source.spoil = (name, symbols) =>
      name.kind === "chunk" && name.index === 1
        ? symbols.map((symbol, i) => (i === 3 ? undefined : symbol))
        : symbols;
    playback.begin(begin);
    await drain();
    assert.equal(sink.log.at(-1), "1:52");
    sink.tell({ kind: "first-sample", serial: 1, atUs: 1 });
    playback.pump();
    sink.bufferedUs = 100_000;
    playback.pump();
    assert.equal(sink.log.at(-1), "1:52", "repair has its time");
    await clock.advance(250_000);
    playback.pump();
    assert.equal(sink.log.filter((entry) => entry === "gap 1").length, 1);
    assert.equal(sink.log[sink.log.indexOf("gap 1") + 1], "1:54");
  });

  it("waits for an origin that is gone, and goes on by itself when it is back", async () => {
    const { clock, source, sink, playback, events } = house();
    let gone = true;
    source.fail = () => (gone ? "lost" : undefined);
    playback.begin(begin);
    await clock.advance(5_000_000);
    assert.deepEqual(sink.log, []);
    gone = false;
    await clock.advance(1_000_000);
    assert.equal(sink.log.at(-1), "end");
    assert.deepEqual(events, []);
  });

  it("neither caches nor keeps a chunk that is not the signed one, and says so after three tries", async () => {
    const { source, counters, cache, events, playback } = house();
    const forged = symbolsOfOther();
    source.spoil = (name, symbols) => (name.kind === "chunk" ? forged : symbols);
    playback.begin(begin);
    await drain();
    playback.pump();
    assert.ok(counters.verifyFailures >= 3);
    assert.ok(
      [...cache.held.keys()].every((key) => !/ 2 [0-9]$/.test(key)),
      "no chunk is cached",
    );
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ["failed"],
    );
  });

  it("refuses a manifest that somebody else signed", async () => {
    const stranger = ed25519KeyPair(new Uint8Array(32).fill(2));
    const theirs = makeSimTrack({ tag: 1, totalFrames: 120_000, rungs: ["opus-160"] }, stranger);
    const { source, events, playback } = house();
    source.spoil = (name, symbols) => (name.kind === "manifest" ? [theirs.manifest] : symbols);
    playback.begin(begin);
    await drain();
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ["failed"],
    );
  });

  it("reports a track that the origin does not have, and asks for nothing more of it", async () => {
    const { source, events, playback } = house();
    playback.begin({ ...begin, track: "0".repeat(32) });
    await drain();
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ["failed"],
    );
    const asked = source.asked.length;
    playback.pump();
    assert.equal(source.asked.length, asked);
  });
});

function symbolsOfOther(): readonly Uint8Array[] {
  const packets = simPackets({ tag: 9, totalFrames: 48_000, rungs: [] }, "opus-160");
  return symbolsOf(packChunk(packets.slice(0, 50))) ?? [];
}
