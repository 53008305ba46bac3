import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { deferred } from "../../src/base/signal.ts";
import { Replica } from "../../src/control/replica.ts";
import { statusFromWire } from "../../src/control/wire-status.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import {
  decodeFrame,
  encodeFrame,
  type FrameIn,
  type FrameOut,
  FrameSplitter,
} from "../../src/wire/control-frame.ts";
import { drain } from "../sim/sim-clock.ts";
import { fakeTrack } from "./fake-model.ts";
import { SimStream } from "./sim-streams.ts";
import { socketPath, tlsAddress, World } from "./world.ts";

/** A peer that says what the test wants, and keeps what it hears. */
class RawPeer {
  readonly heard: FrameIn[] = [];
  readonly #socket: SimStream;
  ended = false;

  constructor(socket: SimStream) {
    this.#socket = socket;
    void this.#listen();
  }

  async say(frame: FrameOut): Promise<void> {
    await this.bytes(encodeFrame(frame) ?? new Uint8Array(0));
  }

  async bytes(bytes: Uint8Array): Promise<void> {
    this.#socket.write(bytes);
    await drain();
  }

  get goodbye(): string | null | undefined {
    return this.heard.find(({ body }) => body === "goodbye")?.goodbye?.reason;
  }

  async #listen(): Promise<void> {
    const splitter = new FrameSplitter();
    for await (const chunk of this.#socket.incoming) {
      for (const body of splitter.push(chunk)) {
        const frame = decodeFrame(body);
        if (frame !== undefined) this.heard.push(frame);
      }
    }
    this.ended = true;
  }
}

async function rawPeer(world: World, over: "unix" | "tls" = "unix"): Promise<RawPeer> {
  const { network } = world;
  const socket =
    over === "unix" ? await network.connectUnix(socketPath) : await network.connectTls(tlsAddress);
  assert.ok(socket instanceof SimStream);
  return new RawPeer(socket);
}

const hello = { id: 1, hello: { major: 1, clientName: "raw", clientKind: "test" } };

