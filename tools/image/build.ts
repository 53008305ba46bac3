/** From Debian's packages and this repository to an image of a card, step by step. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { architectures } from "../deb/architectures.ts";
import { buildAppliance, buildPackage } from "../deb/build.ts";
import { productionPackages } from "../deb/closure.ts";
import type { Release } from "../deb/control.ts";
import { mapNameOf } from "../flash/command-line.ts";
import { writeMap } from "../flash/map.ts";
import { assemble, hashOf } from "./assemble.ts";
import { commandLineOf, layBootFiles, makeBootPartition } from "./boot-partition.ts";
import { type DebianTar, fetchDebian, keptDebian } from "./debian.ts";
import { ImageError } from "./errors.ts";
import type { Figures } from "./figures.ts";
import { initrdOf } from "./initrd.ts";
import { type Layout, partitionOf } from "./layout.ts";
import { run } from "./programs.ts";
import type { Recipe, Target } from "./recipe.ts";
import {
  type Beside,
  installOwn,
  layFirmware,
  layModules,
  type RootOptions,
  settle,
  unpackDebian,
} from "./root.ts";
import { parseDebianPackages, sbomOf } from "./sbom.ts";
import type { Steps } from "./steps.ts";
import { layParts, laySystemFile, type UpdateOrder } from "./system-file.ts";

/** How many `build` takes with packing. */
export const stepCount = 8;

export interface BuildOptions {
  /** The repository, built. */
  readonly sources: string;
  readonly recipe: Recipe;
  readonly layout: Layout;
  readonly target: Target;
  readonly release: Release;
  readonly outDir: string;
  readonly mirrors: readonly string[];
  readonly fresh: boolean;
  /** Of zstd; undefined: not packed. */
  readonly packLevel: number | undefined;
  /** Lays root and slot's files beside the image. */
  readonly parts: boolean;
  readonly updates: UpdateOrder | undefined;
}

/** Where the parts of one build are. */
interface Places extends RootOptions {
  readonly boot: string;
  readonly squashfs: string;
  readonly bootFile: string;
}

export async function buildImage(
  options: BuildOptions,
  steps: Steps,
  signal: AbortSignal,
): Promise<Figures> {
  const { outDir, target } = options;
  const work = mkdtempSync(path.join(tmpdir(), "nightjar-image-"));
  try {
    mkdirSync(outDir, { recursive: true });
    const debian = await debianOf(options, steps, signal);
    const packages = await steps.step("this repository's packages", async () =>
      ownPackages(options, work),
    );
    const places = placesIn(work, options, packages, debian);
    const { beside, sbom } = await makeRoot(places, options, steps, signal);
    const rootHash = await steps.step("root as squashfs", async (tell) => {
      await squash(places, options.release.epochS, tell, signal);
      return await hashOf(places.squashfs);
    });
    const image = path.join(outDir, `nightjar-${options.release.version}-${target.name}.img`);
    await steps.step("boot partition and image", () => put(image, places, beside, options, signal));
    writeFileSync(`${image}.spdx.json`, sbom);
    return await figuresOf(image, places, { ...options, rootHash, debian }, steps, signal);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function debianOf(
  { recipe, target, mirrors, release, fresh }: BuildOptions,
  steps: Steps,
  signal: AbortSignal,
): Promise<DebianTar> {
  const parts = { recipe, target, mirrors, epochS: release.epochS };
  const kept = fresh ? undefined : keptDebian(parts);
  if (kept === undefined)
    return await steps.step("Debian's packages", (tell) => fetchDebian(parts, tell, signal));
  const day = new Date(kept.fetchedMs).toISOString().slice(0, 10);
  return await steps.step(
    `Debian's packages as of ${day} (--fresh fetches anew)`,
    async () => kept,
  );
}

/** Hardly compressed: they are unpacked in the next step. */
function ownPackages({ sources, release, target }: BuildOptions, work: string): readonly string[] {
  const architecture = architectures.find(({ name }) => name === target.architecture);
  if (architecture === undefined) throw new ImageError("recipe", `no ${target.architecture}`);
  const outDir = path.join(work, "debs");
  const options = { root: sources, outDir, release, level: 0 };
  return [buildPackage(options, architecture).file, buildAppliance(options).file];
}

function placesIn(
  work: string,
  { sources, recipe, layout, release }: BuildOptions,
  packages: readonly string[],
  debian: DebianTar,
): Places {
  const place = (name: string): string => path.join(work, name);
  for (const name of ["root", "beside", "boot"]) mkdirSync(place(name));
  return {
    ...{ sources, recipe, layout, packages, debianTar: debian.file, epochS: release.epochS },
    ...{ root: place("root"), beside: place("beside"), boot: place("boot") },
    ...{ squashfs: place("root.squashfs"), bootFile: place("boot.fat") },
  };
}

async function makeRoot(
  places: Places,
  options: BuildOptions,
  steps: Steps,
  signal: AbortSignal,
): Promise<{ readonly beside: Beside; readonly sbom: string }> {
  const beside = await steps.step("unpacking", () => unpackDebian(places, signal));
  await steps.step("installing", (tell) => installOwn(places, tell, signal));
  return await steps.step("kernel modules, contents", async () => {
    await layModules(places, beside, signal);
    layFirmware(places);
    const sbom = await contentsOf(places, beside, options, signal);
    settle(places);
    laySystemFile(places.root, options);
    const { version } = options.release;
    const about = { version, target: options.target.name, kernel: beside.kernelVersion };
    const folder = path.join(places.root, "usr/share/nightjar-image");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "sbom.spdx.json"), sbom);
    writeFileSync(path.join(folder, "about.json"), `${JSON.stringify(about)}\n`);
    const layout = path.join(options.sources, "device/image/layout.toml");
    copyFileSync(layout, path.join(folder, "layout.toml"));
    return { beside, sbom };
  });
}

