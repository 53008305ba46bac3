/**
 * The origin program: one folder of music, served to the speakers of one
 * household.
 *
 * Joins the parts: keys, database, library, admission, ledger and the link. It
 * decides nothing itself but who may ask for what: a guest may ask to join, a
 * member for everything.
 */
import { Owner } from "../base/owner.ts";
import { memberIdOf } from "../household/certificate.ts";
import { CommonsReplica } from "../household/commons-replica.ts";
import { householdTag } from "../household/household-tag.ts";
import type { Invite } from "../household/invite.ts";
import { cardOf } from "../household/member-card.ts";
import { splitSymbols } from "../media/symbols.ts";
import type { AeadDriver } from "../ports/aead.ts";
import type { Clock } from "../ports/clock.ts";
import { NetworkError } from "../ports/errors.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import type { TagReader } from "../ports/tags.ts";
import type { WallSource } from "../ports/wall-source.ts";
import {
  LinkEndpoint,
  type LinkMechanisms,
  type LinkSession,
  type ServedAnswer,
  type ServedRequest,
} from "../transport/endpoint.ts";
import { decodeObject, isReadObject } from "../wire/objects.ts";
import { CommonsRecord } from "./commons-record.ts";
import { DeviceNames } from "./device-names.ts";
import { HomeLinks } from "./home-links.ts";
import { HouseholdDesk } from "./household-desk.ts";
import { Ledger } from "./ledger.ts";
import { LedgerQueue } from "./ledger-queue.ts";
import { Library } from "./library.ts";
import { meetingFor } from "./meeting.ts";
import { MetaStore } from "./meta-store.ts";
import { type OriginObjects, slices } from "./objects.ts";
import { invitedAddresses, lockFile, OriginRecords, type RecordPorts } from "./origin-records.ts";
import { OriginTime } from "./origin-time.ts";
import { RateMeter } from "./rate-meter.ts";
import { refusal } from "./refusals.ts";
import { isRelayRequest, MediaRelays, type RelaysPorts } from "./relay/relays.ts";
import { Scrobbler } from "./scrobbler.ts";
import { type Figures, serveFigures } from "./stats-socket.ts";
import type { Transcoder } from "./transcoder.ts";

/** What forwarding plays to ListenBrainz takes. */
export interface Forwarding {
  readonly http: HttpClient;
  /** Version of this program. */
  readonly program: string;
}

export interface OriginPorts extends RecordPorts {
  readonly network: Network;
  readonly log: Log;
  readonly aead: AeadDriver;
  readonly transcoder: Transcoder;
  readonly tags: TagReader;
  /** Who vouches for the machine's clock; a date that is not absurd is believed where it is absent. */
  readonly wallSource?: WallSource | undefined;
  /** Absent: plays stay here, whatever the settings say. */
  readonly forwarding?: Forwarding;
  /** What decodes URLs for speakers. */
  readonly openRelays?: RelaysPorts["openRelays"];
}

export interface OriginOptions {
  readonly dataFolder: string;
  readonly libraryFolder: string;
  readonly name: string;
  readonly listen: Address;
  /** The household that it is to be let into; without it one is made. */
  readonly join?: Invite | undefined;
  /** What the link leaves out, to see what it is good for. All of it is used where it is absent. */
  readonly mechanisms?: LinkMechanisms | undefined;
}

export interface OriginIdentity {
  /** Member id: 16 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
}

interface Parts {
  readonly records: OriginRecords;
  readonly library: Library;
  readonly objects: OriginObjects;
  readonly ledger: Ledger;
  readonly deliveries: LedgerQueue;
  readonly scrobbler: Scrobbler | undefined;
  readonly time: OriginTime;
  /** What the household keeps together. */
  readonly commons: CommonsReplica;
}

export class Origin implements AsyncDisposable {
  readonly identity: OriginIdentity;
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #parts: Parts;
  readonly #names: DeviceNames;
  readonly #owner: Owner;
  readonly #endpoint: LinkEndpoint;
  readonly #desk: HouseholdDesk;
  readonly #relays: MediaRelays;
  readonly #rate = new RateMeter();
  #bytesServed = 0;

