/** Test vectors of the primitives and of both handshakes. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fromHex, toHex } from "../../src/base/bytes.ts";
import { libcryptoDriver, openAeadDriver } from "../../src/platform/libcrypto-aead.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { AeadDriver } from "../../src/ports/aead.ts";
import { NoiseHandshake, type NoisePattern, noiseHkdf } from "../../src/transport/noise.ts";
import { linkKeyPair, sharedSecret } from "../../src/transport/x25519.ts";

const hex = (text: string): Uint8Array => {
  const bytes = fromHex(text);
  assert.ok(bytes !== undefined);
  return bytes;
};

/**
 * From the cacophony test vectors, as kept in github.com/mcginty/snow, tests/vectors/cacophony.txt:
 * Noise_IK_25519_ChaChaPoly_SHA256 and Noise_XX_25519_ChaChaPoly_SHA256.
 */
const shared = {
  prologue: "4a6f686e2047616c74",
  initStatic: "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
  initEphemeral: "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
  respPublic: "31e0303fd6418d2f8c0e78b91f22e8caed0fbe48656dcf4767e4834f701b8f62",
  respStatic: "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
  respEphemeral: "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
};
const payloads = [
  "4c756477696720766f6e204d69736573",
  "4d757272617920526f746862617264",
  "462e20412e20486179656b",
  "4361726c204d656e676572",
  "4a65616e2d426170746973746520536179",
  "457567656e2042f6686d20766f6e2042617765726b",
];
const vectors: readonly { pattern: NoisePattern; hash: string; messages: readonly string[] }[] = [
  {
    pattern: "IK",
    hash: "0b0f68fb0c27e03ce9b97565995ed4838cc0581b762ef72b062f6a546419fad7",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944718da798efbcd91528520204f904b9bd6c7413dccdc214d951e15253e39987f18146e8cd0873654207148333479d4d16c289f0294b29960a72f48e0b7bba2e89083169825e59642148d492020664ccf7",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f1448088435361e70b2ed446e6c9ec387d1d6b3b840f194e373979d241b203c4acafccf5",
      "050e9f3c8fac16b68dbce8f8c4bfbf6617c897f9ada4aa29aa19c8",
      "344233a6cabb7141d80f3da2fedc311d9646bbb0f505afe403a667",
      "62cdeeb172ad7ade7aa7d9e069da5790f12331bfa00177787a1d0810c67dc3b2b4",
      "029bead1b40992327044d409d9a1f3ad8f36c3c452775d557e18bbeb2e8dfcead32d514024",
    ],
  },
  {
    pattern: "XX",
    hash: "c8e5f64e846193be2a834104c2a009868d6c9f3bd3c186299888b488b2f1f58e",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884381cbad1f276e038c48378ffce2b65285e08d6b68aaa3629a5a8639392490e5b9bd5269c2f1e4f488ed8831161f19b7815528f8982ffe09be9b5c412f8a0db50f8814c7194e83f23dbd8d162c9326ad",
      "c7195ffacac1307ff99046f219750fc47693e23c3cb08b89c2af808b444850a80ae475b9df0f169ae80a89be0865b57f58c9fea0d4ec82a286427402f113e4b6ae769a1d95941d49b25030",
      "96763ed773f8e47bb3712f0e29b3060ffc956ffc146cee53d5e1df",
      "3e40f15f6f3a46ae446b253bf8b1d9ffb6ed9b174d272328ff91a7e2e5c79c07f5",
      "eb3f3515110702e047a6c9da4478b6ead94873c11c0f2d710ddb3f09fce024b3a58502ae3f",
    ],
  },
];

const haveLibcrypto = openAeadDriver().name === "libcrypto";
const drivers: readonly AeadDriver[] = haveLibcrypto
  ? [nodeAeadDriver, libcryptoDriver()]
  : [nodeAeadDriver];

function pairOf(pattern: NoisePattern, driver: AeadDriver): [NoiseHandshake, NoiseHandshake] {
  const prologue = hex(shared.prologue);
  const initiator = new NoiseHandshake(driver, {
    pattern,
    initiator: true,
    prologue,
    identity: linkKeyPair(hex(shared.initStatic)),
    ephemeral: linkKeyPair(hex(shared.initEphemeral)),
    ...(pattern === "IK" ? { remoteStatic: hex(shared.respPublic) } : {}),
  });
  const responder = new NoiseHandshake(driver, {
    pattern,
    initiator: false,
    prologue,
    identity: linkKeyPair(hex(shared.respStatic)),
    ephemeral: linkKeyPair(hex(shared.respEphemeral)),
  });
  return [initiator, responder];
}

