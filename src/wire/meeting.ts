/**
 * Who is where: link keys and addresses, as an origin tells them to a speaker
 * that cannot see the others, and as a speaker keeps them (PROTOCOL.md §6.7).
 *
 * A codec only: places to try, which the handshake proves or not. Malformed
 * bytes decode to undefined, never to part of a list.
 * Bounds: `meetingPlacesMax` places.
 */
import type { HostPort } from "../base/address.ts";
import { ByteReader, ByteWriter } from "../base/bytes.ts";

export interface MeetingPlace {
  /** X25519, 32 bytes. */
  readonly linkKey: Uint8Array;
  readonly address: HostPort;
}

/** As many as a speaker keeps sessions to. */
export const meetingPlacesMax = 64;

const formatVersion = 1;
const linkKeyBytes = 32;
/** An IP address with its zone. */
const hostBytesMax = 64;

/** Takes the first `meetingPlacesMax` of them. */
export function encodeMeeting(places: readonly MeetingPlace[]): Uint8Array {
  const kept = places.slice(0, meetingPlacesMax);
  const writer = new ByteWriter(64).u8(formatVersion).u8(kept.length);
  for (const { linkKey, address } of kept) writer.raw(linkKey).text(address.host).u16(address.port);
  return writer.finish();
}

export function decodeMeeting(bytes: Uint8Array): readonly MeetingPlace[] | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== formatVersion) return undefined;
  const count = reader.u8();
  if (count > meetingPlacesMax) return undefined;
  const places: MeetingPlace[] = [];
  while (places.length < count && reader.ok) {
    const linkKey = reader.take(linkKeyBytes).slice();
    const host = reader.text(hostBytesMax);
    const port = reader.u16();
    if (host === "" || port === 0) return undefined;
    places.push({ linkKey, address: { host, port } });
  }
  return reader.ok && reader.remaining === 0 ? places : undefined;
}
