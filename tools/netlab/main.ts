/**
 * `npm run -s netlab -- COMMAND`: an emulated network on this machine (docs/NETLAB.md).
 *
 * Exit codes: that of the last program for `run` and `shell`; else 0 done, 1 it could not be done
 * (one line says why), 2 the command line is wrong.
 */
import { describeError } from "../../src/base/errors.ts";
import { type Command, parseCommandLine, usage } from "./command-line.ts";
import { removeStale } from "./host/namespaces.ts";
import { Lan } from "./model/lan.ts";
import { listProfiles, readProfile } from "./profiles.ts";
import { describeLink } from "./report.ts";
import { openShell, readTrace, runPrograms } from "./run.ts";
import { parseScript } from "./script/parse.ts";

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  try {
    return await obey(command);
  } catch (error) {
    process.stderr.write(`nightjar: netlab: ${describeError(error)}\n`);
    if (process.env["NIGHTJAR_DEBUG"] === "1") throw error;
    return 1;
  }
}

async function obey(command: Command): Promise<number> {
  switch (command.kind) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "wrong":
      process.stderr.write(`nightjar: netlab: ${command.why}; see npm run -s netlab -- --help\n`);
      return 2;
    case "profiles":
      return await showProfiles(command.name);
    case "clean":
      process.stderr.write(`removed ${removeStale()} namespaces of runs that are no more\n`);
      return 0;
    case "check":
      return await check(command);
    case "shell":
      return await openShell(command);
    case "run":
      return await runPrograms(command);
  }
}

async function showProfiles(name: string | undefined): Promise<number> {
  if (name !== undefined) {
    process.stdout.write(await readProfile(name));
    return 0;
  }
  const profiles = await listProfiles();
  const width = Math.max(...profiles.map((profile) => profile.name.length));
  for (const profile of profiles) {
    process.stdout.write(`${profile.name.padEnd(width)}  ${profile.about}\n`);
  }
  return 0;
}

/** Needs no root: builds the model alone. */
async function check(command: Command & { kind: "check" }): Promise<number> {
  const { hosts, profile, script, trace, seed } = command;
  const texts = [
    { name: profile ?? "", text: profile === undefined ? "" : await readProfile(profile) },
    { name: "script", text: script },
    { name: trace ?? "", text: trace === undefined ? "" : await readTrace(trace, hosts) },
  ];
  const output = { deliver: () => undefined, free: () => undefined };
  const lan = new Lan({ hosts, seed, output });
  for (const { name, text } of texts) lan.play(parseScript(text, { name, hosts }), 0);
  for (const [name, settings] of Object.entries(lan.settings())) {
    process.stdout.write(`${name}: ${describeLink(settings)}\n`);
  }
  const { nextUs } = lan;
  const then = nextUs === Number.POSITIVE_INFINITY ? "nothing changes" : `until ${nextUs / 1e6} s`;
  process.stdout.write(`${then}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