describe.each(drivers)("Noise with $name", (driver) => {
  it.each(vectors)(
    "makes the published $pattern messages and keys",
    ({ pattern, hash, messages }) => {
      const [initiator, responder] = pairOf(pattern, driver);
      const count = pattern === "IK" ? 2 : 3;
      for (let i = 0; i < count; i++) {
        const [from, to] = i % 2 === 0 ? [initiator, responder] : [responder, initiator];
        const payload = hex(payloads[i] ?? "");
        const overhead = from.overheadBytes;
        const message = from.write(payload);
        assert.ok(message !== undefined);
        assert.equal(toHex(message), messages[i]);
        assert.equal(message.length, payload.length + overhead);
        assert.deepEqual(toHex(to.read(message) ?? new Uint8Array()), payloads[i]);
      }
      assert.equal(toHex(initiator.hash), hash);
      assert.equal(toHex(responder.hash), hash);
      const mine = initiator.split();
      const theirs = responder.split();
      assert.deepEqual(mine.send, theirs.receive);
      assert.deepEqual(mine.receive, theirs.send);
      for (let i = count; i < payloads.length; i++) {
        const key = i % 2 === 0 ? mine.send : mine.receive;
        const nonce = new Uint8Array(12);
        nonce[4] = Math.floor((i - count) / 2);
        const plain = hex(payloads[i] ?? "");
        const sealed = new Uint8Array(plain.length + 16);
        driver.create(key).seal(nonce, new Uint8Array(0), plain, sealed, 0);
        assert.equal(toHex(sealed), messages[i]);
      }
    },
  );

  it("refuses a message with any byte changed", () => {
    for (let at = 0; at < 112; at += 7) {
      const [initiator, responder] = pairOf("IK", driver);
      const message = initiator.write(hex(payloads[0] ?? ""));
      assert.ok(message !== undefined);
      message[at] = (message[at] ?? 0) ^ 0x40;
      assert.equal(responder.read(message), undefined, `byte ${at}`);
    }
  });

  it("refuses every truncation without throwing", () => {
    const [initiator] = pairOf("IK", driver);
    const message = initiator.write(hex(payloads[0] ?? ""));
    assert.ok(message !== undefined);
    for (let length = 0; length < message.length; length++) {
      assert.equal(pairOf("IK", driver)[1].read(message.subarray(0, length)), undefined);
    }
  });

  it("seals and opens as RFC 8439 §2.8.2 says", () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
    const nonce = hex("070000004041424344454647");
    const aad = hex("50515253c0c1c2c3c4c5c6c7");
    const plain = new TextEncoder().encode(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    using aead = driver.create(key);
    const into = new Uint8Array(3 + plain.length + 16);
    assert.equal(aead.seal(nonce, aad, plain, into, 3), plain.length + 16);
    assert.equal(toHex(into.subarray(3, 19)), "d31a8d34648e60db7b86afbc53ef7ec2");
    assert.equal(toHex(into.subarray(-16)), "1ae10b594f09e26a7e902ecbd0600691");
    const opened = new Uint8Array(plain.length);
    assert.equal(aead.open(nonce, aad, into.subarray(3), opened), plain.length);
    assert.deepEqual(opened, plain);
    assert.equal(aead.open(nonce, hex("50"), into.subarray(3), opened), -1);
    assert.equal(aead.open(nonce, aad, into.subarray(0, 12), opened), -1);
  });
});

describe("primitives", () => {
  it("compute X25519 as RFC 7748 §6.1 says", () => {
    const alice = linkKeyPair(
      hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
    );
    const bob = linkKeyPair(
      hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
    );
    assert.equal(
      toHex(alice.publicKey),
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    );
    assert.equal(
      toHex(bob.publicKey),
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
    );
    const secret = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    assert.equal(toHex(sharedSecret(alice.privateKey, bob.publicKey) ?? new Uint8Array()), secret);
    assert.equal(toHex(sharedSecret(bob.privateKey, alice.publicKey) ?? new Uint8Array()), secret);
  });

  it("refuse points that give no secret", () => {
    const pair = linkKeyPair(new Uint8Array(32).fill(9));
    assert.equal(sharedSecret(pair.privateKey, new Uint8Array(32)), undefined);
  });

  it("derive keys as RFC 5869 A.3 says", () => {
    const [first, second] = noiseHkdf(new Uint8Array(0), new Uint8Array(22).fill(0x0b));
    assert.equal(
      (toHex(first) + toHex(second)).slice(0, 84),
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    );
  });
});
