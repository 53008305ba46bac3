import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { startNeedUs } from "../../src/player/start-rule.ts";
import { kbps, traceOf } from "./link-traces.ts";

const ms = 1_000;
const question = {
  samples: traceOf(200, () => kbps(4_000)),
  bytesPerS: kbps(160),
  secondsLeft: 200,
  rttUs: 40 * ms,
  hole: false,
  again: false,
};

describe("startNeedUs", () => {
  it("is three frames on a good link, and where nothing is known of one at home", () => {
    assert.equal(startNeedUs(question), 60 * ms);
    assert.equal(startNeedUs({ ...question, samples: [], rttUs: 5 * ms }), 60 * ms);
    assert.equal(startNeedUs({ ...question, samples: [] }), 240 * ms);
  });

  it("is more after running dry, whatever is known of the link", () => {
    assert.equal(startNeedUs({ ...question, samples: [], again: true }), 300 * ms);
    assert.equal(startNeedUs({ ...question, again: true }), 300 * ms);
  });

  it("covers the repair of a hole", () => {
    const holed = { ...question, hole: true, samples: [] };
    assert.equal(startNeedUs({ ...holed, rttUs: 200 * ms }), 280 * ms);
    assert.equal(startNeedUs({ ...question, hole: true, rttUs: 100 * ms }), 155 * ms);
  });

  it("covers the silences of the link", () => {
    const samples = traceOf(200, (i) => (i % 50 < 10 ? 0 : kbps(4_000)));
    const needUs = startNeedUs({ ...question, samples });
    assert.ok(needUs >= 180 * ms && needUs <= 240 * ms, `${needUs}`);
  });

  it("is a fraction of a second on a link that is barely wide enough, and never above its bound", () => {
    const barely = traceOf(200, () => kbps(1.15 * 160));
    assert.ok(startNeedUs({ ...question, samples: barely }) < 100 * ms);
    const hopeless = traceOf(200, () => kbps(20));
    assert.equal(startNeedUs({ ...question, samples: hopeless }), 4_000 * ms);
  });

  it("looks no further than the track goes", () => {
    const slow = traceOf(200, () => kbps(80));
    const needUs = startNeedUs({ ...question, samples: slow, secondsLeft: 2 });
    assert.ok(needUs >= 950 * ms && needUs <= 1_100 * ms, `${needUs}`);
  });

  it("waits for the end of a chunk whose frames are spread over symbols that come slowly", () => {
    // 96 kbit/s over a link of 110, and of a second only a quarter can be played before the last symbol.
    const samples = traceOf(300, () => kbps(110));
    const chunkBytes = kbps(96);
    const rest = { chunkBytes, chunkTrickleUs: 260 * ms };
    const first = { ...rest, heldUs: 60 * ms, trickleUs: 200 * ms, restUs: 940 * ms };
    const slow = { ...question, samples, bytesPerS: chunkBytes };
    const needUs = startNeedUs({ ...slow, coming: { ...first, leftBytes: 0.77 * chunkBytes } });
    assert.ok(needUs > 450 * ms, `${needUs}`);
    // Whole, and the next one is on its way.
    const whole = {
      ...rest,
      heldUs: 1_000 * ms,
      leftBytes: chunkBytes,
      trickleUs: 260 * ms,
      restUs: 1_000 * ms,
    };
    assert.ok(startNeedUs({ ...slow, coming: whole }) <= 1_000 * ms);
  });
});
