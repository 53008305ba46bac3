/** A LAN of nodes that announce themselves and look for each other, in virtual time. */
import { utf8Bytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { Discovery } from "../../src/discovery/discovery.ts";
import { decodeMessage, encodeMessage } from "../../src/discovery/dns-codec.ts";
import { emptyMessage, type Message, type ResourceRecord } from "../../src/discovery/message.ts";
import {
  type NodeAdvertisement,
  NodeDirectory,
  type NodeFacts,
  type SeenNode,
} from "../../src/discovery/nodes.ts";
import type { Log } from "../../src/ports/log.ts";
import { mdnsPort } from "../../src/ports/multicast.ts";
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

  /** Says it on the LAN, as whoever `host` is: to the group, or to one address. */
  say(
    host: string,
    message: Partial<Message> | Uint8Array,
    options: { readonly port?: number; readonly to?: string; readonly segment?: string } = {},
  ): void {
    const bytes =
      message instanceof Uint8Array ? message : encodeMessage({ ...emptyMessage, ...message });
    const { port = mdnsPort, to, segment = "lan" } = options;
    const at = to === undefined ? undefined : { host: to, port: mdnsPort };
    this.multicast.say({ bytes, from: { host, port }, segment, to: at });
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

export const serviceType = "_nightjar._udp.local";

/** "PTR Kitchen._nightjar._udp.local 4500": what a record says, for comparing. */
export function recordText({ name, ttlS, data }: ResourceRecord): string {
  const said =
    "target" in data
      ? `${name} → ${data.target}`
      : "address" in data
        ? `${name} = ${data.address}`
        : name;
  return `${data.type} ${said} ${ttlS}`;
}

export function pointerTo(label: string, ttlS = 4_500): ResourceRecord {
  const data = { type: "PTR", target: `${label}.${serviceType}` } as const;
  return { name: serviceType, ttlS, flush: false, data };
}

/** All that a host says of a service of its own. */
export function serviceRecords(
  label: string,
  address: string,
  options: { readonly ttlS?: number; readonly id?: string; readonly port?: number } = {},
): ResourceRecord[] {
  const { ttlS = 120, id = "00000000000000ff", port = 41_000 } = options;
  const host = `host-${label.replaceAll(/[^a-z]/gi, "")}.local`;
  const name = `${label}.${serviceType}`;
  const txt = ["v=1", `id=${id}`, "fn=Another", "role=speaker"].map((text) => utf8Bytes(text));
  return [
    pointerTo(label, ttlS),
    { name, ttlS, flush: true, data: { type: "SRV", target: host, port } },
    { name, ttlS, flush: true, data: { type: "TXT", strings: txt } },
    { name: host, ttlS, flush: true, data: { type: "A", address } },
  ];
}
