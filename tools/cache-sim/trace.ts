/**
 * What a speaker plays, made up from a seed; what was recorded is recorded.ts. Pure.
 *
 * The made-up household: 45 plays a day of four minutes; of ten plays three are
 * discoveries that never come again, three are from a list of 40 tracks that is
 * new every fortnight, four are from a library of 1,500 tracks whose favourites
 * drift; every fifth play is skipped somewhere.
 */
import { Rng } from "../../src/base/rng.ts";
import type { CacheIntent } from "../../src/storage/cache-admission.ts";

/** What is moved as one: the facts that this is compared with have 64 KiB. */
export const pieceBytes = 65_536;
/** Four minutes at 160 kbit/s. */
const piecesPerTrack = 73;
/** No track has more: 28 minutes of 320 kbit/s. What is longer is cut. */
export const piecesPerTrackMax = 1_024;

/** Pieces of a track, or of one rung of it, one after the other. */
export interface Play {
  readonly atUs: number;
  readonly track: number;
  /** The first one; 0 where it is absent. */
  readonly from?: number;
  readonly pieces: number;
  readonly intent: CacheIntent;
}

const usPerDay = 86_400_000_000;
const playsPerDay = 45;
const libraryTracks = 1_500;
const listTracks = 40;
const listDays = 14;
const zipf = 0.8;
/** Favourites change places: so many ranks move each day. */
const driftPerDay = 10;

export function* syntheticPlays(days: number, seed: number): Generator<Play> {
  const rng = new Rng(seed);
  const house = new Household(rng);
  for (let day = 0; day < days; day++) {
    house.begin(day);
    for (let n = 0; n < playsPerDay; n++) {
      const choice = house.choose();
      yield {
        ...choice,
        atUs: (day + n / playsPerDay) * usPerDay,
        pieces: rng.chance(0.2) ? 1 + rng.below(piecesPerTrack) : piecesPerTrack,
      };
    }
  }
}

class Household {
  readonly #rng: Rng;
  readonly #ranks: number[];
  readonly #pick: () => number;
  #tracks = libraryTracks;
  #list: readonly number[] = [];

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#ranks = rng.shuffle(Array.from({ length: libraryTracks }, (_, track) => track));
    this.#pick = zipfPicker(rng, libraryTracks);
  }

  begin(day: number): void {
    const below = (): number => this.#rng.below(libraryTracks);
    for (let i = 0; i < driftPerDay; i++) swap(this.#ranks, below(), below());
    if (day % listDays !== 0) return;
    this.#list = Array.from({ length: listTracks }, (_, i) => this.#tracks + i);
    this.#tracks += listTracks;
  }

  choose(): { readonly track: number; readonly intent: CacheIntent } {
    const draw = this.#rng.float();
    if (draw < 0.3) {
      this.#tracks += 1;
      return { track: this.#tracks - 1, intent: "discovery" };
    }
    const listed = this.#list[this.#rng.below(listTracks)];
    const track = draw < 0.6 ? listed : this.#ranks[this.#pick()];
    return { track: track ?? 0, intent: "chosen" };
  }
}

function swap(items: number[], a: number, b: number): void {
  const held = items[a] ?? 0;
  items[a] = items[b] ?? 0;
  items[b] = held;
}

/** Ranks from 0 by Zipf's law, by bisection of the summed weights. */
function zipfPicker(rng: Rng, count: number): () => number {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1) ** zipf;
    sums[rank] = sum;
  }
  return () => {
    const wanted = rng.float() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
