/**
 * Puts records into as few packets as hold them, each small enough to pass
 * every link whole (limits.ts `packetBytesSent`).
 */
import { encodedBytes, encodeMessage } from "./dns-codec.ts";
import { packetBytesSent } from "./limits.ts";
import { emptyMessage, type Question, type ResourceRecord } from "./message.ts";

const headerBytes = 12;

/** Responses; additional records only where the last packet has room, since nobody asked for them. */
export function packResponses(
  answers: readonly ResourceRecord[],
  additionals: readonly ResourceRecord[],
): Uint8Array[] {
  const parts = split(answers, headerBytes);
  return parts.map((part, i) => {
    const room = packetBytesSent - headerBytes - sizeOf(part);
    const extra = i === parts.length - 1 ? fitting(additionals, room) : [];
    return encodeMessage({ ...emptyMessage, response: true, answers: part, additionals: extra });
  });
}

/** Questions with what is known already; where that needs several packets, all but the last say so (RFC 6762 §7.2). */
export function packQuery(
  questions: readonly Question[],
  known: readonly ResourceRecord[],
): Uint8Array[] {
  const query = { ...emptyMessage, questions };
  const parts = known.length === 0 ? [[]] : split(known, encodeMessage(query).length);
  return parts.map((answers, i) =>
    encodeMessage({
      ...emptyMessage,
      questions: i === 0 ? questions : [],
      answers,
      truncated: i < parts.length - 1,
    }),
  );
}

/** Each part but the first begins an empty packet; the first one has `used` bytes already. */
function split(records: readonly ResourceRecord[], used: number): ResourceRecord[][] {
  const parts: ResourceRecord[][] = [];
  let part: ResourceRecord[] = [];
  let bytes = used;
  for (const record of records) {
    const more = encodedBytes(record);
    if (bytes + more > packetBytesSent && (part.length > 0 || bytes > headerBytes)) {
      parts.push(part);
      part = [];
      bytes = headerBytes;
    }
    part.push(record);
    bytes += more;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function fitting(records: readonly ResourceRecord[], room: number): ResourceRecord[] {
  let left = room;
  return records.filter((record) => {
    const bytes = encodedBytes(record);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
}

function sizeOf(records: readonly ResourceRecord[]): number {
  return records.reduce((sum, record) => sum + encodedBytes(record), 0);
}
