/** Which npm packages a program needs to run on one architecture, as the lock file has them. Pure. */
import { packagesBeside } from "../program/beside.ts";
import { DebError } from "./errors.ts";
import type { NpmPackage } from "./registry.ts";

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
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
  /** Nothing that stays beside the program needs it: of such a one there are notices alone (tools/program). */
  readonly joined: boolean;
}

/** Sorted by path. Throws DebError for a lock file of another form. */
export function productionPackages(lockText: string, cpu: string): readonly NeededPackage[] {
  const { packages } = JSON.parse(lockText) as { packages?: Record<string, LockEntry> };
  if (packages === undefined) {
    throw new DebError("lock-file", "package-lock.json has no list of packages", {
      remedy: "make it anew with npm 7 or newer",
    });
  }
  const beside = besideProgram(packages);
  return Object.entries(packages)
    .filter(([path, entry]) => path !== "" && runsOn(entry, cpu))
    .map(([path, entry]) => needed(path, entry, !beside.has(path)))
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

/** Paths of the packages that stay beside the program, and of all that those need. */
function besideProgram(packages: Readonly<Record<string, LockEntry>>): ReadonlySet<string> {
  const found = new Set(packagesBeside.map((name) => `node_modules/${name}`));
  // Grows while it is gone through.
  for (const path of found) {
    const { dependencies, optionalDependencies } = packages[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      found.add(resolved(packages, path, name));
  }
  return found;
}

/** Where Node finds a package that `from` imports: in the nearest node_modules at or above it. */
function resolved(
  packages: Readonly<Record<string, LockEntry>>,
  from: string,
  name: string,
): string {
  const own = `${from}/node_modules/${name}`;
  if (packages[own] !== undefined) return own;
  const above = from.lastIndexOf("/node_modules/");
  return above < 0 ? `node_modules/${name}` : resolved(packages, from.slice(0, above), name);
}

function needed(path: string, entry: LockEntry, joined: boolean): NeededPackage {
  const { version, integrity, license, cpu } = entry;
  if (version === undefined || integrity === undefined || license === undefined) {
    throw new DebError("lock-file", `package-lock.json does not say all of ${path}`, {
      remedy: "its version, integrity and license are needed",
    });
  }
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return { path, name, version, integrity, license, native: cpu !== undefined, joined };
}

/** Whether a file says whose a package is, and under which licence. */
export function isNotice(file: string): boolean {
  return /(^|\/)((licen[cs]e|notice|copying)[^/]*|package\.json)$/i.test(file);
}

/** Whether a file of an npm package is of use where it runs; notices always are. */
export function isWanted(file: string): boolean {
  if (isNotice(file)) return true;
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
