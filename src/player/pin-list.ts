/**
 * The tracks that somebody keeps on this speaker's card, whatever is played
 * meanwhile, and in which rung. Says whether more fit; fetches nothing.
 *
 * Pure state. Invariants:
 *   I1  each track once, in the order in which they were pinned
 *   I2  what was refused changed nothing: of an album all tracks are taken, or none
 * Bounds: pinsMax tracks.
 */
import { mib } from "../base/units.ts";
import type { Manifest } from "../media/manifest.ts";
import { type RungName, rungNames, rungs } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { pinsMax } from "./limits.ts";
import type { CommandOutcome } from "./model.ts";
import { type PinQuality, rungsAllowed } from "./quality.ts";

/** What is remembered over a restart. */
export interface SavedPin {
  readonly track: TrackId;
  /** What was asked for; a track that lacks it is kept in the nearest below. */
  readonly quality: PinQuality;
}

/** A rung of a pinned track, as its manifest says. */
export interface PinnedRung {
  readonly rung: RungName;
  readonly chunkCount: number;
  readonly bytes: number;
}

export interface Pin extends SavedPin {
  /** By the catalogue, or by the manifest; an id and no more right after a restart. */
  info: TrackInfo;
  /** Undefined until the manifest is here. */
  exact: PinnedRung | undefined;
  /** Why it is not whole and nothing comes, for people; null while something does, or all is here. */
  why: string | null;
  /** All of it was on the card when it was last looked at. */
  whole: boolean;
}

/** What the cache has for them (storage/chunk-cache.ts, CacheStats). */
export interface PinRoom {
  readonly enabled: boolean;
  readonly trouble: string | null;
  readonly pinnedBytesMax: number;
  readonly dailyBytes: number;
}

/** What a chunk takes beside its sound: names, tags, and what is left at the end of a segment. */
const packing = 1.05;

export class PinList {
  readonly #pins = new Map<TrackId, Pin>();

  get size(): number {
    return this.#pins.size;
  }
  get tracks(): readonly TrackId[] {
    return [...this.#pins.keys()];
  }
  get all(): readonly Pin[] {
    return [...this.#pins.values()];
  }
  get(track: TrackId): Pin | undefined {
    return this.#pins.get(track);
  }

  /** `shown`: what is known of a track so far. */
  restore(saved: readonly SavedPin[], shown: (track: TrackId) => TrackInfo): void {
    for (const { track, quality } of saved) this.#pins.set(track, pinOf(shown(track), quality));
  }

  save(): readonly SavedPin[] {
    return this.all.map(({ track, quality }) => ({ track, quality }));
  }

  /** I2. Pinned anew in another quality, a track is kept in that one. */
  add(tracks: readonly TrackInfo[], quality: PinQuality, room: PinRoom): CommandOutcome {
    const next = new Map(this.#pins);
    for (const info of tracks)
      if (next.get(info.id)?.quality !== quality) next.set(info.id, pinOf(info, quality));
    const refusal = refusalOf([...next.values()], this.all, room);
    if (refusal !== undefined) return { code: "unavailable", message: refusal };
    for (const [track, pin] of next) this.#pins.set(track, pin);
    return { code: "ok", message: "" };
  }

  /**
   * Why it cannot be kept beside those that were pinned before it, for people; undefined where it can. The cache
   * may have become smaller since, and a track may be larger than its length said.
   */
  crowdedOut(pin: Pin, { pinnedBytesMax }: PinRoom): string | undefined {
    let bytes = 0;
    for (const each of this.#pins.values()) {
      const fits = bytes + pinBytes(each) <= pinnedBytesMax;
      if (each === pin && fits) return undefined;
      if (each === pin) break;
      if (fits) bytes += pinBytes(each);
    }
    return `there is no room for it: pinned tracks may take ${mebibytes(pinnedBytesMax)}, half of the cache; unpin some, or start the speaker with a larger --cache-size`;
  }

  /** How many of them there were. */
  remove(tracks: readonly TrackId[]): number {
    return tracks.filter((track) => this.#pins.delete(track)).length;
  }

  /** `manifest` must be verified. */
  learn(manifest: Manifest, info: TrackInfo): void {
    const pin = this.#pins.get(manifest.track);
    if (pin === undefined) return;
    pin.info = info;
    const has = manifest.rungs.map(({ rung }) => rung);
    const [name] = rungsAllowed(pin.quality, has);
    pin.exact = manifest.rungs.find(({ rung }) => rung === name);
  }
}

/** As far as is known. */
export function pinRungOf({ exact, info, quality }: Pin): RungName {
  const has = info.rungs.length > 0 ? info.rungs : rungNames;
  return exact?.rung ?? rungsAllowed(quality, has)[0] ?? "opus-320";
}

/** What it takes of the card; told from its length until the manifest says it. */
export function pinBytes(pin: Pin): number {
  if (pin.exact !== undefined) return Math.round(pin.exact.bytes * packing);
  return Math.round((pin.info.durationMs / 1000) * rungs[pinRungOf(pin)].kbps * 125 * packing);
}

function pinOf(info: TrackInfo, quality: PinQuality): Pin {
  return { track: info.id, quality, info, exact: undefined, why: null, whole: false };
}

/** Why these cannot all be kept, for people. */
function refusalOf(
  pins: readonly Pin[],
  before: readonly Pin[],
  room: PinRoom,
): string | undefined {
  if (!room.enabled)
    return `nothing can be kept without the cache${room.trouble === null ? "" : `: ${room.trouble}`}`;
  if (room.pinnedBytesMax === 0)
    return "the cache is too small to keep tracks; start the speaker with a larger --cache-size, 32MiB at the least";
  if (room.dailyBytes === 0)
    return "nothing new is written to the card (--cache-write-budget 0), so nothing can be kept there";
  if (pins.length > pinsMax) return `at most ${pinsMax} tracks can be pinned; unpin some first`;
  const sum = (of: readonly Pin[]): number => of.reduce((total, pin) => total + pinBytes(pin), 0);
  const [taken, wanted] = [sum(before), sum(pins)];
  if (wanted <= Math.max(taken, room.pinnedBytesMax)) return undefined;
  const left = mebibytes(Math.max(0, room.pinnedBytesMax - taken));
  const share = `the ${mebibytes(room.pinnedBytesMax)} that pinned tracks may take, half of the cache`;
  return `that takes ${mebibytes(wanted - taken)}, and ${left} are left of ${share}; unpin some, take a lower --quality, or start the speaker with a larger --cache-size`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / mib).toFixed(bytes < 10 * mib ? 1 : 0)} MiB`;
}
