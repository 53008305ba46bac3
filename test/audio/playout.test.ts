import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { AudioFeed } from "../../src/audio/feed.ts";
import type { AudioEvent, SegmentSpec } from "../../src/audio/model.ts";
import { Playout } from "../../src/audio/playout.ts";
import { PcmError } from "../../src/ports/errors.ts";
import type { PcmOut, PcmTarget, PcmWrite } from "../../src/ports/pcm.ts";
import { fakeDecoders, packetOf, sine } from "./rig.ts";

const rate = 48_000;

/** A card in virtual time, with faults on demand. */
class Card implements PcmOut {
  readonly device = "card";
  readonly format = { rate, channels: 2, sample: "s16" } as const;
  readonly periodFrames = 240;
  readonly bufferFrames = 4_800;
  trouble: string | undefined;
  lost = false;
  closed = false;
  readonly heard: number[] = [];
  #queue: number[] = [];
  #dry = false;
  #owed = 0;

  write(samples: Float32Array): PcmWrite {
    if (this.lost) return "lost";
    assert.ok(this.#queue.length + samples.length / 2 <= this.bufferFrames, "no room");
    for (let i = 0; i < samples.length; i += 2) this.#queue.push(samples[i] ?? 0);
    const outcome = this.#dry ? "xrun" : "ok";
    this.#dry = false;
    return outcome;
  }
  roomFrames(): number | undefined {
    return this.#dry || this.lost ? undefined : this.bufferFrames - this.#queue.length;
  }
  delayFrames(): number {
    return this.#queue.length;
  }
  timing(): undefined {
    return undefined;
  }
  pass(us: number): void {
    this.#owed += (us * rate) / 1e6;
    const frames = Math.floor(this.#owed);
    this.#owed -= frames;
    const played = this.#queue.splice(0, frames);
    this.#dry ||= played.length < frames;
    for (let i = 0; i < frames; i++) this.heard.push(played[i] ?? 0);
  }
  [Symbol.dispose](): void {
    this.closed = true;
  }
}

class World {
  readonly feed = new AudioFeed();
  readonly events: AudioEvent[] = [];
  readonly cards: Card[] = [];
  /** What opening says, while it fails. */
  refusal: PcmError | undefined;
  steps = 0;
  nowUs = 1_000_000;
  readonly playout: Playout;
  #at = 0;

  constructor() {
    const target: PcmTarget = { kind: "alsa", name: "hw:0", ppm: 0 };
    const open = (): PcmOut => {
      if (this.refusal !== undefined) throw this.refusal;
      const card = new Card();
      this.cards.push(card);
      return card;
    };
    this.playout = new Playout({
      memory: this.feed.memory,
      target,
      pcm: { open },
      decoders: fakeDecoders(sine(440, rate)),
      nowUs: () => this.nowUs,
      tell: (event) => this.events.push(event),
    });
  }

  get card(): Card {
    const card = this.cards.at(-1);
    assert.ok(card !== undefined);
    return card;
  }

  /** Lets the thread live for so long; `wake` cuts its first sleep short, as a command does. */
  run(ms: number, wake = true): void {
    const endUs = this.nowUs + 1_000 * ms;
    if (wake && this.#at < this.nowUs) this.#at = this.nowUs;
    if (wake) this.#at = this.nowUs;
    while (this.#at <= endUs) {
      this.#pass(this.#at - this.nowUs);
      this.steps += 1;
      this.#at = this.nowUs + this.playout.step();
    }
    this.#pass(endUs - this.nowUs);
  }

  play(serial: number, packets: number, end = true): void {
    const spec: SegmentSpec = {
      serial,
      codec: "opus",
      rate,
      setup: new Uint8Array(0),
      skipFrames: 0,
      totalFrames: packets * 960,
      prerollUs: 40_000,
      fadeIn: false,
    };
    this.feed.segment(spec);
    for (let i = 0; i < packets; i++) this.feed.frame(packetOf(i * 960, 960));
    if (end) this.feed.end();
  }

  get status() {
    return this.feed.control.readStatus();
  }
  times(kind: AudioEvent["kind"]): number[] {
    return this.events.flatMap((event) =>
      event.kind === kind && "atUs" in event ? [event.atUs] : [],
    );
  }

  #pass(us: number): void {
    if (us <= 0) return;
    this.nowUs += us;
    this.cards.at(-1)?.pass(us);
  }
}

describe("Playout", () => {
  it("holds little silence while nothing plays, and wakes up seldom", () => {
    const world = new World();
    world.run(1_000);
    assert.ok(world.card.delayFrames() <= 1_200);
    assert.ok(world.steps < 60, `${world.steps} steps`);
    assert.equal(world.status.underruns, 0);
  });

  it("hands over the first sample in the step that a command wakes it for", () => {
    const world = new World();
    world.run(500);
    const startUs = world.nowUs;
    world.play(1, 100);
    world.run(1);
    assert.deepEqual(world.times("first-sample"), [startUs]);
  });

  it("fills the card while music plays and never lets it run dry", () => {
    const world = new World();
    world.run(100);
    world.play(1, 250);
    world.run(200);
    assert.ok(world.card.delayFrames() >= 2_400, `${world.card.delayFrames()} frames`);
    const before = world.steps;
    world.run(2_000, false);
    assert.ok(world.steps - before < 80, `${world.steps - before} steps`);
    world.run(4_000, false);
    assert.equal(world.status.underruns, 0);
    assert.equal(world.times("ended").length, 1);
    assert.equal(world.status.playedUs, 5_000_000);
    const first = world.card.heard.findIndex((sample) => sample !== 0);
    const music = world.card.heard.slice(first - 1, first - 1 + 240_000);
    const wave = sine(440, rate);
    assert.ok(music.every((sample, i) => Math.abs(sample - wave(i)) < 1e-6));
  });

  it("starts a skip within a period although the card is full", () => {
    const world = new World();
    world.play(1, 100);
    world.run(700);
    // Until just after a refill.
    while (world.card.delayFrames() < 4_500) world.run(1, false);
    const startUs = world.nowUs;
    world.feed.flush();
    world.play(2, 100);
    world.run(50);
    const [, second = Number.NaN] = world.times("first-sample");
    assert.ok(second - startUs <= 5_000, `${second - startUs} us`);
  });

  it("goes on at the same place when the card was missing at first, and says so once", () => {
    const world = new World();
    world.refusal = new PcmError("device-busy", 'sound card "hw:0": busy', { remedy: "stop it" });
    world.play(1, 50);
    world.run(3_500);
    assert.deepEqual(
      world.events.map((event) => event.kind === "device" && event.trouble),
      ['sound card "hw:0": busy; stop it'],
    );
    assert.equal(world.status.playedFrames, 0);
    world.refusal = undefined;
    world.run(3_000);
    assert.equal(world.times("ended").length, 1);
    assert.equal(world.status.playedUs, 1_000_000);
  });

  it("opens a lost card again within a second and loses nothing that the card had not taken", () => {
    const world = new World();
    world.play(1, 200);
    world.run(1_000);
    const lost = world.card;
    lost.lost = true;
    world.run(100);
    assert.ok(lost.closed);
    assert.equal(world.events.filter(({ kind }) => kind === "device").length, 2);
    world.run(6_000);
    assert.equal(world.cards.length, 2);
    assert.equal(world.times("ended").length, 1);
    // All but what was in the lost card came out, the period that it refused included.
    const heard = [lost, world.card].map(({ heard }) => heard.filter((x) => x !== 0).length);
    const sum = heard.reduce((total, count) => total + count, 0);
    assert.ok(200 * 960 - sum <= 4_800 + 960, `${200 * 960 - sum} frames missing`);
  });

  it("counts the card's running dry while music plays, and not while nothing does", () => {
    const world = new World();
    world.run(100);
    world.card.pass(500_000);
    world.run(100);
    assert.equal(world.status.underruns, 0);
    world.play(1, 100);
    world.run(500);
    world.card.pass(500_000);
    world.run(100);
    assert.equal(world.status.underruns, 1);
  });

  it("shows what a card says is wrong while it goes on", () => {
    const world = new World();
    world.run(100);
    world.card.trouble = "disk full";
    world.run(100);
    const told = world.events.at(-1);
    assert.equal(told?.kind === "device" && told.trouble, "disk full");
    world.run(100);
    assert.equal(world.events.length, 2);
  });

  it("closes the card when it is disposed, twice too", () => {
    const world = new World();
    world.run(10);
    world.playout[Symbol.dispose]();
    world.playout[Symbol.dispose]();
    assert.ok(world.card.closed);
  });
});
