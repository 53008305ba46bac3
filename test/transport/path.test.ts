/** Addresses: which one is used, what is sent to one that has not answered, and how it is proved. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Address } from "../../src/ports/network.ts";
import { amplificationMax, Path } from "../../src/transport/path.ts";

const home: Address = { host: "10.0.0.2", port: 41_000 };
const away: Address = { host: "10.0.7.7", port: 41_000 };
const ptoUs = 50_000;

function roamed(challenge: Uint8Array | undefined = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)): Path {
  const given = challenge === undefined ? {} : { challenge: () => challenge };
  const path = new Path({ address: home, validated: true, ...given }, 0);
  assert.equal(path.received(400, away, false, 7, 0), false);
  assert.deepEqual(path.address, home);
  assert.equal(path.received(100, away, true, 7, 0), true);
  assert.deepEqual(path.address, away);
  return path;
}

describe("Path", () => {
  it("allows a new address three times what came from it, until it has answered the challenge", () => {
    const path = roamed();
    assert.equal(path.bytesMax, amplificationMax * 100);
    assert.equal(amplificationMax, 3);
    path.sent(250);
    assert.equal(path.bytesMax, 0);
    assert.equal(path.responded(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9)), false);
    path.acknowledged(Number.POSITIVE_INFINITY);
    assert.equal(path.validated, false);
    assert.equal(path.responded(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), true);
    assert.equal(path.bytesMax, 1_200);
  });

  it("takes an acknowledgement for proof from a peer that knows no challenges", () => {
    const path = new Path({ address: home, validated: true }, 0);
    path.received(100, away, true, 7, 0);
    path.acknowledged(6);
    assert.equal(path.validated, false);
    path.acknowledged(7);
    assert.equal(path.validated, true);
  });

  it("challenges at once, then at growing intervals, and goes back when nothing answers", () => {
    const path = roamed();
    const atUs: number[] = [];
    for (let nowUs = 0; nowUs < 2_000_000; nowUs += 1_000) {
      path.tick(nowUs);
      if (path.challengeDue(nowUs) === undefined) continue;
      path.challenged(ptoUs, nowUs);
      atUs.push(nowUs);
    }
    assert.deepEqual(atUs, [0, 50_000, 150_000, 350_000]);
    assert.deepEqual(path.address, home);
    assert.equal(path.validated, true);
    assert.equal(path.dueUs, Number.POSITIVE_INFINITY);
  });

  it("goes back as soon where it may not even send the other challenges", () => {
    const path = roamed();
    let challenges = 0;
    let backUs = 0;
    for (let nowUs = 0; nowUs < 2_000_000 && backUs === 0; nowUs += 1_000) {
      path.tick(nowUs);
      if (path.address === home) backUs = nowUs;
      else if (path.bytesMax > 0 && path.challengeDue(nowUs) !== undefined) {
        path.sent(250);
        path.challenged(ptoUs, nowUs);
        challenges += 1;
      }
    }
    assert.equal(challenges, 1);
    assert.equal(backUs, 750_000);
    assert.equal(path.validated, true);
  });

  it("needs no new proof when the peer comes back to where it was proved", () => {
    const path = roamed();
    assert.equal(path.received(60, home, true, 9, 10), true);
    assert.equal(path.validated, true);
    assert.equal(path.challengeDue(10), undefined);
  });

  it("never sends an unproved address more than three times what came from it", () => {
    const step = fc.record({
      bytes: fc.integer({ min: 40, max: 1_200 }),
      from: fc.constantFrom(home, away, { host: "10.0.9.9", port: 1 }),
      newest: fc.boolean(),
      sends: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const challenge = (): Uint8Array => new Uint8Array(8);
        const path = new Path({ address: home, validated: false, challenge }, 0);
        const came = new Map<string, number>();
        const went = new Map<string, number>();
        for (const { bytes, from, newest, sends } of steps) {
          came.set(from.host, (came.get(from.host) ?? 0) + bytes);
          path.received(bytes, from, newest, 0, 0);
          for (let i = 0; i < sends && path.bytesMax > 0; i++) {
            const to = path.address.host;
            const length = Math.min(path.bytesMax, 700);
            path.sent(length);
            went.set(to, (went.get(to) ?? 0) + length);
            assert.ok((went.get(to) ?? 0) <= amplificationMax * (came.get(to) ?? 0));
          }
        }
      }),
    );
  });
});
