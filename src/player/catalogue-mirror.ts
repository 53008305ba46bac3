/**
 * The speaker's copy of the household's catalogue: filled from the origin page
 * by page, or whole from what was kept or from a neighbour; searched locally.
 *
 * Pure state; who asks the origin is player/catalogue-sync.ts, who asks the
 * neighbours player/catalogue-copy.ts, what is kept player/catalogue-keeper.ts.
 *
 * Invariants:
 *   I1  what a neighbour told is `borrowed` until an origin has told all of it anew: nobody signs a catalogue
 * Bounds: catalogueTracksMax tracks.
 */
import { foldText, searchWords } from "../base/fold.ts";
import type { CataloguePage, TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { LibraryIndex } from "./library-index.ts";
import { compareRows, type Row, rowHasAll, rowOf } from "./library-row.ts";
import { catalogueTracksMax, sliceSteps, sliceTracks } from "./limits.ts";
import { SharedTexts } from "./shared-texts.ts";
import { slicedSort } from "./sliced-sort.ts";
import { atOnce } from "./slices.ts";

/** Before the first page; an origin's epoch is drawn when its catalogue is made and never this. */
const noEpoch = "0000000000000000";

/** All of a catalogue at one version. */
export interface WholeCatalogue {
  readonly epoch: string;
  readonly version: number;
  /** A neighbour told it, no origin. */
  readonly borrowed: boolean;
  /** With their texts in common (SharedTexts). */
  readonly tracks: readonly TrackInfo[];
}

export class CatalogueMirror {
  #rows = new Map<TrackId, Row>();
  #epoch = noEpoch;
  #version = 0;
  #borrowed = false;
  #changes = 0;
  #arrivals = 0;
  #texts = new SharedTexts();
  /** All rows in order, and by artist, album and genre. */
  readonly index: LibraryIndex = new LibraryIndex(this);
  #byId: readonly TrackId[] | undefined;

  get epoch(): string {
    return this.#epoch;
  }
  get version(): number {
    return this.#version;
  }
  get size(): number {
    return this.#rows.size;
  }
  get rows(): ReadonlyMap<TrackId, Row> {
    return this.#rows;
  }
  /** An origin told what came when: its pages, and so the rows, are in that order. A neighbour's are not. */
  get dated(): boolean {
    return !this.#borrowed;
  }
  get borrowed(): boolean {
    return this.#borrowed;
  }
  /** Nobody has told anything yet, or all was forgotten. */
  get isUnknown(): boolean {
    return this.#epoch === noEpoch;
  }
  /** Grows with every change of a row. */
  get changes(): number {
    return this.#changes;
  }
  /** After which version an origin is asked for changes: from the start where what is here is borrowed (I1). */
  get known(): { readonly epoch: string; readonly version: number } {
    return this.#borrowed
      ? { epoch: noEpoch, version: 0 }
      : { epoch: this.#epoch, version: this.#version };
  }
  get tracks(): readonly TrackInfo[] {
    return [...this.#rows.values()].map(({ info }) => info);
  }

  /** Puts the ids in order, in slices; without it `rowsFrom` does so at once. */
  *numbering(): Generator<void> {
    while (this.#byId === undefined) {
      const changes = this.#changes;
      const byId = yield* slicedSort([], [...this.#rows.keys()], (a, b) => (a < b ? -1 : 1));
      if (changes === this.#changes) this.#byId = byId;
    }
  }

  /** At most `count` tracks from row `offset` on, in the order of their ids. */
  rowsFrom(offset: number, count: number): readonly TrackInfo[] {
    this.#byId ??= [...this.#rows.keys()].sort();
    const ids = this.#byId.slice(offset, offset + count);
    return ids.flatMap((id) => this.#rows.get(id)?.info ?? []);
  }

  /** In the place of all that was known. Tracks over the bound are left out. */
  replace(whole: WholeCatalogue): void {
    atOnce(this.replacing(whole, () => true));
  }

  /** Likewise in slices. False where it is not `wanted` any more once it is ready: nothing is changed then. */
  *replacing(
    { epoch, version, borrowed, tracks }: WholeCatalogue,
    wanted: () => boolean,
  ): Generator<void, boolean> {
    const rows = new Map<TrackId, Row>();
    this.#texts = new SharedTexts();
    for (const [at, track] of tracks.slice(0, catalogueTracksMax).entries()) {
      rows.set(track.id, this.#arrived(track));
      if (at % sliceTracks === 0) yield;
    }
    if (!wanted()) return false;
    this.#rows = rows;
    this.#epoch = epoch;
    this.#version = version;
    this.#borrowed = borrowed;
    this.#touched();
    return true;
  }

  get(id: TrackId): TrackInfo | undefined {
    return this.#rows.get(id)?.info;
  }

  /** What an origin told. True where something changed. */
  apply(page: CataloguePage): boolean {
    const anew = page.epoch !== this.#epoch || this.#borrowed;
    if (anew) this.#rows = new Map();
    this.#borrowed = false;
    this.#epoch = page.epoch;
    this.#version = page.version;
    for (const change of page.changes) {
      if (change.kind === "removed") this.#rows.delete(change.id);
      else if (this.#rows.size < catalogueTracksMax)
        this.#rows.set(change.track.id, this.#arrived(this.#texts.track(change.track)));
    }
    const changed = anew || page.changes.length > 0;
    if (changed) this.#touched();
    return changed;
  }

  /** As before the first page: the catalogue was that of a household that this speaker has left. */
  forget(): void {
    this.apply({ epoch: noEpoch, version: 0, more: false, changes: [] });
  }

  /**
   * In the order of artist, album, disc and track; every word must occur. A title that begins with the query
   * comes first. All of it at once: what found little while nothing was in order costs one look at each row.
   */
  search(query: string): readonly TrackInfo[] {
    const { isInOrder, sorted } = this.index;
    if (isInOrder) return atOnce(this.#searching(query, sorted));
    const words = searchWords(query);
    const found = [...this.#rows.values()].filter((row) => rowHasAll(row, words));
    found.sort(compareRows);
    return atOnce(this.#searching(query, found));
  }

  /** Likewise in slices, as of when the rows were put in order last. */
  searching(query: string): Generator<void, readonly TrackInfo[]> {
    return this.#searching(query, this.index.sorted);
  }

  *#searching(query: string, rows: readonly Row[]): Generator<void, readonly TrackInfo[]> {
    const words = searchWords(query);
    const whole = foldText(query).trim();
    const [leading, others]: [TrackInfo[], TrackInfo[]] = [[], []];
    for (const [at, row] of rows.entries()) {
      const leads = words.length > 0 && row.titleKey.startsWith(whole);
      if (rowHasAll(row, words)) (leads ? leading : others).push(row.info);
      if (at % sliceSteps === 0) yield;
    }
    return leading.length === 0 ? others : leading.concat(others);
  }

  #touched(): void {
    this.#changes += 1;
    this.#byId = undefined;
  }

  /** A track that changed came when it came first. */
  #arrived(track: TrackInfo): Row {
    this.#arrivals += 1;
    return rowOf(track, this.#rows.get(track.id)?.arrival ?? this.#arrivals, this.#texts);
  }
}
