import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { Doze } from "../../../tools/netlab/model/doze.ts";

const settings = { dozeAfterUs: 200_000, dozeEveryUs: 300_000, dozeMissShare: 0 };

describe("a station that saves power", () => {
  it("gets what comes while it is awake at once, and stays awake by it", () => {
    const doze = new Doze(new Rng(1));
    for (const atUs of [100_000, 300_000, 500_000, 700_000]) {
      assert.equal(doze.packetForUs(settings, atUs), atUs);
    }
  });

  it("wakes at the next beacon for what comes in its sleep, and is awake from then on", () => {
    const doze = new Doze(new Rng(1));
    doze.packetFrom(10_000);
    assert.equal(doze.packetForUs(settings, 310_000), 600_000);
    assert.equal(doze.packetForUs(settings, 400_000), 600_000);
    assert.equal(doze.packetForUs(settings, 799_000), 799_000);
    assert.equal(doze.packetForUs(settings, 999_001), 1_200_000);
  });

  it("is awake at once when it sends something itself", () => {
    const doze = new Doze(new Rng(1));
    assert.equal(doze.packetForUs(settings, 310_000), 600_000);
    doze.packetFrom(350_000);
    assert.equal(doze.packetForUs(settings, 360_000), 360_000);
  });

  it("answers after seconds when it misses most beacons, as long as the share says", () => {
    const doze = new Doze(new Rng(4));
    const missing = { ...settings, dozeEveryUs: 307_200, dozeMissShare: 0.83 };
    const waitsUs: number[] = [];
    for (let atUs = 1e6; waitsUs.length < 4_000; atUs += 1_000e6 + 12_345) {
      waitsUs.push(doze.packetForUs(missing, atUs) - atUs);
    }
    waitsUs.sort((a, b) => a - b);
    const [p50 = 0, p90 = 0] = [waitsUs[2_000], waitsUs[3_600]];
    // 0.83^n = 0.1 after 12.4 beacons, 0.5 after 3.7, and half a beacon on top.
    assert.ok(p90 > 3.5e6 && p90 < 4.4e6, `${p90}`);
    assert.ok(p50 > 1.0e6 && p50 < 1.5e6, `${p50}`);
  });

  it("never sleeps where that is off", () => {
    const doze = new Doze(new Rng(1));
    const off = { ...settings, dozeAfterUs: Number.POSITIVE_INFINITY };
    assert.equal(doze.packetForUs(off, 1e9), 1e9);
  });
});
