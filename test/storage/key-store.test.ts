import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { KeyStore } from "../../src/storage/key-store.ts";
import { bytesOf, makeWorld } from "./world.ts";

const folder = "/keys";
const key = bytesOf(1, 32);
const copies = ["/keys/cache.key", "/keys/cache.key2"] as const;

describe("KeyStore", () => {
  it("has no key until one is created, and the same one from then on", async () => {
    const { disk } = makeWorld(1);
    const store = await KeyStore.open(disk, folder);
    assert.equal(await store.get("cache"), undefined);
    await store.create("cache", key);
    disk.cut();
    assert.deepEqual(await (await KeyStore.open(disk, folder)).get("cache"), key);
    await assert.rejects(store.create("cache", bytesOf(2, 32)), { code: "key-exists" });
  });

  for (const [copy, path] of copies.entries()) {
    it(`mends copy ${copy + 1} from the other when it is damaged or missing`, async () => {
      const { disk } = makeWorld(2);
      const store = await KeyStore.open(disk, folder);
      await store.create("cache", key);
      for (let at = 0; at < disk.sizeOf(path); at++) {
        disk.flip(path, at, 0x10);
        assert.deepEqual(await store.get("cache"), key);
      }
      await disk.remove(path);
      assert.deepEqual(await store.get("cache"), key);
      assert.deepEqual(await disk.readFile(copies[0]), await disk.readFile(copies[1]));
    });
  }

  it("yields a good copy even where the bad one cannot be mended", async () => {
    const { disk } = makeWorld(3);
    const store = await KeyStore.open(disk, folder);
    await store.create("cache", key);
    disk.flip(copies[0], 30, 1);
    disk.readOnly = true;
    assert.deepEqual(await store.get("cache"), key);
  });

  it("says what to do when both copies are damaged, and never makes up a key", async () => {
    const { disk } = makeWorld(4);
    const store = await KeyStore.open(disk, folder);
    await store.create("cache", key);
    for (const path of copies) disk.flip(path, 30, 1);
    await assert.rejects(
      store.get("cache"),
      (error: Error & { code?: string; remedy?: string }) => {
        assert.equal(error.code, "key-damaged");
        assert.match(error.remedy ?? "", /backup/);
        return true;
      },
    );
    await assert.rejects(store.create("cache", key), { code: "key-exists" });
  });

  it("destroys a key for good, whenever the power is cut after it said so", async () => {
    const { disk } = makeWorld(7);
    const store = await KeyStore.open(disk, folder);
    await store.create("cache", key);
    await store.destroy("cache");
    await store.destroy("cache");
    disk.cut();
    assert.equal(await (await KeyStore.open(disk, folder)).get("cache"), undefined);
    await store.create("cache", bytesOf(2, 32));
    assert.deepEqual(await store.get("cache"), bytesOf(2, 32));
  });

  it("does not take one key for another", async () => {
    const { disk } = makeWorld(5);
    const store = await KeyStore.open(disk, folder);
    await store.create("cache", key);
    for (const path of copies) await disk.rename(path, path.replace("cache", "identity"));
    await assert.rejects(store.get("identity"), { code: "key-damaged" });
  });

  it("has the key or none after a cut at any call of its making", async () => {
    for (let seed = 0; seed < 8; seed++)
      for (let at = 1; at < 40; at++) {
        const { disk } = makeWorld(seed);
        let created = false;
        const store = await KeyStore.open(disk, folder);
        const from = disk.calls;
        disk.onCall = () => {
          if (disk.calls === from + at) disk.cut();
        };
        await store.create("cache", key).then(
          () => {
            created = true;
          },
          () => undefined,
        );
        disk.onCall = undefined;
        if (created) disk.cut();
        const found = await (await KeyStore.open(disk, folder)).get("cache");
        if (created || found !== undefined) assert.deepEqual(found, key);
      }
  });

  it("reports a card that does not keep what was written", async () => {
    const { disk } = makeWorld(6);
    const store = await KeyStore.open(disk, folder);
    let syncs = 0;
    disk.onCall = (call) => {
      if (call !== "sync-folder") return;
      syncs += 1;
      if (syncs === 2) disk.flip(copies[0], 25, 1);
    };
    await assert.rejects(store.create("cache", key), { code: "io-error" });
  });
});
