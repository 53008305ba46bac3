/** The model ADC, and WAV files as something to be captured. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, it } from "vitest";
import { openInputOpener } from "../../src/platform/input-opener.ts";
import { type AdcSource, ModelAdc } from "../../src/platform/model-adc.ts";
import { wavHeader } from "../../src/platform/wav-file.ts";
import { WavSource } from "../../src/platform/wav-source.ts";
import { PcmError } from "../../src/ports/errors.ts";

const folder = mkdtempSync(path.join(tmpdir(), "nightjar-input-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each frame says its number. */
function numbers(rate: number): AdcSource & { closed: number } {
  let next = 0;
  return {
    rate,
    closed: 0,
    read(into, frames) {
      for (let i = 0; i < frames; i++, next++) into.fill(next, 2 * i, 2 * i + 2);
      return true;
    },
    skip(frames) {
      next += frames;
    },
    [Symbol.dispose]() {
      this.closed += 1;
    },
  };
}

function adcAt(rate: number, ppm = 0) {
  const clock = { us: 7_000_000 };
  const source = numbers(rate);
  const adc = new ModelAdc({ device: "line", ppm, source, nowUs: () => clock.us });
  return { clock, source, adc, buffer: new Float32Array(2 * adc.periodFrames) };
}

describe("ModelAdc", () => {
  it("captures at its rate, rate error included, and hands over whole periods", () => {
    const { clock, adc, buffer } = adcAt(48_000, 100);
    let frames = 0;
    for (let ms = 0; ms < 10_000; ms += 7) {
      clock.us += 7_000;
      for (let got = adc.read(buffer); got !== 0; got = adc.read(buffer)) {
        assert.equal(got, 480);
        assert.equal(buffer[0], frames);
        frames += 480;
      }
      assert.ok(adc.delayFrames() < 480);
    }
    const captured = (clock.us - 7_000_000) * 0.048 * 1.0001;
    assert.ok(Math.abs(frames + adc.delayFrames() - captured) < 1e-6);
  });

  it("loses what nobody reads in time, says so once, and goes on with what is new", () => {
    const { clock, adc, buffer } = adcAt(44_100);
    clock.us += 300_000;
    assert.equal(adc.read(buffer), "xrun");
    assert.equal(adc.read(buffer), 0);
    clock.us += 10_000;
    assert.ok(Number(adc.read(buffer)) > 0);
    assert.ok((buffer[0] ?? 0) >= 13_230);
  });

  it("hands over each frame once, in order, whoever reads how much", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60_000), fc.integer({ min: 1, max: 900 }))), (reads) => {
        const { clock, adc } = adcAt(8_000, -300);
        let next = 0;
        for (const [us, frames] of reads) {
          clock.us += us;
          const buffer = new Float32Array(2 * frames);
          const got = adc.read(buffer);
          if (got === "xrun") next = Math.floor((clock.us - 7_000_000) * 0.008 * 0.9997);
          else for (let i = 0; i < Number(got); i++) assert.equal(buffer[2 * i], next++);
        }
      }),
    );
  });

  it("closes its source once", () => {
    const { adc, source } = adcAt(48_000);
    adc[Symbol.dispose]();
    adc[Symbol.dispose]();
    assert.equal(source.closed, 1);
  });
});

interface Wav {
  readonly code: number;
  readonly bits: number;
  readonly channels: number;
  readonly rate: number;
  readonly samples: readonly number[];
  /** A chunk before the sound. */
  readonly before?: string;
  readonly extensible?: boolean;
}

