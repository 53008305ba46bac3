/** A share of the standing seeds (story/seed-range.ts): several files, so that all workers have some. */
import { describe, it } from "vitest";
import { seedsOf } from "./story/seed-range.ts";
import { tellSeed } from "./story/tell-seed.ts";

describe("any house", () => {
  for (const seed of seedsOf({ part: 2, parts: 4 }))
    it(`keeps its promises and recovers (seed ${seed})`, { timeout: 600_000 }, async () => {
      await tellSeed({ seed });
    });
});
