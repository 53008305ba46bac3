/** What people see of a track: a row of the catalogue. */
import type { RungName } from "./rung.ts";
import type { TrackId } from "./track-id.ts";

export interface TrackTags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly albumArtist: string;
  /** Number on its disc, 0 where unknown; so are disc and year. */
  readonly track: number;
  readonly disc: number;
  readonly year: number;
  readonly genre: string;
}

export interface TrackInfo extends TrackTags {
  readonly id: TrackId;
  readonly durationMs: number;
  readonly rungs: readonly RungName[];
  /** SHA-256 of the cover image, hex; undefined where there is none. */
  readonly artwork: string | undefined;
  /** Of what is no track of the library; absent for those that are. */
  readonly url?: string;
  /** It has no end that anybody knows: a station. Absent as `url`. */
  readonly live?: boolean;
}

/** A track of which nothing is known but what the caller adds. */
export const untagged: Omit<TrackInfo, "id" | "title"> = {
  artist: "",
  album: "",
  albumArtist: "",
  track: 0,
  disc: 0,
  year: 0,
  genre: "",
  durationMs: 0,
  rungs: [],
  artwork: undefined,
};

/** One step in the history of a catalogue: a track that came or changed, or one that went. */
export type CatalogueChange =
  | { readonly kind: "track"; readonly track: TrackInfo }
  | { readonly kind: "removed"; readonly id: TrackId };

/**
 * A page of changes after some version. `version` is that of the last change in it; `more` says
 * that there are later ones. `epoch` changes when the catalogue was made anew: forget all then.
 */
export interface CataloguePage {
  readonly epoch: string;
  readonly version: number;
  readonly more: boolean;
  readonly changes: readonly CatalogueChange[];
}
