/**
 * Messages and records of Multicast DNS as values (RFC 6762 §18, RFC 1035 §4).
 * Only what DNS-SD needs; records of other types are not seen here.
 */
import { toHex, utf8Bytes } from "../base/bytes.ts";
import { foldName, type Name } from "./dns-name.ts";

export type RecordData =
  | { readonly type: "A" | "AAAA"; readonly address: string }
  | { readonly type: "PTR"; readonly target: Name }
  | { readonly type: "SRV"; readonly target: Name; readonly port: number }
  | { readonly type: "TXT"; readonly strings: readonly Uint8Array[] }
  /** Says which types a name of ours has, and so that it has no others (RFC 6762 §6.1). */
  | { readonly type: "NSEC"; readonly types: readonly string[] };

export type RecordType = RecordData["type"];

export interface ResourceRecord {
  readonly name: Name;
  /** 0 says goodbye. */
  readonly ttlS: number;
  /** The records of this name and type are these and no others (RFC 6762 §10.2). */
  readonly flush: boolean;
  readonly data: RecordData;
}

export interface Question {
  readonly name: Name;
  /** A type's name, "ANY", or "other" for what nobody here has. */
  readonly type: RecordType | "ANY" | "other";
  readonly unicast: boolean;
}

export interface Message {
  /** 0 but for resolvers that know nothing of Multicast DNS (§6.7). */
  readonly id: number;
  readonly response: boolean;
  /** More known answers follow (§7.2). */
  readonly truncated: boolean;
  readonly questions: readonly Question[];
  readonly answers: readonly ResourceRecord[];
  /** Of a probe: what its sender is about to claim (§8.2). */
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

export const emptyMessage: Message = {
  id: 0,
  response: false,
  truncated: false,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

/** Equal for records of the same name and type. */
export function setKey(name: Name, type: string): string {
  return `${type} ${foldName(name)}`;
}

/** Equal for records that say the same; TTL and flush bit do not count. */
export function recordKey({ name, data }: ResourceRecord): string {
  return `${setKey(name, data.type)} ${dataText(data)}`;
}

function dataText(data: RecordData): string {
  switch (data.type) {
    case "PTR":
      return foldName(data.target);
    case "SRV":
      return `${data.port} ${foldName(data.target)}`;
    case "TXT":
      return data.strings.map(toHex).join(" ");
    case "NSEC":
      return data.types.join(" ");
    default:
      return data.address;
  }
}

/** The strings of a TXT record (RFC 6763 §6.4), in this order; undefined ones are left out. */
export function txtStrings(
  fields: Readonly<Record<string, string | undefined>>,
): readonly Uint8Array[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => utf8Bytes(`${key}=${value}`).subarray(0, 255));
}
