/**
 * The second voice of a speaker: clips (announcements, spoken digits, the tone
 * of an alarm) over the music, or alone. It has a ring and a volume of its own,
 * so the music neither waits for it nor knows of it; the music is ducked first.
 *
 * A clip is an ordinary segment, so it starts, starves, ends and is cut off as
 * softly as music does: the same engine renders it, which is made at the first clip.
 *
 * Invariants:
 *   I1  no sample of the music is touched unless a clip sounds, waits, or has just sounded
 *   I2  music within full scale and a clip together are within full scale: a clip begins once the
 *       music is down, and clipPeak and the ducked music fit together
 */
import type { DecoderDriver } from "../ports/decoder.ts";
import { Duck } from "./duck.ts";
import { AudioEngine, type ClipSource, type EngineEvent } from "./engine.ts";
import type { SharedClipMemory } from "./feed.ts";
import { clipHoldUs, clipPeak } from "./limits.ts";
import { EncodedRingReader } from "./ring.ts";
import { SharedControl, word } from "./shared.ts";

export class ClipVoice implements ClipSource, Disposable {
  readonly #control: SharedControl;
  readonly #memory: SharedClipMemory;
  readonly #decoders: DecoderDriver;
  readonly #rate: number;
  readonly #duck: Duck;
  readonly #holdFrames: number;
  #engine: AudioEngine | undefined;
  #part = new Float32Array(0);
  #cardGain = 1;
  #events: readonly EngineEvent[] = [];
  /** Frames since something of a clip was there. */
  #quietFrames = 0;

  constructor(memory: SharedClipMemory, decoders: DecoderDriver, rate: number) {
    this.#memory = memory;
    this.#control = new SharedControl(memory.control);
    this.#decoders = decoders;
    this.#rate = rate;
    this.#duck = new Duck(rate);
    this.#holdFrames = (rate * clipHoldUs) / 1e6;
  }

  get sounding(): boolean {
    return !this.#duck.isUp || this.#isWanted;
  }
  /** 0…100, while a clip sounds or waits; else 0. */
  get volume(): number {
    return this.sounding ? this.#control.volume : 0;
  }
  canStart(): boolean {
    return !this.#duck.isDown && this.#isWanted;
  }
  get cardGain(): number {
    return this.#cardGain;
  }
  set cardGain(gain: number) {
    this.#cardGain = gain;
    if (this.#engine !== undefined) this.#engine.cardGain = gain;
  }

  duck(music: Float32Array, isSilent: boolean): void {
    const wanted = this.#isWanted;
    this.#quietFrames = wanted ? 0 : this.#quietFrames + music.length / 2;
    this.#duck.isDown = wanted || (this.#duck.isDown && this.#quietFrames < this.#holdFrames);
    if (isSilent) this.#duck.settle();
    else this.#duck.apply(music);
  }

  mixInto(into: Float32Array): void {
    this.#events = [];
    if (this.#engine === undefined || !this.#duck.isThere) return;
    if (this.#part.length !== into.length) this.#part = new Float32Array(into.length);
    this.#events = this.#engine.render(this.#part);
    for (let i = 0; i < into.length; i++)
      into[i] = (into[i] ?? 0) + clipPeak * (this.#part[i] ?? 0);
  }

  takeEvents(): readonly EngineEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  [Symbol.dispose](): void {
    this.#engine?.[Symbol.dispose]();
  }

  /** A clip sounds, or one has what it needs to. */
  get #isWanted(): boolean {
    // Most speakers are never told to say anything: their memory is spared.
    if (this.#engine === undefined && this.#control.load(word.framesWritten) === 0) return false;
    this.#engine ??= this.#makeEngine();
    return this.#engine.sounding || this.#engine.canStart();
  }

  #makeEngine(): AudioEngine {
    const ring = new EncodedRingReader(this.#memory.ring, this.#control);
    const engine = new AudioEngine(ring, this.#control, this.#decoders, { rate: this.#rate });
    engine.cardGain = this.#cardGain;
    return engine;
  }
}
