/**
 * Where one origin may be, to be tried in this order: where people say it is,
 * where the LAN says it is now, where it was met, where the roll says it is.
 */
import type { SeenNode } from "../discovery/nodes.ts";
import type { Address } from "../ports/network.ts";
import type { NamedAddresses } from "./named-addresses.ts";
import { originPlaces } from "./neighbours.ts";

export interface PlacesOptions {
  readonly household: Uint8Array;
  readonly linkKey: Uint8Array;
  /** Given by hand, for whatever origin. */
  readonly manual: NamedAddresses;
  readonly named: NamedAddresses;
  /** Who is seen on the LAN now. */
  readonly seen: () => readonly SeenNode[];
  readonly canReach: (host: string) => boolean;
}

export class OriginPlaces {
  readonly #options: PlacesOptions;
  #told: readonly Address[] = [];

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** What the roll says of it: addresses, no names, for it has them from sockets. */
  tell(addresses: readonly Address[]): void {
    this.#told = addresses.filter(({ host }) => isLiteral(host));
  }

  addresses(): readonly Address[] {
    const { household, linkKey, manual, named, seen, canReach } = this.#options;
    const elsewhere = originPlaces(seen(), household, linkKey);
    const [found, told] = [elsewhere, this.#told].map((all) =>
      all.filter(({ host }) => canReach(host)),
    );
    return unique([...manual.addresses(), ...(found ?? []), ...named.addresses(), ...(told ?? [])]);
  }
}

function isLiteral(host: string): boolean {
  return host.includes(":") || /^[\d.]+$/.test(host);
}

function unique(addresses: readonly Address[]): readonly Address[] {
  return [
    ...new Map(addresses.map((address) => [`${address.host} ${address.port}`, address])).values(),
  ];
}
