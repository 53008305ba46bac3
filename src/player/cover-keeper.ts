/**
 * Covers by their SHA-256: from the cache, else from an origin or, while it is
 * gone, from the neighbours, checked against their name and kept
 * (docs/STORAGE.md §2, "Names").
 */
import { createHash } from "node:crypto";
import { toHex } from "../base/bytes.ts";
import { artworkBytesMax } from "../media/limits.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { Clock } from "../ports/clock.ts";
import { artworkKey } from "../storage/chunk-key.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import { artworkPatienceUs } from "./limits.ts";
import type { ChunkStore } from "./track-loader.ts";

export interface CoverKeeperPorts {
  readonly cache: Pick<ChunkStore, "has" | "get" | "put">;
  readonly clock: Clock;
  /** The origin, and the house in its place. */
  readonly source: ObjectSource;
}

/** What is in the cache under that name; undefined for none. Never rejects. */
export async function keptCover(
  cache: Pick<ChunkStore, "has" | "get">,
  hash: string,
): Promise<Uint8Array | undefined> {
  const key = artworkKey(hash);
  const bytes = cache.has(key) ? await cache.get(key) : undefined;
  return bytes !== undefined && isCover(bytes, hash) ? bytes : undefined;
}

export class CoverKeeper {
  readonly #ports: CoverKeeperPorts;

  constructor(ports: CoverKeeperPorts) {
    this.#ports = ports;
  }

  /** Undefined where it cannot be had, and for what is no hash. Rejects with `signal.reason`. */
  async get(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
    const kept = await keptCover(this.#ports.cache, hash);
    signal.throwIfAborted();
    return kept ?? (await this.#fetch(hash, signal));
  }

  async #fetch(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { source, clock, cache } = this.#ports;
    const deadlineUs = clock.nowUs() + artworkPatienceUs;
    const isRight = (symbols: readonly Uint8Array[]): boolean =>
      isCover(joinSymbols(symbols), hash);
    const request = { class: "play" as const, deadlineUs, isRight };
    try {
      const bytes = joinSymbols(await source.fetch({ kind: "artwork", hash }, request, signal));
      if (!isCover(bytes, hash)) return undefined;
      cache.put(artworkKey(hash), bytes, "chosen");
      return bytes;
    } catch (error) {
      if (error instanceof StreamError) return undefined;
      throw error;
    }
  }
}

function isCover(bytes: Uint8Array, hash: string): boolean {
  if (bytes.length > artworkBytesMax) return false;
  return toHex(createHash("sha256").update(bytes).digest()) === hash;
}
