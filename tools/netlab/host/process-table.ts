/** What /proc says about processes: who is alive, and who is in which network namespace. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** When it was started, in ticks since boot: with its number a name that never comes back. */
export function startTicks(pid: number): string | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name in brackets may hold anything, brackets and spaces too. Field 22 of proc(5).
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

/** Numbers of the processes whose network namespace has this inode. */
export function processesIn(namespaceInode: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const link = tryRead(() => readlinkSync(`/proc/${pid}/ns/net`));
      return link === `net:[${namespaceInode}]`;
    });
}

/** Processes come and go while one looks. */
function tryRead(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** False: it is not there any more. */
export function signalOne(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
