/**
 * Tracks that are cheap to make and whose every sample tells where it belongs:
 * a packet names its track and frame, and the simulated decoder turns it into
 * samples that a referee can read back.
 *
 * Sizes are those of real rungs, so that links and caches carry a true load.
 */
import { createHash } from "node:crypto";
import { assert } from "../../src/base/assert.ts";
import { packChunk } from "../../src/media/chunk.ts";
import type { Ed25519KeyPair } from "../../src/media/ed25519.ts";
import {
  frameCountOf,
  type ManifestRung,
  signManifest,
  trackInfoOf,
} from "../../src/media/manifest.ts";
import { joinLeaves, leafHash, merkleRoot } from "../../src/media/merkle.ts";
import { framesPerChunk, type RungName, rungs } from "../../src/media/rung.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { trackIdOf } from "../../src/media/track-id.ts";
import type { Decoder, DecoderDriver } from "../../src/ports/decoder.ts";

export const simRate = 48_000;
const frameSamples = 960;
const preSkip = 312;
const markBytes = 8;

export interface SimTrack {
  readonly info: TrackInfo;
  /** Small number that the samples carry. */
  readonly tag: number;
  readonly totalFrames: number;
  readonly manifest: Uint8Array;
  readonly rungs: ReadonlyMap<
    RungName,
    { readonly chunks: readonly Uint8Array[]; readonly leaves: Uint8Array }
  >;
}

export interface SimTrackOptions {
  readonly tag: number;
  readonly totalFrames: number;
  readonly rungs: readonly RungName[];
}

export function simPackets(options: SimTrackOptions, rung: RungName): Uint8Array[] {
  const bytes = Math.round((rungs[rung].kbps * 1000 * 0.02) / 8);
  const count = frameCountOf({ preSkip, totalFrames: options.totalFrames, frameSamples });
  return Array.from({ length: count }, (_, frame) => {
    // Sizes vary as those of a constrained VBR encoder do.
    const packet = new Uint8Array(bytes + ((frame * 37) % 41) - 20);
    const view = new DataView(packet.buffer);
    view.setUint32(0, options.tag);
    view.setUint32(4, frame);
    packet.fill(frame & 0xff, markBytes);
    return packet;
  });
}

export function makeSimTrack(options: SimTrackOptions, signer: Ed25519KeyPair): SimTrack {
  const made = options.rungs.map((name) => [name, chunksOf(simPackets(options, name))] as const);
  const head = {
    track: trackIdOf(createHash("sha256").update(`sim track ${options.tag}`).digest()),
    durationMs: Math.floor((options.totalFrames * 1000) / simRate),
    loudnessLufs: -16,
    truePeakDb: -1,
    rungs: made.map(([name, chunks]) => rungEntry(name, chunks, options.totalFrames)),
  };
  const tags = {
    artwork: undefined,
    tags: {
      title: `Track ${options.tag}`,
      artist: "Sim",
      album: "Seeds",
      albumArtist: "",
      track: options.tag,
      disc: 1,
      year: 2026,
      genre: "",
    },
  };
  return {
    info: trackInfoOf({ ...head, ...tags }),
    tag: options.tag,
    totalFrames: options.totalFrames,
    manifest: signManifest(head, tags, signer),
    rungs: new Map(
      made.map(([name, chunks]) => [name, { chunks, leaves: joinLeaves(chunks.map(leafHash)) }]),
    ),
  };
}

function chunksOf(packets: readonly Uint8Array[]): Uint8Array[] {
  const count = Math.ceil(packets.length / framesPerChunk);
  return Array.from({ length: count }, (_, i) =>
    packChunk(packets.slice(i * framesPerChunk, (i + 1) * framesPerChunk)),
  );
}

function rungEntry(
  rung: RungName,
  chunks: readonly Uint8Array[],
  totalFrames: number,
): ManifestRung {
  assert(rungs[rung].codec === "opus", "simulated tracks have Opus rungs");
  return {
    rung,
    chunkCount: chunks.length,
    root: merkleRoot(chunks.map(leafHash)),
    preSkip,
    rate: simRate,
    totalFrames,
    frameSamples,
    setup: new Uint8Array(0),
    bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  };
}

/**
 * What a sample says must survive rounding to 16 bits at full volume. Left: the low 14 bits of its
 * place in the track, and one. Right: the tag and the next 8 bits, in steps of four, so that a sample
 * on its way to or from silence is hardly ever taken for another. Neither is ever 0.
 */
const step = 1 / 32_768;
const lowCycle = 16_384;
const highCycle = 256;
const rightSteps = 4;
/** Places are told apart over 87 s; a track may be longer. */
export const placeCycle = lowCycle * highCycle;
/** A tag is 1 … 31: what fits a right sample. */
export const tagMax = 31;

const leftOf = (place: number): number => (place & (lowCycle - 1)) + 1;
const rightOf = (tag: number, place: number): number =>
  rightSteps * ((tag - 1) * highCycle + ((place >> 14) & (highCycle - 1)) + 1);

/** What a captured sample at full volume says; -1 for silence, and for one on its way to or from it. */
export function placeOf(left: number, right: number): number {
  if (left <= 0 || right <= 0 || left > lowCycle || right % rightSteps !== 0) return -1;
  return (((right / rightSteps - 1) & (highCycle - 1)) << 14) | (left - 1);
}

/** The tag of a sample that `placeOf` can read. */
export function tagOf(right: number): number {
  return ((right / rightSteps - 1) >> 8) + 1;
}

/** How far `to` is behind `from` in a track, in [0, placeCycle). */
export function placesBetween(from: number, to: number): number {
  return (to - from) & (placeCycle - 1);
}

export const simDecoders: DecoderDriver = {
  opusName: "simulated",
  open: () => new SimDecoder(),
};

class SimDecoder implements Decoder {
  readonly rate = simRate;
  #next = { tag: 0, frame: 0 };

  decode(packet: Uint8Array, into: Float32Array): number {
    if (packet.length < markBytes) return 0;
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    this.#next = { tag: view.getUint32(0), frame: view.getUint32(4) };
    return this.conceal(into);
  }

  conceal(into: Float32Array): number {
    const { tag, frame } = this.#next;
    const first = frame * frameSamples - preSkip;
    for (let i = 0; i < frameSamples; i++) {
      into[2 * i] = leftOf(first + i) * step;
      into[2 * i + 1] = rightOf(tag, first + i) * step;
    }
    this.#next = { tag, frame: frame + 1 };
    return frameSamples;
  }

  reset(): void {
    this.#next = { tag: 0, frame: 0 };
  }
  [Symbol.dispose](): void {
    this.reset();
  }
}
