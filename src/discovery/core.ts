/**
 * Discovery without sockets: all links, all services of this process, all that
 * is looked for. Bytes and times in, packets and times out (RFC 6762, 6763).
 *
 * A link is one interface in one address family; each has its own responder and
 * browser. Names belong to all links: a conflict on one renames on all.
 *
 * Invariants:
 *   I1  a packet whose sender is not on a link, or an answer from another port
 *       than 5353, changes nothing but a counter (RFC 6762 §11)
 *   I2  nothing here throws for what comes from the network
 *   I3  memory is bounded by limits.ts, whatever comes
 */
import { Rng } from "../base/rng.ts";
import { type MulticastLink, mdnsPort } from "../ports/multicast.ts";
import type { Address } from "../ports/network.ts";
import { Advert, type AdvertOptions, serviceTypeName } from "./advert.ts";
import { Browser, type FoundService } from "./browser.ts";
import { decodeMessage } from "./dns-codec.ts";
import { Gate } from "./gate.ts";
import { linksFrom } from "./ip-address.ts";
import { advertsMax, linksMax, packetBytesMax } from "./limits.ts";
import { recordKey } from "./message.ts";
import { entriesOf } from "./packet-check.ts";
import { type Conflict, Responder, type ResponderContext } from "./responder.ts";

/** A packet to send: out of `link`, to the group or to one address. */
export interface Outgoing {
  readonly bytes: Uint8Array;
  readonly link: MulticastLink;
  readonly to: Address | undefined;
}

/** A service as it was told on a link. */
export interface ToldService extends FoundService {
  readonly link: MulticastLink;
}

/** Packets that changed nothing, by reason. */
export interface DropCounts {
  flood: number;
  oversize: number;
  offLink: number;
  malformed: number;
  wrongPort: number;
}

interface Channel {
  link: MulticastLink;
  readonly name: string;
  readonly family: 4 | 6;
  readonly addresses: MulticastLink["addresses"];
  readonly responder: Responder;
  readonly browser: Browser;
}

export class DiscoveryCore {
  readonly #rng: Rng;
  readonly #gate: Gate;
  readonly #channels = new Map<string, Channel>();
  readonly #adverts = new Set<Advert>();
  readonly #types = new Set<string>();
  readonly #context: ResponderContext;
  #ours: Set<string> | undefined;
  readonly #goodbyes: Outgoing[] = [];
  #lostVersions = 0;
  #renamed: Advert[] = [];
  readonly dropped: DropCounts = {
    flood: 0,
    oversize: 0,
    offLink: 0,
    malformed: 0,
    wrongPort: 0,
  };
  readonly counts = { received: 0, sent: 0, conflicts: 0 };

  constructor(seed: number, nowUs: number) {
    this.#rng = new Rng(seed);
    this.#gate = new Gate(nowUs);
    this.#context = { rng: this.#rng, isOurs: (key) => this.#saysAnywhere(key) };
  }

