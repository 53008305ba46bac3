/**
 * One speaker of the simulated household: plays what it is told, chunk by chunk, from its cache, a neighbour or
 * the origin, and fetches ahead what the real prefetcher plans.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { usPerS } from "../../../src/base/units.ts";
import { nextTrackLeadUs, nextTrackNearUs } from "../../../src/player/limits.ts";
import {
  Prefetcher,
  type PrefetchMoment,
  type PrefetchTask,
} from "../../../src/player/prefetch/prefetcher.ts";
import type { Agenda } from "./agenda.ts";
import type { ChunkLink, LinkTraits } from "./link-model.ts";
import { albumTracks, figures, type HousePlay } from "./listening.ts";
import { chunkBytes, RingCache } from "./ring-cache.ts";
import type { Holder, KeepRules, PickRules } from "./rules.ts";
import type { AheadKind, Tally } from "./tally.ts";

export const secondsPerTrack = figures.trackS;

/** How the rooms of a house know each other. */
export interface RoomWorld {
  readonly tally: Tally;
  readonly agenda: Agenda;
  readonly rooms: readonly Room[];
  readonly peers: boolean;
  readonly prefetch: boolean;
  readonly pick: PickRules;
  readonly readAheadS: (playedS: number) => number;
  /** Of the next track before it is heard: when the player opens it, and when its turn is near. */
  readonly nextSeconds: number;
  readonly nextNearSeconds: number;
  readonly origin: LinkTraits & { readonly link: ChunkLink };
  readonly lan: LinkTraits;
  /** How many caches hold each chunk. */
  readonly copies: Uint8Array;
  /** Chunks that were played by somebody. */
  readonly played: Uint8Array;
  readonly counts: (nowS: number) => boolean;
}

export interface RoomOptions {
  readonly speaker: number;
  readonly tracks: number;
  readonly cacheBytes: number;
  readonly keep: KeepRules;
  readonly link: ChunkLink;
  readonly rng: Rng;
}

/**
 * From the command to the first sample when the first chunk lies here: what bench `startup` measures at the 99th
 * percentile, in the middle it is 1.5 ms. Over a link a round trip and the first part of the chunk come on top.
 */
const ownStartS = 0.008;
/** Of a chunk, what has to be here before it sounds: three frames. */
const prerollBytes = 1_500;
/** Fetched in steps of so many seconds of music. */
const stepS = 5;
/** The player opens the next track when this much is left, and fetches more of it later. */
const nextS = nextTrackLeadUs / usPerS;
const nextNearS = nextTrackNearUs / usPerS;
const sPerHour = 3_600;

export const aheadKinds: readonly AheadKind[] = ["head", "next"];
const aheadCodes: Readonly<Record<AheadKind, number>> = { head: 1, next: 2 };

interface Sounding {
  readonly play: HousePlay;
  /** The sound began. */
  readonly soundS: number;
  readonly endS: number;
  readonly opened: ReadonlySet<number>;
  /** Fetched up to here. */
  fetchedTo: number;
  stalled: boolean;
}

export class Room {
  readonly #world: RoomWorld;
  readonly #options: RoomOptions;
  readonly cache: RingCache;
  readonly #prefetcher = new Prefetcher();
  /** Chunks fetched ahead that nobody has played yet, by the code of their kind; 0 for the rest. */
  readonly #ahead: Uint8Array;
  readonly #aheadLost = { head: 0, next: 0 };
  /** Until when each neighbour is served. */
  readonly #uploads = new Map<Room, number>();
  #now: Sounding | undefined;
  /** Chunks of the next track, which its feed holds in RAM whatever the cache makes of them. */
  #opened = new Set<number>();

  constructor(world: RoomWorld, options: RoomOptions) {
    this.#world = world;
    this.#options = options;
    const { cacheBytes, keep, rng, tracks } = options;
    this.#ahead = new Uint8Array(tracks * secondsPerTrack);
    this.cache = new RingCache({
      chunks: tracks * secondsPerTrack,
      sizeBytes: cacheBytes,
      rng,
      copies: world.copies,
      // It is asked while it is gone from here.
      movesOn: (chunk, heat) => keep.movesOn(heat, world.peers && (world.copies[chunk] ?? 0) > 0),
    });
  }

