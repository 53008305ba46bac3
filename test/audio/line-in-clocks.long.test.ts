/** Line-in, from a model input to a model output, in virtual time. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { flatTone, type ToneSettings } from "../../src/audio/model.ts";
import { Tone } from "../../src/audio/tone.ts";
import { Rng } from "../../src/base/rng.ts";
import { PcmError } from "../../src/ports/errors.ts";
import { LineRig, type LineRigOptions } from "./line-rig.ts";
import { counter, largestStep, sine, type Wave } from "./rig.ts";
import { fitTone } from "./tone.ts";

const second = 1_000;
const pulsesPerS = 4;

/** A soft pulse of half a millisecond, four times a second. */
function pulses(rate: number): Wave {
  const width = rate / 2_000;
  return (n) => {
    const at = n % (rate / pulsesPerS);
    return at < width ? 0.8 * Math.sin((Math.PI * at) / width) ** 2 : 0;
  };
}

/** How long each pulse took from in to out, in milliseconds. */
function latencies(
  rig: LineRig,
  { rate = 48_000, inPpm = 0, outPpm = 0 }: LineRigOptions,
): number[] {
  const { heard } = rig;
  const [openedUs = 0] = rig.openedUs;
  const everyUs = 1e6 / pulsesPerS / (1 + inPpm / 1e6);
  const centreUs = 250 / (1 + inPpm / 1e6);
  const found: number[] = [];
  for (let i = 1; i + 1 < heard.length; i++) {
    const [before = 0, now = 0, after = 0] = heard.slice(i - 1, i + 2);
    if (now < 0.6 || now < before || now <= after) continue;
    const outUs = rig.startUs + i / ((48_000 * (1 + outPpm / 1e6)) / 1e6);
    const sinceUs = outUs - openedUs - centreUs;
    found.push((sinceUs - everyUs * Math.floor(sinceUs / everyUs)) / 1_000);
  }
  assert.ok(rate > 0 && found.length > 0, "pulses are heard");
  return found;
}

