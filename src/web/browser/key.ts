/**
 * This browser's key: made here, kept in its storage, never sent. Pages over
 * plain http have no WebCrypto, so the signature is computed in script.
 */

import { fromBase64Url, toBase64Url, utf8Bytes } from "../../base/bytes.ts";
import { statementBytes } from "../../control/pairing/auth-statement.ts";
import { ed25519 } from "./curve.ts";

const keyName = "nightjar-key";
/** Speakers that are remembered: a household's, many times over. */
const pairedMax = 256;
/** The speakers that this browser was paired with, so that "never paired" and "put out" are told apart. */
const pairedName = "nightjar-paired";

export function publicKey(): Uint8Array {
  return ed25519.getPublicKey(secretKey());
}

export function markPaired(speakerId: string): void {
  localStorage.setItem(pairedName, [...pairedWith(), speakerId].slice(-pairedMax).join(" "));
}

function pairedWith(): readonly string[] {
  const kept = localStorage.getItem(pairedName) ?? "";
  return kept === "" ? [] : kept.split(" ");
}

/** Undefined where this browser was never paired with the speaker. `host`: where its socket goes. */
export function prove(
  host: string,
  welcome: { readonly challenge: Uint8Array; readonly speakerId: string },
) {
  if (!pairedWith().includes(welcome.speakerId)) return undefined;
  const statement = statementBytes({
    transport: "web-socket",
    channelBinding: utf8Bytes(host),
    challenge: welcome.challenge,
    speakerId: welcome.speakerId,
  });
  return { publicKey: publicKey(), signature: ed25519.sign(statement, secretKey()) };
}

export function secretKey(): Uint8Array {
  const kept = fromBase64Url(localStorage.getItem(keyName) ?? "");
  if (kept?.length === 32) return kept;
  const made = crypto.getRandomValues(new Uint8Array(32));
  localStorage.setItem(keyName, toBase64Url(made));
  return made;
}
