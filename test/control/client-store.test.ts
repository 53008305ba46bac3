import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { clientIdOf } from "../../src/control/auth.ts";
import { type ClientRecord, DiskClientStore } from "../../src/control/client-store.ts";
import { ControlError } from "../../src/control/errors.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { DiskError } from "../../src/ports/errors.ts";
import { quietLog } from "./world.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-"));
const disk = new NodeDisk(quietLog);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function client(number: number): ClientRecord {
  const publicKey = new Uint8Array(32).fill(number);
  return {
    id: clientIdOf(publicKey),
    name: `Phone ${number}`,
    publicKey,
    role: "admin",
    addedMs: 5,
  };
}

describe("the list of clients", () => {
  it("is empty without a file, and the same after a restart, in a file of mode 0600", async () => {
    const file = path.join(folder, "clients.json");
    const store = await DiskClientStore.open(disk, file);
    assert.deepEqual(store.list(), []);
    await Promise.all([store.add(client(1)), store.add(client(2)), store.add(client(1))]);
    assert.equal(await store.remove(client(3).id), false);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const again = await DiskClientStore.open(disk, file);
    assert.deepEqual(again.list(), [client(2), client(1)]);
    assert.equal(await again.remove(client(2).id), true);
    assert.deepEqual((await DiskClientStore.open(disk, file)).list(), [client(1)]);
  });

  it("puts a damaged file aside, lets nobody in, and says so until somebody pairs again", async () => {
    const file = path.join(folder, "bad.json");
    for (const text of [
      "{",
      "[]",
      '{"clients":[{"id":1}]}',
      '{"clients":[{"id":"a","name":"b"}]}',
    ]) {
      writeFileSync(file, text);
      const store = await DiskClientStore.open(disk, file);
      assert.deepEqual(store.list(), []);
      assert.match(store.trouble ?? "", /damaged.*bad\.json\.damaged.*pair again/);
      assert.equal(readFileSync(`${file}.damaged`, "utf8"), text);
      assert.equal(existsSync(file), false);
      await store.add(client(1));
      assert.equal(store.trouble, undefined);
    }
  });

  it("goes on with nobody paired where a damaged file cannot even be renamed", async () => {
    const file = path.join(folder, "stuck.json");
    writeFileSync(file, "{");
    const stuck = Object.assign(Object.create(disk), {
      rename: () => Promise.reject(new DiskError("read-only", "the card takes nothing")),
    });
    const store = await DiskClientStore.open(stuck, file);
    assert.deepEqual(store.list(), []);
    assert.match(store.trouble ?? "", /stuck\.json\)/);
  });

  it("takes at most 128", async () => {
    const store = await DiskClientStore.open(disk, path.join(folder, "many.json"));
    for (let at = 0; at < 128; at++) await store.add(client(at));
    await assert.rejects(store.add(client(200)), ControlError);
    await store.add(client(7));
    assert.equal(store.list().length, 128);
  });
});
