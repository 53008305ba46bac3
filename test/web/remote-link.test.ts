/** The connection's states, with a speaker made of frames and time made of numbers. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { openMsMax, pingEveryMs, pongMsMax, retryMsMax } from "../../src/web/limits.ts";
import type { WebClock, WebSocketEvents } from "../../src/web/link/ports.ts";
import { RemoteLink } from "../../src/web/link/remote-link.ts";
import { FrameCodec } from "../../src/web/wire/codec.ts";
import {
  authMode,
  code,
  type FrameIn,
  type FrameOut,
  playStatus,
} from "../../src/web/wire/messages.ts";
import { readSchema } from "../../src/web/wire/schema.ts";
import { schemaText } from "../../tools/web/schema.js";

const codec = new FrameCodec(readSchema(schemaText()));

class TestClock implements WebClock {
  #now = 0;
  #timers: { readonly atMs: number; readonly then: () => void }[] = [];

  nowMs(): number {
    return this.#now;
  }
  after(ms: number, then: () => void): () => void {
    const timer = { atMs: this.#now + ms, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const [next] = this.#timers.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#now = next.atMs;
      this.#timers = this.#timers.filter((other) => other !== next);
      next.then();
    }
    this.#now = end;
    await settled();
  }
}

/** Promise jobs that follow each other: no time passes. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

/** Answers as a speaker does; what it is deaf to it does not answer. */
class TestSpeaker {
  readonly clock = new TestClock();
  readonly states: string[] = [];
  readonly heard: FrameIn[] = [];
  socket: WebSocketEvents | undefined;
  up = true;
  deaf = false;
  knowsKey = true;
  hasKey = true;
  epoch = "one";
  seq = 5;
  level = 20;
  attempts = 0;
  readonly changes: string[] = [];
  readonly link = new RemoteLink(
    {
      clock: this.clock,
      name: "test",
      random31: () => 1,
      prove: async () =>
        this.hasKey ? { publicKey: new Uint8Array(32), signature: new Uint8Array(64) } : undefined,
      connect: (events) => this.#connect(events),
    },
    codec,
    { state: ({ kind }) => this.states.push(kind), changed: (by) => this.changes.push(by) },
  );

  #connect(events: WebSocketEvents) {
    this.attempts += 1;
    this.clock.after(1, () => {
      if (!this.up) return events.closed();
      this.socket = events;
      events.opened();
    });
    const send = (bytes: Uint8Array) => {
      const frame = codec.decode(bytes);
      assert.ok(frame !== undefined);
      this.heard.push(frame);
      if (!this.deaf) this.#answer(events, frame);
    };
    return { send, close: () => undefined };
  }

  #answer(events: WebSocketEvents, { id, hello, auth, subscribe, ping, command }: FrameIn): void {
    const say = (frame: FrameOut) => events.message(codec.encode({ replyTo: id, ...frame }));
    if (hello)
      say({
        welcome: {
          major: 1,
          name: "Kitchen",
          epoch: this.epoch,
          serverMonoUs: 1000 * (this.clock.nowMs() + 500_000),
          authMode: authMode.signature,
        },
      });
    if (auth)
      say(this.knowsKey ? { authOk: { role: 2 } } : { result: { code: code.unauthenticated } });
    if (ping) say({ pong: { monoUs: 1000 * (this.clock.nowMs() + 500_000) } });
    if (command) say({ result: { code: code.ok, seq: this.seq } });
    if (!subscribe) return;
    const { resumeEpoch, resumeSeq, nonce } = subscribe;
    if (resumeEpoch === this.epoch && resumeSeq === this.seq) say({ result: { code: code.ok } });
    else {
      const player = { status: playStatus.playing };
      const state = { player, volume: { level: this.level } };
      say({ snapshot: { epoch: this.epoch, seq: this.seq, nonce, state } });
    }
  }

  delta(seq: number, level: number, causedBy = 0): void {
    const changes = { volume: { level } };
    this.socket?.message(codec.encode({ delta: { seq, causedBy, changes } }));
  }
}

async function online(): Promise<TestSpeaker> {
  const speaker = new TestSpeaker();
  speaker.link.start();
  await speaker.clock.advance(10);
  assert.equal(speaker.link.state.kind, "online");
  return speaker;
}

