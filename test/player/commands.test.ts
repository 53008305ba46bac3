import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { CommandExecutor } from "../../src/player/commands.ts";
import { queueItemsMax } from "../../src/player/limits.ts";
import type { Player } from "../../src/player/player.ts";
import { PlayQueue } from "../../src/player/queue.ts";
import { SimEntropy } from "../sim/sim-entropy.ts";

/** A library of `size` tracks, all of which every search finds. */
function executor(size: number, refusal: () => string | undefined = () => undefined) {
  const queue = new PlayQueue();
  const counts = { searches: 0 };
  const pinned: { count: number; quality: string }[] = [];
  const found = Array.from(
    { length: size },
    (_, i) => ({ id: i.toString(16).padStart(32, "0") }) as TrackInfo, // the executor reads the id alone
  );
  const player = {
    queue,
    playCurrent: () => undefined,
    queueChanged: () => undefined,
    next: () => queue.next(),
    setVolume: () => undefined,
  };
  const commands = new CommandExecutor(player as unknown as Player, {
    entropy: new SimEntropy(new Rng(1)),
    rng: new Rng(1),
    track: () => undefined,
    search: () => {
      counts.searches += 1;
      return found;
    },
    libraryTrouble: () => undefined,
    pins: {
      add: (tracks, quality) => {
        pinned.push({ count: tracks.length, quality });
        return { code: "ok", message: "" };
      },
      remove: () => ({ code: "not-found", message: "nothing" }),
    },
    refusal,
  });
  return { commands, queue, counts, pinned };
}

describe("CommandExecutor", () => {
  it("refuses what would begin a new play while none may, and changes nothing then", () => {
    let refusal: string | undefined;
    const { commands, queue } = executor(3, () => refusal);
    commands.execute({ kind: "play", what: ["x"] });
    const before = queue.save();
    refusal = "no new play begins";
    for (const command of [
      { kind: "play", what: ["y"] },
      { kind: "next" },
      { kind: "previous" },
    ] as const)
      assert.deepEqual(commands.execute(command), { code: "unavailable", message: refusal });
    assert.deepEqual(queue.save(), before);
    assert.equal(commands.execute({ kind: "volume", level: 3 }).code, "ok");
    const added = commands.execute({ kind: "queue-add", what: ["z"], place: { at: "end" } });
    assert.equal(added.code, "ok", "what is queued is not played yet");
    refusal = undefined;
    assert.equal(commands.execute({ kind: "next" }).code, "ok");
  });

  it("stops to search once the queue is full, and says what was left out", () => {
    const { commands, queue, counts } = executor(4_000);
    const outcome = commands.execute({ kind: "play", what: Array<string>(1_000).fill("") });
    assert.equal(outcome.code, "ok");
    assert.match(outcome.message, /only the first/);
    assert.equal(queue.entries.length, queueItemsMax);
    assert.equal(counts.searches, 3);
  });

  it("pins what a search finds, in the quality that was asked for, and queues nothing", () => {
    const { commands, queue, pinned } = executor(3);
    const pin = { kind: "pin", what: ["a", "b"], quality: "96" } as const;
    assert.equal(commands.execute(pin).code, "ok");
    assert.deepEqual(pinned, [{ count: 6, quality: "96" }]);
    assert.equal(queue.entries.length, 0);
    assert.equal(commands.execute({ kind: "unpin", what: ["a"] }).code, "not-found");
    assert.equal(executor(0).commands.execute(pin).code, "not-found");
  });

  it("adds what still fits, and refuses when nothing does", () => {
    const { commands, queue } = executor(4_000);
    const add = { kind: "queue-add", what: ["a"], place: { at: "end" } } as const;
    for (const length of [4_000, 8_000, queueItemsMax]) {
      assert.equal(commands.execute(add).code, "ok");
      assert.equal(queue.entries.length, length);
    }
    assert.equal(commands.execute(add).code, "unavailable");
  });
});
