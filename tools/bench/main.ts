/**
 * `npm run -s bench -- NAME [--json]`: runs one benchmark and prints its figures, a table for people
 * and with --json a last line for programs (CONTRACT.md, Benchmarks).
 *
 * Exit codes: 0 measured, 1 it could not be, or is not in this version, 2 the command line is wrong.
 */
import { execFileSync } from "node:child_process";
import os from "node:os";
import { describeError } from "../../src/base/errors.ts";
import { benchBoot } from "./boot.ts";
import { benchCache } from "./cache.ts";
import { type BenchCommand, parseCommandLine } from "./command-line.ts";
import { benchControl } from "./control.ts";
import { benchEvents } from "./events.ts";
import { root } from "./harness.ts";
import { benchHousehold } from "./household.ts";
import { benchLink } from "./link.ts";
import { benchLoss } from "./loss.ts";
import { benchShare } from "./share.ts";
import { benchSpeaker } from "./speaker.ts";
import { benchStartup } from "./startup.ts";
import { resultTable } from "./table.ts";

interface Bench {
  readonly about: string;
  /** Absent: this version does not have it. */
  readonly run?: (command: BenchCommand) => Promise<unknown>;
}

const benches = new Map<string, Bench>([
  ["startup", { about: "play command to first sample", run: benchStartup }],
  ["boot", { about: "start of the program to a speaker that is ready", run: () => benchBoot() }],
  ["speaker", { about: "processor and memory of a playing speaker", run: benchSpeaker }],
  ["link", { about: "datagrams a second through the link", run: () => benchLink() }],
  ["cache", { about: "bytes written, put, get and boot of the cache", run: () => benchCache() }],
  [
    "loss",
    { about: "long plays over bad networks, and what each mechanism is good for", run: benchLoss },
  ],
  ["share", { about: "bulk transfers and plays beside TCP on one link", run: benchShare }],
  ["events", { about: "cost of a play event, and of a saved state", run: () => benchEvents() }],
  ["household", { about: "weeks of listening, simulated", run: async () => benchHousehold() }],
  ["control", { about: "commands and their fan-out to many clients", run: () => benchControl() }],
  ["sync", { about: "rooms in sync" }],
  ["origin", { about: "many speakers on one origin" }],
]);

function usage(): string {
  const lines = [...benches].map(
    ([name, { about, run }]) =>
      `  ${name.padEnd(11)}${about}${run ? "" : " (not in this version)"}`,
  );
  return `Usage: npm run -s bench -- NAME [--json] [--starts N] [--profiles A,B] [--plays N] [--seconds N] [--rounds N]

Benches:
${lines.join("\n")}

  --json       the last line is one JSON document
  --starts N   startup: of each player, in each network (20)
  --profiles A,B  startup, loss: the emulated networks (all)
  --plays N    startup, where there is no emulated network: plays from the origin (48)
  --seconds N  speaker, loss, share: how long each side plays (60)
  --rounds N   loss: plays of each side in each network (1)
`;
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  if (command.kind === "help") {
    process.stdout.write(usage());
    return 0;
  }
  if (command.kind === "wrong") return wrong(command.why);
  const bench = benches.get(command.name);
  if (bench === undefined) return wrong(`there is no bench ${command.name}`);
  if (bench.run === undefined) {
    process.stderr.write(`nightjar: bench ${command.name} is not in this version\n`);
    return 1;
  }
  try {
    report(command, await bench.run(command));
    return 0;
  } catch (error) {
    process.stderr.write(`nightjar: bench ${command.name}: ${describeError(error)}\n`);
    if (process.env["NIGHTJAR_DEBUG"] === "1") throw error;
    return 1;
  }
}

function report({ name, json }: BenchCommand, results: unknown): void {
  const cpu = `${os.cpus().length} x ${os.cpus()[0]?.model.trim() ?? "unknown"}`;
  const facts = { bench: name, commit: commit(), node: process.version, cpu };
  process.stdout.write(`${name} on ${cpu}, Node ${process.version}, ${facts.commit}\n\n`);
  process.stdout.write(resultTable(results));
  if (json) process.stdout.write(`${JSON.stringify({ ...facts, results })}\n`);
}

/** "unknown" where this is not a checkout, or git is not there. */
function commit(): string {
  try {
    const said = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return said.trim();
  } catch {
    return "unknown";
  }
}

function wrong(why: string): number {
  process.stderr.write(`nightjar: ${why}; see npm run -s bench -- --help\n`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
