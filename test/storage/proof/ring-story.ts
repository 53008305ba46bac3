/** The player's state through the real StateRing. Promised: the old or the new value, never anything else. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Rng } from "../../../src/base/rng.ts";
import { StateRing } from "../../../src/storage/state-ring.ts";
import { bytesOf, never, type World } from "../world.ts";
import type { Life, Scenario, Story } from "./story.ts";

export const ringScenario: Scenario = {
  name: "ring",
  steps: 8,
  begin: async (world) => new RingStory(world),
};

class RingStory implements Story {
  readonly #world: World;
  /** What a restart may find: the last promised value, and any that was tried after it. */
  #possible: (Uint8Array | undefined)[] = [undefined];

  constructor(world: World) {
    this.#world = world;
  }

  async live({ disk, on, steps, rng }: Life): Promise<void> {
    const ring = await StateRing.open(
      { ...this.#world, disk },
      { path: "/state", pages: 24 },
      never,
    );
    if (!on()) return;
    // Where the file could not be opened the ring is empty; the value is on the card all the same.
    if (this.#world.log.lines.length === 0) this.#check(ring.load());
    this.#world.log.lines.length = 0;
    for (let i = 0; i < steps && on(); i++) await this.#save(ring, rng);
    if (on() && rng.chance(0.4)) await ring[Symbol.asyncDispose]();
  }

  async #save(ring: StateRing, rng: Rng): Promise<void> {
    const value = bytesOf(rng.u32(), rng.chance(0.7) ? 200 : rng.below(18_000));
    this.#possible.push(value);
    try {
      await ring.save(value);
      const at = this.#possible.indexOf(value);
      if (at > 0) this.#possible.splice(0, at);
    } catch (error) {
      assert.ok(
        ["io-error", "no-space", "read-only"].includes((error as { code?: string }).code ?? ""),
      );
    }
  }

  #check(value: Uint8Array | undefined): void {
    // What was found may be taken back: a killed process leaves in the kernel what a later cut takes.
    const known = this.#possible.some((other) => isDeepStrictEqual(value, other));
    assert.ok(known, `${value?.length} bytes that are neither the old nor a newer value`);
  }
}
