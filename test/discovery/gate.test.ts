import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Gate } from "../../src/discovery/gate.ts";

function admitted(gate: Gate, senders: readonly string[], nowUs: number): number {
  return senders.filter((sender) => gate.admits(sender, nowUs)).length;
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
