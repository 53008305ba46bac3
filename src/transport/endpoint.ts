/**
 * The link's front door: one UDP socket, secure sessions to other nodes, and
 * requests for objects over them.
 *
 * It knows nothing of what objects mean: `serve` answers, `fetch` asks. It does
 * not decide who may come in: `admit` does. Specification: docs/PROTOCOL.md.
 *
 * Invariants:
 *   I1  a datagram that cannot be authenticated changes nothing but a counter
 *   I2  a fetch ends once, and never by rejecting
 * Bounds: limits.ts.
 */
import { assert } from "../base/assert.ts";
import type { Address, UdpSocket } from "../ports/network.ts";
import { datagramKinds } from "../wire/link-datagram.ts";
import { Exchange } from "./exchange.ts";
import { Greeter } from "./greeter.ts";
import type {
  EndpointStats,
  LinkOptions,
  LinkPorts,
  LinkSession,
  RemotePeer,
} from "./link-types.ts";

export type { RequestClass } from "../wire/link-frames.ts";
export type * from "./link-types.ts";
export { allMechanisms, linkRefusals } from "./link-types.ts";
export { type LinkKeyPair, linkKeyPair } from "./x25519.ts";

export class LinkEndpoint implements AsyncDisposable {
  readonly local: Address;
  readonly #socket: UdpSocket;
  readonly #exchange: Exchange;
  readonly #greeter: Greeter;

  /** Binds the port. Throws NetworkError; rejects with `signal.reason`. */
  static async open(
    ports: LinkPorts,
    options: LinkOptions,
    signal: AbortSignal,
  ): Promise<LinkEndpoint> {
    return new LinkEndpoint(ports, options, await ports.network.bindUdp(options.at, signal));
  }

  private constructor(ports: LinkPorts, options: LinkOptions, socket: UdpSocket) {
    this.#socket = socket;
    this.local = socket.local;
    this.#exchange = new Exchange(ports, options, socket, {
      confirm: (connection, nowUs) => this.#greeter.confirm(connection, nowUs),
      broken: (connection, nowUs) => this.#greeter.broken(connection, nowUs),
      knows: (key) => this.#greeter.knows(key),
      keeps: (key, bytes, from) => this.#greeter.keeps(key, bytes, from),
      closed: (session) => this.#greeter.forget(session),
      tick: (nowUs) => this.#greeter.tick(nowUs),
      dueUs: () => this.#greeter.dueUs(),
    });
    this.#greeter = new Greeter(this.#exchange);
    socket.onDatagram((bytes, from) => this.#take(bytes, from));
  }

  /**
   * Keeps a warm session: dials, keeps alive, and dials again when it breaks, with growing, jittered
   * pauses of 0.1–1 s, each time to the next address, until `close`.
   */
  connect(remote: RemotePeer): LinkSession {
    assert(!this.#exchange.stopped, "the endpoint is open");
    return this.#greeter.dial(remote);
  }

  /** Ready ones, of both directions. */
  sessions(): readonly LinkSession[] {
    const ready = [];
    for (const { session, core } of this.#exchange.connections.all()) {
      if (session.core === core && session.state === "ready") ready.push(session);
    }
    return ready;
  }

  stats(): EndpointStats {
    return {
      datagramsDropped: { ...this.#exchange.dropped },
      handshakes: this.#greeter.handshakes,
      halfOpen: this.#greeter.halfOpen,
    };
  }

  /** Says goodbye to all peers and frees the port; open fetches end as lost. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#exchange.stopped) {
      for (const session of this.#greeter.dialedSessions) session.close();
      for (const { session } of [...this.#exchange.connections.all()]) session.close();
      this.#exchange.stop();
    }
    await this.#socket[Symbol.asyncDispose]();
  }

  /** One turn; `Exchange.run` spelled out, because a closure for every datagram shows. */
  #take(bytes: Uint8Array, from: Address): void {
    if (this.#exchange.stopped) return;
    const outermost = this.#exchange.enter();
    try {
      this.#dispatch(bytes, from);
    } finally {
      if (outermost) this.#exchange.leave();
    }
  }

  #dispatch(bytes: Uint8Array, from: Address): void {
    const exchange = this.#exchange;
    const greeter = this.#greeter;
    const nowUs = exchange.nowUs();
    switch (bytes[0]) {
      case datagramKinds.packet:
      case datagramKinds.packet + 1:
        exchange.packet(bytes, from, nowUs);
        break;
      case datagramKinds.initIk:
      case datagramKinds.initXx:
        greeter.init(bytes, from, nowUs);
        break;
      case datagramKinds.response:
        greeter.response(bytes, from, nowUs);
        break;
      case datagramKinds.finishXx:
        greeter.finish(bytes, nowUs);
        break;
      case datagramKinds.retry:
        greeter.retry(bytes, from, nowUs);
        break;
      case datagramKinds.reset:
        greeter.reset(bytes, nowUs);
        break;
      default:
        exchange.dropped.malformed += 1;
    }
  }
}
