/** The packet ciphers: both drivers against node:crypto used as PROTOCOL.md §3 says. */
import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, it } from "vitest";
import { libcryptoDriver, openAeadDriver } from "../../src/platform/libcrypto-aead.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { AeadDriver } from "../../src/ports/aead.ts";
import { tagBytes } from "../../src/wire/link-datagram.ts";

const key = Uint8Array.from({ length: 32 }, (_, i) => 3 * i);
const bufferBytes = 1_200;
const haveLibcrypto = openAeadDriver().name === "libcrypto";
const drivers: readonly AeadDriver[] = haveLibcrypto
  ? [nodeAeadDriver, libcryptoDriver()]
  : [nodeAeadDriver];

/** Opens with nonce and associated data spelled out from the document; undefined when it does not fit. */
function openByTheBook(sealed: Uint8Array, number: number, kind: number): Buffer | undefined {
  const length = sealed.length - tagBytes;
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64LE(BigInt(number), 4);
  const aad = Buffer.alloc(13);
  aad.writeBigUInt64LE(BigInt(number), 0);
  aad.writeUInt8(kind, 8);
  aad.writeUInt16BE(length, 11);
  const cipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad, { plaintextLength: length });
  cipher.setAuthTag(sealed.subarray(length));
  const plain = cipher.update(sealed.subarray(0, length));
  try {
    cipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

const packets = fc.record({
  plain: fc.uint8Array({ maxLength: 1_171 }),
  number: fc.oneof(
    fc.nat(5_000),
    fc.maxSafeNat().map((n) => n % 2 ** 48),
  ),
  kind: fc.constantFrom(0x18, 0x19),
  at: fc.constantFrom(0, 13),
});

for (const driver of drivers) {
  describe(`packets by ${driver.name}`, () => {
    it("are sealed as the protocol says, and open again", () => {
      using aead = driver.createPacketAead(key);
      const buffer = driver.packetBuffer(bufferBytes);
      fc.assert(
        fc.property(packets, ({ plain, number, kind, at }) => {
          buffer.bytes.set(plain, at);
          aead.seal(buffer, at, plain.length, number, kind);
          const sealed = buffer.bytes.slice(at, at + plain.length + tagBytes);
          assert.deepEqual(openByTheBook(sealed, number, kind), Buffer.from(plain));
          assert.ok(aead.open(buffer, at, plain.length, number, kind));
          assert.deepEqual(buffer.bytes.slice(at, at + plain.length), plain);
        }),
      );
    });

    it("do not open with one bit, the number, the kind or the key changed", () => {
      using aead = driver.createPacketAead(key);
      using other = driver.createPacketAead(key.map((byte) => byte ^ 1));
      const buffer = driver.packetBuffer(bufferBytes);
      const length = 100;
      aead.seal(buffer, 0, length, 7, 0x18);
      const sealed = buffer.bytes.slice();
      const opens = (number: number, kind: number, flipped: number, by = aead): boolean => {
        buffer.bytes.set(sealed);
        if (flipped >= 0) buffer.bytes[flipped] = (buffer.bytes[flipped] ?? 0) ^ 0x80;
        return by.open(buffer, 0, length, number, kind);
      };
      for (let at = 0; at < length + tagBytes; at++) assert.ok(!opens(7, 0x18, at), `byte ${at}`);
      assert.ok(!opens(8, 0x18, -1));
      assert.ok(!opens(7, 0x19, -1));
      assert.ok(!opens(7, 0x18, -1, other));
      assert.ok(opens(7, 0x18, -1));
    });

    it("do not reach beyond their buffer", () => {
      using aead = driver.createPacketAead(key);
      const buffer = driver.packetBuffer(bufferBytes);
      assert.throws(() => aead.seal(buffer, 100, bufferBytes - 100, 1, 0x18));
      assert.throws(() => aead.open(buffer, 100, bufferBytes - 100, 1, 0x18));
    });
  });
}

describe("a cipher of libcrypto that was disposed of", () => {
  it.skipIf(!haveLibcrypto)("does nothing more (skipped without libcrypto)", () => {
    const driver = libcryptoDriver();
    const buffer = driver.packetBuffer(bufferBytes);
    const aead = driver.createPacketAead(key);
    aead.seal(buffer, 0, 100, 7, 0x18);
    aead[Symbol.dispose]();
    assert.throws(() => aead.seal(buffer, 0, 100, 8, 0x18));
    assert.throws(() => aead.open(buffer, 0, 100, 7, 0x18));
  });
});
