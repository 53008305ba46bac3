/**
 * The speaker's side of its household: joins with an invite, then keeps warm
 * sessions to the origins it knows, and decides whom the link lets in.
 *
 * Invariants:
 *   I1  once joined, the membership file is written before anything relies on it
 *   I2  nobody without a certificate of this household gets a session, except the
 *       one origin that an invite names, while joining
 */

import { equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import { verifyCertificate } from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import { householdTag } from "../household/household-tag.ts";
import type { Invite } from "../household/invite.ts";
import {
  decodeMembership,
  encodeMembership,
  identifyMember,
  type KnownOrigin,
  type Membership,
} from "../household/membership.ts";
import { joinSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import {
  type LinkEndpoint,
  type LinkSession,
  linkRefusals,
  type PeerIdentity,
} from "../transport/endpoint.ts";
import { encodeObject } from "../wire/objects.ts";
import { joinRetryUs, lastAddressesMax } from "./limits.ts";
import { NamedAddresses } from "./named-addresses.ts";
import { originPlaces } from "./neighbours.ts";

/** Refusals that say nothing of the invite. */
const passing: readonly number[] = [linkRefusals.busy, linkRefusals.failed];

export interface OriginLinksPorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly network: Network;
  readonly log: Log;
  /** Who is seen on the LAN: one more source of addresses. */
  readonly directory?: Pick<NodeDirectory, "nodes"> | undefined;
}

export interface OriginLinksOptions {
  /** The membership file. */
  readonly path: string;
  readonly name: string;
  readonly linkKey: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly join: Invite | undefined;
  /** Addresses given by hand, names allowed: tried for every known origin. */
  readonly addresses: readonly Address[];
}

export class OriginLinks {
  readonly #ports: OriginLinksPorts;
  readonly #options: OriginLinksOptions;
  #membership: Membership | undefined;
  readonly #sessions: LinkSession[] = [];
  #trouble: string | undefined;
  #endpoint: LinkEndpoint | undefined;
  #onChange: () => void = () => undefined;
  /** The signing key of the origin that is being joined, from its handshake. */
  #joiningSigner: Uint8Array | undefined;
  readonly #lifetime = new AbortController();
  /** What was learnt is written in the order in which it was learnt. */
  #saved = Promise.resolve();

  /** Reads the membership. Throws HouseholdError `wrong-household` when the invite is another household's. */
  static async open(ports: OriginLinksPorts, options: OriginLinksOptions): Promise<OriginLinks> {
    const links = new OriginLinks(ports, options);
    if ((await ports.disk.stat(options.path)) !== undefined) {
      links.#membership = decodeMembership(await ports.disk.readFile(options.path));
    }
    const { join } = options;
    if (
      join !== undefined &&
      links.#membership !== undefined &&
      !equalBytes(join.household, links.#membership.household)
    ) {
      throw new HouseholdError("wrong-household", "this speaker is a member of another household", {
        remedy: "start it with an empty --data folder to join this one",
      });
    }
    return links;
  }

  private constructor(ports: OriginLinksPorts, options: OriginLinksOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  get isMember(): boolean {
    return this.#membership !== undefined;
  }
  /** What this speaker shows of its household; empty for none. */
  get householdTag(): string {
    return this.#membership === undefined ? "" : householdTag(this.#membership.household);
  }
  /** Why no music can come from an origin, for people; undefined when nothing is wrong. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get sessions(): readonly LinkSession[] {
    return this.isMember ? this.#sessions : [];
  }

  /** For LinkOptions. */
  credential(): Uint8Array {
    return this.#membership?.certificate ?? new Uint8Array(0);
  }

  /** For LinkOptions; see I2. */
  admit(remoteKey: Uint8Array, credential: Uint8Array): PeerIdentity | undefined {
    const { join } = this.#options;
    const household = this.#membership?.household ?? join?.household;
    if (household === undefined) return undefined;
    const known = identifyMember(household, remoteKey, credential);
    if (known === undefined) return undefined;
    if (this.#membership === undefined && !equalBytes(remoteKey, join?.originKey ?? household))
      return undefined;
    if (known.certificate.role === "origin")
      this.#learnSigner(remoteKey, known.certificate.signingKey);
    return known.peer;
  }

  /** Whether manifests signed by this key may be believed. */
  trusts(signer: Uint8Array): boolean {
    return this.#origins().some(
      ({ signingKey }) => signingKey !== undefined && equalBytes(signingKey, signer),
    );
  }

  /** Begins to connect, and to join where there is an invite and no membership yet. `changed` hears of every session's state. */
  start(endpoint: LinkEndpoint, changed: () => void): void {
    this.#endpoint = endpoint;
    this.#onChange = changed;
    if (this.#membership !== undefined) this.#connectAll();
    else if (this.#options.join !== undefined) this.#begin(endpoint, this.#options.join);
    else this.#trouble = "this speaker is in no household yet; start it with --join and an invite";
  }

  close(): void {
    this.#lifetime.abort(new Error("the speaker stops"));
    for (const session of this.#sessions) session.close();
  }

  #begin(endpoint: LinkEndpoint, invite: Invite): void {
    this.#join(endpoint, invite).catch((error: unknown) => {
      if (!this.#lifetime.signal.aborted) throw error;
    });
  }

  async #join(endpoint: LinkEndpoint, invite: Invite): Promise<void> {
    this.#trouble = "waiting for the origin, to join its household";
    const session = endpoint.connect({
      key: invite.originKey,
      addresses: this.#places(invite.household, invite.originKey, invite.addresses),
    });
    session.onState(this.#onChange);
    const { name, signingKey } = this.#options;
    const object = encodeObject({ kind: "join", token: invite.token, name, signingKey });
    const request = { object, class: "urgent", deadlineUs: Number.POSITIVE_INFINITY } as const;
    let outcome = await session.fetch(request).done;
    // The origin has too much to do, or its disk is full: that passes, the invite stays good.
    while (outcome.kind === "refused" && passing.includes(outcome.code)) {
      this.#trouble = `waiting for the origin, which says: ${outcome.message}`;
      await sleep(this.#ports.clock, joinRetryUs, this.#lifetime.signal);
      outcome = await session.fetch(request).done;
    }
    session.close();
    if (outcome.kind === "complete") await this.#joined(invite, joinSymbols(outcome.symbols));
    else if (outcome.kind === "refused") this.#refused(outcome.message);
  }

  async #joined(invite: Invite, certificate: Uint8Array): Promise<void> {
    if (verifyCertificate(certificate, invite.household, this.#options.linkKey) === undefined) {
      this.#refused("the origin's certificate is not of this household");
      return;
    }
    const origin: KnownOrigin = {
      linkKey: invite.originKey,
      signingKey: this.#joiningSigner,
      addresses: invite.addresses,
    };
    const membership = { household: invite.household, certificate, origins: [origin] };
    try {
      await this.#save(membership);
    } catch (error) {
      this.#refused(describeError(error));
      return;
    }
    this.#membership = membership;
    this.#ports.log.info("joined-household");
    this.#connectAll();
  }

  #refused(why: string): void {
    this.#trouble = `joining the household failed: ${why}`;
    this.#ports.log.error("join-refused", { why });
    this.#onChange();
  }

  #connectAll(): void {
    this.#trouble = undefined;
    const [endpoint, membership] = [this.#endpoint, this.#membership];
    if (endpoint === undefined || membership === undefined) return;
    for (const { linkKey, addresses } of membership.origins) {
      const named = [...(this.#options.join?.addresses ?? []), ...addresses];
      const session = endpoint.connect({
        key: linkKey,
        addresses: this.#places(membership.household, linkKey, named),
      });
      session.onState(() => {
        // Once a handshake is through, its address is proven, also the one that it moved to since.
        if (session.peer !== undefined) this.#learnAddress(linkKey, session.address);
        this.#onChange();
      });
      this.#sessions.push(session);
    }
    this.#onChange();
  }

  /** Where an origin may be: where people say it is, where the LAN says it is now, where it was. */
  #places(
    household: Uint8Array,
    linkKey: Uint8Array,
    named: readonly Address[],
  ): () => readonly Address[] {
    const [manual, known] = [this.#named(this.#options.addresses), this.#named(named)];
    return () => {
      const nodes = this.#ports.directory?.nodes() ?? [];
      const found = originPlaces(nodes, household, linkKey).filter(({ host }) =>
        this.#canReach(host),
      );
      return unique([...manual.addresses(), ...found, ...known.addresses()]);
    };
  }

  #named(addresses: readonly Address[]): NamedAddresses {
    return new NamedAddresses(this.#ports, addresses, this.#lifetime.signal);
  }

  /** A socket of IPv4 reaches no IPv6. */
  #canReach(host: string): boolean {
    return !host.includes(":") || this.#endpoint?.local.host.includes(":") === true;
  }

  #learnSigner(linkKey: Uint8Array, signingKey: Uint8Array): void {
    if (this.#membership === undefined) {
      this.#joiningSigner = signingKey;
      return;
    }
    const known = this.#origin(linkKey);
    if (known?.signingKey !== undefined && equalBytes(known.signingKey, signingKey)) return;
    this.#learn({ linkKey, signingKey, addresses: known?.addresses ?? [] });
  }

  /** Where it proved who it is: kept for a start at which nobody says where it is. */
  #learnAddress(linkKey: Uint8Array, { host, port }: Address): void {
    const known = this.#origin(linkKey);
    const same = (at: Address): boolean => at.host === host && at.port === port;
    if (known === undefined || known.addresses.some(same)) return;
    const addresses = [{ host, port }, ...known.addresses].slice(0, lastAddressesMax);
    this.#learn({ ...known, addresses });
  }

  #origin(linkKey: Uint8Array): KnownOrigin | undefined {
    return this.#origins().find((origin) => equalBytes(origin.linkKey, linkKey));
  }

  /** Puts it in the place of what was known of that origin. */
  #learn(learnt: KnownOrigin): void {
    const membership = this.#membership;
    if (membership === undefined) return;
    const others = membership.origins.filter(({ linkKey }) => !equalBytes(linkKey, learnt.linkKey));
    const next = { ...membership, origins: [...others, learnt] };
    this.#membership = next;
    this.#saved = this.#saved
      .then(() => this.#save(next))
      .catch((error: unknown) => {
        this.#ports.log.warn("membership-not-saved", { why: describeError(error) });
      });
  }

  async #save(membership: Membership): Promise<void> {
    await this.#ports.disk.replaceFile(this.#options.path, encodeMembership(membership), {
      secret: true,
    });
  }

  #origins(): readonly KnownOrigin[] {
    return this.#membership?.origins ?? [];
  }
}

function unique(addresses: readonly Address[]): readonly Address[] {
  return [
    ...new Map(addresses.map((address) => [`${address.host} ${address.port}`, address])).values(),
  ];
}
