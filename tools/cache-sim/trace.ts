/**
 * What a speaker plays: made up from a seed, or taken from a ledger's export
 * (`nightjar origin events --export jsonl`). Pure.
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
export const piecesPerTrack = 73;

export interface Play {
  readonly atUs: number;
  readonly track: number;
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

const kbitPerS = [0, 96, 160, 320, 900];

/** Ends of plays, one JSON document a line; anything else is left out. The intent is not in a ledger. */
export function* recordedPlays(lines: Iterable<string>): Generator<Play> {
  const tracks = new Map<string, number>();
  for (const line of lines) {
    if (!line.startsWith("{")) continue;
    const { kind, track, rung, wallMs, playedMs } = JSON.parse(line) as Record<string, unknown>; // the ledger's export
    if (kind !== "end" || typeof track !== "string") continue;
    const known = tracks.get(track) ?? tracks.size;
    tracks.set(track, known);
    const bytes = (Number(playedMs) / 8) * (kbitPerS[Number(rung)] ?? 160);
    const pieces = Math.min(piecesPerTrack, Math.ceil(bytes / pieceBytes));
    if (pieces > 0) yield { atUs: Number(wallMs) * 1_000, track: known, pieces, intent: "chosen" };
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
