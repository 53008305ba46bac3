/**
 * What a bundle says of itself, signed (docs/UPDATES.md §2).
 *
 * JSON, for whoever checks one with other programs; the signature is over the bytes as they
 * are, behind a domain string, so nothing has to be put in order first.
 *
 * Invariants:
 *   I1  `readManifest` returns nothing of bytes that no believed key signed
 *   I2  of a manifest that it returns every path stays within the slot's folder, every part
 *       has as many hashes as chunks, and nothing is larger than its place on the card
 */
import { concatBytes, utf8Bytes, utf8Text } from "../base/bytes.ts";
import { ed25519Sign, ed25519SignatureBytes, ed25519Verify } from "../media/ed25519.ts";
import { UpdateError } from "./errors.ts";
import {
  chunkBytes,
  fileBytesMax,
  filesBytesMax,
  manifestBytesMax,
  partsMax,
  pathBytesMax,
  rootBytesMax,
  wordBytesMax,
} from "./limits.ts";
import { isVersion } from "./version.ts";

const domain = utf8Bytes("nightjar update manifest 1\0");
const format = 1;

/** A piece of the payload; they follow each other there in this order. */
export interface Part {
  /** `root` goes to the slot's partition, `file` into its folder of the boot partition. */
  readonly kind: "root" | "file";
  /** Below the slot's folder, with slashes; empty for the root. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of each chunk of `chunkBytes`, hexadecimal; the last chunk may be shorter. */
  readonly chunks: readonly string[];
}

export interface Manifest {
  readonly format: typeof format;
  readonly version: string;
  /** Which machines it is for: `rpi-arm64`, `qemu-amd64`. */
  readonly target: string;
  /** A system older than this cannot take it in one step. */
  readonly minimum: string;
  /** No system with this one on the other slot goes below this version, whatever it is told. */
  readonly floor: string;
  readonly parts: readonly Part[];
}

export interface SignedManifest {
  readonly manifest: Manifest;
  /** Signature and JSON, as they stand in a bundle and in the slot's folder. */
  readonly bytes: Uint8Array;
}

export function signManifest(manifest: Manifest, seed: Uint8Array): Uint8Array {
  const text = utf8Bytes(JSON.stringify(manifest));
  return concatBytes([ed25519Sign(seed, concatBytes([domain, text])), text]);
}

/** Throws UpdateError `update-not-trusted`, `update-malformed`. */
export function readManifest(bytes: Uint8Array, keys: readonly Uint8Array[]): SignedManifest {
  const signature = bytes.subarray(0, ed25519SignatureBytes);
  const text = bytes.subarray(ed25519SignatureBytes);
  if (text.length === 0 || bytes.length > manifestBytesMax)
    throw malformed("its manifest has no right length");
  const message = concatBytes([domain, text]);
  if (!keys.some((key) => ed25519Verify(key, message, signature)))
    throw new UpdateError(
      "update-not-trusted",
      "the bundle is not signed by a key that this system believes",
      { remedy: "take one of whoever built this system's image" },
    );
  return { manifest: parseManifest(text), bytes };
}

/** In bytes. */
export function payloadBytes({ parts }: Pick<Manifest, "parts">): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

/** One name for all of it. */
export function rootOf({ parts }: Manifest): Part {
  const root = parts.find((part) => part.kind === "root");
  if (root === undefined) throw malformed("it has no root");
  return root;
}

/** Throws UpdateError `update-malformed`. */
function parseManifest(bytes: Uint8Array): Manifest {
  const written = jsonOf(bytes);
  if (written["format"] !== format)
    throw malformed("it is of a form that this system does not know", "update in smaller steps");
  const { version, target, minimum, floor } = written;
  for (const one of [version, minimum, floor])
    if (typeof one !== "string" || !isVersion(one)) throw malformed("a version is none");
  if (!isWord(target)) throw malformed("its target is none");
  const parts = written["parts"];
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > partsMax)
    throw malformed("it has no parts, or too many");
  const manifest = { format, version, target, minimum, floor, parts: parts.map(partOf) };
  checkParts(manifest.parts);
  return manifest as Manifest; // each field was looked at above
}

function checkParts(parts: readonly Part[]): void {
  if (parts.filter(({ kind }) => kind === "root").length !== 1) throw malformed("it has no root");
  const files = parts.filter(({ kind }) => kind === "file");
  // FAT knows no capitals: two such names would be one file.
  if (new Set(files.map(({ path }) => path.toLowerCase())).size !== files.length)
    throw malformed("a file is in it twice");
  if (payloadBytes({ parts: files }) > filesBytesMax) throw malformed("its files are too large");
}

function partOf(value: unknown): Part {
  if (typeof value !== "object" || value === null) throw malformed("a part is none");
  const { kind, path, bytes, chunks } = value as Record<string, unknown>;
  if (kind !== "root" && kind !== "file") throw malformed("a part is of no known kind");
  const largest = kind === "root" ? rootBytesMax : fileBytesMax;
  if (typeof bytes !== "number" || !Number.isInteger(bytes) || bytes < 1 || bytes > largest)
    throw malformed("a part's length is wrong");
  if (typeof path !== "string" || (kind === "root" ? path !== "" : !isPath(path)))
    throw malformed("a part's name is wrong");
  const isHashes =
    Array.isArray(chunks) &&
    chunks.length === Math.ceil(bytes / chunkBytes) &&
    chunks.every((chunk) => typeof chunk === "string" && /^[0-9a-f]{64}$/.test(chunk));
  if (!isHashes) throw malformed("a part's hashes are wrong");
  return { kind, path, bytes, chunks };
}

/** Names that FAT, U-Boot and a shell take alike; none begins with a dot, so none leads out of the folder. */
function isPath(text: string): boolean {
  const isPlain = /^[A-Za-z0-9_][A-Za-z0-9._+-]*(\/[A-Za-z0-9_][A-Za-z0-9._+-]*){0,2}$/.test(text);
  return isPlain && text.length <= pathBytesMax && text.toLowerCase() !== manifestFile;
}

/** Where a slot's own manifest lies, in its folder. */
export const manifestFile = "manifest.njm";

export function isWord(value: unknown): value is string {
  return (
    typeof value === "string" && /^[a-z0-9][a-z0-9.-]*$/.test(value) && value.length <= wordBytesMax
  );
}

/** An object, whatever is in it. Throws UpdateError `update-malformed`. */
export function jsonOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(utf8Text(bytes) ?? "");
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw malformed("it is no JSON");
}

export function malformed(why: string, remedy = "take another one"): UpdateError {
  return new UpdateError("update-malformed", `this is no update: ${why}`, { remedy });
}
