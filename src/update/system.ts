/**
 * What the running system says of itself and of what it takes in its place: a file of the
 * read-only root, made when the image is built (docs/UPDATES.md §1).
 *
 * Pure. Whoever can change that file is past every check here; so it lies where only
 * another whole image puts another.
 */
import { fromBase64Url } from "../base/bytes.ts";
import { ed25519KeyBytes } from "../media/ed25519.ts";
import { UpdateError } from "./errors.ts";
import { keysMax } from "./limits.ts";
import { isWord, jsonOf, type Manifest } from "./manifest.ts";
import { compareVersions, isVersion } from "./version.ts";

export const systemFile = "/usr/share/nightjar/system.json";

export interface SystemFacts {
  readonly target: string;
  readonly version: string;
  /** Nothing older is taken, whatever anybody says. */
  readonly floor: string;
  /** Ed25519, of who may build systems for this one. */
  readonly keys: readonly Uint8Array[];
  /** Address of the channel that is asked where nobody named another. */
  readonly channel: string | undefined;
}

/** Throws UpdateError `no-slots` for a file that is none. */
export function readSystemFacts(bytes: Uint8Array): SystemFacts {
  const { target, version, floor, keys, channel } = jsonOf(bytes);
  const isFine =
    isWord(target) &&
    [version, floor].every((one) => typeof one === "string" && isVersion(one)) &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.length <= keysMax &&
    (channel === undefined || typeof channel === "string");
  const read = isFine ? keys.map((key) => fromBase64Url(String(key))) : [];
  if (!isFine || !read.every((key) => key?.length === ed25519KeyBytes))
    throw new UpdateError("no-slots", `${systemFile} of this system is damaged`, {
      remedy: "write its image onto the card anew",
    });
  return { target, version, floor, keys: read, channel } as SystemFacts; // each was looked at above
}

/** What becomes of a bundle. */
export type Verdict = "newer" | "same" | "older";

/**
 * Whether this system may be replaced by that one. Throws UpdateError `update-refused`: for another
 * target, below the floor, older without `allowDowngrade`, or in need of a step in between.
 */
export function judge(
  system: SystemFacts,
  { target, version, minimum }: Pick<Manifest, "target" | "version" | "minimum">,
  { allowDowngrade }: { readonly allowDowngrade: boolean },
): Verdict {
  if (target !== system.target)
    throw refused(`it is for ${target}, and this is ${system.target}`, "take the one for this");
  if (compareVersions(version, system.floor) < 0)
    throw refused(
      `${version} is older than ${system.floor}, and what was mended since must not come back`,
      "to have it nevertheless, write its image onto the card",
    );
  if (compareVersions(system.version, minimum) < 0)
    throw refused(
      `it takes ${minimum} or newer, and this is ${system.version}`,
      `update to ${minimum} first`,
    );
  const order = compareVersions(version, system.version);
  if (order > 0) return "newer";
  if (order === 0) return "same";
  if (allowDowngrade) return "older";
  throw refused(
    `${version} is older than ${system.version}, which runs`,
    "if that is what you want, add --allow-downgrade",
  );
}

function refused(why: string, remedy: string): UpdateError {
  return new UpdateError("update-refused", `this bundle is not for here: ${why}`, { remedy });
}
