/** The collection of a household of one, in memory, over a library that the test has. */
import { Rng } from "../../../src/base/rng.ts";
import { Commons } from "../../../src/household/commons.ts";
import type { TrackInfo } from "../../../src/media/track.ts";
import { Collection } from "../../../src/player/collection/collection.ts";
import {
  CollectionCommands,
  type CollectionPorts,
} from "../../../src/player/collection/collection-commands.ts";
import type { CommandOutcome } from "../../../src/player/model.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";

export interface FakeLibrary {
  readonly find: (what: readonly string[]) => readonly TrackInfo[];
  readonly play: (what: readonly string[]) => CommandOutcome;
  readonly playing?: CollectionPorts["playing"];
}

export const start = 1_800_000_000_000;

/** `commons`: of this member; made where it is absent. */
export function fakeCollection(
  { find, play, playing = () => [] }: FakeLibrary,
  commons = new Commons("00000000000000aa"),
  seed = 1,
): CollectionCommands {
  let wallMs = start;
  const known = (id: string): TrackInfo | undefined => find([id]).find((track) => track.id === id);
  const shown = (id: string): TrackInfo => known(id) ?? { ...unknown, id };
  return new CollectionCommands(new Collection(commons, { get: known, shown }), {
    entropy: new SimEntropy(new Rng(seed)),
    rng: new Rng(seed),
    replica: {
      commons,
      isMember: true,
      edit: (edits) => {
        wallMs += 1;
        commons.edit(edits, { wallMs, trusted: true });
      },
    },
    find: (what) => {
      const found = find(what);
      return found.length > 0 ? found : { code: "not-found", message: "nothing matches" };
    },
    search: (query) => find([query]),
    play,
    playing,
  });
}

const unknown: TrackInfo = {
  id: "",
  title: "Unknown track",
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
