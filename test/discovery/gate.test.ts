import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Gate } from "../../src/discovery/gate.ts";

function admitted(gate: Gate, senders: readonly string[], nowUs: number): number {
  return senders.filter((sender) => gate.admits(sender, 4, nowUs)).length;
}
const many = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe("the gate", () => {
  it("lets a hundred packets a second of one sender in, and four hundred of all", () => {
    const gate = new Gate(0);
    assert.equal(admitted(gate, new Array<string>(1_000).fill("a"), 0), 100);
    assert.equal(admitted(gate, new Array<string>(1_000).fill("b"), 0), 100);
    assert.equal(admitted(gate, many("c", 1_000), 0), 200);
    assert.equal(admitted(gate, new Array<string>(1_000).fill("a"), 500_000), 50);
  });

  it("counts a full packet as several", () => {
    const gate = new Gate(0);
    let full = 0;
    while (gate.admits("a", 256, 0)) full += 1;
    assert.equal(full, 6);
    assert.ok(
      gate.admits("a", 60_000, 1_000_000),
      "what it promises may be a lie: it costs no more",
    );
    assert.equal(gate.admits("a", 64_000, 1_000_000) && gate.admits("a", 17, 1_000_000), true);
  });

  it("tells so many senders apart; the others share one allowance", () => {
    const gate = new Gate(0);
    assert.equal(admitted(gate, many("a", 256), 0), 256);
    assert.equal(admitted(gate, many("b", 140), 0), 100);
  });

  it("forgets senders that have been silent for a second", () => {
    const gate = new Gate(0);
    admitted(gate, many("a", 256), 0);
    assert.equal(admitted(gate, many("b", 256), 1_000_000), 256);
  });
});
