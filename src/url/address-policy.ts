/**
 * Which addresses a speaker may be sent to by a URL (docs/URLS.md §2).
 *
 * A speaker stands within a home: who may name a URL makes it ask there. So the
 * home's own addresses are allowed (private and unique local ones, where music
 * servers are), and never what gives secrets to whoever asks from within: the
 * link-local metadata services of clouds. Loopback only where the caller says so.
 *
 * Addresses that hold an IPv4 address are judged by it. Pure.
 */
import { parseIp } from "../discovery/ip-address.ts";

export interface AddressRule {
  /** The speaker's own programs may be asked. */
  readonly loopback: boolean;
}

/** Why not, for people; undefined where it may be asked. `address` is an IP literal without brackets. */
export function whyNotAsked(address: string, rule: AddressRule): string | undefined {
  const bytes = ipBytes(address);
  if (bytes === undefined) return "it is no IP address";
  return bytes.length === 4 ? whyNot4(bytes, rule) : whyNot6(bytes, rule);
}

/** Also with an IPv4 address as its end: "::ffff:10.0.0.1". A scope is refused: only link-local ones have it. */
function ipBytes(address: string): Uint8Array | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted === null) return parseIp(address);
  const [a = 0, b = 0, c = 0, d = 0] = parseIp(dotted[2] ?? "") ?? [];
  const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);
  return parseIp(dotted[2] ?? "") && parseIp(`${dotted[1]}${hex(a, b)}:${hex(c, d)}`);
}

function whyNot4(ip: Uint8Array, { loopback }: AddressRule): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = ip;
  if (a === 127) return loopback ? undefined : "it is the speaker itself";
  if (a === 0) return "it is no address of a server";
  if (a === 169 && b === 254) return "it is link-local";
  if (a >= 224) return "it is no address of a server";
  // Metadata services that are not link-local: Alibaba's; Oracle's, within IETF assignments (RFC 6890).
  if (a === 100 && b === 100 && c === 100 && d === 200) return "it is a metadata service";
  if (a === 192 && b === 0 && c === 0) return "it is reserved";
  return undefined;
}

function whyNot6(ip: Uint8Array, rule: AddressRule): string | undefined {
  const zeros = (to: number): boolean => ip.subarray(0, to).every((byte) => byte === 0);
  if (zeros(15) && ip[15] === 1) return rule.loopback ? undefined : "it is the speaker itself";
  // IPv4-mapped: the system connects by IPv4 (RFC 4291 §2.5.5.2).
  if (zeros(10) && groupOf(ip, 5) === 0xffff) return whyNot4(ip.subarray(12), rule);
  if (zeros(12)) return "it is no address of a server";
  const inner = innerAt(ip);
  if (inner !== undefined) return whyNot4(ip.subarray(inner, inner + 4), noLoopback);
  const first = groupOf(ip, 0);
  if (first === 0x64 && groupOf(ip, 1) === 0xff9b) return "it is translated locally";
  if (first === 0x2001 && groupOf(ip, 1) === 0) return "it is a tunnel";
  if ((first & 0xffc0) === 0xfe80) return "it is link-local";
  if ((first & 0xffc0) === 0xfec0) return "it is site-local, which is no more";
  if (first >= 0xff00) return "it is no address of a server";
  // Amazon's metadata service lies within unique local addresses.
  return first === 0xfd00 && groupOf(ip, 1) === 0x0ec2 ? "it is a metadata service" : undefined;
}

/** Where an IPv4 address lies in one that is translated or tunnelled to it; undefined in others. */
function innerAt(ip: Uint8Array): number | undefined {
  const group = (i: number): number => groupOf(ip, i);
  const middle = ip.subarray(4, 12).every((byte) => byte === 0);
  // NAT64 (RFC 6052 §2.1); its local prefixes (RFC 8215) hold it anywhere.
  if (group(0) === 0x64 && group(1) === 0xff9b && middle) return 12;
  // 6to4 (RFC 3056).
  if (group(0) === 0x2002) return 2;
  // ISATAP (RFC 5214 §6.1), SIIT (RFC 2765 §2.1).
  if ((group(4) & 0xfdff) === 0 && group(5) === 0x5efe) return 12;
  const siit = ip.subarray(0, 8).every((byte) => byte === 0) && group(4) === 0xffff;
  return siit && group(5) === 0 ? 12 : undefined;
}

function groupOf(ip: Uint8Array, i: number): number {
  return ((ip[2 * i] ?? 0) << 8) | (ip[2 * i + 1] ?? 0);
}

/** Nobody has a server of this machine behind a translator. */
const noLoopback: AddressRule = { loopback: false };
