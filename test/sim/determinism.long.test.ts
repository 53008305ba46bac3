/** The same seed tells the same story to the last datagram; another tells another. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { HouseStory, type StoryOptions } from "./story/house-story.ts";

/** Short ones: what differs, differs soon. */
const minutes = 0.4;
const houses: readonly StoryOptions[] = [
  ...Array.from({ length: 11 }, (_, i) => ({ seed: 300 + i, minutes })),
  { seed: 311, minutes, speakers: 8 },
];

describe("a story", { timeout: 300_000 }, () => {
  for (const house of houses)
    it(`is the same twice (seed ${house.seed}, ${house.speakers ?? "some"} speakers)`, async () => {
      assert.equal(await hashOf(house), await hashOf(house));
    });

  it("is another for another seed", async () => {
    assert.notEqual(await hashOf({ seed: 1, minutes }), await hashOf({ seed: 2, minutes }));
  });
});

async function hashOf(options: StoryOptions): Promise<string> {
  const story = await HouseStory.open(options);
  await story.wild();
  await story.close();
  return `${story.trace.hash} ${story.house.network.counts.sent}`;
}
