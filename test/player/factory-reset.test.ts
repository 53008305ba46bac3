import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { isSpeakerFolder, pendingEventsOf, resetSpeaker } from "../../src/player/factory-reset.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { ensureKey } from "../../src/storage/ensure-key.ts";
import { EventSpool } from "../../src/storage/event-spool.ts";
import { KeyStore } from "../../src/storage/key-store.ts";
import { StateRing } from "../../src/storage/state-ring.ts";
import {
  assertBytes,
  bytesOf,
  lifeOf,
  makeWorld,
  never,
  trackOf,
  type World,
} from "../storage/world.ts";

const folder = "/speaker";
const names = ["cache", "control", "link", "signing"];
const chunk = { track: trackOf(1), rung: 2, index: 0 };

async function cacheOf(world: World, key: Uint8Array): Promise<ChunkCache> {
  const options = { path: `${folder}/chunks.log`, sizeBytes: 8 * 1024 * 1024, key, hotBytes: 0 };
  return ChunkCache.open(lifeOf(world), options, never);
}

async function makeSpeaker(seed: number): Promise<{ world: World; cacheKey: Uint8Array }> {
  const world = makeWorld(seed);
  const { disk, entropy } = lifeOf(world);
  await disk.makeFolder(folder);
  const keys = await KeyStore.open(disk, `${folder}/keys`);
  for (const name of names) await ensureKey(keys, name, entropy);
  const cacheKey = await ensureKey(keys, "cache", entropy);
  const cache = await cacheOf(world, cacheKey);
  cache.put(chunk, bytesOf(1, 900));
  await cache[Symbol.asyncDispose]();
  const ring = await StateRing.open(lifeOf(world), { path: `${folder}/state.ring` }, never);
  await ring.save(bytesOf(1, 50));
  for (const name of ["membership.json", "clients.json", "my-notes.txt"])
    await disk.replaceFile(`${folder}/${name}`, bytesOf(3, 20));
  await world.disk.makeFolder(`${folder}/events`);
  return { world, cacheKey };
}

const contentOf = async ({ disk }: World): Promise<string[]> =>
  (await disk.list(folder)).map(({ name }) => name).sort();

describe("a factory reset", () => {
  it("leaves nothing of the speaker, and what others put into its folder", async () => {
    const { world, cacheKey } = await makeSpeaker(1);
    const before = await world.disk.readFile(`${folder}/chunks.log`);
    assert.equal(await isSpeakerFolder(world.disk, folder), true);
    assert.equal(await pendingEventsOf(lifeOf(world), folder, never), 0);
    await resetSpeaker(lifeOf(world).disk, folder);
    assert.deepEqual(await contentOf(world), ["keys", "my-notes.txt"]);
    assert.deepEqual(await world.disk.list(`${folder}/keys`), []);

    // Someone with a copy of the card: noise under any key but the one that is gone.
    const file = await world.disk.open(`${folder}/chunks.log`, "create");
    await file.write(before, 0);
    const { disk, entropy } = lifeOf(world);
    const keys = await KeyStore.open(disk, `${folder}/keys`);
    const fresh = await ensureKey(keys, "cache", entropy);
    assert.equal(await (await cacheOf(world, fresh)).get(chunk), undefined);
    assertBytes(await (await cacheOf(world, cacheKey)).get(chunk), bytesOf(1, 900));
  });

  it("knows what would be lost", async () => {
    const { world } = await makeSpeaker(2);
    const spool = await EventSpool.open(lifeOf(world), { folder: `${folder}/events` }, never);
    const event = { playId: trackOf(1), track: trackOf(2), rung: 2, wallMs: 0, wallTrusted: false };
    const zero = { monotonicMs: 0, playedMs: 0, bytes: { cache: 0, peer: 0, origin: 0 } };
    await spool.append({ ...event, ...zero, kind: "start", reason: "none" });
    await spool.append({ ...event, ...zero, kind: "end", reason: "stopped" });
    await spool[Symbol.asyncDispose]();
    assert.equal(await pendingEventsOf(lifeOf(world), folder, never), 2);
    world.disk.fault = (call) => (call === "write" ? "no-space" : undefined);
    assert.equal(await pendingEventsOf(lifeOf(world), folder, never), undefined);
  });

  it("knows an origin or a stranger's folder when it sees one, whatever its folders are called", async () => {
    const { world } = await makeSpeaker(3);
    const { disk } = lifeOf(world);
    await disk.makeFolder("/other/events");
    await disk.makeFolder("/other/keys");
    await disk.replaceFile("/other/keys/mine", bytesOf(1, 5));
    assert.equal(await isSpeakerFolder(disk, "/other"), false);
    assert.equal(await isSpeakerFolder(disk, "/nowhere"), false);
    await disk.replaceFile(`${folder}/keys/household.key`, bytesOf(1, 5));
    assert.equal(await isSpeakerFolder(disk, folder), false);
    await disk.remove(`${folder}/keys/household.key`);
    assert.equal(await isSpeakerFolder(disk, folder), true);
    await disk.replaceFile(`${folder}/origin.db`, bytesOf(1, 5));
    assert.equal(await isSpeakerFolder(disk, folder), false);
  });

  it("that the power ends is ended by the next, wherever that was; the key of the cache goes first", async () => {
    for (let stopAt = 1; ; stopAt++) {
      const { world } = await makeSpeaker(100 + stopAt);
      let calls = 0;
      world.disk.fault = () => {
        calls += 1;
        return calls === stopAt ? "io-error" : undefined;
      };
      await resetSpeaker(lifeOf(world).disk, folder).catch(() => undefined);
      world.disk.fault = undefined;
      if (calls < stopAt) {
        assert.ok(stopAt > 20, `${calls} calls`);
        return;
      }
      const left = await contentOf(world);
      const keys = (await world.disk.list(`${folder}/keys`)).map(({ name }) => name);
      if (!left.includes("membership.json"))
        assert.ok(!keys.some((name) => name.startsWith("cache")), `call ${stopAt}`);
      if (left.includes("membership.json"))
        assert.ok(
          keys.some((name) => name.startsWith("link")),
          `call ${stopAt}`,
        );
      world.disk.cut();
      if (!(await isSpeakerFolder(world.disk, folder))) {
        // Nobody could try again then, so nothing may be left.
        assert.deepEqual(await contentOf(world), ["keys", "my-notes.txt"], `call ${stopAt}`);
        assert.deepEqual(await world.disk.list(`${folder}/keys`), [], `call ${stopAt}`);
      }
      await resetSpeaker(lifeOf(world).disk, folder);
      assert.deepEqual(await contentOf(world), ["keys", "my-notes.txt"]);
      assert.deepEqual(await world.disk.list(`${folder}/keys`), []);
    }
  });
});