  /** Fetched ahead and played by nobody. */
  aheadNeverBytes(kind: AheadKind): number {
    const code = aheadCodes[kind];
    const left = this.#ahead.reduce((sum, mark) => sum + (mark === code ? 1 : 0), 0);
    return (this.#aheadLost[kind] + left) * chunkBytes;
  }

  /** `follows`: by itself, without a gap. */
  begin(play: HousePlay, follows: boolean, nowS: number): void {
    const { tally, agenda, counts } = this.#world;
    const first = play.track * secondsPerTrack;
    const headCached = this.cache.has(first) || this.#opened.has(first);
    const opened = this.#opened;
    this.#opened = new Set();
    const soundS = headCached ? nowS + ownStartS : this.#startOf(first, nowS);
    const endS = nowS + play.playedS;
    const now: Sounding = { play, soundS, endS, opened, fetchedTo: 0, stalled: false };
    this.#now = now;
    this.#prefetcher.began(String(play.track), { hour: hourOf(nowS), headCached });
    if (counts(nowS)) {
      tally.plays += 1;
      if (headCached) tally.headCached += 1;
      if (!follows && !headCached && !this.#isInHouse(first)) tally.startsFromOrigin += 1;
      if (!follows) tally.startMs.push((soundS - nowS) * 1_000);
    }
    this.#step(now, nowS);
    // What is heard at once has its buffer before it is asked what comes next.
    for (const atS of [nowS + 2, nowS + 30, nowS + figures.trackS - 40])
      if (atS < now.endS) agenda.at(atS, (at) => this.#fetchAhead(now, at));
    const { nextSeconds, nextNearSeconds } = this.#world;
    for (const [leftS, seconds] of [
      [nextS, nextSeconds],
      [nextNearS, nextNearSeconds],
    ] as const) {
      const fromS = figures.trackS - leftS;
      if (play.playedS >= fromS) agenda.at(nowS + fromS, (at) => this.#openNext(now, seconds, at));
    }
    agenda.at(now.endS, () => this.#end(now));
  }

  /** Another speaker wants it: what it takes from here. Warms it. */
  serve(
    to: Room,
    { chunk, background }: { chunk: number; background: boolean },
    nowS: number,
  ): number {
    const { tally, counts } = this.#world;
    this.cache.use(chunk);
    this.#heard(chunk);
    const doneS = this.#options.link.transfer(chunkBytes, nowS, background);
    this.#uploads.set(to, doneS);
    if (counts(nowS)) {
      tally.uploadsAtOnce = Math.max(tally.uploadsAtOnce, this.#uploadsAt(nowS));
      const { speaker } = this.#options;
      tally.served[speaker] = (tally.served[speaker] ?? 0) + chunkBytes;
    }
    return doneS;
  }

  /** When the first sound of a play comes whose head is not here; fetches nothing. */
  #startOf(chunk: number, nowS: number): number {
    const { origin, lan } = this.#world;
    const { rttS, bytesPerS } = this.#isInHouse(chunk) ? lan : origin;
    return nowS + ownStartS + rttS + prerollBytes / bytesPerS;
  }

  /** A neighbour has it. */
  #isInHouse(chunk: number): boolean {
    const { peers, copies } = this.#world;
    return peers && (copies[chunk] ?? 0) > (this.cache.has(chunk) ? 1 : 0);
  }

  /** Keeps the window ahead of what is heard full, until the play is over. */
  #step(now: Sounding, nowS: number): void {
    if (this.#now !== now) return;
    const playedS = nowS - now.play.atS;
    const aheadS = this.#world.readAheadS(playedS);
    const to = Math.min(secondsPerTrack, Math.ceil(playedS) + aheadS);
    for (; now.fetchedTo < to; now.fetchedTo++) this.#take(now, now.fetchedTo, nowS);
    const againS = nowS + stepS;
    if (againS < now.endS) this.#world.agenda.at(againS, (at) => this.#step(now, at));
  }

  #take(now: Sounding, second: number, nowS: number): void {
    const { tally, counts } = this.#world;
    const chunk = now.play.track * secondsPerTrack + second;
    if (now.opened.has(chunk)) return;
    const { from, doneS } = this.#get(
      chunk,
      nowS,
      "chosen",
      Math.max(0, now.soundS + second - nowS),
    );
    if (!counts(nowS)) return;
    tally.bytes[from] += chunkBytes;
    if (from === "origin" && this.#world.played[chunk] === 0) tally.originFirst += chunkBytes;
    // A chunk plays while it comes: what counts is that its end is here when its end is heard.
    const late = second > 0 && doneS > now.soundS + second + 1 && second < now.play.playedS;
    if (late && !now.stalled) {
      now.stalled = true;
      tally.stalledPlays += 1;
    }
  }

  /** From wherever it is, into the cache. */
  #get(chunk: number, nowS: number, why: "chosen" | "ahead", neededInS: number) {
    if (this.cache.use(chunk)) return { from: "cache", doneS: nowS } as const;
    const { pick, rooms, origin } = this.#world;
    const background = why === "ahead";
    const nowUs = nowS * usPerS;
    const holders = this.#isInHouse(chunk) ? this.#holders(chunk) : [];
    const picked = pick.pick({
      holders: holders.map((room) => room.#asHolder(nowS)),
      neededInS,
      originRttS: origin.rttS,
    });
    const peer = picked.from === "peer" ? rooms[picked.speaker] : undefined;
    if (peer !== undefined) {
      const { cacheBytes, keep } = this.#options;
      const intent = keep.fromPeer((this.cache.writtenChunks * chunkBytes) / cacheBytes);
      const doneS = peer.serve(this, { chunk, background }, nowS);
      if (intent !== undefined) this.cache.put(chunk, intent, nowUs);
      return { from: "peer", doneS } as const;
    }
    this.cache.put(chunk, "chosen", nowUs);
    return { from: "origin", doneS: origin.link.transfer(chunkBytes, nowS, background) } as const;
  }

  #asHolder(nowS: number): Holder {
    const { rttS, bytesPerS } = this.#world.lan;
    const { speaker, link } = this.#options;
    return { speaker, waitS: link.waitS(nowS), takesS: rttS + chunkBytes / bytesPerS };
  }

  #uploadsAt(nowS: number): number {
    let count = 0;
    for (const endS of this.#uploads.values()) if (endS > nowS) count += 1;
    return count;
  }

  #holders(chunk: number): readonly Room[] {
    return this.#world.rooms.filter((room) => room !== this && room.cache.has(chunk));
  }

  #openNext(now: Sounding, seconds: number, nowS: number): void {
    const next = now.play.queue[now.play.place + 1];
    if (this.#now !== now || next === undefined) return;
    for (let second = 0; second < seconds; second++) {
      const chunk = next * secondsPerTrack + second;
      if (this.#opened.has(chunk)) continue;
      this.#getAhead(chunk, "next", nowS);
      this.#opened.add(chunk);
    }
  }

  #fetchAhead(now: Sounding, nowS: number): void {
    if (this.#now !== now || !this.#world.prefetch) return;
    for (const task of this.#prefetcher.plan(this.#moment(now, nowS))) this.#carryOut(task, nowS);
  }

  #carryOut(task: PrefetchTask, nowS: number): void {
    let bytes = 0;
    for (let second = task.from; second < task.to; second++)
      bytes += this.#getAhead(Number(task.track) * secondsPerTrack + second, "head", nowS);
    if (bytes > 0) this.#prefetcher.fetched(task, bytes);
  }

  /** Bytes that came; 0 where it was here. */
  #getAhead(chunk: number, kind: AheadKind, nowS: number): number {
    if (this.cache.has(chunk)) return 0;
    const { tally, counts } = this.#world;
    const { from } = this.#get(chunk, nowS, "ahead", nextS);
    if (!counts(nowS)) return chunkBytes;
    // It was fetched ahead before, and the cache has lost it since.
    for (const lost of aheadKinds)
      if (this.#ahead[chunk] === aheadCodes[lost]) this.#aheadLost[lost] += 1;
    this.#ahead[chunk] = aheadCodes[kind];
    tally.ahead[kind] += chunkBytes;
    tally.bytes[from] += chunkBytes;
    if (from === "origin" && this.#world.played[chunk] === 0) tally.originFirst += chunkBytes;
    return chunkBytes;
  }

  #moment({ play }: Sounding, nowS: number): PrefetchMoment {
    const { queue, place, track } = play;
    const elapsedS = nowS - play.atS;
    const { origin } = this.#world;
    const inAlbum = (track + 1) % albumTracks !== 0;
    return {
      current: String(track),
      elapsedS,
      leftS: figures.trackS - elapsedS,
      following: queue.slice(place + 1, place + 21).map(String),
      previous: place > 0 ? String(queue[place - 1]) : undefined,
      albumNext: inAlbum ? String(track + 1) : undefined,
      hour: hourOf(nowS),
      looked: [],
      isQuiet: true,
      metered: false,
      roomy: true,
      budgetLow: this.cache.isBudgetLow(nowS * usPerS),
      place: (id, seconds) => {
        const base = Number(id) * secondsPerTrack;
        if (base >= this.#ahead.length) return undefined;
        let cachedTo = 0;
        while (cachedTo < Math.min(seconds, secondsPerTrack) && this.cache.has(base + cachedTo))
          cachedTo += 1;
        const savesUs =
          (this.#isInHouse(base + cachedTo) ? this.#world.lan.rttS : origin.rttS) * usPerS;
        return {
          rung: "opus-160",
          bytesPerS: chunkBytes,
          seconds: secondsPerTrack,
          savesUs,
          cachedTo,
        };
      },
    };
  }

  #end(now: Sounding): void {
    const { play } = now;
    for (let second = 0; second < Math.min(secondsPerTrack, Math.ceil(play.playedS)); second++) {
      const chunk = play.track * secondsPerTrack + second;
      this.#world.played[chunk] = 1;
      this.#heard(chunk);
    }
    const finished = play.playedS >= figures.trackS;
    this.#prefetcher.reached(play.playedS, finished ? "finished" : "cut");
    if (this.#now === now) this.#now = undefined;
  }

  #heard(chunk: number): void {
    this.#ahead[chunk] = 0;
  }
}

function hourOf(nowS: number): number {
  return Math.floor(nowS / sPerHour) % 24;
}
