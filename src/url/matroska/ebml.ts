/**
 * Elements of EBML (RFC 8794): their heads, their values, and the children of one
 * that is there as a whole. Pure; nothing here believes a size further than the
 * bytes go.
 */
import { utf8Text } from "../../base/bytes.ts";

export interface ElementHead {
  /** With its marker, as the specification writes it. */
  readonly id: number;
  /** Bytes of its body; undefined where it is of unknown size (§6.2). */
  readonly size: number | undefined;
  readonly headBytes: number;
}

/** "more": it is not all there; "bad": no element begins here. Ids have four bytes at most, sizes eight (RFC 9559 §11). */
export function elementHead(bytes: Uint8Array, at: number): ElementHead | "more" | "bad" {
  const first = bytes[at];
  if (first === undefined) return "more";
  const idBytes = Math.clz32(first) - 23;
  if (idBytes > 4) return "bad";
  const sizeAt = at + idBytes;
  const marker = bytes[sizeAt];
  if (marker === undefined) return "more";
  const sizeBytes = Math.clz32(marker) - 23;
  if (sizeBytes > 8) return "bad";
  if (sizeAt + sizeBytes > bytes.length) return "more";
  const id = uintAt(bytes, at, idBytes);
  const size = vintAt(bytes, sizeAt);
  return { id, size: size?.value, headBytes: idBytes + sizeBytes };
}

export interface Vint {
  /** Undefined where all its bits are set: an unknown size. */
  readonly value: number | undefined;
  readonly bytes: number;
}

/** A number of variable length (§4); undefined where it is not all there. Values above 2^53 are taken for 2^53. */
export function vintAt(bytes: Uint8Array, at: number): Vint | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  const high = first & (0xff >> length);
  const rest = bytes.subarray(at + 1, at + length);
  const unknown = high === 0xff >> length && rest.every((byte) => byte === 0xff);
  const value = rest.reduce((sum, byte) => sum * 256 + byte, high);
  return { value: unknown ? undefined : Math.min(value, 2 ** 53), bytes: length };
}

export interface Child {
  readonly id: number;
  /** A view. */
  readonly body: Uint8Array;
}

/** Of the body of an element; it ends where something is broken. */
export function* childrenOf(body: Uint8Array): Generator<Child> {
  for (let at = 0; at < body.length; ) {
    const head = elementHead(body, at);
    if (head === "more" || head === "bad" || head.size === undefined) return;
    const from = at + head.headBytes;
    if (from + head.size > body.length) return;
    yield { id: head.id, body: body.subarray(from, from + head.size) };
    at = from + head.size;
  }
}

/** Up to eight bytes (§7.2); above 2^53 it is not exact. */
export function uintOf(body: Uint8Array): number {
  return uintAt(body, 0, Math.min(8, body.length));
}

/** 0, 4 or 8 bytes (§7.3); 0 for what is none. */
export function floatOf(body: Uint8Array): number {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const value = body.length === 4 ? view.getFloat32(0) : body.length === 8 ? view.getFloat64(0) : 0;
  return Number.isFinite(value) ? value : 0;
}

/** Zeros behind it do not count (§7.4). */
export function textOf(body: Uint8Array): string {
  const end = body.indexOf(0);
  return utf8Text(end < 0 ? body : body.subarray(0, end)) ?? "";
}

function uintAt(bytes: Uint8Array, at: number, count: number): number {
  return bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
}
