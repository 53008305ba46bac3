import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { packChunk } from "../../src/media/chunk.ts";
import { ChunkSlot } from "../../src/player/chunk-slot.ts";
import { RungLog } from "../../src/player/rung-log.ts";
import type { RungChoice } from "../../src/player/rung-rule.ts";
import { StartGate } from "../../src/player/start-gate.ts";
import { WholeChunk } from "../../src/player/whole-chunk.ts";

const high: RungChoice = { rung: "opus-320", why: "best" };
const low: RungChoice = { rung: "opus-96", why: "link" };
const packet = (n: number): Uint8Array => new Uint8Array([n]);
/** Fifty frames, of which those that `has` are there. */
const frames = (has: (frame: number) => boolean) =>
  Array.from({ length: 50 }, (_, i) => (has(i) ? packet(i) : undefined));
const whole = (packets: readonly Uint8Array[]): WholeChunk => {
  const chunk = WholeChunk.of(packChunk(packets));
  assert.ok(chunk);
  return chunk;
};
const symbol = (index: number) => ({ bytes: 800, index, count: 25 });

describe("ChunkSlot", () => {
  it("keeps what came without a hole when it is given up, and joins the new rung on behind it", () => {
    const slot = new ChunkSlot(high, "play");
    slot.progress(() => frames((i) => i < 12 || i === 20), symbol(0));
    const { attempt } = slot;
    slot.replace(low, 5);
    assert.ok(attempt.signal.aborted && !slot.attempt.signal.aborted);
    assert.equal(slot.packet(11)?.[0], 11);
    assert.equal(slot.packet(20), undefined, "behind the hole it is another rung's");
    slot.finish(whole(frames(() => true).map((_, i) => packet(100 + i))));
    assert.deepEqual(
      [5, 11, 12, 20].map((frame) => [slot.packet(frame)?.[0], slot.choiceAt(frame).rung]),
      [
        [5, "opus-320"],
        [11, "opus-320"],
        [112, "opus-96"],
        [120, "opus-96"],
      ],
    );
  });

  it("tells a symbol that was left out from one that has not come yet", () => {
    const slot = new ChunkSlot(high, "play");
    for (const index of [0, 1, 2]) slot.progress(() => frames(() => false), symbol(index));
    assert.equal(slot.hasHole, false);
    slot.progress(() => frames(() => false), symbol(4));
    assert.equal(slot.hasHole, true);
    slot.progress(() => frames(() => false), symbol(3));
    assert.equal(slot.hasHole, false);
  });

  it("knows what is to come from what came", () => {
    const slot = new ChunkSlot(high, "play");
    assert.equal(slot.leftBytes(20_000), 20_000);
    for (let index = 0; index < 10; index++) slot.progress(() => [], symbol(index));
    assert.equal(slot.leftBytes(20_000), 800 * 15);
    slot.finish(whole([packet(0)]));
    assert.equal(slot.leftBytes(20_000), 0);
  });
});

describe("RungLog", () => {
  it("says of each frame what it was pushed in, and counts only true changes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(high, low, { ...low, why: "cached" as const }), { minLength: 1 }),
        (all) => {
          const log = new RungLog();
          const changes = all.filter((choice) => log.pushed(choice)).length;
          const expected = all.filter(
            (choice, i) => i > 0 && choice.rung !== all[i - 1]?.rung,
          ).length;
          assert.equal(changes, expected);
          for (const [frame, choice] of all.entries()) assert.deepEqual(log.at(frame), choice);
        },
      ),
    );
  });

  it("knows nothing before the first frame, and counts gaps", () => {
    const log = new RungLog();
    assert.equal(log.at(0), undefined);
    log.pushed(high);
    log.gap();
    log.pushed(low);
    assert.deepEqual([log.at(1), log.at(2)], [high, low]);
  });
});

describe("StartGate", () => {
  const held = (ms: number, whole = false) => ({ heldUs: ms * 1_000, whole });

  it("opens when enough is at hand, and stays open until it runs dry", () => {
    const gate = new StartGate(false);
    assert.equal(
      gate.lets(held(100), () => 200_000, 0),
      false,
    );
    assert.equal(
      gate.lets(held(200), () => 200_000, 10_000),
      true,
    );
    assert.equal(
      gate.lets(held(0), () => 1e9, 20_000),
      true,
    );
    gate.close();
    assert.equal(
      gate.lets(held(100), () => 200_000, 30_000),
      false,
    );
  });

  it("opens with all that there is, and never waits for more than five seconds after the first frame", () => {
    assert.equal(
      new StartGate(false).lets(held(20, true), () => 1e9, 0),
      true,
    );
    const gate = new StartGate(false);
    assert.equal(
      gate.lets(held(0), () => 1e9, 0),
      false,
    );
    assert.equal(
      gate.lets(held(20), () => 1e9, 60_000_000),
      false,
      "nothing was at hand until now",
    );
    assert.equal(
      gate.lets(held(20), () => 1e9, 65_000_000),
      true,
    );
  });

  it("asks the rule fifty times a second at most", () => {
    const gate = new StartGate(false);
    let asked = 0;
    for (let us = 0; us < 1_000_000; us += 1_000)
      gate.lets(
        held(20),
        () => {
          asked += 1;
          return 1e9;
        },
        us,
      );
    assert.equal(asked, 50);
  });
});