describe("line-in", () => {
  const clocks: readonly [number, number, number][] = [
    [48_000, 0, 0],
    [48_000, 300, 0],
    [48_000, -300, 40],
    [44_100, 150, -60],
    [96_000, -100, 0],
    [192_000, 50, 0],
    [8_000, 20, 0],
    [11_025, 100, 0],
  ];
  for (const [rate, inPpm, outPpm] of clocks) {
    it(`is heard within 33 ms at ${rate} Hz, ${inPpm} ppm to ${outPpm} ppm, evenly and without a dropout`, () => {
      const rng = new Rng(3);
      const options = {
        rate,
        inPpm,
        outPpm,
        wave: pulses(rate),
        lateUs: () => rng.float() * 3_000,
      };
      const rig = new LineRig(options);
      rig.setLive(true);
      rig.run(40 * second);
      const took = latencies(rig, options);
      assert.ok(took.length >= 39 * pulsesPerS, `${took.length} pulses`);
      assert.ok(Math.max(...took) <= 33, `${Math.max(...took)} ms`);
      assert.ok(Math.max(...took) - Math.min(...took) < 1.5);
      const { inputLatencyUs, inputDropouts, inputOverruns, underruns } = rig.status;
      assert.ok(Math.abs(inputLatencyUs / 1_000 - (took.at(-1) ?? 0)) < 0.3, "it says so itself");
      assert.deepEqual([inputDropouts, inputOverruns, underruns], [0, 0, 0]);
    });
  }

  it("carries a tone through two clocks with its purity, up to the rounding of the output", () => {
    const rig = new LineRig({ inPpm: 250, outPpm: -50, wave: sine(1_000, 48_000) });
    rig.setLive(true);
    rig.run(120 * second);
    const late = rig.heard.slice(-4_800);
    const hz = (1_000 * (1 + 250e-6)) / (1 - 50e-6);
    // The servo may be a part per million off at that moment.
    const fits = Array.from({ length: 41 }, (_, i) =>
      fitTone(late, hz * (1 + (i - 20) / 1e7), 48_000),
    );
    const { snrDb, gainDb } = fits.reduce((best, fit) => (fit.snrDb > best.snrDb ? fit : best));
    assert.ok(snrDb > 88, `${snrDb} dB`);
    assert.ok(Math.abs(gainDb + 6.02) < 0.01);
  });

  it("is shaped by tone and balance as music is, at once and without a click", () => {
    /** Level of 100 Hz on the left beside flat, in decibels. */
    const levelWith = (tone: Partial<ToneSettings>): number => {
      const rig = new LineRig({ wave: sine(100, 48_000) });
      rig.setLive(true);
      rig.run(3 * second);
      rig.feed.setTone({ ...flatTone, ...tone });
      rig.run(3 * second);
      assert.ok(largestStep(rig.heard.slice(4_800)) < 0.02, JSON.stringify(tone));
      return fitTone(rig.heard.slice(-4_800), 100, 48_000).gainDb + 6.02;
    };
    /** What the shelves make of it, at a full volume that leaves them room. */
    const shelf = (tone: Partial<ToneSettings>): number => {
      const samples = new Float32Array(2 * 9_600);
      for (let i = 0; i < 9_600; i++)
        samples.fill(0.5 * Math.sin((2 * Math.PI * 100 * i) / 48_000), 2 * i, 2 * i + 2);
      const shaping = new Tone(48_000, { ...flatTone, ...tone });
      shaping.apply(samples, 0, 9_600);
      const left = [...samples].filter((_, i) => i % 2 === 0);
      const room = 20 * Math.log10(shaping.headroom);
      return fitTone(left.slice(-4_800), 100, 48_000).gainDb + 6.02 + room;
    };
    assert.ok(shelf({ bass: -6 }) < -4, "the shelf does something at 100 Hz");
    for (const tone of [
      { bass: -6 },
      { bass: -12 },
      { treble: -6 },
      { balance: 50 },
      { mono: true },
    ])
      assert.ok(
        Math.abs(levelWith(tone) - shelf(tone)) < 0.1,
        `${JSON.stringify(tone)}: ${levelWith(tone)}, not ${shelf(tone)}`,
      );
    assert.ok(levelWith({ balance: 100 }) < -60, "nothing is left on the left");
  });

  it("finds its way back when an input is off by far more than a crystal is", () => {
    const rig = new LineRig({ inPpm: 5_000 });
    rig.setLive(true);
    rig.run(60 * second);
    const { inputDropouts, inputPpm } = rig.status;
    assert.ok(inputDropouts <= 8, `${inputDropouts} dropouts`);
    assert.ok(Math.abs(inputPpm - 5_000) < 600, `${inputPpm} ppm`);
    rig.run(60 * second);
    assert.equal(rig.status.inputDropouts, inputDropouts);
  });

  it("is closed while it is not chosen, and opened when it is", () => {
    const rig = new LineRig();
    rig.run(3 * second);
    assert.deepEqual(rig.openedUs, []);
    assert.deepEqual(rig.told, ["device"]);
    rig.setLive(true);
    rig.run(second);
    rig.setLive(false);
    rig.run(second);
    assert.deepEqual(rig.told, ["device", "input 48000 ok", "live-started", "input 0 ok"]);
    assert.equal(rig.status.inputLatencyUs, 0);
  });

  it("takes the place of the music and gives it back to the sample, without a click", () => {
    const rig = new LineRig({ music: counter, wave: () => -0.25 });
    rig.playMusic(100);
    rig.run(700);
    const switches = [];
    for (let i = 0; i < 3; i++) {
      rig.setLive(true);
      switches.push(rig.heard.length);
      rig.run(600);
      rig.setLive(false);
      rig.run(300);
    }
    rig.run(1_500);
    assert.ok(largestStep(rig.heard) < 0.006, `${largestStep(rig.heard)}`);
    assert.equal(rig.status.underruns, 0);
    assert.equal(rig.told.filter((kind) => kind === "ended").length, 1);
    // The counter of the music, as a 16-bit capture has it: each value is there, but for the fades.
    const values = rig.heard.map((sample) => Math.round(sample * 0x8000)).filter((v) => v > 0);
    const seen = new Map<number, number>();
    for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
    const whole = (96_000 - 1) / 512;
    const missing = Array.from({ length: Math.floor(whole) }, (_, i) => i + 1).filter(
      (value) => (seen.get(value) ?? 0) < 100,
    );
    assert.deepEqual(missing, []);
    const live = rig.heard.filter((sample) => Math.abs(sample + 0.25) < 1e-3).length;
    assert.ok(live > 3 * 0.45 * 48_000, `${live} frames of line-in`);
  });

  it("obeys pause, volume and mute, and is as late after a pause as before", () => {
    const options = { wave: pulses(48_000) };
    const rig = new LineRig(options);
    rig.setLive(true);
    rig.run(3 * second);
    rig.setPaused(true);
    rig.run(200);
    const { inputPlayedUs } = rig.status;
    const paused = rig.heard.length;
    rig.run(2 * second);
    assert.ok(rig.heard.slice(paused).every((sample) => sample === 0));
    assert.equal(rig.status.inputPlayedUs, inputPlayedUs);
    rig.setPaused(false);
    rig.run(3 * second);
    const took = latencies(rig, options);
    assert.ok(Math.max(...took) - Math.min(...took) < 0.5, `${took}`);
    rig.feed.setVolume(100, true);
    rig.run(100);
    const muted = rig.heard.length;
    rig.run(second);
    assert.ok(rig.heard.slice(muted).every((sample) => sample === 0));
  });

  it("says why there is no sound, tries again by itself, and says when there is", () => {
    const rig = new LineRig();
    rig.refusal = new PcmError("device-busy", "busy", { remedy: "stop what uses it" });
    rig.setLive(true);
    rig.run(5 * second);
    assert.deepEqual(rig.told, ["device", "input 0 busy; stop what uses it"]);
    rig.refusal = undefined;
    rig.run(1_100);
    assert.deepEqual(rig.told.slice(2), ["input 48000 ok", "live-started"]);
  });

  it("fades out when it is unplugged, comes back by itself, and leaves the music alone", () => {
    const rig = new LineRig({ wave: () => 0.5 });
    rig.playMusic(100);
    rig.setLive(true);
    rig.run(second);
    rig.unplugged = true;
    rig.run(2 * second);
    assert.ok(largestStep(rig.heard) < 0.01);
    assert.match(
      rig.told.join(),
      /live-started,input 0 sound input "hw:1" is gone[^,]*,live-stopped/,
    );
    assert.ok(
      rig.heard.slice(-48_000).every((sample) => sample === 0),
      "nothing is made up",
    );
    rig.unplugged = false;
    rig.run(2 * second);
    assert.equal(rig.told.at(-1), "live-started");
    assert.ok(Math.abs((rig.heard.at(-1) ?? 0) - 0.5) < 1e-3);
    rig.unplugged = true;
    rig.run(500);
    rig.setLive(false);
    rig.run(2_500);
    assert.equal(rig.told.filter((kind) => kind === "ended").length, 1);
    assert.equal(rig.status.playedUs, 2_000_000);
    assert.equal(rig.status.underruns, 0);
  });

  it("opens an input anew that gives nothing, and says so", () => {
    const rig = new LineRig();
    rig.mute = true;
    rig.setLive(true);
    rig.run(2_500);
    assert.match(rig.told.at(-1) ?? "", /gives nothing; see that it is connected/);
    rig.run(10 * second);
    assert.ok(rig.openedUs.length <= 5, `${rig.openedUs.length} times`);
    rig.mute = false;
    rig.run(4 * second);
    assert.equal(rig.told.at(-1), "live-started");
  });

  it("is as late as before after its thread was held up so long that both sides overflowed", () => {
    const options = { wave: pulses(48_000) };
    const rig = new LineRig(options);
    rig.setLive(true);
    rig.run(2 * second);
    rig.nowUs += 500_000;
    rig.wake();
    rig.run(5 * second);
    const { inputOverruns, inputDropouts, underruns, inputLatencyUs } = rig.status;
    assert.deepEqual([inputOverruns, underruns], [1, 1]);
    assert.ok(inputDropouts <= 1, `${inputDropouts}`);
    assert.ok(inputLatencyUs < 36_000, `${inputLatencyUs}`);
  });

  it("gives the output more when it ran dry, and forgets that when it is chosen anew", () => {
    const rig = new LineRig();
    rig.setLive(true);
    rig.run(second);
    const at = rig.status.inputLatencyUs;
    for (let i = 0; i < 6; i++) {
      rig.nowUs += 18_000;
      rig.wake();
      rig.run(second);
    }
    const { underruns, inputLatencyUs } = rig.status;
    assert.ok(underruns >= 1 && underruns <= 2, `${underruns} underruns`);
    assert.ok(
      Math.abs(inputLatencyUs - at - underruns * 5_000) < 500,
      `${at} to ${inputLatencyUs}`,
    );
    rig.setLive(false);
    rig.run(second);
    rig.setLive(true);
    rig.run(second);
    assert.ok(Math.abs(rig.status.inputLatencyUs - at) < 500);
  });

  it("never clicks and always comes back, whatever is pressed and pulled", () => {
    const action = fc.constantFrom(
      "live",
      "music",
      "pause",
      "resume",
      "pull",
      "plug",
      "mute",
      "give",
      "late",
    );
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 5, maxLength: 25 }),
        fc.nat(1_000),
        (actions, seed) => {
          const rng = new Rng(seed);
          const rig = new LineRig({ music: () => 0.3, wave: () => -0.3, inPpm: 200 });
          rig.playMusic(1_000);
          const act = {
            live: () => rig.setLive(true),
            music: () => rig.setLive(false),
            pause: () => rig.setPaused(true),
            resume: () => rig.setPaused(false),
            pull: () => {
              rig.unplugged = true;
            },
            plug: () => {
              rig.unplugged = false;
            },
            mute: () => {
              rig.mute = true;
            },
            give: () => {
              rig.mute = false;
            },
            late: () => rig.run(7),
          };
          for (const name of actions) {
            act[name]();
            rig.run(1 + rng.float() * 400);
          }
          assert.ok(largestStep(rig.heard) < 0.02, `step ${largestStep(rig.heard)}`);
          Object.assign(rig, { unplugged: false, mute: false });
          rig.setPaused(false);
          rig.setLive(true);
          rig.run(4_500);
          assert.ok(Math.abs((rig.heard.at(-1) ?? 0) + 0.3) < 1e-3, "line-in is heard");
          rig.setLive(false);
          rig.run(300);
          assert.ok(Math.abs((rig.heard.at(-1) ?? 0) - 0.3) < 1e-3, "music is heard");
        },
      ),
      { numRuns: 30 },
    );
  });
});
