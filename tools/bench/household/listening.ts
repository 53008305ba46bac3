/**
 * What a household plays, made up from a seed in the shape that was measured in a large music service: how
 * often people choose and how often they let it run, when they skip, how few tracks get most of the plays, and
 * at which hours. Sources of the figures: `figures` below. Pure.
 *
 * What no source says is chosen here and named so: how long queues are, how taste is spread within the
 * favourites and the rest (evenly in the rest, which is the hardest for a cache), and what follows a skip.
 * The members of a house like the same music.
 */
import { Rng } from "../../../src/base/rng.ts";

/** Kreitz & Niemelä, IEEE P2P 2010; Zhang and others, INFOCOM 2013 (hours); Lamere 2014 (skips). */
export const figures = {
  /** Plays that follow by themselves or by "next"; the rest is picked. */
  sequentialShare: 0.61,
  /** Of all plays, those that are over within so many seconds. */
  skips: [
    { withinS: 5, share: 0.24 },
    { withinS: 30, share: 0.35 },
  ],
  skippedShare: 0.486,
  /** The most played of the library, and what they get of the plays. */
  favouriteTracks: 0.12,
  favouritePlays: 0.88,
  /** Plays a day of one speaker, and the length of a track: the goal's (DESIGN §12). */
  playsPerDay: 45,
  trackS: 240,
} as const;

export interface ListeningOptions {
  readonly seed: number;
  /** Tracks of the library. */
  readonly tracks: number;
  readonly speakers: number;
  readonly days: number;
}

export interface HousePlay {
  /** Since the beginning, seconds. */
  readonly atS: number;
  readonly speaker: number;
  readonly track: number;
  /** From the start of the track, seconds, up to all of it. */
  readonly playedS: number;
  readonly by: "choice" | "sequence";
  /** What the speaker's queue holds, and where in it this play is. */
  readonly queue: readonly number[];
  readonly place: number;
}

export const albumTracks = 12;
/** Chosen: of what is picked so many queue one track, an album from there on, or a list of mixed tracks. */
const queueKinds = { single: 0.12, album: 0.38 };
const listTracks = 25;
/** Chosen: what is over runs on by itself, what was skipped is mostly given up for something else. */
const goesOn = { finished: 0.98, skipped: 0.33 };
/** Chosen: people who pick something while music plays, of all who pick. */
const pickedAtOnce = 0.5;
/** Chosen: among the favourites the first is played a few times as often as the last. */
const favouriteZipf = 0.5;

/** Sessions that begin in each hour, relative: peaks at 9–10 and 18–19, least at 2 (chosen between them). */
export const hourWeights = [
  2, 1.2, 0.6, 0.8, 1.2, 2, 4, 7, 9, 11, 8, 6.5, 6.5, 6.5, 6.5, 7, 8, 10, 12, 9, 8, 6.5, 5, 3.5,
] as const;

const sPerHour = 3_600;
const sPerDay = 24 * sPerHour;

/** All plays of the house, in the order of their beginnings. The same seed gives the same plays. */
export function listeningOf(options: ListeningOptions): readonly HousePlay[] {
  const taste = new Taste(new Rng(options.seed), options.tracks);
  const plays: HousePlay[] = [];
  for (let speaker = 0; speaker < options.speakers; speaker++) {
    const rng = new Rng(options.seed * 1_009 + speaker + 1);
    plays.push(...speakerPlays(options, { speaker, taste, rng }));
  }
  return plays.sort((a, b) => a.atS - b.atS);
}

interface Listener {
  readonly speaker: number;
  readonly taste: Taste;
  readonly rng: Rng;
}

