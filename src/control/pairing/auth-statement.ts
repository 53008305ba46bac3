/**
 * What a client signs to show that it has its key (docs/CONTROL.md §3.1). Pure,
 * and free of Node: the web remote signs the same words.
 */
import { ByteWriter, utf8Bytes } from "../../base/bytes.ts";

/** Separates these signatures from any other use of the key. */
const domain = utf8Bytes("nightjar-control-auth-1");

export const challengeBytes = 32;

/** What is signed: each field with its length, so that no two statements are the same bytes. */
export interface AuthStatement {
  /**
   * TLS exporter value of the session (RFC 5705, RFC 8446 §7.5): a relay in the middle has another. Without
   * TLS `webChannel` (pair-terms.ts).
   */
  readonly channelBinding: Uint8Array;
  /** The speaker's, fresh for each connection. */
  readonly challenge: Uint8Array;
  readonly speakerId: string;
}

export function statementBytes(statement: AuthStatement): Uint8Array {
  const { channelBinding, challenge, speakerId } = statement;
  const writer = new ByteWriter().sized(domain).sized(channelBinding).sized(challenge);
  return writer.text(speakerId).finish();
}
