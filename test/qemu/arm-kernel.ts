/**
 * Debian's arm64 kernel, C library and busybox, for a machine of another
 * architecture: fetched by apt with lists of its own, so that this system's
 * architectures stay as they are; unpacked into a cache, never installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { architectures } from "../../tools/deb/architectures.ts";
import { productionPackages } from "../../tools/deb/closure.ts";
import { unpack } from "../../tools/deb/registry.ts";

export interface ArmSystem {
  /** File of the kernel's image. */
  readonly image: string;
  /** Root of a file system with libraries, busybox and Node. */
  readonly root: string;
}

const root = path.resolve(import.meta.dirname, "../..");
const caches = process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache");
const cache = path.join(caches, "nightjar-tests/arm64");
const packages = ["libc6", "libgcc-s1", "libstdc++6", "busybox-static"];
const fetchMs = 180_000;

/** Undefined where there is none and none can be fetched. */
export function findArmSystem(): ArmSystem | undefined {
  return unpacked() ?? (fetch() ? unpacked() : undefined);
}

function unpacked(): ArmSystem | undefined {
  const boot = path.join(cache, "boot");
  const image = existsSync(boot) && readdirSync(boot).find((name) => name.startsWith("vmlinuz-"));
  return typeof image === "string" ? { image: path.join(boot, image), root: cache } : undefined;
}

function fetch(): boolean {
  const making = `${cache}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(path.join(making, "lists/partial"), { recursive: true });
  try {
    const kernel = updateLists(making);
    if (kernel === undefined) return false;
    aptForArm(making, "apt-get", ["download", kernel, ...packages]);
    const files = readdirSync(making).filter((name) => name.endsWith(".deb"));
    if (files.length !== packages.length + 1 || !files.every((file) => extract(making, file)))
      return false;
    addNode(making);
    for (const file of [...files, "lists"]) rmSync(path.join(making, file), { recursive: true });
    if (!existsSync(cache)) renameSync(making, cache);
    return true;
  } catch {
    return false; // No registry and no mirror: the tests are skipped by name.
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The name of the newest kernel's package. */
function updateLists(making: string): string | undefined {
  aptForArm(making, "apt-get", ["update"]);
  const depends = aptForArm(making, "apt-cache", ["depends", "linux-image-arm64"]);
  return /Depends: (linux-image-\S+)/.exec(depends)?.[1];
}

/** `making`: a folder with `lists/partial`. Returns what apt says. */
export function aptForArm(making: string, command: string, args: readonly string[]): string {
  const settings = [
    "APT::Architecture=arm64",
    "APT::Architectures=arm64",
    `Dir::State::lists=${making}/lists`,
    `Dir::Cache=${making}/cache`,
    "Dir::State::status=/dev/null",
  ].flatMap((setting) => ["-o", setting]);
  const options = { cwd: making, timeout: fetchMs, encoding: "utf8" } as const;
  return spawnSync(command, [...settings, ...args], options).stdout ?? "";
}

/** Of the kernel's package its image and its device trees. */
function extract(making: string, file: string): boolean {
  const isKernel = file.startsWith("linux-image");
  const wanted = isKernel
    ? "./boot/vmlinuz-* ./usr/lib/linux-image-*/broadcom"
    : "./lib ./usr ./bin";
  const quiet = isKernel ? "" : "2>/dev/null || true";
  const unpackIt = `dpkg --fsys-tarfile '${file}' | tar -x --wildcards ${wanted} ${quiet}`;
  return spawnSync("sh", ["-c", unpackIt], { cwd: making }).status === 0;
}

function addNode(making: string): void {
  const node = architectures.find(({ name }) => name === "arm64")?.node;
  if (node !== undefined) unpack(node, path.join(making, "node"));
  const lock = readFileSync(path.join(root, "package-lock.json"), "utf8");
  for (const wanted of productionPackages(lock, "arm64"))
    if (wanted.name.includes("koffi-linux"))
      unpack(wanted, path.join(making, "node_modules", wanted.name));
}