async function contentsOf(
  places: Places,
  beside: Beside,
  { target, release, recipe, sources }: BuildOptions,
  signal: AbortSignal,
): Promise<string> {
  const status = readFileSync(path.join(places.root, "var/lib/dpkg/status"), "utf8");
  const controls: string[] = [];
  for (const file of beside.packages)
    controls.push(await run("dpkg-deb", ["-f", file], {}, signal));
  const cpu = target.architecture === "amd64" ? "x64" : "arm64";
  const lock = readFileSync(path.join(sources, "package-lock.json"), "utf8");
  const node = architectures.find(({ name }) => name === target.architecture)?.node;
  return sbomOf({
    name: `nightjar-${target.name}`,
    version: release.version,
    epochS: release.epochS,
    suite: recipe.suite,
    debian: [...parseDebianPackages(status), ...parseDebianPackages(controls.join("\n"))],
    npm: [
      ...productionPackages(lock, cpu),
      ...(node === undefined ? [] : [{ ...node, license: "MIT" }]),
    ],
  });
}

async function squash(
  { root, squashfs }: Places,
  epochS: number,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const time = String(epochS);
  const times = ["-mkfs-time", time, "-all-time", time];
  const packing = ["-comp", "zstd", "-Xcompression-level", "9", "-b", "256K"];
  const rest = ["-noappend", "-no-xattrs", "-no-progress", "-quiet"];
  await run("mksquashfs", [root, squashfs, ...times, ...packing, ...rest], { tell }, signal);
}

async function put(
  image: string,
  places: Places,
  beside: Beside,
  { layout, target, recipe, sources, release, parts: withParts }: BuildOptions,
  signal: AbortSignal,
): Promise<void> {
  const { epochS } = release;
  const { modulesFolder, kernel } = beside;
  const busybox = path.join(places.root, "usr/bin/busybox");
  const modules = recipe.modules.initrd;
  const initrd = await initrdOf({ sources, layout, busybox, modulesFolder, modules }, signal);
  const parts = { sources, layout, target, kernel, initrd, beside: places.beside, epochS };
  await layBootFiles(places.boot, parts, signal);
  const partition = partitionOf(layout, "boot");
  const file = places.bootFile;
  const usedBytes = await makeBootPartition(file, places.boot, partition, layout, epochS, signal);
  await assemble(image, { layout, boot: { file, usedBytes }, root: places.squashfs }, signal);
  utimesSync(image, epochS, epochS);
  // What need not be written to a card: npm run flash, and bmaptool.
  await writeMap({ image, to: mapNameOf(image) }, () => undefined, signal);
  if (!withParts) return;
  layParts(`${image}.parts`, places.squashfs, path.join(places.boot, layout.slots.a.folder));
}

async function figuresOf(
  image: string,
  { squashfs, bootFile }: Places,
  options: BuildOptions & { readonly rootHash: string; readonly debian: DebianTar },
  steps: Steps,
  signal: AbortSignal,
): Promise<Figures> {
  const { packLevel, layout, target, release, rootHash, debian } = options;
  let packed: string | undefined;
  if (packLevel !== undefined) {
    packed = `${image}.zst`;
    const args = ["-q", "-f", "-T0", `-${packLevel}`, image, "-o", packed];
    await steps.step("packing", (tell) => run("zstd", args, { tell }, signal));
  }
  return {
    target: target.name,
    version: release.version,
    image,
    imageBytes: statSync(image).size,
    packed,
    packedBytes: packed === undefined ? undefined : statSync(packed).size,
    rootBytes: statSync(squashfs).size,
    rootSlotBytes: partitionOf(layout, layout.slots.a.partition).sizeMib * 2 ** 20,
    rootHash,
    bootHash: await hashOf(bootFile),
    debianFetched: new Date(debian.fetchedMs).toISOString(),
    commandLine: commandLineOf(target, layout, "a"),
  };
}
