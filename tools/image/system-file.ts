/**
 * What an image says of itself to its updater: system.json of its root (docs/UPDATES.md §1), by options of
 * the build. No secret is in it: public keys alone, and a channel's address.
 *
 * A root without that file takes no updates. Parts of a build that a bundle is made of are laid down here, too.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { readSystemFacts, systemFile } from "../../src/update/system.ts";
import { isVersion } from "../../src/update/version.ts";
import type { Release } from "../deb/control.ts";
import type { Target } from "./recipe.ts";

export interface UpdateOrder {
  /** Ed25519, base64url, as `update-bundle key` prints them. */
  readonly keys: readonly string[];
  /** Undefined: by the sources. */
  readonly version: string | undefined;
  readonly floor: string;
  readonly channel: string | undefined;
}

export const updateUsage = `
Without a key it is an image that takes no updates (docs/UPDATES.md):

  --update-key KEY      public key of who builds its updates; may be repeated
  --system-version V    of this system (by the sources: 0.1.0, or 0.1.0-TIME.gCOMMIT before it)
  --floor V             nothing older is taken (0.0.0)
  --channel URL         asked for updates where nobody sets another, such as http://nas:7690/stable
`;

/** As parseArgs gives them. */
export interface UpdateValues {
  readonly "update-key"?: string[];
  readonly "system-version"?: string;
  readonly floor?: string;
  readonly channel?: string;
}

/** An order, undefined where none was given, or what is wrong with it. */
export function orderOf(values: UpdateValues): UpdateOrder | undefined | string {
  const { "update-key": keys, "system-version": version, floor = "0.0.0", channel } = values;
  if (keys === undefined) {
    const lonely = (["system-version", "floor", "channel"] as const).find(
      (name) => values[name] !== undefined,
    );
    return lonely === undefined ? undefined : `--${lonely} needs --update-key`;
  }
  for (const one of [version ?? floor, floor])
    if (!isVersion(one)) return `"${one}" is no version such as 1.4.0`;
  if (channel !== undefined && !/^https?:\/\//.test(channel)) return "--channel takes an http URL";
  const order = { keys, version, floor, channel };
  try {
    readSystemFacts(systemBytes({ name: "any" }, "0.0.0", order));
    return order;
  } catch {
    return "--update-key takes up to eight keys as update-bundle key prints them";
  }
}

/** Of what is built, as Semantic Versioning orders it: `0.1.0~TIME.COMMIT` of the packages is a preview here. */
export function systemVersion({ version }: Pick<Release, "version">): string {
  return version.replace(/~(\d+)\.(.*)$/, "-$1.g$2");
}

/** Nothing without an order. */
export function laySystemFile(
  root: string,
  {
    target,
    release,
    updates,
  }: {
    readonly target: Target;
    readonly release: Release;
    readonly updates: UpdateOrder | undefined;
  },
): void {
  if (updates === undefined) return;
  const bytes = systemBytes(target, updates.version ?? systemVersion(release), updates);
  // As the device reads it.
  readSystemFacts(bytes);
  const to = path.join(root, systemFile);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

function systemBytes(
  { name: target }: Pick<Target, "name">,
  version: string,
  { keys, floor, channel }: UpdateOrder,
): Uint8Array {
  return utf8Bytes(`${JSON.stringify({ target, version, floor, keys, channel })}\n`);
}

/** What `update-bundle make` takes as --root and --files. */
export function layParts(to: string, root: string, slot: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  copyFileSync(root, path.join(to, "root.squashfs"));
  cpSync(slot, path.join(to, "boot"), { recursive: true });
}
