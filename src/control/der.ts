/**
 * Just enough of DER (ITU-T X.690 §8, §10) to write one certificate. Writes
 * only; lengths below 65536.
 */
import { assert } from "../base/assert.ts";
import { concatBytes, utf8Bytes } from "../base/bytes.ts";

const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nothing: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  boolean: 0x01,
} as const;

function tagged(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  assert(length < 0x10000, "a certificate's part is small");
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return concatBytes([Uint8Array.from(header), content]);
}

export function sequence(...parts: Uint8Array[]): Uint8Array {
  return tagged(tags.sequence, concatBytes(parts));
}

export function setOf(part: Uint8Array): Uint8Array {
  return tagged(tags.set, part);
}

/** Context-specific, constructed: `[number] EXPLICIT`. */
export function explicit(number: number, content: Uint8Array): Uint8Array {
  return tagged(0xa0 | number, content);
}

/** A non-negative integer, big-endian; leading zeros fall away. */
export function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const signed = (digits[0] ?? 0) >= 0x80 ? concatBytes([Uint8Array.of(0), digits]) : digits;
  return tagged(tags.integer, signed);
}

export function bitString(bytes: Uint8Array): Uint8Array {
  return tagged(tags.bitString, concatBytes([Uint8Array.of(0), bytes])); // no unused bits
}

/** Up to eight named bits, the first the highest of `byte`; trailing zeros fall away (X.690 §11.2.2). */
export function bits(byte: number): Uint8Array {
  assert(byte > 0 && byte < 0x100, "a bit is named");
  const unused = 31 - Math.clz32(byte & -byte);
  return tagged(tags.bitString, Uint8Array.of(unused, byte));
}

export function nothing(): Uint8Array {
  return tagged(tags.nothing, new Uint8Array(0));
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return tagged(tags.octetString, bytes);
}

export function utf8String(text: string): Uint8Array {
  return tagged(tags.utf8, utf8Bytes(text));
}

export function trueBoolean(): Uint8Array {
  return tagged(tags.boolean, Uint8Array.of(0xff));
}

/** `YYYYMMDDHHMMSSZ`; years below 2050 have two digits in a certificate (RFC 5280 §4.1.2.5). */
export function time(text: string): Uint8Array {
  const short = text < "2050";
  return tagged(short ? tags.utcTime : tags.generalizedTime, utf8Bytes(text.slice(short ? 2 : 0)));
}

/** An object identifier from its numbers; each below 2^21, the first two packed in one. */
export function oid(...numbers: number[]): Uint8Array {
  const [root = 0, branch = 0, ...rest] = numbers;
  const bytes = [root * 40 + branch, ...rest.flatMap(base128)];
  return tagged(tags.oid, Uint8Array.from(bytes));
}

function base128(number: number): number[] {
  assert(number < 1 << 21, "an identifier's number is small");
  const low = number & 0x7f;
  if (number < 0x80) return [low];
  const middle = 0x80 | ((number >> 7) & 0x7f);
  return number < 1 << 14 ? [middle, low] : [0x80 | (number >> 14), middle, low];
}
