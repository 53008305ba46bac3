/** Where in a track's frames a play begins, and what its audio thread is to make of them. Pure. */
import { frameCountOf, type ManifestRung } from "../media/manifest.ts";
import { framesPerChunk, rungs } from "../media/rung.ts";
import type { Codec } from "../ports/decoder.ts";
import { rollInFrames } from "./limits.ts";

/** How the audio thread is to play the frames of a feed (audio/model.ts, SegmentSpec). */
export interface FeedFormat {
  readonly codec: Codec | "pcm";
  readonly rate: number;
  readonly setup: Uint8Array;
  readonly skipFrames: number;
  readonly totalFrames: number;
  /** The start is not the track's own, and no frame before it settles the decoder. */
  readonly fadeIn: boolean;
}

export interface TrackPlace {
  readonly format: FeedFormat;
  /** The first frame to decode, counted over all chunks. */
  readonly cursor: number;
  readonly frameTotal: number;
}

/** Opus needs this much before its first sample; every encoder we run says so, and the manifest has the last word. */
const opusPreSkip = 312;

/** The chunk to ask for before the manifest says where exactly the place is. */
export function guessChunk(startMs: number, codec: Codec): number {
  if (startMs === 0) return 0;
  const preSkipMs = codec === "opus" ? opusPreSkip / 48 : 0;
  return Math.floor((startMs + preSkipMs) / 1000);
}

/** `isCached`: whether a chunk lies here already, and so can settle the decoder. */
export function placeOf(
  rung: ManifestRung,
  startMs: number,
  isCached: (chunk: number) => boolean,
): TrackPlace {
  const { codec } = rungs[rung.rung];
  const wanted = Math.min(Math.round((startMs * rung.rate) / 1000), rung.totalFrames);
  const sample = wanted + rung.preSkip;
  const target = Math.floor(sample / rung.frameSamples);
  const first = wanted === 0 ? 0 : codec === "opus" ? rollIn(target, isCached) : target;
  const frameTotal = frameCountOf(rung);
  const format = {
    codec,
    rate: rung.rate,
    setup: rung.setup,
    skipFrames: sample - first * rung.frameSamples,
    totalFrames: rung.totalFrames - wanted,
    fadeIn: wanted > 0,
  };
  return { format, cursor: Math.min(first, frameTotal), frameTotal };
}

/** The frame to decode first, so that the decoder has settled at `target`: within its chunk, or further back where that is cached. */
function rollIn(target: number, isCached: (chunk: number) => boolean): number {
  const wanted = Math.max(0, target - rollInFrames);
  const chunk = Math.floor(target / framesPerChunk);
  if (Math.floor(wanted / framesPerChunk) === chunk || isCached(chunk - 1)) return wanted;
  return chunk * framesPerChunk;
}

/**
 * Whether frames of the one can follow frames of the other in one decoder: rungs of one encoder differ in
 * bitrate only (docs/MEDIA.md §1).
 */
export function joinsOn(a: ManifestRung, b: ManifestRung): boolean {
  return (
    rungs[a.rung].codec === "opus" &&
    rungs[b.rung].codec === "opus" &&
    a.preSkip === b.preSkip &&
    a.rate === b.rate &&
    a.totalFrames === b.totalFrames &&
    a.frameSamples === b.frameSamples
  );
}
