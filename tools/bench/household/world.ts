/**
 * A house of speakers over weeks, chunk by chunk: the real prefetcher and the real admission over a model of the
 * cache's ring and of the links. Events in virtual time; the same options give the same tally.
 *
 * Left out: datagrams and loss (link-model.ts), rungs (all is played at 160 kbit/s), manifests and leaf lists (a
 * twentieth of one per cent of a track), the half second until a neighbour hears of a new chunk, and what speakers that
 * play the same at the same time share beyond that: those here hardly ever do.
 */
import { Rng } from "../../../src/base/rng.ts";
import { uploadBytesPerS } from "../../../src/peer/limits.ts";
import { segmentBytes } from "../../../src/storage/limits.ts";
import { Agenda } from "./agenda.ts";
import { ChunkLink, type LinkTraits } from "./link-model.ts";
import { figures, type HousePlay, listeningOf } from "./listening.ts";
import { chunkBytes, chunksPerSegment } from "./ring-cache.ts";
import { aheadKinds, Room, type RoomWorld, secondsPerTrack } from "./room.ts";
import { type KeepRules, type PickRules, soonestPeer } from "./rules.ts";
import { SharedLru } from "./shared-lru.ts";
import { emptyTally, type Tally } from "./tally.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly tracks: number;
  readonly speakers: number;
  readonly days: number;
  readonly cacheBytes: number;
  readonly keep: KeepRules;
  readonly pick?: PickRules;
  /** Off: speakers know nothing of each other. */
  readonly peers: boolean;
  readonly prefetch: boolean;
  /** Fetched ahead of what plays, seconds, after so many seconds of it. */
  readonly readAheadS: (playedS: number) => number;
  /** Seconds of the next track that are fetched when it is opened, and when its turn is near. */
  readonly nextSeconds: number;
  readonly nextNearSeconds: number;
  /** What is played; made from the seed where it is absent. */
  readonly plays?: readonly HousePlay[];
  /** What comes before this fills the caches and is not counted. Default: a week. */
  readonly warmDays?: number;
  /** The way to the origin. Default: a household's line. */
  readonly originLink?: LinkTraits;
}

const sPerDay = 86_400;
const warmDaysDefault = 7;

/** A household's line, and its Wi-Fi as far as a speaker uses it for others. */
const originLinkDefault = { rttS: 0.03, bytesPerS: 2_500_000 };
const lanLink = { rttS: 0.003, bytesPerS: uploadBytesPerS };

export function runWorld(options: WorldOptions): Tally {
  const { plays = listeningOf(options), warmDays = warmDaysDefault } = options;
  const { originLink = originLinkDefault } = options;
  const agenda = new Agenda();
  const tally = emptyTally(options.speakers);
  const rooms: Room[] = [];
  const world: RoomWorld = {
    tally,
    agenda,
    rooms,
    peers: options.peers,
    prefetch: options.prefetch,
    pick: options.pick ?? soonestPeer,
    readAheadS: options.readAheadS,
    nextSeconds: options.nextSeconds,
    nextNearSeconds: options.nextNearSeconds,
    origin: { link: new ChunkLink(originLink), ...originLink },
    lan: lanLink,
    copies: new Uint8Array(options.tracks * secondsPerTrack),
    played: new Uint8Array(options.tracks * secondsPerTrack),
    counts: (nowS) => nowS >= warmDays * sPerDay,
  };
  for (let speaker = 0; speaker < options.speakers; speaker++)
    rooms.push(
      new Room(world, {
        speaker,
        tracks: options.tracks,
        cacheBytes: options.cacheBytes,
        keep: options.keep,
        link: new ChunkLink(lanLink),
        rng: new Rng(options.seed * 31 + speaker),
      }),
    );
  const ideal = new SharedLru(
    options.tracks * secondsPerTrack,
    Math.floor((options.speakers * options.cacheBytes) / segmentBytes) * chunksPerSegment,
  );
  schedule(plays, { agenda, rooms, counts: world.counts, ideal, tally });
  agenda.run();
  for (const room of rooms)
    for (const kind of aheadKinds) tally.aheadNever[kind] += room.aheadNeverBytes(kind);
  return tally;
}

interface Stage {
  readonly agenda: Agenda;
  readonly rooms: readonly Room[];
  readonly counts: (nowS: number) => boolean;
  readonly ideal: SharedLru;
  readonly tally: Tally;
}

function schedule(plays: readonly HousePlay[], stage: Stage): void {
  const last = new Map<number, HousePlay>();
  const everPlayed = new Set<number>();
  for (const play of plays) {
    const before = last.get(play.speaker);
    last.set(play.speaker, play);
    const follows = play.by === "sequence" && before !== undefined && isFinished(before);
    stage.agenda.at(play.atS, (nowS) => {
      useIdeal(play, stage, everPlayed, nowS);
      stage.rooms[play.speaker]?.begin(play, follows, nowS);
    });
  }
}

function isFinished({ playedS }: HousePlay): boolean {
  return playedS >= figures.trackS;
}

/** The same play with one cache for all, which takes exactly what is heard. */
function useIdeal(play: HousePlay, stage: Stage, everPlayed: Set<number>, nowS: number): void {
  const { ideal, tally } = stage;
  for (let second = 0; second < Math.min(secondsPerTrack, Math.ceil(play.playedS)); second++) {
    const chunk = play.track * secondsPerTrack + second;
    const first = !everPlayed.has(chunk);
    everPlayed.add(chunk);
    const hit = ideal.use(chunk);
    if (!stage.counts(nowS)) continue;
    tally.played += chunkBytes;
    if (!hit) tally.ideal += chunkBytes;
    if (first) tally.idealFirst += chunkBytes;
  }
}
