import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, it } from "vitest";
import { keyHashOf, makeTlsIdentity } from "../../src/control/tls-identity.ts";

describe("a speaker's certificate", () => {
  it("is self-signed, of one key, without an end, and the same for the same seed", () => {
    const seed = new Uint8Array(32).fill(1);
    const identity = makeTlsIdentity(seed, "Küche");
    const certificate = new X509Certificate(identity.certificatePem);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.equal(certificate.subject, "CN=Küche");
    assert.equal(certificate.ca, false);
    assert.match(certificate.validFrom, /2020/);
    assert.match(certificate.validTo, /9999/);
    assert.deepEqual(makeTlsIdentity(seed, "Küche"), identity);
    const renamed = makeTlsIdentity(seed, "x".repeat(300));
    assert.deepEqual(keyHashOf(renamed), keyHashOf(identity));
    assert.notDeepEqual(keyHashOf(makeTlsIdentity(new Uint8Array(32), "")), keyHashOf(identity));
  });

  it("is well-formed for every seed: serial and key begin with any byte", () => {
    for (let at = 0; at < 200; at++) {
      const certificate = new X509Certificate(
        makeTlsIdentity(new Uint8Array(32).fill(at), `speaker ${at}`).certificatePem,
      );
      assert.ok(certificate.verify(certificate.publicKey));
      assert.equal(certificate.serialNumber.length, 32);
    }
  });
});
