/**
 * Bench `cache`: bytes that reach the device for a byte of music, the time of
 * put and get, and the time to open, beside a cache that keeps a file per chunk
 * (temporary name and rename, no sync, oldest removed first) and one that keeps
 * rows in SQLite (WAL, synchronous=NORMAL, oldest removed first). They take turns.
 *
 * Chunks are of the size that a second of 160 kbit/s has, put as fast as the
 * device takes them, flushed as often as the kernel would (every 30 s of music).
 */
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Rng } from "../../src/base/rng.ts";
import { mib } from "../../src/base/units.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { JsonLog } from "../../src/platform/log.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../src/storage/chunk-key.ts";
import { type CountedFolder, countedFolder } from "./loop-disk.ts";

const rounds = 2;
const cacheBytes = 128 * mib;
const payloadBytes = 256 * mib;
const deviceBytes = 512 * mib;
const chunkBytesMean = 20_000;
const chunksPerFlush = 30;
const gets = 2_000;

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export interface CacheBench {
  /** Device bytes for a byte of payload. */
  readonly writeAmplification: number;
  /** The same, as the cache itself counts: without what the file system adds. */
  readonly writeAmplificationCounted: number;
  readonly putUs: Spread;
  /** From the card's file, not from the hot chunks in RAM; the kernel's page cache is warm. */
  readonly getUs: Spread;
  readonly bootMs: number;
  readonly segments: number;
  readonly refused: number;
  readonly countedBy: CountedFolder["countedBy"];
  readonly filePerChunk: { readonly writeAmplification: number; readonly putUs: Spread };
  readonly sqlite: { readonly writeAmplification: number; readonly putUs: Spread };
}

export async function benchCache(): Promise<CacheBench> {
  const ours: CacheRun[] = [];
  const files: OtherRun[] = [];
  const rows: OtherRun[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await runCache(round));
    files.push(await runFiles(round));
    rows.push(await runRows(round));
  }
  const last = ours.at(-1);
  if (last === undefined) throw new Error("no round was run");
  return {
    writeAmplification: mean(ours.map((run) => run.writeAmplification)),
    writeAmplificationCounted: mean(ours.map((run) => run.counted)),
    putUs: spread(ours.flatMap((run) => run.putUs)),
    getUs: spread(ours.flatMap((run) => run.getUs)),
    bootMs: mean(ours.map((run) => run.bootMs)),
    segments: last.segments,
    refused: ours.reduce((sum, run) => sum + run.refused, 0),
    countedBy: last.countedBy,
    filePerChunk: otherOf(files),
    sqlite: otherOf(rows),
  };
}

function otherOf(runs: readonly OtherRun[]): CacheBench["sqlite"] {
  return {
    writeAmplification: mean(runs.map((run) => run.writeAmplification)),
    putUs: spread(runs.flatMap((run) => run.putUs)),
  };
}

interface CacheRun {
  readonly writeAmplification: number;
  readonly counted: number;
  readonly putUs: readonly number[];
  readonly getUs: readonly number[];
  readonly bootMs: number;
  readonly segments: number;
  readonly refused: number;
  readonly countedBy: CountedFolder["countedBy"];
}

async function runCache(seed: number): Promise<CacheRun> {
  using counted = countedFolder(deviceBytes);
  const open = opener(counted.folder);
  const first = await open();
  const before = counted.writtenBytes();
  const putUs = await putAll(first, seed, counted);
  await first[Symbol.asyncDispose]();
  const written = counted.writtenBytes() - before;
  const stats = first.stats();
  const fromUs = nowUs();
  const again = await open();
  const bootMs = (nowUs() - fromUs) / 1_000;
  const getUs = await getSome(again, new Rng(seed));
  await again[Symbol.asyncDispose]();
  return {
    writeAmplification: written / stats.payloadBytesWritten,
    counted: stats.deviceBytesWritten / stats.payloadBytesWritten,
    putUs,
    getUs,
    bootMs,
    segments: stats.sizeBytes / (4 * mib),
    refused: stats.refused,
    countedBy: counted.countedBy,
  };
}

function opener(folder: string): () => Promise<ChunkCache> {
  const clock = new NodeClock();
  const log = new JsonLog({ clock, level: "warn", component: "bench" });
  const entropy = new NodeEntropy();
  const ports = { disk: new NodeDisk(log), clock, entropy, log };
  const key = entropy.bytes(32);
  const options = { path: path.join(folder, "cache"), sizeBytes: cacheBytes, key, hotBytes: 0 };
  return () => ChunkCache.open(ports, options, new AbortController().signal);
}

