/**
 * Packets of a Cast stream: RTP (RFC 3550 §5.1) with Cast's own header behind it
 * (docs/TAB-AUDIO.md). Pure.
 */
import { ByteReader } from "../../../base/bytes.ts";
import { datagramBytesMax, extensionsMax, framePacketsMax } from "./limits.ts";

export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  /** Lower 32 bits, in units of the stream's rate. */
  readonly rtpTime: number;
  readonly ssrc: number;
  /** Lower 8 bits. */
  readonly frame: number;
  /** Which packet of the frame it is, and which is its last: 0…framePacketsMax − 1. */
  readonly part: number;
  readonly lastPart: number;
  /** The sender's new playout delay, from this frame on; undefined where it stays. */
  readonly delayMs: number | undefined;
  /** A view into the datagram. */
  readonly payload: Uint8Array;
}

const version2 = 0x80;
const hasReference = 0x40;
const extensionCountMask = 0x3f;
/** Type and size of an extension are six and ten bits. */
const extensionSizeBits = 10;
const adaptiveLatency = 1;

/** What RTCP has in the place of a payload type (RFC 5761 §4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const type = bytes[1] ?? 0;
  return type >= 192 && type <= 223;
}

/** Undefined where it is none, whatever the bytes are. */
export function readRtp(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length > datagramBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  // Cast has neither padding, nor RTP's own extensions, nor contributing sources.
  if (reader.u8() !== version2) return undefined;
  const payloadType = reader.u8() & 0x7f;
  const head = { payloadType, sequence: reader.u16(), rtpTime: reader.u32(), ssrc: reader.u32() };
  const flags = reader.u8();
  const place = { frame: reader.u8(), part: reader.u16(), lastPart: reader.u16() };
  if ((flags & hasReference) !== 0) reader.u8();
  const extensions = flags & extensionCountMask;
  if (extensions > extensionsMax) return undefined;
  const delayMs = readExtensions(reader, extensions);
  if (!reader.ok || place.part > place.lastPart || place.lastPart >= framePacketsMax)
    return undefined;
  return { ...head, ...place, delayMs, payload: reader.rest() };
}

function readExtensions(reader: ByteReader, count: number): number | undefined {
  let delayMs: number | undefined;
  for (let i = 0; i < count && reader.ok; i++) {
    const head = reader.u16();
    const type = head >> extensionSizeBits;
    const value = reader.take(head & ((1 << extensionSizeBits) - 1));
    if (type === adaptiveLatency && value.length === 2) delayMs = new ByteReader(value).u16();
  }
  return delayMs;
}

/** The number with these lower bits that is nearest to `near`; of two that are as near the greater. */
export function expand(low: number, bits: 8 | 16 | 32, near: number): number {
  const span = 2 ** bits;
  const at = near - (((near % span) + span) % span) + low;
  if (at - near > span / 2) return at - span;
  return near - at >= span / 2 ? at + span : at;
}
