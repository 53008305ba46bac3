/**
 * Plays a moment of made-up losses into nothing, so that the first sound finds
 * the engine and the decoder's code compiled and its memory in place: it would
 * otherwise come ten or more milliseconds late, and on a busy board in pieces.
 */
import type { DecoderDriver } from "../ports/decoder.ts";
import type { PcmIn } from "../ports/pcm.ts";
import { AudioEngine } from "./engine.ts";
import { AudioFeed } from "./feed.ts";
import { LineInput } from "./input-line.ts";
import { packetBytesMax } from "./limits.ts";
import { EncodedRingReader } from "./ring.ts";

const rate = 48_000;
/** Enough for the first tiers of compilation; about 20 ms on a board. */
const packets = 100;
const periodFrames = 480;

export function warmUp(decoders: DecoderDriver): void {
  const feed = new AudioFeed(4 * packetBytesMax);
  const ring = new EncodedRingReader(feed.memory.ring, feed.control);
  const engine = new AudioEngine(ring, feed.control, decoders, { rate });
  const setup = new Uint8Array(0);
  const totalFrames = (packets * rate) / 50;
  const skips = { skipFrames: 0, prerollUs: 0, fadeIn: true };
  feed.segment({ serial: 1, codec: "opus", rate, setup, totalFrames, ...skips });
  for (let i = 0; i < packets; i++) feed.gap(1);
  feed.setVolume(50, false);
  feed.end();
  const period = new Float32Array(2 * periodFrames);
  for (let i = 0; i < totalFrames / periodFrames; i++) engine.render(period);
  engine[Symbol.dispose]();
}

/** The same for line-in: otherwise its first moments come in pieces. */
export function warmUpLine(): void {
  const device = new NoInput();
  const line = new LineInput({ open: () => device, rate, changed: () => undefined });
  const card = { rate, periodFrames: periodFrames / 2, bufferFrames: 10 * periodFrames };
  const period = new Float32Array(periodFrames);
  for (let n = 0; n < packets; n++) {
    device.captured += device.periodFrames;
    line.follow(n * 10_000, { ...card, queuedFrames: periodFrames });
    line.source.mixInto(period, true);
    line.source.mixInto(period, true);
  }
  line.leave();
}

/** An input that gives silence, as much as it is told to. */
class NoInput implements PcmIn {
  readonly device = "none";
  readonly format = { rate: 44_100, channels: 2, sample: "s16" } as const;
  readonly periodFrames = 441;
  readonly bufferFrames = 4_410;
  captured = 0;

  read(samples: Float32Array): number {
    const frames = Math.min(this.captured, samples.length / 2);
    this.captured -= frames;
    return frames;
  }
  delayFrames(): number {
    return this.captured;
  }
  [Symbol.dispose](): void {
    this.captured = 0;
  }
}