function writeWav(name: string, wav: Wav): string {
  const bytes = wav.bits / 8;
  const data = new DataView(new ArrayBuffer(wav.samples.length * bytes));
  for (const [i, sample] of wav.samples.entries()) {
    const at = i * bytes;
    if (wav.code === 3) data.setFloat32(at, sample, true);
    else if (wav.bits === 32) data.setInt32(at, sample * 0x8000_0000, true);
    else if (wav.bits === 16) data.setInt16(at, sample * 0x8000, true);
    else {
      const whole = Math.round(sample * 0x80_0000);
      data.setUint16(at, whole & 0xffff, true);
      data.setInt8(at + 2, whole >> 16);
    }
  }
  const format = new DataView(new ArrayBuffer(wav.extensible ? 40 : 16));
  format.setUint16(0, wav.extensible ? 0xfffe : wav.code, true);
  format.setUint16(2, wav.channels, true);
  format.setUint32(4, wav.rate, true);
  format.setUint16(14, wav.bits, true);
  if (wav.extensible) format.setUint16(24, wav.code, true);
  const chunk = (tag: string, body: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.write(tag);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const parts = [
    Buffer.from("WAVE"),
    chunk("fmt ", new Uint8Array(format.buffer)),
    ...(wav.before === undefined ? [] : [chunk("LIST", Buffer.from(wav.before))]),
    chunk("data", new Uint8Array(data.buffer)),
  ];
  const file = path.join(folder, name);
  writeFileSync(file, chunk("RIFF", Buffer.concat(parts)));
  return file;
}

const plain = { code: 1, bits: 16, channels: 2, rate: 44_100 } as const;

describe("WavSource", () => {
  const kinds: readonly (readonly [number, number, number])[] = [
    [1, 16, 2],
    [1, 24, 2],
    [1, 32, 1],
    [3, 32, 2],
    [1, 24, 6],
  ];
  for (const [code, bits, channels] of kinds) {
    it(`reads kind ${code} of ${bits} bits and ${channels} channels, over and over`, () => {
      const frames = 1_000;
      const value = (frame: number, channel: number): number =>
        Math.min(channel, 1) === 0 ? (frame - 500) / 512 : -(frame - 500) / 1_024;
      const samples = Array.from({ length: frames * channels }, (_, i) =>
        value(Math.floor(i / channels), i % channels),
      );
      const extensible = channels > 2;
      using source = WavSource.open(
        writeWav("kind.wav", { code, bits, channels, rate: 48_000, samples, extensible }),
      );
      assert.equal(source.rate, 48_000);
      const into = new Float32Array(2 * 700);
      for (let at = 0; at < 5_000; at += 700) {
        assert.ok(source.read(into, 700));
        for (let i = 0; i < 700; i++) {
          const frame = (at + i) % frames;
          assert.ok(Math.abs((into[2 * i] ?? 9) - value(frame, 0)) < 1e-4);
          assert.ok(Math.abs((into[2 * i + 1] ?? 9) - value(frame, channels > 1 ? 1 : 0)) < 1e-4);
        }
      }
      source.skip(123);
    });
  }

  it("reads files that are longer than a block, with tags before the sound, and passes over frames", () => {
    const samples = Array.from({ length: 2 * 60_000 }, (_, i) => ((i >> 1) % 30_000) / 0x8000);
    const file = writeWav("long.wav", { ...plain, samples, before: "tags of odd length." });
    using source = WavSource.open(file);
    const into = new Float32Array(2 * 20_000);
    source.read(into, 20_000);
    source.skip(45_000);
    source.read(into, 10);
    assert.equal(Math.round((into[0] ?? 0) * 0x8000), 5_000);
  });

  it("says what is wrong with a file, and what would be right", () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [path.join(folder, "none.wav"), /as an input: it does not exist$/],
      [folder, /no ordinary file/],
      [writeWav("empty.wav", { ...plain, samples: [] }), /no sound in it/],
      [writeWav("law.wav", { ...plain, code: 7, samples: [0, 0] }), /kind 7/],
      [writeWav("slow.wav", { ...plain, rate: 4_000, samples: [0, 0] }), /4000 Hz/],
    ];
    const text = path.join(folder, "text.wav");
    writeFileSync(text, "these are words and no samples at all");
    for (const [file, why] of [...cases, [text, /no WAV file/] as const]) {
      assert.throws(
        () => WavSource.open(file),
        (error) => {
          assert.ok(error instanceof PcmError);
          assert.match(error.message, why);
          assert.match(error.remedy ?? "", /name a WAV file/);
          return true;
        },
      );
    }
  });

  it("does not wait for whoever writes into a pipe", () => {
    const pipe = path.join(folder, "pipe.wav");
    execFileSync("mkfifo", [pipe]);
    assert.throws(() => WavSource.open(pipe), /no ordinary file/);
  });

  it("never throws anything else, whatever the file holds", () => {
    const file = path.join(folder, "fuzz.wav");
    const good = [...wavHeader(48_000, 400), ...new Uint8Array(400)];
    const edit = fc.tuple(fc.nat(60), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(444), (edits, length) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of edits) bytes[at] = value;
        writeFileSync(file, bytes.subarray(0, length));
        try {
          using source = WavSource.open(file);
          const into = new Float32Array(2 * 300);
          source.read(into, 300);
          assert.ok(into.every((sample) => Math.abs(sample) <= 1));
        } catch (error) {
          if (!(error instanceof PcmError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is lost when its file is cut off under it", () => {
    const file = writeWav("cut.wav", { ...plain, samples: Array<number>(2 * 40_000).fill(0.1) });
    const clock = { us: 0 };
    const source = WavSource.open(file);
    using adc = new ModelAdc({ device: "cut", ppm: 0, source, nowUs: () => clock.us });
    truncateSync(file, 44);
    clock.us += 25_000;
    assert.equal(adc.read(new Float32Array(2 * 441)), "lost");
    assert.equal(adc.read(new Float32Array(2 * 441)), "lost");
  });

  it("is what --input wav: opens; a card is opened by its name", () => {
    const asked: string[] = [];
    const opener = openInputOpener({
      openInput: (device) => {
        asked.push(device);
        throw new PcmError("no-device", "no card here");
      },
    });
    const file = writeWav("opened.wav", { ...plain, samples: [0.5, 0.5] });
    using input = opener.open({ kind: "wav", name: file, ppm: 0 });
    assert.deepEqual([input.device, input.format.rate], [`wav:${file}`, 44_100]);
    assert.throws(() => opener.open({ kind: "alsa", name: "hw:1", ppm: 0 }), PcmError);
    assert.deepEqual(asked, ["hw:1"]);
  });
});
