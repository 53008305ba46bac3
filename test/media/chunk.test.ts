import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { chunkOfSymbols, framesOf, packChunk, symbolsOf } from "../../src/media/chunk.ts";
import { symbolBytesMax } from "../../src/media/limits.ts";

/** Frames as the rungs make them: Opus 96 to 320, FLAC, now and then one of a few bytes. */
const frameOf = (lengths: fc.Arbitrary<number>) =>
  fc.array(
    fc.tuple(lengths, fc.nat(255)).map(([length, fill]) => new Uint8Array(length).fill(fill)),
    { minLength: 1, maxLength: 50 },
  );
const chunks = fc.oneof(
  frameOf(fc.integer({ min: 3, max: 300 })),
  frameOf(fc.integer({ min: 500, max: 1000 })),
  frameOf(fc.integer({ min: 900, max: 1400 })),
  frameOf(fc.integer({ min: 3, max: 12_000 })),
);

describe("a chunk", () => {
  it("gives back the frames that were packed", () => {
    fc.assert(
      fc.property(chunks, (frames) => {
        const symbols = symbolsOf(packChunk(frames));
        assert.ok(symbols);
        for (const symbol of symbols) assert.ok(symbol.length <= symbolBytesMax);
        assert.deepEqual(framesOf(symbols, frames.length), frames);
        assert.deepEqual(chunkOfSymbols(symbols), packChunk(frames));
      }),
    );
  });

  it("loses with a symbol only the frames in it, and keeps all others", () => {
    fc.assert(
      fc.property(chunks, fc.nat(), (frames, pick) => {
        const symbols = symbolsOf(packChunk(frames)) ?? [];
        const lost = pick % symbols.length;
        const hurt = new Set(framesIn(symbols[lost]));
        const came = framesOf(
          symbols.map((symbol, i) => (i === lost ? undefined : symbol)),
          frames.length,
        );
        const expected = frames.map((frame, i) => (hurt.has(i) ? undefined : frame));
        assert.deepEqual(came, expected);
      }),
    );
  });

  it("takes symbols in any order and more than once", () => {
    fc.assert(
      fc.property(chunks, (frames) => {
        const symbols = symbolsOf(packChunk(frames)) ?? [];
        const shuffled = [...symbols].reverse().concat(symbols);
        assert.deepEqual(framesOf(shuffled, frames.length), frames);
      }),
    );
  });

  it("deals neighbouring frames to different symbols, a block of a quarter second after the other", () => {
    const frames = Array.from({ length: 50 }, (_, i) => new Uint8Array(400).fill(i));
    const symbols = symbolsOf(packChunk(frames)) ?? [];
    assert.equal(symbols.length, 25);
    assert.deepEqual(framesIn(symbols[0]), [0, 6]);
    assert.deepEqual(framesIn(symbols[5]), [5, 11]);
    assert.deepEqual(framesIn(symbols[6]), [12, 18]);
    assert.deepEqual(framesIn(symbols[18]), [36, 43]);
    assert.deepEqual(framesIn(symbols[24]), [42, 49]);
  });

  it("has a quarter second of the lowest rung in each three symbols", () => {
    const frames = Array.from({ length: 50 }, () => new Uint8Array(240));
    const symbols = symbolsOf(packChunk(frames)) ?? [];
    for (let block = 1; block <= 3; block++) {
      const came = framesOf(symbols.slice(0, 3 * block), 50);
      assert.ok(came.slice(0, 12 * block).every((frame) => frame !== undefined));
    }
  });

  it("has no block of a few frames at its end, and as many symbols as they need", () => {
    const frames = Array.from({ length: 14 }, () => new Uint8Array(240));
    assert.equal(symbolsOf(packChunk(frames))?.length, 4);
    assert.equal(symbolsOf(packChunk(frames.slice(0, 5)))?.length, 2);
  });

  it("splits a frame that is too large into equal parts of its own symbols", () => {
    const symbols = symbolsOf(packChunk([new Uint8Array(2300), new Uint8Array(10)])) ?? [];
    assert.deepEqual(
      symbols.map((symbol) => symbol.length),
      [772, 772, 771, 13],
    );
  });

  it("refuses bytes that are not exactly a list of symbols", () => {
    const chunk = packChunk([new Uint8Array(2000), new Uint8Array(10)]);
    for (let length = 0; length < chunk.length; length++) {
      assert.equal(symbolsOf(chunk.subarray(0, length)), undefined);
    }
    assert.equal(symbolsOf(Uint8Array.of(...chunk, 0)), undefined);
    assert.equal(symbolsOf(Uint8Array.of(0, 0)), undefined);
    assert.equal(symbolsOf(Uint8Array.of(0, 1, 0, 0)), undefined);
    assert.equal(symbolsOf(Uint8Array.of(0, 1, 4, 117, ...new Uint8Array(1141))), undefined);
  });

  it("takes a malformed symbol for a lost one, and never throws", () => {
    const good = [1, 0, 1, 9];
    const bad = [
      [],
      [...good, 0],
      [...good, 2, 0, 0],
      [...good, 50, 0, 1, 7],
      [0x82, 0, 2, 0, 1, 7, ...good],
      [0x82, 2, 2, 0, 1, 7],
      [0x82, 0, 1, 0, 1, 7],
    ];
    for (const bytes of bad) {
      const frames = framesOf([Uint8Array.from(bytes)], 50);
      assert.ok(
        frames.every((frame) => frame === undefined),
        String(bytes),
      );
    }
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), fc.uint8Array(), (all, bytes) => {
        assert.equal(framesOf(all, 50).length, 50);
        symbolsOf(bytes);
      }),
    );
  });

  it("keeps the first of two frames that claim the same place", () => {
    const [first, second] = [Uint8Array.of(0, 0, 1, 7), Uint8Array.of(0, 0, 1, 8)];
    assert.deepEqual(framesOf([first, second], 1), [Uint8Array.of(7)]);
  });

  it("does not join parts that disagree about how many they are", () => {
    const part = (index: number, parts: number) => Uint8Array.of(0x80, index, parts, 0, 1, index);
    assert.deepEqual(framesOf([part(0, 2), part(1, 3)], 1), [undefined]);
    assert.deepEqual(framesOf([part(1, 2), part(1, 3), part(0, 2)], 1), [Uint8Array.of(0, 1)]);
  });
});

/** Frame numbers in a symbol, read independently of the code under test. */
function framesIn(symbol: Uint8Array | undefined): number[] {
  const found: number[] = [];
  for (let at = 0; symbol !== undefined && at < symbol.length; ) {
    const head = symbol[at] ?? 0;
    const lengthAt = at + (head >= 0x80 ? 3 : 1);
    found.push(head & 0x7f);
    at = lengthAt + 2 + (symbol[lengthAt] ?? 0) * 256 + (symbol[lengthAt + 1] ?? 0);
  }
  return found;
}
