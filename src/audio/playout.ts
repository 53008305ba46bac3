/**
 * Keeps a card fed from the engine: opens it, opens it again when it is lost,
 * writes what it has room for, and says what happened.
 *
 * The caller calls `step` again and again and sleeps in between for as long as
 * it says: the audio thread in real time, the simulated world in its own.
 *
 * While there is no card time stands still: nothing of the music is lost.
 */
import { assert } from "../base/assert.ts";
import { describeError } from "../base/errors.ts";
import type { DecoderDriver } from "../ports/decoder.ts";
import { PcmError } from "../ports/errors.ts";
import type { PcmDriver, PcmOut, PcmTarget } from "../ports/pcm.ts";
import type { PcmInputOpener, PcmInputTarget } from "../ports/pcm-input.ts";
import { AudioEngine, type EngineEvent } from "./engine.ts";
import type { SharedAudioMemory } from "./feed.ts";
import { LineInput } from "./input-line.ts";
import { closedInput } from "./input-status.ts";
import { reopenUs, sleepUsMax, sleepUsMin } from "./limits.ts";
import type { AudioEvent } from "./model.ts";
import { type CardShape, queueBounds } from "./pacing.ts";
import { EncodedRingReader } from "./ring.ts";
import { SharedControl } from "./shared.ts";

export interface PlayoutParts {
  readonly memory: SharedAudioMemory;
  readonly pcm: PcmDriver;
  readonly decoders: DecoderDriver;
  readonly target: PcmTarget;
  /** Undefined: there is no line-in. */
  readonly input?: PlayoutInput | undefined;
  /** Monotonic, as Clock.nowUs. */
  readonly nowUs: () => number;
  readonly tell: (event: AudioEvent) => void;
}

export interface PlayoutInput {
  readonly target: PcmInputTarget;
  readonly opener: PcmInputOpener;
}

interface RenderedPeriod {
  readonly samples: Float32Array;
  readonly events: readonly EngineEvent[];
  /** Something played already before it. */
  readonly sounded: boolean;
}

/** Of the engine, and so of every card: Opus's rate. Cards that cannot do it convert (PcmDriver). */
export const outputRate = 48_000;

export class Playout implements Disposable {
  readonly #parts: PlayoutParts;
  readonly #control: SharedControl;
  readonly #engine: AudioEngine;
  readonly #line: LineInput | undefined;
  #card: PcmOut | undefined;
  /** Rendered and not yet taken by a card, the oldest first; a bufferful at most. */
  readonly #rendered: RenderedPeriod[] = [];
  readonly #spare: Float32Array[] = [];
  #retryAtUs = Number.NEGATIVE_INFINITY;
  #trouble: string | undefined;
  #underruns = 0;

