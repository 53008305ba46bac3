#!/usr/bin/env node
/**
 * `npm run -s hil -- --target TARGET`: a device, driven through its life and listened to (docs/HIL.md).
 *
 * Exit codes: 0 no case failed, 1 one did or the bench could not work (one line says why), 2 the command line is wrong.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeError } from "../../src/base/errors.ts";
import { root, temporaryFolder } from "../bench/harness.ts";
import { Bench } from "./bench.ts";
import { cases } from "./cases/cases.ts";
import { parseCommandLine, type RunCommand, usage } from "./command-line.ts";
import { HilError } from "./errors.ts";
import { House } from "./house.ts";
import { htmlOf, summaryOf } from "./model/html.ts";
import { junitOf } from "./model/junit.ts";
import type { RunResult } from "./model/result.ts";
import { select } from "./model/select.ts";
import type { Device } from "./ports.ts";
import { QemuDevice } from "./qemu/device.ts";
import { runCases } from "./run.ts";
import { SshDevice } from "./ssh/device.ts";

const stopped = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => stopped.abort(new HilError("stopped", "stopped")));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  switch (command.kind) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "cases":
      for (const { name, needs, about } of cases)
        process.stdout.write(`${name.padEnd(15)} ${needs.padEnd(8)} ${about}\n`);
      return 0;
    case "wrong":
      return wrong(command.why);
    case "run":
      return await obey(command);
  }
}

function wrong(why: string): number {
  process.stderr.write(`nightjar: hil: ${why}; see npm run -s hil -- --help\n`);
  return 2;
}

async function obey(command: RunCommand): Promise<number> {
  let selected: ReturnType<typeof select<(typeof cases)[number]>>;
  try {
    selected = select(cases, command.only, command.soakS !== undefined);
  } catch (error) {
    return wrong(describeError(error));
  }
  try {
    const result = await run(command, selected);
    mkdirSync(command.reportDir, { recursive: true });
    writeFileSync(path.join(command.reportDir, "junit.xml"), junitOf(result));
    writeFileSync(path.join(command.reportDir, "report.html"), htmlOf(result));
    const { tookS } = result;
    const report = path.join(command.reportDir, "report.html");
    process.stdout.write(`${summaryOf(result.cases)}, ${tookS.toFixed(0)} s; see ${report}\n`);
    return result.cases.some(({ outcome }) => outcome === "failed") ? 1 : 0;
  } catch (error) {
    const reason = stopped.signal.aborted ? stopped.signal.reason : error;
    process.stderr.write(`nightjar: hil: ${describeError(reason)}\n`);
    if (process.env["NIGHTJAR_DEBUG"] === "1") throw error;
    return 1;
  }
}

async function run(command: RunCommand, selected: typeof cases): Promise<RunResult> {
  const fromMs = performance.now();
  const startedAt = new Date().toISOString();
  await using folder = await temporaryFolder();
  const { signal } = stopped;
  await using device = await open(command, folder.path, signal);
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  tell(`${device.about}${device.image === undefined ? "" : `, ${device.image}`}`);
  const { listenHost, benchHost } = device;
  await using house = await House.open({
    folder: folder.path,
    listenHost,
    benchHost,
    update: command.update,
  });
  const bench = new Bench({ device, house, tell: (line) => tell(`    ${line}`), signal });
  const results = await runCases(bench, selected, { soakS: command.soakS ?? 0 }, tell);
  return {
    target: device.about,
    image: device.image,
    version: (
      JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string }
    ).version,
    startedAt,
    tookS: (performance.now() - fromMs) / 1_000,
    cases: results,
    stays: bench.stays,
    logs: { ...house.logs(), ...(await device.logs()) },
  };
}

async function open(command: RunCommand, folder: string, signal: AbortSignal): Promise<Device> {
  const { target, hooks } = command;
  if (target.kind === "ssh") return await SshDevice.open(target.host, hooks, folder, signal);
  return await QemuDevice.open({ image: command.image ?? newestImage(), folder });
}

/** Of those that `npm run image` made. */
function newestImage(): string {
  const folder = path.join(root, "dist/image");
  const made = (name: string): number => statSync(path.join(folder, name)).mtimeMs;
  try {
    const [newest] = readdirSync(folder)
      .filter((name) => name.endsWith(".img"))
      .sort((one, other) => made(other) - made(one));
    if (newest !== undefined) return path.join(folder, newest);
  } catch {
    // No such folder: none was made.
  }
  throw new HilError("no-image", "there is no image in dist/image", {
    remedy: "build one: npm run -s image -- build qemu-amd64 --no-pack, or name one: --image FILE",
  });
}
