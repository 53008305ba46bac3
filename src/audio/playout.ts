/**
 * Keeps a card fed from the engine: opens it, opens it again when it is lost,
 * writes what it has room for, and says what happened.
 *
 * The caller calls `step` again and again and sleeps in between for as long as
 * it says: the audio thread in real time, the simulated world in its own.
 *
 * While there is no card time stands still: nothing of the music is lost.
 *
 * A card that gives back what it has not played (PcmOut.rewind) holds half a
 * second in mid-track, and a command is heard as soon as with a small buffer:
 * what it makes stale is taken back and rendered anew.
 */
import { frameUs } from "../media/rung.ts";
import type { DecoderDriver } from "../ports/decoder.ts";
import type { PcmDriver, PcmOut, PcmTarget } from "../ports/pcm.ts";
import type { PcmInputOpener, PcmInputTarget } from "../ports/pcm-input.ts";
import { CardSlot, type PluggedCard } from "./card-slot.ts";
import { ClipVoice } from "./clip-voice.ts";
import { AudioEngine, type EngineEvent } from "./engine.ts";
import { FadeGate } from "./fade.ts";
import type { SharedAudioMemory } from "./feed.ts";
import type { WrittenPeriod } from "./heard.ts";
import { LineInput } from "./input-line.ts";
import { closedInput } from "./input-status.ts";
import {
  deepQueueUs,
  fadeUs,
  keptQueueUs,
  sleepUsMax,
  sleepUsMin,
  volumeStepUs,
} from "./limits.ts";
import type { AudioEvent } from "./model.ts";
import { type CardShape, queueBounds } from "./pacing.ts";
import { EncodedRingReader } from "./ring.ts";
import { outputRate, SharedControl } from "./shared.ts";
import { gainOfLevel } from "./volume.ts";

export interface PlayoutParts {
  readonly memory: SharedAudioMemory;
  readonly pcm: PcmDriver;
  readonly decoders: DecoderDriver;
  readonly target: PcmTarget;
  /** Undefined: there is no line-in. */
  readonly input?: PlayoutInput | undefined;
  /** False: what is lost is silence. */
  readonly concealment?: boolean | undefined;
  /** Monotonic, as Clock.nowUs. */
  readonly nowUs: () => number;
  readonly tell: (event: AudioEvent) => void;
}

export interface PlayoutInput {
  readonly target: PcmInputTarget;
  readonly opener: PcmInputOpener;
}

interface RenderedBlock extends WrittenPeriod {
  readonly events: readonly EngineEvent[];
  /** Something played already before it. */
  readonly sounded: boolean;
  /** Of the ring, when it was rendered: after a flush it is not to be heard. */
  readonly generation: number;
}

/** What is rendered at once where there is room: the sound of a packet. Small steps cost more each second. */
const blockFrames = Math.round((outputRate * frameUs) / 1e6);

const fadeFrames = Math.round((outputRate * fadeUs) / 1e6);

export class Playout implements Disposable {
  readonly #parts: PlayoutParts;
  readonly #control: SharedControl;
  readonly #ring: EncodedRingReader;
  readonly #engine: AudioEngine;
  readonly #clips: ClipVoice;
  readonly #line: LineInput | undefined;
  readonly #slot: CardSlot;
  /** Rendered and not yet taken by a card, the oldest first; a bufferful at most, and what a lost card held. */
  readonly #rendered: RenderedBlock[] = [];
  /** Memory of blocks that were played; as many as a card holds. */
  readonly #spare: ArrayBuffer[] = [];
  /** The card of the last step. */
  #card: PluggedCard | undefined;
  /** Whether it gives back what it was given; undefined until that was tried. */
  #givesBack: boolean | undefined;
  /** It may hold more than a command may wait for. */
  #deep = false;
  /** Frames that the card holds, since it was asked last and written to. */
  #queued = 0;
  #dry = false;
  /** It ran dry after it was asked. */
  #ranDry = false;
  /** When it was asked. */
  #askedUs = 0;
  /** Generation of the ring in what the card took last. */
  #takenAt = 0;
  /** When something was last handed over that sounds. */
  #soundedUs = Number.NEGATIVE_INFINITY;
  #underruns = 0;

