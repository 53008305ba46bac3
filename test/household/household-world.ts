/** A household to try membership on: its key, certificates, rolls. */
import { issueCertificate, type MemberRole } from "../../src/household/certificate.ts";
import { emptyRoll, Roll, withMember } from "../../src/household/roll.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import type { RollBody, RollMember } from "../../src/wire/roll.ts";

export const household = ed25519KeyPair(new Uint8Array(32).fill(9));
export const stranger = ed25519KeyPair(new Uint8Array(32).fill(8));

export function keyOf(n: number): Uint8Array {
  const key = new Uint8Array(32).fill(7);
  new DataView(key.buffer).setUint32(0, n);
  return key;
}

export function speakerOf(n: number, issuedMs = 1_000): RollMember {
  return { linkKey: keyOf(n), name: `Speaker ${n}`, issuedMs, origin: undefined };
}

export function originOf(n: number, issuedMs = 1_000): RollMember {
  const addresses = [{ host: `10.0.0.${n}`, port: 41_000 }];
  const origin = { signingKey: new Uint8Array(32).fill(n), addresses };
  return { linkKey: keyOf(n), name: `Origin ${n}`, issuedMs, origin };
}

export function bodyOf(members: readonly RollMember[], version = 1): RollBody {
  const empty: RollBody = { ...emptyRoll(household.publicKey), version };
  return members.reduce((body, member) => withMember(body, member) ?? body, empty);
}

export function rollOf(body: RollBody): Roll {
  return Roll.sign(body, household.privateKey);
}

export function certificateOf(
  { linkKey, name, issuedMs }: RollMember,
  role: MemberRole = "speaker",
  issuer = household,
): Uint8Array {
  const signingKey = new Uint8Array(32).fill(3);
  const fields = { household: issuer.publicKey, role, name, linkKey, signingKey, issuedMs };
  return issueCertificate(fields, issuer.privateKey);
}
