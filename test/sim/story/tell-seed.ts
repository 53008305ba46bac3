/** Tells the story of a seed in a test: what fails says which seed, which commit, and how to see it again. */
import { spawnSync } from "node:child_process";
import { HouseStory, type StoryOptions } from "./house-story.ts";
import { traceLine } from "./sim-trace.ts";

/** Lines of the trace that a message shows. */
const linesShown = 25;

/** The story's trace hash. */
export async function tellSeed(options: StoryOptions): Promise<string> {
  const story = await HouseStory.open(options);
  try {
    await story.tell();
  } catch (error) {
    if (error instanceof Error) error.message += `\n${tail(story)}\n${again(options)}`;
    throw error;
  }
  return story.trace.hash;
}

function tail(story: HouseStory): string {
  return story.trace.entries.slice(-linesShown).map(traceLine).join("\n");
}

function again({ seed, speakers, minutes }: StoryOptions): string {
  const more = [
    ...(speakers === undefined ? [] : [`--speakers ${speakers}`]),
    ...(minutes === undefined ? [] : [`--minutes ${minutes}`]),
  ];
  const command = ["npm run -s sim -- --seed", seed, ...more].join(" ");
  return `seed ${seed}, commit ${commit()}; replay: ${command}`;
}

function commit(): string {
  const git = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" });
  return git.status === 0 ? git.stdout.trim() : "unknown";
}
