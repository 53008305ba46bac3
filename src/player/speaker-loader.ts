/** How a speaker gets the music of a track: from its cache, its house and its origins, in the rungs that are at issue. */
import type { Manifest } from "../media/manifest.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Adaptation } from "./adaptation.ts";
import type { Pins } from "./pins.ts";
import type { PlayGate } from "./play-gate.ts";
import type { SpeakerHouse } from "./speaker-house.ts";
import type { SpeakerParts, SpeakerPorts } from "./speaker-parts.ts";
import { rungsUsual } from "./speaker-where.ts";
import { type LoadCounters, TrackLoader } from "./track-loader.ts";
import type { TrackNames } from "./track-names.ts";

export interface LoaderParts {
  readonly adaptation: Adaptation;
  readonly names: TrackNames;
  readonly pins: Pins;
  /** Undefined where this speaker has no part in its house. */
  readonly house: SpeakerHouse | undefined;
  readonly gate: PlayGate;
  readonly counters: LoadCounters;
}

export function trackLoader(
  track: TrackId,
  { clock }: SpeakerPorts,
  { cache, links }: SpeakerParts,
  { adaptation, names, pins, house, gate, counters }: LoaderParts,
): TrackLoader {
  const ports = {
    ...{ cache, clock, counters },
    source: house?.source(adaptation.source) ?? adaptation.source,
    house: house?.chunks,
    trusts: (signer: Uint8Array) => links.trusts(signer),
    met: (manifest: Manifest) => names.learn(manifest),
    mayBegin: (guessed: boolean, signal: AbortSignal) => gate.mayBegin(track, guessed, signal),
  };
  const has = names.get(track)?.rungs ?? rungsUsual;
  const kept = pins.rungOf(track, adaptation.ladder(has, undefined).at(-1));
  return new TrackLoader(ports, track, kept === undefined ? has : [kept], kept !== undefined);
}
