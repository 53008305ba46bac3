/** When parity goes out, and what it covers. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { ParityPlan } from "../../../src/transport/fec/parity-plan.ts";

const us = 1_000;

/** The row that goes out while symbols wait: `s3` a symbol, `p0[0,4)` a parity. */
function row(plan: ParityPlan, count: number): string[] {
  const out: string[] = [];
  for (let index = 0; index < count; index++) {
    for (let next = plan.between; next !== undefined; next = plan.between) {
      out.push(`p${next.parity}[${next.first},${next.first + next.length})`);
      plan.went(index * us);
    }
    out.push(`s${index}`);
    plan.sent(index, index * us);
  }
  return out;
}

describe("ParityPlan", () => {
  it("protects the first six symbols by turns with those behind them, then follows in proportion, each parity covering all before it", () => {
    const plan = new ParityPlan({ sixteenths: 4, spreadMs: 25 }, 12);
    const first = "s0 s1 s2 s3 s4 s5 p0[0,6) s6 p1[0,7) s7 p2[0,8) s8 p3[0,9)";
    assert.deepEqual(row(plan, 12).join(" "), `${first} s9 s10 p4[0,11) s11`);
  });

  it("gives the first six no more than one for each", () => {
    const plan = new ParityPlan({ sixteenths: 16, spreadMs: 25 }, 6);
    let parities = row(plan, 6).filter((name) => name.startsWith("p")).length;
    for (; plan.tail !== undefined; parities++) plan.went(0);
    assert.equal(parities, 6);
  });

  it("puts its parity before the last symbol of a short answer", () => {
    const plan = new ParityPlan({ sixteenths: 4, spreadMs: 25 }, 5);
    assert.deepEqual(row(plan, 5).join(" "), "s0 s1 s2 s3 p0[0,4) s4");
  });

  it("keeps back what is left for as long as bad spells last, and then is done", () => {
    const plan = new ParityPlan({ sixteenths: 4, spreadMs: 25 }, 1);
    assert.equal(plan.tail, undefined, "nothing to protect yet");
    plan.sent(0, 100 * us);
    assert.deepEqual(plan.tail, { first: 0, length: 1, parity: 0 });
    assert.equal(plan.tailDueUs, 125 * us);
    plan.went(125 * us);
    assert.equal(plan.tail, undefined);
  });

  it("gives at most as many parities as symbols, whatever is wished for", () => {
    const plan = new ParityPlan({ sixteenths: 255, spreadMs: 0 }, 5);
    const parities = row(plan, 5).filter((name) => name.startsWith("p")).length;
    let tails = 0;
    while (plan.tail !== undefined) {
      plan.went(0);
      tails += 1;
    }
    assert.equal(parities + tails, 5);
  });

  it("earns nothing by sending a symbol again", () => {
    const plan = new ParityPlan({ sixteenths: 4, spreadMs: 0 }, 8);
    for (let again = 0; again < 20; again++) plan.sent(2, 0);
    assert.equal(plan.between, undefined);
  });

  it("covers the last 128 symbols of an answer that is longer", () => {
    const plan = new ParityPlan({ sixteenths: 1, spreadMs: 0 }, 300);
    for (let index = 0; index < 300; index++) plan.sent(index, 0);
    assert.deepEqual(plan.tail, { first: 172, length: 128, parity: 0 });
  });
});
