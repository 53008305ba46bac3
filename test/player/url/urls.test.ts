import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import type { PlayerCommand } from "../../../src/player/model.ts";
import { done } from "../../../src/player/outcomes.ts";
import { SpeakerUrls } from "../../../src/player/url/speaker-urls.ts";
import { UrlBook } from "../../../src/player/url/url-book.ts";
import type { MediaDecoderDriver } from "../../../src/ports/media-decoder.ts";
import type { ObjectSource } from "../../../src/stream/origin-client.ts";
import { silentLog } from "../../origin/silent-log.ts";
import { SimClock } from "../../sim/sim-clock.ts";
import { SimDisk } from "../../sim/sim-disk.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";
import { type FakeAnswer, FakeMedia } from "../../url/fake-media.ts";

const never = new AbortController().signal;
const noDecoders: MediaDecoderDriver = { open: () => Promise.reject(new Error("none")) };

/** WAV of 16 bits, stereo, at 48 kHz: so many seconds of a step. */
function wav(seconds: number): Uint8Array {
  const bytes = new Uint8Array(44 + seconds * 192_000).fill(1);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("RIFF....WAVEfmt "));
  for (const [at, value] of [
    [16, 16],
    [24, 48_000],
    [28, 192_000],
    [40, seconds * 192_000],
  ] as const)
    view.setUint32(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ] as const)
    view.setUint16(at, value, true);
  bytes.set(new TextEncoder().encode("data"), 36);
  return bytes;
}

const song = wav(30);
const songAnswer: FakeAnswer = {
  headers: { "content-length": `${song.length}`, "accept-ranges": "bytes" },
  pieces: Array.from({ length: Math.ceil(song.length / 9_000) }, (_, i) =>
    song.slice(i * 9_000, (i + 1) * 9_000),
  ),
};

async function rig(answer: FakeAnswer | "refused" = songAnswer) {
  const clock = new SimClock();
  const disk = new SimDisk({ clock, rng: new Rng(1) });
  const log = silentLog;
  await disk.makeFolder("/data");
  const http = new FakeMedia(() => answer);
  const open = () => UrlBook.open({ clock, disk, log }, "/data/urls");
  const book = await open();
  const openMedia = async () => ({ http, decoders: noDecoders });
  const origin: ObjectSource = { ready: false, fetch: () => Promise.reject(new Error("none")) };
  const ports = { clock, log, openMedia, origin, entropy: new SimEntropy(new Rng(2)) };
  const urls = new SpeakerUrls({ ...ports, changed: () => undefined }, book);
  const ran: PlayerCommand[] = [];
  const run = (command: PlayerCommand, local = false) =>
    clock.settle(
      urls.execute(command, { role: "member", local }, never, async (named) => {
        ran.push(named);
        return done;
      }),
    );
  return { clock, http, urls, book, open, ran, run };
}

const play = (...what: string[]): PlayerCommand => ({ kind: "play", what });

describe("a URL in a command", () => {
  it("is played by an id that stands for it, with what was found out of it", async () => {
    const { run, ran, urls } = await rig();
    assert.equal((await run(play("http://files.example/a%20song.wav", "blue"))).code, "ok");
    const [command] = ran;
    assert.ok(command?.kind === "play");
    const [id = "", search] = command.what;
    assert.equal(search, "blue");
    assert.deepEqual([urls.info(id)?.title, urls.info(id)?.durationMs], ["a song.wav", 30_000]);
    assert.equal(urls.info(id)?.url, "http://files.example/a%20song.wav");
  });

  it("is called what was said of it, over a restart, until it says itself what it plays", async () => {
    const { run, ran, urls, book, open } = await rig();
    const url = "http://files.example/a.wav";
    const titles = { title: "Salt", artist: "Wren", album: "Rope" };
    await run({ kind: "play", what: [url], told: new Map([[url, titles]]) });
    const [command] = ran;
    assert.ok(command?.kind === "play");
    const [id = ""] = command.what;
    const shown = (info = urls.info(id)): object => {
      assert.ok(info !== undefined);
      return { title: info.title, artist: info.artist, album: info.album };
    };
    assert.deepEqual(shown(), titles);
    await book.close();
    assert.deepEqual(shown((await open()).info(id)), titles);
    book.retitle(id, "Now this");
    assert.deepEqual(shown(), { title: "Now this", artist: "", album: "Salt" });
  });

  it("that cannot be heard changes nothing, and says why", async () => {
    for (const [answer, url, code] of [
      ["refused", "http://files.example/x", "unavailable"],
      [{ status: 404 }, "http://files.example/x", "unavailable"],
      [{ pieces: [new Uint8Array(99)] }, "http://files.example/x", "media-error"],
      [songAnswer, "http://169.254.169.254/latest", "invalid-argument"],
      [songAnswer, "http://127.0.0.1/x", "invalid-argument"],
      [songAnswer, "file:///etc/passwd", "invalid-argument"],
    ] as const) {
      const { run, ran } = await rig(answer);
      const outcome = await run(play(url));
      assert.deepEqual([outcome.code, ran.length], [code, 0], url);
      assert.notEqual(outcome.message, "");
    }
  });

  it("may lead to the speaker itself for who is there, and for nobody else afterwards", async () => {
    const { run, ran } = await rig();
    assert.equal((await run(play("http://127.0.0.1:80/x"), true)).code, "ok");
    assert.equal((await run(play("http://127.0.0.1:80/x"), false)).code, "invalid-argument");
    assert.equal(ran.length, 1);
  });

  it("is looked at only where it is to be heard at once, and pinned nowhere", async () => {
    const { run, http } = await rig("refused");
    const add: PlayerCommand = { kind: "queue-add", what: ["http://a/b"], place: { at: "end" } };
    assert.equal((await run(add)).code, "ok");
    assert.equal(http.asked.length, 0);
    const pin: PlayerCommand = { kind: "pin", what: ["http://a/b"], quality: "160" };
    assert.equal((await run(pin)).code, "invalid-argument");
  });

  it("is known after a restart", async () => {
    const { run, ran, book, open } = await rig();
    await run(play("http://files.example/a.wav"));
    await book.close();
    const [command] = ran;
    const id = command?.kind === "play" ? (command.what[0] ?? "") : "";
    assert.deepEqual((await open()).get(id), book.get(id));
  });
});

