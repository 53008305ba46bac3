/**
 * Bench `speaker`: what one speaker costs while it plays music of 160 kbit/s: processor time of the
 * whole process over wall time, and resident memory. Beside it Debian's snapclient in the same
 * call, by turns, with the same codec and rate.
 */
import path from "node:path";
import { BenchError } from "./errors.ts";
import { Remote, sleep, startOrigin, startSpeaker, temporaryFolder } from "./harness.ts";
import { usageOf } from "./process-usage.ts";
import { snapcastMissing, startSnapcast } from "./snapcast.ts";
import { round } from "./statistics.ts";

/**
 * Time to fill buffers and to compile what is used often before the count begins: what runs a few times a
 * second is compiled after minutes. A speaker plays for hours; the library lasts for nine minutes, so
 * that all of it comes over the link.
 */
const warmUpMs = 180_000;
const builtInTracks = 8;
/** The library lasts nine minutes and a half: what is left of it after the warm-up, for both sides by turns. */
const secondsMax = 180;
const turns = 2;

interface Cost {
  readonly cpuPct: number;
  readonly rssMiB: number;
}

/**
 * `seconds` of playing for each of the two, in two turns; both play all the time.
 * Throws BenchError `too-long` for more than `secondsMax`.
 */
export async function benchSpeaker(options: { readonly seconds: number }): Promise<object> {
  if (options.seconds > secondsMax) {
    const why = `the library ends before the bench would: --seconds ${secondsMax} at most`;
    throw new BenchError("too-long", why);
  }
  await using home = await temporaryFolder();
  const data = path.join(home.path, "origin");
  process.stderr.write("bench: composing and ingesting the built-in library\n");
  const origin = await startOrigin(data);
  await using _ = origin.daemon;
  const folder = path.join(home.path, "speaker");
  await using daemon = await startSpeaker(folder, { data, port: origin.port });
  await using remote = await Remote.connect(folder);
  await remote.tell({ kind: "quality", quality: "160", source: undefined });
  await remote.tell({ kind: "play", what: await remote.library(builtInTracks) }, true);
  const missing = snapcastMissing();
  await using snapcast = missing === undefined ? await startSnapcast(home.path) : undefined;
  process.stderr.write(`bench: both play for ${warmUpMs / 1000} s before the count begins\n`);
  await sleep(warmUpMs);
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let turn = 1; turn <= turns; turn++) {
    process.stderr.write(`bench: turn ${turn} of ${turns}\n`);
    const turnMs = (options.seconds * 1000) / turns;
    ours.push(await costOf(daemon.pid, turnMs));
    if (snapcast !== undefined) theirs.push(await costOf(snapcast.clientPid, turnMs));
  }
  const { rung, totals } = await remote.status();
  const against =
    missing === undefined ? { name: "snapclient", ...mean(theirs) } : { skipped: missing };
  return { ...mean(ours), rung, bytes: totals.bytes, seconds: options.seconds, against };
}

async function costOf(pid: number, forMs: number): Promise<Cost> {
  const before = await usageOf(pid);
  const fromMs = performance.now();
  await sleep(forMs);
  const after = await usageOf(pid);
  const wallS = (performance.now() - fromMs) / 1000;
  return { cpuPct: (100 * (after.cpuS - before.cpuS)) / wallS, rssMiB: after.rssMiB };
}

function mean(costs: readonly Cost[]): Cost {
  const of = (figure: (cost: Cost) => number): number =>
    round(costs.reduce((sum, cost) => sum + figure(cost), 0) / costs.length, 2);
  return { cpuPct: of(({ cpuPct }) => cpuPct), rssMiB: of(({ rssMiB }) => rssMiB) };
}
