/**
 * Joins a daemon to the LAN's discovery: what it looks for, and what it says of
 * itself. A daemon that listens on loopback alone says and asks nothing.
 */
import { type Advertisement, Discovery } from "../discovery/discovery.ts";
import { labelOf } from "../discovery/dns-name.ts";
import { txtStrings } from "../discovery/message.ts";
import {
  hostLabelOf,
  type NodeAdvertisement,
  NodeDirectory,
  type NodeFacts,
} from "../discovery/nodes.ts";
import type { Origin } from "../origin/origin.ts";
import type { ReachedAt } from "../player/introduction.ts";
import type { Speaker } from "../player/speaker.ts";
import type { Address } from "../ports/network.ts";
import type { Environment } from "./environment.ts";
import type { Machine } from "./machine.ts";
import type { HostPort } from "./options.ts";

export interface OpenDirectory extends AsyncDisposable {
  readonly directory: NodeDirectory;
}

/** NIGHTJAR_MDNS=off: no program of this user speaks Multicast DNS, whatever its options say. */
export function mdnsIsOff({ variables }: Environment): boolean {
  return variables["NIGHTJAR_MDNS"] === "off";
}

/** Undefined where it is off, or where `listen` is reached by this machine alone. */
export async function openDirectory(
  machine: Machine,
  wanted: { readonly mdns: boolean; readonly listen: HostPort | undefined },
  signal: AbortSignal,
): Promise<OpenDirectory | undefined> {
  const alone = wanted.listen !== undefined && isLoopback(wanted.listen.host);
  if (!wanted.mdns || alone || mdnsIsOff(machine.environment)) return undefined;
  const discovery = await Discovery.open(machine, signal);
  return {
    directory: new NodeDirectory(discovery),
    [Symbol.asyncDispose]: () => discovery[Symbol.asyncDispose](),
  };
}

/** Where remotes and browsers reach a speaker. */
interface Places {
  readonly tls: Address | undefined;
  readonly web: Address | undefined;
}

/** Says where the speaker is, and again when it joins a household or is renamed. */
export function announceSpeaker(
  directory: NodeDirectory,
  speaker: Pick<Speaker, "id" | "name" | "householdTag" | "udp" | "subscribe">,
  places: Places,
): Disposable {
  const facts = (): NodeFacts => ({
    id: speaker.id,
    name: speaker.name,
    role: "speaker",
    householdTag: speaker.householdTag,
    ...openPorts(places),
  });
  let told = facts();
  let advertisement: NodeAdvertisement = directory.advertise(told, speaker.udp);
  const unsubscribe = speaker.subscribe((topics) => {
    const before = told;
    const isSame = speaker.householdTag === told.householdTag && speaker.name === told.name;
    if (!topics.includes("system") || isSame) return;
    told = facts();
    if (told.name === before.name) {
      advertisement.update(told);
      return;
    }
    // The name is the service's own, too: another name is another service.
    advertisement.withdraw();
    advertisement = directory.advertise(told, speaker.udp);
  });
  return {
    [Symbol.dispose]: () => {
      unsubscribe();
      advertisement.withdraw();
    },
  };
}

export function announceOrigin(directory: NodeDirectory, origin: Origin): Disposable {
  const { id, name } = origin.identity;
  const { householdTag } = origin;
  const facts = { id, name, role: "origin", householdTag, controlPort: undefined } as const;
  const advertisement = directory.advertise(facts, origin.local);
  return { [Symbol.dispose]: () => advertisement.withdraw() };
}

/** Says where the MPD protocol is spoken, by the speaker's name of the moment. Nothing where others do not reach it. */
export function announceMpd(
  directory: NodeDirectory,
  speaker: Pick<Speaker, "id" | "name" | "subscribe">,
  at: Address,
): Disposable {
  if (isLoopback(at.host)) return { [Symbol.dispose]: () => undefined };
  const hostLabel = `${hostLabelOf(speaker.id)}-mpd`;
  const announce = (name: string): Advertisement =>
    directory.announce(
      { type: "_mpd._tcp", label: labelOf(name), hostLabel, txt: txtStrings({}) },
      at,
    );
  let told = speaker.name;
  let advertisement = announce(told);
  const unsubscribe = speaker.subscribe((topics) => {
    if (!topics.includes("system") || speaker.name === told) return;
    told = speaker.name;
    advertisement.withdraw();
    advertisement = announce(told);
  });
  return {
    [Symbol.dispose]: () => {
      unsubscribe();
      advertisement.withdraw();
    },
  };
}

/** Of those that others reach. */
export function openPorts({ tls, web }: Places): ReachedAt {
  return { controlPort: openPort(tls), webPort: openPort(web) };
}

/** Undefined where others do not reach it. */
function openPort(place: Address | undefined): number | undefined {
  return place === undefined || isLoopback(place.host) ? undefined : place.port;
}

export function isLoopback(host: string): boolean {
  return host === "::1" || host === "localhost" || host.startsWith("127.");
}
