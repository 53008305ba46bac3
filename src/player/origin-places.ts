/**
 * Where one origin may be, to be tried in this order: where people say it is,
 * where the LAN says it is now, where it was met, where the roll says it is.
 */
import type { SeenNode } from "../discovery/nodes.ts";
import type { Address } from "../ports/network.ts";
import { NamedAddresses, type NamedAddressesPorts } from "./named-addresses.ts";
import { originPlaces } from "./neighbours.ts";

export interface PlacesOptions {
  readonly household: Uint8Array;
  readonly linkKey: Uint8Array;
  /** Given by hand, for whatever origin; names allowed, as in all of these. */
  readonly manual: readonly Address[];
  readonly named: readonly Address[];
  /** Who is seen on the LAN now. */
  readonly seen: () => readonly SeenNode[];
  readonly canReach: (host: string) => boolean;
}

export class OriginPlaces {
  readonly #ports: NamedAddressesPorts;
  readonly #options: PlacesOptions;
  readonly #signal: AbortSignal;
  readonly #manual: NamedAddresses;
  readonly #named: NamedAddresses;
  #told: readonly Address[] = [];
  #toldNamed: NamedAddresses;

  /** `signal` ends all look-ups. */
  constructor(ports: NamedAddressesPorts, options: PlacesOptions, signal: AbortSignal) {
    this.#ports = ports;
    this.#options = options;
    this.#signal = signal;
    this.#manual = new NamedAddresses(ports, options.manual, signal);
    this.#named = new NamedAddresses(ports, options.named, signal);
    this.#toldNamed = new NamedAddresses(ports, [], signal);
  }

  /** What the roll says of it. */
  tell(addresses: readonly Address[]): void {
    if (textOf(addresses) === textOf(this.#told)) return;
    this.#told = addresses;
    this.#toldNamed = new NamedAddresses(this.#ports, addresses, this.#signal);
  }

  addresses(): readonly Address[] {
    const { household, linkKey, seen, canReach } = this.#options;
    const found = originPlaces(seen(), household, linkKey).filter(({ host }) => canReach(host));
    return unique([
      ...this.#manual.addresses(),
      ...found,
      ...this.#named.addresses(),
      ...this.#toldNamed.addresses(),
    ]);
  }
}

function unique(addresses: readonly Address[]): readonly Address[] {
  return [
    ...new Map(addresses.map((address) => [`${address.host} ${address.port}`, address])).values(),
  ];
}

function textOf(addresses: readonly Address[]): string {
  return addresses.map(({ host, port }) => `${host} ${port}`).join();
}
