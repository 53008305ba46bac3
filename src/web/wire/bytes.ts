/**
 * The scalars of protobuf's wire format (protobuf.dev/programming-guides/encoding),
 * as far as the control protocol uses them. Pure. Whole numbers are exact up to
 * 2^53. A reader throws RangeError on input that ends too early or is no protobuf.
 */
import { utf8Bytes } from "../../base/bytes.ts";

const decoder = new TextDecoder();
/** Ten bytes hold 64 bits; what is longer is malformed. */
const varintBytesMax = 10;

export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  pos = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < varintBytesMax; i++) {
      const byte = this.#bytes[this.pos++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new RangeError("a varint is malformed");
  }

  double(): number {
    return this.#view.getFloat64(this.#skip(8), true);
  }
  float(): number {
    return this.#view.getFloat32(this.#skip(4), true);
  }

  /** A copy: the caller may keep it. */
  bytes(): Uint8Array {
    const length = this.varint();
    const from = this.#skip(length);
    return this.#bytes.slice(from, from + length);
  }
  string(): string {
    return decoder.decode(this.bytes());
  }

  /** Passes over a field of this wire type. */
  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#skip(8);
    else if (wireType === 2) this.#skip(this.varint());
    else if (wireType === 5) this.#skip(4);
    else throw new RangeError("an unknown wire type");
  }

  #skip(bytes: number): number {
    const from = this.pos;
    if (bytes > this.#bytes.length - from) throw new RangeError("a field is cut short");
    this.pos += bytes;
    return from;
  }
}

export class WireWriter {
  readonly #out: number[] = [];

  finish(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  /** Whole, 0 to 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#out.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#out.push(rest);
  }
  double(value: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.#raw(bytes);
  }
  float(value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#raw(bytes);
  }
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#raw(value);
  }
  string(value: string): void {
    this.bytes(utf8Bytes(value));
  }

  #raw(bytes: Uint8Array): void {
    for (const byte of bytes) this.#out.push(byte);
  }
}
