/**
 * The origin's side of its household: makes invites, certifies who joins with
 * one, puts members out, and decides whom the link lets in.
 *
 * Invariants:
 *   I1  a token admits one member; the same member may ask again, because its
 *       first answer may have been lost
 *   I2  the household key leaves this object only as signatures
 *   I3  who is out comes back with a new invite and a later certificate, and with nothing else
 */
import { createHash } from "node:crypto";
import { emptyBytes } from "../base/bytes.ts";
import {
  issueCertificate,
  type MemberCertificate,
  type MemberRole,
  memberIdOf,
} from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import { type Invite, inviteTokenBytes } from "../household/invite.ts";
import { inviteLifetimeMs } from "../household/limits.ts";
import { identifyGuest, identifyMember } from "../household/membership.ts";
import type { Ed25519KeyPair } from "../media/ed25519.ts";
import type { Clock } from "../ports/clock.ts";
import type { Database } from "../ports/database.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Address } from "../ports/network.ts";
import type { PeerIdentity } from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import { rollMembersMax } from "../wire/roll.ts";
import { Invites, type Redeemed } from "./invites.ts";
import { type HouseholdKey, Members, noHouseholdKey } from "./members.ts";

export interface AdmissionPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly database: Database;
}

export interface OriginKeys {
  readonly household: HouseholdKey;
  /** X25519 public key of the link. */
  readonly linkKey: Uint8Array;
  /** Signs manifests. */
  readonly signer: Ed25519KeyPair;
}

/** What an origin says of itself. */
export interface OriginSelf {
  readonly name: string;
  /** Given by the origin that keeps the household's key, where this one does not. */
  readonly certificate: () => Uint8Array | undefined;
}

const refusals: Readonly<Record<Exclude<Redeemed, MemberRole>, string>> = {
  unknown: "the invite is not known here",
  expired: "the invite has expired",
  used: "the invite was used by another speaker",
};

export class Admission {
  readonly members: Members;
  readonly #ports: AdmissionPorts;
  readonly #keys: OriginKeys;
  readonly #self: OriginSelf;
  readonly #invites: Invites;
  /** Of members that came by, as long as they are not in the roll: a roll of before knew none. */
  readonly #unlisted = new Map<string, MemberCertificate>();
  #certificate: Uint8Array | undefined;

  constructor(ports: AdmissionPorts, keys: OriginKeys, self: OriginSelf) {
    this.#ports = ports;
    this.#keys = keys;
    this.#self = self;
    this.#invites = new Invites(ports.database);
    this.members = new Members(ports, () => keys.household);
  }

  /** The origin's own certificate, for LinkOptions; empty while it is in no household. */
  credential(): Uint8Array {
    if (this.#keys.household.privateKey === undefined)
      return this.#certificate ?? this.#self.certificate() ?? emptyBytes;
    this.#certificate ??= this.#certify(
      {
        linkKey: this.#keys.linkKey,
        name: this.#self.name,
        signingKey: this.#keys.signer.publicKey,
      },
      "origin",
    );
    return this.#certificate;
  }

  /** For LinkOptions: a member by its certificate, anybody without one as a guest who may ask to join. */
  admit(remoteKey: Uint8Array, credential: Uint8Array): PeerIdentity | undefined {
    if (credential.length === 0) return identifyGuest(remoteKey);
    // A command beside this daemon may have put it out, a moment ago.
    this.members.refresh();
    const { roll } = this.members;
    const { publicKey } = this.#keys.household;
    const known = identifyMember(publicKey, remoteKey, credential, roll);
    if (known === undefined) return undefined;
    if (roll?.member(remoteKey) === undefined && this.#unlisted.size < rollMembersMax)
      this.#unlisted.set(known.peer.id, known.certificate);
    return known.peer;
  }

  /** Makes an invite for one member, good for a day. Throws HouseholdError `no-household-key`. */
  invite(addresses: readonly Address[], role: MemberRole = "speaker"): Invite {
    const { publicKey: household, privateKey } = this.#keys.household;
    if (privateKey === undefined) throw noHouseholdKey();
    const nowMs = this.#ports.clock.wallMs();
    const token = this.#ports.entropy.bytes(inviteTokenBytes);
    const expiresMs = Math.floor((nowMs + inviteLifetimeMs) / 1000) * 1000;
    this.#invites.add({ hash: hashOf(token), role, expiresMs }, nowMs);
    return { addresses, household, originKey: this.#keys.linkKey, token, expiresMs };
  }

  /** The certificate of who joins. Throws HouseholdError `invite-refused`, `household-full`. */
  join(linkKey: Uint8Array, request: Extract<ObjectName, { kind: "join" }>): Uint8Array {
    const { token, name, signingKey } = request;
    return this.#ports.database.transaction(() => {
      const nowMs = this.#ports.clock.wallMs();
      const redeemed = this.#invites.redeem(hashOf(token), memberIdOf(linkKey), nowMs);
      if (redeemed !== "speaker" && redeemed !== "origin") {
        throw new HouseholdError("invite-refused", refusals[redeemed], {
          remedy: "make a new one with: nightjar origin invite --data DIR",
        });
      }
      return this.#certify({ linkKey, name, signingKey }, redeemed);
    });
  }

  /** Members whose certificate says more than the roll does are put into it, as far as there is room. */
  listUnlisted(): void {
    for (const { linkKey, name, issuedMs, role, signingKey } of this.#unlisted.values()) {
      const origin = role === "origin" ? { signingKey, addresses: [] } : undefined;
      this.#unlisted.delete(memberIdOf(linkKey));
      if (this.#keys.household.privateKey === undefined) continue;
      if (this.members.roll?.voids({ linkKey, issuedMs }) === true) continue;
      try {
        this.members.put({ linkKey, name, issuedMs, origin });
      } catch (error) {
        // It is a member all the same; it is only not shown.
        if (!(error instanceof HouseholdError)) throw error;
      }
    }
  }

  /** Puts a member out, or takes note that it left. Its invites go with it. Throws HouseholdError. */
  revoke(linkKey: Uint8Array, how: "revoked" | "left"): void {
    this.#ports.database.transaction(() => {
      this.members.revoke(linkKey, how);
      this.#invites.voidOf(memberIdOf(linkKey));
    });
  }

  /** Also puts who is certified into the roll. */
  #certify(
    who: Pick<MemberCertificate, "linkKey" | "name" | "signingKey">,
    role: MemberRole,
  ): Uint8Array {
    const { publicKey: household, privateKey } = this.#keys.household;
    if (privateKey === undefined) throw noHouseholdKey();
    const { linkKey, name, signingKey } = who;
    const issuedMs = this.members.issueMs(linkKey);
    const addresses = this.members.roll?.member(linkKey)?.origin?.addresses ?? [];
    const origin = role === "origin" ? { signingKey, addresses } : undefined;
    this.members.put({ linkKey, name, issuedMs, origin });
    return issueCertificate({ ...who, household, role, issuedMs }, privateKey);
  }
}

/** Tokens are kept as hashes: whoever reads the database cannot join with it. */
function hashOf(token: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}
