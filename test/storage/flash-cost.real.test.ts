/**
 * What reaches the block device, on an ext4 of its own on a loop device: bytes for
 * a byte of cached music, for a play event, for a saved state. Budgets, asserted.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { EventSpool } from "../../src/storage/event-spool.ts";
import { StateRing } from "../../src/storage/state-ring.ts";
import type { PlayEvent } from "../../src/wire/play-event.ts";
import { type CountedFolder, countedFolder } from "../../tools/bench/loop-disk.ts";
import { bytesOf, MemoryLog, never, trackOf } from "./world.ts";

/** Below this size mkfs takes blocks of 1 KiB, and everything would look four times cheaper. */
const deviceBytes = 512 * mib;
const writes = 200;

const log = new MemoryLog();
const ports = { disk: new NodeDisk(log), clock: new NodeClock(), entropy: new NodeEntropy(), log };

function counts(): boolean {
  using folder = countedFolder(deviceBytes);
  return folder.countedBy === "block device";
}
const loops = counts();
const why = loops ? "" : " (skipped: this machine mounts no loop devices for us)";

async function perWrite(folder: CountedFolder, write: (n: number) => Promise<unknown>) {
  const before = folder.writtenBytes();
  for (let n = 0; n < writes; n++) await write(n);
  return (folder.writtenBytes() - before) / writes;
}

const event: PlayEvent = {
  kind: "end",
  playId: trackOf(1),
  track: trackOf(2),
  rung: 2,
  wallMs: 1_800_000_000_000,
  wallTrusted: true,
  monotonicMs: 1,
  playedMs: 31_000,
  reason: "finished",
  bytes: { cache: 1, peer: 2, origin: 3 },
};

describe.skipIf(!loops)(`the device${why}`, () => {
  for (const [mirrored, budget] of [
    [false, 4_300],
    [true, 8_400],
  ] as const)
    it(`takes at most ${budget} bytes for a play event, mirrored: ${mirrored}`, {
      timeout: 120_000,
    }, async () => {
      using counted = countedFolder(deviceBytes);
      await using spool = await EventSpool.open(ports, { folder: counted.folder, mirrored }, never);
      const bytes = await perWrite(counted, () => spool.append(event));
      assert.ok(bytes <= budget, `${bytes} bytes`);
    });

  it("takes at most 4300 bytes for a saved state", { timeout: 120_000 }, async () => {
    using counted = countedFolder(deviceBytes);
    await using ring = await StateRing.open(
      ports,
      { path: path.join(counted.folder, "state") },
      never,
    );
    const bytes = await perWrite(counted, (n) => ring.save(bytesOf(n, 2_000)));
    assert.ok(bytes <= 4_300, `${bytes} bytes`);
  });

  it("takes at most 1.06 bytes for a byte of cached music", { timeout: 120_000 }, async () => {
    using counted = countedFolder(deviceBytes);
    const options = {
      path: path.join(counted.folder, "chunks"),
      key: bytesOf(1, 32),
      sizeBytes: 64 * mib,
    };
    const cache = await ChunkCache.open(ports, options, never);
    const before = counted.writtenBytes();
    for (let n = 0; n < 6_000; n++) {
      cache.put({ track: trackOf(n), rung: 2, index: 0 }, bytesOf(n, 20_000));
      // The kernel writes back twice a minute, and music comes no faster than the card takes it.
      if (n % 30 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      if (n % 300 === 0) counted.writtenBytes();
    }
    await cache[Symbol.asyncDispose]();
    const { payloadBytesWritten, enabled } = cache.stats();
    const ratio = (counted.writtenBytes() - before) / payloadBytesWritten;
    assert.ok(
      enabled && payloadBytesWritten > 60 * mib && ratio <= 1.06,
      `${ratio} of ${payloadBytesWritten}`,
    );
  });
});
