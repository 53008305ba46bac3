/** What scripts of tests have in a machine with systemd: words to the test outside, in JSON lines, and a look around. */
import { execFileSync } from "node:child_process";
import { openSync, readFileSync, writeSync } from "node:fs";

const stepMs = 250;
const patienceS = 120;

const tty = openSync("/dev/ttyS0", "w");

export function say(check: string, found: object): void {
  writeSync(tty, `\n${JSON.stringify({ check, ...found })}\n`);
}

export function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** What it printed; throws where it failed. */
export function run(...command: string[]): string {
  const [program = "", ...args] = command;
  return execFileSync(program, args, { encoding: "utf8" }).trim();
}

/** A property of a unit. */
export function show(unit: string, property: string): string {
  return run("systemctl", "show", "-P", property, unit);
}

export function journalOf(unit: string, lines = 60): string {
  return run("journalctl", "-u", unit, "-o", "cat", "--no-pager", "-n", String(lines));
}

export function uptimeS(): number {
  return Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
}

/** Looks until it is so; undefined when patience ends. */
export function until<T>(look: () => T | undefined, forS = patienceS): T | undefined {
  const end = uptimeS() + forS;
  while (uptimeS() < end) {
    const seen = look();
    if (seen !== undefined) return seen;
    sleepMs(stepMs);
  }
  return undefined;
}

/** Of /proc/PID/status. */
export function statusOf(pid: number, field: string): string | undefined {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return new RegExp(`^${field}:\\s+(\\S+)`, "m").exec(text)?.[1];
}
