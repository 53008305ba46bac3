import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { rungs } from "../../src/media/rung.ts";
import { untagged } from "../../src/media/track.ts";
import { Pins } from "../../src/player/pins.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { manifestKey } from "../../src/storage/chunk-key.ts";
import { makeSimTrack, type SimTrack } from "../sim/sim-track.ts";
import { bytesOf, lifeOf, makeWorld, never, trackOf, type World } from "../storage/world.ts";
import { FakeSource } from "./fakes.ts";

const signer = ed25519KeyPair(bytesOf(1, 32));
const seconds = 20;
const [first, second, third] = [1, 2, 3].map((tag) =>
  makeSimTrack({ tag, totalFrames: seconds * 48_000, rungs: ["opus-96", "opus-320"] }, signer),
);
assert.ok(first !== undefined && second !== undefined && third !== undefined);
const tracks = [first, second, third];
const trackChunks = first.rungs.get("opus-320")?.chunks.length ?? 0;
const day = 86_400_000_000;

/** A speaker's cache and its pins, with an origin that answers at once. */
class Keeping {
  readonly world: World;
  readonly source: FakeSource;
  readonly cache: ChunkCache;
  readonly pins: Pins;
  saves = 0;
  readonly #stop = new AbortController();
  readonly #running: Promise<unknown>;

  static async open(
    world = makeWorld(5),
    options: {
      dailyBytes?: number;
      sizeBytes?: number;
      hotBytes?: number;
      saved?: Pins;
      tracks?: SimTrack[];
    } = {},
  ): Promise<Keeping> {
    const { saved, tracks: made = tracks, ...rest } = options;
    const cacheOptions = {
      path: "/chunks.log",
      key: bytesOf(2, 32),
      sizeBytes: 64 * mib,
      hotBytes: 0,
      ...rest,
    };
    const opening = ChunkCache.open(lifeOf(world), cacheOptions, never);
    return new Keeping(world, await world.clock.settle(opening), new FakeSource(made), saved);
  }

  private constructor(
    world: World,
    cache: ChunkCache,
    source: FakeSource,
    saved: Pins | undefined,
  ) {
    this.source = source;
    this.world = world;
    this.cache = cache;
    const { clock } = world;
    this.pins = new Pins({
      clock,
      cache,
      isReachable: () => source.ready,
      loading: {
        clock,
        source,
        trusts: () => true,
        counters: { cacheBytes: 0, peerBytes: 0, originBytes: 0, verifyFailures: 0 },
      },
      shown: (id) => ({ ...untagged, id, title: "Unknown track" }),
      save: () => {
        this.saves += 1;
      },
      changed: () => undefined,
    });
    if (saved !== undefined) this.pins.restore(saved.save());
    this.#running = this.pins.run(this.#stop.signal).catch(() => undefined);
  }

  pass(us: number): Promise<void> {
    return this.world.clock.advance(us);
  }

  states(): string[] {
    return this.pins.report().map(({ state, held, chunks }) => `${state} ${held}/${chunks}`);
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error("over"));
    await this.#running;
    await this.world.clock.settle(this.cache[Symbol.asyncDispose]());
  }
}

const whole = `whole ${trackChunks}/${trackChunks}`;

