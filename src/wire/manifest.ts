/**
 * Bytes of a manifest (docs/MEDIA.md §3): head, signer's key, signature, tags.
 *
 * A codec only: it signs and verifies nothing. Malformed bytes decode to
 * undefined. The head is kept as it came, because the signature is over its bytes.
 */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { readHash, readTags, type TagFields, writeHash, writeTags } from "./track-fields.ts";

export interface RungFields {
  /** Number of the rung (PROTOCOL.md §6). */
  readonly code: number;
  /** Chunks of one second, at least 1. */
  readonly chunkCount: number;
  /** Hash tree over the chunks. */
  readonly root: Uint8Array;
  /** Samples at `rate` that the decoder gives before the first of the track. */
  readonly preSkip: number;
  /** Sample rate in Hz. */
  readonly rate: number;
  /** Samples at `rate` of the track itself, without pre-skip and padding. */
  readonly totalFrames: number;
  /** Samples at `rate` in a codec frame. */
  readonly frameSamples: number;
  /** FLAC's STREAMINFO (34 bytes, RFC 9639 §8.2); empty for Opus. */
  readonly setup: Uint8Array;
  /** All chunks together. */
  readonly bytes: number;
}

export interface HeadFields {
  readonly track: string;
  readonly durationMs: number;
  /** Integrated loudness in hundredths of LUFS (EBU R128). */
  readonly loudness: number;
  /** True peak in hundredths of dBTP. */
  readonly truePeak: number;
  readonly tagsHash: Uint8Array;
  readonly rungs: readonly RungFields[];
}

export interface ManifestParts {
  readonly head: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly tags: Uint8Array;
}

export interface TagsBlock {
  readonly tags: TagFields;
  /** SHA-256 of the cover, hexadecimal. */
  readonly artwork: string | undefined;
}

const headVersion = 1;
const trackBytes = 16;
const hashBytes = 32;
const keyBytes = 32;
const signatureBytes = 64;
const rungsMax = 8;
const setupBytesMax = 34;

export function encodeHead(head: HeadFields): Uint8Array {
  const writer = new ByteWriter(512).u8(headVersion);
  writer.raw(fromHex(head.track) ?? new Uint8Array(trackBytes)).u32(head.durationMs);
  writer.i32(head.loudness).i32(head.truePeak).raw(head.tagsHash).u8(head.rungs.length);
  for (const rung of head.rungs) {
    writer.u8(rung.code).u32(rung.chunkCount).raw(rung.root).u32(rung.preSkip).u32(rung.rate);
    writer.u64(rung.totalFrames).u16(rung.frameSamples).sized(rung.setup).u64(rung.bytes);
  }
  return writer.finish();
}

export function decodeHead(bytes: Uint8Array): HeadFields | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== headVersion) return undefined;
  const track = toHex(reader.take(trackBytes));
  const durationMs = reader.u32();
  const loudness = reader.i32();
  const truePeak = reader.i32();
  const tagsHash = reader.take(hashBytes);
  const count = reader.u8();
  if (count === 0 || count > rungsMax) return undefined;
  const rungs = Array.from({ length: count }, () => readRung(reader));
  const done = reader.ok && reader.remaining === 0;
  return done ? { track, durationMs, loudness, truePeak, tagsHash, rungs } : undefined;
}

function readRung(reader: ByteReader): RungFields {
  return {
    code: reader.u8(),
    chunkCount: reader.u32(),
    root: reader.take(hashBytes),
    preSkip: reader.u32(),
    rate: reader.u32(),
    totalFrames: reader.u64(),
    frameSamples: reader.u16(),
    setup: reader.sized(setupBytesMax),
    bytes: reader.u64(),
  };
}

export function encodeManifest(parts: ManifestParts): Uint8Array {
  const writer = new ByteWriter(1024).u16(parts.head.length).raw(parts.head);
  return writer.raw(parts.publicKey).raw(parts.signature).raw(parts.tags).finish();
}

export function decodeManifest(bytes: Uint8Array): ManifestParts | undefined {
  const reader = new ByteReader(bytes);
  const head = reader.take(reader.u16());
  const publicKey = reader.take(keyBytes);
  const signature = reader.take(signatureBytes);
  return reader.ok ? { head, publicKey, signature, tags: reader.rest() } : undefined;
}

export function encodeTags(block: TagsBlock): Uint8Array {
  const writer = new ByteWriter(256);
  writeTags(writer, block.tags);
  writeHash(writer, block.artwork);
  return writer.finish();
}

export function decodeTags(bytes: Uint8Array): TagsBlock | undefined {
  const reader = new ByteReader(bytes);
  const tags = readTags(reader);
  const artwork = readHash(reader);
  return reader.ok && reader.remaining === 0 ? { tags, artwork } : undefined;
}
