/**
 * The speaker's side of its household: joins with an invite, keeps warm sessions
 * to the origins that it knows or that the roll names, decides whom the link
 * lets in, and leaves.
 *
 * Invariants:
 *   I1  once joined, the membership file is written before anything relies on it
 *   I2  nobody without a certificate of this household gets a session, except the
 *       one origin that an invite names, while joining; nobody whom the roll has put out keeps one
 *   I3  a word that is not signed by the household changes what is shown, never what is kept
 * Joining, being put out and leaving share one state of few fields, so they are in one file; what is kept is
 * in household/membership-store.ts, what is said in household/member-words.ts.
 */

import { emptyBytes, equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import { verifyCertificate } from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import { householdTag } from "../household/household-tag.ts";
import type { Invite } from "../household/invite.ts";
import { knockUs } from "../household/limits.ts";
import { askToJoin, knockAt, tellOf } from "../household/member-words.ts";
import { identifyMember, type KnownOrigin } from "../household/membership.ts";
import { MembershipStore } from "../household/membership-store.ts";
import type { Roll } from "../household/roll.ts";
import type { RollBook } from "../household/roll-exchange.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import type { LinkEndpoint, LinkSession, PeerIdentity } from "../transport/endpoint.ts";
import { lastAddressesMax } from "./limits.ts";
import { NamedAddresses } from "./named-addresses.ts";
import { OriginPlaces } from "./origin-places.ts";

export interface OriginLinksPorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly network: Pick<Network, "resolve">;
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

/** An origin that a session is kept to. */
interface Kept {
  readonly linkKey: Uint8Array;
  readonly places: OriginPlaces;
  readonly session: LinkSession;
}

export class OriginLinks {
  readonly #ports: OriginLinksPorts;
  readonly #options: OriginLinksOptions;
  readonly #store: MembershipStore;
  #kept: readonly Kept[] = [];
  #trouble: string | undefined;
  /** Why this speaker is no member any more, as far as it was told. */
  #out: string | undefined;
  #joining = false;
  #left = false;
  #endpoint: LinkEndpoint | undefined;
  #onChange: () => void = () => undefined;
  /** The signing key of the origin that is being joined, from its handshake. */
  #joiningSigner: Uint8Array | undefined;
  readonly #lifetime = new AbortController();
  readonly #manual: NamedAddresses;

  /** Reads the membership. Throws HouseholdError `wrong-household` when the invite is another household's. */
  static async open(ports: OriginLinksPorts, options: OriginLinksOptions): Promise<OriginLinks> {
    const store = await MembershipStore.open(ports, options.path);
    const { join } = options;
    const known = store.membership?.household;
    if (join !== undefined && known !== undefined && !equalBytes(join.household, known)) {
      throw new HouseholdError("wrong-household", "this speaker is a member of another household", {
        remedy: "let it leave that first, with: nightjar ctl leave",
      });
    }
    return new OriginLinks(ports, options, store);
  }

  private constructor(
    ports: OriginLinksPorts,
    options: OriginLinksOptions,
    store: MembershipStore,
  ) {
    this.#ports = ports;
    this.#options = options;
    this.#store = store;
    this.#manual = new NamedAddresses(ports, options.addresses, this.#lifetime.signal);
    if (store.isOut(options.linkKey)) this.#out = outByRoll;
  }

  get isMember(): boolean {
    return this.#store.membership !== undefined;
  }
  /** What this speaker shows of its household; empty for none. */
  get householdTag(): string {
    const { membership } = this.#store;
    return membership === undefined ? "" : householdTag(membership.household);
  }
  /** Why no music can come from an origin, for people; undefined when nothing is wrong. */
  get trouble(): string | undefined {
    return this.#joining ? this.#trouble : (this.#out ?? this.#trouble);
  }
  get sessions(): readonly LinkSession[] {
    return this.isMember ? this.#kept.map(({ session }) => session) : [];
  }
  /** For RollExchange; its `roll` says who is a member. */
  get book(): RollBook {
    return this.#store;
  }

  /** For LinkOptions. */
  credential(): Uint8Array {
    return this.#store.membership?.certificate ?? emptyBytes;
  }

  /** For LinkOptions: any member of the household, of either role; see I2. */
  admit(remoteKey: Uint8Array, credential: Uint8Array): PeerIdentity | undefined {
    const join = this.#left ? undefined : this.#options.join;
    const { membership, roll } = this.#store;
    const household = membership?.household ?? join?.household;
    if (household === undefined) return undefined;
    const known = identifyMember(household, remoteKey, credential, roll);
    if (known === undefined) return undefined;
    if (membership === undefined && !equalBytes(remoteKey, join?.originKey ?? household))
      return undefined;
    if (known.certificate.role === "origin")
      this.#learnSigner(remoteKey, known.certificate.signingKey);
    return known.peer;
  }

  /** Whether manifests signed by this key may be believed. */
  trusts(signer: Uint8Array): boolean {
    return this.#store.origins.some(
      ({ signingKey }) => signingKey !== undefined && equalBytes(signingKey, signer),
    );
  }

  /** Begins to connect, and to join where there is an invite and no membership yet. `changed` hears of every session's state. */
  start(endpoint: LinkEndpoint, changed: () => void): void {
    this.#endpoint = endpoint;
    this.#onChange = changed;
    this.#store.onRoll((roll) => this.#taken(roll));
    if (this.isMember) this.#connectAll();
    if (this.#options.join !== undefined && (!this.isMember || this.#out !== undefined))
      this.#begin(this.#options.join);
    else if (!this.isMember)
      this.#trouble = "this speaker is in no household yet; start it with --join and an invite";
    this.#watch().catch((error: unknown) => this.#ended(error));
  }

  close(): void {
    this.#lifetime.abort(new Error("the speaker stops"));
    for (const { session } of this.#kept) session.close();
  }

  /**
   * Tells an origin, so that the roll loses this speaker, and forgets the household. True where an origin
   * heard of it. Throws DiskError: it is still a member then, by its own files.
   */
  async leave(): Promise<boolean> {
    let told = false;
    for (const session of this.sessions)
      told ||= session.state === "ready" && (await tellOf(this.#ports.clock, session));
    await this.#store.forget();
    this.#left = true;
    for (const kept of this.#kept) kept.session.close();
    this.#kept = [];
    this.#out = undefined;
    this.#trouble = "this speaker has left its household; start it with --join and an invite";
    this.#ports.log.info("left-household", { told });
    this.#onChange();
    return told;
  }

  #begin(invite: Invite): void {
    if (this.#joining) return;
    this.#joining = true;
    this.#join(invite)
      .catch((error: unknown) => this.#ended(error))
      .finally(() => {
        this.#joining = false;
      });
  }

  async #join(invite: Invite): Promise<void> {
    const [endpoint, places] = [this.#endpoint, this.#placesOf(invite.household, invite)];
    if (endpoint === undefined) return;
    this.#trouble = "waiting for the origin, to join its household";
    const { name, signingKey } = this.#options;
    const addresses = (): readonly Address[] => places.addresses();
    const changed = (waitingFor: string | undefined): void => {
      if (waitingFor !== undefined)
        this.#trouble = `waiting for the origin, which says: ${waitingFor}`;
      this.#onChange();
    };
    const request = { endpoint, invite, addresses, name, signingKey, changed };
    const outcome = await askToJoin(this.#ports.clock, request, this.#lifetime.signal);
    if (outcome.kind === "certificate") await this.#joined(invite, outcome.certificate);
    else if (outcome.kind === "refused") this.#refused(outcome.why);
  }

  async #joined(invite: Invite, certificate: Uint8Array): Promise<void> {
    if (verifyCertificate(certificate, invite.household, this.#options.linkKey) === undefined) {
      this.#refused("the origin's certificate is not of this household");
      return;
    }
    const { originKey: linkKey, addresses } = invite;
    const origin = { linkKey, signingKey: this.#joiningSigner, addresses };
    const others = this.#store.origins.filter((known) => !equalBytes(known.linkKey, linkKey));
    try {
      const { household } = invite;
      await this.#store.begin({ household, certificate, origins: [...others, origin] });
    } catch (error) {
      this.#refused(describeError(error));
      return;
    }
    this.#ports.log.info("joined-household");
    this.#out = undefined;
    this.#trouble = undefined;
    this.#connectAll();
  }

  #refused(why: string): void {
    this.#trouble = `joining the household failed: ${why}`;
    if (this.#out !== undefined) this.#out = `${this.#out}; the invite did not help: ${why}`;
    this.#ports.log.error("join-refused", { why });
    this.#onChange();
  }

  /** Knocks at the origins, when none of them lets this speaker in, to hear whether it was put out. */
  async #watch(): Promise<never> {
    const { signal } = this.#lifetime;
    for (;;) {
      await sleep(this.#ports.clock, knockUs, signal);
      const away = this.sessions.every(({ state }) => state !== "ready");
      if (!away || this.#out !== undefined || this.#endpoint === undefined) continue;
      for (const { linkKey, places } of this.#kept) {
        const door = { endpoint: this.#endpoint, linkKey, addresses: () => places.addresses() };
        this.#heard(await knockAt(this.#ports.clock, door));
        signal.throwIfAborted();
      }
    }
  }

  /** I3: shown, until a session says otherwise. */
  #heard(out: string | undefined): void {
    if (out === undefined || this.sessions.some(({ state }) => state === "ready")) return;
    this.#putOut(`${out}; ${letInAgain}`);
  }

  #putOut(why: string): void {
    if (this.#out !== undefined) return;
    this.#out = why;
    this.#ports.log.warn("put-out-of-household", { why });
    if (this.#options.join !== undefined && !this.#left) this.#begin(this.#options.join);
    this.#onChange();
  }

  #taken(roll: Roll): void {
    if (this.#store.isOut(this.#options.linkKey)) this.#putOut(outByRoll);
    for (const { linkKey } of this.#store.origins) {
      if (!roll.isOut(linkKey)) continue;
      this.#store.drop(linkKey);
      this.#kept = this.#kept.filter((kept) => {
        if (equalBytes(kept.linkKey, linkKey)) kept.session.close();
        return !equalBytes(kept.linkKey, linkKey);
      });
    }
    for (const session of this.#endpoint?.sessions() ?? [])
      if (roll.isOut(session.remoteKey)) session.close();
    for (const { linkKey, origin } of roll.members)
      if (origin !== undefined) this.#learnSigner(linkKey, origin.signingKey);
    this.#connectAll();
  }

  /** To all origins that there is no session to yet; what the roll says of the others is told them. */
  #connectAll(): void {
    for (const origin of this.#store.origins) {
      const told = this.#store.roll?.member(origin.linkKey)?.origin?.addresses ?? [];
      (this.#keptOf(origin.linkKey) ?? this.#connect(origin))?.places.tell(told);
    }
    if (!this.#joining && this.isMember) this.#trouble = undefined;
    this.#onChange();
  }

  #connect({ linkKey, addresses }: KnownOrigin): Kept | undefined {
    const [endpoint, membership] = [this.#endpoint, this.#store.membership];
    if (endpoint === undefined || membership === undefined) return undefined;
    const named = [...(this.#options.join?.addresses ?? []), ...addresses];
    const places = this.#placesOf(membership.household, { originKey: linkKey, addresses: named });
    const session = endpoint.connect({ key: linkKey, addresses: () => places.addresses() });
    session.onState(() => {
      // Once a handshake is through, its address is proven, also the one that it moved to since.
      if (session.peer !== undefined) this.#learnAddress(linkKey, session.address);
      if (session.state === "ready" && !this.#store.isOut(this.#options.linkKey))
        this.#out = undefined;
      this.#onChange();
    });
    const kept = { linkKey, places, session };
    this.#kept = [...this.#kept, kept];
    return kept;
  }

  #keptOf(linkKey: Uint8Array): Kept | undefined {
    return this.#kept.find((kept) => equalBytes(kept.linkKey, linkKey));
  }

  #placesOf(
    household: Uint8Array,
    { originKey, addresses }: Pick<Invite, "originKey" | "addresses">,
  ): OriginPlaces {
    return new OriginPlaces({
      household,
      linkKey: originKey,
      manual: this.#manual,
      named: new NamedAddresses(this.#ports, addresses, this.#lifetime.signal),
      seen: () => this.#ports.directory?.nodes() ?? [],
      canReach: (host: string) => this.#canReach(host),
    });
  }

  /** A socket of IPv4 reaches no IPv6. */
  #canReach(host: string): boolean {
    return !host.includes(":") || this.#endpoint?.local.host.includes(":") === true;
  }

  #learnSigner(linkKey: Uint8Array, signingKey: Uint8Array): void {
    const { join } = this.#options;
    if (this.#joining && join !== undefined && equalBytes(linkKey, join.originKey))
      this.#joiningSigner = signingKey;
    if (!this.isMember) return;
    const known = this.#store.origin(linkKey);
    if (known?.signingKey !== undefined && equalBytes(known.signingKey, signingKey)) return;
    this.#store.learn({ linkKey, signingKey, addresses: known?.addresses ?? [] });
  }

  /** Where it proved who it is: kept for a start at which nobody says where it is. */
  #learnAddress(linkKey: Uint8Array, { host, port }: Address): void {
    const known = this.#store.origin(linkKey);
    const same = (at: Address): boolean => at.host === host && at.port === port;
    if (known === undefined || known.addresses.some(same)) return;
    const addresses = [{ host, port }, ...known.addresses].slice(0, lastAddressesMax);
    this.#store.learn({ ...known, addresses });
  }

  #ended(error: unknown): void {
    if (!this.#lifetime.signal.aborted) throw error;
  }
}

const letInAgain = "to let it in again, start it with --join and a new invite";
const outByRoll = `this speaker was put out of its household; ${letInAgain}`;
