/** What a process of this machine uses, from /proc (proc(5)). Linux only; others throw BenchError. */
import { readFile } from "node:fs/promises";
import { BenchError } from "./errors.ts";

/** The kernel's user-visible tick, 100 a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

export interface Usage {
  /** User and system time of all threads since the start, in seconds. */
  readonly cpuS: number;
  readonly rssMiB: number;
  /** The most that it ever had. */
  readonly peakMiB: number;
}

export async function usageOf(pid: number): Promise<Usage> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/status`, "utf8"),
    ]);
    return {
      cpuS: cpuSeconds(stat),
      rssMiB: mebibytes(status, "VmRSS"),
      peakMiB: mebibytes(status, "VmHWM"),
    };
  } catch (cause) {
    throw new BenchError("no-proc", `/proc/${pid} cannot be read: has the process ended?`, {
      cause,
    });
  }
}

/** utime and stime are fields 14 and 15; the name, field 2, may hold blanks and stands in parentheses. */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Of a line of proc(5)'s status. */
export function mebibytes(status: string, field: "VmRSS" | "VmHWM"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m");
  return Number(line.exec(status)?.[1] ?? Number.NaN) / 1024;
}
