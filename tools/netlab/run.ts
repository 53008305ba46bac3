/** `netlab run` and `netlab shell`: a lab with people's programs in it, until they end. */
import type { ChildProcess } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Command, NetworkOptions, Program } from "./command-line.ts";
import { NetlabError } from "./errors.ts";
import { type Netlab, openNetlab } from "./lab.ts";
import { statsTable } from "./report.ts";
import { parseScript } from "./script/parse.ts";

/** 128 and SIGINT, as shells say it. */
const interrupted = 130;

/** The exit code of the program that was named last. */
export async function runPrograms(command: Command & { kind: "run" }): Promise<number> {
  // Before anything is built, so that a Ctrl-C meanwhile takes it down in order.
  const stopped = stopSignal();
  await using lab = await openLab(command);
  const children = command.programs.map((program, i) =>
    start(lab, program, i === command.programs.length - 1),
  );
  const last = children.at(-1);
  if (last === undefined) return 0;
  const code = await Promise.race([exitCodeOf(last), stopped, timeUp(command.forMs)]);
  const stats = await lab.stats();
  process.stderr.write(statsTable(stats));
  if (command.statsFile !== undefined) {
    await writeFile(command.statsFile, `${JSON.stringify(stats, null, 2)}\n`);
  }
  return code;
}

export async function openShell(command: Command & { kind: "shell" }): Promise<number> {
  await using lab = await openLab(command);
  // The shell has the terminal and its Ctrl-C; only its end ends the lab.
  process.on("SIGINT", () => undefined);
  for (const host of lab.hosts) {
    const enter = `nsenter --net=${lab.namespacePathOf(host)} ${shellPath()}`;
    process.stderr.write(`${host}  ${lab.addressOf(host)}  from another terminal: ${enter}\n`);
  }
  process.stderr.write(`this shell is on ${command.host}; exit ends the lab\n`);
  const options = { stdio: "inherit", detached: false } as const;
  return await exitCodeOf(lab.exec(command.host, [shellPath()], options));
}

function shellPath(): string {
  return process.env["SHELL"] ?? "/bin/sh";
}

async function openLab(network: NetworkOptions): Promise<Netlab> {
  const { hosts, profile, script, trace, seed } = network;
  const traced = trace === undefined ? undefined : await readTrace(trace, hosts);
  const lab = await openNetlab({ hosts, script, seed, ...(profile !== undefined && { profile }) });
  // A trace's clock starts with the programs, not with the namespaces.
  if (traced !== undefined) await lab.change(traced, trace);
  return lab;
}

/** Checked before anything is built. Throws NetlabError `bad-script` or `no-trace`. */
export async function readTrace(file: string, hosts: readonly string[]): Promise<string> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new NetlabError("no-trace", `the trace ${file} cannot be read`, { cause });
  });
  parseScript(text, { name: file, hosts });
  return text;
}

/** The last program has this one's input and output; the others' lines go to stderr with their host's name. */
function start(lab: Netlab, { host, argv }: Program, isLast: boolean): ChildProcess {
  if (isLast) return lab.exec(host, argv, { stdio: "inherit" });
  const child = lab.exec(host, argv, { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) label(stream, host);
  child.once("exit", (code) => {
    if (code !== 0 && code !== null) process.stderr.write(`${host}| ended with ${code}\n`);
  });
  return child;
}

function label(stream: Readable, host: string): void {
  createInterface({ input: stream }).on("line", (line) => {
    process.stderr.write(`${host}| ${line}\n`);
  });
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code ?? interrupted));
    child.once("error", () => resolve(1));
  });
}

/** Resolves at Ctrl-C or SIGTERM. */
function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => resolve(interrupted));
    }
  });
}

/** Never, where there is no limit. */
function timeUp(forMs: number | undefined): Promise<number> {
  return new Promise((resolve) => {
    if (forMs !== undefined) setTimeout(() => resolve(0), forMs).unref();
  });
}
