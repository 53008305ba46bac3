/**
 * Joins a daemon to the LAN's discovery: what it looks for, and what it says of
 * itself. A daemon that listens on loopback alone says and asks nothing.
 */
import { Discovery } from "../discovery/discovery.ts";
import { type NodeAdvertisement, NodeDirectory, type NodeFacts } from "../discovery/nodes.ts";
import type { Origin } from "../origin/origin.ts";
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

/** Says where the speaker is, and again when it joins a household. `places`: where remotes and browsers reach it. */
export function announceSpeaker(
  directory: NodeDirectory,
  speaker: Speaker,
  places: { readonly tls: Address | undefined; readonly web: Address | undefined },
): Disposable {
  const facts = (): NodeFacts => ({
    id: speaker.id,
    name: speaker.name,
    role: "speaker",
    householdTag: speaker.householdTag,
    controlPort: openPort(places.tls),
    webPort: openPort(places.web),
  });
  let told = facts();
  const advertisement: NodeAdvertisement = directory.advertise(told, speaker.udp);
  const unsubscribe = speaker.subscribe((topics) => {
    if (!topics.includes("system") || speaker.householdTag === told.householdTag) return;
    told = facts();
    advertisement.update(told);
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

/** Undefined where others do not reach it. */
function openPort(place: Address | undefined): number | undefined {
  return place === undefined || isLoopback(place.host) ? undefined : place.port;
}

function isLoopback(host: string): boolean {
  return host === "::1" || host === "localhost" || host.startsWith("127.");
}
