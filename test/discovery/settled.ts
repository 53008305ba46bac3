/** When a LAN of nodes has come to rest. */

import type { SimInterface } from "../sim/sim-multicast.ts";
import { factsOf, type LanNode, services } from "./lan.ts";

export const eth0 = (host: string): readonly SimInterface[] => [
  { name: "eth0", segment: "lan", addresses: [host] },
];

/** Everybody sees everybody, each under a name of its own, where it listens. */
export function settled(nodes: readonly LanNode[]): boolean {
  const names = nodes.map(({ advertisement }) => advertisement.service).sort();
  return (
    new Set(names).size === nodes.length &&
    nodes.every(({ directory }) => {
      const seen = directory.nodes();
      return (
        services(seen).join("|") === names.join("|") &&
        seen.every(({ id, addresses }) => {
          const real = nodes.find(({ host }) => factsOf(host).id === id);
          return addresses.length === 1 && addresses[0]?.host === real?.host;
        })
      );
    })
  );
}
