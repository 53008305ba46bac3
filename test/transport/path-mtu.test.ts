/** How large a datagram the path carries, and what is done when that changes. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mtuRaiseUs } from "../../src/transport/limits.ts";
import { PathMtu } from "../../src/transport/path-mtu.ts";
import { Bottleneck } from "./bottleneck.ts";

const second = 1_000_000;

function linkOf(mtuBytes: number) {
  const link = new Bottleneck({
    bitPerS: 10_000_000,
    queueBytes: 100_000,
    rttUs: 20_000,
    mtuBytes,
  });
  const pair = link.pair();
  return { link, pair, mtus: () => [pair.asker.path.mtu.bytes, pair.server.path.mtu.bytes] };
}

describe("the size of datagrams", () => {
  it.each([
    [1_500, 1_472],
    [1_492, 1_452],
    [1_480, 1_452],
    [1_420, 1_372],
    [1_280, 1_200],
  ])("on a path with an MTU of %d is found to be %d, both ways", (mtuBytes, expected) => {
    const { link, pair, mtus } = linkOf(mtuBytes);
    pair.fetch("play", 20);
    link.run(40 * second);
    assert.deepEqual(mtus(), [expected, expected]);
    assert.equal(pair.asker.ended, undefined);
  });

  it("is not probed while something is fetched", () => {
    const { link, pair, mtus } = linkOf(1_500);
    pair.fetch("bulk", 4_000, () => pair.fetch("bulk", 4_000));
    link.run(6 * second);
    assert.deepEqual(mtus(), [1_200, 1_200]);
  });

  it("goes back to 1200 on a path that begins to swallow more, and nothing stops", () => {
    const { link, pair, mtus } = linkOf(1_500);
    link.run(20 * second);
    assert.deepEqual(mtus(), [1_472, 1_472]);
    link.mtuBytes = 1_300;
    let done = 0;
    const more = (): void => {
      done += 1;
      if (done < 30) pair.fetch("play", 100, more);
    };
    more();
    link.run(30 * second);
    assert.equal(done, 30);
  });
});

describe("PathMtu", () => {
  const begun = (): PathMtu => {
    const mtu = new PathMtu(true, 0);
    mtu.probed(5);
    mtu.acked(5, 1_452, 6_000_000);
    return mtu;
  };

  it("never probes a peer that takes no more", () => {
    const mtu = new PathMtu(false, 0);
    assert.equal(mtu.dueUs, Number.POSITIVE_INFINITY);
    mtu.restart(1);
    assert.equal(mtu.dueUs, Number.POSITIVE_INFINITY);
  });

  it("calls it a black hole when three large packets in a row are lost, not when one is", () => {
    const mtu = begun();
    for (let number = 10; number < 20; number++) {
      mtu.lost(number, 1_300, 7_000_000);
      mtu.lost(number, 1_100, 7_000_000);
      mtu.acked(number, 1_301, 7_000_000);
    }
    assert.equal(mtu.bytes, 1_452);
    for (let number = 30; number < 33; number++) mtu.lost(number, 1_300, 8_000_000);
    assert.equal(mtu.bytes, 1_200);
    assert.ok(mtu.dueUs > 8_000_000);
  });

  it("tries again after ten minutes whether there is room for more by now", () => {
    const mtu = begun();
    for (let i = 0; i < 3; i++) {
      mtu.probed(100 + i);
      mtu.lost(100 + i, 1_472, 9_000_000);
    }
    assert.equal(mtu.bytes, 1_452);
    assert.equal(mtu.dueUs, 9_000_000 + mtuRaiseUs);
  });
});
