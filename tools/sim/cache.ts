/**
 * `npm run -s sim -- cache …`: the cache simulator (tools/cache-sim) beside the
 * other simulators, and what records a trace for it:
 *
 *   npm run -s sim -- cache --record FILE [--seed N] [--minutes N]
 *
 * plays music in a simulated house of two speakers, favourites more often than the
 * rest, some of it skipped, and writes each use of their caches.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Rng } from "../../src/base/rng.ts";
import { chunksPerTrackMax } from "../../src/media/limits.ts";
import { SimHouse, type SimSpeaker } from "../../test/sim/sim-house.ts";
import type { RecordedUse } from "../cache-sim/recorded.ts";

const minuteUs = 60_000_000;
const rate = 48_000;
/** A day of it takes half an hour to record. */
const minutesMax = 1_440;
const speakers = 2;
const tracks = 24;
/** The house's caches hold some eight of its tracks in 160 kbit/s: what is played twice may be gone. */
const trackS = { least: 20, most: 90 };

/** The exit code. */
export async function cacheCommand(args: readonly string[]): Promise<number> {
  if (!args.some((word) => word.startsWith("--record"))) return simulate(args);
  const command = parse(args);
  if (typeof command === "string") {
    process.stderr.write(`nightjar: ${command}; see npm run -s sim -- cache --help\n`);
    return 2;
  }
  const uses = await recordHouse(command.seed, command.minutes);
  writeFileSync(command.file, uses.map((use) => `${JSON.stringify(use)}\n`).join(""));
  process.stderr.write(`${command.file}: ${uses.length} uses of ${speakers} caches\n`);
  return 0;
}

interface Command {
  readonly file: string;
  readonly seed: number;
  readonly minutes: number;
}

/** What is wrong with it, where something is. */
function parse(args: readonly string[]): Command | string {
  const text = { type: "string" } as const;
  const options = { record: text, seed: text, minutes: text };
  try {
    const { values } = parseArgs({ args: [...args], options });
    const [seed, minutes] = [Number(values.seed ?? "1"), Number(values.minutes ?? "60")];
    const inRange = (value: number): boolean => Number.isInteger(value) && value > 0;
    if (!inRange(seed) || !inRange(minutes) || minutes > minutesMax)
      return `--seed and --minutes take whole numbers, minutes up to ${minutesMax}`;
    return values.record ? { file: values.record, seed, minutes } : "--record needs a file";
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

function simulate(args: readonly string[]): number {
  const program = path.resolve(import.meta.dirname, "../cache-sim/main.ts");
  const words = ["--import", "tsx", program, ...args];
  return spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
}

/** One seed decides everything. */
export async function recordHouse(seed: number, minutes: number): Promise<RecordedUse[]> {
  const rng = new Rng(seed);
  const lengths = Array.from({ length: tracks }, () =>
    Math.round((trackS.least + rng.float() * (trackS.most - trackS.least)) * rate),
  );
  const uses: RecordedUse[] = [];
  const house = await SimHouse.open({
    seed,
    tracks: lengths,
    speakers,
    rungs: ["opus-160"],
    onCacheUse: (speaker, { key, bytes, intent }) => {
      const { track, rung, index } = key;
      // Manifests and leaf lists, under names of their own, are a hundredth of it.
      if (rung === 0 || index >= chunksPerTrackMax) return;
      const atMs = Math.round(house.clock.nowUs() / 1_000);
      uses.push({ speaker, atMs, track, rung, index, bytes, intent });
    },
  });
  try {
    const endUs = house.clock.nowUs() + minutes * minuteUs;
    const plays = house.speakers.map((each) => playOn(house, each, { rng: rng.fork(), endUs }));
    await house.clock.settle(Promise.all(plays), (minutes + 10) * minuteUs);
  } finally {
    await house.close();
  }
  return uses;
}

/** Two or three tracks at a time, mostly favourites; every fourth time somebody has enough before the end. */
async function playOn(
  house: SimHouse,
  { speaker }: SimSpeaker,
  { rng, endUs }: { readonly rng: Rng; readonly endUs: number },
): Promise<void> {
  const { clock } = house;
  const pause = (us: number): Promise<void> => new Promise((resolve) => clock.after(us, resolve));
  const library = speaker.library("");
  while (clock.nowUs() < endUs) {
    const chosen = Array.from({ length: 2 + rng.below(2) }, () => {
      const rank = Math.floor(library.length * rng.float() ** 2.5);
      return library[rank]?.id ?? "";
    });
    await speaker.execute({ kind: "play", what: chosen });
    if (rng.chance(0.25)) await pause((5 + rng.below(30)) * 1_000_000);
    else
      while (speaker.status().state !== "stopped" && clock.nowUs() < endUs) await pause(1_000_000);
    await pause(rng.below(20) * 1_000_000);
  }
}
