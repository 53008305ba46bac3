/** Where a chunk is taken from, and what is kept of it: the rules that the household's world is run with. Pure. */
import { usPerS } from "../../../src/base/units.ts";
import { uploadWaitUs } from "../../../src/peer/limits.ts";
import { nearEnoughUs, originReserveUs } from "../../../src/player/house/limits.ts";
import type { CacheIntent } from "../../../src/storage/cache-admission.ts";

export interface Holder {
  readonly speaker: number;
  /** Until it has sent what it was asked for before, seconds. */
  readonly waitS: number;
  /** … and then the chunk, with the way there and back. */
  readonly takesS: number;
}

export interface PickQuestion {
  readonly holders: readonly Holder[];
  /** Until the chunk is heard, seconds. */
  readonly neededInS: number;
  /** To the origin. */
  readonly originRttS: number;
}

export type Pick =
  | { readonly from: "peer"; readonly speaker: number }
  | { readonly from: "origin" };

/** The narrow part of the source picker that decides where bytes come from (DESIGN §6). */
export interface PickRules {
  pick(question: PickQuestion): Pick;
}

/**
 * As src/player/house-chunks.ts has it: the neighbour that will have sent it soonest, where the origin could still be
 * asked after it, or where it is as quick as that. Who would have to wait too long for its turn is refused.
 */
export const soonestPeer: PickRules = {
  pick({ holders, neededInS, originRttS }) {
    let best: Holder | undefined;
    for (const holder of holders)
      if (holder.waitS <= uploadWaitUs / usPerS && soonS(holder) < soonS(best)) best = holder;
    const hasTime = neededInS - originReserveUs / usPerS > soonS(best);
    const isQuick = soonS(best) <= originRttS + nearEnoughUs / usPerS;
    return best !== undefined && (hasTime || isQuick)
      ? { from: "peer", speaker: best.speaker }
      : { from: "origin" };
  },
};

function soonS(holder: Holder | undefined): number {
  return holder === undefined ? Number.POSITIVE_INFINITY : holder.waitS + holder.takesS;
}

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
