/** What the household keeps together: copies that are edited apart, and become the same. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { Commons } from "../../src/household/commons.ts";
import type { KnownTime } from "../../src/household/house-time.ts";
import {
  commonsAheadMs,
  commonsDeletedMax,
  commonsDeletedMs,
  commonsOfOneMax,
} from "../../src/household/limits.ts";
import {
  bucketOf,
  type CommonBucket,
  decodeCommons,
  decodeCommonsAnswer,
  decodeCommonsQuestion,
  encodeCommonsAnswer,
} from "../../src/wire/commons.ts";

const start = 1_800_000_000_000;
const known = (wallMs: number): KnownTime => ({ wallMs, trusted: true });
const idOf = (n: number): string => n.toString(16).padStart(16, "0");
const question = (of: Commons) => ({ digest: of.digest, buckets: of.bucketDigests });

/** `to` hears all that `from` has otherwise. */
function tell(from: Commons, to: Commons, now: KnownTime): void {
  to.join(from.differing(question(to)), now);
}

function textAt(of: Commons, key: string): string | undefined {
  const value = of.get(key);
  return value && utf8Text(value);
}

type Step =
  | { readonly kind: "edit"; readonly at: number; readonly key: number; readonly deletes: boolean }
  | { readonly kind: "tell"; readonly from: number; readonly to: number; readonly kept: boolean }
  /** What was kept of a message comes (again), late. */
  | { readonly kind: "late"; readonly to: number; readonly which: number }
  | { readonly kind: "restart"; readonly at: number }
  | { readonly kind: "sweep"; readonly at: number }
  | { readonly kind: "wait"; readonly hours: number };

const replicas = 4;
const at = fc.nat(replicas - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      at,
      key: fc.nat(11),
      deletes: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("tell" as const),
      from: at,
      to: at,
      kept: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("late" as const), to: at, which: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sweep" as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.nat(40) }) },
);

/** A few members whose clocks differ; a referee of what was written. */
class House {
  readonly members: Commons[];
  readonly skewMs: readonly number[];
  readonly #kept: CommonBucket[][] = [];
  #nowMs = start;
  #written = 0;

  constructor(skewMs: readonly number[]) {
    this.skewMs = skewMs;
    this.members = skewMs.map((_, n) => new Commons(idOf(n)));
  }

  now(n: number): KnownTime {
    const skewMs = this.skewMs[n] ?? 0;
    // A clock that is off by more is not one that is known.
    return { wallMs: this.#nowMs + skewMs, trusted: Math.abs(skewMs) < 60_000 };
  }

  member(n: number): Commons {
    const member = this.members[n];
    assert.ok(member);
    return member;
  }

  do(step: Step): void {
    this.#nowMs += 1;
    switch (step.kind) {
      case "edit": {
        const value = step.deletes ? undefined : utf8Bytes(`${++this.#written}`);
        const member = this.member(step.at);
        member.edit([[`k/${step.key}`, value]], this.now(step.at));
        assert.deepEqual(member.get(`k/${step.key}`), value, "who edits sees it at once");
        return;
      }
      case "tell": {
        const buckets = this.member(step.from).differing(question(this.member(step.to)));
        if (step.kept) this.#kept.push([...buckets]);
        else this.member(step.to).join(buckets, this.now(step.to));
        if (this.member(step.from).digest === this.member(step.to).digest)
          this.#agree(step.from, step.to);
        return;
      }
      case "late": {
        const buckets = this.#kept[step.which % Math.max(1, this.#kept.length)] ?? [];
        this.member(step.to).join(buckets, this.now(step.to));
        return;
      }
      case "restart": {
        const reborn = new Commons(idOf(step.at));
        assert.ok(reborn.restore(this.member(step.at).encode()));
        assert.equal(reborn.digest, this.member(step.at).digest);
        this.members[step.at] = reborn;
        return;
      }
      case "sweep":
        this.member(step.at).sweep(
          this.members.map((_, n) => idOf(n)),
          this.now(step.at),
        );
        return;
      case "wait":
        this.#nowMs += step.hours * 3_600_000;
    }
  }

  write(at: number, key: string, text: string | undefined): void {
    const value = text === undefined ? undefined : utf8Bytes(text);
    this.member(at).edit([[key, value]], this.now(at));
  }

  mustSay(expected: ReadonlyMap<string, string | undefined>): void {
    for (const member of this.members)
      for (const [key, text] of expected) assert.equal(textAt(member, key), text, key);
  }

  /** Everybody talks to everybody, until nobody has anything new. */
  heal(): void {
    for (let round = 0; round < 2 * replicas; round++)
      for (const [n, to] of this.members.entries())
        for (const from of this.members) tell(from, to, this.now(n));
  }

  #agree(a: number, b: number): void {
    this.member(a).agreesWith(idOf(b));
    this.member(b).agreesWith(idOf(a));
  }
}

