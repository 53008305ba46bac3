/**
 * Sessions to the other speakers of the household: whom to dial, and where
 * (DESIGN §6). What is seen on the LAN, heard from an origin, said by hand or
 * remembered are places to try; who is there the handshake decides.
 *
 * Of two speakers the one with the lesser id dials; the other does when it has
 * waited in vain, because it may be the only one that can reach the other.
 *
 * Invariants:
 *   I1  who answers where it was dialled is told to `met` at that moment, so that a stop a second later
 *       finds it remembered; who dialled is told of at the next look, or by `meet`
 * Bounds: `peersMax` sessions of its own, and one for each place said by hand; a look each `peerLookUs`, and one
 * for each thing that is learnt and each session that opens.
 */
import { toHex } from "../../base/bytes.ts";
import type { NodeDirectory } from "../../discovery/nodes.ts";
import { memberIdOf } from "../../household/certificate.ts";
import type { Roll } from "../../household/roll.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Address, addressText } from "../../ports/network.ts";
import type { LinkEndpoint, LinkSession, RemotePeer } from "../../transport/endpoint.ts";
import type { MeetingPlace } from "../../wire/meeting.ts";
import type { NamedAddresses } from "../named-addresses.ts";
import { Waker } from "../waker.ts";
import { otherDialsUs, peerAddressesMax, peerGoneUs, peerLookUs, peersMax } from "./limits.ts";

/** How a speaker's address is known, the likeliest to be right first. */
export const vias = ["mdns", "manual", "meeting", "known"] as const;
export type Via = (typeof vias)[number];

/** A speaker that this one tries to reach. */
export interface SoughtPeer {
  readonly id: string;
  readonly via: readonly Via[];
  readonly addresses: readonly Address[];
}

export interface PeerLinksPorts {
  readonly clock: Clock;
  readonly endpoint: Pick<LinkEndpoint, "connect" | "sessions">;
  /** Who is seen on the LAN. */
  readonly directory?: Pick<NodeDirectory, "nodes"> | undefined;
  /** What members of this speaker's household show; empty while it is in none. */
  readonly householdTag: () => string;
  readonly roll: () => Roll | undefined;
  /** Places said by hand; absent where none are. */
  readonly manual?: Pick<NamedAddresses, "addresses"> | undefined;
  /** Hears of each ready session to a speaker, when it opens (I1) and at each look. */
  readonly met?: ((place: MeetingPlace) => void) | undefined;
}

/** A speaker of the household, and how it is reached. */
interface Known {
  readonly id: string;
  readonly sinceUs: number;
  seenUs: number;
  readonly places: Map<Via, readonly Address[]>;
  addresses: readonly Address[];
  session: LinkSession | undefined;
}

export class PeerLinks {
  readonly #ports: PeerLinksPorts;
  readonly #id: string;
  readonly #known = new Map<string, Known>();
  readonly #waker = new Waker();
  /** Dialled by hand; who is there is not known yet. */
  readonly #strangers = new Map<string, LinkSession>();
  /** Places said by hand that are this speaker's own, or no speaker's. */
  readonly #useless = new Set<string>();

  /** `linkKey`: this speaker's own. */
  constructor(ports: PeerLinksPorts, linkKey: Uint8Array) {
    this.#ports = ports;
    this.#id = memberIdOf(linkKey);
  }

