import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Bundle } from "../../src/update/bundle.ts";
import { install, switchTo } from "../../src/update/installer.ts";
import { chunkBytes } from "../../src/update/limits.ts";
import { confirmed, started } from "../../src/update/slots.ts";
import {
  MemorySource,
  noSignal,
  publicKey,
  SimCardOfTwo,
  type TestSystem,
  testSystem,
} from "./world.ts";

const nobody = (): void => undefined;

async function put(
  card: SimCardOfTwo,
  { bundle }: TestSystem,
  signal = noSignal,
): Promise<MemorySource> {
  const source = new MemorySource(bundle);
  const opened = await Bundle.open(source, [publicKey], noSignal);
  await install({ card, disk: card.disk }, opened, nobody, signal);
  return source;
}

async function assertHolds(card: SimCardOfTwo, { contents }: TestSystem): Promise<void> {
  for (const { path, bytes } of contents) {
    const file = path === "" ? "/root-b" : `/boot/b/${path}`;
    assert.deepEqual((await card.disk.readFile(file)).subarray(0, bytes.length), bytes, file);
  }
}

describe("the installer", () => {
  it("lays a system down on the other slot, takes away what was there, and switches when it is told", async () => {
    const card = new SimCardOfTwo();
    await card.disk.makeFolder("/boot/b/overlays");
    await card.disk.replaceFile("/boot/b/overlays/old.dtbo", new Uint8Array(5));
    await card.disk.replaceFile("/boot/b/old", new Uint8Array(5));
    const system = testSystem("1.1.0");
    await put(card, system);
    await assertHolds(card, system);
    const names = (await card.disk.list("/boot/b")).map(({ name }) => name).sort();
    assert.deepEqual(names, ["manifest.njm", "overlays", "vmlinuz"]);
    assert.equal((await card.disk.list("/boot/b/overlays")).length, 1);
    assert.equal(started((await card.records()).record).slot, "a");
    await switchTo(card, "b");
    assert.equal(started((await card.records()).record).slot, "b");
  });

  it("goes on where it was stopped, and asks only for what is not there", async () => {
    const card = new SimCardOfTwo();
    const system = testSystem("1.1.0");
    const stop = new AbortController();
    let writes = 0;
    card.disk.onCall = (call, path) => {
      if (call === "write" && path === "/root-b" && ++writes === 2)
        stop.abort(new Error("stopped"));
    };
    await assert.rejects(put(card, system, stop.signal), /stopped/);
    card.disk.onCall = undefined;
    const source = await put(card, system);
    await assertHolds(card, system);
    const whole = system.bundle.length;
    assert.ok(source.readBytes <= whole - 2 * chunkBytes, `${source.readBytes} of ${whole}`);
    assert.ok((await put(card, system)).readBytes < chunkBytes, "all of it is there");
  });

  it("writes nothing of a chunk whose hash is another", async () => {
    const card = new SimCardOfTwo();
    const system = testSystem("1.1.0");
    const bundle = Uint8Array.from(system.bundle);
    bundle.fill(0xee, bundle.length - 10);
    await assert.rejects(put(card, { ...system, bundle }), { code: "update-damaged" });
    const root = await card.disk.readFile("/root-b");
    assert.ok(!root.includes(0xee));
    assert.equal((await card.records()).record.usable.b, false);
  });

  it("finds that a card gives back other bytes than it took", async () => {
    const card = new SimCardOfTwo();
    const open = card.openRoot.bind(card);
    let opened = 0;
    card.openRoot = async (slot) => {
      opened += 1;
      const file = await open(slot);
      if (opened === 2) await file.write(new Uint8Array(1).fill(1), 70_000);
      return file;
    };
    await assert.rejects(put(card, testSystem("1.1.0")), { code: "update-damaged" });
    assert.equal((await card.records()).record.usable.b, false);
  });

  it("does not write over the way back while the running system is on trial", async () => {
    const card = new SimCardOfTwo();
    await put(card, testSystem("1.1.0"));
    await switchTo(card, "b");
    await card.note(started((await card.records()).record).state);
    card.running = "b";
    await assert.rejects(put(card, testSystem("1.2.0")), { code: "update-on-trial" });
    assert.equal(await card.disk.stat("/root-a"), undefined);
    // The trial is won: the next one can come, without a start in between.
    await card.note(confirmed((await card.records()).record, "b"));
    await put(card, testSystem("1.2.0"));
    assert.equal((await card.disk.readFile("/boot/a/vmlinuz")).length, chunkBytes + 77);
  });

  it("leaves the old system to be started, wherever the power is cut before the switch", async () => {
    const run = async (cutAfter: number): Promise<void> => {
      const card = new SimCardOfTwo();
      const system = testSystem("1.1.0");
      let calls = 0;
      const stop = new AbortController();
      card.disk.onCall = () => {
        calls += 1;
        if (calls !== cutAfter) return;
        card.disk.onCall = undefined;
        stop.abort(new Error("cut"));
        card.disk.cut();
      };
      await put(card, system, stop.signal).catch(() => undefined);
      card.disk.onCall = undefined;
      assert.equal(started((await card.records()).record).slot, "a");
      await put(card, system);
      await assertHolds(card, system);
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 120 }), run), { numRuns: 40 });
  });
});