  constructor(parts: PlayoutParts) {
    this.#parts = parts;
    this.#control = new SharedControl(parts.memory.control);
    this.#ring = new EncodedRingReader(parts.memory.ring, this.#control);
    this.#line = this.#lineOf(parts.input);
    this.#clips = new ClipVoice(parts.memory.clips, parts.decoders, outputRate);
    this.#engine = new AudioEngine(this.#ring, this.#control, parts.decoders, {
      rate: outputRate,
      live: this.#line?.source,
      clips: this.#clips,
      peaks: this.#control.peaks,
      concealment: parts.concealment,
    });
    this.#slot = new CardSlot({ ...parts, rate: outputRate });
  }

  /** Does what there is to do now; microseconds until there is more, at most. */
  step(): number {
    this.#take(this.#slot.card());
    const moving = this.#card !== undefined && this.#followVolume(this.#card.pcm);
    const wanted = this.#engine.stale || this.#engine.canStart();
    if (this.#card !== undefined && wanted) this.#takeBack(this.#card);
    if (this.#isLive) this.#listen();
    if (this.#card !== undefined) {
      this.#deep = this.#isDeep(this.#card);
      this.#feed(this.#card);
    }
    // After the music had what it wants: to close an input may take a moment.
    if (!this.#isLive) this.#line?.leave();
    this.#publish();
    if (this.#card === undefined) return Math.max(sleepUsMin, this.#slot.retryInUs);
    const mostUs = this.#deep ? deepQueueUs : sleepUsMax;
    return this.#sleepUs(this.#card.pcm, moving ? volumeStepUs : mostUs);
  }

  [Symbol.dispose](): void {
    this.#card = undefined;
    this.#slot[Symbol.dispose]();
    this.#line?.[Symbol.dispose]();
    this.#clips[Symbol.dispose]();
    this.#engine[Symbol.dispose]();
  }

  /** The card of this step, and what it holds. */
  #take(card: PluggedCard | undefined): void {
    if (card !== this.#card) {
      this.#card = card;
      this.#givesBack = card?.pcm.rewind === undefined ? false : undefined;
      this.#forgetOther();
    }
    if (card === undefined) return;
    const nowUs = this.#parts.nowUs();
    const room = card.pcm.roomFrames();
    this.#dry = room === undefined;
    this.#askedUs = nowUs;
    this.#queued = card.pcm.bufferFrames - (room ?? card.pcm.bufferFrames);
    if (this.#dry) card.heard.rested(nowUs);
    else card.heard.note(this.#queued, nowUs);
    if (card.heard.standsStill(nowUs)) this.#lostWith(this.#slot.loseStill());
  }

  /** What the last card held is not heard when another play, or a pause, came meanwhile; what is to be told of it is. */
  #forgetOther(): void {
    const { paused } = this.#control;
    const isStale = ({ generation }: RenderedBlock): boolean =>
      paused || generation !== this.#ring.generation;
    const left = this.#rendered.filter((block) => block.events.length > 0 || !isStale(block));
    for (const block of left) if (isStale(block)) block.samples.fill(0);
    this.#rendered.splice(0, this.#rendered.length, ...left);
    const [first] = left;
    if (first === undefined) return;
    // A sound that goes on in its middle does not start at a start.
    const gate = new FadeGate(fadeFrames);
    gate.close();
    gate.apply(first.samples, 0, first.samples.length / 2);
  }

  /**
   * Renders all that the card is to take now, then writes it in one go: at a start the first
   * sounds are decoded before the card runs on the first of them, not against it.
   */
  #feed({ pcm }: PluggedCard): void {
    this.#render(pcm);
    for (let next = this.#rendered[0]; next !== undefined; next = this.#rendered[0]) {
      if (this.#card === undefined) return;
      if (this.#queued + next.samples.length / 2 > pcm.bufferFrames) break;
      this.#writeBlock(this.#card, next);
    }
    this.#slot.passOnTrouble();
  }

  /** All but what is about to be heard, as far as it can be rendered anew. */
  #takeBack(card: PluggedCard): void {
    // What is rendered and not written comes behind what the card has.
    if (this.#rendered.length > 0 || this.#givesBack === false) return;
    const keptFrames = Math.round((keptQueueUs * outputRate) / 1e6);
    this.#rewind(card, Math.min(this.#queued - keptFrames, this.#engine.rewindable));
  }

  #rewind({ pcm, heard }: PluggedCard, frames: number): void {
    if (frames <= 0) return;
    const taken = pcm.rewind?.(frames) ?? 0;
    // What gave back once does so again, though there may be nothing at some moment.
    this.#givesBack ??= taken > 0;
    this.#engine.rewind(taken);
    heard.rewound(taken);
    this.#queued -= taken;
  }

  /** A card is filled deep only once it was seen to give back, were it one frame. */
  #isDeep(card: PluggedCard): boolean {
    if (this.#givesBack === false || !this.#engine.steady || this.#isLive) return false;
    if (this.#givesBack === undefined && this.#queued > 0) {
      this.#rewind(card, Math.min(1, this.#engine.rewindable));
    }
    return this.#givesBack === true;
  }

  #render(card: PcmOut): void {
    // What a lost card did not play goes first, as it is.
    if (this.#rendered.length > 0) return;
    const queued = this.#queued;
    if (queued > this.#bounds(card).low && !this.#engine.canStart()) return;
    const { periodFrames, bufferFrames } = card;
    for (let held = queued; held + periodFrames <= bufferFrames; ) {
      // The bounds move with what is rendered: a start makes room for more.
      const room = Math.min(bufferFrames, this.#bounds(card).high) - held;
      if (held > queued && room < periodFrames) return;
      const periods = Math.max(1, Math.floor(Math.min(room, blockFrames) / periodFrames));
      const samples = this.#memoryFor(Math.min(periods * periodFrames, bufferFrames - held));
      const sounded = this.#engine.sounding;
      const events = this.#engine.render(samples);
      const { generation } = this.#ring;
      const empty = this.#engine.silentFrames >= samples.length / 2;
      this.#rendered.push({ samples, empty, events, sounded, generation });
      held += samples.length / 2;
    }
  }

  #memoryFor(frames: number): Float32Array {
    const bytes = 2 * Float32Array.BYTES_PER_ELEMENT * frames;
    const memory = this.#spare.pop();
    const block = 2 * Float32Array.BYTES_PER_ELEMENT * blockFrames;
    const fits = memory !== undefined && memory.byteLength >= bytes;
    return new Float32Array(fits ? memory : new ArrayBuffer(Math.max(bytes, block)), 0, 2 * frames);
  }

  #writeBlock({ pcm, heard }: PluggedCard, block: RenderedBlock): void {
    const { samples, events, sounded } = block;
    const outcome = pcm.write(samples);
    if (outcome === "lost") {
      this.#lostWith(this.#slot.lose("is gone; plug it in again"));
      return;
    }
    if (outcome === "xrun") {
      this.#queued = 0;
      this.#ranDry = !this.#dry;
      if (sounded) this.#underruns += 1;
    }
    this.#queued += samples.length / 2;
    const atUs = this.#parts.nowUs();
    if (sounded || this.#engine.sounding) this.#soundedUs = atUs;
    this.#tellOf(events, atUs);
    this.#takenAt = block.generation;
    this.#rendered.shift();
    const spare = heard.wrote(block);
    // What is rendered here lies in memory of its own.
    if (spare !== undefined) this.#spare.push(spare.buffer as ArrayBuffer);
  }

  /** Turns the card's own volume, where it has one; true while that is on its way. */
  #followVolume(card: PcmOut): boolean {
    const { volume } = card;
    // A clip that is louder than the music needs the card's; the samples of the music then get less.
    const level = gainOfLevel(Math.max(this.#control.volume, this.#clips.volume));
    // What the samples are held down by, the card gives back, as far as it goes.
    const gain = Math.min(1, level / this.#engine.headroom);
    let moving = false;
    // Silence is made of the samples alone: it comes in a ramp, and the way back is short.
    if (volume !== undefined && gain > 0) {
      const bufferUs = (card.bufferFrames * 1e6) / outputRate;
      const silent = !this.#engine.sounding && this.#parts.nowUs() - this.#soundedUs > bufferUs;
      moving = !volume.moveTo(gain, silent);
    }
    this.#engine.cardGain = volume?.gain ?? 1;
    return moving;
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
    const open = () => opener.open(target);
    return new LineInput({ open, rate: outputRate, tone: () => this.#control.tone, changed });
  }

  /** Reads what was captured, before it is rendered. */
  #listen(): void {
    const card = this.#card?.pcm;
    const nowUs = this.#parts.nowUs();
    // This thread may have been kept waiting since the card was asked.
    const playedFrames = ((nowUs - this.#askedUs) * outputRate) / 1e6;
    const dry = this.#dry || this.#ranDry;
    this.#ranDry = false;
    const queuedFrames = dry ? undefined : Math.max(0, this.#queued - playedFrames);
    this.#line?.follow(nowUs, card && { ...shapeOf(card), queuedFrames });
  }

  #tellOf(events: readonly EngineEvent[], atUs: number): void {
    for (const { kind, serial } of events) this.#parts.tell({ kind, serial, atUs });
  }

  /** What the card had not played goes back to the engine, and where it cannot, to the next card. */
  #lostWith(unheard: readonly WrittenPeriod[]): void {
    const generation = this.#takenAt;
    this.#card = undefined;
    this.#queued = 0;
    const again = unheard.map((period) => ({ ...period, events: [], sounded: true, generation }));
    this.#rendered.unshift(...again);
    this.#unrender();
    this.#dropEmpty();
    // What comes from outside now is not to be heard later.
    if (this.#isLive) this.#dropRendered(this.#waitingFrames);
  }

  /** What waits for a card goes back to the engine as far as it can, so that a pause or a skip finds nothing of it, and loses none. */
  #unrender(): void {
    const waiting = this.#waitingFrames;
    // What a flush has made stale is no part of what the engine has.
    const stale = this.#rendered.some(({ generation }) => generation !== this.#ring.generation);
    if (waiting > 0 && !stale) this.#dropRendered(this.#engine.unhear(waiting));
  }

  /** A wait that was over when the card went is not heard a second time. */
  #dropEmpty(): void {
    const left = this.#rendered.filter(({ empty, events }) => !empty || events.length > 0);
    this.#rendered.splice(0, this.#rendered.length, ...left);
  }

  /** The last of what is rendered; what happened in it has happened. */
  #dropRendered(frames: number): void {
    const events: EngineEvent[] = [];
    for (let left = frames; left > 0; ) {
      const last = this.#rendered.pop();
      if (last === undefined) break;
      const kept = last.samples.length / 2 - left;
      if (kept > 0) this.#rendered.push({ ...last, samples: last.samples.subarray(0, 2 * kept) });
      else events.unshift(...last.events);
      left -= last.samples.length / 2;
    }
    this.#tellOf(events, this.#parts.nowUs());
  }

  /** Rendered and not with a card. */
  get #waitingFrames(): number {
    return this.#rendered.reduce((sum, { samples }) => sum + samples.length / 2, 0);
  }

  #bounds(card: PcmOut) {
    const shape = shapeOf(card);
    if (this.#line !== undefined && this.#isLive) return this.#line.bounds(shape);
    const aheadUs = this.#engine.sounding ? this.#engine.aheadUs : undefined;
    return queueBounds(shape, aheadUs, this.#deep);
  }

  #sleepUs(card: PcmOut, mostUs: number): number {
    // A start waits for no more than the room of its first period.
    const { low } = this.#engine.canStart()
      ? { low: card.bufferFrames - card.periodFrames }
      : this.#bounds(card);
    const us = ((this.#queued - low) * 1e6) / outputRate;
    return Math.max(sleepUsMin, Math.min(mostUs, us));
  }

  /** What of so much would be heard even after a flush. */
  #keptUs(delayUs: number): number {
    const givenUs = (this.#engine.rewindable * 1e6) / outputRate;
    return delayUs - Math.min(Math.max(0, delayUs - keptQueueUs), givenUs);
  }

  #publish(): void {
    const delayFrames = this.#waitingFrames + (this.#card?.pcm.delayFrames() ?? 0);
    const delayUs = (delayFrames * 1e6) / outputRate;
    const input = this.#line?.numbers;
    this.#control.publishStatus({
      // Without a card that plays nothing of what waits is heard as time goes by.
      atUs: this.#slot.plays ? this.#parts.nowUs() : Number.POSITIVE_INFINITY,
      serial: this.#engine.serial,
      playedFrames: this.#engine.position,
      segmentRate: this.#engine.segmentRate,
      renderedFrames: this.#engine.renderedFrames,
      delayUs,
      silentUs: (this.#engine.silentFrames * 1e6) / outputRate,
      keptUs: this.#givesBack === true ? this.#keptUs(delayUs) : delayUs,
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
}

function shapeOf({ format, periodFrames, bufferFrames }: PcmOut): CardShape {
  return { rate: format.rate, periodFrames, bufferFrames };
}
