import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { equalBytes, fromHex, toHex } from "../../src/base/bytes.ts";
import { ed25519KeyPair, ed25519Sign, ed25519Verify } from "../../src/media/ed25519.ts";
import { manifestHeadBytesMax } from "../../src/media/limits.ts";
import {
  framesInChunk,
  type ManifestHead,
  type ManifestRung,
  type ManifestTags,
  signManifest,
  trackInfoOf,
  verifyManifest,
} from "../../src/media/manifest.ts";
import { rungNames } from "../../src/media/rung.ts";

const signer = ed25519KeyPair(new Uint8Array(32).fill(7));
const stranger = ed25519KeyPair(new Uint8Array(32).fill(8));
const trusted = (key: Uint8Array) => equalBytes(key, signer.publicKey);

const opus = (rung: (typeof rungNames)[number]): ManifestRung => ({
  rung,
  chunkCount: 3,
  root: new Uint8Array(32).fill(1),
  preSkip: 312,
  rate: 48_000,
  totalFrames: 120_000,
  frameSamples: 960,
  setup: new Uint8Array(0),
  bytes: 60_000,
});
const head: ManifestHead = {
  track: "000102030405060708090a0b0c0d0e0f",
  durationMs: 2_500,
  loudnessLufs: -14.37,
  truePeakDb: 0.42,
  rungs: rungNames.map((rung) =>
    rung === "flac"
      ? {
          ...opus(rung),
          preSkip: 0,
          rate: 44_100,
          totalFrames: 110_250,
          frameSamples: 882,
          setup: new Uint8Array(34).fill(3),
        }
      : opus(rung),
  ),
};
const tags: ManifestTags = {
  tags: {
    title: "Hyperballad",
    artist: "Björk",
    album: "Post",
    albumArtist: "",
    track: 3,
    disc: 1,
    year: 1995,
    genre: "雑",
  },
  artwork: "ab".repeat(32),
};

describe("a manifest", () => {
  it("comes back from its bytes as it went in", () => {
    const bytes = signManifest(head, tags, signer);
    const manifest = verifyManifest(bytes, trusted);
    assert.deepEqual(manifest, { ...head, ...tags, signer: signer.publicKey });
    assert.ok(bytes.length < manifestHeadBytesMax);
    assert.deepEqual(manifest && trackInfoOf(manifest), {
      ...tags.tags,
      id: head.track,
      durationMs: 2_500,
      rungs: rungNames,
      artwork: tags.artwork,
    });
  });

  it("fails with any byte changed, cut off or added", () => {
    const bytes = signManifest(head, { ...tags, artwork: undefined }, signer);
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 0x80]) {
        const tampered = Uint8Array.from(bytes);
        tampered[at] = (tampered[at] ?? 0) ^ flip;
        assert.equal(verifyManifest(tampered, trusted), undefined, `byte ${at}`);
        // Nor may a signature be moved to another key by accepting every signer.
        assert.equal(
          verifyManifest(tampered, () => true),
          undefined,
          `byte ${at}, any signer`,
        );
      }
      assert.equal(verifyManifest(bytes.subarray(0, at), trusted), undefined);
    }
    assert.equal(verifyManifest(Uint8Array.of(...bytes, 0), trusted), undefined);
  });

  it("is refused from a signer that is not trusted", () => {
    assert.equal(verifyManifest(signManifest(head, tags, stranger), trusted), undefined);
  });

  it("is refused where a rung contradicts itself, whoever signed it", () => {
    const wrong: Partial<ManifestRung>[] = [
      { chunkCount: 4 },
      { frameSamples: 0 },
      { totalFrames: 0 },
      { rate: 44_100 },
      { setup: new Uint8Array(34) },
      { chunkCount: 20_000, totalFrames: 20_000 * 48_000 - 312 },
    ];
    for (const change of wrong) {
      const bad = { ...head, rungs: [{ ...opus("opus-96"), ...change }] };
      assert.equal(verifyManifest(signManifest(bad, tags, signer), trusted), undefined);
    }
    const twice = { ...head, rungs: [opus("opus-96"), opus("opus-96")] };
    assert.equal(verifyManifest(signManifest(twice, tags, signer), trusted), undefined);
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 800 }), (bytes) => {
        assert.equal(
          verifyManifest(bytes, () => true),
          undefined,
        );
      }),
    );
  });

  it("knows how many frames each chunk holds", () => {
    // (312 + 120 000) / 960 = 125.3: 126 frames.
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => framesInChunk(opus("opus-96"), index)),
      [50, 50, 26, 0],
    );
  });
});

describe("Ed25519 on raw keys", () => {
  it("agrees with RFC 8032 §7.1, test 2", () => {
    const seed = fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const pair = ed25519KeyPair(seed ?? new Uint8Array(0));
    assert.equal(
      toHex(pair.publicKey),
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    );
    const signature = ed25519Sign(pair.privateKey, Uint8Array.of(0x72));
    assert.equal(
      toHex(signature),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    assert.ok(ed25519Verify(pair.publicKey, Uint8Array.of(0x72), signature));
    assert.ok(!ed25519Verify(pair.publicKey, Uint8Array.of(0x73), signature));
  });

  it("says no to keys and signatures of the wrong form", () => {
    const message = Uint8Array.of(1);
    const signature = ed25519Sign(signer.privateKey, message);
    assert.ok(!ed25519Verify(signer.publicKey.subarray(1), message, signature));
    assert.ok(!ed25519Verify(signer.publicKey, message, signature.subarray(1)));
    assert.ok(!ed25519Verify(new Uint8Array(32).fill(255), message, signature));
  });
});
