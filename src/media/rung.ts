/** The ladder of DESIGN §4: three Opus bitrates and lossless FLAC. */
import type { Codec } from "../ports/decoder.ts";

export const rungNames = ["opus-96", "opus-160", "opus-320", "flac"] as const;
export type RungName = (typeof rungNames)[number];

export interface Rung {
  readonly name: RungName;
  /** Number on the wire and on disk (PROTOCOL.md §6); never reused. */
  readonly code: number;
  readonly codec: Codec;
  /** Nominal, in kbit/s; FLAC's is what 16 bit at 44.1 kHz usually takes. */
  readonly kbps: number;
}

export const rungs: Readonly<Record<RungName, Rung>> = {
  "opus-96": { name: "opus-96", code: 1, codec: "opus", kbps: 96 },
  "opus-160": { name: "opus-160", code: 2, codec: "opus", kbps: 160 },
  "opus-320": { name: "opus-320", code: 3, codec: "opus", kbps: 320 },
  flac: { name: "flac", code: 4, codec: "flac", kbps: 900 },
};

export function rungOfCode(code: number): RungName | undefined {
  return rungNames.find((name) => rungs[name].code === code);
}

/** Frames of 20 ms in a chunk of one second. */
export const framesPerChunk = 50;
export const frameUs = 20_000;
