/** A playout in virtual time over a card with faults on demand. */
import assert from "node:assert/strict";
import { AudioFeed } from "../../src/audio/feed.ts";
import type { AudioEvent, SegmentSpec } from "../../src/audio/model.ts";
import { Playout } from "../../src/audio/playout.ts";
import type { PcmError } from "../../src/ports/errors.ts";
import type { PcmOut, PcmTarget, PcmWrite } from "../../src/ports/pcm.ts";
import { fakeDecoders, packetOf, sine } from "./rig.ts";

export const rate = 48_000;

export interface CardOptions {
  readonly bufferFrames: number;
  /** How many frames it gives back of those that it is asked for. */
  readonly givesBack: (frames: number) => number;
}

class Card implements PcmOut {
  readonly device = "card";
  readonly format = { rate, channels: 2, sample: "s16" } as const;
  readonly periodFrames = 240;
  readonly bufferFrames: number;
  trouble: string | undefined;
  lost = false;
  /** It takes what it is given and plays nothing of it. */
  still = false;
  closed = false;
  readonly heard: number[] = [];
  #queue: number[] = [];
  #dry = false;
  #owed = 0;
  readonly #givesBack: (frames: number) => number;

  constructor({ bufferFrames, givesBack }: CardOptions) {
    this.bufferFrames = bufferFrames;
    this.#givesBack = givesBack;
  }

  rewind(frames: number): number {
    const given = Math.min(this.#givesBack(frames), this.#queue.length);
    this.#queue.splice(this.#queue.length - given);
    return given;
  }
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
    if (this.still) return;
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

export class PlayoutWorld {
  readonly feed = new AudioFeed();
  readonly events: AudioEvent[] = [];
  readonly cards: Card[] = [];
  /** What opening says, while it fails. */
  refusal: PcmError | undefined;
  /** Cards that are opened from now on stand still. */
  still = false;
  steps = 0;
  nowUs = 1_000_000;
  readonly playout: Playout;
  #at = 0;

  constructor(options: CardOptions = { bufferFrames: 4_800, givesBack: () => 0 }) {
    const target: PcmTarget = { kind: "alsa", name: "hw:0", ppm: 0 };
    const open = (): PcmOut => {
      if (this.refusal !== undefined) throw this.refusal;
      const card = new Card(options);
      card.still = this.still;
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
