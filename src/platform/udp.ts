/**
 * UDP by node:dgram. Best effort: what the kernel does not take is dropped, as
 * the network would.
 *
 * Sends go out within the call: addresses are literals, so the look-up that
 * node:dgram makes for every datagram is answered on the spot.
 *
 * A socket on `::` takes IPv4 too (RFC 3493 §5.3); its users see IPv4 addresses
 * as they are, not as IPv6 writes them.
 */
import dgram from "node:dgram";
import { NetworkError } from "../ports/errors.ts";
import type { Address, UdpSocket } from "../ports/network.ts";

/** Room for 4 MiB of bursts; the kernel gives what net.core.rmem_max allows. */
const bufferBytes = 4 * 1024 * 1024;
/** The largest datagram that is sent: a full Ethernet frame's; mDNS sends more than the link does. */
const datagramBytesMax = 1_472;
/** Datagrams that wait for a kernel whose buffer is full; more are dropped. */
const queuedMax = 64;

/** What the kernel puts before an IPv4 address on a socket for both (RFC 4291 §2.5.5.2). */
const mappedPrefix = "::ffff:";

/** Throws NetworkError `port-in-use` or `address-unavailable`; rejects with `signal.reason`. */
export async function bindNodeUdp(at: Address, signal: AbortSignal): Promise<NodeUdpSocket> {
  signal.throwIfAborted();
  const family = at.host.includes(":") ? 6 : 4;
  const socket = dgram.createSocket({
    type: family === 6 ? "udp6" : "udp4",
    lookup: (hostname, _options, found) => found(null, hostname, family),
  });
  try {
    await bound(socket, at);
  } catch (error) {
    socket.close();
    throw bindError(error, at);
  }
  if (signal.aborted) {
    socket.close();
    throw signal.reason;
  }
  return new NodeUdpSocket(socket);
}

function bound(socket: dgram.Socket, at: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address: at.host, port: at.port, exclusive: true }, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

function bindError(error: unknown, at: Address): NetworkError {
  const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return inUse
    ? new NetworkError("port-in-use", `UDP port ${at.port} on ${at.host} is in use`, {
        remedy: "stop the program that has it or choose another port",
        cause: error,
      })
    : new NetworkError("address-unavailable", `cannot listen on ${at.host} port ${at.port}`, {
        remedy: "choose an address of this machine",
        cause: error,
      });
}

export class NodeUdpSocket implements UdpSocket {
  readonly local: Address;
  readonly #socket: dgram.Socket;
  readonly #family: string;
  #outgoing = new Uint8Array(datagramBytesMax);
  #closed: Promise<void> | undefined;

  /** Takes over a bound socket. */
  constructor(socket: dgram.Socket) {
    this.#socket = socket;
    const { address, port, family } = socket.address();
    this.#family = family;
    this.local = { host: address, port };
    // Errors of single sends (no route, port unreachable) are losses, and the link's timers see them.
    socket.on("error", () => undefined);
    growBuffers(socket);
  }

  send(bytes: Uint8Array, to: Address): void {
    if (this.#closed !== undefined || bytes.length > this.#outgoing.length) return;
    if (this.#socket.getSendQueueCount() > queuedMax) return;
    this.#outgoing.set(bytes);
    try {
      const mapped = this.#family === "IPv6" && !to.host.includes(":");
      const host = mapped ? mappedPrefix + to.host : to.host;
      this.#socket.send(this.#outgoing, 0, bytes.length, to.port, host);
    } catch {
      // An address that the kernel refuses outright is one more unreachable peer.
      return;
    }
    // The kernel nearly always takes a datagram within the call; else the socket keeps the buffer until it does.
    if (this.#socket.getSendQueueCount() > 0) this.#outgoing = new Uint8Array(datagramBytesMax);
  }

  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void {
    // Most datagrams come from where the last one came from.
    let from: Address = this.local;
    let shown = this.local.host;
    this.#socket.on("message", (bytes, { address, port }) => {
      if (from.port !== port || shown !== address) {
        const mapped = address.startsWith(mappedPrefix);
        from = { host: mapped ? address.slice(mappedPrefix.length) : address, port };
        shown = address;
      }
      receive(bytes, from);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#socket.close(() => resolve());
    });
    await this.#closed;
  }
}

function growBuffers(socket: dgram.Socket): void {
  try {
    socket.setRecvBufferSize(bufferBytes);
    socket.setSendBufferSize(bufferBytes);
  } catch {
    // Some systems refuse instead of clamping; the default buffers work too, with more loss in bursts.
    return;
  }
}
