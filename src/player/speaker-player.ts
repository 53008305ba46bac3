/** The player of a speaker, joined to what knows tracks, URLs and their whereabouts. */
import type { AudioSink } from "../audio/model.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Adaptation } from "./adaptation.ts";
import type { LevelsOf } from "./album-loudness.ts";
import { Player } from "./player.ts";
import type { PlayerListener } from "./player-listener.ts";
import { PlayQueue } from "./queue.ts";
import type { SpeakerMedia } from "./speaker-media.ts";
import type { SpeakerWhere } from "./speaker-where.ts";
import type { TrackLoader } from "./track-loader.ts";
import type { TrackNames } from "./track-names.ts";

export interface PlayerParts {
  readonly sink: AudioSink;
  readonly adaptation: Adaptation;
  readonly names: TrackNames;
  readonly where: SpeakerWhere;
  readonly media: SpeakerMedia;
  readonly load: (track: TrackId) => TrackLoader;
  readonly levelsOf: LevelsOf;
}

export function speakerPlayer(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  { sink, adaptation, names, where, media, load, levelsOf }: PlayerParts,
  listener: PlayerListener,
): Player {
  const ports = {
    ...{ clock, log, sink, adaptation, load, levelsOf },
    // Of a URL it may be unknown, which is written as 0.
    durationMs: (track: TrackId) => names.get(track)?.durationMs || undefined,
    isLive: (track: TrackId) => names.get(track)?.live === true,
    urlFeed: (track: TrackId, startMs: number, changed: () => void) =>
      media.feed(track, startMs, changed),
    isMissing: (track: TrackId, fromMs: number) => where.isMissing(track, fromMs),
  };
  return new Player(ports, new PlayQueue(), listener);
}
