/**
 * The origin as a meeting point (PROTOCOL.md §6.7): tells a speaker where the
 * others are, because every one of them has a session here, also where the
 * network lets no multicast through. Pure.
 */
import type { LinkSession } from "../transport/endpoint.ts";
import { encodeMeeting, type MeetingPlace, meetingPlacesMax } from "../wire/meeting.ts";

/** The speakers of `sessions` but the one of `askerId`, encoded; each once. */
export function meetingFor(askerId: string, sessions: readonly LinkSession[]): Uint8Array {
  const places = new Map<string, MeetingPlace>();
  for (const { peer, remoteKey: linkKey, address } of sessions) {
    if (peer?.role !== "speaker" || peer.id === askerId || places.has(peer.id)) continue;
    if (places.size < meetingPlacesMax) places.set(peer.id, { linkKey, address });
  }
  return encodeMeeting([...places.values()]);
}
