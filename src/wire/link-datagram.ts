/**
 * Datagrams of the link: the clear part of each kind (PROTOCOL.md §1, §2, §3).
 *
 * Codecs only. Every decoder returns undefined for anything malformed and never
 * throws; views share memory with the input. Nothing here is authenticated.
 */
import { ByteReader, ByteWriter } from "../base/bytes.ts";

/** RFC 9000 §14: what any path carries. */
export const datagramBytesMax = 1_200;
/** What Ethernet carries over IPv4. Only packets grow beyond 1200 bytes, and only where the path was found to carry it. */
export const datagramBytesLargest = 1_472;
export const connectionIdBytes = 8;
export const cookieBytes = 16;
export const resetTokenBytes = 16;
/** An AEAD tag. */
export const tagBytes = 16;
/** Kind, connection id, packet number. */
export const packetHeaderBytes = 1 + connectionIdBytes + 4;
/** Bytes of frames in one packet. */
export const framesBytesMax = datagramBytesMax - packetHeaderBytes - tagBytes;
/** Certificates and the like, carried in the handshake. */
export const credentialBytesMax = 512;

/** The first byte; its high half is the version of the protocol, 1. */
export const datagramKinds = {
  /** First message of Noise IK. */
  initIk: 0x10,
  /** First message of Noise XX. */
  initXx: 0x11,
  /** Second message of either. */
  response: 0x12,
  /** Third message of XX. */
  finishXx: 0x13,
  /** Come again with this cookie. */
  retry: 0x14,
  /** The session you mean is not known here. */
  reset: 0x15,
  /** A protected packet, key phase 0; phase 1 is one more. */
  packet: 0x18,
} as const;

export interface InitDatagram {
  readonly pattern: "IK" | "XX";
  /** Where the initiator wants the answer. */
  readonly sourceId: Uint8Array;
  /** Zeros where it has none. */
  readonly cookie: Uint8Array;
  readonly message: Uint8Array;
}

/** Kind, source id, cookie. */
export const initHeaderBytes = 1 + connectionIdBytes + cookieBytes;

/** Padded inside its encrypted payload by the caller to `datagramBytesMax`. */
export function encodeInit({ pattern, sourceId, cookie, message }: InitDatagram): Uint8Array {
  const kind = pattern === "IK" ? datagramKinds.initIk : datagramKinds.initXx;
  return new ByteWriter(datagramBytesMax).u8(kind).raw(sourceId).raw(cookie).raw(message).finish();
}

