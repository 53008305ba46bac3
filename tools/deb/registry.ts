/**
 * Packages of the npm registry that are not in node_modules: those of other
 * architectures, and Node itself. Fetched by npm, kept in a cache, and taken only
 * with the hash that is written down here or in the lock file.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { DebError } from "./errors.ts";

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** As in a lock file: `sha512-…`. */
  readonly integrity: string;
}

const fetchMs = 300_000;

export const cacheFolder = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "nightjar/deb",
);

/** Its tarball. Throws DebError where there is none, or another one than is wanted. */
export function tarballOf(wanted: NpmPackage): string {
  const { name, version, integrity } = wanted;
  const file = path.join(cacheFolder, `${name.replaceAll(/[@/]/g, "_")}-${version}.tgz`);
  if (!existsSync(file)) fetch(wanted, file);
  const hash = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  if (hash === integrity) return file;
  rmSync(file);
  throw new DebError("wrong-hash", `${name} ${version} is not what was written down`, {
    remedy: "run it again; if it stays so, somebody changed it, and it must not be used",
  });
}

/** Unpacks it into `folder`, without npm's folder around it. */
export function unpack(wanted: NpmPackage, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const args = ["-xzf", tarballOf(wanted), "-C", folder, "--strip-components=1", "--no-same-owner"];
  const { status, stderr } = spawnSync("tar", args, { encoding: "utf8" });
  if (status === 0) return;
  throw new DebError("tarball", `${wanted.name} cannot be unpacked: ${stderr.trim()}`);
}

function fetch({ name, version }: NpmPackage, file: string): void {
  const making = `${file}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    const args = ["pack", `${name}@${version}`, "--silent", "--pack-destination", making];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", timeout: fetchMs });
    const [found] = readdirSync(making);
    if (status !== 0 || found === undefined) {
      throw new DebError("not-fetched", `npm did not bring ${name}@${version}: ${stderr.trim()}`, {
        remedy: "the registry must be reached once; then it is in the cache",
      });
    }
    renameSync(path.join(making, found), file);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
