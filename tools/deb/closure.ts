/** Which npm packages a program needs to run on one architecture, as the lock file has them. Pure. */
import { DebError } from "./errors.ts";
import type { NpmPackage } from "./registry.ts";

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

export interface NeededPackage extends NpmPackage {
  /** `node_modules/…`, where the program looks for it. */
  readonly path: string;
  readonly license: string;
  /** It is for some kinds of machine only. */
  readonly native: boolean;
}

/** Sorted by path. Throws DebError for a lock file of another form. */
export function productionPackages(lockText: string, cpu: string): readonly NeededPackage[] {
  const { packages } = JSON.parse(lockText) as { packages?: Record<string, LockEntry> };
  if (packages === undefined) {
    throw new DebError("lock-file", "package-lock.json has no list of packages", {
      remedy: "make it anew with npm 7 or newer",
    });
  }
  return Object.entries(packages)
    .filter(([path, entry]) => path !== "" && runsOn(entry, cpu))
    .map(([path, entry]) => needed(path, entry))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function runsOn({ dev, devOptional, os, cpu: cpus, libc }: LockEntry, cpu: string): boolean {
  if (dev === true || devOptional === true) return false;
  return (
    (os?.includes("linux") ?? true) &&
    (cpus?.includes(cpu) ?? true) &&
    (libc?.includes("glibc") ?? true)
  );
}

function needed(path: string, entry: LockEntry): NeededPackage {
  const { version, integrity, license, cpu } = entry;
  if (version === undefined || integrity === undefined || license === undefined) {
    throw new DebError("lock-file", `package-lock.json does not say all of ${path}`, {
      remedy: "its version, integrity and license are needed",
    });
  }
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return { path, name, version, integrity, license, native: cpu !== undefined };
}

/** Whether a file of an npm package is of use where it runs; licences always are. */
export function isWanted(file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  if (/^(licen[cs]e|notice|copying)/i.test(name)) return true;
  if (/(^|\/)(doc|docs|test|tests|example|examples|musl_[a-z0-9]+|\.github)\//.test(file))
    return false;
  // Bundles for browsers, and the compiler's definitions, of protobufjs; what compiles koffi.
  if (
    /^(protobufjs\/(dist|ext|google)\/|koffi\/(cnoke|src\/koffi\/src\/trampolines)\.cjs$)/.test(
      file,
    )
  )
    return false;
  return !/(\.(map|md|markdown|ts|mts|cts|flow|c|cc|cpp|cxx|h|hh|hpp|inc|asm|S|def|txt|yml|html)|\/tsconfig\.json|\/\.[^/]+)$/i.test(
    file,
  );
}
