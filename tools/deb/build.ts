/** From the built repository to a file that apt installs; dpkg-deb does the packing. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Architecture } from "./architectures.ts";
import { productionPackages } from "./closure.ts";
import { applianceControl, control, type Release } from "./control.ts";
import { DebError } from "./errors.ts";
import { layAppliance, layPackage } from "./payload.ts";
import { Tree } from "./tree.ts";

export interface BuildOptions {
  readonly root: string;
  readonly outDir: string;
  readonly release: Release;
  /** Of xz, 0 to 9. */
  readonly level: number;
}

export interface BuiltPackage {
  readonly file: string;
  readonly bytes: number;
  readonly installedKib: number;
}

const scripts = ["postinst", "prerm", "postrm"] as const;

export function buildPackage(options: BuildOptions, architecture: Architecture): BuiltPackage {
  const { root, release } = options;
  const lock = readFileSync(path.join(root, "package-lock.json"), "utf8");
  const packages = productionPackages(lock, architecture.cpu);
  const name = `nightjar_${release.version}_${architecture.name}.deb`;
  return pack(options, name, (tree, scratch) => {
    layPackage(tree, { root, scratch }, release, architecture, packages);
    const installedKib = tree.installedKib();
    const sums = tree.md5sums();
    tree.file("DEBIAN/control", control(release, architecture, installedKib));
    tree.file("DEBIAN/md5sums", sums);
    tree.file("DEBIAN/conffiles", "/etc/default/nightjar\n");
    for (const script of scripts)
      tree.copy(path.join(root, "device/deb", script), `DEBIAN/${script}`, { program: true });
    return installedKib;
  });
}

export function buildAppliance(options: BuildOptions): BuiltPackage {
  const { root, release } = options;
  return pack(options, `nightjar-appliance_${release.version}_all.deb`, (tree, scratch) => {
    layAppliance(tree, { root, scratch }, release);
    const installedKib = tree.installedKib();
    const sums = tree.md5sums();
    tree.file("DEBIAN/control", applianceControl(release, installedKib));
    tree.file("DEBIAN/md5sums", sums);
    return installedKib;
  });
}

function pack(
  { outDir, release, level }: BuildOptions,
  name: string,
  lay: (tree: Tree, scratch: string) => number,
): BuiltPackage {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-deb-"));
  try {
    const staged = path.join(folder, "staged");
    const scratch = path.join(folder, "scratch");
    for (const one of [staged, scratch, outDir]) mkdirSync(one, { recursive: true });
    const tree = new Tree(staged);
    const installedKib = lay(tree, scratch);
    tree.settle(release.epochS);
    const file = path.join(outDir, name);
    runDpkgDeb(staged, file, release.epochS, level);
    return { file, bytes: statSync(file).size, installedKib };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runDpkgDeb(staged: string, file: string, epochS: number, level: number): void {
  // One thread: with more, the bytes depend on how many cores there are.
  const args = ["--root-owner-group", "--threads-max=1", "-Zxz", `-z${level}`, "--build"];
  const { status, stderr, error } = spawnSync("dpkg-deb", [...args, staged, file], {
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epochS) },
  });
  if (status === 0) return;
  const why = error?.message ?? stderr.trim();
  throw new DebError("dpkg-deb", `the package could not be packed: ${why}`, {
    remedy: "it takes dpkg-deb 1.21 or newer (Debian 12)",
  });
}
