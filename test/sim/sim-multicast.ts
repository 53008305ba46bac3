/**
 * Multicast on the simulated LAN: hosts with interfaces, each plugged into a
 * segment; what one says is heard by all sockets of the same segment and
 * family, its own included, through the faults of the SimNetwork.
 */
import type { Clock } from "../../src/ports/clock.ts";
import {
  type MulticastLink,
  type MulticastSocket,
  mdnsPort,
  type OpenMulticast,
} from "../../src/ports/multicast.ts";
import type { Address } from "../../src/ports/network.ts";
import type { SimNetwork } from "./sim-network.ts";

/** An interface of a simulated host. */
export interface SimInterface {
  readonly name: string;
  /** Hosts on the same segment hear each other. */
  readonly segment: string;
  /** IPv4 literals of a /24, IPv6 literals of a /64. */
  readonly addresses: readonly string[];
}

/** One multicast datagram, as referees and spies see it. */
export interface Said {
  readonly bytes: Uint8Array;
  readonly from: Address;
  readonly segment: string;
  /** Undefined: to the group. */
  readonly to: Address | undefined;
}

export class SimMulticast {
  readonly #clock: Clock;
  readonly #network: SimNetwork;
  readonly #interfaces = new Map<string, readonly SimInterface[]>();
  readonly #sockets = new Set<SimMulticastSocket>();
  /** Every datagram that was sent. */
  onSay: (said: Said) => void = () => undefined;
  readonly counts = { sent: 0, delivered: 0 };

  constructor(clock: Clock, network: SimNetwork) {
    this.#clock = clock;
    this.#network = network;
  }

  /** Plugs in, pulls out and renumbers: the interfaces of `host` are these from now on. */
  plug(host: string, interfaces: readonly SimInterface[]): void {
    this.#interfaces.set(host, interfaces);
  }

  /** A host's opener; without interfaces of its own it has one on the segment "lan". */
  host(host: string): OpenMulticast {
    if (!this.#interfaces.has(host)) {
      this.plug(host, [{ name: "eth0", segment: "lan", addresses: [host] }]);
    }
    return async () => {
      const socket = new SimMulticastSocket(this, host, () => this.#sockets.delete(socket));
      this.#sockets.add(socket);
      return socket;
    };
  }

  interfacesOf(host: string): readonly SimInterface[] {
    return this.#interfaces.get(host) ?? [];
  }

  /** Says it on a segment, whoever `from` is: hostile hosts need no socket. */
  say(said: Said): void {
    this.counts.sent += 1;
    this.onSay(said);
    for (const socket of this.#sockets) {
      const at = socket.hears(said);
      if (at === undefined) continue;
      const to = said.to ?? { host: at, port: mdnsPort };
      const flight = { from: said.from, to, bytes: said.bytes, nowUs: this.#clock.nowUs() };
      for (const delayUs of this.#network.delaysOf(flight)) {
        this.#clock.after(delayUs, () => {
          this.counts.delivered += 1;
          socket.deliver(said);
        });
      }
    }
  }
}

class SimMulticastSocket implements MulticastSocket {
  readonly #lan: SimMulticast;
  readonly #host: string;
  readonly #close: () => void;
  #receive: (bytes: Uint8Array, from: Address) => void = () => undefined;
  #open = true;

  constructor(lan: SimMulticast, host: string, close: () => void) {
    this.#lan = lan;
    this.#host = host;
    this.#close = close;
  }

  refresh(): readonly MulticastLink[] {
    return this.#lan.interfacesOf(this.#host).flatMap(({ name, addresses }) =>
      ([4, 6] as const)
        .filter((family) => addresses.some((address) => familyOf(address) === family))
        .map((family) => ({
          name,
          family,
          addresses: addresses.map((address) => ({
            address,
            prefixBits: familyOf(address) === 4 ? 24 : 64,
          })),
        })),
    );
  }

  send(bytes: Uint8Array, link: MulticastLink, to?: Address): void {
    const plugged = this.#lan.interfacesOf(this.#host).find(({ name }) => name === link.name);
    const host = plugged?.addresses.find((address) => familyOf(address) === link.family);
    if (!this.#open || plugged === undefined || host === undefined) return;
    const from = { host, port: mdnsPort };
    this.#lan.say({ bytes: bytes.slice(), from, segment: plugged.segment, to });
  }

  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void {
    this.#receive = receive;
  }

  /** The address at which this socket hears it. */
  hears({ segment, from, to }: Said): string | undefined {
    const here = this.#lan
      .interfacesOf(this.#host)
      .filter((plugged) => plugged.segment === segment)
      .flatMap(({ addresses }) => addresses);
    if (to === undefined) return here.find((at) => familyOf(at) === familyOf(from.host));
    return to.port === mdnsPort ? here.find((at) => at === to.host) : undefined;
  }

  deliver({ bytes, from, segment }: Said): void {
    if (!this.#open) return;
    const heard = this.#lan.interfacesOf(this.#host).find((at) => at.segment === segment);
    if (heard === undefined) return;
    const scope = from.host.startsWith("fe80:") ? `%${heard.name}` : "";
    this.#receive(bytes.slice(), { host: `${from.host}${scope}`, port: from.port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false;
    this.#close();
  }
}

function familyOf(host: string): 4 | 6 {
  return host.includes(":") ? 6 : 4;
}
