/** Fetching ahead, with a speaker's parts put together for it. */
import type { TrackId } from "../media/track-id.ts";
import type { ChunkKey } from "../storage/chunk-key.ts";
import type { OriginClient } from "../stream/origin-client.ts";
import type { Adaptation } from "./adaptation.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import type { Player } from "./player.ts";
import { SpeakerPrefetch } from "./prefetch/speaker-prefetch.ts";
import type { SpeakerOptions, SpeakerParts, SpeakerPorts } from "./speaker-parts.ts";
import type { TrackNames } from "./track-names.ts";

export interface AheadParts {
  readonly player: Player;
  readonly adaptation: Adaptation;
  readonly source: OriginClient;
  readonly names: TrackNames;
  readonly catalogue: CatalogueMirror;
  /** Somebody in the house has this chunk. */
  readonly heldNearby: (key: ChunkKey) => boolean;
}

export function speakerPrefetch(
  ports: SpeakerPorts,
  { dataFolder, metered = false }: SpeakerOptions,
  { sink, cache, links, time }: SpeakerParts,
  { names, ...known }: AheadParts,
): SpeakerPrefetch {
  return new SpeakerPrefetch({
    ...ports,
    path: ports.disk.join(dataFolder, "habits"),
    trusts: (signer) => links.trusts(signer),
    view: {
      ...{ ...known, sink, cache, metered },
      track: (id: TrackId) => names.get(id),
      wall: () => time.now(),
    },
  });
}
