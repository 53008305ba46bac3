import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, describe, it } from "vitest";
import { type Capture, ModelDac } from "../../src/platform/model-dac.ts";
import { toS16, toS32 } from "../../src/platform/samples.ts";
import { WavFile, wavHeader } from "../../src/platform/wav-file.ts";
import { PcmError } from "../../src/ports/errors.ts";

class Tape implements Capture {
  readonly left: number[] = [];
  readonly trouble = undefined;
  samples(played: Int16Array): void {
    for (let i = 0; i < played.length; i += 2) this.left.push(played[i] ?? 0);
  }
  silence(frames: number): void {
    for (let i = 0; i < frames; i++) this.left.push(0);
  }
  [Symbol.dispose](): void {
    return;
  }
}

function makeDac(ppm = 0) {
  const clock = { us: 5_000_000 };
  const tape = new Tape();
  const time = {
    nowUs: () => clock.us,
    sleepUs: (us: number) => {
      clock.us += us;
    },
  };
  const dac = new ModelDac({ device: "tape", ppm, time, startUs: clock.us, capture: tape });
  return { clock, tape, dac };
}

/** Frames that say their number. */
function numbered(from: number, frames: number): Float32Array {
  return Float32Array.from({ length: 2 * frames }, (_, i) => (from + (i >> 1)) / 0x8000);
}

describe("ModelDac", () => {
  it("plays at its rate, rate error included", () => {
    const { clock, tape, dac } = makeDac(100);
    clock.us += 100_000_000;
    dac.roomFrames();
    assert.equal(tape.left.length, 4_800_480);
  });

  it("blocks a write until there is room for all of it", () => {
    const { clock, tape, dac } = makeDac();
    const elapsedUs = (): number => clock.us - 5_000_000;
    const { bufferFrames } = dac;
    const periods = bufferFrames / 240;
    for (let i = 0; i < periods; i++) assert.equal(dac.write(numbered(1 + 240 * i, 240)), "ok");
    assert.equal(elapsedUs(), 0);
    assert.equal(dac.roomFrames(), 0);
    assert.equal(dac.delayFrames(), bufferFrames);
    dac.write(numbered(bufferFrames + 1, 240));
    assert.equal(elapsedUs(), 5_000);
    clock.us += 500_000;
    dac.roomFrames();
    assert.deepEqual(
      tape.left,
      Array.from({ length: bufferFrames + 240 }, (_, i) => i + 1),
    );
  });

  it("plays zeros for exactly the time it had nothing, and says so at the next write", () => {
    const { clock, tape, dac } = makeDac();
    dac.write(numbered(1, 480));
    clock.us += 30_000;
    assert.equal(dac.roomFrames(), undefined);
    assert.equal(dac.write(numbered(1_000, 240)), "xrun");
    assert.equal(dac.roomFrames(), dac.bufferFrames - 240);
    clock.us += 5_000;
    dac[Symbol.dispose]();
    const numbers = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => from + i);
    assert.deepEqual(tape.left, [
      ...numbers(1, 480),
      ...numbers(0, 960).fill(0),
      ...numbers(1_000, 240),
    ]);
  });

  it("has played exactly what the time allows, whatever is written when", () => {
    const step = fc.record({ waitUs: fc.nat(40_000), periods: fc.nat(12) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: -300, max: 300 }),
        (steps, ppm) => {
          const { clock, tape, dac } = makeDac(ppm);
          for (const { waitUs, periods } of steps) {
            clock.us += waitUs;
            for (let i = 0; i < periods; i++) dac.write(numbered(1, 240));
          }
          dac[Symbol.dispose]();
          const us = clock.us - 5_000_000;
          assert.equal(tape.left.length, Math.floor(us * ((48_000 * (1 + ppm / 1e6)) / 1e6)));
        },
      ),
    );
  });
});

