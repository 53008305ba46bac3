/**
 * What ListenBrainz takes for a listen, and how it wants to be told of it (its API
 * version 1, "submit-listens"). Pure.
 *
 * No `music_service`: the music is of the household's own, and the documentation
 * asks to leave it out then.
 */
import { utf8Bytes } from "../base/bytes.ts";
import type { TrackInfo } from "../media/track.ts";
import { listenBytesMax, listenPlayedMs, listenTrackMs } from "./limits.ts";

/** The track of a listen, as it is sent; kept as it was when the listen came about. */
export interface TrackMetadata {
  readonly artist_name: string;
  readonly track_name: string;
  readonly release_name?: string;
  readonly additional_info: Readonly<Record<string, string | number>>;
}

export interface Listen {
  /** Seconds since 1970 of the start of the play: the same each time that it is sent. */
  readonly listenedAt: number;
  /** A TrackMetadata, as JSON. */
  readonly metadata: string;
}

/** A track of more than 30 s, of which half or four minutes were heard. */
export function isListen(play: {
  readonly durationMs: number;
  readonly playedMs: number;
}): boolean {
  const { durationMs, playedMs } = play;
  return durationMs > listenTrackMs && playedMs >= Math.min(durationMs / 2, listenPlayedMs);
}

/** Undefined where ListenBrainz would not take it: a track without a title or an artist. */
export function metadataOf(track: TrackInfo, program: string): string | undefined {
  const { title, artist, album, track: number, durationMs } = track;
  if (title === "" || artist === "") return undefined;
  const metadata: TrackMetadata = {
    artist_name: artist,
    track_name: title,
    ...(album === "" ? {} : { release_name: album }),
    additional_info: {
      media_player: "Nightjar",
      media_player_version: program,
      submission_client: "Nightjar",
      submission_client_version: program,
      duration_ms: durationMs,
      ...(number > 0 ? { tracknumber: number } : {}),
    },
  };
  const text = JSON.stringify(metadata);
  return utf8Bytes(text).length <= listenBytesMax ? text : undefined;
}

/** The body of a submission. At least one listen. */
export function submissionOf(listens: readonly Listen[]): Uint8Array {
  const type = listens.length === 1 ? "single" : "import";
  const payload = listens.map(
    ({ listenedAt, metadata }) => `{"listened_at":${listenedAt},"track_metadata":${metadata}}`,
  );
  return utf8Bytes(`{"listen_type":"${type}","payload":[${payload.join(",")}]}`);
}
