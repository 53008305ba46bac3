import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { Catalogue } from "../../src/origin/catalogue.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { ListenOutbox } from "../../src/origin/listen-outbox.ts";
import { tokenMark, writeListenSettings } from "../../src/origin/listen-settings.ts";
import { Scrobbler } from "../../src/origin/scrobbler.ts";
import type { Database } from "../../src/ports/database.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import type { HttpRequest } from "../../src/ports/http-client.ts";
import { type EncodedEvent, encodeEventBatch, type PlayEvent } from "../../src/wire/play-event.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";
import { ListenBrainzStandIn } from "./listenbrainz-stand-in.ts";
import { memoryDatabase } from "./memory-database.ts";
import { devicePlays, playId } from "./plays.ts";
import { silentLog } from "./silent-log.ts";

const songs = ["Viaduct", "Under the Hill", "Harbour, Dawn", "Blue Kettle"];
const songMs = 200_000;
const trackOf = (song: number) => song.toString(16).padStart(32, "0");
const startMs = 1_800_000_000_000;
const s = 1_000_000;
const boot = "00000000000000aa";

/** An origin's database with some songs, a server, and time that stands still until it is moved. */
class World implements Disposable {
  readonly clock = new SimClock({ wallMs: startMs });
  readonly disk = new SimDisk({ clock: this.clock, rng: new Rng(3) });
  readonly database: Database = memoryDatabase();
  readonly ledger = new Ledger(this.database);
  readonly outbox = new ListenOutbox(this.database, "0.1.0");
  readonly server = new ListenBrainzStandIn();
  /** Calls that get no answer, first one first; a call that is taken and not answered is "lost". */
  readonly network: ("fine" | "down" | "lost")[] = [];
  #stop = new AbortController();
  #running: Promise<unknown> | undefined;

  constructor() {
    this.server.nowS = () => this.clock.wallMs() / 1_000 + 1e7;
    const catalogue = new Catalogue(this.database);
    for (const [song, title] of songs.entries())
      catalogue.put(
        {
          id: trackOf(song),
          title,
          artist: "Meridian Sleeper",
          album: "Night Line",
          albumArtist: "",
          track: song,
          disc: 1,
          year: 0,
          genre: "",
          durationMs: songMs,
          rungs: [],
          artwork: undefined,
        },
        Uint8Array.of(song),
      );
  }

  async turnOn(token = this.server.token, isChecked = token === this.server.token): Promise<void> {
    await this.disk.makeFolder("/data");
    this.outbox.begin("now");
    const settings = { baseUrl: "http://127.0.0.1:1", token };
    await writeListenSettings(this.disk, "/data", settings);
    // As the command does where it can ask the server.
    if (isChecked)
      this.outbox.setCheck({ of: tokenMark(settings), state: "checked", user: "anna" });
  }

