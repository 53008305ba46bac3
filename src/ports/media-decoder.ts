/** Decoders of media that a URL names, loaded when the first one is wanted. */

export interface Sound {
  /** A plane of samples (−1…1) for each channel, at least one. The caller may keep them. */
  readonly planes: readonly Float32Array[];
  readonly frames: number;
  /** In Hz, as the stream says: unchecked. */
  readonly rate: number;
}

export interface MediaDecoder extends Disposable {
  /**
   * What the next bytes give: whole frames for mp3, bytes as they come for the others; what is damaged is
   * left out. Rejects where it cannot go on. One call at a time.
   */
  decode(bytes: Uint8Array): Promise<Sound | undefined>;
  /** What it still holds. Nothing comes after. */
  finish(): Promise<Sound | undefined>;
}

/** vorbis: in Ogg. flac: by itself or in Ogg. */
export type MediaCodec = "mp3" | "vorbis" | "flac";

export interface MediaDecoderDriver {
  /** A decoder without a past. */
  open(codec: MediaCodec): Promise<MediaDecoder>;
}
