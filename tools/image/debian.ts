/**
 * Debian's part of an image: mmdebstrap's tar of the packages, with those beside it that are only unpacked.
 * Kept from build to build, by what was asked for; `fresh` fetches anew.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { run } from "./programs.ts";
import type { Recipe, Target } from "./recipe.ts";

/** In the tar: packages that are not installed. */
export const besideFolder = "var/cache/nightjar";

const cacheFolder = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "nightjar/image",
);

export interface DebianParts {
  readonly recipe: Recipe;
  readonly target: Target;
  readonly mirrors: readonly string[];
  readonly epochS: number;
}

export interface DebianTar {
  readonly file: string;
  /** When its packages were fetched, ms since 1970. */
  readonly fetchedMs: number;
}

/** That of an earlier build; undefined where there is none. */
export function keptDebian(parts: DebianParts): DebianTar | undefined {
  const file = fileOf(parts);
  return existsSync(file) ? { file, fetchedMs: statSync(file).mtimeMs } : undefined;
}

export async function fetchDebian(
  parts: DebianParts,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<DebianTar> {
  mkdirSync(cacheFolder, { recursive: true });
  const file = fileOf(parts);
  const making = `${file}.${process.pid}.tar`;
  try {
    const env = { SOURCE_DATE_EPOCH: String(parts.epochS) };
    await run("mmdebstrap", argumentsFor(parts, making), { env, tell }, signal);
    renameSync(making, file);
  } finally {
    rmSync(making, { force: true });
  }
  return { file, fetchedMs: statSync(file).mtimeMs };
}

/** Pure. */
export function argumentsFor({ recipe, target, mirrors }: DebianParts, to: string): string[] {
  const { suite, components, packages, exclude } = recipe;
  return [
    ...["--variant=apt", "--mode=root", `--architectures=${target.architecture}`],
    ...[`--components=${components.join(",")}`, `--include=${packages.join(",")}`],
    "--aptopt=APT::Install-Recommends false",
    "--aptopt=Acquire::Languages none",
    ...exclude.map((place) => `--dpkgopt=path-exclude=${place}`),
    "--dpkgopt=path-include=/usr/share/doc/*/copyright",
    `--customize-hook=${downloadBeside(target)}`,
    ...[suite, to],
    ...mirrors,
  ];
}

/** By apt of this machine with the lists of that root: nothing of the target runs for it. */
function downloadBeside({ kernel, unpacked }: Target): string {
  const newest = `$(apt-cache depends ${kernel} | sed -n 's/.*Depends: \\(linux-image-[0-9][^ ]*\\)$/\\1/p' | head -n 1)`;
  return [
    'export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"',
    `mkdir -p "$1/${besideFolder}"`,
    `cd "$1/${besideFolder}"`,
    `apt-get -o APT::Sandbox::User=root download "${newest}" ${unpacked.join(" ")}`,
  ].join(" && ");
}

function fileOf(parts: DebianParts): string {
  const asked = JSON.stringify([argumentsFor(parts, ""), parts.target.architecture]);
  const hash = createHash("sha256").update(asked).digest("hex").slice(0, 12);
  return path.join(cacheFolder, `${parts.target.name}-${hash}.tar`);
}
