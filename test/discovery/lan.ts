/** A LAN of nodes that announce themselves and look for each other, in virtual time. */
import { Rng } from "../../src/base/rng.ts";
import { Discovery } from "../../src/discovery/discovery.ts";
import { decodeMessage } from "../../src/discovery/dns-codec.ts";
import type { Message } from "../../src/discovery/message.ts";
import {
  type NodeAdvertisement,
  NodeDirectory,
  type NodeFacts,
  type SeenNode,
} from "../../src/discovery/nodes.ts";
import type { Log } from "../../src/ports/log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimEntropy } from "../sim/sim-entropy.ts";
import { type Said, type SimInterface, SimMulticast } from "../sim/sim-multicast.ts";
import { delay, type Filter, SimNetwork } from "../sim/sim-network.ts";

/** One packet of the group or of one receiver, decoded. */
export interface Heard extends Said {
  readonly atUs: number;
  readonly message: Message;
}

export interface LanNode {
  readonly host: string;
  readonly discovery: Discovery;
  readonly directory: NodeDirectory;
  readonly advertisement: NodeAdvertisement;
}

export const linkPort = 41_000;

export class Lan {
  readonly clock = new SimClock();
  readonly rng: Rng;
  readonly network: SimNetwork;
  readonly multicast: SimMulticast;
  /** Everything that was said, in order. */
  readonly heard: Heard[] = [];
  readonly logged: string[] = [];

  constructor(seed = 1, filters?: (rng: Rng) => readonly Filter[]) {
    this.rng = new Rng(seed);
    this.network = new SimNetwork(this.clock);
    this.network.setFilters(filters?.(this.rng.fork()) ?? [delay(this.rng.fork(), 300, 200)]);
    this.multicast = new SimMulticast(this.clock, this.network);
    this.multicast.onSay = (said) => {
      const message = decodeMessage(said.bytes);
      if (message !== undefined) this.heard.push({ ...said, atUs: this.clock.nowUs(), message });
    };
  }

  async discovery(host: string, interfaces?: readonly SimInterface[]): Promise<Discovery> {
    if (interfaces !== undefined) this.multicast.plug(host, interfaces);
    const ports = {
      clock: this.clock,
      entropy: new SimEntropy(this.rng.fork()),
      log: this.#log(),
      openMulticast: this.multicast.host(host),
    };
    return await Discovery.open(ports, new AbortController().signal);
  }

  async node(
    host: string,
    facts: Partial<NodeFacts> = {},
    interfaces?: readonly SimInterface[],
  ): Promise<LanNode> {
    const discovery = await this.discovery(host, interfaces);
    const directory = new NodeDirectory(discovery);
    const listen = { host: "0.0.0.0", port: linkPort };
    const advertisement = directory.advertise(factsOf(host, facts), listen);
    return { host, discovery, directory, advertisement };
  }

  /** Seconds of virtual time. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1_000_000);
  }

  /** Since it was asked last. */
  takeHeard(): Heard[] {
    return this.heard.splice(0);
  }

  #log(): Log {
    const note = (event: string): void => void this.logged.push(event);
    const log: Log = {
      debug: () => undefined,
      info: note,
      warn: note,
      error: note,
      child: () => log,
    };
    return log;
  }
}

export function factsOf(host: string, facts: Partial<NodeFacts> = {}): NodeFacts {
  const id = Number(host.split(".").at(-1)).toString(16).padStart(16, "0");
  const given = { name: `Room ${host}`, role: "speaker", householdTag: "", ...facts } as const;
  return { id, controlPort: 7646, ...given };
}

/** Names on the network, in order. */
export function services(nodes: readonly SeenNode[]): string[] {
  return nodes.map(({ service }) => service).sort();
}
