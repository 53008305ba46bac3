/** What a WAV file says of its own length. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { wavLength } from "../../src/origin/wav-length.ts";

function chunk(name: string, size: number, body = 0): number[] {
  const bytes = new Uint8Array(8 + body + (body % 2));
  bytes.set([...name].map((letter) => letter.charCodeAt(0)));
  new DataView(bytes.buffer).setUint32(4, size, true);
  return [...bytes];
}

function wav(...chunks: readonly number[][]): Uint8Array {
  const form = [..."WAVE"].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from([...chunk("RIFF", 0), ...form, ...chunks.flat()]);
}

describe("wavLength", () => {
  it("is where the sound ends, whatever stands before it", () => {
    assert.equal(wavLength(wav(chunk("fmt ", 16, 16), chunk("data", 1_000))), 44 + 1_000);
    const odd = wav(chunk("fmt ", 16, 16), chunk("LIST", 5, 5), chunk("data", 1_000));
    assert.equal(wavLength(odd), 44 + 14 + 1_000);
  });

  it("is unknown where the writer could not know it", () => {
    for (const size of [0x7fff_ffff, 0x7fff_f000, 0xffff_ffff]) {
      assert.equal(wavLength(wav(chunk("fmt ", 16, 16), chunk("data", size))), undefined);
    }
  });

  it("is unknown where no sound is found, and ends for any bytes", () => {
    assert.equal(wavLength(wav(chunk("fmt ", 16, 16), chunk("LIST", 70_000))), undefined);
    assert.equal(wavLength(new Uint8Array(0)), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        wavLength(Uint8Array.from([...wav(), ...bytes]));
      }),
    );
  });
});
