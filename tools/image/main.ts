#!/usr/bin/env node
/**
 * `npm run -s image -- COMMAND`: builds images of cards, and boots them in QEMU (docs/HARDWARE.md).
 *
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describeError } from "../../src/base/errors.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeTerminal } from "../../src/platform/terminal.ts";
import { releaseOf } from "../deb/release.ts";
import { bootImage } from "./boot.ts";
import { buildImage, stepCount } from "./build.ts";
import { type BuildCommand, type Command, parseCommandLine, usage } from "./command-line.ts";
import { ImageError } from "./errors.ts";
import { overBudget, reportOf } from "./figures.ts";
import { readLayout } from "./layout.ts";
import { buildingMissing, runsHere } from "./programs.ts";
import { type Recipe, readRecipe } from "./recipe.ts";
import { Steps } from "./steps.ts";

const sources = path.resolve(import.meta.dirname, "../..");
const stopped = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => stopped.abort(new ImageError("stopped", "stopped")));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const recipe = readRecipe(sources);
    const names = recipe.targets.map(({ name }) => name);
    return await obey(parseCommandLine(args, names), recipe);
  } catch (error) {
    const reason = stopped.signal.aborted ? stopped.signal.reason : error;
    process.stderr.write(`nightjar: image: ${describeError(reason)}\n`);
    if (process.env["NIGHTJAR_DEBUG"] === "1") throw error;
    return 1;
  }
}

async function obey(command: Command, recipe: Recipe): Promise<number> {
  switch (command.kind) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "wrong":
      process.stderr.write(`nightjar: image: ${command.why}; see npm run -s image -- --help\n`);
      return 2;
    case "boot": {
      const tell = (line: string) => process.stderr.write(line);
      const report = await bootImage(command, readLayout(sources), tell, stopped.signal);
      process.stdout.write(report);
      return 0;
    }
    case "build":
      await build(command, recipe);
      return 0;
  }
}

async function build(command: BuildCommand, recipe: Recipe): Promise<void> {
  const layout = readLayout(sources);
  const targets = recipe.targets.filter(({ name }) => command.targets.includes(name));
  demandAll(targets);
  const release = releaseOf(sources, undefined);
  const { err } = new NodeTerminal();
  for (const target of targets) {
    process.stderr.write(`${target.name}: ${target.about}\n`);
    const count = command.packLevel === undefined ? stepCount - 1 : stepCount;
    const steps = new Steps(err, new NodeClock(), count);
    const { mirrors, fresh, packLevel, parts, updates } = command;
    const outDir = path.resolve(command.outDir);
    const options = {
      ...{ sources, recipe, layout, target, release, outDir, mirrors, fresh, packLevel },
      ...{ parts, updates },
    };
    const figures = await buildImage(options, steps, stopped.signal);
    writeFileSync(`${figures.image}.json`, `${JSON.stringify(figures, undefined, 2)}\n`);
    process.stdout.write(reportOf(figures));
    const over = overBudget(figures, recipe);
    if (over !== undefined) throw new ImageError("over-budget", `${figures.image}: ${over}`);
  }
}

function demandAll(targets: Recipe["targets"]): void {
  const lacking = buildingMissing({
    boards: targets.some(({ boards }) => boards.length > 0),
    uBoot: targets.some(({ loader }) => loader === "u-boot"),
  });
  if (lacking !== undefined) throw new ImageError("cannot-build", lacking);
  const foreign = targets.find(({ architecture }) => !runsHere(architecture));
  if (foreign === undefined) return;
  throw new ImageError("foreign", `programs of ${foreign.architecture} do not run here`, {
    remedy: "sudo apt-get install qemu-user-static binfmt-support arch-test",
  });
}
