/**
 * What a client signs to show that it has its key (docs/CONTROL.md §3.1). Pure,
 * and free of Node: the web remote signs the same words.
 */
import { ByteWriter, utf8Bytes } from "../../base/bytes.ts";

/** Separates these signatures from any other use of the key, and those of one transport from the other's. */
const domains = {
  tls: utf8Bytes("nightjar-control-auth-1"),
  "web-socket": utf8Bytes("nightjar-control-auth-ws-1"),
} as const;

export const challengeBytes = 32;

/** What is signed: each field with its length, so that no two statements are the same bytes. */
export interface AuthStatement {
  readonly transport: keyof typeof domains;
  /**
   * Over TLS the exporter value of the session (RFC 5705, RFC 8446 §7.5): a relay in the middle has another.
   * Over a WebSocket the Host header, UTF-8: another speaker's differs.
   */
  readonly channelBinding: Uint8Array;
  /** The speaker's, fresh for each connection. */
  readonly challenge: Uint8Array;
  readonly speakerId: string;
}

export function statementBytes(statement: AuthStatement): Uint8Array {
  const { transport, channelBinding, challenge, speakerId } = statement;
  const writer = new ByteWriter().sized(domains[transport]).sized(channelBinding);
  return writer.sized(challenge).text(speakerId).finish();
}
