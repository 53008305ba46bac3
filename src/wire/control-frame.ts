/**
 * Frames of the control protocol (docs/CONTROL.md §2): four bytes of length,
 * big-endian, then one protobuf `Frame`.
 *
 * Codec only: it knows no message's meaning, no time and no socket.
 *
 * Invariants:
 *   I1  a splitter holds at most one frame of `frameBytesMax`, whatever comes in
 *   I2  malformed input is a return value, never an exception
 */
import protobuf from "protobufjs/minimal.js";
import { assert } from "../base/assert.ts";
import "./protobuf.ts";
import { nightjar } from "./gen/control.js";

/** The messages and enumerations of control.proto. */
export const wire = nightjar.control;
export type { nightjar as schema } from "./gen/control.js";

/** A frame as it is sent: any subset of the fields. */
export type FrameOut = nightjar.control.Frame.$Properties;
/** A frame as it was read: `body` says which arm is there. */
export type FrameIn = nightjar.control.Frame & nightjar.control.Frame.$Shape;

/** Body of a frame at most: what a small device can hold for every connection at once. */
export const frameBytesMax = 65_536;
const headerBytes = 4;

/** The whole frame, length and body; undefined where the body would be above `frameBytesMax`. */
export function encodeFrame(frame: FrameOut): Uint8Array | undefined {
  const body = wire.Frame.encode(frame).finish();
  if (body.length > frameBytesMax) return undefined;
  const bytes = new Uint8Array(headerBytes + body.length);
  new DataView(bytes.buffer).setUint32(0, body.length);
  bytes.set(body, headerBytes);
  return bytes;
}

/** Undefined where `body` is no Frame. An arm that is not known leaves `body` of the frame unset. */
export function decodeFrame(body: Uint8Array): FrameIn | undefined {
  const reader = protobuf.Reader.create(body);
  reader.discardUnknown = true;
  try {
    return wire.Frame.decode(reader);
  } catch (error) {
    // The runtime reports malformed input so; anything else would be a fault of ours.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** What is wrong with a stream: its sender does not speak this protocol. */
export type SplitFault = "too-large" | "empty";

/** Cuts a byte stream into frame bodies. After a fault nothing more comes out. */
export class FrameSplitter {
  readonly #header = new Uint8Array(headerBytes);
  #headerFilled = 0;
  #body: Uint8Array | undefined;
  #bodyFilled = 0;
  #fault: SplitFault | undefined;

  get fault(): SplitFault | undefined {
    return this.#fault;
  }

  /** Whether a frame has begun and is not complete: the sender owes the rest. */
  get partial(): boolean {
    return this.#headerFilled > 0;
  }

  /** The bodies that `bytes` completes. They are copies: the caller may keep them. */
  *push(bytes: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < bytes.length && this.#fault === undefined) {
      at += this.#body === undefined ? this.#takeHeader(bytes, at) : this.#takeBody(bytes, at);
      const body = this.#body;
      if (body === undefined || this.#bodyFilled < body.length) continue;
      this.#body = undefined;
      this.#headerFilled = 0;
      yield body;
    }
  }

  #takeHeader(bytes: Uint8Array, at: number): number {
    const part = bytes.subarray(at, at + headerBytes - this.#headerFilled);
    this.#header.set(part, this.#headerFilled);
    this.#headerFilled += part.length;
    if (this.#headerFilled < headerBytes) return part.length;
    const length = new DataView(this.#header.buffer).getUint32(0);
    if (length > frameBytesMax) this.#fault = "too-large";
    else if (length === 0) this.#fault = "empty";
    else this.#body = new Uint8Array(length);
    this.#bodyFilled = 0;
    return part.length;
  }

  #takeBody(bytes: Uint8Array, at: number): number {
    const body = this.#body;
    assert(body !== undefined, "a body is begun");
    const part = bytes.subarray(at, at + body.length - this.#bodyFilled);
    body.set(part, this.#bodyFilled);
    this.#bodyFilled += part.length;
    return part.length;
  }
}
