/**
 * Lets an input be heard at the output, soon and without a gap, although each has
 * a clock of its own (docs/LINE-IN.md §2). What the input gives is queued; the
 * engine pulls it through a resampler, which a servo steers so that the way from
 * in to out keeps its length.
 *
 * Pure: blocks come in, samples go out, the caller says what the output holds.
 *
 * The way is: captured and not yet pulled + rendered and not yet played. It is
 * measured before each rendering, so that neither the blocks of the input nor a
 * late wake-up make it look longer or shorter.
 *
 * Invariants:
 *   I1  sound begins and ends with a fade; nothing is made up beyond one
 *   I2  after a start the way is `targetUs`; what was captured before that is dropped
 */
import type { PcmIn } from "../ports/pcm.ts";
import type { LiveSource } from "./engine.ts";
import { FadeGate } from "./fade.ts";
import type { CaptureBlock, CaptureTaker } from "./input-capture.ts";
import { RateServo } from "./input-servo.ts";
import {
  fadeUs,
  inputHeldUsMax,
  liveMarginStepUs,
  liveMarginUs,
  liveMarginUsMax,
  liveOffUsMax,
} from "./limits.ts";
import { flatTone, type ToneSettings } from "./model.ts";
import { SteeredResampler } from "./steered-resampler.ts";
import { Tail } from "./tail.ts";
import { Tone } from "./tone.ts";

/** off: not to be heard. filling: waits until enough is captured. on: sounds. */
type State = "off" | "filling" | "on";

/** What the output holds, in microseconds: now, and when it is filled. */
export interface OutputFill {
  readonly nowUs: number;
  readonly queuedUs: number;
  readonly highUs: number;
  /** It ran dry: when what is rendered now will be heard is not known. */
  readonly dry: boolean;
}

export class InputMonitor implements CaptureTaker, LiveSource {
  readonly #rateOut: number;
  readonly #gate: FadeGate;
  readonly #tail: Tail;
  readonly #tone: Tone;
  readonly #toneNow: () => ToneSettings;
  #device: PcmIn | undefined;
  #samples: SteeredResampler | undefined;
  #servo = new RateServo();
  #state: State = "off";
  #change: "live-started" | "live-stopped" | undefined;
  #scratch = new Float32Array(0);
  #marginUs = liveMarginUs;
  #queuedUs = 0;
  #highUs = 0;
  #dry = false;
  #measuredUs = 0;
  #playedFrames = 0;
  #dropouts = 0;

  /** `rateOut` of the output, in Hz. `tone`: as it is to be now. */
  constructor(rateOut: number, tone: () => ToneSettings = () => flatTone) {
    this.#rateOut = rateOut;
    this.#toneNow = tone;
    this.#tone = new Tone(rateOut, tone());
    const fadeFrames = Math.round((rateOut * fadeUs) / 1e6);
    this.#gate = new FadeGate(fadeFrames);
    this.#tail = new Tail(fadeFrames);
  }

