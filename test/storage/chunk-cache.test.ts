import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { leavesKey, manifestKey } from "../../src/storage/chunk-key.ts";
import {
  chunk,
  key,
  openCache,
  path,
  payload,
  present,
  putAll,
  segment,
  sizeOf,
} from "./chunk-world.ts";
import { assertBytes, bytesOf, makeWorld, never, trackOf } from "./world.ts";

describe("ChunkCache", () => {
  it("returns what was put, from the segment that is still in RAM", async () => {
    const world = makeWorld(1);
    const cache = await openCache(world);
    cache.put(chunk(1), payload(1));
    assert.equal(cache.has(chunk(1)), true);
    assert.equal(cache.has(chunk(2)), false);
    assertBytes(await cache.get(chunk(1)), payload(1));
    assert.equal(await cache.get(chunk(2)), undefined);
    assert.equal(world.disk.writtenBytes, 0);
  });

  it("writes each segment once, at most 1.06 bytes for a byte of payload, and never syncs", async () => {
    const world = makeWorld(2);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 300);
    await cache[Symbol.asyncDispose]();
    const { payloadBytesWritten, deviceBytesWritten, refused } = cache.stats();
    assert.equal(refused, 0);
    assert.equal(deviceBytesWritten, world.disk.writtenBytes);
    const ratio = world.disk.writtenBytes / payloadBytesWritten;
    assert.ok(ratio <= 1.06, `write amplification ${ratio}`);
    assert.equal(world.disk.syncs, 0);
  });

  it("keeps the newest chunks that fit, in the order of writing", async () => {
    const world = makeWorld(3);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 600);
    assert.ok(cache.stats().usedBytes <= 9 * segment, "the index forgets what was overwritten");
    const found = await present(cache, world, 600);
    const oldest = Math.min(...found);
    for (let n = oldest; n < 600; n++) assert.ok(found.has(n), `${n} of ${oldest}…599`);
    let bytes = 0;
    for (const n of found) bytes += sizeOf(n);
    assert.ok(bytes > 6 * segment, `${bytes} bytes are kept`);
    assert.equal(cache.stats().usedBytes, bytes);
    assert.equal(cache.stats().chunks, found.size);
  });

  it("finds everything again after a clean close", async () => {
    const world = makeWorld(4);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 150);
    await cache[Symbol.asyncDispose]();
    await cache[Symbol.asyncDispose]();
    const again = await openCache(world);
    assert.equal((await present(again, world, 150)).size, 150);
    assert.equal(again.stats().chunks, 150);
  });

  it("goes on in the ring after reopening, so that generations only grow", async () => {
    const world = makeWorld(5);
    for (let round = 0; round < 12; round++) {
      const cache = await openCache(world);
      await putAll(world, cache, round * 50, round * 50 + 50);
      await cache[Symbol.asyncDispose]();
    }
    const last = await openCache(world);
    const found = await present(last, world, 600);
    for (let n = 500; n < 600; n++) assert.ok(found.has(n), `chunk ${n} of the last rounds`);
    assert.ok(!found.has(0));
  });

  it("keeps what is used and lets go what is not", async () => {
    const world = makeWorld(6);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 20);
    for (let round = 1; round <= 12; round++) {
      for (let n = 0; n < 10; n++) assert.ok(await world.clock.settle(cache.get(chunk(n))));
      await world.clock.advance(120_000_000);
      await putAll(world, cache, round * 100, round * 100 + 60);
    }
    const found = await present(cache, world, 20);
    assert.deepEqual(
      [...found].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.ok(cache.stats().reinsertedBytes > 0);
  });

  it("moves on at most half a segment, however hot it is", async () => {
    const world = makeWorld(7);
    const cache = await openCache(world);
    for (let n = 0; n < 600; n++) {
      cache.put(chunk(n), payload(n));
      await world.clock.settle(cache.get(chunk(n)));
      await world.clock.advance(50_000);
    }
    const { reinsertedBytes, payloadBytesWritten } = cache.stats();
    assert.ok(reinsertedBytes > 0 && reinsertedBytes <= 0.5 * payloadBytesWritten);
    assert.ok(cache.has(chunk(599)));
  });

  it("writes what is in RAM after ten quiet minutes, and goes on filling the same segment", async () => {
    const world = makeWorld(8);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 5);
    await world.clock.advance(9 * 60_000_000);
    assert.equal(world.disk.writtenBytes, 0);
    await world.clock.advance(2 * 60_000_000);
    const flushed = world.disk.writtenBytes;
    assert.ok(flushed > 0 && flushed < mib, `${flushed} bytes flushed`);
    await putAll(world, cache, 5, 10);
    await world.clock.advance(11 * 60_000_000);
    assert.ok(world.disk.writtenBytes < 3 * mib, "only what is new is written, and a footer");
    const copy = await openCache(world);
    assert.equal((await present(copy, world, 10)).size, 10);
    await putAll(world, cache, 10, 70);
    world.disk.kill();
    const again = await openCache(world);
    const found = await present(again, world, 70);
    for (let n = 0; n < 30; n++) assert.ok(found.has(n), `chunk ${n} of the sealed segment`);
  });

  it("is readable after a process was killed, but for the segment in RAM", async () => {
    const world = makeWorld(9);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 200);
    const again = await openCache(world);
    const found = await present(again, world, 200);
    assert.ok(found.size > 100 && found.has(0) && !found.has(199));
  });

  it("has nothing for another device's key", async () => {
    const world = makeWorld(10);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 100);
    await cache[Symbol.asyncDispose]();
    const other = await world.clock.settle(
      ChunkCache.open(world, { path, key: bytesOf(7, 32), sizeBytes: 8 * segment }, never),
    );
    assert.equal(other.stats().chunks, 0);
    assert.equal((await present(other, world, 100)).size, 0);
  });

  for (const code of ["io-error", "no-space", "read-only"] as const) {
    it(`plays on without itself when writing fails with ${code}, and says so once`, async () => {
      const world = makeWorld(14);
      const cache = await openCache(world, { hotBytes: mib });
      await putAll(world, cache, 0, 50);
      world.disk.fault = (call) => (call === "write" ? code : undefined);
      await putAll(world, cache, 50, 200);
      const { enabled, trouble, chunks } = cache.stats();
      assert.deepEqual([enabled, chunks], [false, 0]);
      assert.match(trouble ?? "", /simulated/);
      assert.equal(await cache.get(chunk(0)), undefined);
      assertBytes(await cache.get(chunk(199)), payload(199), "what is hot stays at hand");
      assert.equal(world.log.lines.length, 1);
      await cache[Symbol.asyncDispose]();
    });

    it(`opens disabled where the file cannot be opened: ${code}`, async () => {
      const world = makeWorld(15);
      world.disk.fault = (call) => (call === "open" ? code : undefined);
      const cache = await openCache(world);
      cache.put(chunk(1), payload(1));
      assert.equal(await cache.get(chunk(1)), undefined);
      assert.equal(cache.stats().enabled, false);
      assert.equal(world.log.lines.length, 1);
    });
  }

  it("serves what it has from a card that has become read-only, and takes more when that can be written to", async () => {
    const world = makeWorld(18);
    const first = await openCache(world);
    await putAll(world, first, 0, 100);
    await first[Symbol.asyncDispose]();
    world.disk.readOnly = true;
    const cache = await openCache(world);
    const { enabled, trouble, chunks } = cache.stats();
    assert.deepEqual([enabled, chunks], [true, 100]);
    assert.match(trouble ?? "", /read-only/);
    cache.put(chunk(900), payload(900));
    await world.clock.advance(200_000_000);
    assertBytes(await cache.get(chunk(7)), payload(7), "also after it was tried again");
    assert.equal(await cache.get(chunk(900)), undefined);
    assert.equal(world.log.lines.filter(({ event }) => event === "cache-read-only").length, 1);
    world.disk.readOnly = false;
    await world.clock.advance(3_600_000_000);
    assert.equal(cache.stats().trouble, null);
    await putAll(world, cache, 900, 901);
    assertBytes(await cache.get(chunk(900)), payload(900));
    assertBytes(await cache.get(chunk(7)), payload(7));
    await cache[Symbol.asyncDispose]();
  });

  it("survives a bad block, and gives up on a card that fails to read again and again", async () => {
    const world = makeWorld(16);
    const cache = await openCache(world);
    await putAll(world, cache, 0, 100);
    let failures = 1;
    world.disk.fault = (call) => (call === "read" && failures-- > 0 ? "io-error" : undefined);
    assert.equal(await cache.get(chunk(0)), undefined);
    assertBytes(await cache.get(chunk(1)), payload(1));
    assert.equal(cache.stats().enabled, true);
    failures = 1_000;
    for (let n = 2; n < 40; n++) assert.equal(await cache.get(chunk(n)), undefined);
    assert.equal(cache.stats().enabled, false);
  });

  it("refuses what a slow card cannot take, and holds at most three segments in RAM", async () => {
    const world = makeWorld(17, { latencyUs: 5_000_000 });
    const cache = await openCache(world);
    for (let n = 0; n < 400; n++) cache.put(chunk(n), payload(n));
    assert.ok(cache.stats().refused > 100);
    assert.ok(cache.stats().usedBytes <= 3 * segment);
    await world.clock.advance(600_000_000);
    cache.put(chunk(1_000), payload(1_000));
    assert.ok(cache.has(chunk(1_000)));
  });

  it("refuses a chunk that no segment can hold, and an empty one", async () => {
    const world = makeWorld(18);
    const cache = await openCache(world);
    cache.put(chunk(1), new Uint8Array(segment));
    cache.put(chunk(2), new Uint8Array(0));
    cache.put(chunk(3), bytesOf(3, 1_500_000));
    assert.equal(cache.stats().refused, 2);
    assertBytes(await cache.get(chunk(3)), bytesOf(3, 1_500_000));
  });

  it("keeps manifests and leaf lists beside the chunks", async () => {
    const world = makeWorld(19);
    const cache = await openCache(world);
    const manifest = bytesOf(1, 900);
    const leaves = bytesOf(2, 240 * 32);
    cache.put(manifestKey(trackOf(1)), manifest);
    cache.put(leavesKey(trackOf(1), 2), leaves);
    await cache[Symbol.asyncDispose]();
    const again = await openCache(world);
    assert.deepEqual(await again.get(manifestKey(trackOf(1))), manifest);
    assert.deepEqual(await again.get(leavesKey(trackOf(1), 2)), leaves);
    assert.equal(await again.get(leavesKey(trackOf(1), 3)), undefined);
  });

  it("replaces a value, also over a restart", async () => {
    const world = makeWorld(20);
    const cache = await openCache(world);
    cache.put(chunk(1), bytesOf(1, 500));
    cache.put(chunk(1), bytesOf(2, 600));
    assertBytes(await cache.get(chunk(1)), bytesOf(2, 600));
    await putAll(world, cache, 2, 100);
    cache.put(chunk(2), bytesOf(3, 700));
    await cache[Symbol.asyncDispose]();
    const again = await openCache(world);
    assertBytes(await world.clock.settle(again.get(chunk(1))), bytesOf(2, 600));
    assertBytes(await world.clock.settle(again.get(chunk(2))), bytesOf(3, 700));
  });

  it("does not write the same bytes twice while they are hot", async () => {
    const world = makeWorld(21);
    const cache = await openCache(world, { hotBytes: mib });
    cache.put(chunk(1), payload(1));
    cache.put(chunk(1), payload(1));
    assert.equal(cache.stats().payloadBytesWritten, sizeOf(1));
  });

  it("ends an opening that is aborted with the abort's reason", async () => {
    const world = makeWorld(22);
    const reason = new Error("enough");
    const opening = ChunkCache.open(
      world,
      { path, key, sizeBytes: segment * 8 },
      AbortSignal.abort(reason),
    );
    // Nothing is in the file yet, so there may be nothing to abort; a filled one must stop.
    await opening.catch((error: unknown) => assert.equal(error, reason));
    const cache = await openCache(world);
    await putAll(world, cache, 0, 100);
    await cache[Symbol.asyncDispose]();
    await assert.rejects(
      ChunkCache.open(world, { path, key, sizeBytes: segment * 8 }, AbortSignal.abort(reason)),
      (error) => error === reason,
    );
  });

  it("pays at most 32 bytes of index for a chunk", async () => {
    const world = makeWorld(23);
    const cache = await openCache(world, { sizeBytes: 64 * segment });
    for (let n = 0; n < 10_000; n++) {
      cache.put({ track: trackOf(n), rung: 1, index: n }, bytesOf(n, 12_000));
      if (n % 100 === 0) await world.clock.advance(100_000);
    }
    const { chunks, indexBytes, refused } = cache.stats();
    assert.equal(refused, 0);
    assert.ok(chunks > 9_000 && indexBytes / chunks <= 32, `${indexBytes / chunks} bytes`);
  });
});
