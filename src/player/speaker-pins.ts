/** The pinned tracks of a speaker: joins them to its cache, its sources and its house. Decides nothing. */
import type { OriginClient } from "../stream/origin-client.ts";
import { Pins } from "./pins.ts";
import type { SpeakerHouse } from "./speaker-house.ts";
import type { SpeakerParts, SpeakerPorts } from "./speaker-parts.ts";
import type { LoadCounters } from "./track-loader.ts";
import type { TrackNames } from "./track-names.ts";

export interface SpeakerPinsView {
  readonly source: OriginClient;
  readonly house: SpeakerHouse | undefined;
  readonly names: TrackNames;
  readonly counters: LoadCounters;
  readonly save: () => void;
  readonly changed: () => void;
}

export function speakerPins(
  { clock }: SpeakerPorts,
  { cache, links }: SpeakerParts,
  { source, house, names, counters, save, changed }: SpeakerPinsView,
): Pins {
  const trusts = (signer: Uint8Array): boolean => links.trusts(signer);
  return new Pins({
    ...{ clock, cache, save, changed },
    isReachable: () => source.ready,
    loading: {
      ...{ clock, trusts, counters, keepsCopies: true },
      source: house?.source(source) ?? source,
      house: house?.chunks,
    },
    shown: (track) => names.shown(track),
  });
}
