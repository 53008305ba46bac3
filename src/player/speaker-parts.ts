/**
 * What a speaker is made of, opened in order from its data folder: lock, keys,
 * membership, cache, state, play events, sound, link.
 */
import type { AudioSink } from "../audio/model.ts";
import type { Owner } from "../base/owner.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { CommonsReplica } from "../household/commons-replica.ts";
import type { Invite } from "../household/invite.ts";
import { RollExchange } from "../household/roll-exchange.ts";
import { ed25519KeyPair } from "../media/ed25519.ts";
import type { AeadDriver } from "../ports/aead.ts";
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import type { WallSource } from "../ports/wall-source.ts";
import type { CacheUse } from "../storage/cache-types.ts";
import { ChunkCache } from "../storage/chunk-cache.ts";
import type { ChunkKey } from "../storage/chunk-key.ts";
import { ensureKey } from "../storage/ensure-key.ts";
import { EventSpool } from "../storage/event-spool.ts";
import { KeyStore } from "../storage/key-store.ts";
import { StateRing } from "../storage/state-ring.ts";
import {
  LinkEndpoint,
  type LinkKeyPair,
  type LinkMechanisms,
  linkKeyPair,
} from "../transport/endpoint.ts";
import { isReadObject } from "../wire/objects.ts";
import { CommonsFile, commonsFile } from "./collection/commons-file.ts";
import type { OpenDecoders } from "./live/live-desk.ts";
import { OriginLinks } from "./origin-links.ts";
import type { Quality } from "./quality.ts";
import { decodeState } from "./saved-state.ts";
import { type MemberServices, serveMembers } from "./serve-members.ts";
import { SoundStore } from "./sound/sound-store.ts";
import { nameFile, SpeakerName } from "./speaker-name.ts";
import { TimeKeeper } from "./time-keeper.ts";
import type { SpeakerUrlsPorts } from "./url/speaker-urls.ts";
import { UrlBook } from "./url/url-book.ts";

export interface SpeakerPorts {
  readonly network: Network;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly aead: AeadDriver;
  /** Who vouches for the machine's clock; a date that is not absurd is believed where it is absent. */
  readonly wallSource?: WallSource | undefined;
  /** The machine's time zone (IANA); UTC where it is absent. */
  readonly zone?: (() => string) | undefined;
  /** Who is seen on the LAN; absent where nobody looks. */
  readonly directory?: NodeDirectory | undefined;
  /** What plays URLs; none is played where it is absent. */
  readonly openMedia?: SpeakerUrlsPorts["openMedia"];
  /** What decodes sound that is sent as it happens; none is played where it is absent. */
  readonly openDecoders?: OpenDecoders | undefined;
  /** Opens the sound; never fails for want of a card, which may come later. */
  /** `flac`: it is what will be played, so that its decoder had better be there. */
  readonly openSink: (flac: boolean, signal: AbortSignal) => Promise<AudioSink & AsyncDisposable>;
}

export interface SpeakerOptions {
  readonly dataFolder: string;
  /** What it is called until somebody renames it. */
  readonly name: string;
  readonly version: string;
  readonly listen: Address;
  /** Addresses of the household's origins given by hand; names allowed. */
  readonly origins: readonly Address[];
  /** Addresses of other speakers of the household given by hand, likewise. */
  readonly peerPlaces?: readonly Address[];
  readonly join: Invite | undefined;
  readonly cacheBytes: number;
  /** Cache only what comes a second time (storage/cache-admission.ts). Default: false. */
  readonly eco?: boolean;
  /** What the cache may write to the card a day; 0: nothing that is new (storage/cache-admission.ts). Default: 1 GiB. */
  readonly cacheWriteBytes?: number | undefined;
  /** Hears of each use of the cache, for recording traces. */
  readonly onCacheUse?: ((use: CacheUse) => void) | undefined;
  /** Two copies of each play event. Default: false. */
  readonly mirrorEvents?: boolean;
  /** In place of the one that was set before; auto where there is neither. */
  readonly quality?: Quality | undefined;
  /** False: the rung stays what it is, whatever the link does; to see what adapting is good for. */
  readonly abr?: boolean | undefined;
  /** False: nothing is fetched before it is wanted but the next track; to see what guessing is good for. */
  readonly prefetch?: boolean | undefined;
  /** The origin's bytes cost money: of what may follow only the head of the next track is fetched. Default: false. */
  readonly metered?: boolean | undefined;
  /** False: the other speakers of the house are neither asked nor answered; to see what they are good for. */
  readonly peers?: boolean | undefined;
  /** What the link leaves out, likewise. All of it is used where it is absent. */
  readonly mechanisms?: LinkMechanisms | undefined;
}

