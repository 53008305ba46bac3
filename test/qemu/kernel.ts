/**
 * A Linux kernel with its modules, out of Debian's package: taken from the
 * package cache of an earlier run or fetched by apt, unpacked as far as needed.
 * Nothing of it is installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

export interface Kernel {
  /** File of the bzImage. */
  readonly image: string;
  /** Folder with the modules, as /lib/modules/VERSION. */
  readonly modules: string;
}

const cache = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "nightjar-tests/kernel",
);
const metaPackage = "linux-image-amd64";
const fetchMs = 120_000;

/** Undefined where there is none and none can be fetched. */
export function findKernel(): Kernel | undefined {
  return unpacked() ?? (fetch() ? unpacked() : undefined);
}

function unpacked(): Kernel | undefined {
  const boot = path.join(cache, "boot");
  const image = existsSync(boot) && readdirSync(boot).find((name) => name.startsWith("vmlinuz-"));
  if (typeof image !== "string") return undefined;
  const version = image.slice("vmlinuz-".length);
  return { image: path.join(boot, image), modules: path.join(cache, "lib/modules", version) };
}

function fetch(): boolean {
  const depends = spawnSync("apt-cache", ["depends", metaPackage], { encoding: "utf8" });
  const name = /Depends: (linux-image-\S+)/.exec(depends.stdout ?? "")?.[1];
  if (name === undefined) return false;
  const making = `${cache}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    spawnSync("apt-get", ["download", name], { cwd: making, timeout: fetchMs });
    const file = readdirSync(making).find((entry) => entry.endsWith(".deb"));
    if (file === undefined) return false;
    const wanted = "./boot/vmlinuz-* ./lib/modules/*/modules.* ./lib/modules/*/kernel";
    const command = `dpkg --fsys-tarfile ${file} | tar -x --wildcards ${wanted} && rm ${file}`;
    if (spawnSync("sh", ["-c", command], { cwd: making }).status !== 0) return false;
    if (!existsSync(cache)) renameSync(making, cache);
    return true;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The module and all that it needs, in the order in which they are loaded; what is built in is left out. */
export function moduleFiles(kernel: Kernel, name: string): string[] {
  const files = new Map<string, string>();
  for (const file of modulesBelow(kernel.modules)) files.set(moduleName(file), file);
  const ordered: string[] = [];
  const visit = (wanted: string): void => {
    const file = files.get(wanted);
    if (file === undefined || ordered.includes(file)) return;
    for (const needed of needsOf(file)) visit(needed);
    ordered.push(file);
  };
  visit(name.replaceAll("-", "_"));
  return ordered;
}

function modulesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ko(\.\w+)?$/.test(file))
    .map((file) => path.join(folder, file));
}

/** As other modules refer to it. */
function moduleName(file: string): string {
  return path
    .basename(file)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
}

/** The package comes without modules.dep, which is made when it is installed: each module says it too. */
function needsOf(file: string): string[] {
  const text = Buffer.from(moduleBytes(file)).toString("latin1");
  const needs = /\0depends=([^\0]*)\0/.exec(text)?.[1] ?? "";
  return needs
    .split(",")
    .filter((name) => name !== "")
    .map((name) => name.replaceAll("-", "_"));
}

/** Its bytes, whether the package has it compressed or not. */
export function moduleBytes(file: string): Uint8Array {
  if (!file.endsWith(".xz")) return readFileSync(file);
  return spawnSync("xz", ["-dc", file], { maxBuffer: 64 * 2 ** 20 }).stdout;
}
