/**
 * A speaker's part in its house: what it holds is told and served, what the
 * others hold is used. Joins the cache, the link and the player to src/peer.
 */

import { toHex } from "../base/bytes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { hashBytes } from "../media/merkle.ts";
import { PeerHouse } from "../peer/house.ts";
import type { HeldObjects } from "../peer/server.ts";
import type { Address } from "../ports/network.ts";
import type { ChunkCache } from "../storage/chunk-cache.ts";
import { type ChunkKey, leavesKey, manifestKey } from "../storage/chunk-key.ts";
import type { ObjectSource, OriginClient } from "../stream/origin-client.ts";
import { keptCover } from "./cover-keeper.ts";
import { HouseChunks } from "./house/house-chunks.ts";
import { HouseholdSource, type TellingNeighbours } from "./house/household-source.ts";
import { MeetingPoint } from "./house/meeting-point.ts";
import { PeerLinks, type SoughtPeer } from "./house/peer-links.ts";
import { PeerPlaces, peerPlacesFile } from "./house/peer-places.ts";
import type { Shelf } from "./house/shelf.ts";
import { hungryRingUs } from "./limits.ts";
import { NamedAddresses } from "./named-addresses.ts";
import type { Player } from "./player.ts";
import type { SpeakerParts, SpeakerPorts } from "./speaker-parts.ts";

export interface SpeakerHouseOptions {
  readonly player: () => Pick<Player, "state">;
  readonly origin: OriginClient;
  readonly dataFolder: string;
  /** Places of speakers said by hand; names allowed. */
  readonly peers: readonly Address[];
}

export class SpeakerHouse {
  readonly chunks: HouseChunks;
  readonly #house: PeerHouse;
  readonly #links: PeerLinks;
  readonly #places: PeerPlaces;
  readonly #meeting: MeetingPoint;
  readonly #manualEnds = new AbortController();
  readonly #ports: SpeakerPorts;

  constructor(ports: SpeakerPorts, parts: SpeakerParts, options: SpeakerHouseOptions) {
    const { clock, log, entropy } = ports;
    const { cache, endpoint, links, link, services } = parts;
    const { player, origin, dataFolder, peers } = options;
    /** This speaker's own music needs all there is. */
    const isHungry = (): boolean => {
      const { state } = player();
      const isShort = (): boolean => parts.sink.status().bufferedUs < hungryRingUs;
      return state === "buffering" || (state === "playing" && isShort());
    };
    const householdTag = (): string => links.householdTag;
    const path = ports.disk.join(dataFolder, peerPlacesFile);
    this.#places = new PeerPlaces({ ...ports, householdTag }, path);
    this.#ports = ports;
    this.#house = new PeerHouse(
      {
        ...{ clock, isHungry },
        ownId: memberIdOf(link.publicKey),
        sessions: () => endpoint.sessions(),
        held: heldBy(cache, () => this.chunks.shelf),
        list: cache.holdings,
      },
      new DataView(entropy.bytes(4).buffer).getUint32(0),
    );
    services.house = this.#house;
    this.#links = new PeerLinks(
      {
        ...{ clock, endpoint, directory: ports.directory },
        householdTag,
        roll: () => links.book.roll,
        manual: peers.length > 0 ? this.#byHand(peers) : undefined,
        met: (place) => this.#places.met(place),
      },
      link.publicKey,
    );
    this.#meeting = new MeetingPoint({
      ...{ clock, log, origin },
      isSomeoneMissing: () => this.#isSomeoneMissing(parts),
      learn: (places) => this.#links.learn(places, "meeting"),
    });
    this.chunks = new HouseChunks({
      clock,
      near: this.#house.neighbours,
      origin,
      list: cache.holdings,
      began: () => this.#house.begins(),
    });
  }

  get figures(): PeerHouse["figures"] {
    return this.#house.figures;
  }

  /** For what can be asked of any of them. */
  get near(): TellingNeighbours {
    return this.#house.neighbours;
  }

  /** The origin, and the house in its place while it is gone. */
  source(origin: ObjectSource): ObjectSource {
    return new HouseholdSource(origin, this.#house.neighbours, this.#ports.clock);
  }

  /** Speakers that this one tries to reach, and how it knows of them. */
  get sought(): readonly SoughtPeer[] {
    return this.#links.sought;
  }

  /** Dials and tells until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    this.#links.learn(await this.#places.load(), "known");
    signal.throwIfAborted();
    await Promise.all([
      this.#links.run(signal),
      this.#house.run(signal),
      this.#meeting.run(signal),
    ]);
  }

  /** The household is left. Never rejects. */
  forget(): Promise<void> {
    return this.#places.forget();
  }

  /** What is not written yet is written. Never rejects. */
  async close(): Promise<void> {
    this.#manualEnds.abort(new Error("the speaker stops"));
    this.#links.meet();
    await this.#places.save();
  }

  #byHand(peers: readonly Address[]): NamedAddresses {
    return new NamedAddresses(this.#ports, peers, this.#manualEnds.signal);
  }

  #isSomeoneMissing({ endpoint, links, link }: SpeakerParts): boolean {
    const here = new Set(endpoint.sessions().map(({ remoteKey }) => toHex(remoteKey)));
    here.add(toHex(link.publicKey));
    const members = links.book.roll?.members ?? [];
    return members.some(({ linkKey, origin }) => origin === undefined && !here.has(toHex(linkKey)));
  }
}

/** What reached the cache, or waits on the shelf, was verified before. */
function heldBy(cache: ChunkCache, shelf: () => Shelf): HeldObjects {
  const find = async (key: ChunkKey): Promise<Uint8Array | undefined> =>
    shelf().get(key) ?? (await cache.get(key));
  return {
    chunk: find,
    leafBytes: (track, rung) => find(leavesKey(track, rung)),
    leaves: async (track, rung) => {
      const bytes = await find(leavesKey(track, rung));
      if (bytes === undefined) return undefined;
      return Array.from({ length: bytes.length / hashBytes }, (_, i) =>
        bytes.subarray(i * hashBytes, (i + 1) * hashBytes),
      );
    },
    manifest: (track) => find(manifestKey(track)),
    artwork: (hash) => keptCover(cache, hash),
  };
}
