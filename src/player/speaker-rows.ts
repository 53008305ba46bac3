/**
 * Who is in the house, how each is known, whether it can be reached, and what
 * keeps it from that: the rows of `nightjar ctl speakers`. Pure.
 *
 * What the LAN says are claims; the roll and a session are proofs.
 */
import { toHex } from "../base/bytes.ts";
import type { NodeDirectory, SeenNode } from "../discovery/nodes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { cardOf, type MemberCard } from "../household/member-card.ts";
import type { Roll } from "../household/roll.ts";
import { addressText } from "../ports/network.ts";
import type { LinkSession } from "../transport/endpoint.ts";
import type { SoughtPeer } from "./house/peer-links.ts";
import { foundAddressesMax } from "./limits.ts";
import type { SeenSpeaker } from "./model.ts";
import { controlAddress, webAddresses } from "./neighbours.ts";
import type { SpeakerHouse } from "./speaker-house.ts";
import type { SpeakerParts } from "./speaker-parts.ts";

export interface HouseView {
  readonly self: { readonly id: string; readonly name: string; readonly householdTag: string };
  /** Who is seen on the LAN; undefined where nobody looks. */
  readonly nodes: readonly SeenNode[] | undefined;
  readonly roll: Roll | undefined;
  /** What a member says of itself to its household. */
  readonly cardOf: (id: string) => MemberCard | undefined;
  /** Ready ones, to whomever. */
  readonly sessions: readonly Pick<LinkSession, "peer" | "address">[];
  /** Undefined where this speaker has no part in its house. */
  readonly sought: readonly SoughtPeer[] | undefined;
}

/** As the parts of a speaker know it. */
export function houseView(
  { id, name, householdTag }: HouseView["self"],
  directory: Pick<NodeDirectory, "nodes"> | undefined,
  { links, endpoint, commons }: Pick<SpeakerParts, "links" | "endpoint" | "commons">,
  house: Pick<SpeakerHouse, "sought"> | undefined,
): HouseView {
  return {
    self: { id, name, householdTag },
    nodes: directory?.nodes(),
    roll: links.book.roll,
    cardOf: (of) => cardOf(commons.commons, of),
    sessions: endpoint.sessions(),
    sought: house?.sought,
  };
}

/** This speaker first, then those that are seen, then those that are known otherwise, each once. */
export function speakerRows(view: HouseView): readonly SeenSpeaker[] {
  const { self, nodes = [] } = view;
  const seen = nodes.filter(({ id, role }) => role === "speaker" && id !== self.id);
  const unseen = namesOf(view);
  for (const { id } of [...seen, self]) unseen.delete(id);
  const others = [...unseen].map(([id, name]) => rowOf(view, { id, name, node: undefined }));
  const rows = seen.map((node) => rowOf(view, { id: node.id, name: node.name, node }));
  return [selfRow(view), ...rows, ...others];
}

/** As the others see it: an address that a remote can use. */
function selfRow({ self, nodes = [] }: HouseView): SeenSpeaker {
  const node = nodes.find(({ id }) => id === self.id);
  const { id, name, householdTag } = self;
  const known = { member: householdTag !== "", seen: ["self"], open: false, blocked: null };
  return { id, name, ...placesOf(node), via: "self", ...known };
}

function placesOf(node: SeenNode | undefined): Pick<SeenSpeaker, "address" | "web"> {
  if (node === undefined) return { address: "", web: [] };
  return { address: controlAddress(node), web: webAddresses(node) };
}

/** Where no multicast shows it: the hosts at which its link was met, at the ports that it told its household. */
function placesBy(
  card: MemberCard | undefined,
  hosts: readonly string[],
): Pick<SeenSpeaker, "address" | "web"> {
  const { controlPort, webPort } = card ?? {};
  const at = (port: number | undefined): readonly string[] =>
    port === undefined ? [] : hosts.map((host) => addressText({ host, port }));
  return { address: at(controlPort)[0] ?? "", web: at(webPort) };
}

/** Where it is now, then where it was known to be. */
function hostsOf({ sessions, sought = [] }: HouseView, id: string): readonly string[] {
  const open = sessions.filter(({ peer }) => peer?.id === id).map(({ address }) => address.host);
  const known = sought.find((peer) => peer.id === id)?.addresses.map(({ host }) => host) ?? [];
  return [...new Set([...open, ...known])].slice(0, foundAddressesMax);
}

/** Speakers that are known of beside what multicast shows, by id. */
function namesOf({ roll, sessions, sought = [] }: HouseView): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id } of sought) names.set(id, "");
  for (const { peer } of sessions) if (peer?.role === "speaker") names.set(peer.id, peer.name);
  for (const { linkKey, name, origin } of roll?.members ?? [])
    if (origin === undefined) names.set(memberIdOf(linkKey), name);
  return names;
}

interface Subject {
  readonly id: string;
  readonly name: string;
  readonly node: SeenNode | undefined;
}

function rowOf(view: HouseView, { id, name, node }: Subject): SeenSpeaker {
  const { self, roll, sessions, sought } = view;
  const open = sessions.some(({ peer }) => peer?.id === id);
  const via = sought?.find((peer) => peer.id === id)?.via ?? [];
  const others = via.filter((how) => how !== "mdns");
  const seen = [...(node === undefined ? [] : ["mdns"]), ...others, ...(open ? ["session"] : [])];
  const sameTag = self.householdTag !== "" && node?.householdTag === self.householdTag;
  const listed = roll?.members.some(({ linkKey }) => memberIdOf(linkKey) === id) === true;
  const facts = { view, id, node, open, sameTag, listed, hasPlace: others.length > 0 };
  const card = view.cardOf(id);
  return {
    ...{ id, name: card?.name ?? name, seen, open },
    ...(node === undefined ? placesBy(card, hostsOf(view, id)) : placesOf(node)),
    via: seen[0] ?? "roll",
    member: open || sameTag || listed,
    blocked: blockOf(facts) ?? null,
  };
}

interface Facts {
  readonly view: HouseView;
  readonly id: string;
  readonly node: SeenNode | undefined;
  readonly open: boolean;
  readonly sameTag: boolean;
  readonly listed: boolean;
  /** Known by other means than multicast. */
  readonly hasPlace: boolean;
}

/** For people; undefined while nothing is in the way. */
function blockOf({ view, id, node, open, sameTag, listed, hasPlace }: Facts): string | undefined {
  const { self, nodes, roll, sought } = view;
  if (open)
    return node === undefined && nodes !== undefined
      ? "multicast does not come through, but it is reached all the same"
      : undefined;
  if (self.householdTag === "") return "this speaker is in no household";
  if (!listed && isPutOut(roll, id)) return "it was put out of the household";
  if (node !== undefined && !sameTag) return strangerText(node);
  if (sought === undefined) return "this speaker has no part in its house";
  if (node !== undefined)
    return `it is seen and does not answer: does a firewall keep UDP port ${node.addresses[0]?.port ?? "of its link"} closed?`;
  if (hasPlace) return "it does not answer where it was known to be: it is off, or has moved";
  return "it is in the household and was not seen: it is off, or no multicast comes through and no origin is there; name it with --peer HOST:PORT";
}

function strangerText({ householdTag }: SeenNode): string {
  return householdTag === ""
    ? "it is in no household; start it with --join and an invite"
    : "it is in another household";
}

/** An id is the beginning of the hash that a revocation names. */
function isPutOut(roll: Roll | undefined, id: string): boolean {
  return roll?.body.revoked.some(({ keyHash }) => toHex(keyHash).startsWith(id)) === true;
}