describe("the connection of the web remote", () => {
  it("connects, proves its key, and follows the state", async () => {
    const speaker = await online();
    assert.deepEqual(speaker.states, ["connecting", "online"]);
    assert.equal(speaker.link.replica.state?.volume?.level, 20);
    speaker.delta(6, 30);
    assert.equal(speaker.link.replica.state?.volume?.level, 30);
    assert.equal(
      speaker.link.replica.state?.player?.status,
      playStatus.playing,
      "other parts stay",
    );
    assert.ok(Math.abs(speaker.link.offset.speakerMs(0) - 500_000) < 2);
  });

  it("tells its own changes from those of others", async () => {
    const speaker = await online();
    speaker.delta(6, 30, 4);
    speaker.delta(7, 31);
    assert.deepEqual(speaker.changes.slice(-2), ["own", "others"]);
    assert.ok(speaker.changes.slice(0, -2).every((by) => by === "all"));
  });

  it("asks for the state again when a delta is missing", async () => {
    const speaker = await online();
    speaker.seq = 8;
    speaker.level = 44;
    speaker.delta(8, 44);
    await speaker.clock.advance(1);
    assert.equal(speaker.link.replica.seq, 8);
    assert.equal(speaker.link.replica.state?.volume?.level, 44);
  });

  it("says that the speaker is silent, comes back by itself, and asks only for what it missed", async () => {
    const speaker = await online();
    speaker.deaf = true;
    await speaker.clock.advance(pingEveryMs + pongMsMax + 1);
    assert.deepEqual(speaker.link.state, { kind: "offline", why: "silent" });
    assert.equal(speaker.link.replica.state?.volume?.level, 20, "what was known stays");
    speaker.deaf = false;
    await speaker.clock.advance(retryMsMax + openMsMax);
    assert.equal(speaker.link.state.kind, "online");
    const last = speaker.heard.findLast(({ subscribe }) => subscribe !== null)?.subscribe;
    assert.deepEqual([last?.resumeEpoch, last?.resumeSeq], ["one", 5]);
  });

  it("tries less and less often while nobody is there, and at once when it is told to", async () => {
    const speaker = await online();
    speaker.up = false;
    speaker.socket?.closed();
    await speaker.clock.advance(120_000);
    assert.ok(
      speaker.attempts > 12 && speaker.attempts < 25,
      `${speaker.attempts} attempts in two minutes`,
    );
    speaker.up = true;
    speaker.link.wake();
    await speaker.clock.advance(10);
    assert.equal(speaker.link.state.kind, "online");
  });

  it("takes another run of the speaker for another state", async () => {
    const speaker = await online();
    Object.assign(speaker, { epoch: "two", seq: 1, level: 77 });
    speaker.socket?.closed();
    await speaker.clock.advance(1000);
    assert.deepEqual([speaker.link.replica.epoch, speaker.link.replica.seq], ["two", 1]);
    assert.equal(speaker.link.replica.state?.volume?.level, 77);
  });

  it("tells a browser that was never paired from one that was put out", async () => {
    const stranger = new TestSpeaker();
    stranger.hasKey = false;
    stranger.link.start();
    await stranger.clock.advance(10);
    assert.deepEqual(stranger.link.state, { kind: "unpaired", revoked: false });
    const removed = new TestSpeaker();
    removed.knowsKey = false;
    removed.link.start();
    await removed.clock.advance(10);
    assert.deepEqual(removed.link.state, { kind: "unpaired", revoked: true });
    await removed.clock.advance(60_000);
    assert.equal(removed.attempts, 1, "nobody is asked again in vain");
  });

  it("says that it was put out at the moment it is", async () => {
    const speaker = await online();
    speaker.knowsKey = false;
    speaker.socket?.message(codec.encode({ goodbye: { reason: "revoked" } }));
    speaker.socket?.closed();
    await speaker.clock.advance(5000);
    assert.deepEqual(speaker.link.state, { kind: "unpaired", revoked: true });
  });

  it("settles each request once: answered, or lost with its connection", async () => {
    const speaker = await online();
    const { result } = await speaker.link.request({ command: { next: {} } });
    assert.equal(result?.code, code.ok);
    speaker.deaf = true;
    const lost = speaker.link.request({ command: { next: {} } });
    speaker.socket?.closed();
    await assert.rejects(lost, { code: "lost" });
  });

  it("ends with what is no frame", async () => {
    const speaker = await online();
    speaker.socket?.message(Uint8Array.of(0x52, 0xff));
    assert.deepEqual(speaker.link.state, { kind: "offline", why: "closed" });
  });
});
