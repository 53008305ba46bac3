import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  issueCertificate,
  type MemberCertificate,
  verifyCertificate,
} from "../../src/household/certificate.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";

const household = ed25519KeyPair(new Uint8Array(32).fill(9));
const certificate: MemberCertificate = {
  household: household.publicKey,
  role: "speaker",
  name: "Küche",
  linkKey: new Uint8Array(32).fill(4),
  signingKey: new Uint8Array(32).fill(5),
  issuedMs: 1_800_000_000_000,
};
const bytes = issueCertificate(certificate, household.privateKey);

describe("a member certificate", () => {
  it("proves its member to whoever knows the household", () => {
    assert.deepEqual(
      verifyCertificate(bytes, household.publicKey, certificate.linkKey),
      certificate,
    );
    assert.ok(bytes.length <= 512, "it fits a handshake");
  });

  it("proves nothing for another household or another link key", () => {
    const other = ed25519KeyPair(new Uint8Array(32).fill(8));
    assert.equal(verifyCertificate(bytes, other.publicKey, certificate.linkKey), undefined);
    assert.equal(verifyCertificate(bytes, household.publicKey, new Uint8Array(32)), undefined);
    const forged = issueCertificate(certificate, other.privateKey);
    assert.equal(verifyCertificate(forged, household.publicKey, certificate.linkKey), undefined);
  });

  it("is worth nothing when one bit of it is changed, or when it is cut", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.slice();
        const at = bit >> 3;
        changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
        assert.equal(
          verifyCertificate(changed, household.publicKey, certificate.linkKey),
          undefined,
        );
        assert.equal(
          verifyCertificate(bytes.subarray(0, at), household.publicKey, certificate.linkKey),
          undefined,
        );
      }),
    );
  });
});
