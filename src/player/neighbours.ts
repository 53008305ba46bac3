/**
 * What a speaker makes of the nodes that are seen on the LAN. Pure.
 *
 * Nodes say of themselves who they are: what is found here are places to try,
 * and rows to show. The link's handshake decides who is there.
 */
import type { SeenNode } from "../discovery/nodes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { householdTag } from "../household/household-tag.ts";
import type { Address } from "../ports/network.ts";
import { foundAddressesMax } from "./limits.ts";

/** Where an origin of the household may be; a few at most, so that an attacker's do not crowd out those that are known. */
export function originPlaces(
  nodes: readonly SeenNode[],
  household: Uint8Array,
  linkKey: Uint8Array,
): readonly Address[] {
  const [id, tag] = [memberIdOf(linkKey), householdTag(household)];
  return nodes
    .filter((node) => node.role === "origin" && node.id === id && node.householdTag === tag)
    .flatMap(({ addresses }) => addresses)
    .slice(0, foundAddressesMax);
}

/** Where remotes reach a node; where it takes none, where its link is. */
export function controlAddress({ addresses, controlPort }: SeenNode): Address {
  const [first = { host: "0.0.0.0", port: 0 }] = addresses;
  return { host: first.host, port: controlPort ?? first.port };
}
