/** Valid bytes of every format that comes from outside, for the fuzzer to spoil. */
import { createHash } from "node:crypto";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import type { ManifestTags } from "../../src/media/manifest.ts";
import { linkKeyPair } from "../../src/transport/x25519.ts";

/** As many bytes as asked for, the same for the same name. */
export function someBytes(name: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 32) {
    const block = createHash("sha256").update(`${name} ${at}`).digest();
    bytes.set(block.subarray(0, Math.min(32, length - at)), at);
  }
  return bytes;
}

export const trackId = "00112233445566778899aabbccddeeff";
export const hash = "ab".repeat(32);
export const signer = ed25519KeyPair(someBytes("signer", 32));
export const linkKeys = linkKeyPair(someBytes("link", 32));

export const tags: ManifestTags = {
  artwork: hash,
  tags: {
    title: "Snow, früh",
    artist: "The Wrenfield Lamplighters",
    album: "Hedgerow Almanac",
    albumArtist: "",
    track: 4,
    disc: 1,
    year: 2026,
    genre: "folk",
  },
};

export const text = (value: string): Uint8Array => utf8Bytes(value);