describe("samples of a card", () => {
  it("are the bits of a 16-bit source, and clip", () => {
    const from = new Float32Array(0x10000);
    for (let i = 0; i < from.length; i++) from[i] = (i - 0x8000) / 0x8000;
    const into = new Int16Array(from.length);
    toS16(from, into, 0);
    assert.ok(into.every((sample, i) => sample === i - 0x8000));
    toS16(new Float32Array([1, 2, -3, Number.NaN]), into, 0);
    assert.deepEqual([...into.subarray(0, 4)], [32_767, 32_767, -32_768, 0]);
    const wide = new Int32Array(3);
    toS32(new Float32Array([1, -1, 0.5]), wide, 0);
    assert.deepEqual([...wide], [0x7fff_ffff, -0x8000_0000, 0x4000_0000]);
  });
});

describe("WavFile", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-wav-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("has a header that counts what is there, each time one looks and at the end", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "nightjar-wav-")), "out.wav");
    const wav = new WavFile({ path: file, rate: 48_000, ppm: 25, startNs: 123_456_789_012_345n });
    const looks: number[] = [];
    for (let i = 0; i < 30; i++) {
      wav.samples(new Int16Array(2 * 2_400).fill(i + 1));
      wav.silence(2_399);
      await turn();
      const bytes = readFileSync(file);
      if (bytes.length === 0) continue;
      const counted = bytes.readUInt32LE(40);
      assert.ok(counted <= bytes.length - 44, `${counted} counted, ${bytes.length - 44} there`);
      assert.equal(bytes.readUInt32LE(4), counted + 36);
      looks.push(counted);
    }
    assert.ok(new Set(looks).size > 2, "the header grows with the file");
    wav[Symbol.dispose]();
    const bytes = await settled(file, 44 + 30 * 4_799 * 4);
    assert.equal(bytes.readUInt32LE(40), 30 * 4_799 * 4);
    assert.equal(bytes.readInt16LE(44 + 4 * (29 * 4_799)), 30);
    const side = readFileSync(`${file}.json`, "utf8");
    assert.deepEqual(JSON.parse(side), {
      startMonotonicNs: 123_456_789_012_345,
      rate: 48_000,
      ppm: 25,
    });
  });

  it("keeps up where a finished write is heard of less often than blocks come", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "nightjar-wav-")), "slow.wav");
    const wav = new WavFile({ path: file, rate: 48_000, ppm: 0, startNs: 0n });
    for (let i = 0; i < 40; i++) {
      wav.silence(3 * 4_800);
      await rareTurn();
    }
    for (let i = 0; i < 5; i++) await rareTurn();
    const there = readFileSync(file).length;
    wav[Symbol.dispose]();
    assert.equal(there, 44 + 40 * 3 * 4_800 * 4);
  });

  it("says in its header that it goes to the end where 32 bits do not suffice", () => {
    const view = new DataView(wavHeader(48_000, 5 * 2 ** 30).buffer);
    assert.equal(view.getUint32(4, true), 0xffff_ffff);
    assert.equal(view.getUint32(40, true), 0xffff_ffff);
    const last = new DataView(wavHeader(48_000, 0xffff_ffff - 36 - 3).buffer);
    assert.equal(last.getUint32(40, true), 0xffff_ffff - 36 - 3);
  });

  it("refuses a file that cannot be written, with what to do", () => {
    const make = () =>
      new WavFile({ path: "/proc/none/out.wav", rate: 48_000, ppm: 0, startNs: 0n });
    assert.throws(make, (error) => error instanceof PcmError && error.remedy !== undefined);
  });

  it("goes on without a full disk, and says so", async () => {
    const wav = new WavFile({ path: "/dev/full", rate: 48_000, ppm: 0, startNs: 0n });
    for (let i = 0; i < 40 && wav.trouble === undefined; i++) {
      wav.silence(48_000);
      await turn();
    }
    assert.match(wav.trouble ?? "", /cannot write \/dev\/full/);
    wav[Symbol.dispose]();
  });
});

/** As the audio thread turns: it blocks, then looks once at what the thread pool has to report. */
function rareTurn(): Promise<void> {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets the thread pool report back. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

async function settled(file: string, bytes: number): Promise<Buffer> {
  for (let i = 0; i < 200; i++) {
    const content = readFileSync(file);
    if (content.length === bytes && content.readUInt32LE(40) === bytes - 44) return content;
    await turn();
  }
  return readFileSync(file);
}
