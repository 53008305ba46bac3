/**
 * Proof that a client has its key (docs/CONTROL.md §3.1): an Ed25519 signature
 * over a statement that holds in one session with one speaker, once.
 * Pure. Who may do what is `codes.ts` and the session's business.
 */
import { createHash } from "node:crypto";
import { toHex } from "../base/bytes.ts";
import { ed25519Sign, ed25519Verify } from "../media/ed25519.ts";
import { type AuthStatement, statementBytes } from "./pairing/auth-statement.ts";

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
