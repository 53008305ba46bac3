/**
 * The quality that people ask for, and which rungs of a track it allows.
 *
 * `auto` goes up and down the Opus ladder with the link. The others name one rung, and stay
 * with it whatever the link does: where a track lacks it, the nearest below.
 */
import { type RungName, rungNames, rungs } from "../media/rung.ts";

export const qualities = ["auto", "96", "160", "320", "lossless"] as const;
export type Quality = (typeof qualities)[number];

/** Of what is kept on the card: there is no link that it could be fitted to. */
export const pinQualities = ["96", "160", "320", "lossless"] as const;
export type PinQuality = (typeof pinQualities)[number];

/** The highest that loses something: as good as people hear, in a third of the room of lossless. */
export const pinQualityUsual: PinQuality = "320";

/** Where sound can come from over the network: each may cost something else. */
export const sourceKinds = ["origin", "peer"] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type QualitySetting = Readonly<Record<SourceKind, Quality>>;

const named: Readonly<Record<Exclude<Quality, "auto">, RungName>> = {
  "96": "opus-96",
  "160": "opus-160",
  "320": "opus-320",
  lossless: "flac",
};

export function isQuality(text: string): text is Quality {
  return (qualities as readonly string[]).includes(text); // wider, so that any string may be asked for
}

export function isPinQuality(text: string): text is PinQuality {
  return (pinQualities as readonly string[]).includes(text); // wider, as above
}

export function isSourceKind(text: string): text is SourceKind {
  return (sourceKinds as readonly string[]).includes(text); // wider, as above
}

/** Ascending, at least one of `has`, which is in the order of the ladder and not empty. */
export function rungsAllowed(quality: Quality, has: readonly RungName[]): readonly RungName[] {
  if (quality === "auto") {
    const opus = has.filter((name) => rungs[name].codec === "opus");
    return opus.length > 0 ? opus : has.slice(0, 1);
  }
  const wanted = rungNames.indexOf(named[quality]);
  const below = has.filter((name) => rungNames.indexOf(name) <= wanted);
  return below.length > 0 ? below.slice(-1) : has.slice(0, 1);
}
