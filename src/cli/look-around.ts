/** A remote's look at the LAN: who is there, for as long as it takes to find out. */
import { deferred } from "../base/signal.ts";
import { usPerMs } from "../base/units.ts";
import { Discovery } from "../discovery/discovery.ts";
import { NodeDirectory, type SeenNode } from "../discovery/nodes.ts";
import type { SeenSpeaker } from "../player/model.ts";
import { controlAddress, webAddresses } from "../player/neighbours.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { OpenMulticast } from "../ports/multicast.ts";
import { mdnsIsOff } from "./announce.ts";
import type { Environment } from "./environment.ts";

export interface LookPorts {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Absent where there is no multicast: then nobody is seen. */
  readonly openMulticast?: OpenMulticast | undefined;
}

/** A second question goes out after one second; its answers are in by then. */
const wholeLookUs = 1_500 * usPerMs;
/** Who is looked for by name answers the first question, at the latest a second after it last spoke (RFC 6762 §6). */
export const briefLookUs = 1_300 * usPerMs;

export interface LookUntil {
  readonly enough: (nodes: readonly SeenNode[]) => boolean;
  readonly limitUs: number;
}

const nothing = (): void => undefined;
/** A remote that sees nobody says so itself. */
const silent: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};

/** Everybody who answers, until `enough` says so or it took `limitUs`. */
export async function lookAround(
  ports: LookPorts,
  { enough, limitUs }: LookUntil,
  signal: AbortSignal,
): Promise<readonly SeenNode[]> {
  const { openMulticast, environment, clock } = ports;
  if (openMulticast === undefined || mdnsIsOff(environment)) return [];
  await using discovery = await Discovery.open({ ...ports, openMulticast, log: silent }, signal);
  const directory = new NodeDirectory(discovery);
  const found = deferred<void>();
  directory.onChange(() => {
    if (enough(directory.nodes())) found.resolve();
  });
  const stop = new AbortController();
  const late = sleep(clock, limitUs, AbortSignal.any([signal, stop.signal]));
  try {
    await Promise.race([found.promise, late]);
  } finally {
    stop.abort(new Error("seen enough"));
    late.catch(nothing);
  }
  return directory.nodes();
}

/** All speakers of the LAN. Nobody's household is known here: a member is a member of any. */
export async function speakersAround(
  ports: LookPorts,
  signal: AbortSignal,
): Promise<readonly SeenSpeaker[]> {
  const nodes = await lookAround(ports, { enough: () => false, limitUs: wholeLookUs }, signal);
  return nodes
    .filter(({ role }) => role === "speaker")
    .map((node) => ({
      id: node.id,
      name: node.name,
      address: controlAddress(node),
      web: webAddresses(node),
      via: "mdns",
      seen: ["mdns"],
      member: node.householdTag !== "",
      open: false,
      blocked: null,
    }));
}
