/** Where a chunk is taken from, and what is kept of it: the rules that the household's world is run with. Pure. */
import type { CacheIntent } from "../../../src/storage/cache-admission.ts";

export interface Holder {
  readonly speaker: number;
  /** That it serves just now. */
  readonly uploads: number;
}

export interface PickQuestion {
  readonly holders: readonly Holder[];
  /** Until the chunk is heard, seconds. */
  readonly neededInS: number;
}

export type Pick =
  | { readonly from: "peer"; readonly speaker: number }
  | { readonly from: "origin" };

/** The narrow part of the source picker that decides where bytes come from (DESIGN §6). */
export interface PickRules {
  pick(question: PickQuestion): Pick;
}

/** Uploads of one speaker at a time. */
export const uploadsMax = 4;

/** The neighbour that serves the fewest, while it serves fewer than it may; else the origin. */
export const leastBusyPeer: PickRules = {
  pick({ holders }) {
    let best: Holder | undefined;
    for (const holder of holders)
      if (holder.uploads < uploadsMax && holder.uploads < (best?.uploads ?? uploadsMax))
        best = holder;
    return best === undefined ? { from: "origin" } : { from: "peer", speaker: best.speaker };
  },
};

/** What a speaker keeps of what a neighbour holds, and what it moves on when its cache is full. */
export interface KeepRules {
  /** `filled`: the share of the cache that was written once, 0…1. Undefined: it is not put into the cache. */
  readonly fromPeer: (filled: number) => CacheIntent | undefined;
  readonly movesOn: (heat: number, heldElsewhere: boolean) => boolean;
}

const used = (heat: number): boolean => heat > 0;
const usedAndAlone = (heat: number, heldElsewhere: boolean): boolean => heat > 0 && !heldElsewhere;

/** Above this a copy of what a neighbour has pushes out what nobody else has. */
const filledMax = 0.9;

export const keepRules = {
  all: { fromPeer: () => "chosen", movesOn: used },
  "second time": { fromPeer: () => "predicted", movesOn: used },
  "second time, moves on what is alone": { fromPeer: () => "predicted", movesOn: usedAndAlone },
  "second time while there is room, moves on what is alone": {
    fromPeer: (filled) => (filled < filledMax ? "predicted" : undefined),
    movesOn: usedAndAlone,
  },
  nothing: { fromPeer: () => undefined, movesOn: used },
} satisfies Record<string, KeepRules>;

export type KeepName = keyof typeof keepRules;
export const keepDefault: KeepName = "second time while there is room, moves on what is alone";
