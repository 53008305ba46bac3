/** Excerpts of the music that Nightjar composes for itself, as samples and as packets of the real encoder's rungs. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { OggDemuxer } from "../../src/media/ogg.ts";
import { opusEncoder } from "../../src/origin/ffmpeg-command.ts";
import type { Decoder } from "../../src/ports/decoder.ts";
import { albums } from "../../tools/compose/albums.ts";
import { render } from "../../tools/compose/render.ts";

export const musicRate = 48_000;
export const frameSamples = 960;

export interface Excerpt {
  readonly title: string;
  /** Interleaved stereo, −1…1. */
  readonly samples: Float32Array;
}

/** One of each piece, from its start. */
export function excerpts(seconds: number, titles?: readonly string[]): Excerpt[] {
  return albums
    .flatMap(({ recordings }) => recordings)
    .map(({ piece, tracks }) => ({ piece, title: tracks[0]?.title ?? "" }))
    .filter(({ title }) => titles?.includes(title) ?? true)
    .map(({ piece, title }) => {
      const samples = Float32Array.from(render(piece, musicRate, seconds), (x) => x / 32_768);
      return { title, samples };
    });
}

/** As the origin's ingest has it done. */
export function encodeOpus(folder: string, samples: Float32Array, kbps: number): Uint8Array[] {
  const [raw, coded] = [path.join(folder, "music.raw"), path.join(folder, "music.ogg")];
  writeFileSync(raw, new Uint8Array(samples.buffer));
  const from = ["-f", "f32le", "-ar", String(musicRate), "-ac", "2", "-i", raw];
  const to = [...opusEncoder(kbps), "-f", "ogg", coded];
  const run = spawnSync("ffmpeg", ["-v", "error", "-y", ...from, ...to], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  const packets = new OggDemuxer().push(readFileSync(coded)).map(({ bytes }) => bytes);
  rmSync(coded);
  return packets.slice(2);
}

/** The samples of one packet after another. */
export function decodeEach(decoder: Decoder, packets: readonly Uint8Array[]): Float32Array[] {
  const into = new Float32Array(2 * 5_760);
  return packets.map((packet) => into.slice(0, 2 * decoder.decode(packet, into)));
}

/** Power of `signal − reference` against that of `reference`, dB. */
export function errorDb(signal: Float32Array, reference: Float32Array): number {
  let error = 0;
  let power = 0;
  for (let i = 0; i < reference.length; i++) {
    error += ((signal[i] ?? 0) - (reference[i] ?? 0)) ** 2;
    power += (reference[i] ?? 0) ** 2;
  }
  return 10 * Math.log10((error + 1e-12) / (power + 1e-12));
}