  constructor(parts: PlayoutParts) {
    this.#parts = parts;
    this.#control = new SharedControl(parts.memory.control);
    const ring = new EncodedRingReader(parts.memory.ring, this.#control);
    this.#line = this.#lineOf(parts.input);
    this.#engine = new AudioEngine(ring, this.#control, parts.decoders, {
      rate: outputRate,
      live: this.#line?.source,
    });
  }

  /** Does what there is to do now; microseconds until there is more, at most. */
  step(): number {
    this.#card ??= this.#open();
    if (this.#isLive) this.#listen();
    if (this.#card !== undefined) this.#feed(this.#card);
    // After the music had what it wants: to close an input may take a moment.
    if (!this.#isLive) this.#line?.leave();
    this.#publish();
    if (this.#card === undefined)
      return Math.max(sleepUsMin, this.#retryAtUs - this.#parts.nowUs());
    return this.#sleepUs(this.#card);
  }

  [Symbol.dispose](): void {
    this.#card?.[Symbol.dispose]();
    this.#card = undefined;
    this.#line?.[Symbol.dispose]();
    this.#engine[Symbol.dispose]();
  }

  #open(): PcmOut | undefined {
    const { pcm, target, nowUs } = this.#parts;
    if (nowUs() < this.#retryAtUs) return undefined;
    this.#retryAtUs = nowUs() + reopenUs;
    try {
      const card = pcm.open(target);
      assert(card.format.rate === outputRate, "a driver opens cards at the output's rate");
      this.#spare.length = 0;
      this.#tellDevice(card, undefined);
      return card;
    } catch (error) {
      if (!(error instanceof PcmError)) throw error;
      const trouble = describeError(error);
      if (trouble !== this.#trouble) this.#tellDevice(undefined, trouble);
      return undefined;
    }
  }

  /**
   * Renders all that the card is to take now, then writes it in one go: at a start the first
   * sounds are decoded before the card runs on the first of them, not against it.
   */
  #feed(card: PcmOut): void {
    this.#render(card);
    while (this.#rendered.length > 0 && this.#card !== undefined) this.#writePeriod(card);
    if (this.#card !== undefined && card.trouble !== this.#trouble) {
      this.#tellDevice(card, card.trouble);
    }
  }

  #render(card: PcmOut): void {
    // What a lost card did not take goes first, as it is.
    if (this.#rendered.length > 0) return;
    const queued = this.#queued(card);
    if (queued > this.#bounds(card).low && !this.#engine.canStart()) return;
    const { periodFrames, bufferFrames } = card;
    for (let held = queued; held + periodFrames <= bufferFrames; held += periodFrames) {
      // The bounds move with what is rendered: a start makes room for more.
      if (held > queued && held + periodFrames > this.#bounds(card).high) return;
      const samples = this.#spare.pop() ?? new Float32Array(2 * periodFrames);
      const sounded = this.#engine.sounding;
      const events = this.#engine.render(samples);
      this.#rendered.push({ samples, events, sounded });
    }
  }

  #writePeriod(card: PcmOut): void {
    const [period] = this.#rendered;
    assert(period !== undefined, "there is something to write");
    const { samples, events, sounded } = period;
    const outcome = card.write(samples);
    if (outcome === "lost") {
      this.#lose(card);
      return;
    }
    if (outcome === "xrun" && sounded) this.#underruns += 1;
    const atUs = this.#parts.nowUs();
    for (const { kind, serial } of events) this.#parts.tell({ kind, serial, atUs });
    this.#rendered.shift();
    if (samples.length === 2 * card.periodFrames) this.#spare.push(samples);
  }

  get #isLive(): boolean {
    return this.#line !== undefined && this.#control.live;
  }

  #lineOf(input: PlayoutInput | undefined): LineInput | undefined {
    if (input === undefined) return undefined;
    const { target, opener } = input;
    const changed = (): void => {
      const rate = this.#line?.device?.format.rate ?? 0;
      this.#parts.tell({ ...closedInput(target), rate, trouble: this.#line?.trouble });
    };
    return new LineInput({ open: () => opener.open(target), rate: outputRate, changed });
  }

  /** Reads what was captured, before it is rendered. */
  #listen(): void {
    const card = this.#card;
    const room = card?.roomFrames();
    this.#line?.follow(
      this.#parts.nowUs(),
      card && {
        ...shapeOf(card),
        queuedFrames: room === undefined ? undefined : card.bufferFrames - room,
      },
    );
  }

  #queued(card: PcmOut): number {
    return card.bufferFrames - (card.roomFrames() ?? card.bufferFrames);
  }

  #lose(card: PcmOut): void {
    card[Symbol.dispose]();
    this.#card = undefined;
    this.#retryAtUs = this.#parts.nowUs() + reopenUs;
    this.#tellDevice(undefined, `sound card "${card.device}" is gone; plug it in again`);
  }

  #bounds(card: PcmOut) {
    const shape = shapeOf(card);
    if (this.#line !== undefined && this.#isLive) return this.#line.bounds(shape);
    const aheadUs = this.#engine.sounding ? this.#engine.aheadUs : undefined;
    return queueBounds(shape, aheadUs);
  }

  #sleepUs(card: PcmOut): number {
    // A start waits for no more than the room of its first period.
    const { low } = this.#engine.canStart()
      ? { low: card.bufferFrames - card.periodFrames }
      : this.#bounds(card);
    const surplus = this.#queued(card) - low;
    const us = (surplus * 1e6) / outputRate;
    return Math.max(sleepUsMin, Math.min(sleepUsMax, us));
  }

  #publish(): void {
    const delayFrames = this.#card?.delayFrames() ?? 0;
    const input = this.#line?.numbers;
    this.#control.publishStatus({
      serial: this.#engine.serial,
      playedFrames: this.#engine.position,
      delayUs: (delayFrames * 1e6) / outputRate,
      peak: this.#engine.peak,
      underruns: this.#underruns,
      playedUs: this.#engine.playedUs,
      concealedUs: this.#engine.concealedUs,
      inputLatencyUs: input?.latencyUs ?? 0,
      inputPpm: input?.ppm ?? 0,
      inputPlayedUs: input?.playedUs ?? 0,
      inputDropouts: input?.dropouts ?? 0,
      inputOverruns: input?.overruns ?? 0,
    });
  }

  #tellDevice(card: PcmOut | undefined, trouble: string | undefined): void {
    this.#trouble = trouble;
    const { target } = this.#parts;
    this.#parts.tell({
      kind: "device",
      device: card?.device ?? (target.name === "" ? target.kind : `${target.kind}:${target.name}`),
      rate: outputRate,
      bufferUs: ((card?.bufferFrames ?? 0) * 1e6) / outputRate,
      trouble,
    });
  }
}

function shapeOf({ format, periodFrames, bufferFrames }: PcmOut): CardShape {
  return { rate: format.rate, periodFrames, bufferFrames };
}