/** Anything shorter than a full datagram is refused: that is what bounds amplification. */
export function decodeInit(bytes: Uint8Array): InitDatagram | undefined {
  if (bytes.length !== datagramBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  const kind = reader.u8();
  if (kind !== datagramKinds.initIk && kind !== datagramKinds.initXx) return undefined;
  return {
    pattern: kind === datagramKinds.initIk ? "IK" : "XX",
    sourceId: reader.take(connectionIdBytes),
    cookie: reader.take(cookieBytes),
    message: reader.rest(),
  };
}

/** A RESPONSE, RETRY or FINISH: a kind, the receiver's connection id, a body. */
export function encodeAddressed(kind: number, targetId: Uint8Array, body: Uint8Array): Uint8Array {
  return new ByteWriter(1 + connectionIdBytes + body.length)
    .u8(kind)
    .raw(targetId)
    .raw(body)
    .finish();
}

export interface Addressed {
  readonly targetId: Uint8Array;
  readonly body: Uint8Array;
}

export function decodeAddressed(bytes: Uint8Array): Addressed | undefined {
  if (bytes.length <= 1 + connectionIdBytes || bytes.length > datagramBytesMax) return undefined;
  return {
    targetId: bytes.subarray(1, 1 + connectionIdBytes),
    body: bytes.subarray(1 + connectionIdBytes),
  };
}

export function encodeReset(token: Uint8Array): Uint8Array {
  return new ByteWriter(1 + resetTokenBytes).u8(datagramKinds.reset).raw(token).finish();
}

/** The token of a RESET. */
export function decodeReset(bytes: Uint8Array): Uint8Array | undefined {
  return bytes.length === 1 + resetTokenBytes ? bytes.subarray(1) : undefined;
}

/** What each side says inside the handshake's encryption. */
export interface HandshakePayload {
  /** The connection id at which the writer wants packets. */
  readonly connectionId: Uint8Array;
  /** The token that a RESET of the writer for this session will carry. */
  readonly resetToken: Uint8Array;
  readonly credential: Uint8Array;
  /** What the writer understands beyond the first version: bits of `linkFeatures`. */
  readonly features: number;
  /** REQUEST frames, of an initiator that need not wait for an answer; absent for none. */
  readonly early?: Uint8Array;
}

/** A node uses them only towards one that says it has them. */
export const linkFeatures = {
  /** PARITY, the wish for it in REQUEST, and first requests for some symbols only. */
  parity: 1,
  /** PATH_CHALLENGE and PATH_RESPONSE, NEED, and packets of more than 1200 bytes. */
  paths: 2,
} as const;

/** All that this version has. */
export const ownFeatures: number = linkFeatures.parity | linkFeatures.paths;

const payloadVersion = 1;

/** Zero-padded to `bytes` in all where that is more. What follows is reserved: a reader skips it. */
export function encodeHandshakePayload(payload: HandshakePayload, bytes = 0): Uint8Array {
  const writer = new ByteWriter(datagramBytesMax)
    .u8(payloadVersion)
    .raw(payload.connectionId)
    .raw(payload.resetToken)
    .u16(payload.credential.length)
    .raw(payload.credential)
    .u8(payload.features);
  const { early } = payload;
  if (early !== undefined) writer.u16(early.length).raw(early);
  const padding = Math.max(0, bytes - writer.length);
  return writer.raw(new Uint8Array(padding)).finish();
}

export function decodeHandshakePayload(bytes: Uint8Array): HandshakePayload | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== payloadVersion) return undefined;
  const connectionId = reader.take(connectionIdBytes);
  const resetToken = reader.take(resetTokenBytes);
  const length = reader.u16();
  if (length > credentialBytesMax) return undefined;
  const credential = reader.take(length);
  if (!reader.ok) return undefined;
  // Nodes of before end here, or go on with zeros.
  const features = reader.remaining > 0 ? reader.u8() : 0;
  const earlyBytes = reader.remaining >= 2 ? reader.u16() : 0;
  const early = reader.take(earlyBytes);
  if (!reader.ok) return undefined;
  const payload = { connectionId, resetToken, credential, features };
  return earlyBytes === 0 ? payload : { ...payload, early };
}

/** Writes a packet's clear header to `into`. `number` counts from 0; 32 bits of it travel. */
export function writePacketHeader(
  into: Uint8Array,
  phase: number,
  targetId: Uint8Array,
  number: number,
): void {
  into[0] = datagramKinds.packet | phase;
  into.set(targetId, 1);
  into[9] = (number >>> 24) & 0xff;
  into[10] = (number >>> 16) & 0xff;
  into[11] = (number >>> 8) & 0xff;
  into[12] = number & 0xff;
}

/** The 32 bits of packet number that a packet carries. */
export function truncatedNumber(datagram: Uint8Array): number {
  return readU32(datagram, 9);
}

/** The first half of the connection id a packet names, signed: the key under which its receiver keeps the session. */
export function connectionKey(bytes: Uint8Array, at = 1): number {
  return readU32(bytes, at) | 0;
}

/**
 * The full number nearest to one more than the largest seen (RFC 9000 A.3).
 * `largest` is −1 before the first packet.
 */
export function recoverNumber(largest: number, truncated: number): number {
  const expected = largest + 1;
  const span = 0x1_0000_0000;
  const candidate = expected - (expected % span) + truncated;
  if (candidate <= expected - span / 2) return candidate + span;
  if (candidate > expected + span / 2 && candidate >= span) return candidate - span;
  return candidate;
}

function readU32(bytes: Uint8Array, at: number): number {
  // Callers have checked the length; 0 only satisfies the compiler.
  const high = (bytes[at] ?? 0) * 0x100_0000;
  return high + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
}
