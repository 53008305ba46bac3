/**
 * Holds a folder against a second daemon: a lock file made exclusively, which
 * names its holder by process id, start time and boot, so that a lock left by a
 * crash or a power cut is told from a living one even when the id is in use again.
 */
import { link, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { DiskError } from "../ports/errors.ts";
import { codeOf, diskError } from "./disk-errors.ts";

interface Holder {
  readonly pid: number;
  /** Of the running system, so that a lock from before a reboot is stale. "" where unknown. */
  readonly boot: string;
  /** Clock ticks from boot to the start of the process (proc(5), stat field 22). "" where unknown. */
  readonly start: string;
}

/** Several daemons may find the same stale lock at once; each round one of them wins. */
const roundsMax = 8;

let names = 0;

export async function lockFile(path: string): Promise<AsyncDisposable> {
  const mine = await holderOf(process.pid);
  for (let round = 0; round < roundsMax; round++) {
    if (await made(path, mine)) return release(path, mine);
    const holder = await readHolder(path);
    if (holder !== undefined && (await alive(holder))) throw inUse(path, holder.pid);
    await setAside(path, holder);
  }
  throw inUse(path, undefined);
}

function inUse(path: string, pid: number | undefined): DiskError {
  const who = pid === undefined ? "another process" : `process ${pid}`;
  return new DiskError("in-use", `${path} is held by ${who}`, {
    remedy: "stop that one first, or give this one a data folder of its own",
  });
}

/** False when a lock is there. The link makes it appear with its content, or not at all. */
async function made(path: string, holder: Holder): Promise<boolean> {
  const text = JSON.stringify(holder);
  const draft = uniqueName(path);
  try {
    await writeFile(draft, text, { flag: "wx" });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (codeOf(error) === "EPERM" || codeOf(error) === "EOPNOTSUPP")
      return madeWithoutLink(path, text);
    throw diskError(error, "lock", path);
  } finally {
    await removeQuietly(draft);
  }
}

/** For file systems without hard links (FAT). */
async function madeWithoutLink(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw diskError(error, "lock", path);
  }
}

/** Moves a stale lock away; puts it back when a quicker daemon's lock was moved instead. */
async function setAside(path: string, stale: Holder | undefined): Promise<void> {
  const aside = uniqueName(path);
  try {
    await rename(path, aside);
    const moved = await readHolder(aside);
    if (moved !== undefined && !same(moved, stale) && (await alive(moved))) await link(aside, path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST")
      throw diskError(error, "lock", path);
  } finally {
    await removeQuietly(aside);
  }
}

function release(path: string, mine: Holder): AsyncDisposable {
  let released = false;
  return {
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      if (same(await readHolder(path), mine)) await removeQuietly(path);
    },
  };
}

function same(a: Holder | undefined, b: Holder | undefined): boolean {
  return a?.pid === b?.pid && a?.boot === b?.boot && a?.start === b?.start;
}

async function alive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  const now = await holderOf(holder.pid);
  return now.boot === holder.boot && now.start === holder.start;
}

/** Undefined where there is none, or none that can be read: both mean that nobody holds it. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, "utf8"));
    return isHolder(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  return (
    "pid" in value &&
    typeof value.pid === "number" &&
    Number.isInteger(value.pid) &&
    value.pid > 0 &&
    "boot" in value &&
    typeof value.boot === "string" &&
    "start" in value &&
    typeof value.start === "string"
  );
}

async function holderOf(pid: number): Promise<Holder> {
  const boot = await textOf("/proc/sys/kernel/random/boot_id");
  const stat = await textOf(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold spaces.
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { pid, boot: boot.trim(), start: afterName[19] ?? "" };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return ""; // Not Linux, or the process has gone.
  }
}

async function removeQuietly(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch {
    return; // It is a leftover that nobody looks at.
  }
}

function uniqueName(path: string): string {
  names += 1;
  return `${path}.${process.pid}.${names}`;
}
