/**
 * IP addresses as bytes, to ask which link a sender is on (RFC 6762 §11). Pure.
 */
import type { InterfaceAddress, MulticastLink } from "../ports/multicast.ts";

/** 4 or 16 bytes; undefined where `text` is no IP literal. A scope ("%eth0") is not part of it. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(":") ? parseIp6(text) : parseIp4(text);
}

function parseIp4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  const bytes = parts.map(Number);
  const valid = parts.every((part, i) => /^\d{1,3}$/.test(part) && (bytes[i] ?? 256) < 256);
  return valid && parts.length === 4 ? Uint8Array.from(bytes) : undefined;
}

function parseIp6(text: string): Uint8Array | undefined {
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return undefined;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...new Array<number>(missing).fill(0), ...after];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : undefined;
}

/** The address without its scope, and the scope: "fe80::1%eth0" → "fe80::1", "eth0". */
export function splitScope(host: string): { readonly host: string; readonly scope: string } {
  const at = host.indexOf("%");
  return at < 0 ? { host, scope: "" } : { host: host.slice(0, at), scope: host.slice(at + 1) };
}

export function isLinkLocal6(bytes: Uint8Array): boolean {
  return bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
}

/** Whether `bytes` lies in the prefix of one of these addresses, or is link-local. */
export function isOnLink(bytes: Uint8Array, addresses: readonly InterfaceAddress[]): boolean {
  return (
    isLinkLocal6(bytes) ||
    addresses.some(({ address, prefixBits }) => {
      const own = parseIp(address);
      return own?.length === bytes.length && samePrefix(own, bytes, prefixBits);
    })
  );
}

/** The links that a packet from there can have come in by; none for a sender that is not on a link. */
export function linksFrom<T extends MulticastLink>(from: string, links: Iterable<T>): readonly T[] {
  const { host, scope } = splitScope(from);
  const bytes = parseIp(host);
  if (bytes === undefined) return [];
  const family = bytes.length === 4 ? 4 : 6;
  return [...links].filter(
    (link) =>
      link.family === family &&
      (scope === "" ? !isLinkLocal6(bytes) : scope === link.name) &&
      isOnLink(bytes, link.addresses),
  );
}

function samePrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  for (let bit = 0; bit < bits; bit += 8) {
    const mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
    const at = bit / 8;
    if (((a[at] ?? 0) & mask) !== ((b[at] ?? 0) & mask)) return false;
  }
  return true;
}
