/**
 * What a node knows of its household: its own certificate, the household's key
 * and where its origins are. Decides who is let in on the link.
 *
 * Pure values; the programs read and write them.
 */
import { fromBase64Url, toBase64Url, utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { Address } from "../ports/network.ts";
import type { PeerIdentity } from "../transport/endpoint.ts";
import {
  decodeCertificate,
  type MemberCertificate,
  memberIdOf,
  verifyCertificate,
} from "./certificate.ts";
import type { Roll } from "./roll.ts";

export interface KnownOrigin {
  readonly linkKey: Uint8Array;
  /** Signs its manifests; undefined until it was met for the first time. */
  readonly signingKey: Uint8Array | undefined;
  readonly addresses: readonly Address[];
}

export interface Membership {
  readonly household: Uint8Array;
  readonly certificate: Uint8Array;
  readonly origins: readonly KnownOrigin[];
}

export interface Identified {
  readonly peer: PeerIdentity;
  readonly certificate: MemberCertificate;
}

/**
 * The identity that a handshake's credential proves, or undefined for a stranger and for who is a member no
 * more by the `roll`. Whoever is on the LAN can make it work, so what is cheap is judged first.
 */
export function identifyMember(
  household: Uint8Array,
  remoteKey: Uint8Array,
  credential: Uint8Array,
  roll: Pick<Roll, "voids"> | undefined,
): Identified | undefined {
  const claimed = decodeCertificate(credential);
  if (claimed === undefined || roll?.voids({ ...claimed, linkKey: remoteKey }) === true)
    return undefined;
  const certificate = verifyCertificate(credential, household, remoteKey);
  if (certificate === undefined) return undefined;
  const peer = { id: memberIdOf(remoteKey), name: certificate.name, role: certificate.role };
  return { peer, certificate };
}

/** Someone without a certificate, who may ask to join and nothing else. */
export function identifyGuest(remoteKey: Uint8Array): PeerIdentity {
  return { id: memberIdOf(remoteKey), name: "", role: "guest" };
}

export function encodeMembership(membership: Membership): Uint8Array {
  return utf8Bytes(
    `${JSON.stringify(
      {
        version: 1,
        household: toBase64Url(membership.household),
        certificate: toBase64Url(membership.certificate),
        origins: membership.origins.map(({ linkKey, signingKey, addresses }) => ({
          linkKey: toBase64Url(linkKey),
          signingKey: signingKey === undefined ? null : toBase64Url(signingKey),
          addresses,
        })),
      },
      undefined,
      2,
    )}\n`,
  );
}

/** Undefined where the file is damaged. */
export function decodeMembership(bytes: Uint8Array): Membership | undefined {
  const text = utf8Text(bytes);
  if (text === undefined) return undefined;
  try {
    return membershipOf(JSON.parse(text) as Record<string, unknown>); // checked field by field below
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function membershipOf(fields: Record<string, unknown>): Membership | undefined {
  const household = fromBase64Url(String(fields["household"]));
  const certificate = fromBase64Url(String(fields["certificate"]));
  if (fields["version"] !== 1 || household?.length !== 32 || certificate === undefined)
    return undefined;
  const origins = (Array.isArray(fields["origins"]) ? fields["origins"] : []).map(originOf);
  const known = origins.filter((origin) => origin !== undefined);
  return { household, certificate, origins: known };
}

function originOf(value: unknown): KnownOrigin | undefined {
  const fields = value as Record<string, unknown>; // checked below; a TypeError is caught by the caller
  const linkKey = fromBase64Url(String(fields["linkKey"]));
  const addresses = fields["addresses"];
  if (linkKey?.length !== 32 || !Array.isArray(addresses)) return undefined;
  const valid = addresses.filter(
    (address: unknown): address is Address =>
      typeof address === "object" &&
      address !== null &&
      "host" in address &&
      "port" in address &&
      typeof address.host === "string" &&
      typeof address.port === "number",
  );
  const signer = fields["signingKey"];
  const signingKey = typeof signer === "string" ? fromBase64Url(signer) : undefined;
  return { linkKey, signingKey, addresses: valid };
}
