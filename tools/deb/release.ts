/** Which version of the sources this is, and when it was made: never the clock of the machine that packs. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Release } from "./control.ts";
import { DebError } from "./errors.ts";

/** `version`: instead of the sources' own. Throws DebError where nothing says when they were made. */
export function releaseOf(root: string, version: string | undefined): Release {
  const epochS = epochOf(root);
  return { version: version ?? versionOf(root, epochS), epochS };
}

function epochOf(root: string): number {
  const told = process.env["SOURCE_DATE_EPOCH"] ?? git(root, ["log", "-1", "--format=%ct"]);
  const epochS = Number(told || Number.NaN);
  if (Number.isSafeInteger(epochS) && epochS > 0) return epochS;
  throw new DebError("no-date", "nothing says when these sources were made", {
    remedy: "set SOURCE_DATE_EPOCH to seconds since 1970, or build in a git checkout",
  });
}

/** A tagged commit has the version of package.json; others come before it, in the order of their times. */
function versionOf(root: string, epochS: number): string {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string; // our own file
  };
  const tags = git(root, ["tag", "--points-at", "HEAD"]).split("\n");
  if (tags.includes(`v${version}`)) return version;
  const time = new Date(epochS * 1_000).toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  const commit = git(root, ["rev-parse", "--short=7", "HEAD"]) || "unknown";
  return `${version}~${time}.${commit}`;
}

function git(root: string, args: readonly string[]): string {
  return (spawnSync("git", [...args], { cwd: root, encoding: "utf8" }).stdout ?? "").trim();
}
