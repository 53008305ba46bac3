/**
 * Tone: bass, treble, balance and mono, over samples on their way out (docs/SOUND.md,
 * "Tone"). Settings move within toneRampUs, so that a slider that is dragged is not heard
 * as steps. What is taken back and played anew comes out the same: the state of the
 * filters is kept now and then.
 *
 * What goes in passes through once, in order, but for `rewind`.
 *
 * Invariants:
 *   I1  while flat no sample is touched
 *   I2  what comes out, times `headroom`, is within full scale where what goes in is
 *   I3  after `rewind` the same samples become the same again
 * Bounds: the state once in toneStateFrames, for as long as a card can hold.
 */
import {
  bassHz,
  deepQueueUs,
  historyFrames,
  toneRampUs,
  toneStateFrames,
  trebleHz,
} from "./limits.ts";
import { flatTone, type ToneSettings } from "./model.ts";
import { excessOf, Shelf, shelfState } from "./shelf.ts";
import { StereoPlace } from "./stereo-place.ts";

/** Of both shelves. */
const stateNumbers = 2 * shelfState;
/** Sums of samples in 32 bits: no bit of them may be too many. */
const roundingRoom = 0.9999;

export class Tone {
  readonly #rate: number;
  readonly #bass: Shelf;
  readonly #treble: Shelf;
  readonly #place: StereoPlace;
  readonly #rampFrames: number;
  #settings: ToneSettings = flatTone;
  #headroom = 1;
  /** That came through while it was not flat. */
  #frames = 0;
  /** From here on the settings are as they are, and states are kept. */
  #origin = 0;
  /** Made with the first setting that is not flat: most speakers have none. */
  #states: Float64Array | undefined;
  readonly #originState = new Float64Array(stateNumbers);
  readonly #now = new Float64Array(stateNumbers);
  readonly #past = new Float32Array(2 * historyFrames);

  /** `rate` of the samples, in Hz; starts with `settings` without a ramp. */
  constructor(rate: number, settings: ToneSettings = flatTone) {
    this.#rate = rate;
    this.#rampFrames = Math.round((rate * toneRampUs) / 1e6);
    this.#bass = new Shelf("bass", bassHz, rate);
    this.#treble = new Shelf("treble", trebleHz, rate);
    this.#place = new StereoPlace();
    this.#aim(settings, 0);
  }

