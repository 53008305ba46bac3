/** What the chunk cache is given and what it tells about itself. Types only. */
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { AdmissionOptions, CacheIntent } from "./cache-admission.ts";
import type { ChunkKey } from "./chunk-key.ts";

export interface CachePorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

export interface CacheOptions extends AdmissionOptions {
  readonly path: string;
  /** Of the file; rounded down to whole segments, and never more than half of the free space. */
  readonly sizeBytes: number;
  /** 32 bytes of this device alone; without them the file is noise. */
  readonly key: Uint8Array;
  /** For chunks in RAM; 0 for none. */
  readonly hotBytes?: number;
  /** Whether a neighbour holds it too: such a chunk makes room before those that nobody else has. Default: never. */
  readonly heldElsewhere?: (key: ChunkKey) => boolean;
  /** Hears of each use: what was there, and what came because it was not. For recording traces. */
  readonly onUse?: ((use: CacheUse) => void) | undefined;
}

/** One chunk, leaf list or manifest that was wanted, whether it was there or had to come. */
export interface CacheUse {
  readonly key: ChunkKey;
  readonly bytes: number;
  /** Why it came; `chosen` for what was there. */
  readonly intent: CacheIntent;
}

export interface CacheStats {
  readonly sizeBytes: number;
  /** Plain bytes of the chunks that are there. */
  readonly usedBytes: number;
  readonly chunks: number;
  readonly hits: number;
  readonly misses: number;
  readonly hitBytes: number;
  /** Bytes that were put: they had to come from elsewhere. */
  readonly missBytes: number;
  /** Chunk bytes in what was written or waits for it, moved-on chunks included. */
  readonly payloadBytesWritten: number;
  readonly deviceBytesWritten: number;
  /** Part of the payload that was moved on from reclaimed segments. */
  readonly reinsertedBytes: number;
  /** Puts that found no room: the card is slower than what comes in, or the chunk is too large. */
  readonly refused: number;
  /** Puts that were not worth a write: seen for the first time, or over the budget. */
  readonly declined: number;
  /** Chunks that failed their authentication or could not be read. */
  readonly damaged: number;
  /** Of pinned tracks, in segments that stay or were written since. */
  readonly pinnedBytes: number;
  /** What pinned tracks may take; 0 where the ring is too small to keep any, or not there. */
  readonly pinnedBytesMax: number;
  /** What may still be written today; below zero after what could not be refused. */
  readonly budgetBytes: number;
  /** What may be written a day, on average. */
  readonly dailyBytes: number;
  /** Little of the budget is left: what nobody waits for should not come now. */
  readonly budgetLow: boolean;
  readonly indexBytes: number;
  readonly enabled: boolean;
  /** Why it is not enabled, or takes nothing, for people; null while all is well. */
  readonly trouble: string | null;
}
