import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { toBase64Url, toHex, utf8Bytes } from "../../src/base/bytes.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { Bundle } from "../../src/update/bundle.ts";
import { readChannel, signChannel } from "../../src/update/channel.ts";
import { type Manifest, readManifest, signManifest } from "../../src/update/manifest.ts";
import { judge, readSystemFacts, type SystemFacts } from "../../src/update/system.ts";
import { compareVersions } from "../../src/update/version.ts";
import { MemorySource, noSignal, publicKey, seed, testSystem } from "./world.ts";

const channel = { channel: "stable", target: "test", version: "1.1.0", bundle: "n-1.1.0.njb" };
const other = ed25519KeyPair(new Uint8Array(32).fill(2)).publicKey;

describe("a manifest", () => {
  it("is read as it was signed, by any key that is believed", () => {
    const { manifest } = testSystem("1.1.0");
    const bytes = signManifest(manifest, seed);
    assert.deepEqual(readManifest(bytes, [other, publicKey]).manifest, manifest);
    assert.throws(() => readManifest(bytes, [other]), { code: "update-not-trusted" });
  });

  it("has the signature that RFC 8032 gives, over domain and text", () => {
    // Made with Python's cryptography 48: the same key, the same words.
    const bytes = signManifest({ format: 1 } as Manifest, seed);
    assert.equal(toHex(bytes.subarray(64)), toHex(utf8Bytes('{"format":1}')));
    assert.equal(toHex(bytes.subarray(0, 64)), vectorOfManifest);
  });

  it("is nothing when a byte of it is another", () => {
    const bytes = signManifest(testSystem("1.1.0").manifest, seed);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        assert.throws(() => readManifest(changed, [publicKey]), { code: "update-not-trusted" });
      }),
      { numRuns: 50 },
    );
  });

  it("keeps its files within the slot's folder, and within their bounds", () => {
    const { manifest } = testSystem("1.1.0");
    const refuse = (change: (parts: Record<string, unknown>[]) => unknown): void => {
      const parts = manifest.parts.map((part) => ({ ...part }) as Record<string, unknown>);
      const changed = { ...manifest, parts: change(parts) ?? parts } as Manifest;
      const bytes = signManifest(changed, seed);
      assert.throws(() => readManifest(bytes, [publicKey]), { code: "update-malformed" });
    };
    for (const path of ["../a/vmlinuz", "/x", "a//b", ".x", "x/../y", "a\\b", "manifest.njm", ""])
      refuse(([first]) => void Object.assign(first ?? {}, { path }));
    for (const bytes of [0, -1, 1.5, 2 ** 40, "9"])
      refuse(([first]) => void Object.assign(first ?? {}, { bytes }));
    refuse(([first]) => void Object.assign(first ?? {}, { chunks: [] }));
    refuse(([first]) => void Object.assign(first ?? {}, { kind: "script" }));
    refuse((parts) => [...parts, { ...parts[0], path: "VMLINUZ" }]);
    refuse((parts) => parts.filter(({ kind }) => kind !== "root"));
    refuse(() => []);
    refuse(() => [null]);
  });
});

describe("a bundle", () => {
  it("is refused where it is none, or ends early", async () => {
    const { bundle } = testSystem("1.1.0");
    const open = (bytes: Uint8Array) => Bundle.open(new MemorySource(bytes), [publicKey], noSignal);
    await assert.rejects(open(utf8Bytes("not at all what one expects")), {
      code: "update-malformed",
    });
    await assert.rejects(open(bundle.subarray(0, 20)), { code: "update-malformed" });
    await assert.rejects(open(bundle.subarray(0, 200)), { code: "update-not-trusted" });
  });
});

describe("a channel file", () => {
  it("is read as it was signed, and nothing else is", () => {
    const bytes = signChannel(channel, seed);
    assert.deepEqual(readChannel(bytes, [publicKey]), channel);
    assert.throws(() => readChannel(bytes, [other]), { code: "update-not-trusted" });
    const leading = signChannel({ ...channel, bundle: "../../x.njb" }, seed);
    assert.throws(() => readChannel(leading, [publicKey]), { code: "update-malformed" });
    assert.throws(() => readChannel(new Uint8Array(5_000), [publicKey]), {
      code: "update-malformed",
    });
  });

  it("is no manifest, and a manifest is no channel file", () => {
    assert.throws(() => readManifest(signChannel(channel, seed), [publicKey]), {
      code: "update-not-trusted",
    });
    assert.throws(() => readChannel(signManifest({} as Manifest, seed), [publicKey]), {
      code: "update-not-trusted",
    });
  });
});

describe("what a system takes in its place", () => {
  const facts: SystemFacts = {
    ...{ target: "test", version: "1.2.0", floor: "1.1.0", keys: [publicKey], channel: undefined },
  };
  const verdict = (fields: Partial<Manifest>, allowDowngrade = false) =>
    judge(
      facts,
      { target: "test", version: "1.3.0", minimum: "1.0.0", ...fields },
      { allowDowngrade },
    );
  const refused = { code: "update-refused" };

  it("is what is newer, for its target, in one step", () => {
    assert.equal(verdict({}), "newer");
    assert.equal(verdict({ version: "1.2.0" }), "same");
    assert.throws(() => verdict({ target: "other" }), refused);
    assert.throws(() => verdict({ minimum: "1.2.1" }), refused);
  });

  it("is what is older only where somebody at the device says so, and never below its floor", () => {
    assert.throws(() => verdict({ version: "1.1.5" }), refused);
    assert.equal(verdict({ version: "1.1.5" }, true), "older");
    assert.throws(() => verdict({ version: "1.0.9" }, true), refused);
  });

  it("is told by a file of its own root, which is read strictly", () => {
    const written = {
      target: "test",
      version: "1.2.0",
      floor: "1.1.0",
      keys: [toBase64Url(publicKey)],
    };
    const read = (value: object) => readSystemFacts(utf8Bytes(JSON.stringify(value)));
    assert.deepEqual(read(written), facts);
    for (const wrong of [{ keys: [] }, { keys: ["AA"] }, { version: "1" }, { target: "../x" }])
      assert.throws(() => read({ ...written, ...wrong }), { code: "no-slots" });
  });
});

describe("versions", () => {
  it("are in the order of Semantic Versioning 2.0.0 §11", () => {
    const ordered = [
      "none",
      "0.9.0",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
    ];
    ordered.push(
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
      "1.0.10",
      "1.2.0",
      "10.0.0",
    );
    for (const [i, one] of ordered.entries())
      for (const [j, two] of ordered.entries())
        assert.equal(Math.sign(compareVersions(one, two)), Math.sign(i - j), `${one} ${two}`);
  });
});

const vectorOfManifest =
  "574fc6b84144fc8985525e2802922dfde5ccf569f3ebb8fd385a66750466c0f1bade9685055ba26d49278eb4ce9a4b7d219729b34e8d3a946f3c36f5b477b107";
