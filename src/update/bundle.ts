/**
 * A bundle: a whole system in one file (docs/UPDATES.md §2).
 *
 *   "nightjar-update 1\n" · u32 length of the signed manifest · signed manifest · parts
 *
 * Nothing of the parts is believed before its hash was compared.
 */
import { createHash } from "node:crypto";
import { ByteReader, ByteWriter, toHex, utf8Bytes } from "../base/bytes.ts";
import type { DiskFile } from "../ports/disk.ts";
import { UpdateError } from "./errors.ts";
import { chunkBytes, manifestBytesMax } from "./limits.ts";
import { malformed, type Part, readManifest, type SignedManifest } from "./manifest.ts";

const magic = "nightjar-update 1\n";
export const headBytes = magic.length + 4;

/** Where a bundle is read from: a file, a server. */
export interface BundleSource {
  /** Exactly `length` bytes from `at`, the caller's to keep. Throws SpeakerError where they cannot be had. */
  read(at: number, length: number, signal: AbortSignal): Promise<Uint8Array>;
  /** For people. */
  readonly name: string;
}

export class Bundle {
  readonly #source: BundleSource;
  /** Where the first part begins, in bytes. */
  readonly partsAt: number;
  readonly signed: SignedManifest;

  /** Reads head and manifest. Throws UpdateError, and what the source throws. */
  static async open(
    source: BundleSource,
    keys: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<Bundle> {
    const length = manifestLength(await source.read(0, headBytes, signal));
    const signed = readManifest(await source.read(headBytes, length, signal), keys);
    return new Bundle(source, signed, headBytes + length);
  }

  private constructor(source: BundleSource, signed: SignedManifest, partsAt: number) {
    this.#source = source;
    this.partsAt = partsAt;
    this.signed = signed;
  }

  /** Chunk `index` of a part, verified. Throws UpdateError `update-damaged`. */
  async chunk(part: Part, index: number, signal: AbortSignal): Promise<Uint8Array> {
    const at = this.chunkAt(part, index);
    const bytes = await this.#source.read(at, chunkLength(part, index), signal);
    if (hashOf(bytes) === part.chunks[index]) return bytes;
    throw new UpdateError("update-damaged", `${this.#source.name} is damaged or was changed`, {
      remedy: "fetch it again",
    });
  }

  /** Where in the bundle it lies, in bytes. */
  chunkAt(part: Part, index: number): number {
    return this.#partAt(part) + index * chunkBytes;
  }

  #partAt(part: Part): number {
    let at = this.partsAt;
    for (const one of this.signed.manifest.parts) {
      if (one === part) return at;
      at += one.bytes;
    }
    throw malformed("it has no such part");
  }
}

/** Head of a bundle with this manifest. */
export function bundleHead(signedManifest: Uint8Array): Uint8Array {
  return new ByteWriter(headBytes).raw(utf8Bytes(magic)).u32(signedManifest.length).finish();
}

/** SHA-256, hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return toHex(createHash("sha256").update(bytes).digest());
}

/** Of what is there; undefined where the file ends before. */
export async function hashAt(
  file: DiskFile,
  at: number,
  length: number,
): Promise<string | undefined> {
  const bytes = new Uint8Array(length);
  return (await file.read(bytes, at)) === length ? hashOf(bytes) : undefined;
}

/** The last chunk of a part may be shorter. */
export function chunkLength({ bytes }: Part, index: number): number {
  return Math.min(chunkBytes, bytes - index * chunkBytes);
}

function manifestLength(head: Uint8Array): number {
  const reader = new ByteReader(head);
  const isOurs = reader.take(magic.length).every((byte, at) => byte === magic.charCodeAt(at));
  const length = reader.u32();
  if (!reader.ok || !isOurs) throw malformed("it does not begin as one");
  if (length > manifestBytesMax) throw malformed("its manifest is too long");
  return length;
}