describe("a URL that is kept", () => {
  it("is one thing for all who keep it, and never leads to a speaker itself", async () => {
    const { run, ran, urls } = await rig();
    await run(play("http://127.0.0.1:80/x"), true);
    const [command] = ran;
    const id = command?.kind === "play" ? (command.what[0] ?? "") : "";
    const track = urls.info(id);
    assert.ok(track !== undefined && urls.get(id)?.loopback === true);
    const kept = urls.kept(track);
    assert.equal(urls.get(kept.id)?.loopback, false);
    assert.equal(kept.durationMs, 30_000);
    const named = urls.named("http://127.0.0.1:80/x");
    assert.equal("id" in named && named.id, kept.id);
    assert.ok("code" in urls.named("ftp://a/b"));
  });

  it("is known by what the household keeps, looked at by a preset, and refused like any other", async () => {
    for (const [answer, code] of [
      [songAnswer, undefined],
      ["refused", "unavailable"],
    ] as const) {
      const { urls, book, clock } = await rig(answer);
      const id = "ab".repeat(16);
      book.lookBeside((asked) =>
        asked === id ? { url: "http://radio.example/x.wav", name: "Radio" } : undefined,
      );
      assert.equal(urls.info(id)?.title, "Radio");
      const preset: PlayerCommand = { kind: "preset-play", number: 1 };
      assert.equal(urls.prepare(preset, undefined, never, "cd".repeat(16)), undefined);
      const looked = urls.prepare(preset, undefined, never, id);
      assert.ok(looked !== undefined);
      const found = await clock.settle(looked);
      assert.deepEqual("code" in found ? found.code : undefined, code);
      if (code === undefined) assert.equal(urls.info(id)?.durationMs, 30_000);
      await urls.close();
    }
  });
});

describe("the feed of a URL", () => {
  it("takes what the command opened, stays seconds ahead and no more, and comes to its end", async () => {
    const { run, ran, urls, clock, http } = await rig();
    let feed: ReturnType<SpeakerUrls["feed"]>;
    const begun = urls.execute(play("http://files.example/a"), undefined, never, async (named) => {
      ran.push(named);
      feed = urls.feed(named.kind === "play" ? (named.what[0] ?? "") : "", 0, () => undefined);
      return done;
    });
    await clock.settle(begun);
    await clock.advance(1_000_000);
    assert.ok(feed !== undefined && http.asked.length === 1);
    assert.equal(http.closed, 0);
    const ahead = feed.framesAhead;
    assert.ok(ahead >= 200 && ahead < 215, `${ahead}`);
    let frames = 0;
    for (; feed.peek().kind !== "end" && frames < 2_000; frames++) {
      if (feed.peek().kind === "missing") await clock.advance(1_000);
      else feed.advance();
    }
    assert.equal(feed.format?.totalFrames, 30 * 48_000);
    assert.equal(http.closed > 0, true);
    void run;
  });

  it("lets the connection go when it is closed", async () => {
    const { urls, clock, http, run, ran } = await rig();
    await run(play("http://files.example/a"));
    const [command] = ran;
    assert.equal(http.closed, 1);
    const id = command?.kind === "play" ? (command.what[0] ?? "") : "";
    const feed = urls.feed(id, 0, () => undefined);
    await clock.advance(1_000_000);
    feed?.close();
    await clock.advance(1_000);
    assert.equal(http.asked.length, 2);
    assert.ok(http.closed >= 2);
  });
});
