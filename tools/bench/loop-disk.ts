/**
 * A file system of its own on a loop device, so that the bytes which reach the
 * device can be counted without anyone else's. Needs root and loop mounts; where
 * they are missing the bytes that the kernel books on this process stand in.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface CountedFolder extends Disposable {
  readonly folder: string;
  /** "block device", or "process" where the file system's own writes cannot be seen. */
  readonly countedBy: "block device" | "process";
  /** Bytes written so far, everything flushed. */
  writtenBytes(): number;
}

const sectorBytes = 512;

export function countedFolder(sizeBytes: number): CountedFolder {
  const base = mkdtempSync(path.join(os.tmpdir(), "nightjar-bench-"));
  return onLoop(base, sizeBytes) ?? ofProcess(base);
}

function onLoop(base: string, sizeBytes: number): CountedFolder | undefined {
  const image = path.join(base, "image");
  const folder = path.join(base, "mount");
  mkdirSync(folder);
  const device = makeFileSystem(image, folder, sizeBytes);
  if (device === undefined) return undefined;
  const stat = `/sys/block/${path.basename(device)}/stat`;
  return {
    folder,
    countedBy: "block device",
    writtenBytes: () => {
      run("sync", "-f", folder);
      return Number(readFileSync(stat, "utf8").trim().split(/\s+/)[6]) * sectorBytes;
    },
    [Symbol.dispose]: () => {
      run("umount", folder);
      run("losetup", "-d", device);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** The loop device that `folder` is on; undefined where this machine does not allow it. */
function makeFileSystem(image: string, folder: string, sizeBytes: number): string | undefined {
  if (run("truncate", "-s", String(sizeBytes), image) === undefined) return undefined;
  const made = run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
  if (made === undefined) return undefined;
  const device = run("losetup", "--find", "--show", image)?.trim();
  if (device === undefined || device === "") return undefined;
  if (run("mount", "-o", "noatime", device, folder) !== undefined) return device;
  run("losetup", "-d", device);
  return undefined;
}

function ofProcess(base: string): CountedFolder {
  return {
    folder: base,
    countedBy: "process",
    writtenBytes: () => {
      const io = /^write_bytes: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"));
      return Number(io?.[1] ?? Number.NaN);
    },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Undefined where the program is missing or fails. */
function run(program: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
