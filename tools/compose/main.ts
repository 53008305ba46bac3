/**
 * `compose --out DIR`: makes the small library that Nightjar plays when it is given none.
 *
 * Progress goes to stderr, one line a track; nothing on stdout. Exit codes: 0 all is there, 1 it
 * could not be written, 2 the command line is wrong.
 */
import { parseArgs } from "node:util";
import { describeError } from "../../src/base/errors.ts";
import { albums } from "./albums.ts";
import { isComplete, writeLibrary } from "./library.ts";

const usage = `Usage: compose --out DIR

Composes two albums into DIR/Artist/Album/NN Title.flac, the same bytes each time.
What is there already and whole is left alone.

  --out DIR   the folder of the library, made when it is not there
  --force     compose anew even if all is there
  --help      this text
`;

async function main(args: readonly string[]): Promise<number> {
  const options = {
    out: { type: "string" },
    force: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  let values: { out?: string; force?: boolean; help?: boolean };
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return wrong(describeError(error));
  }
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.out === undefined) return wrong("--out is missing");
  try {
    if (values.force !== true && (await isComplete(values.out, albums))) return 0;
    await writeLibrary(values.out, albums, (done, total, name) => {
      process.stderr.write(`composed ${done} of ${total}: ${name}\n`);
    });
    return 0;
  } catch (error) {
    process.stderr.write(`nightjar: ${describeError(error)}\n`);
    return 1;
  }
}

function wrong(why: string): number {
  process.stderr.write(`nightjar: ${why}; see compose --help\n`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
