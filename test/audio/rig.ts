/** An engine with its ring, a codec whose samples are known, and what came out. */
import { ClipVoice } from "../../src/audio/clip-voice.ts";
import { AudioEngine, type EngineEvent } from "../../src/audio/engine.ts";
import { AudioFeed } from "../../src/audio/feed.ts";
import type { SegmentSpec } from "../../src/audio/model.ts";
import { EncodedRingReader } from "../../src/audio/ring.ts";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import type { DecoderDriver } from "../../src/ports/decoder.ts";

export const outputRate = 48_000;
/** 5 ms, as the model DAC's. */
export const periodFrames = 240;

/** What sample n of a stream is; the right channel is its negative. */
export type Wave = (n: number) => number;
/** Every sample tells its place: exact in a float. */
export const counter: Wave = (n) => (n + 1) / 0x100_0000;
export function sine(hz: number, rate: number, level = 0.5): Wave {
  return (n) => level * Math.sin((2 * Math.PI * hz * n) / rate);
}

/** A packet of the made-up codec says from where to where its wave goes. */
export function packetOf(from: number, frames: number): Uint8Array {
  return new ByteWriter(8).u32(from).u32(frames).finish().slice();
}

/** `conceals`: the codec fills in by itself, with zeros that can be told from nothing. */
export function fakeDecoders(wave: Wave, conceals?: (into: Float32Array) => number): DecoderDriver {
  return {
    opusName: "fake",
    open: () => ({
      decode(packet, into) {
        const reader = new ByteReader(packet);
        const from = reader.u32();
        const frames = reader.u32();
        if (!reader.ok) return 0;
        for (let i = 0; i < frames; i++) {
          into[2 * i] = wave(from + i);
          into[2 * i + 1] = -wave(from + i);
        }
        return frames;
      },
      conceal: (into) => conceals?.(into) ?? 0,
      [Symbol.dispose]: () => undefined,
    }),
  };
}

export interface SegmentPlan extends Partial<SegmentSpec> {
  /** Number of the stream's first sample. */
  readonly from?: number;
  /** Packets that are lost, by number. */
  readonly lost?: readonly number[];
  /** Packets to write; all that the segment needs unless said. */
  readonly packets?: number;
  readonly end?: boolean;
}

export class Rig {
  readonly feed: AudioFeed;
  readonly engine: AudioEngine;
  readonly peaks: Float32Array;
  readonly events: (EngineEvent & { readonly atFrame: number })[] = [];
  /** Left channel of all that was rendered. */
  readonly out: number[] = [];

  constructor(wave: Wave, conceals?: (into: Float32Array) => number) {
    this.feed = new AudioFeed(1 << 20);
    const ring = new EncodedRingReader(this.feed.memory.ring, this.feed.control);
    const decoders = fakeDecoders(wave, conceals);
    this.peaks = this.feed.control.peaks;
    this.engine = new AudioEngine(ring, this.feed.control, decoders, {
      rate: outputRate,
      peaks: this.peaks,
      clips: new ClipVoice(this.feed.memory.clips, decoders, outputRate),
    });
  }

  segment(plan: SegmentPlan): void {
    const { from = 0, lost = [], end = true, ...given } = plan;
    const spec: SegmentSpec = {
      serial: 1,
      codec: "flac",
      rate: outputRate,
      setup: new Uint8Array(0),
      skipFrames: 0,
      totalFrames: 0,
      prerollUs: 0,
      fadeIn: false,
      ...given,
    };
    const frames = Math.round(spec.rate / 50);
    const needed = Math.ceil((spec.skipFrames + spec.totalFrames) / frames);
    this.feed.segment(spec);
    for (let i = 0; i < (plan.packets ?? needed); i++) {
      if (lost.includes(i)) this.feed.gap(1);
      else this.feed.frame(packetOf(from + i * frames, frames));
    }
    if (end) this.feed.end();
  }

  /** Renders whole periods, `ms` long together. */
  render(ms: number): number[] {
    const start = this.out.length;
    const period = new Float32Array(2 * periodFrames);
    for (let i = 0; i < Math.ceil((ms * outputRate) / 1000 / periodFrames); i++) {
      const atFrame = this.out.length;
      for (const event of this.engine.render(period)) this.events.push({ ...event, atFrame });
      for (let k = 0; k < period.length; k += 2) this.out.push(period[k] ?? 0);
    }
    return this.out.slice(start);
  }

  get told(): string[] {
    return this.events.map(({ kind, serial }) => `${kind} ${serial}`);
  }
}

/** Largest step between neighbours: what a click is. */
export function largestStep(samples: readonly number[]): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
  }
  return largest;
}

/** Largest second difference: a kink, which a step and a sudden end both are. */
export function largestKink(samples: readonly number[]): number {
  let largest = 0;
  for (let i = 2; i < samples.length; i++) {
    const bend = (samples[i] ?? 0) - 2 * (samples[i - 1] ?? 0) + (samples[i - 2] ?? 0);
    largest = Math.max(largest, Math.abs(bend));
  }
  return largest;
}
