/**
 * The origin's side of its household: makes invites, certifies who joins with
 * one, and decides whom the link lets in.
 *
 * Invariants:
 *   I1  a token admits one member; the same member may ask again, because its
 *       first answer may have been lost
 *   I2  the household key leaves this object only as signatures
 */
import { createHash } from "node:crypto";
import { issueCertificate, memberIdOf } from "../household/certificate.ts";
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
import { Invites, type Redeemed } from "./invites.ts";

export interface AdmissionPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly database: Database;
}

export interface OriginKeys {
  readonly household: Ed25519KeyPair;
  /** X25519 public key of the link. */
  readonly linkKey: Uint8Array;
  /** Signs manifests. */
  readonly signer: Ed25519KeyPair;
}

const refusals: Readonly<Record<Exclude<Redeemed, "ok">, string>> = {
  unknown: "the invite is not known here",
  expired: "the invite has expired",
  used: "the invite was used by another speaker",
};

export class Admission {
  readonly #ports: AdmissionPorts;
  readonly #keys: OriginKeys;
  readonly #invites: Invites;
  readonly #certificate: Uint8Array;

  constructor(ports: AdmissionPorts, keys: OriginKeys, name: string) {
    this.#ports = ports;
    this.#keys = keys;
    this.#invites = new Invites(ports.database);
    this.#certificate = issueCertificate(
      {
        household: keys.household.publicKey,
        role: "origin",
        name,
        linkKey: keys.linkKey,
        signingKey: keys.signer.publicKey,
        issuedMs: ports.clock.wallMs(),
      },
      keys.household.privateKey,
    );
  }

  /** The origin's own certificate, for LinkOptions. */
  credential(): Uint8Array {
    return this.#certificate;
  }

  /** For LinkOptions: a member by its certificate, anybody else as a guest who may ask to join. */
  admit(remoteKey: Uint8Array, credential: Uint8Array): PeerIdentity | undefined {
    if (credential.length === 0) return identifyGuest(remoteKey);
    return identifyMember(this.#keys.household.publicKey, remoteKey, credential)?.peer;
  }

  /** Makes an invite for one speaker, good for a day. */
  invite(addresses: readonly Address[]): Invite {
    const nowMs = this.#ports.clock.wallMs();
    const token = this.#ports.entropy.bytes(inviteTokenBytes);
    const expiresMs = Math.floor((nowMs + inviteLifetimeMs) / 1000) * 1000;
    this.#invites.add(hashOf(token), expiresMs, nowMs);
    const household = this.#keys.household.publicKey;
    return { addresses, household, originKey: this.#keys.linkKey, token, expiresMs };
  }

  /** The certificate of who joins. Throws HouseholdError `invite-refused`. */
  join(linkKey: Uint8Array, request: Extract<ObjectName, { kind: "join" }>): Uint8Array {
    const nowMs = this.#ports.clock.wallMs();
    const redeemed = this.#invites.redeem(hashOf(request.token), memberIdOf(linkKey), nowMs);
    if (redeemed !== "ok") {
      throw new HouseholdError("invite-refused", refusals[redeemed], {
        remedy: "make a new one with: nightjar origin invite --data DIR",
      });
    }
    return issueCertificate(
      {
        household: this.#keys.household.publicKey,
        role: "speaker",
        name: request.name,
        linkKey,
        signingKey: request.signingKey,
        issuedMs: nowMs,
      },
      this.#keys.household.privateKey,
    );
  }
}

/** Tokens are kept as hashes: whoever reads the database cannot join with it. */
function hashOf(token: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}
