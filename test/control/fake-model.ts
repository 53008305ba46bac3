/** A speaker that plays nothing: keeps queue, volume and state as one would expect, at once. */
import type { Clip } from "../../src/audio/clip.ts";
import { foldText, searchWords } from "../../src/base/fold.ts";
import type { KnownTime } from "../../src/household/house-time.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import type { Said } from "../../src/player/announcer.ts";
import { isCollectionCommand } from "../../src/player/collection/model.ts";
import type {
  BrowseList,
  CommandOutcome,
  Here,
  PinReport,
  PlaybackCommand,
  PlayedTrack,
  PlayerCommand,
  PlayState,
  QueueItem,
  QueueMeta,
  Repeat,
  SeenSpeaker,
  SpeakerModel,
  SpeakerStatus,
  Topic,
} from "../../src/player/model.ts";
import { type SoundCommand, type SoundReport, soundUnknown } from "../../src/player/sound/model.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { fakeCollection } from "../player/collection/fake-collection.ts";

/** Longer than any of them plays in a test. */
const seekableMs = 60_000;

export function fakeTrack(number: number): TrackInfo {
  return {
    id: number.toString(16).padStart(32, "0"),
    title: `Song ${number}`,
    artist: number % 2 === 0 ? "Björk" : "The Ånd",
    album: `Album ${number % 3}`,
    albumArtist: "",
    track: number + 1,
    disc: 1,
    year: 1999,
    genre: "Test",
    durationMs: 60_000 + number * 1000,
    rungs: ["opus-96", "opus-160", "opus-320", "flac"],
    artwork: undefined,
  };
}

const ok: CommandOutcome = { code: "ok", message: "" };

