/**
 * One file of each format version that ever lay on a card (test/fixtures/storage, gzipped because most
 * of each is zeros): today's code must read it. A new version adds a fixture and keeps the old ones.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { toHex } from "../../src/base/bytes.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { EventSpool } from "../../src/storage/event-spool.ts";
import { KeyStore } from "../../src/storage/key-store.ts";
import { StateRing } from "../../src/storage/state-ring.ts";
import { decodePlayEvent, type PlayEvent } from "../../src/wire/play-event.ts";
import { assertBytes, bytesOf, lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const fixtures = path.resolve(import.meta.dirname, "../fixtures/storage");
const key = bytesOf(99, 32);
const cacheOptions = { path: "/chunks.log", key, sizeBytes: 8 * 1024 * 1024, hotBytes: 0 };
const names = ["chunks.log", "state.ring", "spool-1", "link.key"] as const;
/** What the version of today writes; each earlier one has its fixture, too. */
const latest: Readonly<Record<(typeof names)[number], number>> = {
  "chunks.log": 1,
  "state.ring": 1,
  "spool-1": 2,
  "link.key": 1,
};
/** The boot is what version 2 of the events added. */
const boots: Readonly<Record<number, { boot?: string }>> = { 1: {}, 2: { boot: "b007".repeat(4) } };

const event: PlayEvent = {
  kind: "end",
  playId: trackOf(7),
  track: trackOf(9),
  rung: 2,
  wallMs: 1_800_000_000_000,
  wallTrusted: true,
  monotonicMs: 5_000,
  playedMs: 31_000,
  reason: "finished",
  bytes: { cache: 1, peer: 2, origin: 3 },
};

function pathOf(name: string): string {
  if (name.startsWith("spool")) return `/events/${name}`;
  return name.endsWith(".key") ? `/keys/${name}` : `/${name}`;
}

/** A device as the fixtures were made on it. */
async function make(): Promise<World> {
  const world = makeWorld(7);
  await world.disk.makeFolder("/events");
  const cache = await ChunkCache.open(lifeOf(world), cacheOptions, never);
  for (let n = 0; n < 3; n++)
    cache.put({ track: trackOf(n), rung: 2, index: n }, bytesOf(n, 500 + n));
  await world.clock.settle(cache[Symbol.asyncDispose]());
  const ring = await StateRing.open(lifeOf(world), { path: "/state.ring" }, never);
  await ring.save(bytesOf(1, 50));
  await ring.save(bytesOf(2, 9_000));
  const spool = await EventSpool.open(lifeOf(world), { folder: "/events" }, never);
  for (let n = 1; n <= 3; n++) await spool.append({ ...event, ...boots[2], monotonicMs: n });
  spool.acknowledge(spool.epoch ?? "", 1);
  await spool[Symbol.asyncDispose]();
  await (await KeyStore.open(lifeOf(world).disk, "/keys")).create("link", key);
  return world;
}

async function withFixtures(version: number): Promise<World> {
  const world = makeWorld(8);
  await world.disk.makeFolder("/events");
  await world.disk.makeFolder("/keys");
  for (const name of names) {
    const written = Math.min(version, latest[name]);
    const bytes = gunzipSync(readFileSync(path.join(fixtures, `${name}.v${written}.gz`)));
    const file = await world.disk.open(pathOf(name), "create");
    await file.write(new Uint8Array(bytes), 0);
    await file.sync();
  }
  return world;
}

describe("formats", () => {
  it.runIf(process.env["WRITE_FIXTURES"] === "1")(
    "that are new are written: WRITE_FIXTURES=1",
    async () => {
      const { disk } = await make();
      for (const name of names) {
        const bytes = await disk.readFile(pathOf(name));
        const fixture = path.join(fixtures, `${name}.v${latest[name]}.gz`);
        if (!existsSync(fixture)) writeFileSync(fixture, gzipSync(bytes, { level: 9 }));
      }
    },
  );

  for (const version of [1, 2]) {
    it(`of version ${version} are read: chunks`, async () => {
      const world = await withFixtures(version);
      const cache = await ChunkCache.open(lifeOf(world), cacheOptions, never);
      for (let n = 0; n < 3; n++) {
        const bytes = await cache.get({ track: trackOf(n), rung: 2, index: n });
        assertBytes(bytes, bytesOf(n, 500 + n));
      }
      assert.equal(cache.stats().chunks, 3);
    });

    it(`of version ${version} are read: state`, async () => {
      const world = await withFixtures(version);
      const ring = await StateRing.open(lifeOf(world), { path: "/state.ring" }, never);
      assertBytes(ring.load(), bytesOf(2, 9_000));
    });

    it(`of version ${version} are read: play events`, async () => {
      const world = await withFixtures(version);
      const spool = await EventSpool.open(lifeOf(world), { folder: "/events" }, never);
      const pending = spool.pending(10);
      assert.deepEqual(
        pending.map(({ seq }) => seq),
        [2, 3],
      );
      const [second] = pending;
      assert.ok(second !== undefined);
      assert.deepEqual(decodePlayEvent(second.bytes), {
        ...event,
        ...boots[version],
        monotonicMs: 2,
      });
      assert.equal(spool.stats().acknowledged, 1);
      assert.equal(await spool.append(event), 4);
    });

    for (const spoilt of [undefined, "spool-1", "spool-1.2"])
      it(`of version ${version} are read: mirrored play events${spoilt === undefined ? "" : `, without ${spoilt}`}`, async () => {
        const world = makeWorld(8);
        await world.disk.makeFolder("/events");
        for (const name of ["spool-1", "spool-1.2"]) {
          const fixture = `${name.replace("spool", "mirrored")}.v${version}.gz`;
          const bytes = gunzipSync(readFileSync(path.join(fixtures, fixture)));
          const file = await world.disk.open(`/events/${name}`, "create");
          await file.write(name === spoilt ? bytes.fill(0xa5) : new Uint8Array(bytes), 0);
          await file.sync();
        }
        const options = { folder: "/events", mirrored: true };
        const spool = await EventSpool.open(lifeOf(world), options, never);
        const read = spool.pending(10).map(({ bytes }) => decodePlayEvent(bytes));
        const expected = [2, 3].map((n) => ({ ...event, ...boots[version], monotonicMs: n }));
        assert.deepEqual(read, expected);
        assert.equal(await spool.append(event), 4);
      });

    it(`of version ${version} are read: keys`, async () => {
      const world = await withFixtures(version);
      const store = await KeyStore.open(lifeOf(world).disk, "/keys");
      assert.deepEqual(await store.get("link"), key);
    });
  }

  it("begin as docs/STORAGE.md says", async () => {
    const world = await withFixtures(1);
    const start = async (name: string): Promise<string> =>
      toHex((await world.disk.readFile(pathOf(name))).subarray(0, 4));
    assert.deepEqual(await Promise.all(names.map(start)), [
      "4e4a6373",
      "4e4a7331",
      "4e4a6531",
      "4e4a6b31",
    ]);
  });
});
