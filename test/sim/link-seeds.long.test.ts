/**
 * A thousand networks, each bad in its own way, then quiet: the link alone.
 *
 * LINK_SEEDS=2000-9000 tells others, LINK_SEED=17 one.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { LinkStory } from "./story/link-story.ts";

const [from = 1, to = from] = (process.env["LINK_SEED"] ?? process.env["LINK_SEEDS"] ?? "1-1000")
  .split("-")
  .map(Number);
/** Seeds in one test: a test each would cost more than the stories. */
const perTest = 100;

async function tell(seed: number): Promise<LinkStory> {
  const story = new LinkStory({ seed });
  try {
    await story.tell();
  } catch (error) {
    if (error instanceof Error)
      error.message += `\nagain: LINK_SEED=${seed} npx vitest run test/sim/link-seeds`;
    throw error;
  }
  return story;
}

describe("any network", () => {
  for (let first = from; first <= to; first += perTest) {
    const last = Math.min(to, first + perTest - 1);
    it(`is recovered from, and nothing wrong is ever handed over (seeds ${first} to ${last})`, {
      timeout: 600_000,
    }, async () => {
      let heard = 0;
      for (let seed = first; seed <= last; seed++) heard += (await tell(seed)).heard;
      // Stories in which nobody hears anything would prove nothing.
      assert.ok(heard > 8 * (last - first + 1), `${heard} s of music`);
    });
  }

  it("tells the same story for the same seed", async () => {
    const [one, two, other] = [await tell(5), await tell(5), await tell(6)];
    assert.equal(one.hash, two.hash);
    assert.notEqual(one.hash, other.hash);
  });

  it("is not recovered from where it never becomes quiet: the story would say so", async () => {
    await assert.rejects(new LinkStory({ seed: 3, neverQuiet: true }).tell(), /recovery/);
  });
});
