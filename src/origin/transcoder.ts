/**
 * What turns a sound file into rungs. The real one runs ffmpeg; the simulated
 * world has one that makes sound up.
 *
 * Every call may throw IngestError (the file is at fault), ProcessError
 * (`not-installed`: nothing can be done now) or DiskError (the data folder is).
 */
import type { ManifestRung } from "../media/manifest.ts";
import type { RungName } from "../media/rung.ts";

export interface Transcoder {
  /** How many files it can work on at once: the cores of the machine. */
  readonly parallel: number;
  /** Looks at the file; fails where it is none that can be taken in. */
  open(path: string, signal: AbortSignal): Promise<SoundFile>;
  /** A cover as JPEG of at most artworkEdgeMax pixels; undefined where it is no image. `folder` is for temporary files. */
  shrinkCover(
    image: Uint8Array,
    folder: string,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined>;
}

export interface SoundFile {
  /** Names the coded sound without tags: cheap, and the same after retagging. */
  audioKey(signal: AbortSignal): Promise<string>;
  /** SHA-256 of the decoded samples: the same for the same sound in another format. */
  digest(signal: AbortSignal): Promise<Uint8Array>;
  /** Encodes all rungs; `folder` exists, is empty, and is removed by the caller afterwards. */
  transcode(folder: string, signal: AbortSignal): Promise<Transcoded>;
}

export interface Transcoded {
  /** Integrated loudness (EBU R128). */
  readonly loudnessLufs: number;
  /** In dBTP. */
  readonly truePeakDb: number;
  /** In the order of the ladder. */
  readonly rungs: readonly TranscodedRung[];
}

/** What is known of a rung once all of it was read. */
export type RungStream = Pick<
  ManifestRung,
  "preSkip" | "rate" | "totalFrames" | "frameSamples" | "setup"
>;

export interface TranscodedRung {
  readonly rung: RungName;
  /** Hands on all codec frames in order, each 20 ms; the receiver may keep them. Read once. */
  read(
    take: (frames: readonly Uint8Array[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<RungStream>;
}