describe("a control session", () => {
  it("answers a status query with every field of the model's status", async () => {
    const world = await World.open();
    world.model.items = [{ id: "00".repeat(8), track: fakeTrack(1), addedBy: null }];
    world.model.index = 0;
    const client = await world.connect();
    const reply = await world.clock.settle(client.query({ status: {} }));
    const expected: SpeakerStatus = world.model.status();
    assert.deepEqual(statusFromWire(reply.status ?? {}), expected);
    world.store.trouble = "the list of paired remotes was damaged";
    const later = await world.clock.settle(client.query({ status: {} }));
    assert.equal(later.status?.trouble, world.store.trouble);
    assert.deepEqual(client.speaker, { id: "aa11", name: "Kitchen" });
    assert.equal(client.role, "admin");
  });

  it("names the client's own command in the delta, shows the delta before the result, once", async () => {
    const world = await World.open();
    const [mine, other] = [await world.connect(), await world.connect()];
    const seen: string[] = [];
    const replica = new Replica();
    await world.clock.settle(
      mine.subscribe({ replica, onChange: (topics, by) => seen.push(`mine ${topics} ${by > 0}`) }),
    );
    await world.clock.settle(
      other.subscribe({
        replica: new Replica(),
        onChange: (topics, by) => seen.push(`other ${topics} ${by > 0}`),
      }),
    );
    seen.length = 0;
    const result = await world.clock.settle(mine.command({ kind: "volume", level: 44 }));
    assert.deepEqual(seen, ["mine volume true", "other volume false"]);
    assert.deepEqual(result, {
      ...{ code: "ok", message: "", seq: replica.seq, queueRev: 1 },
      ...{ retryAfterMs: 0, violations: [] },
    });
    await world.clock.settle(mine.command({ kind: "volume", level: 44 }));
    assert.equal(seen.length, 2, "what changes nothing is no delta");
  });

  it("sends no delta for a position that moves by itself, one for a seek", async () => {
    const world = await World.open();
    const client = await world.connect();
    await world.clock.settle(client.command({ kind: "play", what: [fakeTrack(3).id] }));
    const replica = new Replica();
    await world.clock.settle(client.subscribe({ replica, onChange: () => undefined }));
    const { seq } = replica;
    await world.clock.advance(7_000_000);
    await world.model.execute({ kind: "repeat", mode: "off" });
    await world.clock.advance(10_000);
    assert.equal(replica.seq, seq);
    await world.clock.settle(client.command({ kind: "seek", positionMs: 1000 }));
    assert.equal(replica.seq, seq + 1);
    assert.equal(replica.state?.player.anchorPosMs, 1000);
  });

  it("does a command with a known key once, also on a new connection, for 60 s", async () => {
    const world = await World.open();
    const first = await world.connect();
    const again = await world.connect();
    const next = { kind: "next" } as const;
    const a = await world.clock.settle(first.command(next, { key: "k1" }));
    const b = await world.clock.settle(again.command(next, { key: "k1" }));
    assert.deepEqual(a, b);
    assert.equal(world.model.ran.length, 1);
    await world.clock.advance(61_000_000);
    await world.clock.settle((await world.connect()).command(next, { key: "k1" }));
    assert.equal(world.model.ran.length, 2);
  });

  it("answers BUSY above 32 commands in flight, and the 32 when they are done", async () => {
    const world = await World.open();
    const gate = deferred<void>();
    world.model.gate = gate.promise;
    const client = await world.connect();
    const answers = Array.from({ length: 33 }, () => client.command({ kind: "pause" }));
    await drain();
    assert.equal((await world.clock.settle(Promise.race(answers))).code, "busy");
    gate.resolve();
    const codes = (await world.clock.settle(Promise.all(answers))).map(({ code }) => code);
    assert.deepEqual([...new Set(codes)].sort(), ["busy", "ok"]);
    assert.equal(codes.filter((code) => code === "ok").length, 32);
    assert.equal(world.model.ran.length, 32);
    assert.equal((await world.clock.settle(client.command({ kind: "next" }))).code, "ok");
  });

  it("answers for a player that hangs, and goes on to the next command", async () => {
    const world = await World.open();
    const client = await world.connect();
    world.model.gate = new Promise(() => undefined);
    const stuck = client.command({ kind: "pause" });
    await drain();
    world.model.gate = Promise.resolve();
    const next = client.command({ kind: "volume", level: 1 });
    assert.equal((await world.clock.settle(stuck)).code, "unavailable");
    assert.equal((await world.clock.settle(next)).code, "ok");
  });

  it("waits for the first sample where it is asked to", async () => {
    const world = await World.open();
    const client = await world.connect();
    const sound = deferred<boolean>();
    world.model.sound = sound.promise;
    let done = false;
    const playing = client
      .command({ kind: "play", what: [fakeTrack(1).id] }, { waitFirstSample: true })
      .then((answer) => {
        done = true;
        return answer;
      });
    await world.clock.advance(3_000_000);
    assert.equal(done, false);
    sound.resolve(true);
    assert.equal((await world.clock.settle(playing)).code, "ok");
    world.model.sound = new Promise(() => undefined);
    const silent = client.command({ kind: "play", what: ["song"] }, { waitFirstSample: true });
    assert.equal((await world.clock.settle(silent)).code, "unavailable");
    world.model.sound = Promise.resolve(false);
    const failed = client.command({ kind: "play", what: ["song"] }, { waitFirstSample: true });
    const { code, message } = await world.clock.settle(failed);
    assert.equal(code, "unavailable");
    assert.match(message, /ended without a sound/);
  });

  it("pages a library of 100,000 tracks, each page within a frame", async () => {
    const world = await World.open();
    const long = "ü".repeat(250);
    world.model.tracks = Array.from({ length: 100_000 }, (_, at) => ({
      ...fakeTrack(at),
      album: at < 300 ? long : "",
      genre: at < 300 ? long : "",
    }));
    const client = await world.connect();
    const page = async (offset: number, limit: number) => {
      const window = { offset, limit };
      const reply = await world.clock.settle(client.query({ library: { query: "", window } }));
      return reply.library;
    };
    const first = await page(0, 0);
    assert.equal(first?.total, 100_000);
    const rows = first?.tracks?.length ?? 0;
    assert.ok(rows > 10 && rows < 100, `${rows} large rows in a page`);
    assert.equal((await page(rows, 3))?.tracks?.[0]?.id, fakeTrack(rows).id);
    assert.equal((await page(99_998, 500))?.tracks?.length, 2);
    assert.equal((await page(4_000_000_000, 1))?.tracks?.length ?? 0, 0);
  });

  it("refuses commands that are out of range or unknown, and stays open", async () => {
    const world = await World.open();
    const peer = await rawPeer(world);
    await peer.say(hello);
    await peer.say({ id: 2, command: { volume: { level: Number.NaN } } });
    await peer.say({ id: 3, command: { volume: { level: 101 } } });
    await peer.say({ id: 4, command: { repeat: { mode: 9 as 1 } } });
    await peer.say({ id: 5, command: {} });
    await peer.say({ id: 6, query: {} });
    await peer.say({ id: 7, command: { queueAdd: { what: ["x".repeat(300)], next: {} } } });
    await peer.bytes(Uint8Array.of(0, 0, 0, 5, 0x08, 8, 0xa2, 0x06, 0)); // arm 100
    await peer.say({ id: 9, ping: { token: 5 } });
    const codes = peer.heard.slice(1).map(({ replyTo, result }) => [replyTo, result?.code]);
    const [invalid, unimplemented] = [2, 8];
    assert.deepEqual(codes, [
      [2, invalid],
      [3, invalid],
      [4, invalid],
      [5, unimplemented],
      [6, unimplemented],
      [7, invalid],
      [8, unimplemented],
      [9, undefined],
    ]);
    assert.equal(peer.heard.at(-1)?.pong?.token, 5);
    assert.equal(world.model.ran.length, 0);
    assert.equal(peer.ended, false);
  });
});

