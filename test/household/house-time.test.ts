import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { HouseTime } from "../../src/household/house-time.ts";
import { timeHopsMax, timeVotesMax } from "../../src/household/limits.ts";
import { decodeTimeWord, encodeTimeWord, type TimeWord } from "../../src/wire/house-time.ts";

/** True wall time at monotonic 0. */
const zeroMs = 1_800_000_000_000;
const hourMs = 3_600_000;
const wallAt = (nowUs: number): number => zeroMs + nowUs / 1_000;

function word(offMs: number, more: Partial<TimeWord> = {}): TimeWord {
  return { wallMs: wallAt(5_000_000) + offMs, trust: "kept", hops: 0, ...more };
}
const span = { askedUs: 4_990_000, cameUs: 5_010_000 };
/** How far off the time is, at a later moment; undefined where it is not known. */
function offMs(time: HouseTime, nowUs = 60_000_000): number | undefined {
  const { wallMs, trusted } = time.at(nowUs, 17);
  return trusted ? wallMs - wallAt(nowUs) : undefined;
}

describe("the time of the house", () => {
  it("is not known while nobody vouches for a clock, and what the own one shows stands for it", () => {
    const time = new HouseTime();
    time.own("none", wallAt(0), 0);
    time.own("kept", 1_000, 0);
    assert.deepEqual(time.at(5, 17), { wallMs: 17, trusted: false });
    assert.equal(time.origin, "none");
    assert.equal(time.word(5, 17).trust, "none");
  });

  it("is what a member says, told from the middle of question and answer, and runs on by itself", () => {
    const time = new HouseTime();
    time.own("none", 1_000, 0);
    time.heard("origin", word(0), span);
    assert.equal(offMs(time), 0);
    assert.equal(offMs(time, 86_400_000_000), 0);
    assert.equal(time.origin, "household");
    assert.deepEqual(time.word(60_000_000, 17), {
      wallMs: wallAt(60_000_000),
      trust: "kept",
      hops: 1,
    });
  });

  it("does not follow an own clock that jumps, but one that follows a time server", () => {
    const time = new HouseTime();
    time.own("kept", wallAt(0), 0);
    time.own("kept", wallAt(10_000_000) + hourMs, 10_000_000);
    assert.equal(offMs(time), 0);
    time.own("kept", wallAt(20_000_000) + 100, 20_000_000);
    assert.equal(offMs(time), 100, "it was slewed");
    time.own("synchronised", wallAt(30_000_000) + hourMs, 30_000_000);
    assert.equal(offMs(time), hourMs);
    time.own("none", wallAt(40_000_000), 40_000_000);
    assert.equal(
      offMs(time),
      hourMs,
      "the server is out of reach, the clock is as right as before",
    );
    assert.equal(time.word(0, 0).trust, "kept");
  });

  it("believes its own time server before everybody, and a member's before a battery", () => {
    const time = new HouseTime();
    time.own("kept", wallAt(0) - 5 * hourMs, 0);
    time.heard("origin", word(0, { trust: "synchronised" }), span);
    assert.equal(offMs(time), 0);
    time.own("synchronised", wallAt(1_000_000) + 3, 1_000_000);
    for (const node of ["a", "b", "c"]) time.heard(node, word(hourMs), span);
    assert.equal(offMs(time), 3);
  });

  it("is what more than half say, whatever the others do", () => {
    // What is off by less than a moment is no lie.
    const early = fc.integer({ min: -1e12, max: -60_000 });
    const late = fc.integer({ min: 60_000, max: 1e12 });
    const lies = fc.array(fc.oneof(early, late), { maxLength: 7 });
    fc.assert(
      fc.property(lies, fc.infiniteStream(fc.boolean()), (wrong, order) => {
        const time = new HouseTime();
        const right = Array.from({ length: wrong.length + 1 }, (_, i) => i % 3);
        const all = [...wrong.map((off, i) => ({ off, node: `w${i}` }))];
        for (const [i, off] of right.entries())
          all.splice(order.next().value ? 0 : all.length, 0, { off, node: `r${i}` });
        for (const { off, node } of all) time.heard(node, word(off), span);
        assert.ok(Math.abs(offMs(time) ?? Number.NaN) <= 2, `${wrong}`);
      }),
    );
  });

  it("gives one node one vote, and forgets who was heard long ago", () => {
    const time = new HouseTime();
    time.heard("a", word(0), span);
    time.heard("b", word(0), span);
    for (let i = 0; i < 10; i++) time.heard("liar", word(hourMs), span);
    assert.equal(offMs(time), 0);
    for (let i = 0; i < timeVotesMax; i++) time.heard(`new ${i}`, word(hourMs), span);
    assert.equal(offMs(time), hourMs);
  });

  it("keeps what it had where two contradict each other", () => {
    const time = new HouseTime();
    time.heard("a", word(0), span);
    time.heard("b", word(hourMs), span);
    assert.equal(offMs(time), 0);
  });

  it("takes no word that is impossible, came late, was passed on too often, or has nobody behind it", () => {
    const time = new HouseTime();
    time.heard("a", word(0, { wallMs: 0 }), span);
    time.heard("b", word(0, { wallMs: 2 ** 52 }), span);
    time.heard("c", word(0), { askedUs: 0, cameUs: 5_000_000 });
    time.heard("d", word(0, { hops: timeHopsMax + 1 }), span);
    time.heard("e", word(0, { trust: "none" }), span);
    assert.equal(offMs(time), undefined);
  });

  it("ends a circle of hearsay: each passing on counts", () => {
    const [one, two] = [new HouseTime(), new HouseTime()];
    one.heard("origin", word(0), span);
    for (let i = 0; i < 10; i++) {
      two.heard("one", one.word(5_000_000, 0), span);
      one.heard("two", two.word(5_000_000, 0), span);
    }
    assert.ok(one.word(5_000_000, 0).hops <= timeHopsMax + 1);
    const late = new HouseTime();
    late.heard("x", { ...one.word(5_000_000, 0), hops: timeHopsMax + 1 }, span);
    assert.equal(offMs(late), undefined);
  });
});

describe("a word for the time", () => {
  it("comes back as it went, and nothing else is taken for one", () => {
    const words = fc.record({
      wallMs: fc.maxSafeNat(),
      trust: fc.constantFrom("none" as const, "kept" as const, "synchronised" as const),
      hops: fc.nat(255),
    });
    fc.assert(
      fc.property(words, (said) => {
        const bytes = encodeTimeWord(said);
        assert.deepEqual({ ...decodeTimeWord(bytes) }, { ...said });
        assert.equal(decodeTimeWord(bytes.subarray(1)), undefined);
        assert.equal(decodeTimeWord(Uint8Array.of(...bytes, 0)), undefined);
        for (const at of [0, 1]) assert.equal(decodeTimeWord(bytes.with(at, 9)), undefined);
      }),
    );
  });
});