export class FakeModel implements SpeakerModel {
  readonly #clock: Clock;
  readonly #watchers = new Set<(topics: readonly Topic[]) => void>();
  tracks: TrackInfo[] = Array.from({ length: 8 }, (_, at) => fakeTrack(at));
  cacheTrouble: string | null = null;
  items: QueueItem[] = [];
  index = -1;
  state: PlayState = "stopped";
  volume = 30;
  muted = false;
  repeat: Repeat = "off";
  shuffle = false;
  pinned: PinReport[] = [];
  played: PlayedTrack[] = [];
  /** Commands that were run, for tests that count them. */
  ran: PlayerCommand[] = [];
  /** Commands wait for this before they do anything. */
  gate: Promise<void> = Promise.resolve();
  sound: Promise<boolean> = Promise.resolve(true);
  #itemIds = 0;
  #ids = "";
  #revision = 1;
  #by = "";
  #positionMs = 0;
  #sinceUs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceUs = clock.nowUs();
  }

  get #nowMs(): number {
    const moved = this.state === "playing" ? (this.#clock.nowUs() - this.#sinceUs) / 1000 : 0;
    return Math.floor(this.#positionMs + moved);
  }

  sounds: SoundReport = soundUnknown;
  /** Clips that it was told to say. */
  said: Clip[] = [];
  say(clips: readonly Clip[]): Said {
    this.said.push(...clips);
    return { done: Promise.resolve(true), stop: () => undefined, setLevel: () => undefined };
  }

  /** Whether anybody vouches for the wall clock. */
  timeTrusted = true;
  time(): KnownTime {
    return { wallMs: this.#clock.wallMs(), trusted: this.timeTrusted };
  }

  async leave(): Promise<CommandOutcome> {
    return ok;
  }

  /** Answered for every track. */
  here: Here | null = null;

  whereIs(): Here | null {
    return this.here;
  }

  readonly covers = new Map<string, Uint8Array>();

  async artwork(hash: string): Promise<Uint8Array | undefined> {
    return this.covers.get(hash);
  }

  /** Those of a household of one, in memory. */
  readonly #collecting = fakeCollection({
    find: (what) => what.flatMap((text) => this.library(text)),
    play: (what) => {
      this.ran.push({ kind: "play", what });
      return ok;
    },
  });
  readonly collection = this.#collecting.collection;

  pins(): readonly PinReport[] {
    return this.pinned;
  }

  status(): SpeakerStatus {
    const track = this.items[this.index]?.track ?? null;
    return {
      speaker: { id: "aa11", name: "Kitchen", version: "0.1.0", uptimeS: 12 },
      state: this.state,
      positionMs: this.#nowMs,
      volume: this.volume,
      muted: this.muted,
      repeat: this.repeat,
      shuffle: this.shuffle,
      track,
      rung: track === null ? null : "opus-160",
      rungWhy: track === null ? null : "link",
      quality: { origin: "auto", peer: "320" },
      queue: { length: this.items.length, index: this.index },
      play: {
        startMs: track === null ? null : 12.5,
        stalls: 0,
        stallMs: 0,
        playedMs: 900,
        concealedMs: 0,
      },
      totals: {
        plays: 3,
        stalls: 1,
        playedMs: 5000,
        concealedMs: 20,
        bytes: { cache: 1000, peer: 0, origin: 5_000_000_000 },
        underruns: 0,
        datagramsLost: 2,
        datagramsRepaired: 2,
        verifyFailures: 0,
        rungChanges: 2,
      },
      cache: {
        sizeBytes: 2 ** 31,
        usedBytes: 5000,
        chunks: 4,
        hitBytes: 10,
        missBytes: 20,
        payloadBytesWritten: 30,
        deviceBytesWritten: 40,
        enabled: true,
        trouble: this.cacheTrouble,
        pinned: { tracks: 2, whole: 1, bytes: 19_000_000 },
      },
      events: {
        pending: 1,
        oldestS: 2.5,
        appended: 4,
        acknowledged: 3,
        waiting: 0,
        full: false,
        trouble: null,
      },
      link: [
        { to: "origin", kind: "origin", rttMs: 1.25, lossPct: 0, rateBps: 1e6, state: "ready" },
      ],
      output: {
        device: "null",
        rate: 48_000,
        bufferMs: 100,
        delayMs: 80,
        trouble: null,
        missingS: 12,
        peak: 0.5,
      },
      input: {
        device: "alsa:hw:1",
        rate: 44_100,
        latencyMs: 28.53,
        trouble: null,
        overruns: 1,
        dropouts: 2,
        ppm: -37.5,
      },
      group: null,
      settings: { trouble: null },
      clock: { trusted: true, source: "own", aheadMs: 0 },
      bufferedMs: 2500,
      trouble: null,
      sound: this.sounds,
    };
  }

  queue(): readonly QueueItem[] {
    return this.items;
  }

  queueWindow(from: number, count: number): readonly QueueItem[] {
    return this.items.slice(from, from + count);
  }

  queueMeta(): QueueMeta {
    const ids = this.items.map(({ id }) => id).join();
    if (ids !== this.#ids) this.#revision += 1;
    this.#ids = ids;
    return { revision: this.#revision, undo: null };
  }

  history(): readonly PlayedTrack[] {
    return this.played;
  }

  async browse(path: string, query: string): Promise<BrowseList | undefined> {
    if (path === "played") return { kind: "tracks", tracks: this.library(query) };
    if (path !== "artists") return undefined;
    const artists = [...new Set(this.library(query).map(({ artist }) => artist))];
    const shelves = artists.map((title, at) => ({
      ...{ ref: `artist:${at}`, title, artist: "", albums: 3, tracks: 4, durationMs: 5 },
      ...{ year: 0, artwork: undefined },
    }));
    return { kind: "shelves", shelves };
  }

  async search(query: string): Promise<readonly TrackInfo[]> {
    return this.library(query);
  }

  library(query: string): readonly TrackInfo[] {
    const words = searchWords(query);
    return this.tracks.filter(({ title, artist, album }) => {
      const text = foldText(`${title} ${artist} ${album}`);
      return words.every((word) => text.includes(word));
    });
  }

  /** Where the other speaker's web remote is. */
  bathWeb: string[] = [];

  speakers(): readonly SeenSpeaker[] {
    const self = { id: "aa11", name: "Kitchen", address: "10.0.0.5:7646", via: "self" };
    const other = { id: "bb22", name: "Bath", address: "", via: "known", seen: ["known"] };
    return [
      { ...self, web: [], seen: ["self"], member: true, open: false, blocked: null },
      { ...other, web: this.bathWeb, member: true, open: false, blocked: "it does not answer" },
    ];
  }

  diagnostics(): Readonly<Record<string, unknown>> {
    return { fake: true, long: "x".repeat(100_000) };
  }

  async execute(command: PlayerCommand, by = ""): Promise<CommandOutcome> {
    await this.gate;
    this.ran.push(command);
    this.#by = by;
    if (isCollectionCommand(command)) {
      const outcome = this.#collecting.execute(command);
      for (const watcher of this.#watchers) watcher(["collection", "household"]);
      return outcome;
    }
    if (command.kind === "rename") return ok;
    const result = this.#execute(command);
    if (typeof result === "string") return { code: "not-found", message: result };
    for (const watcher of this.#watchers) watcher(result);
    return ok;
  }

  async firstSample(): Promise<boolean> {
    return await this.sound;
  }

  subscribe(changed: (topics: readonly Topic[]) => void): () => void {
    this.#watchers.add(changed);
    return () => {
      this.#watchers.delete(changed);
    };
  }

  /** As when a track ends by itself. */
  advance(): void {
    this.#goTo(this.index + 1);
    for (const watcher of this.#watchers) watcher(["player", "queue"]);
  }

  #execute(command: PlaybackCommand | SoundCommand): readonly Topic[] | string {
    switch (command.kind) {
      case "play": {
        if (command.what.length === 0) return this.#set("playing");
        const found = this.#find(command.what);
        if (found.length === 0) return `no track matches ${command.what.join(" ")}`;
        this.items = found;
        this.#goTo(0);
        return ["player", "queue"];
      }
      case "pause":
        return this.#set("paused");
      case "resume":
        return this.#set("playing");
      case "stop":
        return this.#set("stopped");
      case "next":
        this.#goTo(this.index + 1);
        return ["player", "queue"];
      case "previous":
        this.#goTo(Math.max(0, this.index - 1));
        return ["player", "queue"];
      case "seek":
        // Beyond the end is the beginning of another track.
        this.#positionMs = command.positionMs < seekableMs ? command.positionMs : 0;
        this.#sinceUs = this.#clock.nowUs();
        return ["player"];
      case "volume":
        this.volume = command.level;
        return ["volume"];
      case "volume-by":
        this.volume = Math.min(100, Math.max(0, this.volume + command.by));
        return ["volume"];
      case "mute":
        this.muted = command.muted;
        return ["volume"];
      case "repeat":
        this.repeat = command.mode;
        return ["player"];
      case "shuffle":
        this.shuffle = command.on;
        return ["player"];
      default:
        return this.#editQueue(command);
    }
  }

  #editQueue(command: PlayerCommand): readonly Topic[] | string {
    const before = this.items;
    if (command.kind === "queue-add") {
      const { place } = command;
      const after =
        "after" in place ? this.items.findIndex(({ id }) => id === place.after) : this.index;
      const at = "at" in place && place.at === "end" ? this.items.length : after + 1;
      this.items = [
        ...this.items.slice(0, at),
        ...this.#find(command.what),
        ...this.items.slice(at),
      ];
    } else if (command.kind === "queue-remove") {
      const { ids } = command;
      if (!this.items.some(({ id }) => ids.includes(id))) return "no such item";
      this.items = this.items.filter(({ id }) => !ids.includes(id));
    } else if (command.kind === "queue-move") {
      const { ids, after, asNamed = false } = command;
      const moved = this.items.filter(({ id }) => ids.includes(id));
      if (asNamed) moved.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      const rest = this.items.filter(({ id }) => !ids.includes(id));
      const at = after === undefined ? 0 : rest.findIndex(({ id }) => id === after) + 1;
      this.items = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
    } else if (command.kind === "queue-play") {
      const at = this.items.findIndex(({ id }) => id === command.id);
      if (at < 0) return "no such item";
      this.#goTo(at);
      this.#positionMs = command.positionMs;
      return ["player", "queue"];
    } else this.items = [];
    this.#follow(before);
    return ["queue"];
  }

  /** The place of what plays; what is removed while it plays leaves its own to the next one. */
  #follow(before: readonly QueueItem[]): void {
    const playing = before[this.index];
    if (playing === undefined) return;
    const left = new Set(this.items);
    this.index = left.has(playing)
      ? this.items.indexOf(playing)
      : before.slice(0, this.index).filter((item) => left.has(item)).length;
    this.index = Math.min(this.index, this.items.length - 1);
  }

  #find(what: readonly string[]): QueueItem[] {
    const tracks = what.flatMap(
      (entry) => this.tracks.find(({ id }) => id === entry) ?? this.library(entry),
    );
    return tracks.map((track) => {
      this.#itemIds += 1;
      const id = this.#itemIds.toString(16).padStart(16, "0");
      return { id, track, addedBy: this.#by === "" ? null : this.#by };
    });
  }

  #set(state: PlayState): readonly Topic[] {
    this.#positionMs = state === "stopped" ? 0 : this.#nowMs;
    this.#sinceUs = this.#clock.nowUs();
    this.state = state;
    return ["player"];
  }

  #goTo(index: number): void {
    this.index = index < this.items.length ? index : -1;
    this.state = this.index < 0 ? "stopped" : "playing";
    this.#positionMs = 0;
    this.#sinceUs = this.#clock.nowUs();
  }
}