  /** As after a start of the origin. */
  start(): void {
    this.#stop = new AbortController();
    const http = { request: (request: HttpRequest) => this.#request(request) };
    const entropy = { bytes: (length: number) => new Uint8Array(length) };
    const ports = { ...this, http, entropy, log: silentLog, clock: this.clock, disk: this.disk };
    const scrobbler = new Scrobbler(ports, { dataFolder: "/data", program: "0.1.0" });
    this.#running = scrobbler.run(this.#stop.signal).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("stopped"));
    await this.clock.settle(this.#running ?? Promise.resolve());
  }

  deliver(events: readonly EncodedEvent[], device = "kitchen"): void {
    for (let left = events; left.length > 0; ) {
      const { batch, count } = encodeEventBatch(left);
      this.ledger.append(device, batch);
      left = left.slice(count);
    }
  }

  /** Titles and times, in order of time. */
  get heard(): (readonly [string, number])[] {
    const taken = [...this.server.listens.values()];
    return taken
      .map((listen) => [listen.track_metadata.track_name, listen.listened_at] as const)
      .sort((a, b) => a[1] - b[1]);
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }

  async #request(request: HttpRequest) {
    const how = this.network.shift() ?? "fine";
    if (how === "down") throw new NetworkError("network-down", "the network is down");
    const answer = await this.server.request(request);
    if (how === "lost") throw new NetworkError("connection-lost", "the connection was lost");
    return answer;
  }
}

interface Made {
  readonly song: number;
  readonly heardMs: number;
  readonly atMs: number;
  readonly monotonicMs?: number;
  readonly trusted?: boolean;
  readonly boot?: string;
}

/** Start, checkpoint and end of each play, as a speaker writes them down. */
function playsOf(made: readonly Made[]): EncodedEvent[] {
  const told = made.flatMap((play, n) => {
    const { song, heardMs, atMs, monotonicMs = atMs - startMs, trusted = true } = play;
    const marks = [0, ...(heardMs >= 30_000 ? [30_000] : []), heardMs];
    return marks.map((playedMs, i): Partial<PlayEvent> => {
      const end = i === marks.length - 1;
      return {
        kind: i === 0 ? "start" : end ? "end" : "checkpoint",
        reason: end ? "skipped" : "none",
        playId: playId(n + 1),
        track: trackOf(song),
        playedMs,
        wallMs: (trusted ? atMs : 1_000) + playedMs,
        wallTrusted: trusted,
        monotonicMs: monotonicMs + playedMs,
        boot: play.boot ?? boot,
      };
    });
  });
  return devicePlays(told.length, (seq) => told[seq - 1] ?? {});
}

describe("plays on their way to ListenBrainz", () => {
  it("are sent when half of the track was heard, with the second in which they began", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const plays = [
      { song: 0, heardMs: 100_000, atMs: startMs + 999 },
      { song: 1, heardMs: 99_999, atMs: startMs + 300_000 },
      { song: 2, heardMs: 200_000, atMs: startMs + 600_000 },
    ];
    world.deliver(playsOf(plays));
    await world.clock.advance(10 * s);
    assert.deepEqual(world.heard, [
      ["Viaduct", startMs / 1_000],
      ["Harbour, Dawn", startMs / 1_000 + 600],
    ]);
    assert.deepEqual(world.server.submissions, [2]);
    assert.deepEqual([...world.server.userAgents], ["Nightjar/0.1.0"]);
    const { sent, waiting, held, trouble } = world.outbox.status();
    assert.deepEqual([sent, waiting, held, trouble], [2, 0, 0, null]);
    await world.stop();
  });

  it("stay here while nobody has turned it on, and those of before do when it is", async () => {
    using world = new World();
    world.start();
    const plays = [0, 1].map((song) => ({ song, heardMs: 150_000, atMs: startMs + song * 3e5 }));
    const events = playsOf(plays);
    world.deliver(events.slice(0, 3));
    await world.clock.advance(30 * s);
    assert.equal(world.server.requests, 0);
    await world.turnOn();
    world.deliver(events.slice(3));
    await world.clock.advance(30 * s);
    assert.deepEqual(
      world.heard.map(([title]) => title),
      ["Under the Hill"],
    );
    await world.stop();
  });

  it("arrive once each with one time, whatever network, server and restarts do", async () => {
    const trouble = fc.constantFrom("fine", "down", "lost", "429", "500", "restart");
    await fc.assert(
      fc.asyncProperty(
        fc.array(trouble, { maxLength: 12 }),
        fc.nat(1_000),
        async (troubles, at) => {
          using world = new World();
          await world.turnOn();
          world.start();
          const made = Array.from({ length: 12 }, (_, n) => ({
            song: n % songs.length,
            heardMs: 180_000,
            atMs: startMs + n * 250_000 + at,
          }));
          const events = playsOf(made);
          for (const [i, what] of [...troubles, "fine", "fine"].entries()) {
            const step = Math.ceil(events.length / (troubles.length + 1));
            world.deliver(events.slice(i * step, (i + 1) * step));
            if (what === "down" || what === "lost") world.network.push(what);
            if (what === "429") world.server.trouble.push({ status: 429, headers: {}, body: {} });
            if (what === "500") world.server.trouble.push({ status: 500, headers: {}, body: {} });
            if (what === "restart") {
              await world.stop();
              world.start();
            }
            await world.clock.advance(3 * s);
          }
          world.server.remaining = 30;
          await world.clock.advance(7_200 * s);
          await world.stop();
          assert.deepEqual(
            world.heard,
            made.map(({ song, atMs }) => [songs[song], Math.floor(atMs / 1_000)]),
          );
          assert.deepEqual(world.outbox.status().waiting, 0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keep to the server's limit of calls", async () => {
    using world = new World();
    await world.turnOn();
    world.server.remaining = 1;
    world.server.resetInS = 120;
    world.start();
    const made = [0, 1].map((song) => ({ song, heardMs: 150_000, atMs: startMs + song * 3e5 }));
    const events = playsOf(made);
    world.deliver(events.slice(0, 3));
    await world.clock.advance(20 * s);
    world.deliver(events.slice(3));
    await world.clock.advance(90 * s);
    assert.equal(world.server.requests, 1, "none before the window ends");
    world.server.remaining = 30;
    await world.clock.advance(60 * s);
    assert.equal(world.server.listens.size, 2);
    await world.stop();
  });

  it("are a thousand a call at most, and one that is bad keeps none of the others back", async () => {
    using world = new World();
    await world.turnOn();
    world.server.bad.add("Blue Kettle");
    world.server.remaining = 1e6;
    const made = Array.from({ length: 1_100 }, (_, n) => ({
      song: n === 700 ? 3 : n % 3,
      heardMs: 150_000,
      atMs: startMs + n * 250_000,
    }));
    world.deliver(playsOf(made));
    world.start();
    await world.clock.advance(600 * s);
    assert.equal(world.server.listens.size, 1_099);
    const { sent, refused, waiting } = world.outbox.status();
    assert.deepEqual([sent, refused, waiting], [1_099, 1, 0]);
    assert.ok(Math.max(...world.server.submissions) <= 1_000);
    assert.equal(world.server.again, 0);
    await world.stop();
  });

  it("stop at a token that is refused, say so, and go on with the next one", async () => {
    using world = new World();
    await world.turnOn("another-token");
    world.start();
    world.deliver(playsOf([{ song: 0, heardMs: 150_000, atMs: startMs }]));
    await world.clock.advance(3_600 * s);
    assert.equal(world.server.requests, 1);
    assert.match(world.outbox.status().trouble ?? "", /refuses the token/);
    await world.turnOn();
    await world.clock.advance(20 * s);
    assert.equal(world.server.listens.size, 1);
    assert.equal(world.outbox.status().trouble, null);
    await world.stop();
  });

  it("leave only with a token that was checked: at first contact, and before the first play of all", async () => {
    using world = new World();
    await world.turnOn(world.server.token, false);
    for (let i = 0; i < 3; i++) world.network.push("down");
    world.start();
    await world.clock.advance(1 * s);
    assert.equal(world.outbox.status().check, null);
    assert.match(world.outbox.status().trouble ?? "", /network is down/);
    await world.clock.advance(60 * s);
    const { check, trouble } = world.outbox.status();
    assert.deepEqual([check?.state, check?.user, trouble], ["checked", "anna", null]);
    const { requests } = world.server;
    assert.equal(requests, 1);
    await world.clock.advance(3_600 * s);
    assert.equal(world.server.requests, requests, "once is enough");
    world.deliver(playsOf([{ song: 0, heardMs: 150_000, atMs: startMs }]));
    await world.clock.advance(20 * s);
    assert.equal(world.server.listens.size, 1);
    await world.stop();
  });

  it("do not leave with a token that is nonsense, however often the origin is started", async () => {
    using world = new World();
    await world.turnOn("nonsense", false);
    world.deliver(playsOf([{ song: 0, heardMs: 150_000, atMs: startMs }]));
    for (let i = 0; i < 3; i++) {
      world.start();
      await world.clock.advance(600 * s);
      await world.stop();
    }
    assert.deepEqual([world.server.requests, world.server.submissions.length], [1, 0]);
    assert.equal(world.outbox.status().check?.state, "refused");
    await world.turnOn();
    world.start();
    await world.clock.advance(20 * s);
    assert.equal(world.server.listens.size, 1);
    await world.stop();
  });

  it("are held while nobody knows when they were, and sent once that boot's time is known", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const other = "00000000000000bb";
    const events = playsOf([
      { song: 0, heardMs: 150_000, atMs: 0, monotonicMs: 5_000, trusted: false },
      { song: 1, heardMs: 150_000, atMs: 0, monotonicMs: 5_000, trusted: false, boot: other },
      { song: 2, heardMs: 150_000, atMs: startMs + 900_000, monotonicMs: 905_000 },
    ]);
    world.deliver(events.slice(0, 6));
    await world.clock.advance(60 * s);
    assert.deepEqual([world.server.requests, world.outbox.status().held], [0, 2]);
    world.deliver(events.slice(6));
    await world.clock.advance(60 * s);
    assert.deepEqual(world.heard, [
      ["Viaduct", startMs / 1_000],
      ["Harbour, Dawn", startMs / 1_000 + 900],
    ]);
    assert.equal(world.outbox.status().held, 1, "nothing is known of the other boot");
    await world.stop();
  });

  it("have the same times when all are sent once more, though a boot's clock has drifted since", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const events = playsOf([
      { song: 0, heardMs: 150_000, atMs: 0, monotonicMs: 5_000, trusted: false },
      { song: 1, heardMs: 150_000, atMs: startMs + 900_000, monotonicMs: 905_000 },
      { song: 2, heardMs: 150_000, atMs: startMs + 8_996_700, monotonicMs: 9_000_000 },
    ]);
    world.deliver(events);
    await world.clock.advance(60 * s);
    const heard = world.heard;
    assert.deepEqual(
      heard.map(([, atS]) => atS - startMs / 1_000),
      [0, 900, 8_996],
    );
    world.outbox.begin("first");
    await world.clock.advance(60 * s);
    assert.deepEqual(world.heard, heard);
    assert.equal(world.server.again, 3);
    await world.stop();
  });

  it("have the time of their start where the clock was set in the middle of them", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const chained = devicePlays(3, (seq) => ({
      kind: seq === 3 ? "end" : seq === 2 ? "checkpoint" : "start",
      reason: seq === 3 ? "finished" : "none",
      playId: playId(1),
      track: trackOf(0),
      boot,
      // A pause of a minute lies between start and checkpoint.
      ...(seq === 1
        ? { playedMs: 0, wallTrusted: false, wallMs: 0, monotonicMs: 7_000 }
        : {
            playedMs: seq === 2 ? 30_000 : 150_000,
            wallMs: startMs + 90_000,
            monotonicMs: 97_000,
          }),
    }));
    world.deliver(chained);
    await world.clock.advance(60 * s);
    assert.deepEqual(world.heard, [["Viaduct", startMs / 1_000]]);
    await world.stop();
  });

  it("keep their time when the clock of the speaker is corrected between two tries", async () => {
    using world = new World();
    await world.turnOn();
    world.network.push("lost", "down", "down", "down");
    world.start();
    const events = playsOf([
      { song: 0, heardMs: 150_000, atMs: 0, monotonicMs: 5_000, trusted: false },
      { song: 1, heardMs: 150_000, atMs: startMs, monotonicMs: 205_000 },
      { song: 2, heardMs: 150_000, atMs: startMs + 207_000, monotonicMs: 405_000 },
    ]);
    world.deliver(events.slice(0, 6));
    await world.clock.advance(6 * s);
    world.deliver(events.slice(6));
    await world.clock.advance(60 * s);
    assert.deepEqual(world.heard, [
      ["Viaduct", startMs / 1_000 - 200],
      ["Under the Hill", startMs / 1_000],
      ["Harbour, Dawn", startMs / 1_000 + 207],
    ]);
    assert.equal(world.server.again, 2);
    await world.stop();
  });

  it("are told back to their start where that was lost", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const events = playsOf([
      { song: 0, heardMs: 150_000, atMs: 0, monotonicMs: 5_000, trusted: false },
      { song: 1, heardMs: 150_000, atMs: startMs, monotonicMs: 205_000 },
    ]);
    world.deliver(events.slice(1, 3));
    world.deliver(events.slice(4));
    await world.clock.advance(60 * s);
    assert.deepEqual(world.heard, [
      ["Viaduct", startMs / 1_000 - 200],
      ["Under the Hill", startMs / 1_000],
    ]);
    await world.stop();
  });

  it("are not sent again when more of them is heard", async () => {
    using world = new World();
    await world.turnOn();
    world.start();
    const events = devicePlays(3, (seq) => ({
      kind: seq === 3 ? "end" : seq === 2 ? "checkpoint" : "start",
      reason: seq === 3 ? "finished" : "none",
      playId: playId(1),
      track: trackOf(0),
      playedMs: (seq - 1) * 100_000,
      wallMs: startMs + (seq - 1) * 100_000,
    }));
    for (const event of events) {
      world.deliver([event]);
      await world.clock.advance(20 * s);
    }
    assert.deepEqual([world.heard.length, world.server.again], [1, 0]);
    assert.equal(world.database.prepare("SELECT count(*) AS n FROM listens").get()?.["n"], 0);
    await world.stop();
  });
});
