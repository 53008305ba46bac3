import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { HouseTime, type TimeWitness } from "../../src/household/house-time.ts";
import {
  timeAgreeMs,
  timeGatherUs,
  timeHopsMax,
  timeVotesMax,
} from "../../src/household/limits.ts";
import { decodeTimeWord, encodeTimeWord, type TimeWord } from "../../src/wire/house-time.ts";

/** True wall time at monotonic 0. */
const zeroMs = 1_800_000_000_000;
const hourMs = 3_600_000;
const wallAt = (nowUs: number): number => zeroMs + nowUs / 1_000;

function word(offMs: number, more: Partial<TimeWord> = {}): TimeWord {
  return { wallMs: wallAt(5_000_000) + offMs, trust: "kept", hops: 0, ...more };
}
const span = { askedUs: 4_990_000, cameUs: 5_010_000 };
/** What all say again, once everybody was heard. */
const later = { askedUs: span.askedUs + timeGatherUs, cameUs: span.cameUs + timeGatherUs };
const again = (off: number) => word(off + timeGatherUs / 1_000);
const earlier = { askedUs: span.askedUs - timeGatherUs, cameUs: span.cameUs - timeGatherUs };
const speaker = (node: string): TimeWitness => ({ node, isOrigin: false });
const origin: TimeWitness = { node: "origin", isOrigin: true };
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
    time.heard(origin, word(0), span);
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
    time.heard(origin, word(0, { trust: "synchronised" }), span);
    assert.equal(offMs(time), 0);
    time.own("synchronised", wallAt(1_000_000) + 3, 1_000_000);
    for (const node of ["a", "b", "c"]) time.heard(speaker(node), word(hourMs), span);
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
        for (const { off, node } of all) time.heard(speaker(node), word(off), span);
        for (const { off, node } of all) time.heard(speaker(node), again(off), later);
        assert.ok(Math.abs(offMs(time) ?? Number.NaN) <= 2, `${wrong}`);
      }),
    );
  });

  it("gives one node one vote, and forgets who was heard long ago", () => {
    const time = new HouseTime();
    time.heard(speaker("a"), word(0), span);
    time.heard(speaker("a"), again(0), later);
    time.heard(speaker("b"), word(0), span);
    for (let i = 0; i < 10; i++) time.heard(speaker("liar"), word(hourMs), span);
    assert.equal(offMs(time), 0);
    for (let i = 0; i < timeVotesMax; i++) time.heard(speaker(`new ${i}`), word(hourMs), span);
    assert.equal(offMs(time), hourMs);
  });

  it("keeps what it had where two contradict each other", () => {
    const time = new HouseTime();
    time.heard(speaker("a"), word(0), span);
    time.heard(speaker("a"), again(0), later);
    time.heard(speaker("b"), word(hourMs), span);
    assert.equal(offMs(time), 0);
  });

  it("takes no word that is impossible, came late, was passed on too often, or has nobody behind it", () => {
    const time = new HouseTime();
    time.heard(speaker("a"), word(0, { wallMs: 0 }), span);
    time.heard(speaker("b"), word(0, { wallMs: 2 ** 52 }), span);
    time.heard(speaker("c"), word(0), { askedUs: 0, cameUs: 5_000_000 });
    time.heard(speaker("d"), word(0, { hops: timeHopsMax + 1 }), span);
    time.heard(speaker("e"), word(0, { trust: "none" }), span);
    assert.equal(offMs(time), undefined);
  });

  it("is an origin's where one speaker contradicts it, whoever was heard first", () => {
    for (const trust of ["kept", "synchronised"] as const)
      for (const order of [0, 1]) {
        const time = new HouseTime();
        const liar = () =>
          time.heard(speaker("liar"), word(hourMs, { trust: "synchronised" }), span);
        if (order === 0) liar();
        time.heard(origin, word(0, { trust }), span);
        if (order === 1) liar();
        // Others that had nobody but the liar to ask pass its word on.
        for (const node of ["a", "b", "c"])
          time.heard(speaker(node), word(hourMs, { hops: 1 }), span);
        assert.equal(offMs(time), 0);
      }
  });

  it("is the own clock's, kept by a battery, where one speaker contradicts it, and two speakers' where they do", () => {
    const time = new HouseTime();
    time.own("kept", wallAt(0), 0);
    time.heard(speaker("liar"), word(hourMs, { trust: "synchronised" }), span);
    for (const node of ["a", "b"]) time.heard(speaker(node), word(hourMs, { hops: 1 }), span);
    assert.deepEqual([offMs(time), time.origin], [0, "own"]);
    time.heard(speaker("other"), word(hourMs), span);
    assert.equal(offMs(time), hourMs);
  });

  it("is a speaker's word where nobody else has one, and honest hearsay's where two have some", () => {
    const time = new HouseTime();
    time.heard(speaker("liar"), word(hourMs), span);
    assert.equal(offMs(time), undefined, "the others may not have been heard yet");
    time.heard(speaker("liar"), again(hourMs), later);
    assert.equal(offMs(time), hourMs);
    time.heard(speaker("a"), word(0, { hops: 1 }), span);
    assert.equal(offMs(time), hourMs, "one says this, the other that");
    time.heard(speaker("b"), word(1, { hops: 2 }), span);
    assert.ok(Math.abs(offMs(time) ?? Number.NaN) <= 1);
  });

  it("is not an origin's that contradicts two speakers with clocks of their own", () => {
    const time = new HouseTime();
    time.heard(origin, word(hourMs, { trust: "synchronised" }), span);
    for (const node of ["a", "b"]) time.heard(speaker(node), word(0), span);
    assert.equal(offMs(time), 0);
  });

  it("is moved by one liar no further than two words may differ, however it goes about it", () => {
    const run = fc.record({
      seed: fc.nat(),
      honest: fc.integer({ min: 2, max: 6 }),
      hasOrigin: fc.boolean(),
      stepMs: fc.oneof(fc.integer({ min: 1, max: 2_200 }), fc.constant(hourMs)),
      claims: fc.constantFrom(0, 1, 2),
    });
    fc.assert(
      fc.property(run, (drawn) => {
        const worst = besieged(drawn);
        assert.ok(worst <= timeAgreeMs + 100, `${worst} ms off`);
      }),
      { numRuns: 300 },
    );
  });

  it("ends a circle of hearsay: each passing on counts", () => {
    const [one, two] = [new HouseTime(), new HouseTime()];
    one.heard(origin, word(0), span);
    for (let i = 0; i < 10; i++) {
      two.heard(speaker("one"), one.word(5_000_000, 0), span);
      one.heard(speaker("two"), two.word(5_000_000, 0), span);
    }
    assert.ok(one.word(5_000_000, 0).hops <= timeHopsMax + 1);
    const late = new HouseTime();
    late.heard(speaker("x"), { ...one.word(5_000_000, 0), hops: timeHopsMax + 1 }, span);
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

/** The truth at such a moment, from hearsay. */
const wordAt = ({ askedUs, cameUs }: typeof span): TimeWord =>
  word(0, { wallMs: wallAt((askedUs + cameUs) / 2), hops: 1 });

interface Siege {
  readonly seed: number;
  /** Speakers beside the liar. All have known the time; who has no clock of its own passes on what it heard. */
  readonly honest: number;
  readonly hasOrigin: boolean;
  /** The liar's word goes on by so much with each round. */
  readonly stepMs: number;
  /** Hops that the liar admits to. */
  readonly claims: number;
}

/**
 * A house in which everybody asks everybody, in any order, while one of them lies; most start anew at some time,
 * but for two that go on, and know the time by a clock, or by an origin or a speaker that was there once. How far the worst was
 * off, ms; of clocks that are exact, over links that take 20 ms.
 */
function besieged({ seed, honest, hasOrigin, stepMs, claims }: Siege): number {
  const rng = new Rng(seed);
  const times = Array.from({ length: honest }, () => {
    const time = new HouseTime();
    const how = rng.below(3);
    if (how === 0) time.own("kept", wallAt(0), 0);
    else if (how === 1) time.heard(origin, word(0, { trust: "synchronised" }), span);
    else for (const at of [earlier, span]) time.heard(speaker("gone"), wordAt(at), at);
    return time;
  });
  let worst = 0;
  for (let round = 0; round < 40; round++) {
    const cameUs = 5_010_000 + round * timeGatherUs;
    const at = { askedUs: cameUs - 20_000, cameUs };
    const told = (off: number, more: Partial<TimeWord>) => ({
      ...word(off, more),
      wallMs: wallAt(cameUs - 10_000) + off,
    });
    const lie = told(round * stepMs, { hops: claims, trust: "synchronised" });
    for (const [n, before] of times.entries()) {
      const time = n >= 2 && rng.chance(0.1) ? new HouseTime() : before;
      times[n] = time;
      const others = [...times.entries()].filter(([m]) => m !== n);
      const tell = [
        ...others.map(([m, other]) => () => {
          time.heard(speaker(`s${m}`), other.word(cameUs - 10_000, 0), at);
        }),
        () => time.heard(speaker("liar"), lie, at),
        () => {
          if (hasOrigin) time.heard(origin, told(0, {}), at);
        },
      ];
      rng.shuffle(tell);
      for (const say of tell) say();
      worst = Math.max(worst, Math.abs(offMs(time) ?? 0));
    }
  }
  return worst;
}
