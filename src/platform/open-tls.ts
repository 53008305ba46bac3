/**
 * TLS for programs of other makes: OpenTls of ports/network.ts. The certificate is
 * asked for when somebody connects, and may be another each time.
 *
 * Invariants:
 *   I1  at most `connectionsMax` connections, of them `handshakesPerAddressMax` of one address before their handshake is over
 *   I2  who is let in was shown the identity that `accept` is told
 *   I3  no connection outlives the listener without having been let in
 */
import net from "node:net";
import type tls from "node:tls";
import {
  type Address,
  addressText,
  type StreamListener,
  type StreamSocket,
  type TlsIdentity,
} from "../ports/network.ts";
import { connectionsMax, listeningAt, tlsServer } from "./streams.ts";

/** Some programs open two at once. One that opens them and says nothing must leave room for the household. */
const handshakesPerAddressMax = 8;

/** As OpenTls of ports/network.ts. */
export async function openTls<I extends TlsIdentity>(
  at: Address,
  identity: () => Promise<I | undefined>,
  accept: (socket: StreamSocket, shown: I) => void,
  signal: AbortSignal,
): Promise<StreamListener> {
  signal.throwIfAborted();
  const handshakes = new Handshakes(identity, accept);
  const server = net.createServer((socket) => void handshakes.begin(socket));
  server.maxConnections = connectionsMax;
  const listener = await listeningAt(server, at);
  return {
    local: listener.local,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = listener[Symbol.asyncDispose]();
      handshakes.end();
      await closed;
    },
  };
}

class Handshakes<I extends TlsIdentity> {
  readonly #identity: () => Promise<I | undefined>;
  readonly #accept: (socket: StreamSocket, shown: I) => void;
  /** By HOST:PORT of their other ends. */
  readonly #waiting = new Map<string, net.Socket>();
  #shown: { readonly identity: I; readonly server: tls.Server } | undefined;
  #ended = false;

  constructor(
    identity: () => Promise<I | undefined>,
    accept: (socket: StreamSocket, shown: I) => void,
  ) {
    this.#identity = identity;
    this.#accept = accept;
  }

  /** Never rejects. I1 */
  async begin(socket: net.Socket): Promise<void> {
    // Without a listener Node takes a reset connection for a bug.
    socket.on("error", () => socket.destroy());
    const { remoteAddress: host = "unknown", remotePort: port = 0 } = socket;
    const ofHost = [...this.#waiting.values()].filter((each) => each.remoteAddress === host).length;
    if (ofHost >= handshakesPerAddressMax) {
      socket.destroy();
      return;
    }
    const peer = addressText({ host, port });
    this.#waiting.set(peer, socket);
    socket.once("close", () => this.#forget(peer, socket));
    const identity = await this.#identity();
    if (identity === undefined || this.#ended || socket.destroyed) socket.destroy();
    else this.#serverOf(identity).emit("connection", socket);
  }

  /** I3 */
  end(): void {
    this.#ended = true;
    for (const socket of this.#waiting.values()) socket.destroy();
  }

  /** Not one that listens: connections are handed to it. I2 */
  #serverOf(identity: I): tls.Server {
    if (this.#shown?.identity === identity) return this.#shown.server;
    const server = tlsServer(identity, { minVersion: "TLSv1.2" }, (stream) => {
      this.#waiting.delete(stream.peer);
      this.#accept(stream, identity);
    });
    this.#shown = { identity, server };
    return server;
  }

  #forget(peer: string, socket: net.Socket): void {
    if (this.#waiting.get(peer) === socket) this.#waiting.delete(peer);
  }
}
