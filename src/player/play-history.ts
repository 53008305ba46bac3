/**
 * What was played lately, for people: the latest first, over restarts, too
 * (docs/STORAGE.md §3, "Beside the queue"). Artists are paid by the play log, not
 * by this. Pure state and its codec; decoding is strict.
 *
 * Bounds: historyMax plays, the oldest go.
 */
import { ByteReader, ByteWriter, toHex } from "../base/bytes.ts";
import { type TrackId, trackIdBytes, trackIdToBytes } from "../media/track-id.ts";
import { historyMax } from "./limits.ts";
import type { EndReason, PlayedTrack } from "./model.ts";

export interface Played {
  readonly track: TrackId;
  /** Wall time; null where it was not known. */
  readonly startedMs: number | null;
  readonly playedMs: number;
  readonly ended: PlayedTrack["ended"];
}

const version = 1;
const reasons: readonly EndReason[] = ["finished", "skipped", "stopped", "replaced", "failed"];
const playBytes = trackIdBytes + 8 + 4 + 1;

/** Bytes of a whole file at most. */
export const historyBytesMax = 3 + historyMax * playBytes;

export class PlayHistory {
  /** Oldest first. */
  #plays: Played[] = [];

  /** Latest first. */
  get plays(): readonly Played[] {
    return this.#plays.toReversed();
  }

  began(track: TrackId, startedMs: number | null): void {
    this.#plays.push({ track, startedMs, playedMs: 0, ended: "playing" });
    if (this.#plays.length > historyMax) this.#plays.shift();
  }

  ended(reason: EndReason, playedMs: number): void {
    const last = this.#plays.at(-1);
    if (last?.ended !== "playing") return;
    this.#plays = [...this.#plays.slice(0, -1), { ...last, ended: reason, playedMs }];
  }

  clear(): void {
    this.#plays = this.#plays.filter(({ ended }) => ended === "playing");
  }

  /** What a file held goes before what was played since. */
  restore(plays: readonly Played[]): void {
    this.#plays = [...plays, ...this.#plays].slice(-historyMax);
  }

  /** Of the play under way it is kept that it began; how it ended nobody knows if the file is read again. */
  encode(): Uint8Array {
    const writer = new ByteWriter(historyBytesMax).u8(version).u16(this.#plays.length);
    for (const { track, startedMs, playedMs, ended } of this.#plays)
      writer
        .raw(trackIdToBytes(track))
        .u64(Math.max(0, Math.round(startedMs ?? 0)))
        .u32(Math.min(0xffff_ffff, Math.max(0, Math.round(playedMs))))
        .u8(ended === "playing" ? reasons.indexOf("stopped") : reasons.indexOf(ended));
    return writer.finish();
  }
}

/** Oldest first; undefined for anything that is not exactly a history. */
export function decodeHistory(bytes: Uint8Array): Played[] | undefined {
  const reader = new ByteReader(bytes);
  const written = reader.u8();
  const count = reader.u16();
  if (written !== version || count > historyMax || reader.remaining !== count * playBytes)
    return undefined;
  const plays: Played[] = [];
  for (let i = 0; i < count; i++) {
    const track = toHex(reader.take(trackIdBytes));
    const [startedMs, playedMs, ended] = [reader.u64(), reader.u32(), reasons[reader.u8()]];
    if (!reader.ok || ended === undefined) return undefined;
    plays.push({ track, startedMs: startedMs === 0 ? null : startedMs, playedMs, ended });
  }
  return plays;
}
