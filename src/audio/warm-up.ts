/**
 * Plays a moment of made-up losses into nothing, so that the first sound finds
 * the engine and the decoder's code compiled and its memory in place: it would
 * otherwise come ten or more milliseconds late, and on a busy board in pieces.
 */
import type { DecoderDriver } from "../ports/decoder.ts";
import { AudioEngine } from "./engine.ts";
import { AudioFeed } from "./feed.ts";
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
