/** Line-in in virtual time: a model input with a clock of its own, the real playout, a model output, and what was heard. */
import { AudioFeed } from "../../src/audio/feed.ts";
import type { AudioEvent } from "../../src/audio/model.ts";
import { Playout } from "../../src/audio/playout.ts";
import { type AdcSource, ModelAdc } from "../../src/platform/model-adc.ts";
import { type Capture, ModelDac } from "../../src/platform/model-dac.ts";
import { PcmError } from "../../src/ports/errors.ts";
import type { PcmIn } from "../../src/ports/pcm.ts";
import { fakeDecoders, packetOf, sine, type Wave } from "./rig.ts";

export interface LineRigOptions {
  readonly rate?: number;
  readonly inPpm?: number;
  readonly outPpm?: number;
  /** Sample n of the input since it was opened. */
  readonly wave?: Wave;
  /** How late a wake-up is, microseconds. */
  readonly lateUs?: () => number;
  /** Sample n of the music. */
  readonly music?: Wave;
  /** Whether what is heard is kept. */
  readonly keep?: boolean;
}

const outputRate = 48_000;

export class LineRig {
  readonly feed = new AudioFeed();
  readonly events: AudioEvent[] = [];
  /** Left channel of what was heard, from `startUs` on. */
  readonly heard: number[] = [];
  /** Frame number of the input and time at each opening. */
  readonly openedUs: number[] = [];
  readonly startUs = 1_000_000;
  readonly playout: Playout;
  /** What opening says, while it fails; and a device that is pulled out, or gives nothing. */
  refusal: PcmError | undefined;
  unplugged = false;
  mute = false;
  steps = 0;
  nowUs = 1_000_000;
  readonly #lateUs: () => number;
  #at = 1_000_000;

  constructor(options: LineRigOptions = {}) {
    const { rate = 48_000, inPpm = 0, outPpm = 0, keep = true } = options;
    const wave = options.wave ?? sine(440, rate);
    this.#lateUs = options.lateUs ?? (() => 0);
    const heard = this.heard;
    const tape: Capture = {
      trouble: undefined,
      samples(played) {
        if (keep) for (let i = 0; i < played.length; i += 2) heard.push((played[i] ?? 0) / 0x8000);
      },
      silence(frames) {
        if (keep) for (let i = 0; i < frames; i++) heard.push(0);
      },
      [Symbol.dispose]: () => undefined,
    };
    const time = {
      nowUs: () => this.nowUs,
      sleepUs: (): never => {
        throw new Error("a write never blocks here");
      },
    };
    const target = { kind: "alsa", name: "hw:1", ppm: 0 } as const;
    this.playout = new Playout({
      memory: this.feed.memory,
      target: { kind: "null", name: "", ppm: 0 },
      pcm: {
        open: () =>
          new ModelDac({ device: "out", ppm: outPpm, time, startUs: this.nowUs, capture: tape }),
      },
      input: { target, opener: { open: () => this.#openInput(rate, inPpm, wave) } },
      decoders: fakeDecoders(options.music ?? sine(1_000, outputRate)),
      nowUs: time.nowUs,
      tell: (event) => this.events.push(event),
    });
    this.feed.setVolume(100, false);
  }

  /** Lets the thread live for so long. */
  run(ms: number): void {
    const endUs = this.nowUs + 1_000 * ms;
    while (this.#at <= endUs) {
      this.nowUs = Math.max(this.nowUs, this.#at);
      this.steps += 1;
      const sleepUs = this.playout.step();
      this.#at = this.nowUs + sleepUs + this.#lateUs();
    }
    this.nowUs = endUs;
  }

  /** What a command does: the thread's sleep ends. */
  wake(): void {
    this.#at = this.nowUs;
  }
  setLive(live: boolean): void {
    this.feed.setLive(live);
    this.wake();
  }
  setPaused(paused: boolean): void {
    this.feed.setPaused(paused);
    this.wake();
  }
  playMusic(packets: number): void {
    this.feed.segment({
      serial: 1,
      codec: "opus",
      rate: outputRate,
      setup: new Uint8Array(0),
      skipFrames: 0,
      totalFrames: packets * 960,
      prerollUs: 40_000,
      fadeIn: true,
    });
    for (let i = 0; i < packets; i++) this.feed.frame(packetOf(i * 960, 960));
    this.feed.end();
    this.wake();
  }

  get status() {
    return this.feed.control.readStatus();
  }
  get told(): string[] {
    return this.events.map((event) =>
      event.kind === "input" ? `input ${event.rate} ${event.trouble ?? "ok"}` : event.kind,
    );
  }

  #openInput(rate: number, ppm: number, wave: Wave): PcmIn {
    if (this.refusal !== undefined) throw this.refusal;
    if (this.unplugged) throw new PcmError("no-device", 'no sound input "hw:1"');
    this.openedUs.push(this.nowUs);
    const adc = new ModelAdc({
      device: "hw:1",
      ppm,
      source: waveSource(rate, wave, () => !this.unplugged),
      nowUs: () => this.nowUs,
    });
    const read = adc.read.bind(adc);
    adc.read = (samples) => (this.mute ? 0 : read(samples));
    return adc;
  }
}

function waveSource(rate: number, wave: Wave, there: () => boolean): AdcSource {
  let next = 0;
  return {
    rate,
    read(into, frames) {
      for (let i = 0; i < frames; i++, next++) into.fill(wave(next), 2 * i, 2 * i + 2);
      return there();
    },
    skip(frames) {
      next += frames;
    },
    [Symbol.dispose]: () => undefined,
  };
}