  get sounding(): boolean {
    return this.#state === "on" || this.#tail.sounding;
  }
  /** From in to out, smoothed; 0 while it does not sound. */
  get wayUs(): number {
    return this.#state === "on" ? this.#targetUs + this.#servo.errorUs : 0;
  }
  /** By how much the input's clock is faster than the output's, as far as it is known. */
  get ppm(): number {
    return this.#servo.ratePpm;
  }
  /** Sound of the input that went out, in all. */
  get playedUs(): number {
    return (this.#playedFrames * 1e6) / this.#rateOut;
  }
  /** Times that the sound was interrupted because one side came too late. */
  get dropouts(): number {
    return this.#dropouts;
  }

  // What the capture says.

  opened(device: PcmIn): void {
    const { rate } = device.format;
    this.#device = device;
    this.#servo = new RateServo();
    this.#samples = new SteeredResampler({
      rateIn: rate,
      rateOut: this.#rateOut,
      capacityFrames: Math.ceil((rate * inputHeldUsMax) / 1e6),
    });
  }

  get wantsMore(): boolean {
    return this.#state !== "on" || this.#heldUs < this.#targetUs - this.#queuedUs;
  }

  block({ samples, frames, rate }: CaptureBlock): void {
    const queue = this.#samples;
    if (queue === undefined) return;
    // What was captured long before a start is not wanted.
    const most = (rate * inputHeldUsMax) / 1e6 - frames;
    queue.skip(queue.heldFrames - most);
    queue.push(samples, 0, frames);
  }

  broken(): void {
    this.#interrupt();
    this.#samples?.clear();
  }

  closed(): void {
    this.#interrupt();
    this.#samples = undefined;
    this.#device = undefined;
  }

  // What the output says.

  /** Before each rendering. */
  observe({ nowUs, queuedUs, highUs, dry }: OutputFill): void {
    this.#queuedUs = queuedUs;
    this.#highUs = highUs;
    this.#dry = dry;
    const sinceUs = nowUs - this.#measuredUs;
    this.#measuredUs = nowUs;
    if (this.#state !== "on") return;
    if (dry) {
      // The way is longer by the silence: it begins anew.
      this.#dropOut();
      return;
    }
    const errorUs = this.#wayUs - this.#targetUs;
    this.#servo.update(errorUs, sinceUs);
    const isOff = Math.abs(this.#servo.errorUs) > liveOffUsMax;
    if (isOff || Math.abs(errorUs) > liveOffUsMax + this.#blockUs) this.#dropOut();
  }

  /** It is chosen anew: what was learnt of dropouts is forgotten. */
  reset(): void {
    this.#marginUs = liveMarginUs;
  }

  // What the engine wants.

  canStart(): boolean {
    return this.#state !== "on" && this.#isReady();
  }

  mixInto(into: Float32Array, on: boolean): void {
    const frames = into.length / 2;
    this.#tone.settings = this.#toneNow();
    if (!on) this.#quieten();
    else if (this.#state === "off") this.#state = "filling";
    if (this.#state === "filling" && this.#isReady()) this.#begin();
    const pulled = this.#state === "on" ? this.#pull(into, frames) : frames;
    this.#tail.mixInto(into, 0, pulled);
    if (pulled < frames) {
      this.#marginUs = Math.min(liveMarginUsMax, this.#marginUs + liveMarginStepUs);
      this.#dropOut();
      this.#tail.mixInto(into, pulled, frames);
    }
    this.#queuedUs += (frames * 1e6) / this.#rateOut;
  }

  takeChange(): "live-started" | "live-stopped" | undefined {
    const change = this.#change;
    this.#change = undefined;
    return change;
  }

  get #rateIn(): number {
    return this.#device?.format.rate ?? this.#rateOut;
  }
  /** Blocks of the input, what the output is filled to, the resampler's foresight, and what is to spare. */
  get #targetUs(): number {
    const foresightUs = ((this.#samples?.aheadFrames ?? 0) * 1e6) / this.#rateIn;
    return this.#blockUs + foresightUs + this.#highUs + this.#marginUs;
  }
  get #blockUs(): number {
    return ((this.#device?.periodFrames ?? 0) * 1e6) / this.#rateIn;
  }
  get #heldUs(): number {
    return ((this.#samples?.heldFrames ?? 0) * 1e6) / this.#rateIn;
  }
  get #wayUs(): number {
    const unread = this.#device?.delayFrames() ?? 0;
    return this.#heldUs + (unread * 1e6) / this.#rateIn + this.#queuedUs;
  }

  #isReady(): boolean {
    if (this.#device === undefined || this.#dry || this.#queuedUs > this.#highUs) return false;
    // What the device still keeps back is a block at most, else it is to be read first.
    const readUs = this.#heldUs + this.#queuedUs;
    return readUs >= this.#targetUs - this.#blockUs && this.#wayUs >= this.#targetUs;
  }

  #begin(): void {
    this.#samples?.skip(((this.#wayUs - this.#targetUs) * this.#rateIn) / 1e6);
    this.#servo.restart();
    this.#gate.close();
    this.#tone.clear();
    this.#state = "on";
    this.#change = "live-started";
  }

  /** Adds what comes next to `into`; the number of frames that there were. */
  #pull(into: Float32Array, frames: number): number {
    const queue = this.#samples;
    if (queue === undefined) return 0;
    if (this.#scratch.length < into.length) this.#scratch = new Float32Array(into.length);
    const scratch = this.#scratch;
    queue.correction = this.#servo.correction;
    const pulled = queue.pull(scratch, 0, frames);
    this.#tone.apply(scratch, 0, pulled);
    this.#gate.apply(scratch, 0, pulled);
    this.#tail.note(scratch, 0, pulled);
    for (let i = 0; i < 2 * pulled; i++) into[i] = (into[i] ?? 0) + (scratch[i] ?? 0);
    this.#playedFrames += pulled;
    return pulled;
  }

  #dropOut(): void {
    this.#dropouts += 1;
    this.#interrupt();
  }

  /** The sound ends here, with a fade; it begins again by itself. */
  #interrupt(): void {
    if (this.#state !== "on") return;
    this.#fadeOut();
    this.#state = "filling";
    this.#change = "live-stopped";
  }

  #quieten(): void {
    if (this.#state === "on") this.#fadeOut();
    this.#state = "off";
    this.#change = undefined;
  }

  #fadeOut(): void {
    this.#tail.start(this.#gate.gain, (into, frames) => {
      const known = this.#samples?.peek(into, frames) ?? 0;
      return this.#tone.preview(into, known) ? known : 0;
    });
  }
}
