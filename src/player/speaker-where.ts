/**
 * Where tracks can be had without an origin, by what this speaker knows of them
 * and by what people allow: joins Whereabouts to names, quality and pins.
 */
import type { RungName } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Adaptation } from "./adaptation.ts";
import { isLineIn } from "./line-in.ts";
import type { Here } from "./model.ts";
import type { Pins } from "./pins.ts";
import type { SpeakerHouse } from "./speaker-house.ts";
import type { TrackNames } from "./track-names.ts";
import { type SoughtTrack, Whereabouts, type WhereaboutsPorts } from "./whereabouts.ts";

/** Of a track that the catalogue does not name (yet): what every origin makes. */
export const rungsUsual: readonly RungName[] = ["opus-96", "opus-160", "opus-320"];

export interface SpeakerWherePorts extends Omit<WhereaboutsPorts, "isNear"> {
  readonly adaptation: Adaptation;
  readonly names: TrackNames;
  readonly pins: Pins;
  /** Undefined where this speaker has no part in its house. */
  readonly house: SpeakerHouse | undefined;
}

export class SpeakerWhere {
  readonly #ports: SpeakerWherePorts;
  readonly #where: Whereabouts;

  constructor(ports: SpeakerWherePorts) {
    const { house, adaptation } = ports;
    const isNear: WhereaboutsPorts["isNear"] = (place, rung, has) =>
      house?.chunks.has(place) === true && adaptation.allowsFromPeers(rung, has);
    this.#ports = ports;
    this.#where = new Whereabouts({ ...ports, isNear });
  }

  /** To be called when a session to an origin comes or goes. */
  linkChanged(): void {
    this.#where.linkChanged();
  }

  /** Null while an origin is there, and for line-in and URLs. */
  of({ id }: Pick<TrackInfo, "id">): Here | null {
    const elsewhere = isLineIn(id) || isFromElsewhere(this.#ports.names.get(id));
    return elsewhere ? null : (this.#where.of(this.#soughtOf(id)) ?? null);
  }

  /** No origin has been there for a while, and nobody in the house has all of it from there on. */
  isMissing(track: TrackId, fromMs: number): boolean {
    if (isFromElsewhere(this.#ports.names.get(track))) return false;
    return this.#where.isOriginAway && this.#where.of(this.#soughtOf(track), fromMs) === "no";
  }

  #soughtOf(id: TrackId): SoughtTrack {
    const { names, adaptation, pins } = this.#ports;
    const { rungs: has, durationMs = 0 } = names.get(id) ?? { rungs: rungsUsual };
    const rungs = adaptation.ladder(has, undefined);
    const kept = pins.rungOf(id, rungs.at(-1));
    return { id, durationMs, has, rungs: kept === undefined ? rungs : [kept] };
  }
}

/** It is no track of the household: a URL names it, or somebody sends it. */
function isFromElsewhere(track: TrackInfo | undefined): boolean {
  return track?.url !== undefined || track?.live === true;
}
