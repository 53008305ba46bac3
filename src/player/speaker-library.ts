/** The library as people see it: the catalogue, line-in where there is one, and what was played. */
import { foldText, searchWords } from "../base/fold.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { isLineIn, lineInTrack } from "./line-in.ts";
import type { BrowseList } from "./model.ts";
import type { SpeakerCatalogue } from "./speaker-catalogue.ts";
import type { SpeakerMemory } from "./speaker-memory.ts";

export interface SpeakerLibraryParts {
  readonly catalogue: SpeakerCatalogue;
  readonly memory: SpeakerMemory;
  readonly hasLineIn: () => boolean;
  /** Told what a search found: who looks for something will play it. */
  readonly looked: (tracks: readonly TrackId[]) => void;
}

export class SpeakerLibrary {
  readonly #parts: SpeakerLibraryParts;

  constructor(parts: SpeakerLibraryParts) {
    this.#parts = parts;
  }

  list(query: string): readonly TrackInfo[] {
    return this.#shown(query, this.#parts.catalogue.search(query));
  }

  async search(query: string): Promise<readonly TrackInfo[]> {
    return this.#shown(query, await this.#parts.catalogue.searched(query));
  }

  #shown(query: string, found: readonly TrackInfo[]): readonly TrackInfo[] {
    const { looked, hasLineIn } = this.#parts;
    if (query !== "") looked(found.map(({ id }) => id));
    return hasLineIn() && isLineIn(query) ? [lineInTrack, ...found] : found;
  }

  async browse(path: string, query: string): Promise<BrowseList | undefined> {
    if (path !== "played") return await this.#parts.catalogue.browse(path, query);
    const words = searchWords(query);
    const tracks = this.#parts.memory.playedTracks.filter(({ title, artist }) => {
      const folded = foldText(`${title}\n${artist}`);
      return words.every((word) => folded.includes(word));
    });
    return { kind: "tracks", tracks };
  }
}
