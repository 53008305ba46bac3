#!/usr/bin/env node
/**
 * `npm run -s flash -- COMMAND`: writes images to cards (docs/HARDWARE.md).
 *
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong. It runs
 * from the sources: it is for who has them, to make a device of a board.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describeError } from "../../src/base/errors.ts";
import { type Command, parseCommandLine, usage } from "./command-line.ts";
import { FlashError } from "./errors.ts";
import { Screen } from "./host/screen.ts";
import { listDisks } from "./list.ts";
import { makeMap } from "./map.ts";
import { writeImage } from "./write.ts";

const stopped = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // The second one kills: whoever is stuck in a write of a dying card gets out.
  process.once(name, () => {
    const remedy = "the same command goes on where it was";
    stopped.abort(new FlashError("stopped", "stopped", { remedy }));
  });
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await obey(parseCommandLine(args), new Screen());
  } catch (error) {
    process.stderr.write(`nightjar: flash: ${describeError(reasonOf(error))}\n`);
    if (process.env["NIGHTJAR_DEBUG"] === "1") throw error;
    return 1;
  }
}

async function obey(command: Command, screen: Screen): Promise<number> {
  const { signal } = stopped;
  switch (command.kind) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "version":
      process.stdout.write(`${versionText()}\n`);
      return 0;
    case "wrong":
      process.stderr.write(`nightjar: flash: ${command.why}; see npm run -s flash -- --help\n`);
      return 2;
    case "list":
      listDisks(screen, command.json);
      return 0;
    case "map":
      await makeMap(screen, command, signal);
      return 0;
    case "write":
      await writeImage(screen, command, signal);
      return 0;
  }
}

/** Libraries of Node wrap a signal's reason. */
function reasonOf(error: unknown): unknown {
  const isAbort = error instanceof Error && error.name === "AbortError";
  return isAbort && stopped.signal.aborted ? stopped.signal.reason : error;
}

function versionText(): string {
  const file = path.resolve(import.meta.dirname, "../../package.json");
  // Our own file.
  return String((JSON.parse(readFileSync(file, "utf8")) as { version: unknown }).version);
}
