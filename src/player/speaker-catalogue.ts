/**
 * The catalogue as the speaker has it: the copy that is searched, and all that
 * fills and keeps it: an origin, the neighbours, a file. Joins the parts.
 */
import type { TrackInfo } from "../media/track.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import { CatalogueCopy, type CopyName, catalogueCopyPage } from "./catalogue-copy.ts";
import { CatalogueKeeper, type CatalogueKeeperPorts, catalogueFile } from "./catalogue-keeper.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import { CatalogueSync } from "./catalogue-sync.ts";
import type { TellingNeighbours } from "./house/household-source.ts";
import { catalogueSaveUs, queueItemsMax } from "./limits.ts";
import type { BrowseList } from "./model.ts";
import { inSlices } from "./slices.ts";

export interface SpeakerCataloguePorts extends CatalogueKeeperPorts {
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly source: ObjectSource;
  /** Absent where this speaker has no part in its house. */
  readonly near: TellingNeighbours | undefined;
  /** Among what is kept on the card. */
  readonly searchPins: (query: string) => readonly TrackInfo[];
  /** Why no origin is there, for people; undefined where nothing is wrong. */
  readonly trouble: () => string | undefined;
}

export class SpeakerCatalogue {
  readonly #ports: SpeakerCataloguePorts;
  readonly #keeper: CatalogueKeeper;
  readonly #sync: CatalogueSync;
  readonly #copy: CatalogueCopy | undefined;
  readonly #changed: () => void;
  readonly #mirror: CatalogueMirror;
  #arranging: Promise<void> | undefined;
  /** What the command that runs looked for. */
  #searched: ReadonlyMap<string, readonly TrackInfo[]> = new Map();

  /** `changed` is called after each change of a row. */
  constructor(ports: SpeakerCataloguePorts, mirror: CatalogueMirror, changed: () => void) {
    const { source, near, disk, dataFolder } = ports;
    this.#ports = ports;
    this.#changed = changed;
    this.#mirror = mirror;
    this.#keeper = new CatalogueKeeper(ports, disk.join(dataFolder, catalogueFile), mirror);
    const noted = (): void => {
      this.#keeper.tend();
      changed();
    };
    this.#sync = new CatalogueSync(ports, mirror, noted);
    if (near !== undefined)
      this.#copy = new CatalogueCopy({ ...ports, near, origin: source }, mirror, noted);
  }

  get figures(): Readonly<Record<string, unknown>> {
    const { epoch, version, size: tracks, borrowed } = this.#mirror;
    return { epoch, version, tracks, borrowed };
  }

  /** Why nothing is known of any music, for people; undefined when the library is there. */
  get emptiness(): string | undefined {
    if (this.#mirror.size > 0) return undefined;
    const trouble = this.#ports.trouble();
    if (trouble !== undefined) return trouble;
    return this.#mirror.isUnknown
      ? "the library is not known yet: the origin was not reached"
      : "the origin has no music yet; if it still reads it, nightjar origin stats tells how far it is";
  }

  /** Before an origin or a neighbour was met what is kept here is all that is known of. */
  search(query: string): readonly TrackInfo[] {
    if (this.#mirror.size === 0) return this.#ports.searchPins(query);
    return this.#searched.get(query) ?? this.#mirror.search(query);
  }

  /** Likewise, and holds nothing up: in slices. */
  async searched(query: string): Promise<readonly TrackInfo[]> {
    await this.inOrder();
    if (this.#mirror.size === 0) return this.#ports.searchPins(query);
    return await inSlices(this.#ports.clock, this.#mirror.searching(query));
  }

  /**
   * Runs `command` with the answers to its searches at hand, so that it looks through no library itself; no
   * more of them than fill a queue.
   */
  async withSearches<T>(queries: readonly string[], command: () => T | Promise<T>): Promise<T> {
    const searched = new Map<string, readonly TrackInfo[]>();
    let found = 0;
    await this.inOrder();
    for (const query of queries) {
      if (found > queueItemsMax || this.#mirror.index.shelves.tracks(query) !== undefined) continue;
      const tracks = searched.get(query) ?? (await this.searched(query));
      searched.set(query, tracks);
      found += tracks.length;
    }
    this.#searched = searched;
    try {
      return await command();
    } finally {
      if (this.#searched === searched) this.#searched = new Map();
    }
  }

  /** What lies at a path; undefined where there is none. Before a catalogue is known nothing has a shelf. */
  async browse(path: string, query: string): Promise<BrowseList | undefined> {
    await this.inOrder();
    return this.#mirror.index.shelves.browse(path, query);
  }

  /** Tracks of an artist, an album or a genre, as of `inOrder`; undefined where `ref` names none of these kinds. */
  shelf(ref: string): readonly TrackInfo[] | undefined {
    return this.#mirror.index.shelves.tracks(ref)?.map(({ info }) => info);
  }

  /** For a neighbour that asks for a copy; undefined where nothing is known. */
  async copyPage(name: CopyName): Promise<Uint8Array | undefined> {
    await inSlices(this.#ports.clock, this.#mirror.numbering());
    return catalogueCopyPage(this.#mirror, name);
  }

  /**
   * Resolves when searching and browsing cost no more than their rows: when all was sorted at some moment since
   * it was asked for.
   */
  inOrder(): Promise<void> {
    if (this.#mirror.index.isInOrder) return Promise.resolve();
    this.#arranging ??= this.#arrange().finally(() => {
      this.#arranging = undefined;
    });
    return this.#arranging;
  }

  async #arrange(): Promise<void> {
    await inSlices(this.#ports.clock, this.#mirror.index.steps());
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    if (await this.#keeper.load()) this.#changed();
    signal.throwIfAborted();
    await Promise.all([this.#sync.run(signal), this.#copy?.run(signal), this.#tend(signal)]);
  }

  /** The household is left. Never rejects. */
  forget(): Promise<void> {
    return this.#keeper.forget();
  }

  /** What is not written yet is written. Never rejects. */
  async close(): Promise<void> {
    await this.#keeper.close();
  }

  async #tend(signal: AbortSignal): Promise<never> {
    for (;;) {
      await sleep(this.#ports.clock, catalogueSaveUs, signal);
      this.#keeper.tend();
    }
  }
}
