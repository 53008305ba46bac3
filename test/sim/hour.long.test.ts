/** Three stories of an hour each: what grows slowly, and what comes seldom. */
import { describe, it } from "vitest";
import { tellSeed } from "./story/tell-seed.ts";

const hours = [
  { seed: 401, speakers: 1 },
  { seed: 402, speakers: 2 },
  { seed: 403, speakers: 1 },
] as const;

describe("an hour of troubles", () => {
  for (const { seed, speakers } of hours)
    it(`is lived through (seed ${seed}, speakers: ${speakers})`, {
      timeout: 1_200_000,
    }, async () => {
      await tellSeed({ seed, speakers, minutes: 60 });
    });
});