  /** Grows with each change of what is found. */
  get version(): number {
    let version = this.#lostVersions;
    for (const { browser } of this.#channels.values()) version += browser.version;
    return version;
  }

  /** When `tick` next has something to say. */
  get dueUs(): number {
    let dueUs = this.#goodbyes.length > 0 ? 0 : Number.POSITIVE_INFINITY;
    for (const { responder, browser } of this.#channels.values()) {
      dueUs = Math.min(dueUs, responder.dueUs, browser.dueUs);
    }
    return dueUs;
  }

  /** The links that there are now. New ones are probed and asked; what was known of lost ones is forgotten. */
  setLinks(links: readonly MulticastLink[], nowUs: number): void {
    const now = new Map(links.slice(0, linksMax).map((link) => [channelKey(link), link]));
    this.#ours = undefined;
    for (const [key, { browser, link }] of this.#channels) {
      const same = now.get(key);
      if (same !== undefined && shareAddress(same, link)) continue;
      this.#lostVersions += browser.version + 1;
      this.#channels.delete(key);
    }
    for (const [key, link] of now) {
      const known = this.#channels.get(key);
      if (known === undefined) this.#open(key, link, nowUs);
      else this.#renumber(key, known, link, nowUs);
    }
  }

  /** Announces a service. Undefined when there are too many. */
  advertise(options: AdvertOptions, nowUs: number): Advert | undefined {
    if (this.#adverts.size >= advertsMax) return undefined;
    const advert = new Advert(options);
    this.#adverts.add(advert);
    this.#ours = undefined;
    this.#updateAll(nowUs);
    return advert;
  }

  /** Says something else of a service: its TXT record has changed. */
  setTxt(advert: Advert, txt: readonly Uint8Array[], nowUs: number): void {
    advert.setTxt(txt);
    this.#ours = undefined;
    for (const { responder } of this.#channels.values()) responder.announce(advert, nowUs);
  }

  /** Takes a service back; the goodbye is in the next `tick`. */
  withdraw(advert: Advert, nowUs: number): void {
    if (!this.#adverts.delete(advert)) return;
    this.#ours = undefined;
    this.#sayGoodbye([advert]);
    this.#updateAll(nowUs);
  }

  /** Looks for services of this type ("_nightjar._udp") from now on. */
  browse(type: string, nowUs: number): void {
    const name = serviceTypeName(type);
    this.#types.add(name);
    for (const { browser } of this.#channels.values()) browser.want(name, nowUs);
  }

  /** Services that had to take another name since this was asked last. */
  takeRenamed(): readonly Advert[] {
    return this.#renamed.splice(0);
  }

  /** What is found, link by link. */
  services(): readonly ToldService[] {
    return [...this.#channels.values()].flatMap(({ browser, link }) =>
      browser.services().map((service) => ({ ...service, link })),
    );
  }

  /** Takes in a packet, and returns what is to be answered at once. Keeps nothing of `bytes`. */
  receive(bytes: Uint8Array, from: Address, nowUs: number): Outgoing[] {
    this.counts.received += 1;
    if (!this.#gate.admits(from.host, entriesOf(bytes), nowUs)) return this.#drop("flood");
    if (bytes.length > packetBytesMax) return this.#drop("oversize");
    const channels = linksFrom(from.host, this.#channels.values());
    if (channels.length === 0 || from.port === 0) return this.#drop("offLink");
    const message = decodeMessage(bytes);
    if (message === undefined) return this.#drop("malformed");
    if (message.response && from.port !== mdnsPort) return this.#drop("wrongPort");
    if (message.response) {
      for (const channel of channels) {
        channel.browser.response(message, nowUs);
        this.#settle(channel.responder.response(message, nowUs), channel, nowUs);
      }
      return [];
    }
    const query = { message, from, legacy: from.port !== mdnsPort };
    return channels.flatMap(({ responder, browser, link }) => {
      if (!query.legacy) browser.query(message, nowUs);
      return responder.query(query, nowUs).map(({ bytes: reply, to }) => {
        this.counts.sent += 1;
        return { bytes: reply, link, to };
      });
    });
  }

  /** Everything that is due. */
  tick(nowUs: number): Outgoing[] {
    const packets = this.#goodbyes.splice(0);
    for (const { responder, browser, link } of this.#channels.values()) {
      for (const bytes of [...responder.tick(nowUs), ...browser.tick(nowUs)]) {
        packets.push({ bytes, link, to: undefined });
      }
    }
    this.counts.sent += packets.length;
    return packets;
  }

  /** Takes all services back; the packets that say so. */
  close(nowUs: number): Outgoing[] {
    this.#sayGoodbye([...this.#adverts]);
    this.#adverts.clear();
    this.#updateAll(nowUs);
    return this.#goodbyes.splice(0);
  }

  #open(key: string, link: MulticastLink, nowUs: number): void {
    const responder = new Responder(this.#context, link, nowUs);
    const browser = new Browser(this.#rng.fork(), link);
    for (const type of this.#types) browser.want(type, nowUs);
    this.#channels.set(key, { ...link, link, responder, browser });
    responder.update(this.#adverts, link, nowUs);
  }

  #renumber(key: string, channel: Channel, link: MulticastLink, nowUs: number): void {
    if (JSON.stringify(channel.addresses) === JSON.stringify(link.addresses)) return;
    const { responder, browser } = channel;
    browser.setLink(link);
    browser.restart(nowUs);
    responder.update(this.#adverts, link, nowUs);
    this.#channels.set(key, { ...link, link, responder, browser });
  }

  #updateAll(nowUs: number): void {
    for (const { responder, link } of this.#channels.values()) {
      responder.update(this.#adverts, link, nowUs);
    }
  }

  #sayGoodbye(adverts: readonly Advert[]): void {
    for (const { responder, link } of this.#channels.values()) {
      for (const bytes of responder.goodbye(adverts)) {
        this.#goodbyes.push({ bytes, link, to: undefined });
      }
    }
  }

  /** A held name is proven again; one that was not held yet is given up for the next (§8.1, §9). */
  #settle(conflicts: readonly Conflict[], { responder }: Channel, nowUs: number): void {
    const settled = { instance: new Set<Advert>(), host: new Set<Advert>() };
    for (const { advert, which } of conflicts) {
      if (settled[which].has(advert)) continue;
      settled[which].add(advert);
      this.counts.conflicts += 1;
      const startUs = nowUs + advert.conflictPauseUs(nowUs);
      if (!responder.isProbing(advert)) responder.probe(advert, startUs);
      else this.#rename(advert, which, startUs);
    }
  }

  #rename(advert: Advert, which: Conflict["which"], startUs: number): void {
    this.#sayGoodbye([advert]);
    if (which === "instance") advert.renameInstance();
    else advert.renameHost();
    this.#renamed.push(advert);
    this.#ours = undefined;
    for (const { responder } of this.#channels.values()) responder.probe(advert, startUs);
  }

  #saysAnywhere(key: string): boolean {
    this.#ours ??= this.#allOurs();
    return this.#ours.has(key);
  }

  #allOurs(): Set<string> {
    const keys = new Set<string>();
    for (const advert of this.#adverts) {
      for (const record of advert.shared()) keys.add(recordKey(record));
      for (const { link } of this.#channels.values()) {
        for (const record of advert.unique(link)) keys.add(recordKey(record));
      }
    }
    return keys;
  }

  #drop(why: keyof DropCounts): Outgoing[] {
    this.dropped[why] += 1;
    return [];
  }
}

/** A link none of whose addresses is left is another LAN, for all that we know. */
function shareAddress(a: MulticastLink, b: MulticastLink): boolean {
  const before = new Set(b.addresses.map(({ address }) => address));
  return a.addresses.some(({ address }) => before.has(address));
}

function channelKey({ name, family }: MulticastLink): string {
  return `${name} ${family}`;
}
