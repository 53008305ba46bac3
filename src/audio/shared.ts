/**
 * The memory that the main thread and the audio thread share, apart from the
 * ring's bytes: commands one way, status and levels the other.
 *
 * No messages: the audio thread sleeps in a wait on this memory, and a blocked
 * main thread must not stop it. Every word has one writer; `ringRead` has two
 * and is changed by compare-and-exchange only (ring.ts).
 *
 * Invariants:
 *   I1  status is written between two increments of `statusSeq`, so that a reader
 *       that saw the same even number before and after has a consistent copy
 *   I2  a waiter looks at `wakeCount` before it looks at the commands, so that a
 *       command given in between ends the wait at once
 */
import { assert } from "../base/assert.ts";
import { peakWindows } from "./limits.ts";
import { flatTone, type LoudnessMode, loudnessModes, type ToneSettings } from "./model.ts";

/** 32-bit words, by index. */
export const word = {
  wakeCount: 0,
  asleep: 1,
  stop: 2,
  paused: 3,
  volume: 4,
  muted: 5,
  generation: 6,
  ringWrite: 7,
  ringRead: 8,
  framesWritten: 9,
  framesRead: 10,
  endsWritten: 11,
  endsRead: 12,
  statusSeq: 13,
  live: 14,
  bass: 15,
  treble: 16,
  balance: 17,
  mono: 18,
  loudness: 19,
} as const;

/** Even: the status behind them is of 64-bit numbers. */
const words = 20;

/** Of the engine, and so of what is written to any card, in Hz: Opus's. */
export const outputRate = 48_000;
/** Volume is kept in steps of a thousandth. */
const volumeScale = 1000;

/** Numbers of the status, in the order they lie in memory. */
export const statusFields = [
  "atUs",
  "serial",
  "playedFrames",
  "segmentRate",
  "renderedFrames",
  "delayUs",
  "keptUs",
  "silentUs",
  "underruns",
  "playedUs",
  "concealedUs",
  "inputLatencyUs",
  "inputPpm",
  "inputPlayedUs",
  "inputDropouts",
  "inputOverruns",
] as const;
export type StatusNumbers = { -readonly [field in (typeof statusFields)[number]]: number };

const noStatus: Readonly<StatusNumbers> = {
  atUs: 0,
  serial: 0,
  playedFrames: 0,
  segmentRate: 0,
  renderedFrames: 0,
  delayUs: 0,
  keptUs: 0,
  silentUs: 0,
  underruns: 0,
  playedUs: 0,
  concealedUs: 0,
  inputLatencyUs: 0,
  inputPpm: 0,
  inputPlayedUs: 0,
  inputDropouts: 0,
  inputOverruns: 0,
};

const peaksAt = words * 4 + statusFields.length * 8;

/** A reader that meets a writer tries again; a writer needs well under a microsecond. */
const readTriesMax = 1000;

export class SharedControl {
  /** Hand these to the other thread and make its SharedControl of them. */
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
  /** Of the level meter (peak-meter.ts), `outputRate` frames a second. */
  readonly peaks: Float32Array;
  readonly #status: Float64Array;
  readonly #copy = new Float64Array(statusFields.length);
  /** What was read last, and at which count of the writer. */
  #read: Readonly<StatusNumbers> = noStatus;
  #readSeq = 0;
  #tone = flatTone;

  constructor(memory = new SharedArrayBuffer(peaksAt + peakWindows * 4)) {
    this.memory = memory;
    this.words = new Int32Array(memory, 0, words);
    this.#status = new Float64Array(memory, words * 4, statusFields.length);
    this.peaks = new Float32Array(memory, peaksAt, peakWindows);
  }

  load(index: number): number {
    return Atomics.load(this.words, index);
  }
  store(index: number, value: number): void {
    Atomics.store(this.words, index, value);
  }
  add(index: number, value: number): void {
    Atomics.add(this.words, index, value);
  }

  get paused(): boolean {
    return this.load(word.paused) !== 0;
  }
  set paused(paused: boolean) {
    this.store(word.paused, paused ? 1 : 0);
  }
  /** The input is heard instead of the ring. */
  get live(): boolean {
    return this.load(word.live) !== 0;
  }
  set live(live: boolean) {
    this.store(word.live, live ? 1 : 0);
  }
  /** 0…100; 0 while muted. */
  get volume(): number {
    return this.load(word.muted) !== 0 ? 0 : this.load(word.volume) / volumeScale;
  }
  setVolume(level: number, muted: boolean): void {
    assert(level >= 0 && level <= 100, "a volume is 0…100");
    this.store(word.volume, Math.round(level * volumeScale));
    this.store(word.muted, muted ? 1 : 0);
  }

  /** The same object until something of it is set anew: it is asked for at each render. */
  get tone(): ToneSettings {
    const bass = this.load(word.bass);
    const treble = this.load(word.treble);
    const balance = this.load(word.balance);
    const mono = this.load(word.mono) !== 0;
    const { bass: b, treble: t, balance: at, mono: m } = this.#tone;
    if (bass !== b || treble !== t || balance !== at || mono !== m)
      this.#tone = { bass, treble, balance, mono };
    return this.#tone;
  }
  setTone({ bass, treble, balance, mono }: ToneSettings): void {
    this.store(word.bass, bass);
    this.store(word.treble, treble);
    this.store(word.balance, balance);
    this.store(word.mono, mono ? 1 : 0);
  }

  get loudness(): LoudnessMode {
    return loudnessModes[this.load(word.loudness)] ?? "off";
  }
  set loudness(mode: LoudnessMode) {
    this.store(word.loudness, loudnessModes.indexOf(mode));
  }

  /** Ends the other thread's sleep, if it sleeps. */
  wake(): void {
    this.add(word.wakeCount, 1);
    if (this.load(word.asleep) !== 0) Atomics.notify(this.words, word.wakeCount);
  }
  /** What `sleep` must be given: read it before looking at anything that a wake announces. */
  get wakeCount(): number {
    return this.load(word.wakeCount);
  }
  /** Blocks this thread until a wake after `seen` was read, or `timeoutUs`. */
  sleep(seen: number, timeoutUs: number): void {
    this.store(word.asleep, 1);
    Atomics.wait(this.words, word.wakeCount, seen, timeoutUs / 1000);
    this.store(word.asleep, 0);
  }

  publishStatus(status: Readonly<StatusNumbers>): void {
    this.add(word.statusSeq, 1);
    statusFields.forEach((field, i) => {
      this.#status[i] = status[field];
    });
    this.add(word.statusSeq, 1);
  }

  /** The same object until something new is published: it is asked for many times between two periods. */
  readStatus(): Readonly<StatusNumbers> {
    if (this.load(word.statusSeq) === this.#readSeq) return this.#read;
    const copy = this.#copy;
    let before = 0;
    for (let tries = 0; tries < readTriesMax; tries++) {
      before = this.load(word.statusSeq);
      copy.set(this.#status);
      if ((before & 1) === 0 && this.load(word.statusSeq) === before) break;
    }
    const status = { ...noStatus };
    statusFields.forEach((field, i) => {
      status[field] = copy[i] ?? 0;
    });
    this.#read = status;
    this.#readSeq = before;
    return status;
  }
}
