import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { isSilent, judge, plotted } from "../../tools/hil/model/judge.ts";
import { rate } from "../../tools/listen/wav.ts";

/** Seconds of a ladder from its `first` on, as it should sound. */
function ladder(name: "a" | "b", first: number, seconds: number): Int16Array {
  const base = name === "a" ? 500 : 4_050;
  return Int16Array.from({ length: seconds * rate }, (_, i) => {
    const hz = base + 100 * ((first + Math.floor(i / rate)) % 30);
    return Math.round(9_000 * Math.sin((2 * Math.PI * hz * i) / rate));
  });
}

function joined(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const silence = (ms: number): Int16Array => new Int16Array((rate * ms) / 1_000);

describe("what is heard of a ladder", () => {
  it("is right from anywhere, with silence around it, and over its end", () => {
    const sound = ladder("a", 27, 6);
    const { faults, rungs, gaps } = judge(
      joined(silence(400), sound.subarray(rate / 3), silence(700)),
      "a",
      5,
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(gaps, []);
    assert.deepEqual(rungs, ["a27", "a28", "a29", "a0", "a1", "a2"]);
  });

  it("is wrong with a break of 30 ms, where it was and how long", () => {
    const sound = ladder("a", 3, 4);
    const at = 2.5 * rate;
    const broken = joined(sound.subarray(0, at), silence(30), sound.subarray(at));
    const { faults, gaps } = judge(broken, "a", 3);
    assert.match(faults.join("; "), /silent for 30 ms at 2\.50 s/);
    assert.equal(gaps.length, 1);
  });

  it("is wrong where something was left out, said twice, or in another order", () => {
    const four = ladder("a", 0, 4);
    const left = joined(four.subarray(0, 1.4 * rate), four.subarray(1.7 * rate));
    assert.match(judge(left, "a", 3).faults.join(), /a1 lasted 0\.7/);
    const twice = joined(four.subarray(0, 2 * rate), ladder("a", 0, 2));
    assert.match(judge(twice, "a", 3).faults.join(), /a0 came after a1/);
    const skipped = joined(ladder("a", 4, 2), ladder("a", 7, 2));
    assert.match(judge(skipped, "a", 3).faults.join(), /a7 came after a5/);
  });

  it("is wrong where another ladder, too little or nothing is heard", () => {
    assert.match(judge(ladder("b", 0, 3), "a", 2).faults.join(), /b0 was heard/);
    assert.match(judge(ladder("a", 0, 2), "a", 4).faults.join(), /2 of 4 seconds heard: a0 a1/);
    assert.match(judge(silence(3_000), "a", 1).faults.join(), /0 of 1 seconds heard: nothing/);
  });

  it("tells loud from soft and silence from sound", () => {
    const loud = ladder("a", 0, 2);
    const soft = loud.map((sample) => Math.round(sample / 4));
    assert.ok(Math.abs(judge(soft, "a", 1).level / judge(loud, "a", 1).level - 0.25) < 0.01);
    assert.ok(isSilent(silence(50)));
    assert.ok(!isSilent(soft));
  });

  it("is drawn with its names", () => {
    const { marks, envelope, seconds } = plotted("x", ladder("b", 2, 2));
    assert.deepEqual(
      marks.map(({ name }) => name),
      ["b2", "b3"],
    );
    assert.equal(seconds, 2);
    assert.ok(envelope.length <= 900 && envelope.every((level) => level > 0.2 && level < 0.3));
  });
});