describe("Pins", () => {
  it("brings all of a pinned track to the card, in the quality asked for, when nobody needs the link", async () => {
    const keeping = await Keeping.open();
    const { pins, source, cache } = keeping;
    assert.equal(pins.add([first.info], "320").code, "ok");
    await keeping.pass(10_000_000);
    assert.deepEqual(keeping.states(), [whole]);
    const { code } = rungs["opus-320"];
    const track = first.info.id;
    for (let index = 0; index < trackChunks; index++)
      assert.ok(cache.holds({ track, rung: code, index }));
    assert.ok(source.asked.every((name) => !("rung" in name) || name.rung === code));
    assert.equal(
      source.asked.length,
      new Set(source.asked.map((name) => JSON.stringify(name))).size,
    );
    assert.deepEqual(pins.sums().whole, 1);
    assert.equal(keeping.saves, 1);
    await keeping.close();
  });

  it("knows what is pinned, and what it is called, after a restart without an origin", async () => {
    const before = await Keeping.open();
    before.pins.add([second.info, first.info], "320");
    await before.pass(10_000_000);
    await before.close();
    const after = await Keeping.open(before.world, { saved: before.pins });
    after.source.ready = false;
    await after.pass(1_000_000);
    assert.deepEqual(after.states(), [whole, whole]);
    assert.deepEqual(after.source.asked, []);
    assert.deepEqual(
      after.pins.search("track 2").map(({ id }) => id),
      [second.info.id],
    );
    assert.equal(after.pins.get(first.info.id)?.title, "Track 1");
    assert.equal(after.pins.rungOf(first.info.id, "flac"), "opus-320", "nothing better can be had");
    after.source.ready = true;
    assert.equal(after.pins.rungOf(first.info.id, "flac"), undefined);
    assert.equal(after.pins.rungOf(first.info.id, "opus-96"), "opus-320");
    assert.equal(after.pins.rungOf(third.info.id, "opus-96"), undefined);
    await after.close();
  });

  it("is whole even when the power is cut right after it says so", async () => {
    const before = await Keeping.open();
    before.pins.add([first.info], "320");
    await before.pass(10_000_000);
    assert.deepEqual(before.states(), [whole]);
    await before.world.clock.advance(60_000_000); // The kernel writes back by itself within half a minute.
    before.world.disk.cut("everything");
    const after = await Keeping.open(before.world, { saved: before.pins });
    after.source.ready = false;
    await after.pass(1_000_000);
    assert.deepEqual(after.states(), [whole]);
    await after.close();
  });

  it("waits for an origin, and goes on where it was when that is back", async () => {
    const keeping = await Keeping.open();
    const { pins, source } = keeping;
    let left = 7;
    source.fail = () => {
      left -= 1;
      if (left > 0) return undefined;
      source.ready = false;
      return "lost";
    };
    pins.add([first.info], "320");
    await keeping.pass(2_000_000);
    pins.wake();
    await keeping.pass(60_000_000);
    const [report] = pins.report();
    assert.equal(report?.state, "waiting");
    assert.match(report?.why ?? "", /no origin/);
    const { held } = report ?? { held: 0 };
    assert.ok(held > 0 && held < trackChunks, `${held} are there`);
    const asked = source.asked.length;
    await keeping.pass(3_600_000_000);
    assert.equal(source.asked.length, asked, "nobody is asked while nobody answers");
    source.ready = true;
    source.fail = () => undefined;
    pins.wake();
    await keeping.pass(10_000_000);
    assert.deepEqual(keeping.states(), [whole]);
    assert.ok(
      source.asked.length - asked <= trackChunks - held + 2,
      "what is there is not fetched again",
    );
    await keeping.close();
  });

  it("stops at once when it is unpinned, and lets the track go", async () => {
    const keeping = await Keeping.open();
    const { pins, source } = keeping;
    source.spoil = (_, symbols) => symbols.map((symbol, i) => (i === 0 ? undefined : symbol));
    pins.add([first.info], "320");
    await keeping.pass(100_000);
    assert.equal(pins.remove([first.info.id]).code, "ok");
    source.spoil = (_, symbols) => symbols;
    const asked = source.asked.length;
    await keeping.pass(600_000_000);
    assert.equal(source.asked.length, asked);
    assert.deepEqual(pins.report(), []);
    assert.equal(pins.remove([first.info.id]).code, "not-found");
    assert.equal(pins.get(first.info.id), undefined);
    await keeping.close();
  });

  it("refuses what does not fit half of the cache, all of it, and says by how much", async () => {
    const keeping = await Keeping.open(makeWorld(5), { sizeBytes: 32 * mib });
    const { pins } = keeping;
    const long = { ...first.info, durationMs: 300_000 };
    assert.equal(pins.add([long], "320").code, "ok");
    const { code, message } = pins.add(
      [second.info, { ...third.info, durationMs: 300_000 }],
      "320",
    );
    assert.equal(code, "unavailable");
    assert.match(message, /takes 13 MiB, and 4\.0 MiB are left of the 16 MiB/);
    assert.equal(pins.report().length, 1, "all of them, or none");
    assert.equal(pins.add([second.info], "320").code, "ok");
    await keeping.close();
    const tiny = await Keeping.open(makeWorld(6), { sizeBytes: 16 * mib });
    assert.match(tiny.pins.add([first.info], "320").message, /too small.*--cache-size/);
    await tiny.close();
    const frugal = await Keeping.open(makeWorld(7), { dailyBytes: 0 });
    assert.match(frugal.pins.add([first.info], "320").message, /--cache-write-budget 0/);
    await frugal.close();
  });

  it("fetches no track over and over that has no room any more in a smaller cache, and says so", async () => {
    const long = [4, 5, 6, 7].map((tag) =>
      makeSimTrack({ tag, totalFrames: 300 * 48_000, rungs: ["opus-320"] }, signer),
    );
    const before = await Keeping.open(makeWorld(5), { tracks: long, sizeBytes: 128 * mib });
    assert.equal(
      before.pins.add(
        long.map(({ info }) => info),
        "320",
      ).code,
      "ok",
    );
    await before.pass(120_000_000);
    assert.equal(before.pins.sums().whole, 4);
    await before.close();
    const after = await Keeping.open(makeWorld(6), {
      tracks: long,
      sizeBytes: 32 * mib,
      saved: before.pins,
    });
    await after.pass(120_000_000);
    assert.deepEqual(
      after.pins.report().map(({ state }) => state),
      ["whole", "waiting", "waiting", "waiting"],
    );
    assert.match(after.pins.report()[1]?.why ?? "", /no room for it.*16 MiB, half of the cache/);
    const asked = after.source.asked.length;
    assert.ok(asked < 310, String(asked));
    await after.pass(day / 12);
    assert.equal(after.source.asked.length, asked);
    after.pins.remove([long[0]?.info.id ?? ""]);
    await after.pass(120_000_000);
    assert.equal(after.pins.report()[0]?.state, "whole", "the next one has its place");
    await after.close();
  });

  it("keeps to the card's daily write budget, and goes on when it has grown", async () => {
    const keeping = await Keeping.open(makeWorld(5), { dailyBytes: 500_000 });
    keeping.pins.add([first.info], "320");
    await keeping.pass(60_000_000);
    const [report] = keeping.pins.report();
    assert.match(report?.why ?? "", /budget/);
    assert.ok((report?.held ?? 0) < trackChunks);
    assert.ok(keeping.cache.stats().payloadBytesWritten < 700_000);
    await keeping.pass(2 * day);
    assert.deepEqual(keeping.states(), [whole]);
    await keeping.close();
  });

  it("keeps a track in another quality when it is pinned anew, and takes the nearest it has", async () => {
    const keeping = await Keeping.open();
    const { pins } = keeping;
    pins.add([first.info], "320");
    await keeping.pass(10_000_000);
    pins.add([first.info], "160");
    await keeping.pass(10_000_000);
    const [report] = pins.report();
    assert.deepEqual([report?.quality, report?.rung, report?.state], ["160", "opus-96", "whole"]);
    await keeping.close();
  });

  it("needs no origin for a track that is all there already", async () => {
    const keeping = await Keeping.open();
    const { pins, source } = keeping;
    pins.add([first.info], "320");
    await keeping.pass(10_000_000);
    pins.remove([first.info.id]);
    source.ready = false;
    await keeping.pass(1_000_000);
    pins.add([first.info], "320");
    await keeping.pass(1_000_000);
    assert.deepEqual(keeping.states(), [whole]);
    await keeping.close();
  });

  it("asks for nothing but as bulk, which gives way to everything", async () => {
    const keeping = await Keeping.open();
    const { source } = keeping;
    const fetch = source.fetch.bind(source);
    const classes = new Set<string>();
    source.fetch = (name, request, signal) => {
      classes.add(request.class);
      return fetch(name, request, signal);
    };
    keeping.pins.add([first.info], "320");
    await keeping.pass(10_000_000);
    assert.deepEqual([...classes], ["bulk"]);
    await keeping.close();
  });

  it("stays on the card whatever else goes through the cache", async () => {
    const keeping = await Keeping.open(makeWorld(5), { sizeBytes: 32 * mib });
    const { pins, cache } = keeping;
    pins.add([first.info], "320");
    await keeping.pass(10_000_000);
    for (let n = 0; n < 800; n++) {
      cache.put({ track: trackOf(1_000 + n), rung: 2, index: 0 }, bytesOf(n, 100_000));
      await keeping.pass(200_000);
    }
    assert.deepEqual(keeping.states(), [whole]);
    await keeping.close();
  });

  it("does not fetch again what is in memory, and puts it on the card, the manifest too", async () => {
    const keeping = await Keeping.open(makeWorld(5), { hotBytes: 8 * mib });
    const { pins, cache, source } = keeping;
    const { id } = first.info;
    const rung = rungs["opus-320"].code;
    cache.put(manifestKey(id), first.manifest, "predicted");
    for (const [index, chunk] of (first.rungs.get("opus-320")?.chunks ?? []).entries())
      cache.put({ track: id, rung, index }, chunk, "predicted");
    assert.equal(cache.stats().chunks, 0, "guesses were declined");
    pins.add([first.info], "320");
    await keeping.pass(10_000_000);
    assert.deepEqual(keeping.states(), [whole]);
    assert.deepEqual(source.asked, []);
    await keeping.close();
  });

  it("is mended when a bad block took some of it", async () => {
    const before = await Keeping.open();
    before.pins.add([first.info], "320");
    await before.pass(10_000_000);
    await before.close();
    const keeping = await Keeping.open(before.world, { saved: before.pins });
    const { cache, world, source } = keeping;
    await keeping.pass(1_000_000);
    {
      await using file = await world.clock.settle(world.disk.open("/chunks.log", "edit"));
      await world.clock.settle(file.write(new Uint8Array(200_000), 100_000));
    }
    const rung = rungs["opus-320"].code;
    for (let index = 0; index < trackChunks; index++)
      await world.clock.settle(cache.get({ track: first.info.id, rung, index }));
    assert.notDeepEqual(keeping.states(), [whole]);
    await keeping.pass(700_000_000);
    assert.deepEqual(keeping.states(), [whole]);
    assert.ok(source.asked.length > 0 && source.asked.length < 10, "the rest is not fetched again");
    await keeping.close();
  });

  it("has its name right after a start, also where the one before it cannot be had", async () => {
    const before = await Keeping.open();
    before.source.fail = (name) =>
      "track" in name && name.track === first.info.id ? "refused" : undefined;
    before.pins.add([first.info, second.info], "320");
    await before.pass(10_000_000);
    await before.close();
    const after = await Keeping.open(before.world, { saved: before.pins });
    after.source.spoil = () => [undefined];
    await after.pass(1_000_000);
    assert.deepEqual(
      after.pins.search("track 2").map(({ id }) => id),
      [second.info.id],
    );
    assert.equal(after.pins.sums().whole, 1);
    await after.close();
  });

  it("says why a track cannot be had, and tries the others", async () => {
    const keeping = await Keeping.open();
    const { pins, source } = keeping;
    source.fail = (name) =>
      "track" in name && name.track === first.info.id ? "refused" : undefined;
    pins.add([first.info, second.info], "320");
    await keeping.pass(10_000_000);
    const [one, two] = pins.report();
    assert.equal(one?.state, "waiting");
    assert.match(one?.why ?? "", /refused/);
    assert.equal(two?.state, "whole");
    source.fail = () => undefined;
    await keeping.pass(700_000_000);
    assert.deepEqual(keeping.states(), [whole, whole]);
    await keeping.close();
  });
});
