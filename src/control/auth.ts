/**
 * Proof that a client has its key (docs/CONTROL.md §3): an Ed25519 signature
 * over a statement that holds in one TLS session with one speaker, once.
 * Pure. Who may do what is `codes.ts` and the session's business.
 */
import { createHash } from "node:crypto";
import { ByteWriter, toHex, utf8Bytes } from "../base/bytes.ts";
import { ed25519Sign, ed25519Verify } from "../media/ed25519.ts";

/** Separates these signatures from any other use of the key. */
const domain = utf8Bytes("nightjar-control-auth-1");

export const challengeBytes = 32;

/** What is signed: each field with its length, so that no two statements are the same bytes. */
export interface AuthStatement {
  /** TLS exporter value of the session (RFC 5705, RFC 8446 §7.5): a relay in the middle has another. */
  readonly channelBinding: Uint8Array;
  /** The speaker's, fresh for each connection. */
  readonly challenge: Uint8Array;
  readonly speakerId: string;
}

function statementBytes({ channelBinding, challenge, speakerId }: AuthStatement): Uint8Array {
  const writer = new ByteWriter().sized(domain).sized(channelBinding).sized(challenge);
  return writer.text(speakerId).finish();
}

export function signAuth(privateKey: Uint8Array, statement: AuthStatement): Uint8Array {
  return ed25519Sign(privateKey, statementBytes(statement));
}

/** False for anything that is not a valid signature; never throws. */
export function verifyAuth(
  publicKey: Uint8Array,
  statement: AuthStatement,
  signature: Uint8Array,
): boolean {
  return ed25519Verify(publicKey, statementBytes(statement), signature);
}

/** Names a client by its key: the first 8 bytes of the key's SHA-256, hexadecimal. */
export function clientIdOf(publicKey: Uint8Array): string {
  return toHex(createHash("sha256").update(publicKey).digest().subarray(0, 8));
}
