import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  earliestIssueMs,
  merged,
  Roll,
  withMember,
  withRevoked,
} from "../../src/household/roll.ts";
import { ed25519Sign } from "../../src/media/ed25519.ts";
import {
  decodeRollBody,
  encodeRollBody,
  type RollBody,
  rollBytesMax,
  rollMembersMax,
  rollOriginsMax,
  rollRevokedMax,
} from "../../src/wire/roll.ts";
import {
  bodyOf,
  household,
  keyOf,
  originOf,
  rollOf,
  speakerOf,
  stranger,
} from "./household-world.ts";

const body = withRevoked(bodyOf([originOf(1), speakerOf(2), speakerOf(3)]), keyOf(3), 5_000);
const roll = rollOf(body);

describe("a roll", () => {
  it("is read where the household has signed it, and says what was written", () => {
    const read = Roll.read(roll.bytes, household.publicKey);
    assert.deepEqual(read?.body, body);
    assert.equal(read?.digest, roll.digest);
    assert.deepEqual(read?.member(keyOf(1))?.origin, originOf(1).origin);
  });

  it("is none for another household, or signed by another key", () => {
    assert.equal(Roll.read(roll.bytes, stranger.publicKey), undefined);
    const forged = Roll.sign(body, stranger.privateKey);
    assert.equal(Roll.read(forged.bytes, household.publicKey), undefined);
  });

  it("is none where what was signed was said in another place", () => {
    const bytes = encodeRollBody(body);
    const signed = new Uint8Array([...bytes, ...ed25519Sign(household.privateKey, bytes)]);
    assert.equal(Roll.read(signed, household.publicKey), undefined);
  });

  it("is none once a bit of it is changed, or when it is cut", () => {
    fc.assert(
      fc.property(fc.nat(roll.bytes.length * 8 - 1), (bit) => {
        const changed = roll.bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        assert.equal(Roll.read(changed, household.publicKey), undefined);
        assert.equal(Roll.read(roll.bytes.subarray(0, bit >> 3), household.publicKey), undefined);
      }),
    );
  });

  it("has one form: members or revocations in another order, or twice, do not decode", () => {
    const many = withRevoked(body, keyOf(2), 6_000);
    const wrong: RollBody[] = [
      { ...body, members: [...body.members].reverse() },
      { ...body, members: [...body.members, ...body.members.slice(-1)] },
      { ...many, revoked: [...many.revoked].reverse() },
      { ...many, revoked: [...many.revoked, ...many.revoked.slice(-1)] },
    ];
    for (const each of wrong) assert.equal(decodeRollBody(encodeRollBody(each)), undefined);
    assert.ok(decodeRollBody(encodeRollBody(many)));
  });

  it("of the most members with the longest names stays within its bound", () => {
    const name = "n".repeat(64);
    const members = Array.from({ length: rollMembersMax }, (_, n) => ({ ...speakerOf(n), name }));
    let full = bodyOf(members);
    assert.equal(full.members.length, rollMembersMax);
    assert.equal(withMember(full, speakerOf(999)), undefined, "no room for another one");
    assert.ok(withMember(full, speakerOf(3, 2_000)), "but for a new certificate of one of them");
    for (let n = 1_000; n < 1_300; n++) full = withRevoked(full, keyOf(n), n);
    const whole = rollOf(full);
    assert.ok(whole.bytes.length < rollBytesMax);
    assert.ok(Roll.read(whole.bytes, household.publicKey));
  });

  it("tells which of two is newer, also of two of one version", () => {
    const next = rollOf({ ...body, version: 2 });
    const twin = rollOf({ ...body, floorMs: 7 });
    assert.ok(next.isNewerThan(roll) && !roll.isNewerThan(next));
    assert.ok(!roll.isNewerThan(roll) && roll.isNewerThan(undefined));
    assert.notEqual(twin.isNewerThan(roll), roll.isNewerThan(twin));
  });
});

