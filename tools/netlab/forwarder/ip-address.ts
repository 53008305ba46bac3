/**
 * Where an IP packet goes, by its destination address alone: to a host of the lab, to all, or to
 * nobody. IPv4 and IPv6; nothing else in the packet is looked at.
 */
import type { Destination } from "../model/packet.ts";

/** "nowhere": an address that no host has; on a real LAN the router would take it. */
export type Route = Destination | "nowhere";

/** Addresses of a host: the last byte is its place in the lab plus one. */
export const ipv4Of = (host: number): string => `10.77.0.${host + 1}`;
export const ipv6Of = (host: number): string => `fd77::${(host + 1).toString(16)}`;
export const linkLocalOf = (host: number): string => `fe80::${(host + 1).toString(16)}`;

/** What the addresses above begin with. */
const ipv4Prefix = [10, 77, 0];
const ipv6Prefixes = [
  [0xfd, 0x77, ...new Array<number>(13).fill(0)],
  [0xfe, 0x80, ...new Array<number>(13).fill(0)],
];

/** `bytes` begins with the IP header; `sizeBytes` of it are the packet. */
export function routeOf(bytes: Uint8Array, sizeBytes: number, hosts: number): Route {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4 && sizeBytes >= 20) return route4(bytes, hosts);
  if (version === 6 && sizeBytes >= 40) return route6(bytes, hosts);
  return "nowhere";
}

function route4(bytes: Uint8Array, hosts: number): Route {
  const [first = 0, last = 0] = [bytes[16], bytes[19]];
  const inside = startsWith(bytes, 16, ipv4Prefix);
  // Multicast (RFC 5771), this LAN's broadcast address, and the broadcast of any LAN.
  if ((first & 0xf0) === 0xe0 || (inside && last === 255)) return "all";
  if (startsWith(bytes, 16, [255, 255, 255, 255])) return "all";
  return inside ? hostAt(last - 1, hosts) : "nowhere";
}

function route6(bytes: Uint8Array, hosts: number): Route {
  if (bytes[24] === 0xff) return "all";
  const inside = ipv6Prefixes.some((prefix) => startsWith(bytes, 24, prefix));
  return inside ? hostAt((bytes[39] ?? 0) - 1, hosts) : "nowhere";
}

function hostAt(place: number, hosts: number): Route {
  return place >= 0 && place < hosts ? place : "nowhere";
}

function startsWith(bytes: Uint8Array, at: number, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[at + i] === byte);
}
