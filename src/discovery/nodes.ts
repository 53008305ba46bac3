/**
 * Nightjar's own service: what a speaker or an origin says of itself on the
 * LAN, and what is read from others (docs/DISCOVERY.md).
 *
 * Everything read here is a claim of whoever is on the LAN. It suggests
 * addresses and names; who somebody is, the link and the remotes' TLS prove.
 */
import { utf8Text } from "../base/bytes.ts";
import type { Address } from "../ports/network.ts";
import type { AdvertOptions } from "./advert.ts";
import type { ToldService } from "./core.ts";
import type { Advertisement, Discovery } from "./discovery.ts";
import { firstLabel, foldName, labelOf } from "./dns-name.ts";
import { isLinkLocal6, parseIp } from "./ip-address.ts";
import { serviceAddressesMax } from "./limits.ts";
import { txtStrings } from "./message.ts";

const serviceType = "_nightjar._udp";
/** Of what is announced here; another first number means that it cannot be understood. */
const version = "1";

export type NodeRole = "origin" | "speaker";

export interface NodeFacts {
  /** Member id: 16 hexadecimal digits. */
  readonly id: string;
  /** As people set it. */
  readonly name: string;
  readonly role: NodeRole;
  /** Of its household; empty for a speaker in none. */
  readonly householdTag: string;
  /** TCP port for remotes; undefined where it takes none. */
  readonly controlPort: number | undefined;
  /** TCP port of its web remote; undefined where it has none. */
  readonly webPort?: number | undefined;
}

export interface SeenNode extends NodeFacts {
  /** Its name on the network: differs from `name` where that was taken there. */
  readonly service: string;
  /** Where its link listens; those that reach furthest first. */
  readonly addresses: readonly Address[];
}

export interface NodeAdvertisement {
  /** The name on the network. */
  readonly service: string;
  update(facts: NodeFacts): void;
  withdraw(): void;
}

/** The nodes of the LAN, for as long as its Discovery lives. */
export class NodeDirectory {
  readonly #discovery: Discovery;
  #seen: readonly SeenNode[] = [];
  #version = -1;

  /** Begins to look. */
  constructor(discovery: Discovery) {
    this.#discovery = discovery;
    discovery.browse(serviceType);
  }

  /** Announces a node whose link listens at `listen`, on all interfaces at which that can be reached. */
  advertise(facts: NodeFacts, listen: Address): NodeAdvertisement {
    const advertisement: Advertisement = this.#discovery.advertise({
      label: labelOf(facts.name),
      type: serviceType,
      hostLabel: hostLabelOf(facts.id),
      port: listen.port,
      txt: txtOf(facts),
      listensAt: (address) => reaches(listen.host, address),
    });
    return {
      get service() {
        return advertisement.label;
      },
      update: (changed) => advertisement.setTxt(txtOf(changed)),
      withdraw: () => advertisement.withdraw(),
    };
  }

  /** Announces a service of another kind, which listens at `listen`, too. */
  announce(service: Omit<AdvertOptions, "port" | "listensAt">, listen: Address): Advertisement {
    const listensAt = (address: string): boolean => reaches(listen.host, address);
    return this.#discovery.advertise({ ...service, port: listen.port, listensAt });
  }

  /** Those that are on the LAN now, this process's own among them. */
  nodes(): readonly SeenNode[] {
    const { version: now } = this.#discovery;
    if (now !== this.#version) {
      this.#version = now;
      this.#seen = merge(this.#discovery.services());
    }
    return this.#seen;
  }

  /** Called after changes. The result unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.#discovery.onChange(listener);
  }

  /** Counters, for engineers. */
  stats(): Readonly<Record<string, unknown>> {
    return this.#discovery.stats();
  }
}

/** Whether what listens at `host` can be reached at this address of the machine. */
function reaches(host: string, address: string): boolean {
  if (host === "0.0.0.0") return !address.includes(":");
  return host === "::" || host === address;
}

/** Of the name `LABEL.local` at which a node's addresses are. */
export function hostLabelOf(id: string): string {
  return `nightjar-${id}`;
}

function txtOf(facts: NodeFacts): readonly Uint8Array[] {
  const { id, name, role, householdTag, controlPort, webPort } = facts;
  return txtStrings({
    v: version,
    id,
    fn: name,
    role,
    hh: householdTag === "" ? undefined : householdTag,
    ctl: controlPort === undefined ? undefined : String(controlPort),
    web: webPort === undefined ? undefined : String(webPort),
  });
}

/** One node for each service, with its addresses on all links. */
function merge(told: readonly ToldService[]): readonly SeenNode[] {
  const nodes = new Map<string, SeenNode>();
  for (const service of told) {
    const facts = factsOf(service.txt);
    if (facts === undefined) continue;
    // Two of one name on two links are two, unless they say that they are one.
    const key = `${foldName(service.instance)} ${facts.id}`;
    const before = nodes.get(key)?.addresses ?? [];
    const addresses = unique([...before, ...addressesOf(service)]);
    nodes.set(key, { ...facts, service: firstLabel(service.instance), addresses });
  }
  return [...nodes.values()];
}

/** A link-local address means nothing without its interface. */
function addressesOf({ addresses, port, link }: ToldService): Address[] {
  return addresses.map((address) => {
    const bytes = parseIp(address);
    const local = bytes !== undefined && isLinkLocal6(bytes);
    return { host: local ? `${address}%${link.name}` : address, port };
  });
}

function unique(addresses: readonly Address[]): Address[] {
  const found = new Map(addresses.map((address) => [`${address.host} ${address.port}`, address]));
  const reach = ({ host }: Address): number =>
    Number(host.includes(":")) + Number(host.includes("%"));
  return [...found.values()].sort((a, b) => reach(a) - reach(b)).slice(0, serviceAddressesMax);
}

/** Undefined where the text is not of a node that can be understood. */
function factsOf(txt: readonly Uint8Array[]): NodeFacts | undefined {
  const fields = fieldsOf(txt);
  const id = fields.get("id") ?? "";
  const role = fields.get("role");
  const tag = fields.get("hh") ?? "";
  const name = (fields.get("fn") ?? "").replace(/\p{C}/gu, "");
  if (fields.get("v")?.split(".", 1)[0] !== version || !/^[0-9a-f]{16}$/.test(id)) return undefined;
  if (role !== "origin" && role !== "speaker") return undefined;
  if (!/^([0-9a-f]{16})?$/.test(tag) || name === "") return undefined;
  const [controlPort, webPort] = [portOf(fields.get("ctl")), portOf(fields.get("web"))];
  return { id, name, role, householdTag: tag, controlPort, webPort };
}

function portOf(text: string | undefined): number | undefined {
  const port = /^\d{1,5}$/.test(text ?? "") ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}

/** Keys without regard to case, the first of each kind (RFC 6763 §6.4). */
function fieldsOf(txt: readonly Uint8Array[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const bytes of txt) {
    const text = utf8Text(bytes) ?? "";
    const at = text.indexOf("=");
    const key = text.slice(0, at).toLowerCase();
    if (at > 0 && !fields.has(key)) fields.set(key, text.slice(at + 1));
  }
  return fields;
}
