/**
 * First packets of the two codecs in Ogg: Opus (RFC 7845 §5.1) and FLAC
 * (RFC 9639 §10.1), and the first byte of an Opus packet (RFC 6716 §3.1).
 * Strict; undefined for anything else.
 */
import { ByteReader, equalBytes, utf8Bytes } from "../base/bytes.ts";

export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz to drop from the start. */
  readonly preSkip: number;
}

export interface FlacHead {
  /** STREAMINFO without its block header, 34 bytes (RFC 9639 §8.2). */
  readonly streamInfo: Uint8Array;
  readonly rate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Samples in a block; 0 unless all blocks but the last have this many. */
  readonly blockSamples: number;
}

const opusMagic = utf8Bytes("OpusHead");
const opusHeadBytes = 19;
const flacMagic = Uint8Array.of(0x7f, ...utf8Bytes("FLAC"), 1);
const nativeMagic = utf8Bytes("fLaC");
const streamInfoBytes = 34;

export function readOpusHead(packet: Uint8Array): OpusHead | undefined {
  if (packet.length !== opusHeadBytes) return undefined;
  if (!equalBytes(packet.subarray(0, opusMagic.length), opusMagic)) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  // Version 0.x, no output gain, mapping family 0: what our encoder writes.
  const [version, channels, family] = [view.getUint8(8), view.getUint8(9), view.getUint8(18)];
  if (version > 15 || channels < 1 || channels > 2 || family !== 0) return undefined;
  if (view.getInt16(16, true) !== 0) return undefined;
  return { channels, preSkip: view.getUint16(10, true) };
}

export function readFlacHead(packet: Uint8Array): FlacHead | undefined {
  const reader = new ByteReader(packet);
  if (!equalBytes(reader.take(flacMagic.length), flacMagic)) return undefined;
  reader.take(3); // minor version and count of header packets
  if (!equalBytes(reader.take(nativeMagic.length), nativeMagic)) return undefined;
  // Block type 0, last flag either way, length 34.
  if ((reader.u32() & 0x7fff_ffff) !== streamInfoBytes) return undefined;
  const streamInfo = reader.take(streamInfoBytes);
  return reader.ok && reader.remaining === 0 ? readStreamInfo(streamInfo) : undefined;
}

function readStreamInfo(streamInfo: Uint8Array): FlacHead {
  const view = new DataView(streamInfo.buffer, streamInfo.byteOffset, streamInfo.byteLength);
  const packed = view.getUint32(10);
  const [least, most] = [view.getUint16(0), view.getUint16(2)];
  return {
    streamInfo,
    rate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    blockSamples: least === most ? least : 0,
  };
}

/** STREAMINFO with the number of samples filled in, which a stream's own cannot know (36 bits). */
export function withTotalSamples(streamInfo: Uint8Array, totalSamples: number): Uint8Array {
  const filled = Uint8Array.from(streamInfo);
  const view = new DataView(filled.buffer);
  const high = Math.floor(totalSamples / 0x1_0000_0000) & 0x0f;
  view.setUint8(13, (view.getUint8(13) & 0xf0) | high);
  view.setUint32(14, totalSamples >>> 0);
  return filled;
}

/** Whether an Opus packet is one CELT frame of 20 ms: configurations 19, 23, 27 and 31, code 0. */
export function isCelt20(packet: Uint8Array): boolean {
  const first = packet[0];
  if (first === undefined) return false;
  const config = first >>> 3;
  return config >= 16 && config % 4 === 3 && (first & 3) === 0;
}
