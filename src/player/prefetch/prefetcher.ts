/**
 * Decides what is fetched ahead: heads of the tracks that are most likely played soon, and of the next one more
 * where the link is narrow. Score = chance of being played × what it saves ÷ bytes (DESIGN §6).
 *
 * Pure state; who fetches is prefetch-runner.ts. It never decides what is played.
 *
 * Invariants:
 *   I1  a plan is empty while somebody waits for sound or the buffer is not full
 *   I2  over time no more than `wasteShare` of what was fetched ahead is never played (waste-account.ts)
 *   I3  on a metered origin nothing is planned but the head of the next track
 */
import type { RungName } from "../../media/rung.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { CacheIntent } from "../../storage/cache-admission.ts";
import { candidatesOf, type ListeningMoment, type Stage, stageOf } from "./candidates.ts";
import { GuessRates } from "./guess-rates.ts";
import { Habits } from "./habits.ts";
import {
  candidatesMax,
  chanceLeast,
  headSeconds,
  longHeadSeconds,
  savesLeastUs,
} from "./limits.ts";
import { type PrefetchFigures, WasteAccount } from "./waste-account.ts";

/** What the cache and the link say of a track. */
export interface TrackPlace {
  readonly rung: RungName;
  readonly bytesPerS: number;
  readonly seconds: number;
  /** How much sooner it sounds from the cache than from where it is now, microseconds. */
  readonly savesUs: number;
  /** The first second that is not in the cache, as far as was looked. */
  readonly cachedTo: number;
}

export interface PrefetchMoment extends ListeningMoment {
  /** Nobody waits for sound, and what plays has its buffer full. */
  readonly isQuiet: boolean;
  /** The origin's bytes cost money. */
  readonly metered: boolean;
  /** The link brings much more than what plays takes. */
  readonly roomy: boolean;
  /** Of what may be written to flash a day little is left. */
  readonly budgetLow: boolean;
  /** Looks at so many seconds from the start. Undefined for what cannot be fetched. */
  readonly place: (track: TrackId, seconds: number) => TrackPlace | undefined;
}

/** Seconds `from` to `to`, not included, of a track, in the class `prefetch`. */
export interface PrefetchTask {
  readonly track: TrackId;
  readonly rung: RungName;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly chance: number;
  /** What the cache is told. */
  readonly intent: CacheIntent;
}

export interface StartFigures extends PrefetchFigures {
  readonly plays: number;
  /** Plays whose first second was in the cache, and those of them that were fetched ahead. */
  readonly headCached: number;
  readonly headFetched: number;
}

export class Prefetcher {
  readonly habits: Habits;
  readonly rates: GuessRates;
  readonly #account = new WasteAccount();
  #current: TrackId | undefined;
  #stage: Stage | undefined;
  readonly #starts = { plays: 0, headCached: 0, headFetched: 0 };

  constructor(habits = new Habits(), rates = new GuessRates()) {
    this.habits = habits;
    this.rates = rates;
  }

  get figures(): StartFigures {
    return { ...this.#account.figures, ...this.#starts };
  }

  /** A play began to sound. */
  began(
    track: TrackId,
    { hour, headCached }: { hour: number | undefined; headCached: boolean },
  ): void {
    this.#current = track;
    this.#stage = undefined;
    this.#starts.plays += 1;
    if (headCached) this.#starts.headCached += 1;
    if (headCached && this.#account.has(track)) this.#starts.headFetched += 1;
    this.#account.began();
    this.rates.began(track);
    this.habits.began(track, hour);
  }

  /** The play that began last got to that second of its track, and is over where `end` says so. */
  reached(second: number, end?: "finished" | "cut"): void {
    if (this.#current === undefined) return;
    this.#account.playedTo(this.#current, second);
    if (end === undefined) return;
    this.habits.ended(second, end === "finished");
    this.#current = undefined;
  }

  /** The task was carried out; `bytes` came into the cache. */
  fetched(task: PrefetchTask, bytes: number): void {
    this.#account.fetched({ ...task, bytes });
  }

  /** The best first. What is not in it any more makes no sense any more. */
  plan(moment: PrefetchMoment): readonly PrefetchTask[] {
    if (!moment.isQuiet) return [];
    const chances = this.#chances(moment);
    if (moment.budgetLow) return [];
    const [next] = moment.following;
    const wanted = moment.metered ? [...chances].filter(([track]) => track === next) : [...chances];
    const scored = wanted
      .flatMap(([track, chance]) => this.#tasksOf(moment, track, chance))
      .sort((a, b) => b.score - a.score)
      .slice(0, candidatesMax);
    return scored
      .map(({ task }) => task)
      .filter(({ bytes, chance }) => this.#account.allows(bytes, chance));
  }

  /** The highest of each track's chances. Each guess is a trial, once for a stage of a play. */
  #chances(moment: PrefetchMoment): ReadonlyMap<TrackId, number> {
    const stage = stageOf(moment);
    const fresh = stage !== this.#stage;
    this.#stage = stage;
    const chances = new Map<TrackId, number>();
    for (const { track, kind } of candidatesOf(moment, this.habits)) {
      if (fresh) this.rates.guessed(kind, track);
      chances.set(track, Math.max(chances.get(track) ?? 0, this.rates.chance(kind)));
    }
    return chances;
  }

  #tasksOf(moment: PrefetchMoment, track: TrackId, chance: number) {
    if (chance < chanceLeast) return [];
    const seconds = this.#wantedSeconds(moment, track);
    const place = moment.place(track, seconds);
    if (place === undefined || place.savesUs < savesLeastUs) return [];
    const to = Math.min(place.seconds, seconds);
    const from = place.cachedTo;
    if (from >= to) return [];
    // What lies further on is heard only by who listens so far.
    const heard = (this.habits.survival(from) + this.habits.survival(to)) / 2;
    const played = chance * heard;
    const bytes = (to - from) * place.bytesPerS;
    const task: PrefetchTask = {
      track,
      rung: place.rung,
      from,
      to,
      bytes,
      chance: played,
      // It is a few seconds, and RAM forgets it before it is played: worth its write while there is budget.
      intent: "chosen",
    };
    return [{ task, score: (played * place.savesUs) / bytes }];
  }

  #wantedSeconds(moment: PrefetchMoment, track: TrackId): number {
    if (moment.metered || moment.roomy) return headSeconds;
    const isNext = track === moment.following[0];
    const near = stageOf(moment) === "next-late";
    return isNext && near ? Number.POSITIVE_INFINITY : longHeadSeconds;
  }
}
