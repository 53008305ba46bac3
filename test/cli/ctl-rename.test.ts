/** `ctl rename` on the command line, and what this user's remote remembers of it. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { KnownSpeakers } from "../../src/control/known-speakers.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";

const commandOf = (...words: string[]) => {
  const parsed = parseCommandLine(["ctl", "rename", ...words]);
  return parsed.kind === "ctl" ? parsed.options.command : parsed;
};

describe("ctl rename", () => {
  it("takes a name of several words, shows it without one, and takes it back with an empty one", () => {
    assert.deepEqual(commandOf("Living", "room"), { name: "rename", to: "Living room" });
    assert.deepEqual(commandOf(), { name: "rename", to: undefined });
    assert.deepEqual(commandOf(""), { name: "rename", to: "" });
    assert.match(JSON.stringify(commandOf("a\nb")), /control characters/);
    assert.match(JSON.stringify(commandOf("ä".repeat(33))), /64 bytes/);
  });

  it("is remembered, so that the speaker is found by its new name", async () => {
    const known = new KnownSpeakers(new SimDisk({ clock: new SimClock(), rng: new Rng(1) }), "/c");
    const kitchen = { id: "aa", name: "Kitchen", address: "h:1", keyHash: new Uint8Array(32) };
    await known.remember(kitchen);
    await known.remember({ ...kitchen, id: "bb", name: "Bath" });
    await known.rename("aa", "Galley");
    await known.rename("cc", "Nobody");
    await known.rename("bb", "");
    assert.deepEqual(
      (await known.list()).map(({ id, name }) => `${id} ${name}`),
      ["aa Galley", "bb Bath"],
    );
  });
});
