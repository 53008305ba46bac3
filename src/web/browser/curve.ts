/**
 * What the page needs of Ed25519 and of ristretto255 (RFC 9496), on the points of
 * @noble/ed25519. The build puts it in the place of @noble/curves, of which it
 * has the names, and which weighs 8 kB more: control/pairing runs on either.
 *
 * Group arithmetic is the library's; here is how its points are written, read
 * and derived. A test holds all of it to @noble/curves, and to the RFC's own vectors.
 * Not constant in time, as no arithmetic of BigInt is: the page computes for its own user alone.
 */
import { Point as Edwards, getPublicKey, hashes, sign } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";

hashes.sha512 = sha512;
export const ed25519 = { getPublicKey, sign };

type EdwardsPoint = InstanceType<typeof Edwards>;

const { p, d } = Edwards.CURVE();
const elementBytes = 32;
/** RFC 9496 §4.1. */
const sqrtM1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;
const sqrtAdMinusOne =
  25063068953384623474111414158702152701244531502492656460079210482610430750235n;
const invSqrtAMinusD =
  54469307008909316920995813868745141605393597292927456921205312896311721017578n;

function mod(a: bigint): bigint {
  const rest = a % p;
  return rest < 0n ? rest + p : rest;
}
const isNegative = (a: bigint): boolean => (mod(a) & 1n) === 1n;
const abs = (a: bigint): bigint => mod(isNegative(a) ? -a : a);

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

/** SQRT_RATIO_M1 of §4.2. */
function sqrtRatio(u: bigint, v: bigint): { readonly isSquare: boolean; readonly root: bigint } {
  const v3 = mod(v * v * v);
  const root = mod(u * v3 * power(u * v3 * v3 * v, (p - 5n) / 8n));
  const check = mod(v * root * root);
  const flipped = check === mod(-u);
  const turned = flipped || check === mod(-u * sqrtM1);
  return { isSquare: flipped || check === mod(u), root: abs(turned ? root * sqrtM1 : root) };
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

class Element {
  readonly #point: EdwardsPoint;

  constructor(point: EdwardsPoint) {
    this.#point = point;
  }

  /** §4.3.1. Throws RangeError for bytes that encode no element. */
  static fromBytes(bytes: Uint8Array): Element {
    const s = numberOf(bytes);
    const u1 = mod(1n - s * s);
    const u2 = mod(1n + s * s);
    const v = mod(-d * u1 * u1 - u2 * u2);
    const { isSquare, root } = sqrtRatio(1n, v * mod(u2 * u2));
    const denominatorX = mod(root * u2);
    const x = abs(2n * s * denominatorX);
    const y = mod(u1 * root * denominatorX * v);
    const canonical = bytes.length === elementBytes && s < p && !isNegative(s);
    if (!canonical || !isSquare || isNegative(x * y) || y === 0n)
      throw new RangeError("these bytes encode no element of ristretto255");
    return new Element(Edwards.fromAffine({ x, y }));
  }

  /** §4.3.2. */
  toBytes(): Uint8Array {
    const { X, Y, Z, T } = this.#point;
    const u1 = mod((Z + Y) * (Z - Y));
    const u2 = mod(X * Y);
    const { root } = sqrtRatio(1n, u1 * mod(u2 * u2));
    const zInverse = mod(root * u1 * root * u2 * T);
    const rotate = isNegative(T * zInverse);
    const x = rotate ? Y * sqrtM1 : X;
    const y = rotate ? X * sqrtM1 : Y;
    const denominator = rotate ? root * u1 * invSqrtAMinusD : root * u2;
    let rest = abs(denominator * (Z - (isNegative(x * zInverse) ? -y : y)));
    return Uint8Array.from({ length: elementBytes }, () => {
      const byte = Number(rest & 255n);
      rest >>= 8n;
      return byte;
    });
  }

  /** `scalar`: 1 to the order less 1, else it throws. */
  multiply(scalar: bigint): Element {
    return new Element(this.#point.multiply(scalar));
  }

  is0(): boolean {
    return this.toBytes().every((byte) => byte === 0);
  }

  add(other: Element): Element {
    return new Element(this.#point.add(other.#point));
  }
}

/** MAP of §4.3.4. */
function mapped(bytes: Uint8Array): Element {
  const t = mod(numberOf(bytes) & ((1n << 255n) - 1n));
  const r = mod(sqrtM1 * t * t);
  const u = (r + 1n) * (1n - d * d);
  const v = mod((-1n - r * d) * (r + d));
  const { isSquare, root } = sqrtRatio(mod(u), v);
  const s = isSquare ? root : -abs(root * t);
  const n = (isSquare ? -1n : r) * (r - 1n) * mod((d - 1n) * (d - 1n)) - v;
  const [w0, w1, w2, w3] = [2n * s * v, n * sqrtAdMinusOne, 1n - s * s, 1n + s * s];
  return new Element(new Edwards(mod(w0 * w3), mod(w2 * w1), mod(w1 * w3), mod(w0 * w2)));
}

export const ristretto255 = { Point: Element };
export const ristretto255_hasher = {
  /** §4.3.4, from 64 bytes. */
  deriveToCurve: (bytes: Uint8Array): Element =>
    mapped(bytes.subarray(0, elementBytes)).add(mapped(bytes.subarray(elementBytes))),
};
