/**
 * Bench `boot`: from the start of the process to a speaker that is ready, of the program as it is
 * joined (tools/program) beside the modules that it is joined of. By turns, with their files in
 * the page cache; a board that has just been switched on reads them from its card, too.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { Daemon, type Launch, root, temporaryFolder } from "./harness.ts";
import { usageOf } from "./process-usage.ts";
import { round, type Summary, summarize } from "./statistics.ts";

const starts = 20;

const forms = { joined: "dist/program/main.js", modules: "dist/src/main.js" } as const;

interface Start {
  readonly readyMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

type Figures = { readonly [figure in keyof Start]: Summary | undefined };

export interface BootBench {
  readonly joined: Figures;
  readonly modules: Figures;
  /** Of the medians: joined over modules. */
  readonly ratio: Start;
}

export async function benchBoot(): Promise<BootBench> {
  const runs = { joined: [] as Start[], modules: [] as Start[] };
  // The first of each brings its files into the page cache.
  for (let turn = 0; turn <= starts; turn++)
    for (const form of ["joined", "modules"] as const) {
      const start = await startOf(path.join(root, forms[form]));
      if (turn > 0) runs[form].push(start);
    }
  const [joined, modules] = [figuresOf(runs.joined), figuresOf(runs.modules)];
  const ratio = (figure: keyof Start): number =>
    round((joined[figure]?.p50 ?? Number.NaN) / (modules[figure]?.p50 ?? Number.NaN), 3);
  return {
    joined,
    modules,
    ratio: { readyMs: ratio("readyMs"), cpuMs: ratio("cpuMs"), peakMiB: ratio("peakMiB") },
  };
}

/** A speaker of nobody, in a folder of its own. */
async function startOf(main: string): Promise<Start> {
  await using data = await temporaryFolder();
  const launch: Launch = ([, ...args], options) =>
    spawn(process.execPath, ["--max-semi-space-size=1", main, ...args], options);
  const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
  const listen = ["--listen", "127.0.0.1:0", "--output", "null"];
  const from = performance.now();
  const { daemon } = await Daemon.nightjar(
    ["speaker", "--data", data.path, ...listen, ...off],
    launch,
  );
  await using speaker = daemon;
  const readyMs = performance.now() - from;
  const { cpuS, peakMiB } = await usageOf(speaker.pid);
  return { readyMs, cpuMs: cpuS * 1_000, peakMiB };
}

function figuresOf(runs: readonly Start[]): Figures {
  const of = (figure: keyof Start): Summary | undefined =>
    summarize(runs.map((run) => run[figure]));
  return { readyMs: of("readyMs"), cpuMs: of("cpuMs"), peakMiB: of("peakMiB") };
}
