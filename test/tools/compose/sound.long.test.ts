import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "vitest";
import { type Album, albums } from "../../../tools/compose/albums.ts";
import { cutTracks } from "../../../tools/compose/library.ts";
import { kettle } from "../../../tools/compose/pieces/kettle.ts";
import { lanterns } from "../../../tools/compose/pieces/lanterns.ts";
import { movementStartsS, nightLine } from "../../../tools/compose/pieces/night-line.ts";
import { render } from "../../../tools/compose/render.ts";
import { Bus } from "../../../tools/compose/synth/bus.ts";
import { whistle } from "../../../tools/compose/synth/held.ts";
import { loudnessOf } from "../../../tools/compose/synth/master.ts";
import { exponential, hertzOf, sinTurns } from "../../../tools/compose/synth/maths.ts";
import { guitar } from "../../../tools/compose/synth/plucked.ts";
import { saw } from "../../../tools/compose/synth/tables.ts";

const side = (pcm: Int16Array, channel: number): Float32Array =>
  Float32Array.from({ length: pcm.length / 2 }, (_, i) => (pcm[2 * i + channel] ?? 0) / 32768);
const lufs = (left: Float32Array, right: Float32Array, rate: number): number =>
  -0.691 + 10 * Math.log10(loudnessOf(left, right, rate));
const sha256 = (pcm: Int16Array): string =>
  createHash("sha256").update(new Uint8Array(pcm.buffer)).digest("hex");

describe("arithmetic without the engine's", () => {
  it("agrees with Math to ten digits", () => {
    for (let x = -7.3; x < 7; x += 0.0137) {
      assert.ok(Math.abs(sinTurns(x) - Math.sin(2 * Math.PI * x)) < 1e-10);
      assert.ok(Math.abs(exponential(x) / Math.exp(x) - 1) < 1e-10);
    }
    assert.ok(Math.abs(hertzOf(60) - 261.6255653) < 1e-6);
  });

  it("makes waves without harmonics past half the sample rate", () => {
    const table = saw.at(9000, 44_100);
    // Two harmonics reach 18 kHz; a third would fold back.
    const third = table
      .subarray(0, 2048)
      .reduce((sum, x, i) => sum + x * Math.sin((2 * Math.PI * 3 * i) / 2048), 0);
    assert.ok(Math.abs(third) < 1e-6);
  });
});

describe("loudness", () => {
  it("is −3.01 LUFS for a full-scale 997 Hz sine on one side, as BS.1770 says", () => {
    for (const rate of [44_100, 48_000]) {
      const tone = new Float32Array(5 * rate).map((_, i) =>
        Math.sin((2 * Math.PI * 997 * i) / rate),
      );
      assert.ok(Math.abs(lufs(tone, new Float32Array(tone.length), rate) + 3.01) < 0.03);
    }
  });
});

describe("an instrument", () => {
  it("plays in tune, plucked or blown", () => {
    for (const player of [guitar, whistle]) {
      for (const midi of [45, 57, 69, 76]) {
        const bus = new Bus(48_000, 48_000);
        const hz = hertzOf(midi);
        player(bus, { startFrame: 0, heldS: 0.9, hz, velocity: 0.8, pan: 0, send: 0 });
        const cents = 1200 * Math.log2(pitchOf(bus.left.subarray(9600, 28_800), 48_000, hz) / hz);
        assert.ok(Math.abs(cents) < 6, `MIDI ${midi} is off by ${cents.toFixed(1)} cents`);
      }
    }
  });
});

/** The lag of the highest autocorrelation within a semitone of `near`, refined by a parabola. */
function pitchOf(tone: Float32Array, rate: number, near: number): number {
  const at = (lag: number): number => {
    let sum = 0;
    for (let i = 0; i + lag < tone.length; i++) sum += (tone[i] ?? 0) * (tone[i + lag] ?? 0);
    return sum / (tone.length - lag);
  };
  // Over many periods, so that a fraction of a frame is resolved.
  const periods = Math.max(1, Math.floor(4000 / (rate / near)));
  const centre = Math.round((periods * rate) / near);
  const reach = Math.floor(centre / periods / 3);
  let best = centre;
  for (let lag = centre - reach; lag <= centre + reach; lag++) if (at(lag) > at(best)) best = lag;
  const [a, b, c] = [at(best - 1), at(best), at(best + 1)];
  return (periods * rate) / (best + (a - c) / (2 * (a - 2 * b + c)));
}