  get settings(): ToneSettings {
    return this.#settings;
  }
  set settings(settings: ToneSettings) {
    if (settings !== this.#settings) this.#aim(settings, this.#rampFrames);
  }

  /** On its way from one setting to another: what comes out cannot be had again. */
  get moving(): boolean {
    return this.#bass.moving || this.#treble.moving || this.#place.moving;
  }
  /** I2: a factor, 1 at most. */
  get headroom(): number {
    return this.#headroom;
  }

  /** What is on its way is there: between two sounds nobody hears a step. */
  settle(): void {
    if (!this.moving) return;
    this.#bass.aim(this.#bass.targetDb, 0);
    this.#treble.aim(this.#treble.targetDb, 0);
    this.#place.aim(this.#settings, 0);
    this.#arrived();
  }

  /** Nothing sounds before what comes next. */
  clear(): void {
    this.#bass.clear();
    this.#treble.clear();
    this.#begin();
  }

  /** Shapes interleaved stereo in place, `frames` of it from frame `at`. */
  apply(samples: Float32Array, at: number, frames: number): void {
    if (this.#isFlat) return;
    const wasMoving = this.moving;
    for (let done = 0; done < frames; ) {
      const part = Math.min(frames - done, toneStateFrames - (this.#frames % toneStateFrames));
      this.#shape(samples, at + done, part);
      this.#frames += part;
      if (this.#frames % toneStateFrames === 0) this.#keepState();
      done += part;
    }
    if (wasMoving && !this.moving) this.#arrived();
  }

  /**
   * As `apply`, of what will come through later. False while that cannot be said, because a change
   * is under way.
   */
  preview(samples: Float32Array, frames: number): boolean {
    if (this.moving) return false;
    this.#save(this.#now, 0);
    this.#shape(samples, 0, frames);
    this.#load(this.#now, 0);
    return true;
  }

  /**
   * The last `frames` will come again. `past`: what went in before them, `historyFrames` at most.
   * What became of it, as far as that is known: a view of `past` or of memory of its own.
   */
  rewind(frames: number, past: Float32Array): Float32Array {
    if (this.#isFlat) return past;
    const to = this.#frames - frames;
    this.#past.set(past);
    const known = this.#past.subarray(0, past.length);
    // Settings that came while nothing went through: they move once something does.
    if (this.moving || to < this.#origin) {
      this.#frames = to;
      this.clear();
      return known;
    }
    const first = to - past.length / 2;
    const from = Math.max(Math.ceil(first / toneStateFrames) * toneStateFrames, this.#origin);
    if (from === this.#origin) this.#load(this.#originState, 0);
    else this.#load(this.#keptStates, this.#slotOf(from));
    this.#frames = from;
    const again = known.subarray(2 * (from - first));
    this.apply(again, 0, again.length / 2);
    return again;
  }

  get #isFlat(): boolean {
    return this.#bass.isFlat && this.#treble.isFlat && this.#place.isFlat;
  }

  #shape(samples: Float32Array, at: number, frames: number): void {
    this.#bass.apply(samples, at, frames);
    this.#treble.apply(samples, at, frames);
    this.#place.apply(samples, at, frames);
  }

  #aim(settings: ToneSettings, overFrames: number): void {
    this.#settings = settings;
    const { bass, treble } = settings;
    if (bass !== this.#bass.targetDb || treble !== this.#treble.targetDb) {
      this.#headroom = this.#headroomBetween(settings);
      this.#bass.aim(bass, overFrames);
      this.#treble.aim(treble, overFrames);
    }
    this.#place.aim(settings, overFrames);
    this.#begin();
    if (!this.moving) this.#arrived();
  }

  /** Before both shelves have arrived each may be anything between where it is and where it goes. */
  #headroomBetween({ bass, treble }: ToneSettings): number {
    const trebles = [this.#treble.db, treble];
    const excess = [this.#bass.db, bass].flatMap((b) => trebles.map((t) => this.#excess(b, t)));
    return headroomOf(Math.max(...excess));
  }

  #arrived(): void {
    this.#headroom = headroomOf(this.#excess(this.#bass.targetDb, this.#treble.targetDb));
    this.#begin();
  }

  #excess(bass: number, treble: number): number {
    const shelves = [
      { kind: "bass", hz: bassHz, db: bass },
      { kind: "treble", hz: trebleHz, db: treble },
    ] as const;
    return excessOf(shelves, this.#rate);
  }

  /** From here on things are as they are. */
  #begin(): void {
    this.#origin = this.#frames;
    this.#save(this.#originState, 0);
  }

  #keepState(): void {
    this.#save(this.#keptStates, this.#slotOf(this.#frames));
  }

  get #keptStates(): Float64Array {
    this.#states ??= new Float64Array(slotsAt(this.#rate) * stateNumbers);
    return this.#states;
  }
  #slotOf(frame: number): number {
    return ((frame / toneStateFrames) % slotsAt(this.#rate)) * stateNumbers;
  }

  #save(into: Float64Array, at: number): void {
    this.#bass.save(into, at);
    this.#treble.save(into, at + shelfState);
  }
  #load(from: Float64Array, at: number): void {
    this.#bass.load(from, at);
    this.#treble.load(from, at + shelfState);
  }
}

function headroomOf(excess: number): number {
  return excess === 1 ? 1 : roundingRoom / excess;
}

/** What a card holds, and what is before that. */
function slotsAt(rate: number): number {
  return Math.ceil(((rate * deepQueueUs) / 1e6 + historyFrames) / toneStateFrames) + 2;
}
