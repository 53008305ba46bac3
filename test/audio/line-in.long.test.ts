/** Line-in for an hour, in virtual time: the whole way from a model input to a model output. `LINE_IN=4`: for an evening. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { LineRig } from "./line-rig.ts";

const scale = Number(process.env["LINE_IN"] ?? 1);
const cases = [
  { inPpm: 300, outPpm: 0, hours: 0.75 * scale },
  { inPpm: -250, outPpm: 50, hours: 0.25 * scale },
] as const;

describe("line-in over hours", () => {
  for (const { inPpm, outPpm, hours } of cases) {
    it(
      `loses and makes up nothing at ${inPpm} ppm to ${outPpm} ppm in ${hours} hours, and keeps its pitch`,
      () => {
        const rng = new Rng(11);
        const rig = new LineRig({ inPpm, outPpm, keep: false, lateUs: () => rng.float() * 2_000 });
        rig.setLive(true);
        rig.run(120_000);
        let ppm = rig.status.inputPpm;
        for (let s = 130; s <= 3_600 * hours; s += 10) {
          rig.run(10_000);
          const { inputPpm, inputLatencyUs, inputDropouts, inputOverruns, underruns } = rig.status;
          assert.deepEqual([inputDropouts, inputOverruns, underruns], [0, 0, 0], `after ${s} s`);
          assert.ok(Math.abs(inputPpm - ppm) < 2, `${ppm} to ${inputPpm} ppm at ${s} s`);
          assert.ok(inputLatencyUs > 27_000 && inputLatencyUs < 30_500, `${inputLatencyUs} us`);
          ppm = inputPpm;
        }
        const truePpm = ((1 + inPpm / 1e6) / (1 + outPpm / 1e6) - 1) * 1e6;
        assert.ok(Math.abs(ppm - truePpm) < 1, `${ppm} ppm`);
        // What was heard is what the output played, but for the start.
        const playedS = rig.status.inputPlayedUs / 1e6;
        assert.ok(Math.abs(playedS - 3_600 * hours * (1 + outPpm / 1e6)) < 0.2, `${playedS} s`);
      },
      600_000 * scale,
    );
  }
});
