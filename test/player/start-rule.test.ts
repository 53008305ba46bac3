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
  it("is three frames on a good link, and where nothing is known of it", () => {
    assert.equal(startNeedUs(question), 60 * ms);
    assert.equal(startNeedUs({ ...question, samples: [] }), 60 * ms);
  });

  it("is more after running dry while nothing is known, and the same where the link is known", () => {
    assert.equal(startNeedUs({ ...question, samples: [], again: true }), 300 * ms);
    assert.equal(startNeedUs({ ...question, again: true }), 60 * ms);
  });

  it("covers the repair of a hole", () => {
    assert.equal(startNeedUs({ ...question, hole: true }), 80 * ms);
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
    assert.ok(needUs >= 950 * ms && needUs <= 1_050 * ms, `${needUs}`);
  });
});