  /** Locks the data folder and opens everything. Throws DiskError, NetworkError. */
  static async open(
    ports: OriginPorts,
    options: OriginOptions,
    signal: AbortSignal,
  ): Promise<Origin> {
    const owner = new Owner();
    try {
      let origin: Origin | undefined;
      const sessions = (): readonly LinkSession[] => origin?.sessions ?? [];
      const parts = await openParts({ ...ports, sessions }, options, owner, signal);
      const link = {
        identity: parts.records.link,
        mechanisms: options.mechanisms,
        credential: () => parts.records.admission.credential(),
        admit: (key: Uint8Array, credential: Uint8Array) =>
          parts.records.admission.admit(key, credential),
        isRead: isReadObject,
        serve: async (request: ServedRequest) =>
          (await origin?.serve(request)) ?? refuse("unavailable", "it starts"),
      };
      const open = (at: Address): Promise<LinkEndpoint> =>
        LinkEndpoint.open(ports, { ...link, at }, signal);
      const endpoint = owner.own(await openWhereItWas(options.listen, parts.records.listen, open));
      origin = new Origin(ports, parts, owner, endpoint);
      parts.records.announce(endpoint.local);
      const desk = origin.#desk;
      owner.defer(() => desk.stop());
      desk.start(invitedAddresses(ports.network, endpoint.local));
      parts.commons.start();
      const home = new HomeLinks(ports, { records: parts.records, desk, endpoint });
      owner.defer(() => home.stop());
      home.start(options.join);
      const path = ports.disk.join(options.dataFolder, figuresSocket);
      const made = origin;
      owner.own(await serveFigures(ports.network, path, () => made.figures(), signal));
      return origin;
    } catch (error) {
      await owner[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(ports: OriginPorts, parts: Parts, owner: Owner, endpoint: LinkEndpoint) {
    this.identity = { id: memberIdOf(parts.records.link.publicKey), name: parts.records.name };
    this.#network = ports.network;
    this.#clock = ports.clock;
    this.#parts = parts;
    this.#names = new DeviceNames(parts.records.database);
    this.#owner = owner;
    this.#endpoint = endpoint;
    this.#desk = new HouseholdDesk(ports, parts.records, endpoint);
    this.#relays = new MediaRelays(ports);
    owner.defer(() => this.#relays.close());
  }

  /** Where the link listens. */
  get local(): Address {
    return this.#endpoint.local;
  }

  get sessions(): readonly LinkSession[] {
    return this.#endpoint.sessions();
  }

  /** What it shows of its household on the LAN. */
  get householdTag(): string {
    return householdTag(this.#parts.records.keys.household.publicKey);
  }

  get library(): Library {
    return this.#parts.library;
  }

  /** Keeps the library up to date, and forwards plays where that is on, until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const inner = AbortSignal.any([signal, stop.signal]);
    const { library, scrobbler } = this.#parts;
    const parts = [library.run(inner), ...(scrobbler === undefined ? [] : [scrobbler.run(inner)])];
    try {
      await Promise.all(parts);
    } finally {
      stop.abort();
      await Promise.allSettled(parts);
    }
  }

  invite(): Invite {
    return this.#parts.records.admission.invite(invitedAddresses(this.#network, this.local));
  }

  figures(): Figures {
    // Who asks may have put someone out, a moment ago.
    this.#desk.look();
    const { tracks, ingest } = this.#parts.library.stats();
    const sessions = this.#endpoint.sessions();
    const dropped = Object.values(this.#endpoint.stats().datagramsDropped);
    return {
      sessions: sessions.length,
      connected: [...this.#desk.connected],
      bytesServed: this.#bytesServed,
      rateBps: this.#rate.bitsPerS(this.#clock.nowUs()),
      datagramsDropped: dropped.reduce((sum, count) => sum + count, 0),
      tracks,
      ingest,
    };
  }

  /** CONTRACT.md `origin events`. */
  get ledger(): Ledger {
    return this.#parts.ledger;
  }

  /** Answers one request of the link. */
  async serve(request: ServedRequest): Promise<ServedAnswer> {
    const name = decodeObject(request.object);
    if (name === undefined) return refuse("malformed", "the request is malformed");
    const answered = await this.#desk.serve(request, name);
    if (answered !== undefined) return answered;
    if (name.kind === "events") return this.#takeEvents(request, name.batch);
    if (name.kind === "commons") return this.#parts.commons.serve(name, request.peerKey);
    if (name.kind === "time")
      return { kind: "symbols", symbols: splitSymbols(await this.#parts.time.answer()) };
    if (name.kind === "meeting") {
      const places = meetingFor(request.peer.id, this.#endpoint.sessions());
      return { kind: "symbols", symbols: splitSymbols(places) };
    }
    const symbols = isRelayRequest(name)
      ? slices(await this.#relays.answer(request.peer.id, name))
      : await this.#parts.objects.answer(name);
    if (symbols === undefined) return refuse("notFound", "there is no such object");
    const bytes = symbols.reduce((sum, symbol) => sum + symbol.length, 0);
    this.#bytesServed += bytes;
    this.#rate.add(bytes, this.#clock.nowUs());
    return { kind: "symbols", symbols };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owner[Symbol.asyncDispose]();
  }

  async #takeEvents(request: ServedRequest, batch: Uint8Array): Promise<ServedAnswer> {
    const { id, name } = request.peer;
    const acknowledgement = await this.#parts.deliveries.append(id, batch);
    if (acknowledgement === undefined) return refuse("malformed", "the events are malformed");
    this.#names.learn(id, cardOf(this.#parts.commons.commons, id)?.name ?? name);
    return { kind: "symbols", symbols: splitSymbols(acknowledgement) };
  }
}

/** Name of the figures' socket within the data folder. */
export const figuresSocket = "control.sock";

function refuse(code: keyof typeof refusal, message: string): ServedAnswer {
  return { kind: "refused", code: refusal[code], message };
}

async function openParts(
  ports: OriginPorts & { readonly sessions: () => readonly LinkSession[] },
  options: OriginOptions,
  owner: Owner,
  signal: AbortSignal,
): Promise<Parts> {
  const { disk } = ports;
  const { dataFolder, libraryFolder, name } = options;
  await disk.makeFolder(dataFolder);
  owner.own(await disk.lock(disk.join(dataFolder, lockFile)));
  const records = owner.own(
    await OriginRecords.open(ports, dataFolder, name, options.join?.household),
  );
  const place = { folder: libraryFolder, dataFolder, signer: records.keys.signer };
  const library = owner.own(
    await Library.open({ ...ports, database: records.database }, place, signal),
  );
  const ledger = new Ledger(records.database);
  const deliveries = owner.own(new LedgerQueue(ledger, ports.clock));
  const { database } = records;
  const scrobbler =
    ports.forwarding &&
    new Scrobbler({ ...ports, ...ports.forwarding, database }, { dataFolder, ...ports.forwarding });
  const time = new OriginTime(ports);
  await time.look();
  const commons = await openCommons(ports, records, time);
  owner.defer(() => commons.close());
  const { objects } = library;
  return { records, library, objects, ledger, deliveries, scrobbler, time, commons };
}

function openCommons(
  ports: OriginPorts & { readonly sessions: () => readonly LinkSession[] },
  records: OriginRecords,
  time: OriginTime,
): Promise<CommonsReplica> {
  const { clock, log, sessions } = ports;
  const members = (): readonly string[] =>
    (records.admission.members.roll?.members ?? []).map(({ linkKey }) => memberIdOf(linkKey));
  const replica = {
    ...{ clock, log, sessions, members },
    store: new CommonsRecord(new MetaStore(records.database)),
    now: () => time.now(),
    isMember: () => records.isMember,
  };
  return CommonsReplica.open(replica, memberIdOf(records.link.publicKey));
}

/**
 * Any free port means the one of last time where that is still free: speakers know the origin by
 * it, and would look for it in vain after a restart.
 */
async function openWhereItWas(
  listen: Address,
  last: Address | undefined,
  open: (at: Address) => Promise<LinkEndpoint>,
): Promise<LinkEndpoint> {
  if (listen.port !== 0 || last?.host !== listen.host) return open(listen);
  try {
    return await open(last);
  } catch (error) {
    if (!(error instanceof NetworkError && error.code === "port-in-use")) throw error;
    return open(listen);
  }
}
