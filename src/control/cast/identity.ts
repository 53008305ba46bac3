/**
 * Who the Cast listener is: its TLS certificate, which lives for days, and the
 * proof that it gives to senders who ask for one (docs/CAST.md §6).
 *
 * Senders of Google's SDKs believe Google's root alone, whose keys nobody here has.
 * A developer's root, made by `nightjar cast-root`, is believed by a Chromium that
 * is told of it; all other senders believe everybody, but some want an answer.
 */
import { createECDH, createPrivateKey, type KeyObject, sign, X509Certificate } from "node:crypto";
import { concatBytes, toBase64Url } from "../../base/bytes.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { TlsIdentity } from "../../ports/network.ts";
import { type AuthChallenge, encodeAuthResponse, HashAlgorithm } from "../../wire/cast-message.ts";
import { pem } from "../tls-identity.ts";
import { certificateAgeMsMax, certificateDays } from "./limits.ts";
import { makeCertificate } from "./x509.ts";

const dayMs = 24 * 3_600_000;
const keyBytes = 32;
const serialBytes = 8;
/** Of a device's proof, as `nightjar cast-root` writes it: a key and its certificates, the device's own first. */
export const deviceFile = "cast-device.pem";

/** A certificate of the listener. */
export class ServerIdentity implements TlsIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly #key: KeyObject;
  readonly #madeMs: number;

  /** `nowMs`: wall time. Its lifetime begins a day before, for senders whose clocks are late. */
  static make(entropy: Entropy, name: string, nowMs: number): ServerIdentity {
    const key = newKey(entropy);
    const facts = {
      ...{
        subject: name,
        issuer: name,
        key,
        use: "server" as const,
        serial: entropy.bytes(serialBytes),
      },
      ...{ notBeforeMs: nowMs - dayMs, notAfterMs: nowMs + (certificateDays - 1) * dayMs },
    } as const;
    return new ServerIdentity(makeCertificate(facts, key), key, nowMs);
  }

  private constructor(certificate: Uint8Array, key: KeyObject, madeMs: number) {
    this.certificate = certificate;
    this.#key = key;
    this.#madeMs = madeMs;
    this.certificatePem = pem("CERTIFICATE", certificate);
    this.keyPem = key.export({ format: "pem", type: "pkcs8" }).toString();
  }

  /** It has had its day, or the time turned out to be another. */
  isStale(nowMs: number): boolean {
    return Math.abs(nowMs - this.#madeMs) >= certificateAgeMsMax;
  }

  /** The answer to a challenge over a connection with this certificate, encoded. */
  answer(challenge: AuthChallenge, proof: DeviceProof | undefined): Uint8Array {
    const signed = concatBytes([challenge.nonce, this.certificate]);
    // Without a device's key there is nothing that anybody believes; VLC wants an answer all the same.
    const key = proof?.key ?? this.#key;
    const certificate = proof?.certificates[0] ?? this.certificate;
    const intermediates = proof?.certificates.slice(1) ?? [];
    const hash = challenge.hash === HashAlgorithm.SHA256 ? "sha256" : "sha1";
    const signature = new Uint8Array(sign(hash, signed, key));
    return encodeAuthResponse({ signature, certificate, intermediates }, challenge);
  }
}

/** The device's key, and the certificates that lead from it to a root. */
export interface DeviceProof {
  readonly key: KeyObject;
  /** DER, the device's own first. */
  readonly certificates: readonly Uint8Array[];
}

/** Undefined where the text is no such file. */
export function readDeviceProof(text: string): DeviceProof | undefined {
  try {
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const certificates = blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
    const key = createPrivateKey(text);
    if (certificates.length === 0 || key.asymmetricKeyType !== "rsa") return undefined;
    return { key, certificates };
  } catch (error) {
    // Node's way to say that it is no key and no certificate.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** ECDSA P-256: made in an instant on a small board, where RSA takes half a minute. */
function newKey(entropy: Entropy): KeyObject {
  const ecdh = createECDH("prime256v1");
  const secret = entropy.bytes(keyBytes);
  // Above the order of the group it is no key: one in four thousand million.
  secret[0] = (secret[0] ?? 0) & 0x7f;
  secret[1] = (secret[1] ?? 0) | 1;
  ecdh.setPrivateKey(secret);
  const point = new Uint8Array(ecdh.getPublicKey());
  const [x, y] = [point.subarray(1, 1 + keyBytes), point.subarray(1 + keyBytes)];
  const [xText, yText, d] = [toBase64Url(x), toBase64Url(y), toBase64Url(secret)];
  const jwk = { kty: "EC", crv: "P-256", x: xText, y: yText, d };
  return createPrivateKey({ key: jwk, format: "jwk" });
}
