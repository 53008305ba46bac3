/** What a build came to: printed, kept beside the image, and held against the recipe's budget. Pure. */
import type { Recipe } from "./recipe.ts";

export interface Figures {
  readonly target: string;
  readonly version: string;
  readonly image: string;
  readonly imageBytes: number;
  /** Undefined where it was not packed. */
  readonly packed: string | undefined;
  readonly packedBytes: number | undefined;
  readonly rootBytes: number;
  readonly rootSlotBytes: number;
  /** SHA-256 of the root's squashfs, and of the boot partition. */
  readonly rootHash: string;
  readonly bootHash: string;
  /** ISO 8601. */
  readonly debianFetched: string;
  readonly commandLine: string;
}

const mib = 2 ** 20;

export function reportOf(figures: Figures): string {
  const { image, packed, packedBytes, rootBytes, rootSlotBytes, rootHash, bootHash } = figures;
  const inMib = (bytes: number): string => `${(bytes / mib).toFixed(1)} MiB`;
  const share = Math.round((100 * rootBytes) / rootSlotBytes);
  return [
    `${image} ${inMib(figures.imageBytes)}`,
    ...(packed === undefined || packedBytes === undefined
      ? []
      : [`${packed} ${inMib(packedBytes)}`]),
    `root ${inMib(rootBytes)}, ${share} % of its slot, sha256 ${rootHash}`,
    `boot sha256 ${bootHash}`,
    "",
  ].join("\n");
}

/** What is over the budget, in words; undefined where nothing is. */
export function overBudget(figures: Figures, { budget }: Recipe): string | undefined {
  const { packedBytes = 0, rootBytes, rootSlotBytes } = figures;
  if (packedBytes > budget.compressedMib * mib)
    return `packed it has more than ${budget.compressedMib} MiB`;
  if (rootBytes > budget.rootShare * rootSlotBytes)
    return `its root takes more than ${budget.rootShare} of a slot: updates need room to grow`;
  return undefined;
}
