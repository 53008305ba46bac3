/**
 * The speaker's copy of the household's catalogue: filled from the origin page
 * by page, searched locally.
 *
 * Pure state; who asks the origin is player/catalogue-sync.ts.
 * Bounds: catalogueTracksMax tracks.
 */
import { foldText, searchWords } from "../base/fold.ts";
import type { CataloguePage, TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { catalogueTracksMax } from "./limits.ts";

interface Row {
  readonly info: TrackInfo;
  /** What a search looks in. */
  readonly folded: string;
  readonly foldedTitle: string;
  /** Orders by artist, album, disc, track, title. */
  readonly sortKey: string;
}

/** Before the first page; an origin's epoch is drawn when its catalogue is made and never this. */
const noEpoch = "0000000000000000";

export class CatalogueMirror {
  #rows = new Map<TrackId, Row>();
  #epoch = noEpoch;
  #version = 0;
  #sorted: readonly Row[] | undefined;

  get epoch(): string {
    return this.#epoch;
  }
  get version(): number {
    return this.#version;
  }
  get size(): number {
    return this.#rows.size;
  }

  get(id: TrackId): TrackInfo | undefined {
    return this.#rows.get(id)?.info;
  }

  /** True where something changed. */
  apply(page: CataloguePage): boolean {
    const anew = page.epoch !== this.#epoch;
    if (anew) this.#rows = new Map();
    this.#epoch = page.epoch;
    this.#version = page.version;
    for (const change of page.changes) {
      if (change.kind === "removed") this.#rows.delete(change.id);
      else if (this.#rows.size < catalogueTracksMax)
        this.#rows.set(change.track.id, rowOf(change.track));
    }
    if (anew || page.changes.length > 0) this.#sorted = undefined;
    return anew || page.changes.length > 0;
  }

  /** As before the first page: the catalogue was that of a household that this speaker has left. */
  forget(): void {
    this.apply({ epoch: noEpoch, version: 0, more: false, changes: [] });
  }

  /** In the order of artist, album, disc and track; every word must occur. A title that begins with the query comes first. */
  search(query: string): readonly TrackInfo[] {
    this.#sorted ??= [...this.#rows.values()].sort(compareRows);
    const words = searchWords(query);
    const whole = foldText(query).trim();
    const found = this.#sorted.filter(({ folded }) => words.every((word) => folded.includes(word)));
    const leading =
      words.length > 0 ? found.filter(({ foldedTitle }) => foldedTitle.startsWith(whole)) : [];
    const first = new Set(leading);
    return [...leading, ...found.filter((row) => !first.has(row))].map(({ info }) => info);
  }
}

function rowOf(info: TrackInfo): Row {
  const { title, artist, album, albumArtist, disc, track, id } = info;
  const [foldedTitle, foldedAlbum] = [foldText(title), foldText(album)];
  const order = [disc, track].map((number) => String(number).padStart(6, "0"));
  return {
    info,
    folded: foldText(`${title}\n${artist}\n${album}\n${albumArtist}`),
    foldedTitle,
    sortKey: [foldText(albumArtist || artist), foldedAlbum, ...order, foldedTitle, id].join("\0"),
  };
}

function compareRows(a: Row, b: Row): number {
  return a.sortKey < b.sortKey ? -1 : 1;
}
