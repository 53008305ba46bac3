import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import {
  creditPerPlayBytes,
  creditStartBytes,
  pendingMax,
  waitPlays,
  wasteShare,
} from "../../../src/player/prefetch/limits.ts";
import { WasteAccount } from "../../../src/player/prefetch/waste-account.ts";

const head = { from: 0, to: 5, bytes: 100_000 };
const name = (n: number): string => n.toString(16).padStart(32, "0");

describe("the account of what is fetched ahead", () => {
  it("counts what is played, second by second, once", () => {
    const account = new WasteAccount();
    account.fetched({ ...head, track: name(1), chance: 0.9 });
    account.playedTo(name(1), 1.2);
    assert.equal(account.figures.playedBytes, 40_000);
    account.playedTo(name(1), 1.9);
    assert.equal(account.figures.playedBytes, 40_000);
    account.playedTo(name(1), 200);
    assert.equal(account.figures.playedBytes, 100_000);
    assert.equal(account.figures.waitingBytes, 0);
    assert.equal(account.has(name(1)), false);
  });

  it("counts as never played what is given up, and what is too long ago", () => {
    const account = new WasteAccount();
    for (let n = 0; n <= pendingMax; n++) account.fetched({ ...head, track: name(n), chance: 1 });
    assert.equal(account.figures.neverPlayedBytes, head.bytes);
    account.playedTo(name(7), 2);
    account.dropped(name(7));
    assert.equal(account.figures.neverPlayedBytes, 1.6 * head.bytes);
  });

  it("gives up what nobody played for many plays, charges it, and gives it back when it is played after all", () => {
    const account = new WasteAccount();
    account.fetched({ ...head, track: name(1), chance: 0.9 });
    for (let plays = 0; plays < waitPlays; plays++) account.began();
    assert.equal(account.figures.neverPlayedBytes, 0);
    assert.ok(account.allows(head.bytes, 0));
    account.began();
    assert.equal(account.figures.neverPlayedBytes, head.bytes);
    assert.equal(account.figures.waitingBytes, 0);
    const leftBytes = creditStartBytes + waitPlays * creditPerPlayBytes - head.bytes;
    assert.ok(account.allows(leftBytes, 0) && !account.allows(leftBytes / 0.85, 0));
    assert.ok(account.has(name(1)), "it is remembered");
    account.began();
    assert.equal(account.figures.neverPlayedBytes, head.bytes, "once");
    account.playedTo(name(1), 2);
    assert.equal(account.figures.neverPlayedBytes, 0.6 * head.bytes);
    account.playedTo(name(1), 5);
    assert.equal(Math.round(account.figures.neverPlayedBytes), 0);
    assert.equal(account.figures.playedBytes, head.bytes);
    assert.ok(account.allows(creditStartBytes, 0));
  });

  it("tries again after many plays when its credit is gone", () => {
    const account = new WasteAccount();
    for (let n = 0; account.allows(head.bytes, 0.2); n++)
      account.fetched({ ...head, track: name(n), chance: 0.2 });
    for (let n = 0; n < pendingMax; n++) account.dropped(name(n));
    assert.ok(!account.allows(0, 1));
    for (let plays = 0; plays < 2_000; plays++) account.began();
    assert.ok(account.allows(head.bytes, 0.2));
  });

  it("waits anew for what is fetched again after it was given up", () => {
    const account = new WasteAccount();
    account.fetched({ ...head, track: name(1), chance: 0.9 });
    for (let plays = 0; plays <= waitPlays; plays++) account.began();
    account.fetched({ ...head, track: name(1), chance: 0.9 });
    account.began();
    assert.equal(account.figures.neverPlayedBytes, head.bytes);
    assert.equal(account.figures.waitingBytes, head.bytes);
  });

  it("goes on with a track of which more is fetched", () => {
    const account = new WasteAccount();
    account.fetched({ ...head, track: name(1), chance: 0.9 });
    account.playedTo(name(1), 3);
    account.fetched({ track: name(1), from: 5, to: 10, bytes: 100_000, chance: 0.5 });
    account.playedTo(name(1), 5);
    assert.ok(account.figures.waitingBytes > 90_000 && account.has(name(1)));
    account.playedTo(name(1), 10);
    assert.equal(Math.round(account.figures.playedBytes), 200_000);
  });

  it("takes what was called off in its first second for never played, and goes on", () => {
    const account = new WasteAccount();
    account.fetched({ track: name(1), from: 0, to: 0, bytes: 9_000, chance: 0.9 });
    account.playedTo(name(1), 3);
    assert.deepEqual(account.figures, {
      fetchedBytes: 9_000,
      playedBytes: 0,
      neverPlayedBytes: 9_000,
      waitingBytes: 0,
    });
    assert.ok(account.allows(head.bytes, 0.5));
  });

  it("refuses bad guesses once its credit is gone, and takes them again when good ones have earned it", () => {
    const account = new WasteAccount();
    let n = 0;
    while (account.allows(head.bytes, 0.2))
      account.fetched({ ...head, track: name(n++), chance: 0.2 });
    assert.ok(n < (2 * creditStartBytes) / head.bytes, String(n));
    assert.ok(account.allows(head.bytes, 1), "a sure guess costs nothing");
    for (let good = 0; good < 20; good++) {
      account.fetched({ ...head, track: name(1_000 + good), chance: 1 });
      account.playedTo(name(1_000 + good), 5);
    }
    assert.ok(account.allows(head.bytes, 0.2));
  });

  it("keeps what is never played near its share, however wrong the chances are", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, told, true_) => {
          const [account, rng] = [new WasteAccount(), new Rng(seed)];
          for (let n = 0; n < 3_000; n++) {
            if (!account.allows(head.bytes, told)) continue;
            account.fetched({ ...head, track: name(n), chance: told });
            if (rng.chance(true_)) account.playedTo(name(n), 5);
            else account.dropped(name(n));
          }
          const { fetchedBytes, neverPlayedBytes } = account.figures;
          // The credit at the start is beside the share, and so is the guess that overdraws it.
          const mostBytes = wasteShare * fetchedBytes + creditStartBytes + head.bytes;
          assert.ok(neverPlayedBytes <= mostBytes, `${neverPlayedBytes} of ${fetchedBytes}`);
        },
      ),
      { numRuns: 40 },
    );
  });
});
