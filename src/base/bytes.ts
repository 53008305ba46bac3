/**
 * Byte strings: joining, comparing, text forms, and a cursor pair that reads
 * and writes big-endian fields (network order, RFC 1700).
 *
 * A `ByteReader` never throws on short input and never reads out of bounds:
 * it turns bad (`ok` is false) and yields zeros, so a decoder reads straight
 * through and checks `ok` once at its end. Views share memory with the input.
 */
import { assert } from "./assert.ts";

export const emptyBytes = new Uint8Array(0);

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Plain comparison. For secrets use `timingSafeEqual` of node:crypto. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  // Joined, not added up: a text that was added up is a tree of its parts until somebody reads it.
  const digits = new Array<string | undefined>(bytes.length);
  for (let i = 0; i < bytes.length; i++) digits[i] = hexDigits[bytes[i] ?? 0];
  return digits.join("");
}

/** Undefined where `text` is not an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Undefined where `text` is not base64url. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Undefined where `bytes` is not valid UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Longest varint that is read or written: values below 2^42 need six bytes. */
const varintBytesMax = 7;

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #ok = true;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** False once anything was read past the end or malformed. */
  get ok(): boolean {
    return this.#ok;
  }
  get offset(): number {
    return this.#at;
  }
  get remaining(): number {
    return this.#ok ? this.bytes.length - this.#at : 0;
  }

  /** Turns the reader bad: for a field whose value is out of its range. */
  fail(): void {
    this.#ok = false;
  }

  u8(): number {
    const at = this.#take(1);
    return at < 0 ? 0 : this.#view.getUint8(at);
  }
  u16(): number {
    const at = this.#take(2);
    return at < 0 ? 0 : this.#view.getUint16(at);
  }
  u32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#view.getUint32(at);
  }
  i32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#view.getInt32(at);
  }
  /** An unsigned 64-bit field below 2^53; a larger one turns the reader bad. */
  u64(): number {
    const high = this.u32();
    const low = this.u32();
    if (high >= 0x200000) this.fail();
    return this.#ok ? high * 0x1_0000_0000 + low : 0;
  }
  f64(): number {
    const at = this.#take(8);
    return at < 0 ? 0 : this.#view.getFloat64(at);
  }

  /** LEB128, as in protobuf, for values below 2^49. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < varintBytesMax; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return this.#ok ? value : 0;
      scale *= 128;
    }
    this.fail();
    return 0;
  }

  /** A view, not a copy. Empty when the input is too short. */
  take(length: number): Uint8Array {
    const at = this.#take(length);
    return at < 0 ? emptyBytes : this.bytes.subarray(at, at + length);
  }

  /** A varint length and that many bytes; turns bad above `lengthMax`. */
  sized(lengthMax: number): Uint8Array {
    const length = this.varint();
    if (length > lengthMax) this.fail();
    return this.take(length);
  }

  /** A varint length and that many bytes of UTF-8; turns bad on bad UTF-8. */
  text(lengthMax: number): string {
    const text = utf8Text(this.sized(lengthMax));
    if (text === undefined) this.fail();
    return text ?? "";
  }

  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  #take(length: number): number {
    if (!this.#ok || this.#at + length > this.bytes.length) {
      this.#ok = false;
      return -1;
    }
    const at = this.#at;
    this.#at += length;
    return at;
  }
}

export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #at = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#at;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }
  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value);
    return this;
  }
  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value);
    return this;
  }
  i32(value: number): this {
    const at = this.#grow(4);
    this.#view.setInt32(at, value);
    return this;
  }
  u64(value: number): this {
    assert(Number.isSafeInteger(value) && value >= 0, "a u64 field is a safe integer");
    return this.u32(Math.floor(value / 0x1_0000_0000)).u32(value >>> 0);
  }
  f64(value: number): this {
    const at = this.#grow(8);
    this.#view.setFloat64(at, value);
    return this;
  }
  varint(value: number): this {
    assert(Number.isSafeInteger(value) && value >= 0, "a varint is a natural number");
    let left = value;
    while (left >= 0x80) {
      this.u8((left % 128) | 0x80);
      left = Math.floor(left / 128);
    }
    return this.u8(left);
  }
  raw(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }
  /** A varint length, then the bytes. */
  sized(bytes: Uint8Array): this {
    return this.varint(bytes.length).raw(bytes);
  }
  text(value: string): this {
    return this.sized(utf8Bytes(value));
  }

  /** A view of what was written; a later write may move away from it. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #grow(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, at + length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#at = at + length;
    return at;
  }
}
