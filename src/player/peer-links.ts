/**
 * Sessions to the other speakers of the household: whom to dial, and where
 * (DESIGN §6). What is seen on the LAN or heard from an origin are places to try;
 * who is there the handshake decides.
 *
 * Of two speakers the one with the lesser id dials; the other does when it has
 * waited in vain, because it may be the only one that can reach the other.
 *
 * Bounds: `peersMax` sessions of its own.
 */
import type { NodeDirectory } from "../discovery/nodes.ts";
import { memberIdOf } from "../household/certificate.ts";
import type { Roll } from "../household/roll.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Address } from "../ports/network.ts";
import type { LinkEndpoint, LinkSession } from "../transport/endpoint.ts";
import { otherDialsUs, peerGoneUs, peerLookUs, peersMax } from "./limits.ts";

export interface PeerLinksPorts {
  readonly clock: Clock;
  readonly endpoint: Pick<LinkEndpoint, "connect" | "sessions">;
  /** Who is seen on the LAN. */
  readonly directory?: Pick<NodeDirectory, "nodes"> | undefined;
  /** What members of this speaker's household show; empty while it is in none. */
  readonly householdTag: () => string;
  readonly roll: () => Roll | undefined;
}

/** A speaker of the household, and how it is reached. */
interface Known {
  readonly id: string;
  readonly sinceUs: number;
  seenUs: number;
  addresses: readonly Address[];
  session: LinkSession | undefined;
}

export class PeerLinks {
  readonly #ports: PeerLinksPorts;
  readonly #id: string;
  readonly #known = new Map<string, Known>();

  /** `linkKey`: this speaker's own. */
  constructor(ports: PeerLinksPorts, linkKey: Uint8Array) {
    this.#ports = ports;
    this.#id = memberIdOf(linkKey);
  }

  /** Runs until `signal` aborts, then rejects with its reason; sessions end with the endpoint. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      this.#look();
      await sleep(this.#ports.clock, peerLookUs, signal);
    }
  }

  /** What somebody trusted says of where a speaker is: an origin that it has a session to. */
  learn(id: string, address: Address): void {
    this.#see(id, [address]);
  }

  #look(): void {
    const tag = this.#ports.householdTag();
    if (tag === "") this.#dropAll();
    for (const node of this.#ports.directory?.nodes() ?? [])
      if (node.role === "speaker" && node.householdTag === tag) this.#see(node.id, node.addresses);
    const nowUs = this.#ports.clock.nowUs();
    const ready = new Set(this.#ports.endpoint.sessions().map(({ peer }) => peer?.id));
    for (const known of this.#known.values()) {
      if (ready.has(known.id)) known.seenUs = nowUs;
      if (nowUs - known.seenUs > peerGoneUs || this.#isOut(known.id)) this.#drop(known);
      else if (known.session === undefined && !ready.has(known.id)) this.#dial(known, nowUs);
    }
  }

  #see(id: string, addresses: readonly Address[]): void {
    if (id === this.#id || addresses.length === 0) return;
    const nowUs = this.#ports.clock.nowUs();
    const known = this.#known.get(id);
    if (known !== undefined) {
      known.seenUs = nowUs;
      known.addresses = addresses;
    } else if (this.#known.size < peersMax)
      this.#known.set(id, { id, sinceUs: nowUs, seenUs: nowUs, addresses, session: undefined });
  }

  #dial(known: Known, nowUs: number): void {
    const mine = this.#id < known.id;
    if (!mine && nowUs - known.sinceUs < otherDialsUs) return;
    const member = this.#ports
      .roll()
      ?.members.find(({ linkKey }) => memberIdOf(linkKey) === known.id);
    known.session = this.#ports.endpoint.connect({
      key: member?.linkKey,
      addresses: () => known.addresses,
    });
  }

  /** The roll names all members; where there is none yet the handshake alone decides. */
  #isOut(id: string): boolean {
    const roll = this.#ports.roll();
    if (roll === undefined) return false;
    return !roll.members.some(({ linkKey }) => memberIdOf(linkKey) === id);
  }

  #drop(known: Known): void {
    known.session?.close();
    this.#known.delete(known.id);
  }

  #dropAll(): void {
    for (const known of [...this.#known.values()]) this.#drop(known);
  }
}
