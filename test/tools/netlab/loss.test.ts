import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { LossModel } from "../../../tools/netlab/model/loss.ts";

interface Case {
  readonly lossShare: number;
  readonly burstPackets?: number;
  readonly burstUs?: number;
}

const packets = 200_000;

/** One packet a millisecond. */
function fates({ lossShare, burstPackets = 0, burstUs = 0 }: Case, seed = 1): boolean[] {
  const model = new LossModel(new Rng(seed));
  const settings = { lossShare, burstPackets, burstUs };
  return Array.from({ length: packets }, (_, i) => model.isLost(settings, i * 1_000));
}

/** Lengths of the runs of lost packets. */
function runsOf(lost: readonly boolean[]): number[] {
  return [
    ...lost
      .map((is) => (is ? "x" : " "))
      .join("")
      .matchAll(/x+/g),
  ].map(([run]) => run.length);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const shareOf = (lost: readonly boolean[]) => lost.filter(Boolean).length / lost.length;

/** Four standard errors of a share that comes in runs of this mean length. */
const margin = (share: number, run: number) =>
  4 * Math.sqrt((share * (1 - share) * (2 * run)) / packets);

describe("loss", () => {
  it("takes packets one by one in the asked share, in runs as short as chance makes them", () => {
    for (const lossShare of [0.001, 0.02, 0.3]) {
      const lost = fates({ lossShare });
      assert.ok(Math.abs(shareOf(lost) - lossShare) < margin(lossShare, 1), `${shareOf(lost)}`);
      const expected = 1 / (1 - lossShare);
      assert.ok(Math.abs(mean(runsOf(lost)) - expected) < 0.06, `runs of ${mean(runsOf(lost))}`);
    }
  });

  it("takes the same share in runs of the asked mean length", () => {
    for (const lossShare of [0.01, 0.05, 0.2]) {
      for (const burstPackets of [1.5, 3, 10]) {
        const lost = fates({ lossShare, burstPackets });
        const share = shareOf(lost);
        const runs = runsOf(lost);
        assert.ok(Math.abs(share - lossShare) < margin(lossShare, burstPackets), `${share}`);
        const spread = (4 * burstPackets) / Math.sqrt(runs.length);
        assert.ok(
          Math.abs(mean(runs) - burstPackets) < spread,
          `${mean(runs)} for ${burstPackets}`,
        );
      }
    }
  });

  it("gives runs of a geometric distribution: a run of three ends after one packet one time in three", () => {
    const runs = runsOf(fates({ lossShare: 0.05, burstPackets: 3 }));
    const single = runs.filter((length) => length === 1).length / runs.length;
    assert.ok(Math.abs(single - 1 / 3) < 4 * Math.sqrt(2 / 9 / runs.length), `${single}`);
  });

  it("makes bad spells of time: their share and length do not depend on how many packets come", () => {
    const settings = { lossShare: 0.05, burstPackets: 0, burstUs: 40_000 };
    for (const gapUs of [1_000, 5_000]) {
      const model = new LossModel(new Rng(7));
      const lost = Array.from({ length: packets }, (_, i) => model.isLost(settings, i * gapUs));
      const spellPackets = 40_000 / gapUs;
      const share = shareOf(lost);
      assert.ok(Math.abs(share - 0.05) < margin(0.05, spellPackets), `${share} at ${gapUs}`);
      const meanUs = mean(runsOf(lost)) * gapUs;
      // Seen only where packets are, a spell is up to one gap longer.
      assert.ok(meanUs > 36_000 && meanUs < 40_000 + 1.5 * gapUs, `${meanUs} at ${gapUs}`);
    }
  });

  it("loses two packets far apart independently by time, and together by packets", () => {
    const pair = (settings: Case) => {
      let both = 0;
      let first = 0;
      for (let seed = 0; seed < 4_000; seed++) {
        const model = new LossModel(new Rng(seed));
        const full = { burstPackets: 0, burstUs: 0, ...settings };
        const [a, b] = [model.isLost(full, 0), model.isLost(full, 500_000)];
        if (a) first += 1;
        if (a && b) both += 1;
      }
      return both / first;
    };
    const byTime = pair({ lossShare: 0.3, burstUs: 40_000 });
    assert.ok(Math.abs(byTime - 0.3) < 0.06, `${byTime}`);
    const byPackets = pair({ lossShare: 0.3, burstPackets: 3 });
    assert.ok(Math.abs(byPackets - 2 / 3) < 0.06, `${byPackets}`);
  });

  it("takes nothing at 0 % and everything at 100 %, whatever the bursts", () => {
    for (const burst of [{}, { burstPackets: 3 }, { burstUs: 40_000 }]) {
      assert.equal(shareOf(fates({ lossShare: 0, ...burst })), 0);
      assert.equal(shareOf(fates({ lossShare: 1, ...burst })), 1);
    }
  });

  it("is the same for the same seed, and another for another", () => {
    const settings = { lossShare: 0.05, burstPackets: 3 };
    assert.deepEqual(fates(settings, 5), fates(settings, 5));
    assert.notDeepEqual(fates(settings, 5), fates(settings, 6));
  });

  it("comes through hours without a packet in no time, and with the asked share", () => {
    const settings = { lossShare: 0.2, burstPackets: 0, burstUs: 1_000 };
    const model = new LossModel(new Rng(3));
    const lost = Array.from({ length: 4_000 }, (_, i) => model.isLost(settings, i * 3_600e6));
    assert.ok(Math.abs(shareOf(lost) - 0.2) < 0.03, `${shareOf(lost)}`);
  });
});
