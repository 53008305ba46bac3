/** The speaker behind bench `control`: as much of a model as remotes look at. */
import type { TrackInfo } from "../../src/media/track.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import type {
  PlayerCommand,
  QueueItem,
  SpeakerModel,
  SpeakerStatus,
  Topic,
} from "../../src/player/model.ts";
import { soundUnknown } from "../../src/player/sound/model.ts";

/** Tracks of the library, and items of the queue: the largest household, and everything of it queued. */
export const libraryTracks = 100_000;
export const queuedItems = 10_000;

/** A speaker with a volume, a library that is searched as a speaker's is, and a long queue. */
export class BenchModel implements SpeakerModel {
  readonly #watchers = new Set<(topics: readonly Topic[]) => void>();
  readonly tracks = Array.from({ length: libraryTracks }, (_, at) => trackOf(at));
  readonly #mirror = new CatalogueMirror();
  readonly #queue: readonly QueueItem[];
  #volume = 0;

  constructor() {
    const tracks = this.tracks;
    this.#mirror.replace({ epoch: "00000000000000aa", version: 1, borrowed: false, tracks });
    this.#queue = tracks.slice(0, queuedItems).map((track, at) => ({
      id: at.toString(16).padStart(16, "0"),
      track,
      addedBy: null,
    }));
    // As a speaker does for the first who asks.
    this.#mirror.index.finish();
  }

  status(): SpeakerStatus {
    const queue = { length: queuedItems, index: 0 };
    return { ...silent, volume: this.#volume, queue };
  }

  async execute(command: PlayerCommand): Promise<{ code: "ok"; message: string }> {
    if (command.kind === "volume") this.#volume = command.level;
    for (const watcher of this.#watchers) watcher(["volume"]);
    return { code: "ok", message: "" };
  }

  subscribe(changed: (topics: readonly Topic[]) => void): () => void {
    this.#watchers.add(changed);
    return () => {
      this.#watchers.delete(changed);
    };
  }

  leave = async () => ({ code: "ok" as const, message: "" });
  queue = () => this.#queue;
  queueWindow = (from: number, count: number) => this.#queue.slice(from, from + count);
  queueMeta = () => ({ revision: 1, undo: null });
  history = () => [];
  browse = async () => undefined;
  search = async (query: string) => this.#mirror.search(query);
  pins = () => [];
  collection = {
    revision: 0,
    counts: () => ({ playlists: 0, favourites: 0, presets: 0 }),
    playlists: () => [],
    playlist: () => undefined,
    favourites: () => [],
    presets: () => [],
    settings: () => ({ zone: undefined, name: undefined }),
  };
  say = () => undefined;
  time = () => ({ wallMs: 0, trusted: false });
  whereIs = () => null;
  artwork = async () => undefined;
  library = (query: string) => this.#mirror.search(query);
  speakers = () => [];
  diagnostics = () => ({});
  firstSample = async (): Promise<boolean> => true;
}

/** Ten tracks an album, five albums an artist; words that many share, and one of its own. */
function trackOf(at: number): TrackInfo {
  const [album, artist] = [Math.floor(at / 10), Math.floor(at / 50)];
  return {
    id: at.toString(16).padStart(32, "0"),
    title: `Song ${at} of the ${["river", "harbour", "meadow", "winter"][at % 4]}`,
    artist: `Artist ${artist}`,
    album: `Album ${album} in ${["blue", "green", "amber"][album % 3]}`,
    albumArtist: "",
    track: (at % 10) + 1,
    disc: 1,
    year: 1960 + (album % 60),
    genre: "Folk",
    durationMs: 200_000,
    rungs: ["opus-96", "opus-160", "opus-320", "flac"],
    artwork: undefined,
  };
}

const silent: SpeakerStatus = {
  speaker: { id: "bench", name: "bench", version: "0", uptimeS: 0 },
  state: "stopped",
  positionMs: 0,
  volume: 0,
  muted: false,
  repeat: "off",
  shuffle: false,
  track: null,
  rung: null,
  rungWhy: null,
  quality: { origin: "auto", peer: "auto" },
  queue: { length: 0, index: 0 },
  play: { startMs: null, stalls: 0, stallMs: 0, playedMs: 0, concealedMs: 0 },
  totals: {
    plays: 0,
    stalls: 0,
    playedMs: 0,
    concealedMs: 0,
    bytes: { cache: 0, peer: 0, origin: 0 },
    underruns: 0,
    datagramsLost: 0,
    datagramsRepaired: 0,
    verifyFailures: 0,
    rungChanges: 0,
  },
  cache: {
    sizeBytes: 0,
    usedBytes: 0,
    chunks: 0,
    hitBytes: 0,
    missBytes: 0,
    payloadBytesWritten: 0,
    deviceBytesWritten: 0,
    enabled: false,
    trouble: null,
    pinned: { tracks: 0, whole: 0, bytes: 0 },
  },
  events: {
    pending: 0,
    oldestS: 0,
    appended: 0,
    acknowledged: 0,
    waiting: 0,
    full: false,
    trouble: null,
  },
  link: [],
  output: { device: "", rate: 0, bufferMs: 0, delayMs: 0, trouble: null, missingS: null, peak: 0 },
  input: null,
  group: null,
  settings: { trouble: null },
  clock: { trusted: true, source: "own", aheadMs: 0 },
  bufferedMs: 0,
  sound: soundUnknown,
  trouble: null,
};
