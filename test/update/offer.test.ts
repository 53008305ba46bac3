import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Bundle } from "../../src/update/bundle.ts";
import { chunkBytes } from "../../src/update/limits.ts";
import { keepOffer } from "../../src/update/offer.ts";
import { FileSource } from "../../src/update/source.ts";
import { MemorySource, noSignal, publicKey, SimCardOfTwo, testSystem } from "./world.ts";

const path = "/bundle.njb";

async function keep(disk: SimCardOfTwo["disk"], bytes: Uint8Array): Promise<number> {
  const bundle = await Bundle.open(new MemorySource(bytes), [publicKey], noSignal);
  return keepOffer(disk, path, bundle, noSignal);
}

describe("a bundle that waits", () => {
  it("is the one that was offered, byte for byte, whatever lay there", async () => {
    const { disk } = new SimCardOfTwo();
    const { bundle } = testSystem("1.1.0");
    await disk.replaceFile(path, new Uint8Array(bundle.length + 5_000).fill(7));
    await keep(disk, bundle);
    assert.deepEqual(await disk.readFile(path), bundle);
  });

  it("goes on where it was stopped, and is no bundle before its end", async () => {
    const { disk } = new SimCardOfTwo();
    await keep(disk, testSystem("1.0.9").bundle);
    const { bundle } = testSystem("1.1.0");
    let writes = 0;
    disk.onCall = (call) => {
      if (call === "write" && ++writes === 4) throw new Error("cut");
    };
    await assert.rejects(keep(disk, bundle), /cut/);
    disk.onCall = undefined;
    await using file = await disk.open(path, "read");
    await assert.rejects(Bundle.open(new FileSource(file, path), [publicKey], noSignal), {
      code: "update-malformed",
    });
    const fetchedBytes = await keep(disk, bundle);
    assert.ok(fetchedBytes < bundle.length - chunkBytes, `${fetchedBytes} of ${bundle.length}`);
    assert.deepEqual(await disk.readFile(path), bundle);
    assert.equal(await keep(disk, bundle), 0);
  });

  it("has nothing of a chunk whose hash is another", async () => {
    const { disk } = new SimCardOfTwo();
    const bundle = Uint8Array.from(testSystem("1.1.0").bundle);
    bundle.fill(0xee, bundle.length - 10);
    await assert.rejects(keep(disk, bundle), { code: "update-damaged" });
    assert.ok(!(await disk.readFile(path)).includes(0xee));
  });
});
