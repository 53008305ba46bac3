/** The page's curve against the library that the speaker computes with, and the RFC's vectors. */
import assert from "node:assert/strict";
import * as reference from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fromHex, toHex } from "../../src/base/bytes.ts";
import { ed25519, ristretto255, ristretto255_hasher } from "../../src/web/browser/curve.ts";

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const runs = { numRuns: 30 };
const orderBits = 252n;

describe("the browser's curve", () => {
  it("signs as the programs' library does", () => {
    fc.assert(
      fc.property(bytesOf(32), fc.uint8Array({ maxLength: 200 }), (secret, message) => {
        const key = ed25519.getPublicKey(secret);
        assert.deepEqual([...key], [...reference.ed25519.getPublicKey(secret)]);
        assert.ok(reference.ed25519.verify(ed25519.sign(message, secret), message, key));
      }),
      runs,
    );
  });

  it("derives, multiplies and writes elements as the programs' library does", () => {
    const { deriveToCurve } = reference.ristretto255_hasher;
    assert.ok(deriveToCurve !== undefined);
    const scalar = fc.bigInt({ min: 1n, max: (1n << orderBits) - 1n });
    fc.assert(
      fc.property(bytesOf(64), scalar, (seed, factor) => {
        const [mine, theirs] = [ristretto255_hasher.deriveToCurve(seed), deriveToCurve(seed)];
        assert.equal(toHex(mine.toBytes()), toHex(theirs.toBytes()));
        const product = ristretto255.Point.fromBytes(mine.toBytes()).multiply(factor);
        assert.equal(toHex(product.toBytes()), toHex(theirs.multiply(factor).toBytes()));
        assert.equal(product.is0(), false);
      }),
      runs,
    );
  });

  it("takes for an element what the library takes for one, and nothing else", () => {
    const edge = fc.constantFrom(
      new Uint8Array(32),
      new Uint8Array(32).fill(255),
      // §A.2: above the prime, negative, no square, and y = 0.
      hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
      hex("0100000000000000000000000000000000000000000000000000000000000000"),
      hex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
      hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    );
    const even = bytesOf(32).map((bytes) => bytes.map((b, i) => (i === 0 ? b & 254 : b & 127)));
    fc.assert(
      fc.property(fc.oneof(edge, even, bytesOf(32), bytesOf(31)), (bytes) => {
        const { Point } = reference.ristretto255;
        assert.equal(
          outcome(() => ristretto255.Point.fromBytes(bytes)),
          outcome(() => Point.fromBytes(bytes)),
        );
      }),
      { numRuns: 300 },
    );
    assert.equal(ristretto255.Point.fromBytes(new Uint8Array(32)).is0(), true);
  });

  it("has the multiples of the generator that RFC 9496 §A.1 lists", () => {
    const one = hex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
    const two = "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919";
    assert.equal(toHex(ristretto255.Point.fromBytes(one).multiply(2n).toBytes()), two);
  });
});

function hex(text: string): Uint8Array {
  return fromHex(text) ?? assert.fail(text);
}

function outcome(read: () => { toBytes(): Uint8Array }): string {
  try {
    return toHex(read().toBytes());
  } catch (error) {
    assert.ok(error instanceof Error);
    return "none";
  }
}
