/**
 * Bench `speaker`: what one speaker costs while it plays music of 160 kbit/s: processor time of the
 * whole process over wall time, and resident memory. Beside it Debian's snapclient in the same
 * call, by turns, with the same codec and rate.
 */
import path from "node:path";
import { Remote, sleep, startOrigin, startSpeaker, temporaryFolder } from "./harness.ts";
import { usageOf } from "./process-usage.ts";
import { snapcastMissing, startSnapcast } from "./snapcast.ts";
import { round } from "./statistics.ts";

/**
 * Time to fill buffers and to compile what is used often before the count begins: what runs four
 * times a second is compiled after a minute. A speaker plays for hours.
 */
const warmUpMs = 60_000;
const builtInTracks = 8;

interface Cost {
  readonly cpuPct: number;
  readonly rssMiB: number;
}

/** `seconds` of playing for each of the two, in two turns. */
export async function benchSpeaker(options: { readonly seconds: number }): Promise<object> {
  await using home = await temporaryFolder();
  const data = path.join(home.path, "origin");
  process.stderr.write("bench: composing and ingesting the built-in library\n");
  const origin = await startOrigin(data);
  await using _ = origin.daemon;
  const missing = snapcastMissing();
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  let rung: string | null = null;
  for (const turn of [1, 2]) {
    process.stderr.write(`bench: turn ${turn} of 2\n`);
    const speaker = path.join(home.path, `speaker-${turn}`);
    const turnMs = (options.seconds * 1000) / 2;
    const measured = await oneSpeaker(speaker, { data, port: origin.port }, turnMs);
    ours.push(measured.cost);
    rung = measured.rung;
    if (missing === undefined) theirs.push(await oneSnapclient(home.path, turnMs));
  }
  const against =
    missing === undefined ? { name: "snapclient", ...mean(theirs) } : { skipped: missing };
  return { ...mean(ours), rung, seconds: options.seconds, against };
}

async function oneSpeaker(
  data: string,
  origin: { readonly data: string; readonly port: number },
  forMs: number,
): Promise<{ cost: Cost; rung: string | null }> {
  await using daemon = await startSpeaker(data, origin);
  await using remote = await Remote.connect(data);
  await remote.tell({ kind: "quality", quality: "160", source: undefined });
  await remote.tell({ kind: "play", what: await remote.library(builtInTracks) }, true);
  const cost = await costOf(daemon.pid, forMs);
  const { rung } = await remote.status();
  return { cost, rung };
}

async function oneSnapclient(folder: string, forMs: number): Promise<Cost> {
  await using snapcast = await startSnapcast(folder);
  return await costOf(snapcast.clientPid, forMs);
}

async function costOf(pid: number, forMs: number): Promise<Cost> {
  await sleep(warmUpMs);
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
