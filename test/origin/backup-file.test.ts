import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, it } from "vitest";
import { BackupReader, BackupWriter, backupBytes } from "../../src/origin/backup-file.ts";
import { decodeHeader, encodeHeader, headerBytes } from "../../src/origin/backup-header.ts";
import type { BackupError } from "../../src/origin/errors.ts";
import { scryptCost } from "../../src/origin/limits.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { TempFolder } from "../programs/daemon.ts";
import { silentLog } from "./silent-log.ts";

const disk = new NodeDisk(silentLog);
const key = new Uint8Array(32).fill(5);
const header = (plainBytes: number, chunkBytes = 64) => ({
  cost: scryptCost,
  chunkBytes,
  plainBytes,
  salt: new Uint8Array(32).fill(1),
  check: new Uint8Array(16).fill(2),
});
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));

async function write(path: string, plain: Uint8Array, pieceBytes = 50): Promise<void> {
  await using file = await disk.open(path, "create");
  const writer = new BackupWriter(file, header(plain.length), key);
  for (let at = 0; at < plain.length; at += pieceBytes)
    await writer.add(plain.subarray(at, at + pieceBytes));
  assert.equal(await writer.finish(), backupBytes(header(plain.length)));
}

async function read(path: string, with_ = key): Promise<Uint8Array> {
  await using reader = await BackupReader.open(disk, path);
  const parts: Uint8Array[] = [];
  for await (const part of reader.chunks(with_)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

const code = (wanted: RegExp) => (error: unknown) => {
  assert.match((error as BackupError).code, wanted);
  return true;
};

describe("the sealed body of a backup", () => {
  it("comes out as it went in, whatever its length and however it was handed over", async () => {
    using folder = new TempFolder();
    const lengths = fc.integer({ min: 0, max: 400 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 200 }), async (length, piece) => {
        const path = folder.in(`${length}-${piece}`);
        await write(path, bytesOf(length), piece);
        assert.equal(readFileSync(path).length, backupBytes(header(length)));
        assert.deepEqual(await read(path), bytesOf(length));
      }),
      { numRuns: 60 },
    );
  });

  it("notices each single bit that is flipped, and each length that it was cut to", async () => {
    using folder = new TempFolder();
    const path = folder.in("backup");
    await write(path, bytesOf(150));
    const whole = readFileSync(path);
    const any = code(/^(damaged|not-a-backup|newer-version|too-costly|cut-short)$/);
    for (let bit = 0; bit < 8 * whole.length; bit += 13) {
      const bad = Uint8Array.from(whole);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(path, bad);
      await assert.rejects(read(path), any, `bit ${bit}`);
    }
    for (let length = 0; length < whole.length; length += 5) {
      writeFileSync(path, whole.subarray(0, length));
      const wanted = length < headerBytes ? any : code(/^cut-short$/);
      await assert.rejects(read(path), wanted, `${length} bytes`);
    }
    writeFileSync(path, Buffer.concat([whole, Buffer.of(0)]));
    await assert.rejects(read(path), code(/^damaged$/));
  });

  it("notices chunks that changed places, and a header that tells of fewer", async () => {
    using folder = new TempFolder();
    const path = folder.in("backup");
    await write(path, bytesOf(192));
    const whole = readFileSync(path);
    const sealed = 64 + 16;
    const chunk = (n: number) =>
      whole.subarray(headerBytes + n * sealed, headerBytes + (n + 1) * sealed);
    writeFileSync(
      path,
      Buffer.concat([whole.subarray(0, headerBytes), chunk(1), chunk(0), chunk(2)]),
    );
    await assert.rejects(read(path), code(/^damaged$/));
    writeFileSync(path, Buffer.concat([encodeHeader(header(128)), chunk(0), chunk(1)]));
    await assert.rejects(read(path), code(/^damaged$/));
  });

  it("says of a newer version, of another file, and of a costly one, what it is", () => {
    const good = encodeHeader(header(10));
    const changed = (change: (bytes: Uint8Array) => void) => {
      const bytes = good.slice();
      change(bytes);
      return bytes;
    };
    assert.throws(() => decodeHeader(changed((bytes) => bytes.set([2], 4))), /newer version/);
    assert.throws(() => decodeHeader(changed((bytes) => bytes.set([0x50], 0))), /no backup/);
    assert.throws(() => decodeHeader(new Uint8Array(0)), /no backup/);
    const costly = [
      { ...header(10), cost: { log2N: 30, r: 8, p: 1 } },
      { ...header(10), cost: { log2N: 17, r: 255, p: 1 } },
      { ...header(10), cost: { log2N: 17, r: 8, p: 255 } },
      { ...header(10), cost: { log2N: 0, r: 8, p: 1 } },
      header(10, 0xffffffff),
      header(10, 0),
    ];
    for (const each of costly) assert.throws(() => decodeHeader(encodeHeader(each)), /more memory/);
  });
});