const skews = fc.tuple(
  fc.constant(0),
  fc.integer({ min: -50_000, max: 50_000 }),
  fc.constantFrom(0, -start + 1, -90 * 86_400_000),
  fc.constantFrom(0, -3_600_000),
);

describe("what the household keeps together", () => {
  it("is the same for all in the end, whatever was edited apart, told late, twice or never, and restarted", () => {
    fc.assert(
      fc.property(skews, fc.array(step, { minLength: 5, maxLength: 120 }), (skewMs, steps) => {
        const house = new House(skewMs);
        for (const one of steps) house.do(one);
        house.heal();
        const [first, ...others] = house.members;
        for (const other of others) assert.equal(other.digest, first?.digest);
      }),
      { numRuns: 400 },
    );
  });

  it("loses nothing: what each wrote under a key of its own is there for all, deletions too", () => {
    const tellsTo = fc.option(at, { nil: undefined });
    const own = fc.record({ at, which: fc.nat(3), deletes: fc.boolean(), tellsTo });
    fc.assert(
      fc.property(skews, fc.array(own, { minLength: 5, maxLength: 80 }), (skewMs, steps) => {
        const house = new House(skewMs);
        const expected = new Map<string, string | undefined>();
        for (const [i, step] of steps.entries()) {
          const key = `own/${step.at}/${step.which}`;
          const text = step.deletes ? undefined : `${i}`;
          expected.set(key, text);
          house.write(step.at, key, text);
          house.do({ kind: "tell", from: step.at, to: step.tellsTo ?? step.at, kept: false });
          house.do({ kind: "sweep", at: step.at });
          house.do({ kind: "wait", hours: i % 7 === 0 ? 30 : 0 });
        }
        house.heal();
        house.mustSay(expected);
      }),
    );
  });

  it("lets what somebody writes who saw the other's win, whatever their clocks show", () => {
    const [a, b] = [new Commons(idOf(1)), new Commons(idOf(2))];
    a.edit([["s/zone", utf8Bytes("first")]], known(start));
    tell(a, b, known(start));
    b.edit([["s/zone", utf8Bytes("second")]], { wallMs: 1_000, trusted: false });
    tell(b, a, known(start));
    assert.equal(textAt(a, "s/zone"), "second");
  });

  it("forgets deletions once all have heard of them, and what was deleted does not come back", () => {
    const [a, b] = [new Commons(idOf(1)), new Commons(idOf(2))];
    const members = [idOf(1), idOf(2)];
    a.edit([["l/1", utf8Bytes("list")]], known(start));
    tell(a, b, known(start));
    const old = b.encode();
    a.edit([["l/1", undefined]], known(start + 1));
    const later = known(start + 2 * commonsDeletedMs);
    a.sweep(members, later);
    assert.notEqual(
      a.differing(question(new Commons(idOf(3)))).flatMap(({ entries }) => entries).length,
      0,
      "b has not heard of it",
    );
    tell(a, b, later);
    for (const [one, other] of [
      [a, idOf(2)],
      [b, idOf(1)],
    ] as const)
      one.agreesWith(other);
    a.sweep(members, later);
    assert.equal(
      a.differing(question(new Commons(idOf(3)))).flatMap(({ entries }) => entries).length,
      0,
    );
    tell(a, b, later);
    assert.equal(a.digest, b.digest);
    // As a backup of before, or a card that was written by another.
    const restored = new Commons(idOf(2));
    assert.ok(restored.restore(old));
    assert.equal(textAt(restored, "l/1"), "list");
    tell(restored, a, later);
    tell(a, restored, later);
    assert.equal(textAt(a, "l/1"), undefined);
    assert.equal(a.digest, restored.digest);
  });

  it("remembers a bounded number of deletions, also while a member is away for ever", () => {
    const house = new Commons(idOf(1));
    const key = (n: number): string => `i/${n}`;
    for (let n = 0; n < 30_000; n++) {
      house.edit([[key(n), utf8Bytes("x")]], known(start + n));
      house.edit([[key(n), undefined]], known(start + n));
    }
    assert.equal(house.live, 0);
    const kept = decodeCommons(house.encode()) ?? [];
    for (const { entries } of kept) assert.ok(entries.length <= commonsDeletedMax);
  });

  it("takes no stamps of a clock that runs ahead, and mends its own once the time is known", () => {
    const [wrong, right] = [new Commons(idOf(1)), new Commons(idOf(2))];
    const ahead = start + 2 * commonsAheadMs;
    wrong.edit(
      [
        ["s/zone", utf8Bytes("Europe/Paris")],
        ["s/name", utf8Bytes("x")],
      ],
      { wallMs: ahead, trusted: false },
    );
    wrong.edit([["s/name", undefined]], { wallMs: ahead, trusted: false });
    tell(wrong, right, known(start));
    assert.equal(textAt(right, "s/zone"), undefined);
    assert.ok(wrong.mendStamps(known(start)));
    assert.equal(wrong.mendStamps(known(start)), false);
    tell(wrong, right, known(start));
    assert.equal(textAt(right, "s/zone"), "Europe/Paris");
    assert.equal(wrong.digest, right.digest);
  });

  it("takes no more of one writer than its share, and still hears the others", () => {
    const [greedy, other, house] = [
      new Commons(idOf(1)),
      new Commons(idOf(2)),
      new Commons(idOf(3)),
    ];
    for (let n = 0; n < 12; n++)
      greedy.edit(
        Array.from({ length: 1_000 }, (_, i) => [`i/${n}/${i}`, utf8Bytes("x")] as const),
        known(start),
      );
    other.edit([["l/1", utf8Bytes("mine")]], known(start));
    tell(greedy, house, known(start));
    tell(other, house, known(start));
    assert.equal(house.live, commonsOfOneMax + 1);
    assert.equal(textAt(house, "l/1"), "mine");
  });

  it("reads what was written, and of anything else nothing", () => {
    const house = new Commons(idOf(7));
    house.edit(
      [
        ["p/1", utf8Bytes("one")],
        ["p/2", undefined],
      ],
      known(start),
    );
    const empty = new Commons(idOf(8));
    const answer = encodeCommonsAnswer({
      digest: house.digest,
      buckets: house.differing(question(empty)),
    });
    const read = decodeCommonsAnswer(answer);
    assert.ok(read);
    empty.join(read.buckets, known(start));
    assert.equal(empty.digest, house.digest);
    for (let length = 0; length < answer.length; length++)
      assert.equal(decodeCommonsAnswer(answer.subarray(0, length)), undefined);
    fc.assert(
      fc.property(fc.nat(answer.length - 1), fc.integer({ min: 1, max: 255 }), (where, flip) => {
        const bytes = answer.slice();
        bytes[where] = (bytes[where] ?? 0) ^ flip;
        const other = decodeCommonsAnswer(bytes);
        for (const { index, entries } of other?.buckets ?? [])
          for (const { key } of entries) assert.equal(bucketOf(key), index);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), (bytes) => {
        decodeCommons(bytes);
        decodeCommonsAnswer(bytes);
        decodeCommonsQuestion(bytes);
      }),
    );
  });
});
