/**
 * Chunks through the real ChunkCache. Promised: the bytes that were once put
 * under a key, or a miss; and no segment of one life carries the salt and
 * generation of another's, because nonces follow from them.
 */
import assert from "node:assert/strict";
import { equalBytes, toHex } from "../../../src/base/bytes.ts";
import type { DiskFile, OpenMode } from "../../../src/ports/disk.ts";
import type { Entropy } from "../../../src/ports/entropy.ts";
import { ChunkCache } from "../../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../../src/storage/chunk-key.ts";
import { bytesOf, never, trackOf, type World } from "../world.ts";
import { ForwardDisk, ForwardFile } from "./forward.ts";
import type { Life, Scenario, Story } from "./story.ts";

const segmentBytes = 4 * 1024 * 1024;
const key = bytesOf(99, 32);
const keys = 24;
/** One noise for all: what tells chunks apart are their first bytes. */
const noise = bytesOf(1, 420_000);

/** `sameSalt` is a mutant's: an opening that does not draw its own salt. */
export function cacheScenarioWith(manners: { readonly sameSalt: boolean }): Scenario {
  const fixed: Entropy = { bytes: (length) => new Uint8Array(length) };
  return {
    name: "cache",
    steps: 16,
    begin: async (world) => new CacheStory(manners.sameSalt ? { ...world, entropy: fixed } : world),
  };
}

export const cacheScenario = cacheScenarioWith({ sameSalt: false });

class CacheStory implements Story {
  readonly #world: World;
  #versions = 0;
  #life = 0;
  readonly #put = new Map<number, number[]>();
  readonly #ids = new Map<string, number>();
  #twice = false;

  constructor(world: World) {
    this.#world = world;
  }

  async live({ disk, on, steps, rng }: Life): Promise<void> {
    this.#life += 1;
    const life = this.#life;
    // The cache takes an error of its disk for the disk's; so a broken promise is kept for later.
    const watched = new IdWatch(disk, (id) => {
      this.#twice ||= (this.#ids.get(id) ?? life) !== life;
      this.#ids.set(id, life);
    });
    const ports = { ...this.#world, disk: watched };
    const cache = await ChunkCache.open(
      ports,
      { path: "/cache", key, sizeBytes: 3 * segmentBytes, hotBytes: 0 },
      never,
    );
    assert.ok(!this.#twice, "two lives wrote segments with one salt and generation");
    if (!on()) return;
    await this.#checkAll(cache, on);
    for (let i = 0; i < steps && on(); i++) {
      this.#putSome(cache, rng.below(keys), 250_000 + rng.below(160_000));
      if (rng.chance(0.5)) await this.#check(cache, rng.below(keys));
      await this.#pause(30_000);
    }
    if (on() && rng.chance(0.4)) await cache[Symbol.asyncDispose]();
  }

  #pause(us: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.after(us, resolve));
  }

  #putSome(cache: ChunkCache, n: number, length: number): void {
    this.#versions += 1;
    this.#put.set(n, [...(this.#put.get(n) ?? []), this.#versions]);
    cache.put(chunk(n), contentOf(this.#versions, length));
  }

  async #checkAll(cache: ChunkCache, on: () => boolean): Promise<void> {
    for (let n = 0; n < keys && on(); n++) await this.#check(cache, n);
  }

  async #check(cache: ChunkCache, n: number): Promise<void> {
    const bytes = await cache.get(chunk(n));
    if (bytes === undefined) return;
    const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    assert.ok(this.#put.get(n)?.includes(version), `chunk ${n} was never version ${version}`);
    assert.ok(equalBytes(bytes, contentOf(version, bytes.length)), `chunk ${n} has wrong bytes`);
  }
}

function chunk(n: number): ChunkKey {
  return { track: trackOf(n), rung: 2, index: n };
}

function contentOf(version: number, length: number): Uint8Array {
  const bytes = noise.slice(0, length);
  new DataView(bytes.buffer).setUint32(0, version);
  return bytes;
}

/** Sees which segment is written under which salt and generation. */
class IdWatch extends ForwardDisk {
  readonly #saw: (id: string) => void;

  constructor(inner: ForwardDisk["inner"], saw: (id: string) => void) {
    super(inner);
    this.#saw = saw;
  }

  override async open(
    path: string,
    mode: OpenMode,
    options?: { readonly secret?: boolean },
  ): Promise<DiskFile> {
    return new IdFile(await super.open(path, mode, options), this.#saw);
  }
}

class IdFile extends ForwardFile {
  readonly #saw: (id: string) => void;

  constructor(inner: DiskFile, saw: (id: string) => void) {
    super(inner);
    this.#saw = saw;
  }

  override async write(bytes: Uint8Array, at: number): Promise<void> {
    if (at % segmentBytes === 0 && bytes.length > 33) this.#saw(toHex(bytes.subarray(9, 33)));
    await super.write(bytes, at);
  }
}
