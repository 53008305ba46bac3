/**
 * What is bound to the key in pairing (docs/CONTROL.md §3.2): the words that
 * both halves, client and speaker, put into CPace. Pure, and free of Node.
 *
 * A man in the middle has another channel on each side, so that the two ends
 * never agree on a key and he has one guess a run, on each side.
 */
import { ByteWriter, utf8Bytes } from "../../base/bytes.ts";
import type { CpaceInputs } from "./cpace.ts";
import { lengthValues } from "./length-values.ts";

/** Named in step 1. Another method is another name. */
export const pairMethod = "cpace-ristr255-sha512";

export const keyBytes = 32;
export const nonceBytes = 32;

const domain = utf8Bytes("nightjar-pair-1");
const webDomain = utf8Bytes("nightjar-web-1");

/** What both ends know of a run before it begins. */
export interface PairTerms {
  /** Six digits. */
  readonly code: string;
  /** Of the connection: the TLS exporter value, or `webChannel`. */
  readonly channelBinding: Uint8Array;
  /** From Welcome: the speaker's part of what makes the run unlike all others. */
  readonly challenge: Uint8Array;
  /** The client's part. */
  readonly nonce: Uint8Array;
  readonly speakerId: string;
}

export function cpaceInputs({
  code,
  channelBinding,
  challenge,
  nonce,
  speakerId,
}: PairTerms): CpaceInputs {
  return {
    secret: utf8Bytes(code),
    channel: lengthValues(domain, channelBinding, utf8Bytes(speakerId)),
    sessionId: lengthValues(challenge, nonce),
  };
}

/** ADa: whom the speaker lets in. */
export function clientAssociated(publicKey: Uint8Array, name: string): Uint8Array {
  return lengthValues(publicKey, utf8Bytes(name));
}

/** ADb: whom the client has found, and what to pin. */
export function speakerAssociated(
  speakerId: string,
  name: string,
  keyHash: Uint8Array,
): Uint8Array {
  return lengthValues(utf8Bytes(speakerId), utf8Bytes(name), keyHash);
}

/**
 * Stands for the channel where there is none to bind to: a WebSocket without TLS. `host` is what the browser
 * calls the speaker (location.host, the Host header): a page of another host has another channel. It is no
 * secret, and keeps nobody out who sits on the wire (docs/SECURITY.md).
 */
export function webChannel(host: string): Uint8Array {
  return new ByteWriter().sized(webDomain).text(host.toLowerCase()).finish();
}

/** Of a name as it goes over the wire: what is longer is cut between characters. */
export function cutName(name: string, bytesMax: number): string {
  let cut = name;
  while (utf8Bytes(cut).length > bytesMax) cut = [...cut].slice(0, -1).join("");
  return cut;
}
