/**
 * A speaker's part in its house: what it holds is told and served, what the
 * others hold is used. Joins the cache, the link and the player to src/peer.
 */
import { memberIdOf } from "../household/certificate.ts";
import { hashBytes } from "../media/merkle.ts";
import { PeerHouse } from "../peer/house.ts";
import type { HeldObjects } from "../peer/server.ts";
import type { ChunkCache } from "../storage/chunk-cache.ts";
import { type ChunkKey, leavesKey, manifestKey } from "../storage/chunk-key.ts";
import type { ObjectSource, OriginClient } from "../stream/origin-client.ts";
import { HouseChunks } from "./house-chunks.ts";
import { HouseholdSource, type TellingNeighbours } from "./household-source.ts";
import { PeerLinks } from "./peer-links.ts";
import type { Shelf } from "./shelf.ts";
import type { SpeakerParts, SpeakerPorts } from "./speaker-parts.ts";

export interface SpeakerHouseOptions {
  /** This speaker's own music needs all there is. */
  readonly isHungry: () => boolean;
  readonly origin: OriginClient;
}

export class SpeakerHouse {
  readonly chunks: HouseChunks;
  readonly #house: PeerHouse;
  readonly #links: PeerLinks;
  readonly #ports: SpeakerPorts;

  constructor(ports: SpeakerPorts, parts: SpeakerParts, options: SpeakerHouseOptions) {
    const { clock, log, entropy } = ports;
    const { cache, endpoint, links, link, services } = parts;
    const { isHungry, origin } = options;
    this.#ports = ports;
    this.#house = new PeerHouse(
      {
        ...{ clock, log, isHungry },
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
        householdTag: () => links.householdTag,
        roll: () => links.book.roll,
      },
      link.publicKey,
    );
    this.chunks = new HouseChunks({
      clock,
      near: this.#house.neighbours,
      origin,
      list: cache.holdings,
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

  /** Dials and tells until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#links.run(signal), this.#house.run(signal)]);
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
    artwork: async () => undefined,
  };
}
