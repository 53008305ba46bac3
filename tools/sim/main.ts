#!/usr/bin/env node
/**
 * Tells the story of one seed of the simulated house for people: a trace on
 * stdout, and a timeline as SVG. It runs from the sources, not from dist: it is
 * for those who work on the tests beside it.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { HouseStory } from "../../test/sim/story/house-story.ts";
import { traceLine } from "../../test/sim/story/sim-trace.ts";
import { cacheCommand } from "./cache.ts";
import { helpText, parseCommandLine, type SimCommand, timelineName } from "./command-line.ts";
import { Sampler } from "./sampler.ts";
import { timelineSvg } from "./timeline.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "bench-results");

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "cache") return cacheCommand(args.slice(1));
  const parsed = parseCommandLine(args);
  if (parsed.kind === "help") {
    process.stdout.write(helpText);
    return 0;
  }
  if (parsed.kind === "wrong") {
    process.stderr.write(`nightjar: ${parsed.why}; see npm run -s sim -- --help\n`);
    return 2;
  }
  return replay(parsed);
}

async function replay(command: SimCommand): Promise<number> {
  const { seed, speakers, minutes } = command;
  const sampler = new Sampler();
  const story = await HouseStory.open({
    seed,
    keepTrace: true,
    onTick: (at) => sampler.take(at),
    ...(speakers === undefined ? {} : { speakers }),
    ...(minutes === undefined ? {} : { minutes }),
  });
  story.trace.onEntry = (entry) => process.stdout.write(`${traceLine(entry)}\n`);
  const failure = await outcomeOf(story);
  const { entries, hash } = story.trace;
  const file = path.join(folder, timelineName(command));
  mkdirSync(folder, { recursive: true });
  const { hosts, faults, spanUs } = story;
  const timeline = { seed, hosts, faults, spanUs, entries, samples: sampler.samples, failure };
  writeFileSync(file, timelineSvg(timeline));
  process.stderr.write(`trace ${hash}; wrote ${path.relative(process.cwd(), file)}\n`);
  if (failure === undefined) process.stderr.write("all referees are content\n");
  else process.stderr.write(`nightjar: the referees found:\n${failure}\n`);
  return failure === undefined ? 0 : 1;
}

/** What the referees found; undefined where nothing. */
async function outcomeOf(story: HouseStory): Promise<string | undefined> {
  try {
    await story.tell();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message;
  }
}
