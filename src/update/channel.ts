/**
 * A channel: a small signed file at a known address that says which version is the newest for a
 * target, and where its bundle lies (docs/UPDATES.md §4). Pure.
 *
 * Signed, so that whoever carries it can hold it back and nothing more.
 */
import { concatBytes, utf8Bytes } from "../base/bytes.ts";
import { ed25519Sign, ed25519SignatureBytes, ed25519Verify } from "../media/ed25519.ts";
import { UpdateError } from "./errors.ts";
import { channelBytesMax } from "./limits.ts";
import { isWord, jsonOf, malformed } from "./manifest.ts";
import { isVersion } from "./version.ts";

const domain = utf8Bytes("nightjar update channel 1\0");

export interface Channel {
  /** `stable`. */
  readonly channel: string;
  readonly target: string;
  readonly version: string;
  /** Name of the bundle's file, beside this one. */
  readonly bundle: string;
}

export function signChannel(channel: Channel, seed: Uint8Array): Uint8Array {
  const text = utf8Bytes(JSON.stringify({ format: 1, ...channel }));
  return concatBytes([ed25519Sign(seed, concatBytes([domain, text])), text]);
}

/** Throws UpdateError `update-not-trusted`, `update-malformed`. */
export function readChannel(bytes: Uint8Array, keys: readonly Uint8Array[]): Channel {
  const signature = bytes.subarray(0, ed25519SignatureBytes);
  const text = bytes.subarray(ed25519SignatureBytes);
  if (text.length === 0 || bytes.length > channelBytesMax)
    throw malformed("a channel file has another length");
  const message = concatBytes([domain, text]);
  if (!keys.some((key) => ed25519Verify(key, message, signature)))
    throw new UpdateError(
      "update-not-trusted",
      "the channel file is not signed by a key that this system believes",
      { remedy: "check the channel's address" },
    );
  const { format, channel, target, version, bundle } = jsonOf(text);
  const isFine =
    format === 1 &&
    [channel, target].every(isWord) &&
    typeof version === "string" &&
    isVersion(version) &&
    isBundleName(bundle);
  if (!isFine) throw malformed("a channel file's fields are wrong");
  return { channel, target, version, bundle } as Channel; // each was looked at above
}

/** Of a channel's file: `stable.rpi-arm64.njc`. */
export function channelFile(channel: string, target: string): string {
  return `${channel}.${target}.njc`;
}

/** A plain file name that ends in `.njb`. */
export function isBundleName(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._+-]{0,90}\.njb$/.test(value);
}
