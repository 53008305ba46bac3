/** A device's key through the real KeyStore. Promised: once made it is the same for ever, in two good copies, 0600. */
import assert from "node:assert/strict";
import { equalBytes } from "../../../src/base/bytes.ts";
import { ensureKey } from "../../../src/storage/ensure-key.ts";
import { KeyStore } from "../../../src/storage/key-store.ts";
import type { World } from "../world.ts";
import type { Life, Scenario, Story } from "./story.ts";

const copies = ["/keys/link.key", "/keys/link.key2"] as const;

export const keysScenario: Scenario = {
  name: "keys",
  steps: 3,
  begin: async (world) => new KeysStory(world),
};

class KeysStory implements Story {
  readonly #world: World;
  #key: Uint8Array | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  async live({ disk, on, steps, rng }: Life): Promise<void> {
    const store = await KeyStore.open(disk, "/keys");
    for (let i = 0; i <= steps && on(); i++) {
      const key = await ensureKey(store, "link", this.#world.entropy);
      if (!on()) return;
      if (this.#key !== undefined) assert.ok(equalBytes(key, this.#key), "the key is another one");
      this.#key = key;
      // A bit rots in one copy; the other must mend it. Where calls fail it could not, and two would rot.
      const copy = copies[rng.below(2)];
      const { disk: medium } = this.#world;
      if (medium.fault === undefined && copy !== undefined && medium.has(copy) && rng.chance(0.3))
        this.#world.disk.flip(copy, rng.below(52), 1 << rng.below(8));
    }
  }
}
