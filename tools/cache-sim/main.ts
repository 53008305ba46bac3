/**
 * `npm run -s cache-sim -- [--json] [--days N] [--seeds N] [--size MIB]… [--trace FILE]`: hit ratio
 * against bytes written to flash, for LRU, SIEVE, S3-FIFO and this cache's policy,
 * over made-up years or a recorded trace (recorded.ts), of whose speakers the mean is shown.
 *
 * Exit codes: 0 done, 1 the trace cannot be read, 2 the command line is wrong.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { resultTable } from "../bench/table.ts";
import { type PolicyName, policies } from "./policies.ts";
import { recordedTraces } from "./recorded.ts";
import { type Outcome, runPolicy } from "./run.ts";
import { type Play, syntheticPlays } from "./trace.ts";

const usage = `Usage: npm run -s cache-sim -- [--json] [--days N] [--seeds N] [--size MIB]… [--trace FILE]

  --json        the last line is one JSON document
  --days N      days that are made up (365)
  --seeds N     made-up households, of which the mean is shown (3)
  --size MIB    size of the cache; may be given more than once (256, 1024, 4096)
  --trace FILE  play what was recorded: by a ledger (nightjar origin events --export jsonl), or
                the uses of a cache in the simulated house (npm run -s sim -- cache --record FILE
                [--seed N] [--minutes N], from 1 and 60); may be gzipped
`;

interface Command {
  readonly json: boolean;
  readonly sizes: readonly number[];
  readonly traces: readonly (() => Iterable<Play>)[];
}

function parse(args: readonly string[]): Command | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean" },
      help: { type: "boolean" },
      days: { type: "string" },
      seeds: { type: "string" },
      size: { type: "string", multiple: true },
      trace: { type: "string" },
    },
  });
  if (values.help === true) return undefined;
  const days = count(values.days ?? "365");
  const seeds = count(values.seeds ?? "3");
  const sizes = (values.size ?? ["256", "1024", "4096"]).map(count);
  const { trace } = values;
  const lines = trace === undefined ? undefined : linesOf(readFileSync(trace));
  const made = Array.from({ length: seeds }, (_, seed) => () => syntheticPlays(days, seed + 1));
  const traces = lines === undefined ? made : recordedTraces(lines).map((plays) => () => plays);
  return { json: values.json === true, sizes, traces };
}

/** A trace may be gzipped. */
function linesOf(file: Uint8Array): readonly string[] {
  const zipped = file[0] === 0x1f && file[1] === 0x8b;
  return new TextDecoder().decode(zipped ? gunzipSync(file) : file).split("\n");
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    throw new TypeError(`${text} is not a number from 1 to 100000`);
  return value;
}

function mean(outcomes: readonly Outcome[], of: "hitPct" | "writtenMBPerDay"): number {
  return (
    Math.round((10 * outcomes.reduce((sum, each) => sum + each[of], 0)) / outcomes.length) / 10
  );
}

/** The exit code. Throws what cannot be read, and TypeError for a command line that is wrong. */
function main(args: readonly string[]): number {
  const command = parse(args);
  if (command === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const rows: Outcome[] = [];
  for (const cacheMiB of command.sizes)
    for (const policy of Object.keys(policies) as PolicyName[]) {
      // the keys of that very object
      const each = command.traces.map((plays) => runPolicy(policy, cacheMiB, plays()));
      rows.push({
        policy,
        cacheMiB,
        hitPct: mean(each, "hitPct"),
        writtenMBPerDay: mean(each, "writtenMBPerDay"),
      });
    }
  process.stdout.write(resultTable({ policies: rows }));
  if (command.json) process.stdout.write(`${JSON.stringify({ policies: rows })}\n`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`nightjar: cache-sim: ${why}; see npm run -s cache-sim -- --help\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