async function putAll(cache: ChunkCache, seed: number, counted: CountedFolder): Promise<number[]> {
  const times: number[] = [];
  for (const { n, bytes } of chunks(seed)) {
    const fromUs = nowUs();
    cache.put(keyOf(n), bytes);
    times.push(nowUs() - fromUs);
    if (n % chunksPerFlush !== 0) continue;
    await pause(3);
    counted.writtenBytes();
  }
  return times;
}

async function getSome(cache: ChunkCache, rng: Rng): Promise<number[]> {
  const times: number[] = [];
  const chunksMax = Math.floor(payloadBytes / chunkBytesMean);
  for (let i = 0; times.length < gets && i < 20 * gets; i++) {
    const key = keyOf(1 + rng.below(chunksMax));
    if (!cache.has(key)) continue;
    const fromUs = nowUs();
    await cache.get(key);
    times.push(nowUs() - fromUs);
  }
  return times;
}

interface OtherRun {
  readonly writeAmplification: number;
  readonly putUs: readonly number[];
}

async function runFiles(seed: number): Promise<OtherRun> {
  using counted = countedFolder(deviceBytes);
  const before = counted.writtenBytes();
  const putUs: number[] = [];
  const kept: { name: string; length: number }[] = [];
  let used = 0;
  let payload = 0;
  for (const { n, bytes } of chunks(seed)) {
    const fromUs = nowUs();
    const name = path.join(counted.folder, String(n));
    writeFileSync(`${name}.tmp`, bytes);
    renameSync(`${name}.tmp`, name);
    kept.push({ name, length: bytes.length });
    used += bytes.length;
    while (used > cacheBytes) {
      const oldest = kept.shift();
      rmSync(oldest?.name ?? "", { force: true });
      used -= oldest?.length ?? used;
    }
    putUs.push(nowUs() - fromUs);
    payload += bytes.length;
    if (n % chunksPerFlush === 0) counted.writtenBytes();
  }
  const written = counted.writtenBytes() - before;
  if (readdirSync(counted.folder).length < kept.length) throw new Error("files are missing");
  return { writeAmplification: written / payload, putUs };
}

async function runRows(seed: number): Promise<OtherRun> {
  using counted = countedFolder(deviceBytes);
  const before = counted.writtenBytes();
  const putUs: number[] = [];
  let payload = 0;
  {
    using database = (await SqliteDriver.load()).open(path.join(counted.folder, "chunks.db"));
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("CREATE TABLE chunks (n INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    const insert = database.prepare("INSERT INTO chunks VALUES (?, ?)");
    const remove = database.prepare("DELETE FROM chunks WHERE n = ?");
    const keptMax = Math.floor(cacheBytes / chunkBytesMean);
    for (const { n, bytes } of chunks(seed)) {
      const fromUs = nowUs();
      insert.run(n, bytes);
      if (n > keptMax) remove.run(n - keptMax);
      putUs.push(nowUs() - fromUs);
      payload += bytes.length;
      if (n % chunksPerFlush === 0) counted.writtenBytes();
    }
  }
  return { writeAmplification: (counted.writtenBytes() - before) / payload, putUs };
}

/** The same chunks for all, from the seed. */
function* chunks(seed: number): Generator<{ readonly n: number; readonly bytes: Uint8Array }> {
  const rng = new Rng(seed);
  const noise = Uint8Array.from({ length: 2 * chunkBytesMean }, () => rng.below(256));
  let n = 0;
  for (let put = 0; put < payloadBytes; ) {
    n += 1;
    const length = Math.round(chunkBytesMean * (0.9 + 0.2 * rng.float()));
    const bytes = noise.slice(0, length);
    bytes[0] = n; // Two chunks are never the same.
    bytes[1] = n >>> 8;
    put += length;
    yield { n, bytes };
  }
}

function keyOf(n: number): ChunkKey {
  const track = Math.floor(n / 240);
  return { track: track.toString(16).padStart(32, "0"), rung: 2, index: n % 240 };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.round((sum / values.length) * 1_000) / 1_000;
}

function nowUs(): number {
  return performance.now() * 1_000;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
