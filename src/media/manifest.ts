/**
 * The signed description of a track: what it is, how loud, and for each rung
 * its length and the root of the hash tree over its chunks (docs/MEDIA.md §3).
 *
 * The signature covers the head, and the head the hash of the tags; so whoever
 * holds a manifest from a trusted signer can take chunks from anybody. Nothing
 * here decides whom to trust: the caller passes that in.
 *
 * Invariants:
 *   I1  a Manifest object came from `verifyManifest` and is within the limits of this folder
 *   I2  chunkCount, totalFrames and preSkip of a rung agree with each other
 */
import { createHash } from "node:crypto";
import { assert } from "../base/assert.ts";
import { concatBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";
import * as wire from "../wire/manifest.ts";
import { type Ed25519KeyPair, ed25519Sign, ed25519Verify } from "./ed25519.ts";
import { chunksPerTrackMax, manifestHeadBytesMax } from "./limits.ts";
import { framesPerChunk, type RungName, rungOfCode, rungs } from "./rung.ts";
import type { TrackInfo, TrackTags } from "./track.ts";
import type { TrackId } from "./track-id.ts";

export interface ManifestRung {
  readonly rung: RungName;
  /** Chunks of one second; the last may hold fewer frames. */
  readonly chunkCount: number;
  /** Hash tree over the chunks (RFC 6962 §2.1). */
  readonly root: Uint8Array;
  /** Samples at `rate` to drop from the start of what the decoder gives: encoder delay (RFC 7845 §4.2). */
  readonly preSkip: number;
  /** Sample rate of the coded stream in Hz; 48000 for Opus. */
  readonly rate: number;
  /** Samples at `rate` to play after pre-skip; what the decoder gives beyond is padding. */
  readonly totalFrames: number;
  /** Samples at `rate` in one codec frame of 20 ms. */
  readonly frameSamples: number;
  /** FLAC's STREAMINFO block; empty for Opus. */
  readonly setup: Uint8Array;
  /** Canonical bytes of all chunks together. */
  readonly bytes: number;
}

export interface ManifestHead {
  readonly track: TrackId;
  readonly durationMs: number;
  /** Integrated loudness in LUFS (EBU R128), −70 for silence. Resolution 0.01. */
  readonly loudnessLufs: number;
  /** True peak in dBTP. Resolution 0.01. */
  readonly truePeakDb: number;
  /** At least one, each name once, in the order of the ladder. */
  readonly rungs: readonly ManifestRung[];
}

export interface ManifestTags {
  readonly tags: TrackTags;
  /** SHA-256 of the cover image, hexadecimal. */
  readonly artwork: string | undefined;
}

export interface Manifest extends ManifestHead, ManifestTags {
  /** Ed25519 key that signed the head. */
  readonly signer: Uint8Array;
}

/** Separates this signature from all others that a household key makes. */
const domain = utf8Bytes("nightjar manifest head v1\0");
const emptySetup = 0;
const streamInfoBytes = 34;

/** Bytes of the manifest object, signed. */
export function signManifest(
  head: ManifestHead,
  tags: ManifestTags,
  signer: Ed25519KeyPair,
): Uint8Array {
  const tagBytes = wire.encodeTags(tags);
  const headBytes = wire.encodeHead({
    track: head.track,
    durationMs: head.durationMs,
    loudness: Math.round(head.loudnessLufs * 100),
    truePeak: Math.round(head.truePeakDb * 100),
    tagsHash: sha256(tagBytes),
    rungs: head.rungs.map((rung) => ({ ...rung, code: rungs[rung.rung].code })),
  });
  assert(headBytes.length <= manifestHeadBytesMax, "a head fits one datagram");
  const signature = ed25519Sign(signer.privateKey, concatBytes([domain, headBytes]));
  return wire.encodeManifest({
    head: headBytes,
    publicKey: signer.publicKey,
    signature,
    tags: tagBytes,
  });
}

/** Undefined unless it is well formed, signed by a key that is trusted, and its tags are those signed for. */
export function verifyManifest(
  bytes: Uint8Array,
  isTrustedSigner: (publicKey: Uint8Array) => boolean,
): Manifest | undefined {
  const parts = wire.decodeManifest(bytes);
  if (parts === undefined || parts.head.length > manifestHeadBytesMax) return undefined;
  if (!isTrustedSigner(parts.publicKey)) return undefined;
  const signed = concatBytes([domain, parts.head]);
  if (!ed25519Verify(parts.publicKey, signed, parts.signature)) return undefined;
  const fields = wire.decodeHead(parts.head);
  const tags = wire.decodeTags(parts.tags);
  if (fields === undefined || tags === undefined) return undefined;
  if (!equalBytes(fields.tagsHash, sha256(parts.tags))) return undefined;
  const head = headOf(fields);
  return head === undefined ? undefined : { ...head, ...tags, signer: parts.publicKey };
}

export function trackInfoOf(manifest: ManifestHead & ManifestTags): TrackInfo {
  return {
    ...manifest.tags,
    id: manifest.track,
    durationMs: manifest.durationMs,
    rungs: manifest.rungs.map(({ rung }) => rung),
    artwork: manifest.artwork,
  };
}

export function manifestRung(manifest: ManifestHead, name: RungName): ManifestRung | undefined {
  return manifest.rungs.find(({ rung }) => rung === name);
}

/** Codec frames of a rung, pre-skip and padding included. */
export function frameCountOf(
  rung: Pick<ManifestRung, "preSkip" | "totalFrames" | "frameSamples">,
): number {
  return Math.ceil((rung.preSkip + rung.totalFrames) / rung.frameSamples);
}

/** Codec frames in chunk `index` of a rung: 50, fewer in the last, 0 past the end. */
export function framesInChunk(
  rung: Pick<ManifestRung, "preSkip" | "totalFrames" | "frameSamples">,
  index: number,
): number {
  const left = frameCountOf(rung) - index * framesPerChunk;
  return Math.max(0, Math.min(framesPerChunk, left));
}

function headOf(fields: wire.HeadFields): ManifestHead | undefined {
  const known = fields.rungs.map(rungOf).filter((rung) => rung !== undefined);
  const names = new Set(known.map(({ rung }) => rung));
  if (known.length !== fields.rungs.length || names.size !== known.length) return undefined;
  return {
    track: fields.track,
    durationMs: fields.durationMs,
    loudnessLufs: fields.loudness / 100,
    truePeakDb: fields.truePeak / 100,
    rungs: known,
  };
}

/** I2. A signer that is trusted may still be of another version, or broken. */
function rungOf(fields: wire.RungFields): ManifestRung | undefined {
  const { code, ...rest } = fields;
  const rung = rungOfCode(code);
  if (rung === undefined || fields.frameSamples === 0 || fields.totalFrames === 0) return undefined;
  if (fields.rate !== fields.frameSamples * framesPerChunk) return undefined;
  if (fields.chunkCount > chunksPerTrackMax) return undefined;
  if (fields.chunkCount !== Math.ceil(frameCountOf(fields) / framesPerChunk)) return undefined;
  const setupBytes = rungs[rung].codec === "flac" ? streamInfoBytes : emptySetup;
  return fields.setup.length === setupBytes ? { ...rest, rung } : undefined;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
