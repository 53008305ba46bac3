/**
 * Answers every question for a name with one address, so that a phone's look for the Internet ends at the set-up
 * page. Pure; RFC 1035 §4, of which one question in one datagram is understood, and nothing that follows it.
 *
 * It repeats at most the question's own bytes and one record of 16: nothing to amplify an attack with.
 */
import { questionBytesMax } from "./limits.ts";

const headerBytes = 12;
const nameBytesMax = 255;
const labelBytesMax = 63;
const typeA = 1;
const typeAny = 255;
const classIn = 1;
/** A phone that is home again must not remember it. */
const ttlS = 0;
/** To the question's name, which stands after the header (RFC 1035 §4.1.4). */
const namePointer = 0xc000 | headerBytes;

/** Undefined for what is no plain question. `address`: four bytes. Keeps nothing of `question`. */
export function dnsAnswer(question: Uint8Array, address: Uint8Array): Uint8Array | undefined {
  if (question.length < headerBytes + 5 || question.length > questionBytesMax) return undefined;
  const view = new DataView(question.buffer, question.byteOffset, question.length);
  const flags = view.getUint16(2);
  const isQuery = (flags & 0xf800) === 0;
  if (!isQuery || view.getUint16(4) !== 1) return undefined;
  const nameEnd = endOfName(question);
  if (nameEnd === undefined || nameEnd + 4 > question.length) return undefined;
  const type = view.getUint16(nameEnd);
  const isOurs = view.getUint16(nameEnd + 2) === classIn && (type === typeA || type === typeAny);
  return replyTo(question.subarray(0, nameEnd + 4), flags, isOurs ? address : undefined);
}

/** Without an address: the name is there, but has no record of that type (RFC 2308 §2.2). */
function replyTo(head: Uint8Array, flags: number, address: Uint8Array | undefined): Uint8Array {
  const reply = new Uint8Array(head.length + (address === undefined ? 0 : 12 + address.length));
  reply.set(head);
  const view = new DataView(reply.buffer);
  // An authoritative response; recursion as it was desired, and available.
  view.setUint16(2, 0x8480 | (flags & 0x0100));
  view.setUint16(6, address === undefined ? 0 : 1);
  view.setUint32(8, 0);
  if (address === undefined) return reply;
  let at = head.length;
  for (const word of [namePointer, typeA, classIn]) {
    view.setUint16(at, word);
    at += 2;
  }
  view.setUint32(at, ttlS);
  view.setUint16(at + 4, address.length);
  reply.set(address, at + 6);
  return reply;
}

/** A question's name is never compressed: there is nothing before it to point to. */
function endOfName(bytes: Uint8Array): number | undefined {
  let at = headerBytes;
  for (;;) {
    const length = bytes[at];
    if (length === undefined || length > labelBytesMax) return undefined;
    at += 1 + length;
    if (at - headerBytes > nameBytesMax) return undefined;
    if (length === 0) return at;
  }
}
