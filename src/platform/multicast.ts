/**
 * Multicast DNS's sockets by node:dgram: one for each address family, bound to
 * port 5353 of all addresses, with a membership on every interface.
 *
 * The port is shared (SO_REUSEADDR) with avahi and whoever else speaks Multicast
 * DNS on this machine; all hear what is said to the group. Which interface a
 * packet came in by the kernel does not tell us: the sender's address does.
 */
import dgram from "node:dgram";
import os from "node:os";
import { NetworkError } from "../ports/errors.ts";
import {
  type InterfaceAddress,
  type MulticastLink,
  type MulticastSocket,
  mdnsPort,
} from "../ports/multicast.ts";
import type { Address } from "../ports/network.ts";

const families = [4, 6] as const;
type Family = (typeof families)[number];

const groups: Readonly<Record<Family, string>> = { 4: "224.0.0.251", 6: "ff02::fb" };
const anywhere: Readonly<Record<Family, string>> = { 4: "0.0.0.0", 6: "::" };
/** RFC 6762 §11: so that receivers could tell that it crossed no router. */
const hops = 255;

/** Throws NetworkError `port-in-use` or `address-unavailable` where neither family can be had. */
export async function openNodeMulticast(signal: AbortSignal): Promise<MulticastSocket> {
  const sockets = new Map<Family, dgram.Socket>();
  let trouble: unknown;
  for (const family of families) {
    if (signal.aborted) break;
    try {
      sockets.set(family, await bindShared(family));
    } catch (error) {
      // A machine without IPv6 is no trouble as long as the other family works.
      trouble ??= error;
    }
  }
  const opened = new NodeMulticast(sockets);
  if (signal.aborted) {
    await opened[Symbol.asyncDispose]();
    throw signal.reason;
  }
  if (sockets.size === 0) throw openError(trouble);
  return opened;
}

function bindShared(family: Family): Promise<dgram.Socket> {
  const socket = dgram.createSocket({
    type: family === 6 ? "udp6" : "udp4",
    reuseAddr: true,
    ipv6Only: family === 6,
    // Addresses are literals: answered on the spot, a send leaves within its call.
    lookup: (hostname, _options, found) => found(null, hostname, family),
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket.close();
      reject(error);
    };
    socket.once("error", fail);
    socket.bind({ address: anywhere[family], port: mdnsPort, exclusive: true }, () => {
      socket.removeAllListeners("error");
      try {
        setUp(socket);
        resolve(socket);
      } catch (error) {
        fail(error);
      }
    });
  });
}

/** Throws where this system has no multicast of the socket's family. */
function setUp(socket: dgram.Socket): void {
  socket.setMulticastTTL(hops);
  socket.setTTL(hops);
  socket.setMulticastLoopback(true);
}

function openError(cause: unknown): NetworkError {
  const inUse = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
  return new NetworkError(
    inUse ? "port-in-use" : "address-unavailable",
    inUse
      ? `UDP port ${mdnsPort} is in use by a program that does not share it`
      : `Multicast DNS cannot listen on UDP port ${mdnsPort}`,
    { remedy: "speakers and origins are reached by addresses given by hand", cause },
  );
}

class NodeMulticast implements MulticastSocket {
  readonly #sockets: ReadonlyMap<Family, dgram.Socket>;
  /** Links that the group was joined on, by name and family, with the addresses of then. */
  #joined = new Map<string, MulticastLink>();
  #seen: NodeJS.Dict<os.NetworkInterfaceInfo[]> = {};
  #closed: Promise<void> | undefined;

  /** Takes over bound sockets. */
  constructor(sockets: ReadonlyMap<Family, dgram.Socket>) {
    this.#sockets = sockets;
    for (const socket of sockets.values()) {
      // Errors of single packets are losses, and Multicast DNS repeats itself.
      socket.on("error", () => undefined);
    }
  }

  refresh(): readonly MulticastLink[] {
    if (this.#closed !== undefined) return [];
    const now = new Map<string, MulticastLink>();
    for (const link of linksOf(this.#interfaces())) {
      const key = `${link.name} ${link.family}`;
      if (this.#isJoined(key, link) || this.#join(link)) now.set(key, link);
    }
    this.#joined = now;
    return [...now.values()];
  }

  send(bytes: Uint8Array, link: MulticastLink, to?: Address): void {
    const socket = this.#sockets.get(link.family);
    // The interface is chosen for the whole socket: a packet must leave before the next one chooses.
    if (this.#closed !== undefined || socket === undefined || socket.getSendQueueCount() > 0)
      return;
    try {
      socket.setMulticastInterface(interfaceOf(link));
      const copy = new Uint8Array(bytes);
      socket.send(copy, 0, copy.length, to?.port ?? mdnsPort, to?.host ?? groups[link.family]);
    } catch {
      // The interface has gone since it was looked at; the next look drops it.
      return;
    }
  }

  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void {
    for (const socket of this.#sockets.values()) {
      socket.on("message", (bytes, { address, port }) => receive(bytes, { host: address, port }));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= Promise.all([...this.#sockets.values()].map(closed)).then(() => undefined);
    await this.#closed;
  }

  /** The system may have no descriptor left for the moment: then nothing has changed. */
  #interfaces(): NodeJS.Dict<os.NetworkInterfaceInfo[]> {
    try {
      this.#seen = os.networkInterfaces();
    } catch {
      return this.#seen;
    }
    return this.#seen;
  }

  /** A new address is a new membership, since IPv4's goes by address; the kernel forgets those of a lost interface. */
  #isJoined(key: string, link: MulticastLink): boolean {
    const before = this.#joined.get(key);
    return before !== undefined && interfaceOf(before) === interfaceOf(link);
  }

  #join(link: MulticastLink): boolean {
    const socket = this.#sockets.get(link.family);
    if (socket === undefined) return false;
    const [group, at] = [groups[link.family], interfaceOf(link)];
    try {
      socket.addMembership(group, at);
      return true;
    } catch (error) {
      // Joined before, and kept by the kernel while the interface was down.
      return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    }
  }
}

function closed(socket: dgram.Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(() => resolve());
  });
}

/** How node:dgram names an interface: by an IPv4 address of it, or "::%eth0". */
function interfaceOf({ name, family, addresses }: MulticastLink): string {
  if (family === 6) return `::%${name}`;
  return addresses.find(({ address }) => !address.includes(":"))?.address ?? "";
}

/** Each interface once for each family that it has an address of. */
function linksOf(interfaces: NodeJS.Dict<os.NetworkInterfaceInfo[]>): MulticastLink[] {
  return Object.entries(interfaces).flatMap(([name, found = []]) => {
    const outside = found.filter(({ internal }) => !internal);
    const addresses = outside.map(({ address, cidr }) => addressOf(address, cidr));
    return families
      .filter((family) => outside.some(({ address }) => address.includes(":") === (family === 6)))
      .map((family) => ({ name, family, addresses }));
  });
}

function addressOf(address: string, cidr: string | null): InterfaceAddress {
  const prefix = Number(cidr?.split("/")[1]);
  const whole = address.includes(":") ? 128 : 32;
  return { address, prefixBits: Number.isInteger(prefix) ? prefix : whole };
}