describe("a revocation", () => {
  it("voids every certificate of before, and none of later", () => {
    const judge = (issuedMs: number) => roll.voids({ linkKey: keyOf(3), issuedMs });
    assert.deepEqual([0, 1_000, 5_000, 5_001].map(judge), [true, true, true, false]);
    assert.equal(roll.voids({ linkKey: keyOf(2), issuedMs: 1_000 }), false);
    assert.equal(roll.voids({ linkKey: keyOf(4), issuedMs: 0 }), false, "who joined just now");
    assert.equal(roll.member(keyOf(3)), undefined);
  });

  it("is of use although the clock is behind the certificate that it voids", () => {
    const after = withRevoked(bodyOf([speakerOf(2, 9_000)]), keyOf(2), 10);
    assert.ok(rollOf(after).voids({ linkKey: keyOf(2), issuedMs: 9_000 }));
    assert.equal(earliestIssueMs(after, keyOf(2)), 9_001);
    const back = withMember(after, speakerOf(2, 9_001));
    assert.ok(back && !rollOf(back).voids({ linkKey: keyOf(2), issuedMs: 9_001 }));
    assert.ok(back && rollOf(back).voids({ linkKey: keyOf(2), issuedMs: 9_000 }));
  });

  it("holds when there is no room for it any more, and keeps nobody out who is listed or comes later", () => {
    let many = bodyOf([speakerOf(1), speakerOf(2, 50)]);
    for (let n = 0; n <= rollRevokedMax; n++) many = withRevoked(many, keyOf(1_000 + n), 100 + n);
    const full = rollOf(many);
    assert.equal(many.revoked.length, rollRevokedMax);
    assert.ok(full.voids({ linkKey: keyOf(1_000), issuedMs: 100 }), "the one that was dropped");
    assert.ok(!full.voids({ linkKey: keyOf(2), issuedMs: 50 }), "an old member");
    assert.ok(!full.voids({ linkKey: keyOf(5), issuedMs: earliestIssueMs(many, keyOf(5)) }));
  });
});

describe("two rolls that knew nothing of each other", () => {
  const step = fc.record({ who: fc.integer({ min: 1, max: 5 }), out: fc.boolean() });
  const story = fc.array(step, { maxLength: 12 });
  const told = (start: RollBody, steps: readonly { who: number; out: boolean }[], fromMs: number) =>
    steps.reduce((at, { who, out }, i) => {
      const nowMs = fromMs + i;
      if (out) return withRevoked(at, keyOf(who), nowMs);
      const issuedMs = Math.max(nowMs, earliestIssueMs(at, keyOf(who)));
      return withMember(at, speakerOf(who, issuedMs)) ?? at;
    }, start);

  it("together void what either of them voids, whichever comes first", () => {
    fc.assert(
      fc.property(story, story, story, fc.nat(400), (before, one, other, issuedMs) => {
        const common = told(bodyOf([]), before, 100);
        const [a, b] = [told(common, one, 200), told(common, other, 205)];
        const both = rollOf(merged(a, b));
        for (const who of [1, 2, 3, 4, 5]) {
          const judged = { linkKey: keyOf(who), issuedMs };
          assert.equal(both.voids(judged), rollOf(a).voids(judged) || rollOf(b).voids(judged));
          const member = both.member(keyOf(who));
          assert.ok(member === undefined || !both.voids(member), "nobody is listed who is out");
        }
      }),
    );
  });

  it("do not bring back who the one has revoked so long ago that the floor stands for it", () => {
    const before = bodyOf([speakerOf(1, 50), speakerOf(2, 50)]);
    let after = withRevoked(before, keyOf(1), 100);
    for (let n = 0; n < rollRevokedMax; n++) after = withRevoked(after, keyOf(1_000 + n), 200 + n);
    for (const both of [merged(before, after), merged(after, before)]) {
      assert.equal(rollOf(both).member(keyOf(1)), undefined);
      assert.ok(rollOf(both).voids({ linkKey: keyOf(1), issuedMs: 50 }));
      assert.ok(rollOf(both).member(keyOf(2)));
    }
  });

  it("has room for all that it lists when two are merged, the newer one's first, so that everybody can read it", () => {
    const origins = (from: number, to: number): RollBody["members"] =>
      Array.from({ length: to - from + 1 }, (_, i) => originOf(from + i));
    const speakers = (from: number, to: number): RollBody["members"] =>
      Array.from({ length: to - from + 1 }, (_, i) => speakerOf(from + i));
    const older = bodyOf([...origins(1, 6), ...speakers(100, 300)], 4);
    const newer = bodyOf([...origins(5, 10), ...speakers(250, 400)], 5);
    const both = rollOf(merged(older, newer));
    assert.ok(Roll.read(both.bytes, household.publicKey));
    assert.equal(both.members.length, rollMembersMax);
    assert.equal(both.members.filter(({ origin }) => origin !== undefined).length, rollOriginsMax);
    for (const { linkKey } of newer.members) assert.ok(both.member(linkKey));
  });
});
