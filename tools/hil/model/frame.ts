/**
 * Multicast DNS on an emulated wire: the Ethernet frame of a question, and names of the instances in an answer's.
 * Pure. IPv4 without options alone (RFC 791 §3.1), which is what both sides send here.
 */
import dnsPacket from "dns-packet";

const group = [224, 0, 0, 251] as const;
/** RFC 1112 §6.4. */
const groupMac = [0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb] as const;
/** Locally administered, of nobody. */
const ownMac = [0x02, 0x6e, 0x6a, 0x00, 0x00, 0x01] as const;
export const mdnsPort = 5_353;
const [etherBytes, ipBytes, udpBytes] = [14, 20, 8];

/** "Who has services of this type?" (RFC 6762 §5.2), from `from` on the wire. */
export function questionFrame(type: string, from: readonly number[]): Uint8Array {
  const question = questionOf(type);
  const frame = new Uint8Array(etherBytes + ipBytes + udpBytes + question.length);
  const view = new DataView(frame.buffer);
  frame.set([...groupMac, ...ownMac, 0x08, 0x00]);
  frame.set([0x45, 0], etherBytes);
  view.setUint16(etherBytes + 2, ipBytes + udpBytes + question.length);
  frame.set([255, 17], etherBytes + 8);
  frame.set([...from, ...group], etherBytes + 12);
  view.setUint16(etherBytes + 10, checksum(frame.subarray(etherBytes, etherBytes + ipBytes)));
  const udp = etherBytes + ipBytes;
  view.setUint16(udp, mdnsPort);
  view.setUint16(udp + 2, mdnsPort);
  // A checksum of zero: none (RFC 768).
  view.setUint16(udp + 4, udpBytes + question.length);
  frame.set(question, udp + udpBytes);
  return frame;
}

/** As a message, for a wire that has sockets. */
export function questionOf(type: string): Uint8Array {
  return dnsPacket.encode({
    type: "query",
    questions: [{ type: "PTR", name: `${type}.local` }],
  });
}

/** Names of instances of this type that the frame's answer has; none where it is something else. */
export function instancesInFrame(frame: Uint8Array, type: string): readonly string[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const udp = etherBytes + ipBytes;
  if (frame.length <= udp + udpBytes || view.getUint16(12) !== 0x0800) return [];
  if (frame[etherBytes] !== 0x45 || frame[etherBytes + 9] !== 17) return [];
  if (view.getUint16(udp) !== mdnsPort) return [];
  return instancesIn(frame.subarray(udp + udpBytes), type);
}

export function instancesIn(message: Uint8Array, type: string): readonly string[] {
  try {
    const { answers = [], type: kind } = dnsPacket.decode(Buffer.from(message));
    if (kind !== "response") return [];
    return answers.flatMap((answer) =>
      answer.type === "PTR" && answer.name === `${type}.local` ? [String(answer.data)] : [],
    );
  } catch {
    return []; // Whoever is on a wire may send anything.
  }
}

/** RFC 1071. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2)
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
