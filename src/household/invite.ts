/**
 * An invite: one URI, carried by hand, that admits one speaker to a household
 * (PROTOCOL.md §7).
 *
 *   nightjar://HOST:PORT[,HOST:PORT…]/join?household=…&origin=…&token=…&expires=SECONDS
 *
 * It names the origin by its link key, so a speaker joins nobody else, and holds
 * a token that the origin takes once. Whoever reads it can join: it is a secret.
 */

import { parseAddress } from "../base/address.ts";
import { fromBase64Url, toBase64Url } from "../base/bytes.ts";
import { type Address, addressText } from "../ports/network.ts";
import { HouseholdError } from "./errors.ts";
import { inviteAddressesMax } from "./limits.ts";

export interface Invite {
  readonly addresses: readonly Address[];
  /** Public key of the household, 32 bytes. */
  readonly household: Uint8Array;
  /** Link key of the origin, 32 bytes. */
  readonly originKey: Uint8Array;
  /** 16 bytes, taken once. */
  readonly token: Uint8Array;
  /** Wall time, milliseconds, whole seconds. */
  readonly expiresMs: number;
}

export const inviteTokenBytes = 16;
const keyBytes = 32;

export function formatInvite(invite: Invite): string {
  const at = invite.addresses.map(addressText).join(",");
  const query = new URLSearchParams({
    household: toBase64Url(invite.household),
    origin: toBase64Url(invite.originKey),
    token: toBase64Url(invite.token),
    expires: String(Math.floor(invite.expiresMs / 1000)),
  });
  return `nightjar://${at}/join?${query}`;
}

/** Throws HouseholdError `invite-malformed`. Says nothing of whether it has expired. */
export function parseInvite(uri: string): Invite {
  const match = /^nightjar:\/\/([^/]+)\/join\?(.+)$/.exec(uri.trim());
  if (match === null) throw malformed("it does not look like nightjar://HOST:PORT/join?…");
  const addresses = (match[1] ?? "").split(",").map((text) => parseAddress(text));
  const known = addresses.filter((address) => address !== undefined);
  if (known.length !== addresses.length || known.length > inviteAddressesMax)
    throw malformed("its address is not HOST:PORT");
  const query = new URLSearchParams(match[2]);
  const expires = Number(query.get("expires") ?? "");
  if (!Number.isSafeInteger(expires) || expires <= 0) throw malformed("its expiry is missing");
  return {
    addresses: known,
    household: field(query, "household", keyBytes),
    originKey: field(query, "origin", keyBytes),
    token: field(query, "token", inviteTokenBytes),
    expiresMs: expires * 1000,
  };
}

/** Throws HouseholdError `invite-expired`. */
export function assertNotExpired(invite: Invite, wallMs: number): void {
  if (wallMs < invite.expiresMs) return;
  throw new HouseholdError(
    "invite-expired",
    `the invite expired ${agoText(wallMs - invite.expiresMs)} ago`,
    {
      remedy: "make a new one with: nightjar origin invite --data DIR",
    },
  );
}

function field(query: URLSearchParams, name: string, length: number): Uint8Array {
  const bytes = fromBase64Url(query.get(name) ?? "");
  if (bytes?.length !== length) throw malformed(`its "${name}" is missing or cut off`);
  return bytes;
}

function malformed(why: string): HouseholdError {
  return new HouseholdError("invite-malformed", `that is not a whole invite: ${why}`, {
    remedy: "copy all of what nightjar origin invite printed, in quotes",
  });
}

function agoText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