export interface SpeakerParts {
  readonly link: LinkKeyPair;
  readonly cache: ChunkCache;
  readonly state: StateRing;
  readonly spool: EventSpool;
  readonly sink: AudioSink;
  readonly links: OriginLinks;
  /** Passes the household's roll on. */
  readonly rolls: RollExchange;
  readonly endpoint: LinkEndpoint;
  /** What members are answered with. */
  readonly services: MemberServices;
  readonly time: TimeKeeper;
  /** What the household keeps together. */
  readonly commons: CommonsReplica;
  readonly name: SpeakerName;
  readonly sound: SoundStore;
  readonly urls: UrlBook;
}

/** Throws DiskError (`in-use`: another daemon has the folder), NetworkError, HouseholdError. */
export async function openSpeakerParts(
  ports: SpeakerPorts,
  options: SpeakerOptions,
  owner: Owner,
  signal: AbortSignal,
): Promise<SpeakerParts> {
  const { disk, entropy } = ports;
  const { dataFolder } = options;
  const path = (name: string): string => disk.join(dataFolder, name);
  await disk.makeFolder(dataFolder);
  owner.own(await disk.lock(path("lock")));
  const keys = await KeyStore.open(disk, path("keys"));
  const link = linkKeyPair(await ensureKey(keys, "link", entropy));
  const signing = ed25519KeyPair(await ensureKey(keys, "signing", entropy));
  const name = await SpeakerName.open(ports, path(nameFile), options.name);
  const links = await OriginLinks.open(ports, {
    path: path("membership.json"),
    name: name.current,
    linkKey: link.publicKey,
    signingKey: signing.publicKey,
    join: options.join,
    addresses: options.origins,
  });
  owner.defer(() => links.close());
  // Time and roll are asked of whoever is at the other end, also of those who dialled.
  let opened: LinkEndpoint | undefined;
  const time = await TimeKeeper.open(ports, () =>
    links.isMember ? (opened?.sessions() ?? []) : [],
  );
  const rolls = new RollExchange(ports, links.book, () => opened?.sessions() ?? []);
  owner.defer(() => rolls.stop());
  const store = new CommonsFile(disk, path(commonsFile), () => links.householdTag);
  const replicaPorts = {
    ...{ clock: ports.clock, log: ports.log, store, now: () => time.now() },
    sessions: () => opened?.sessions() ?? [],
    members: () => (links.book.roll?.members ?? []).map(({ linkKey }) => memberIdOf(linkKey)),
    isMember: () => links.isMember,
  };
  const commons = await CommonsReplica.open(replicaPorts, memberIdOf(link.publicKey));
  owner.defer(() => commons.close());
  const services: MemberServices = { time, rolls, commons, house: undefined };
  const endpoint = owner.own(
    await LinkEndpoint.open(
      ports,
      {
        at: options.listen,
        identity: link,
        credential: () => links.credential(),
        admit: (key, credential) => links.admit(key, credential),
        isRead: isReadObject,
        serve: (request) => serveMembers(request, services),
        mechanisms: options.mechanisms,
      },
      signal,
    ),
  );
  opened = endpoint;
  const cacheKey = await ensureKey(keys, "cache", entropy);
  const { cacheBytes: sizeBytes, eco = false, cacheWriteBytes, mirrorEvents = false } = options;
  const budget = cacheWriteBytes === undefined ? {} : { dailyBytes: cacheWriteBytes };
  const chunks = { path: path("chunks.log"), sizeBytes, key: cacheKey, eco };
  const heldElsewhere = (key: ChunkKey): boolean => services.house?.neighbours.has(key) === true;
  const cacheOptions = { ...chunks, ...budget, onUse: options.onCacheUse, heldElsewhere };
  const cache = owner.own(await ChunkCache.open(ports, cacheOptions, signal));
  const state = owner.own(await StateRing.open(ports, { path: path("state.ring") }, signal));
  const spoolPorts = { ...ports, clock: time.clock };
  const spoolOptions = { folder: path("events"), mirrored: mirrorEvents };
  const spool = owner.own(await EventSpool.open(spoolPorts, spoolOptions, signal));
  const quality = options.quality ?? savedQuality(state);
  const sink = owner.own(await ports.openSink(quality === "lossless", signal));
  const sound = await SoundStore.open(ports, path("sound"));
  const parts = { link, cache, state, spool, sink, links, rolls, endpoint, services, time };
  const urls = await UrlBook.open(ports, path("urls"));
  return { ...parts, name, commons, sound, urls };
}

/** What was set before the restart; undefined where nothing was. */
function savedQuality(state: StateRing): Quality | undefined {
  const bytes = state.load();
  return bytes === undefined ? undefined : decodeState(bytes)?.quality?.origin;
}

/** For engineers. */
export function figuresOfParts(
  { aead, directory }: SpeakerPorts,
  { cache, spool, endpoint, links, sink }: SpeakerParts,
) {
  return {
    cache: cache.stats(),
    events: spool.stats(),
    link: endpoint.stats(),
    sessions: links.sessions.map((session) => ({ state: session.state, ...session.stats() })),
    sound: sink.status(),
    aead: aead.name,
    discovery: directory?.stats() ?? null,
  };
}