describe("a control server, against bad input,", () => {
  it("closes with a reason on rubbish, oversized and empty frames, and counts them", async () => {
    const world = await World.open();
    const cases = [
      [Uint8Array.of(0xff, 0xff, 0xff, 0xff), "too-large"],
      [Uint8Array.of(0, 0, 0, 0), "bad-frame"],
      [Uint8Array.of(0, 0, 0, 2, 0xff, 0xff), "bad-frame"],
    ] as const;
    for (const [bytes, reason] of cases) {
      const peer = await rawPeer(world);
      await peer.bytes(bytes);
      assert.equal(peer.goodbye, reason);
      assert.equal(peer.ended, true);
    }
    assert.equal(world.server.counts.badFrames, 3);
    assert.equal(world.server.counts.connections, 0);
  });

  it("survives any bytes, before and after the opening", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, opened) => {
        const world = await World.open();
        const peer = await rawPeer(world);
        if (opened) await peer.say(hello);
        await peer.bytes(Uint8Array.of(0, 0, 0, bytes.length, ...bytes));
        await peer.bytes(bytes);
        await world.clock.advance(40_000_000);
        assert.equal(peer.ended, true);
        assert.equal(world.server.counts.connections, 0);
      }),
      { numRuns: 60 },
    );
  });

  it("gives 5 s to open, 10 s for a frame, 30 s of silence with a ping at 10", async () => {
    const world = await World.open();
    const mute = await rawPeer(world);
    const slow = await rawPeer(world);
    const silent = await rawPeer(world);
    await silent.say(hello);
    await slow.say(hello);
    await world.clock.advance(4_000_000);
    assert.equal(mute.goodbye, undefined);
    await world.clock.advance(2_000_000);
    assert.equal(mute.goodbye, "unauthenticated");
    for (const byte of [0, 0, 1, 0, 8, 1, 8, 1, 8]) {
      await slow.bytes(Uint8Array.of(byte));
      await world.clock.advance(1_500_000);
    }
    assert.equal(slow.goodbye, "too-slow");
    assert.ok(silent.heard.some(({ body }) => body === "ping"));
    await world.clock.advance(14_000_000);
    assert.equal(silent.goodbye, "silent");
  });

  it("puts out the oldest stranger on the network for the ninth, and never the owner of the socket", async () => {
    const world = await World.open();
    const strangers = [];
    for (let at = 0; at < 9; at++) {
      world.network.from = `10.0.0.${at}`;
      strangers.push(await rawPeer(world, "tls"));
    }
    await drain();
    assert.equal(strangers[0]?.goodbye, "too-many", "the one that took longest makes room");
    assert.equal(strangers[8]?.goodbye, undefined);
    const owner = await rawPeer(world);
    await owner.say(hello);
    assert.equal(owner.heard[0]?.welcome?.role, 3);
    assert.equal(world.server.counts.turnedAway, 1);
  });

  it("holds at most 64 connections", async () => {
    const world = await World.open();
    for (let at = 0; at < 64; at++) await (await rawPeer(world)).say(hello);
    const late = await rawPeer(world);
    await drain();
    assert.equal(late.goodbye, "too-many");
    assert.equal(world.server.counts.connections, 64);
  });

  it("answers another version of the protocol by saying which one it speaks", async () => {
    const world = await World.open();
    const peer = await rawPeer(world);
    await peer.say({ id: 1, hello: { major: 2 } });
    assert.match(peer.heard[0]?.result?.message ?? "", /version 1/);
    assert.equal(peer.goodbye, "not-supported");
  });

  it("drops deltas for a reader that does not read, bounded, and ends it after 30 s", async () => {
    const world = await World.open();
    const peer = await rawPeer(world);
    await peer.say(hello);
    await peer.say({ id: 2, subscribe: {} });
    const server = world.network.lastServer;
    assert.ok(server);
    server.stalled = true;
    for (let at = 0; at < 6000; at++) {
      await world.model.execute({ kind: "play", what: [fakeTrack(at % 8).id] });
    }
    assert.ok(server.queuedBytes > 256 * 1024 && server.queuedBytes < 300 * 1024);
    assert.equal(world.server.counts.slowReaders, 1);
    for (let s = 0; s < 32; s++) {
      await peer.say({ id: 100 + s, ping: {} });
      await world.clock.advance(1_000_000);
    }
    assert.ok(server.queuedBytes < 300 * 1024, "pings add little");
    assert.equal(world.server.counts.connections, 0);
  });

  it("reads no further requests of a client that does not read its answers", async () => {
    const world = await World.open();
    world.model.tracks = Array.from({ length: 1000 }, (_, at) => fakeTrack(at));
    const peer = await rawPeer(world);
    await peer.say(hello);
    const server = world.network.lastServer;
    assert.ok(server);
    server.stalled = true;
    for (let at = 0; at < 50; at++) await peer.say({ id: 10 + at, query: { library: {} } });
    assert.ok(server.queuedBytes < 320 * 1024, `${server.queuedBytes} queued`);
    server.stalled = false;
    server.flush();
    await world.clock.advance(1_000_000);
    assert.equal(peer.heard.filter(({ body }) => body === "queryReply").length, 50);
  });
});
