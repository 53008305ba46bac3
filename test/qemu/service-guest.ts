/**
 * Runs inside the machine of service.long.test.ts as a service behind the
 * speaker's, with the Node of the package: watches systemd keep the speaker
 * alive. Says what it found in JSON lines; the test outside judges.
 */
import { execFileSync } from "node:child_process";
import { openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { audioThread, StoppedThread } from "../programs/stopped-thread.ts";

const unit = "nightjar-speaker.service";
const stepMs = 250;
const patienceMs = 120_000;

const tty = openSync("/dev/ttyS0", "w");
const say = (check: string, found: object): void => {
  writeSync(tty, `\n${JSON.stringify({ check, ...found })}\n`);
};
const sleepMs = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
const run = (...command: string[]): string => {
  const [program = "", ...args] = command;
  return execFileSync(program, args, { encoding: "utf8" }).trim();
};
const show = (property: string): string => run("systemctl", "show", "-P", property, unit);
const uptimeS = (): number => Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);

/** Looks until it is so; undefined when patience ends. */
function until<T>(look: () => T | undefined): T | undefined {
  const end = uptimeS() + patienceMs / 1_000;
  while (uptimeS() < end) {
    const seen = look();
    if (seen !== undefined) return seen;
    sleepMs(stepMs);
  }
  return undefined;
}

const pid = (): number => Number(show("MainPID"));
const running = (): number | undefined =>
  show("ActiveState") === "active" && pid() > 0 ? pid() : undefined;

interface Status {
  readonly speaker: { readonly name: string };
  readonly state: string;
  readonly output: { readonly trouble: string | null };
}

function status(): Status {
  const ctl = ["nightjar", "ctl", "--data", "/var/lib/nightjar/speaker", "status", "--json"];
  return JSON.parse(run(...ctl)) as Status; // CONTRACT
}

function firstStart(): void {
  const main = running() ?? 0;
  const ready = uptimeS();
  const ofKernel = readFileSync(`/proc/${main}/status`, "utf8");
  const groups = run("id", "-Gn", "nightjar");
  const uid = run("stat", "-c", "%U", `/proc/${main}`);
  const seccomp = /^Seccomp:\s+(\d)/m.exec(ofKernel)?.[1];
  const capabilities = /^CapEff:\s+(\S+)/m.exec(ofKernel)?.[1];
  const { speaker, state } = status();
  const realTime = audioThread(main) !== undefined;
  const memory = Number(show("MemoryCurrent"));
  const version = run("systemctl", "--version").split("\n")[0];
  say("ready", { uptimeS: ready, statusText: show("StatusText"), version, memory });
  say("who", {
    uid,
    groups,
    seccomp,
    capabilities,
    realTime,
    threads: readdirSync(`/proc/${main}/task`).length,
  });
  say("answers", { name: speaker.name, state });
}

function plugIn(): void {
  const before = status().output.trouble;
  for (const module of readFileSync("/sound/order", "utf8").split("\n"))
    run("/sound/busybox", "insmod", `/sound/${module}`);
  const output = until(() => {
    const now = status().output;
    return now.trouble === null ? now : undefined;
  });
  say("card", { before, output: output ?? status().output });
}

/** systemd notes when it heard last. */
function pings(): void {
  const heard = new Set<string>();
  until(() => {
    heard.add(show("WatchdogTimestampMonotonic"));
    return heard.size > 3 || undefined;
  });
  say("pings", { heard: heard.size - 1, usec: show("WatchdogUSec") });
}

/** What `hurt` does to the speaker, and how systemd mends it. */
async function comesBack(check: string, hurt: (main: number) => Promise<Disposable | undefined>) {
  const before = until(running) ?? 0;
  const fromS = uptimeS();
  {
    using _hurt = await hurt(before);
    // Nothing is let go before systemd has given it up.
    until(() => (pid() === before && show("ActiveState") === "active" ? undefined : true));
    sleepMs(1_000);
  }
  const after = until(() => {
    const now = running();
    return now !== before ? now : undefined;
  });
  const tookS = uptimeS() - fromS;
  const journal = run("journalctl", "-u", unit, "-o", "cat", "--no-pager", "-n", "60");
  const watchdog = /Watchdog timeout/.test(journal);
  say(check, { back: after !== undefined, tookS, restarts: Number(show("NRestarts")), watchdog });
}

try {
  firstStart();
  plugIn();
  pings();
  await comesBack("killed", async (main) => {
    process.kill(main, "SIGKILL");
    return undefined;
  });
  await comesBack("audio-thread-hangs", async (main) =>
    StoppedThread.stop(until(() => audioThread(main)) ?? main),
  );
  run("systemctl", "stop", unit);
  say("stopped", { result: show("Result"), code: show("ExecMainStatus") });
} catch (error) {
  say("broken", { why: error instanceof Error ? error.stack : String(error) });
} finally {
  say("journal", { text: run("journalctl", "-u", unit, "-o", "cat", "--no-pager", "-n", "40") });
  run("systemctl", "poweroff", "--force");
}
