/**
 * Runs inside the machine of service.long.test.ts as a service behind the
 * speaker's, with the Node of the package: watches systemd keep the speaker
 * alive. Says what it found in JSON lines; the test outside judges.
 */
import { readdirSync, readFileSync } from "node:fs";
import { audioThread, StoppedThread } from "../programs/stopped-thread.ts";
import { journalOf, run, say, show, sleepMs, statusOf, until, uptimeS } from "./guest.ts";

const unit = "nightjar-speaker.service";

const pid = (): number => Number(show(unit, "MainPID"));
const running = (): number | undefined =>
  show(unit, "ActiveState") === "active" && pid() > 0 ? pid() : undefined;

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
  const groups = run("id", "-Gn", "nightjar");
  const uid = run("stat", "-c", "%U", `/proc/${main}`);
  const seccomp = statusOf(main, "Seccomp");
  const capabilities = statusOf(main, "CapEff");
  const { speaker, state } = status();
  const realTime = audioThread(main) !== undefined;
  const memory = Number(show(unit, "MemoryCurrent"));
  const version = run("systemctl", "--version").split("\n")[0];
  say("ready", { uptimeS: ready, statusText: show(unit, "StatusText"), version, memory });
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
    heard.add(show(unit, "WatchdogTimestampMonotonic"));
    return heard.size > 3 || undefined;
  });
  say("pings", { heard: heard.size - 1, usec: show(unit, "WatchdogUSec") });
}

/** What `hurt` does to the speaker, and how systemd mends it. */
async function comesBack(check: string, hurt: (main: number) => Promise<Disposable | undefined>) {
  const before = until(running) ?? 0;
  const fromS = uptimeS();
  {
    using _hurt = await hurt(before);
    // Nothing is let go before systemd has given it up.
    until(() => (pid() === before && show(unit, "ActiveState") === "active" ? undefined : true));
    sleepMs(1_000);
  }
  const after = until(() => {
    const now = running();
    return now !== before ? now : undefined;
  });
  const tookS = uptimeS() - fromS;
  const watchdog = /Watchdog timeout/.test(journalOf(unit));
  say(check, {
    back: after !== undefined,
    tookS,
    restarts: Number(show(unit, "NRestarts")),
    watchdog,
  });
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
  say("stopped", { result: show(unit, "Result"), code: show(unit, "ExecMainStatus") });
} catch (error) {
  say("broken", { why: error instanceof Error ? error.stack : String(error) });
} finally {
  say("journal", { text: journalOf(unit) });
  run("systemctl", "poweroff", "--force");
}