describe("a piece", () => {
  it("has the same bytes each time", () => {
    assert.equal(sha256(render(lanterns, 44_100, 6)), sha256(render(lanterns, 44_100, 6)));
  });

  it("is loud as it should be, has no offset, no clipping, and ends in silence", {
    timeout: 60_000,
  }, () => {
    const pcm = render(kettle, 44_100);
    const [left, right] = [side(pcm, 0), side(pcm, 1)];
    assert.ok(Math.abs(lufs(left, right, 44_100) + 16) < 1);
    assert.ok(peakOf(pcm) <= 32768 * 0.8913, `a peak of ${peakOf(pcm)}`);
    for (const channel of [left, right]) {
      let [sum, step] = [0, 0];
      for (let i = 1; i < channel.length; i++) {
        sum += channel[i] ?? 0;
        step = Math.max(step, Math.abs((channel[i] ?? 0) - (channel[i - 1] ?? 0)));
      }
      assert.ok(Math.abs(sum / channel.length) < 1e-4, "no offset");
      // A click is a step out of all proportion: none is larger than a loud sine at 4 kHz has.
      assert.ok(step < 0.5, `a step of ${step}`);
    }
    assert.ok(peakOf(pcm.subarray(-200)) <= 2);
  });
});

function peakOf(pcm: Int16Array): number {
  let peak = 0;
  for (let i = 0; i < pcm.length; i++) peak = Math.max(peak, Math.abs(pcm[i] ?? 0));
  return peak;
}

describe("the gapless album", () => {
  // A whole movement and a bit of the next is enough to see one cut; a low rate is quicker.
  const rate = 16_000;
  const excerptS = (movementStartsS[0] ?? 0) + 2;

  it("is one piece, cut without losing or repeating a sample", { timeout: 60_000 }, () => {
    const pcm = render(nightLine, rate, excerptS);
    const tracks = [
      { title: "a", startS: 0 },
      { title: "b", startS: movementStartsS[0] ?? 0 },
    ];
    const parts = [...cutTracks(pcm, tracks, rate)];
    const joined = new Int16Array(pcm.length);
    joined.set(parts[0]?.pcm ?? []);
    joined.set(parts[1]?.pcm ?? [], parts[0]?.pcm.length);
    assert.equal(sha256(joined), sha256(pcm));
    assert.equal((parts[0]?.pcm.length ?? 0) + (parts[1]?.pcm.length ?? 0), pcm.length);

    const cut = (parts[0]?.pcm.length ?? 0) / 2;
    const steps = Array.from({ length: 401 }, (_, i) => {
      const at = 2 * (cut - 200 + i);
      return Math.abs((pcm[at] ?? 0) - (pcm[at - 2] ?? 0));
    });
    const around = Math.max(...steps.filter((_, i) => i !== 200));
    assert.ok((steps[200] ?? 0) <= around, "no step at the cut is larger than its neighbours");
    // Music goes through the cut: silence on either side would hide a gap.
    assert.ok(peakOf(pcm.subarray(2 * cut - 960, 2 * cut)) > 1000);
    assert.ok(peakOf(pcm.subarray(2 * cut, 2 * cut + 960)) > 1000);
  });

  it("is cut where no codec's frame ends, so that padding must be trimmed", () => {
    for (const startS of movementStartsS) assert.notEqual(Math.round(startS * 48_000) % 960, 0);
  });
});

describe("the library", () => {
  it("has two albums, at least seven tracks, each a minute or more", () => {
    assert.equal(albums.length, 2);
    const lengths = albums.flatMap(tracksOf);
    assert.ok(lengths.length >= 7);
    for (const { title, seconds } of lengths) {
      assert.ok(seconds >= 60 && seconds <= 110, `${title} lasts ${seconds} s`);
    }
  });
});

function tracksOf(album: Album): { title: string; seconds: number }[] {
  return album.recordings.flatMap(({ piece, tracks }) =>
    tracks.map(({ title, startS }, i) => ({
      title,
      seconds: (tracks[i + 1]?.startS ?? piece.seconds) - startS,
    })),
  );
}
