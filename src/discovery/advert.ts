/**
 * One service of this process: its names, and the records that say so on a
 * link (RFC 6763 §4–6). Names are the same on all links; a conflict on one of
 * them renames the service everywhere.
 *
 * The host name is the service's own, so it never meets that of the machine,
 * which avahi may look after.
 */
import type { MulticastLink } from "../ports/multicast.ts";
import { type Name, nameOf, nextHostLabel, nextServiceLabel } from "./dns-name.ts";
import {
  conflictCalmUs,
  conflictPauseUs,
  conflictsMax,
  conflictWindowUs,
  hostTtlS,
  otherTtlS,
} from "./limits.ts";
import type { ResourceRecord } from "./message.ts";

const domain = "local";
const servicesName = nameOf("_services", "_dns-sd", "_udp", domain);

/** "_nightjar._udp" → its full name. */
export function serviceTypeName(type: string): Name {
  return `${type}.${domain}`;
}

export interface AdvertOptions {
  /** As people read it; a label (dns-name.ts labelOf). */
  readonly label: string;
  /** "_nightjar._udp" */
  readonly type: string;
  /** A label of letters, digits and hyphens. */
  readonly hostLabel: string;
  readonly port: number;
  readonly txt: readonly Uint8Array[];
  /** Whether the service can be reached at this address of the machine. */
  readonly listensAt: (address: string) => boolean;
}

export class Advert {
  readonly #options: AdvertOptions;
  readonly type: Name;
  #label: string;
  #hostLabel: string;
  #txt: readonly Uint8Array[];
  #conflicts: readonly number[] = [];
  /** So many conflicts that each further attempt waits. */
  #contested = false;

  constructor(options: AdvertOptions) {
    this.#options = options;
    this.type = serviceTypeName(options.type);
    this.#label = options.label;
    this.#hostLabel = options.hostLabel;
    this.#txt = options.txt;
  }

  /** The service's name on the network, which others may have made another than asked for. */
  get label(): string {
    return this.#label;
  }
  get instance(): Name {
    return `${nameOf(this.#label)}.${this.type}`;
  }
  get host(): Name {
    return nameOf(this.#hostLabel, domain);
  }

  /** All that can be asked about. */
  get names(): readonly Name[] {
    return [this.instance, this.host, this.type, servicesName];
  }

  setTxt(txt: readonly Uint8Array[]): void {
    this.#txt = txt;
  }

  renameInstance(): void {
    this.#label = nextServiceLabel(this.#label);
  }

  renameHost(): void {
    this.#hostLabel = nextHostLabel(this.#hostLabel, this.#options.hostLabel);
  }

  /** Notes a conflict, and says how long to wait before the next attempt (RFC 6762 §8.1). */
  conflictPauseUs(nowUs: number): number {
    const last = this.#conflicts.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (nowUs - last > conflictCalmUs) this.#contested = false;
    // An attacker has us count no further than the rule needs.
    this.#conflicts = [...this.#conflicts, nowUs].slice(-conflictsMax);
    const [first = nowUs] = this.#conflicts;
    const many = this.#conflicts.length === conflictsMax;
    if (many && nowUs - first < conflictWindowUs) this.#contested = true;
    return this.#contested ? conflictPauseUs : 0;
  }

  /** Whether it can be reached on this link at all. */
  isOn(link: MulticastLink): boolean {
    return this.addresses(link).length > 0;
  }

  /** Records that others may have too. */
  shared(): readonly ResourceRecord[] {
    return [pointer(this.type, this.instance), pointer(servicesName, this.type)];
  }

  /** Records that are this service's alone. */
  unique(link: MulticastLink): readonly ResourceRecord[] {
    const { instance, host } = this;
    const { port } = this.#options;
    return [
      own(instance, hostTtlS, { type: "SRV", target: host, port }),
      own(instance, otherTtlS, { type: "TXT", strings: this.#txt }),
      ...this.addresses(link),
    ];
  }

  /** Of the interface that the packet leaves by, and of no other (RFC 6762 §14). */
  addresses(link: MulticastLink): readonly ResourceRecord[] {
    return link.addresses
      .filter(({ address }) => this.#options.listensAt(address))
      .map(({ address }) =>
        own(this.host, hostTtlS, { type: address.includes(":") ? "AAAA" : "A", address }),
      );
  }

  /** Says that these names have no other types (§6.1). */
  denials(link: MulticastLink): readonly ResourceRecord[] {
    const types = [...new Set(this.addresses(link).map(({ data }) => data.type))].sort();
    return [
      own(this.instance, hostTtlS, { type: "NSEC", types: ["TXT", "SRV"] }),
      own(this.host, hostTtlS, { type: "NSEC", types }),
    ];
  }
}

function pointer(name: Name, target: Name): ResourceRecord {
  return { name, ttlS: otherTtlS, flush: false, data: { type: "PTR", target } };
}

function own(name: Name, ttlS: number, data: ResourceRecord["data"]): ResourceRecord {
  return { name, ttlS, flush: true, data };
}
