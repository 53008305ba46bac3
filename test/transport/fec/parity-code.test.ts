/** The parity code against the definition of such codes, by brute force over the field. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { addProduct, divide, multiply } from "../../../src/transport/fec/gf256.ts";
import { parityBytesMax } from "../../../src/transport/fec/limits.ts";
import {
  encodeParity,
  type ParityName,
  parityFactor,
} from "../../../src/transport/fec/parity-code.ts";
import { Restorer } from "../../../src/transport/fec/restorer.ts";

/** Russian peasant multiplication: no table. */
function slowProduct(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product <<= 1;
    if (product > 0xff) product ^= 0x11d;
    if (((b >> bit) & 1) === 1) product ^= a;
  }
  return product;
}

function symbolsOf(count: number, bytesMax: number, seed: number): Uint8Array[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () =>
    new Uint8Array(rng.below(bytesMax + 1)).map(() => rng.below(256)),
  );
}

function parityOf(name: ParityName, symbols: readonly Uint8Array[]): Uint8Array {
  // Dirty memory: what was there before must not show.
  const into = new Uint8Array(parityBytesMax).fill(0xaa);
  return into.slice(0, encodeParity(name, symbols, into));
}

/** What comes of the answer when these symbols are lost and these parities arrive, in this order. */
function restoredFrom(
  symbols: readonly Uint8Array[],
  lost: ReadonlySet<number>,
  parities: readonly ParityName[],
): (Uint8Array | undefined)[] {
  const held: (Uint8Array | undefined)[] = symbols.map((symbol, i) =>
    lost.has(i) ? undefined : symbol,
  );
  const restorer = new Restorer();
  for (const name of parities) {
    restorer.add(name, parityOf(name, symbols));
    for (const { index, symbol } of restorer.restore((at) => held[at])) held[index] = symbol;
  }
  return held;
}

describe("GF(2^8)", () => {
  it("multiplies as the polynomial 0x11d says, and divides back", () => {
    for (let a = 0; a < 256; a++) {
      for (let b = 0; b < 256; b++) {
        assert.equal(multiply(a, b), slowProduct(a, b));
        if (b > 0) assert.equal(multiply(divide(a, b), b), a);
      }
    }
    // RFC 5510 §8.1: α is a root of the polynomial, so α^8 = α^4 + α^3 + α^2 + 1.
    assert.equal(multiply(0x80, 2), 0b11101);
  });

  it("adds products from a place on and touches nothing else", () => {
    const into = Uint8Array.from([1, 2, 3, 4, 5]);
    addProduct(into, 1, Uint8Array.from([0xff, 0x10]), 3);
    assert.deepEqual([...into], [1, 2 ^ slowProduct(3, 0xff), 3 ^ 0x30, 4, 5]);
    addProduct(into, 3, Uint8Array.from([7]), 1);
    assert.equal(into[3], 3);
  });
});

