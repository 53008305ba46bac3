/**
 * What a speaker makes of the nodes that are seen on the LAN. Pure.
 *
 * Nodes say of themselves who they are: what is found here are places to try,
 * and rows to show. The link's handshake decides who is there.
 */
import type { SeenNode } from "../discovery/nodes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { householdTag } from "../household/household-tag.ts";
import { type Address, addressText } from "../ports/network.ts";
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

/** Where browsers reach a node, the address that reaches furthest first; none where it has no web remote. */
export function webAddresses({ addresses, webPort }: SeenNode): readonly string[] {
  if (webPort === undefined) return [];
  return addresses.map(({ host }) => addressText({ host, port: webPort }));
}

/** Where remotes reach a node, as text; where it takes none, where its link is; empty while no address is known. */
export function controlAddress({ addresses, controlPort }: SeenNode): string {
  const [first] = addresses;
  return first === undefined
    ? ""
    : addressText({ host: first.host, port: controlPort ?? first.port });
}
