/** What every Disk does: run on the machine's and on the simulated one. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Disk } from "../../src/ports/disk.ts";
import type { DiskErrorCode } from "../../src/ports/errors.ts";
import { bytesOf } from "../storage/world.ts";

export interface DiskUnderTest extends AsyncDisposable {
  readonly disk: Disk;
  /** An empty folder of this test's own. */
  readonly folder: string;
  /** Waits until hints that are under way have arrived. */
  settle(): Promise<void>;
}

const failsWith = (code: DiskErrorCode) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code); // a thrown value has no type
  return true;
};

export function diskContract(name: string, open: () => Promise<DiskUnderTest>): void {
  describe(`Disk contract: ${name}`, () => {
    it("reads what was written, short only at the end", async () => {
      await using world = await open();
      const { disk, folder } = world;
      await using file = await disk.open(disk.join(folder, "a"), "create");
      await file.write(bytesOf(1, 10_000), 5_000);
      assert.equal(await file.sizeBytes(), 15_000);
      const into = new Uint8Array(10_000);
      assert.equal(await file.read(into, 5_000), 10_000);
      assert.deepEqual(into, bytesOf(1, 10_000));
      assert.equal(await file.read(into, 14_000), 1_000);
      assert.equal(await file.read(into, 20_000), 0);
      const hole = new Uint8Array(5_000).fill(7);
      assert.equal(await file.read(hole, 0), 5_000);
      assert.deepEqual(hole, new Uint8Array(5_000));
      await file.sync();
    });

    it("cuts and reserves to a size, and reserving never shrinks", async () => {
      await using world = await open();
      const { disk, folder } = world;
      await using file = await disk.open(disk.join(folder, "a"), "create");
      await file.allocate(3_000_000);
      assert.equal(await file.sizeBytes(), 3_000_000);
      await file.allocate(10);
      assert.equal(await file.sizeBytes(), 3_000_000);
      await file.write(bytesOf(2, 100), 0);
      await file.truncate(50);
      assert.equal(await file.sizeBytes(), 50);
      await file.truncate(100);
      const into = new Uint8Array(100);
      await file.read(into, 0);
      assert.deepEqual(into, Uint8Array.of(...bytesOf(2, 50), ...new Uint8Array(50)));
    });

    it("opens what is there, makes what may be made, and says what is missing", async () => {
      await using world = await open();
      const { disk, folder } = world;
      const path = disk.join(folder, "a");
      await assert.rejects(disk.open(path, "read"), failsWith("not-found"));
      await assert.rejects(disk.open(path, "edit"), failsWith("not-found"));
      await assert.rejects(disk.readFile(path), failsWith("not-found"));
      const made = await disk.open(path, "create");
      await made.write(bytesOf(1, 10), 0);
      await made[Symbol.asyncDispose]();
      await made[Symbol.asyncDispose]();
      await using again = await disk.open(path, "create");
      assert.equal(await again.sizeBytes(), 10);
      assert.deepEqual(await disk.readFile(path), bytesOf(1, 10));
      await assert.rejects(
        disk.open(disk.join(folder, "no", "b"), "create"),
        failsWith("not-found"),
      );
    });

    it("replaces a file as a whole", async () => {
      await using world = await open();
      const { disk, folder } = world;
      const path = disk.join(folder, "a");
      await disk.replaceFile(path, bytesOf(1, 500));
      await disk.replaceFile(path, bytesOf(2, 20), { secret: true });
      assert.deepEqual(await disk.readFile(path), bytesOf(2, 20));
      assert.deepEqual(await disk.list(folder), [{ name: "a", kind: "file" }]);
    });

    it("lists, describes, renames and removes", async () => {
      await using world = await open();
      const { disk, folder } = world;
      const at = (...parts: string[]) => disk.join(folder, ...parts);
      await disk.makeFolder(at("x", "y"));
      await disk.makeFolder(at("x", "y"));
      await disk.replaceFile(at("x", "one"), bytesOf(1, 11));
      const before = await disk.stat(at("x", "one"));
      assert.deepEqual([before?.kind, before?.sizeBytes], ["file", 11]);
      assert.equal((await disk.stat(at("x")))?.kind, "folder");
      assert.equal(await disk.stat(at("nothing")), undefined);
      await disk.rename(at("x", "one"), at("x", "y", "two"));
      assert.equal((await disk.stat(at("x", "y", "two")))?.inode, before?.inode);
      assert.deepEqual(await disk.list(at("x")), [{ name: "y", kind: "folder" }]);
      await assert.rejects(disk.rename(at("none"), at("other")), failsWith("not-found"));
      await assert.rejects(disk.list(at("none")), failsWith("not-found"));
      await disk.syncFolder(at("x", "y"));
      await disk.remove(at("x"));
      await disk.remove(at("x"));
      assert.equal(await disk.stat(at("x", "y", "two")), undefined);
      assert.deepEqual(await disk.list(folder), []);
    });

    it("knows how much is free", async () => {
      await using world = await open();
      const { disk, folder } = world;
      assert.ok((await disk.freeBytes(folder)) > 0);
    });

    it("gives a lock to one at a time, and names who holds it", async () => {
      await using world = await open();
      const { disk, folder } = world;
      const path = disk.join(folder, "lock");
      const lock = await disk.lock(path);
      await assert.rejects(disk.lock(path), (error: unknown) => {
        failsWith("in-use")(error);
        assert.match(String(error), /process \d+/);
        return true;
      });
      await lock[Symbol.asyncDispose]();
      await lock[Symbol.asyncDispose]();
      await using again = await disk.lock(path);
      assert.ok(again);
    });

    it("hints at changes below a folder until it is told to stop", async () => {
      await using world = await open();
      const { disk, folder } = world;
      let hints = 0;
      const watch = await disk.watch(folder, () => {
        hints += 1;
      });
      await disk.replaceFile(disk.join(folder, "a"), bytesOf(1, 10));
      await world.settle();
      assert.ok(hints > 0);
      await watch[Symbol.asyncDispose]();
      const seen = hints;
      await disk.replaceFile(disk.join(folder, "b"), bytesOf(1, 10));
      await world.settle();
      assert.equal(hints, seen);
    });
  });
}