function* speakerPlays(options: ListeningOptions, who: Listener): Generator<HousePlay> {
  const { rng } = who;
  // A new session is half of all picks; sessions that ran into the next are moved behind it.
  const sessionsPerDay = figures.playsPerDay * (1 - figures.sequentialShare) * (1 - pickedAtOnce);
  let freeS = 0;
  for (let day = 0; day < options.days; day++) {
    const count = Math.floor(sessionsPerDay) + (rng.chance(sessionsPerDay % 1) ? 1 : 0);
    const starts = Array.from({ length: count }, () => day * sPerDay + timeOfDayS(rng));
    for (const startS of starts.sort((a, b) => a - b)) {
      freeS = yield* session(Math.max(startS, freeS), who);
      freeS += 1;
    }
  }
}

/** From the first pick until nobody picks anything any more; gives the time at which it is quiet. */
function* session(startS: number, who: Listener): Generator<HousePlay, number> {
  const { rng, taste, speaker } = who;
  let atS = startS;
  for (;;) {
    const queue = taste.queue(rng);
    let by: HousePlay["by"] = "choice";
    for (let place = 0; place < queue.length; place++) {
      const track = queue[place] ?? 0;
      const playedS = playedSeconds(rng);
      yield { atS, speaker, track, playedS, by, queue, place };
      atS += playedS;
      by = "sequence";
      const finished = playedS >= figures.trackS;
      if (!rng.chance(finished ? goesOn.finished : goesOn.skipped)) break;
    }
    if (!rng.chance(pickedAtOnce)) return atS;
  }
}

function playedSeconds(rng: Rng): number {
  const draw = rng.float();
  let [fromS, below] = [0.5, 0];
  for (const { withinS, share } of [
    ...figures.skips,
    { withinS: figures.trackS, share: figures.skippedShare },
  ]) {
    if (draw < share) return fromS + ((draw - below) / (share - below)) * (withinS - fromS);
    [fromS, below] = [withinS, share];
  }
  return figures.trackS;
}

function timeOfDayS(rng: Rng): number {
  const sum = hourWeights.reduce<number>((total, weight) => total + weight, 0);
  let left = rng.float() * sum;
  const hour = hourWeights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return (Math.max(0, hour) + rng.float()) * sPerHour;
}

/** Who likes what: whole albums are favourites, the first tracks of the numbering. */
class Taste {
  readonly #tracks: number;
  readonly #favourites: number;
  readonly #favouriteSums: Float64Array;
  readonly #order: readonly number[];

  constructor(rng: Rng, tracks: number) {
    this.#tracks = tracks;
    this.#favourites = Math.round(figures.favouriteTracks * tracks);
    const weights = Array.from(
      { length: this.#favourites },
      (_, rank) => (rank + 1) ** -favouriteZipf,
    );
    // How much a track is liked within the favourites has nothing to do with its place on its album.
    this.#order = rng.shuffle(weights.map((_, rank) => rank));
    let sum = 0;
    this.#favouriteSums = Float64Array.from(weights, (weight) => {
      sum += weight;
      return sum;
    });
  }

  queue(rng: Rng): readonly number[] {
    const first = this.#pick(rng);
    const draw = rng.float();
    if (draw < queueKinds.single) return [first];
    if (draw < queueKinds.single + queueKinds.album) return this.#albumFrom(first);
    return [first, ...Array.from({ length: listTracks - 1 }, () => this.#pick(rng))];
  }

  #pick(rng: Rng): number {
    if (!rng.chance(figures.favouritePlays))
      return this.#favourites + rng.below(this.#tracks - this.#favourites);
    const wanted = rng.float() * (this.#favouriteSums.at(-1) ?? 0);
    const rank = this.#favouriteSums.findIndex((sum) => wanted < sum);
    return this.#order[rank] ?? 0;
  }

  /** To the end of its album; favourites and the rest share none. */
  #albumFrom(track: number): readonly number[] {
    const base = track < this.#favourites ? 0 : this.#favourites;
    const limit = track < this.#favourites ? this.#favourites : this.#tracks;
    const end = base + (Math.floor((track - base) / albumTracks) + 1) * albumTracks;
    return Array.from({ length: Math.min(end, limit) - track }, (_, i) => track + i);
  }
}
