/**
 * Messages to and from bytes, by dns-packet. What comes from the network is
 * looked through first (packet-check.ts); this wrapper throws nothing for it.
 *
 * Names are written without compression: a packet of ours is small enough.
 */
import dnsPacket, { type Answer, type DecodedPacket } from "dns-packet";
import { assert } from "../base/assert.ts";
import { innerDot, type Name } from "./dns-name.ts";
import type { Message, Question, RecordData, ResourceRecord } from "./message.ts";
import { emptyMessage, setKey } from "./message.ts";
import { type CheckedQuestion, checkPacket, restoreDots, typeCodes } from "./packet-check.ts";

const headerBytes = 12;
/** The codec's mark of bytes that were no UTF-8. */
const notText = "\ufffd";
const questionTypes = new Map<number, Question["type"]>([
  [typeCodes.a, "A"],
  [typeCodes.aaaa, "AAAA"],
  [typeCodes.ptr, "PTR"],
  [typeCodes.srv, "SRV"],
  [typeCodes.txt, "TXT"],
  [typeCodes.any, "ANY"],
]);

/** Undefined for what is malformed. Records that nobody here reads are left out. Keeps nothing of `bytes`. */
export function decodeMessage(bytes: Uint8Array): Message | undefined {
  const checked = checkPacket(bytes);
  if (checked === undefined) return undefined;
  const packet = decodeChecked(checked.bytes);
  if (packet === undefined) return undefined;
  const read = (answers: Answer[] | undefined): ResourceRecord[] =>
    (answers ?? []).map(recordOf).filter((record) => record !== undefined);
  return {
    id: packet.id ?? 0,
    response: packet.flag_qr,
    truncated: packet.flag_tc,
    questions: onceEach(
      (packet.questions ?? []).map(({ name }, i) => questionOf(name, checked.questions[i])),
    ),
    answers: read(packet.answers),
    authorities: read(packet.authorities),
    additionals: read(packet.additionals),
  };
}

function decodeChecked(bytes: Uint8Array): DecodedPacket | undefined {
  try {
    // biome-ignore lint/style/noRestrictedGlobals: dns-packet reads nothing but a Buffer; this one is a view.
    return dnsPacket.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch {
    // The check above should leave nothing to throw about; if it does, the packet is malformed all the same.
    return undefined;
  }
}

/** A question asked twice is asked once: answering costs more than asking. */
function onceEach(questions: readonly Question[]): readonly Question[] {
  const keyOf = ({ name, type, unicast }: Question): string => `${setKey(name, type)} ${unicast}`;
  return [...new Map(questions.map((question) => [keyOf(question), question])).values()];
}

function questionOf(name: Name, checked: CheckedQuestion | undefined): Question {
  // What is no text has no answer here, and could not be repeated to who asked.
  const readable = checked?.internet === true && !name.includes(notText);
  const type = readable ? questionTypes.get(checked.type) : undefined;
  return { name, type: type ?? "other", unicast: checked?.unicast ?? false };
}

function recordOf(answer: Answer): ResourceRecord | undefined {
  const data = dataOf(answer);
  if (data === undefined || answer.type === "OPT" || answer.name.includes(notText))
    return undefined;
  if ("target" in data && data.target.includes(notText)) return undefined;
  return { name: answer.name, ttlS: answer.ttl ?? 0, flush: answer.flush ?? false, data };
}

function dataOf(answer: Answer): RecordData | undefined {
  switch (answer.type) {
    case "A":
    case "AAAA":
      return { type: answer.type, address: answer.data };
    case "PTR":
      return { type: "PTR", target: answer.data };
    case "SRV":
      return { type: "SRV", target: answer.data.target, port: answer.data.port };
    case "TXT":
      return { type: "TXT", strings: stringsOf(answer.data) };
    default:
      return undefined;
  }
}

/** Copies: the codec's are views of the whole packet. */
function stringsOf(data: unknown): Uint8Array[] {
  assert(Array.isArray(data), "the codec reads TXT as a list");
  return data.map((text: Uint8Array) => Uint8Array.from(text)); // buffers, by the codec's documentation
}

/** The labels of all names must be of 63 bytes at most; those of dns-name.ts are. */
export function encodeMessage(message: Message): Uint8Array {
  const authoritative = message.response ? dnsPacket.AUTHORITATIVE_ANSWER : 0;
  const bytes = dnsPacket.encode({
    type: message.response ? "response" : "query",
    id: message.id,
    flags: authoritative | (message.truncated ? dnsPacket.TRUNCATED_RESPONSE : 0),
    questions: message.questions.map(({ name, type }) => ({ name, type: codecType(type) })),
    answers: message.answers.map(answerOf),
    authorities: message.authorities.map(answerOf),
    additionals: message.additionals.map(answerOf),
  });
  // Plain bytes: a Buffer's `slice` is a view where everybody expects a copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.includes(innerDot) ? restoreDots(plain) : plain;
}

/** What a record adds to a packet. */
export function encodedBytes(record: ResourceRecord): number {
  return dnsPacket.encodingLength({ answers: [answerOf(record)] }) - headerBytes;
}

/** The data as it is on the wire, names in full: what simultaneous probes are compared by (RFC 6762 §8.2). */
export function dataBytes(record: ResourceRecord): Uint8Array {
  const message = { ...emptyMessage, answers: [{ ...record, name: "" }] };
  // After the header come the root's name and type, class, TTL and length.
  return encodeMessage(message).subarray(headerBytes + 1 + 10);
}

function codecType(type: Question["type"]): "A" {
  assert(type !== "other", "questions of ours are of a known type");
  return type as "A"; // the codec takes "ANY" as well; its types leave it out
}

function answerOf({ name, ttlS, flush, data }: ResourceRecord): Answer {
  const head = { name, ttl: ttlS, class: "IN", flush } as const;
  switch (data.type) {
    case "A":
    case "AAAA":
      return { ...head, type: data.type, data: data.address };
    case "PTR":
      return { ...head, type: "PTR", data: data.target };
    case "SRV": {
      const { target, port } = data;
      return { ...head, type: "SRV", data: { target, port, priority: 0, weight: 0 } };
    }
    case "TXT":
      return { ...head, type: "TXT", data: bufferList(data.strings) };
    case "NSEC":
      return { ...head, type: "NSEC", data: { nextDomain: name, rrtypes: [...data.types] } };
  }
}

/** An empty TXT record has one empty string (RFC 6763 §6.1). */
function bufferList(strings: readonly Uint8Array[]) {
  const list = strings.length === 0 ? [new Uint8Array(0)] : strings;
  // biome-ignore lint/style/noRestrictedGlobals: dns-packet writes nothing but Buffers; these are views.
  return list.map((text) => Buffer.from(text.buffer, text.byteOffset, text.length));
}
