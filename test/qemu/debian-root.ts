/**
 * A fresh Debian in a folder, to install packages in as people do: apt, with the
 * mirror of this machine. What debootstrap would fetch is kept from run to run.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

export type Suite = "bookworm" | "trixie";

const cache = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "nightjar-tests/debian",
);
const outputBytesMax = 16 * 2 ** 20;

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Why none can be had; undefined where one can. Fetches it the first time. */
export function debianMissing(suite: Suite): string | undefined {
  if (process.arch !== "x64") return "needs an x86-64 machine";
  if (process.getuid?.() !== 0) return "needs root";
  for (const program of ["unshare", "mmdebstrap"])
    if (spawnSync(program, ["--version"]).status !== 0) return `needs ${program}`;
  return existsSync(tarOf(suite)) || fetch(suite) ? undefined : `needs a mirror of Debian ${suite}`;
}

export class DebianRoot implements Disposable {
  readonly path = mkdtempSync(path.join(tmpdir(), "nightjar-debian-"));

  constructor(suite: Suite) {
    const args = ["-xf", tarOf(suite), "-C", this.path, "--exclude=./dev/*"];
    assert.equal(spawnSync("tar", args).status, 0);
    for (const file of ["/etc/resolv.conf", "/etc/hosts"]) copyFileSync(file, this.in(file));
  }

  in(...parts: string[]): string {
    return path.join(this.path, ...parts);
  }

  /** In a mount name space of its own, so that nothing of it stays. */
  run(command: string): Ran {
    const mounts = 'mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc"';
    const inside = `${mounts} && exec chroot "$0" sh -c "$1"`;
    const args = ["--mount", "sh", "-c", inside, this.path, command];
    const { status, stdout, stderr } = spawnSync("unshare", args, {
      encoding: "utf8",
      maxBuffer: outputBytesMax,
      env: {
        PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
        DEBIAN_FRONTEND: "noninteractive",
        LC_ALL: "C",
      },
    });
    return { status, output: stdout + stderr };
  }

  /** Fails with what was printed. */
  must(command: string): string {
    const { status, output } = this.run(command);
    assert.equal(status, 0, `${command}\n${output}`);
    return output;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function tarOf(suite: Suite): string {
  return path.join(cache, `${suite}.tar`);
}

function fetch(suite: Suite): boolean {
  mkdirSync(cache, { recursive: true });
  const making = `${tarOf(suite)}.${process.pid}.tar`;
  const args = ["--variant=apt", "--include=systemd-sysv,udev", suite, making];
  try {
    if (spawnSync("mmdebstrap", args).status !== 0) return false;
    renameSync(making, tarOf(suite));
    return true;
  } finally {
    rmSync(making, { force: true });
  }
}
