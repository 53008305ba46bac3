import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { describe, it } from "vitest";
import { concatBytes } from "../../../src/base/bytes.ts";
import { Rng } from "../../../src/base/rng.ts";
import { readDeviceProof, ServerIdentity } from "../../../src/control/cast/identity.ts";
import { makeCertificate } from "../../../src/control/cast/x509.ts";
import { pem } from "../../../src/control/tls-identity.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 22);

describe("who the Cast listener is", () => {
  it("has a certificate that began, and lives for less than four days", () => {
    const identity = ServerIdentity.make(new SimEntropy(new Rng(1)), "kitchen", nowMs);
    const certificate = new X509Certificate(identity.certificatePem);
    const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    assert.ok(from < nowMs && to > nowMs + dayMs && to - from <= 4 * dayMs);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.deepEqual(
      [identity.isStale(nowMs), identity.isStale(nowMs + dayMs), identity.isStale(nowMs - dayMs)],
      [false, true, true],
    );
  });

  it("proves the device by a key that its root vouches for, over nonce and certificate", () => {
    const [root, device] = [newRsa(), newRsa()];
    const span = { notBeforeMs: nowMs - dayMs, notAfterMs: nowMs + dayMs, issuer: "root" };
    const common = { ...span, serial: Uint8Array.of(1) };
    const own = makeCertificate({ ...common, subject: "root", key: root, use: "root" }, root);
    const facts = { ...common, subject: "device", key: device, use: "device" } as const;
    const certificate = makeCertificate(facts, root);
    const issued = new X509Certificate(certificate);
    assert.ok(issued.verify(createPublicKey(root)) && issued.checkIssued(new X509Certificate(own)));
    assert.deepEqual([new X509Certificate(own).ca, issued.ca], [true, false]);
    assert.deepEqual(issued.keyUsage, ["1.3.6.1.5.5.7.3.2"]);

    const key = device.export({ format: "pem", type: "pkcs8" }).toString();
    const proof = readDeviceProof(`${key}${pem("CERTIFICATE", certificate)}`);
    assert.ok(proof !== undefined);
    const identity = ServerIdentity.make(new SimEntropy(new Rng(2)), "kitchen", nowMs);
    const nonce = Uint8Array.from({ length: 16 }, (_, i) => i);
    const answer = identity.answer({ nonce, hash: 1 }, proof);
    // The first field of the response within the message: 256 bytes of signature.
    const at = Buffer.from(answer).indexOf(Buffer.of(0x0a, 0x80, 0x02)) + 3;
    const signed = concatBytes([nonce, identity.certificate]);
    assert.ok(verify("sha256", signed, createPublicKey(device), answer.subarray(at, at + 256)));
    for (const bad of [
      "",
      key,
      pem("CERTIFICATE", certificate),
      `${key}-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n`,
    ])
      assert.equal(readDeviceProof(bad), undefined);
    assert.ok(identity.answer({ nonce, hash: 0 }, undefined).length > 0);
  });
});

function newRsa() {
  return generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
}