  /** Runs until `signal` aborts, then rejects with its reason; sessions end with the endpoint. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      this.#look();
      await this.#waker.pause(this.#ports.clock, peerLookUs, signal);
    }
  }

  get sought(): readonly SoughtPeer[] {
    return [...this.#known.values()].map(({ id, places, addresses }) => ({
      ...{ id, addresses },
      via: vias.filter((via) => (places.get(via) ?? []).length > 0),
    }));
  }

  /** All that this source says of where speakers are, in the place of what it said before. */
  learn(places: readonly MeetingPlace[], via: Via): void {
    for (const known of this.#known.values()) known.places.delete(via);
    for (const { linkKey, address } of places) this.#see(memberIdOf(linkKey), [address], via);
    this.#waker.wake();
  }

  /** Ids of the speakers that there is a ready session to; `met` hears of each. */
  meet(): ReadonlySet<string> {
    const ready = new Set<string>();
    for (const { peer, remoteKey: linkKey, address } of this.#ports.endpoint.sessions()) {
      if (peer?.role !== "speaker" || ready.has(peer.id)) continue;
      ready.add(peer.id);
      this.#ports.met?.({ linkKey, address });
    }
    return ready;
  }

  #look(): void {
    const tag = this.#ports.householdTag();
    if (tag === "") this.#dropAll();
    for (const known of this.#known.values()) known.places.delete("mdns");
    for (const node of this.#ports.directory?.nodes() ?? [])
      if (node.role === "speaker" && node.householdTag === tag)
        this.#see(node.id, node.addresses, "mdns");
    const nowUs = this.#ports.clock.nowUs();
    const ready = this.meet();
    if (tag !== "") this.#lookByHand(ready);
    for (const known of this.#known.values()) {
      if (ready.has(known.id)) known.seenUs = nowUs;
      if (nowUs - known.seenUs > peerGoneUs || this.#isOut(known)) this.#drop(known);
      else if (known.session === undefined && !ready.has(known.id)) this.#dial(known, nowUs);
    }
  }

  /** Who is at a place that people said is known once a handshake is through. */
  #lookByHand(ready: ReadonlySet<string>): void {
    for (const address of this.#ports.manual?.addresses() ?? []) {
      const text = addressText(address);
      const known = [...this.#known.values()].find(({ places }) =>
        places.get("manual")?.some((place) => addressText(place) === text),
      );
      if (known !== undefined) this.#see(known.id, [address], "manual");
      else if (!this.#useless.has(text)) this.#dialByHand(text, address, ready);
    }
  }

  #dialByHand(text: string, address: Address, ready: ReadonlySet<string>): void {
    const session = this.#strangers.get(text);
    if (session === undefined) {
      const dialled = { key: undefined, addresses: () => [address] };
      this.#strangers.set(text, this.#connect(dialled));
      return;
    }
    const { peer } = session;
    if (peer === undefined) return;
    this.#strangers.delete(text);
    if (peer.role !== "speaker" || peer.id === this.#id) {
      this.#useless.add(text);
      session.close();
      return;
    }
    this.#see(peer.id, [address], "manual");
    const known = this.#known.get(peer.id);
    if (known === undefined || known.session !== undefined) session.close();
    else known.session = session;
    // Two sessions of one pair do no harm, but cost their keeping alive.
    if (!ready.has(peer.id)) this.#ports.met?.({ linkKey: session.remoteKey, address });
  }

  #see(id: string, addresses: readonly Address[], via: Via): void {
    if (id === this.#id || addresses.length === 0) return;
    const nowUs = this.#ports.clock.nowUs();
    let known = this.#known.get(id);
    if (known === undefined) {
      if (this.#known.size >= peersMax) return;
      const times = { sinceUs: nowUs, seenUs: nowUs };
      known = { id, ...times, places: new Map(), addresses, session: undefined };
      this.#known.set(id, known);
    }
    known.seenUs = nowUs;
    known.places.set(via, addresses.slice(0, peerAddressesMax));
    known.addresses = placesOf(known);
  }

  #dial(known: Known, nowUs: number): void {
    const mine = this.#id < known.id;
    if (!mine && nowUs - known.sinceUs < otherDialsUs) return;
    const member = this.#ports
      .roll()
      ?.members.find(({ linkKey }) => memberIdOf(linkKey) === known.id);
    known.session = this.#connect({ key: member?.linkKey, addresses: () => known.addresses });
  }

  /** I1 */
  #connect(remote: RemotePeer): LinkSession {
    const session = this.#ports.endpoint.connect(remote);
    session.onState(() => {
      if (session.state === "ready") this.#waker.wake();
    });
    return session;
  }

  /**
   * Put out by the roll. Who is not in it may have joined since (PROTOCOL.md §7.3): a place that somebody trusted
   * told is tried; where only the LAN says that it is there it is not, or inventions would fill the list.
   */
  #isOut({ id, places }: Known): boolean {
    const roll = this.#ports.roll();
    if (roll === undefined) return false;
    if (roll.members.some(({ linkKey }) => memberIdOf(linkKey) === id)) return false;
    const isInvention = [...places.keys()].every((via) => via === "mdns");
    return isInvention || roll.body.revoked.some(({ keyHash }) => toHex(keyHash).startsWith(id));
  }

  #drop(known: Known): void {
    known.session?.close();
    this.#known.delete(known.id);
  }

  #dropAll(): void {
    for (const known of [...this.#known.values()]) this.#drop(known);
    for (const session of this.#strangers.values()) session.close();
    this.#strangers.clear();
  }
}

function placesOf({ places }: Known): readonly Address[] {
  const all = vias.flatMap((via) => places.get(via) ?? []);
  return [...new Map(all.map((address) => [addressText(address), address])).values()];
}