describe("the parity code", () => {
  it("is a Cauchy matrix whose columns are scaled so that parity 0 is an exclusive or", () => {
    for (let index = 0; index < 300; index++) {
      assert.equal(parityFactor(0, index), 1);
      for (const parity of [1, 5, 127]) {
        const y = index % 128;
        const scaled = multiply(parityFactor(parity, index), (128 + parity) ^ y);
        assert.equal(scaled, 128 ^ y);
      }
    }
  });

  it("gives what the definition says, lengths and zeros included", () => {
    const symbols = [Uint8Array.from([1, 2, 3]), Uint8Array.from([4]), new Uint8Array(0)];
    const bytes = parityOf({ first: 0, length: 3, parity: 2 }, symbols);
    const [a, b] = [parityFactor(2, 0), parityFactor(2, 1)];
    const expected = [
      0,
      slowProduct(a, 3) ^ slowProduct(b, 1),
      slowProduct(a, 1) ^ slowProduct(b, 4),
      slowProduct(a, 2),
      slowProduct(a, 3),
    ];
    assert.deepEqual([...bytes], expected);
  });

  it("restores any n symbols of a window from any n of its parities", () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      bytesMax: fc.constantFrom(0, 1, 60, 1_140),
      lost: fc.uniqueArray(fc.nat(39), { maxLength: 12 }),
      parities: fc.shuffledSubarray([...Array(128).keys()], { minLength: 12, maxLength: 12 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ count, bytesMax, lost, parities, seed }) => {
        const symbols = symbolsOf(count, bytesMax, seed);
        const gone = new Set(lost.filter((index) => index < count));
        const names = parities.map((parity) => ({ first: 0, length: count, parity }));
        const held = restoredFrom(symbols, gone, names.slice(0, gone.size));
        assert.deepEqual(held, symbols);
      }),
    );
  });

  it("restores the first part of an answer without what comes behind it", () => {
    const symbols = symbolsOf(18, 1_140, 7);
    const names = [3, 5, 7].map((length, parity) => ({ first: 0, length, parity }));
    const held = restoredFrom(symbols, new Set([0, 2, 4, 9, 10, 11]), names);
    const missing = held.flatMap((symbol, index) => (symbol === undefined ? [index] : []));
    assert.deepEqual(missing, [9, 10, 11]);
    assert.deepEqual(held.slice(0, 9), symbols.slice(0, 9));
  });

  it("restores from windows of many lengths, sent as an answer goes out, nearly always when there are enough", () => {
    let short = 0;
    for (let seed = 0; seed < 300; seed++) {
      const rng = new Rng(seed);
      const symbols = symbolsOf(20, 50, seed);
      const names: ParityName[] = [];
      for (let end = 2; end <= 20; end += 2) {
        names.push({
          first: Math.max(0, end - 16),
          length: Math.min(16, end),
          parity: names.length,
        });
      }
      const from = rng.below(10);
      const lost = new Set(Array.from({ length: 4 }, (_, i) => from + i));
      const held = restoredFrom(symbols, lost, names);
      if (held.includes(undefined)) short += 1;
      for (const [index, symbol] of held.entries()) {
        if (symbol !== undefined) assert.deepEqual(symbol, symbols[index]);
      }
    }
    // Mixed windows have no guarantee; a chance determinant is 0 once in 256.
    assert.ok(short <= 4, `${short} of 300 were not determined`);
  });
});

describe("Restorer", () => {
  const symbols = symbolsOf(6, 20, 3);
  const whole = (parity: number): ParityName => ({ first: 0, length: 6, parity });

  it("takes a parity once, and none that is no parity", () => {
    const restorer = new Restorer();
    assert.equal(restorer.add(whole(0), parityOf(whole(0), symbols)), true);
    assert.equal(restorer.add(whole(0), parityOf(whole(0), symbols)), false);
    assert.equal(restorer.add(whole(1), new Uint8Array(1)), false);
    assert.equal(restorer.add(whole(1), new Uint8Array(parityBytesMax + 1)), false);
  });

  it("holds no more than its bound, and forgets what has nothing left to tell", () => {
    const restorer = new Restorer();
    for (let parity = 0; parity < 128; parity++) {
      assert.equal(restorer.add(whole(parity), parityOf(whole(parity), symbols)), parity < 64);
    }
    assert.deepEqual(
      restorer.restore((index) => symbols[index]),
      [],
    );
    assert.equal(restorer.isEmpty, true);
  });

  it("takes no parity that is outside the code", () => {
    const restorer = new Restorer();
    const bytes = new Uint8Array(10);
    assert.equal(restorer.add({ first: 0, length: 129, parity: 0 }, bytes), false);
    assert.equal(restorer.add({ first: 0, length: 6, parity: 128 }, bytes), false);
  });

  it("solves for made-up parities once, not again with each that comes", () => {
    const restorer = new Restorer();
    const known = new Uint8Array(1_000);
    let reads = 0;
    const symbolAt = (index: number): Uint8Array | undefined => {
      reads += 1;
      return index === 0 ? undefined : known;
    };
    for (let parity = 0; parity < 64; parity++) {
      const made = new Uint8Array(parityBytesMax).fill(0xff);
      restorer.add({ first: 0, length: 128, parity }, made);
      assert.deepEqual(restorer.restore(symbolAt), []);
    }
    // Each of them is looked through a few times; all of all of them would be millions.
    assert.ok(reads < 64 * 128 * 4, `${reads}`);
  });

  it("gives nothing for parities that contradict what a symbol can be", () => {
    const restorer = new Restorer();
    const bytes = parityOf(whole(0), symbols).fill(0xff, 0, 2);
    restorer.add(whole(0), bytes);
    assert.deepEqual(
      restorer.restore((index) => (index === 1 ? undefined : symbols[index])),
      [],
    );
  });
});
