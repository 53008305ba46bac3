/** The table of connections: by connection id, by reset token, by peer. Bounded by `sessionsMax`. */
import { equalBytes, toHex } from "../base/bytes.ts";
import { connectionKey } from "../wire/link-datagram.ts";
import type { Dialer } from "./dialer.ts";
import type { KeptSession } from "./kept-session.ts";
import { sessionsMax } from "./limits.ts";
import type { PeerIdentity } from "./link-types.ts";
import type { HalfOpen } from "./responder.ts";
import type { SessionCore } from "./session-core.ts";

/** One core with the session that it serves. */
export interface Connection {
  /** Own connection id. */
  readonly id: Uint8Array;
  readonly core: SessionCore;
  readonly session: KeptSession;
  readonly peer: PeerIdentity;
  readonly remoteKey: Uint8Array;
  /** What a RESET of this connection by the peer carries. */
  readonly resetToken: Uint8Array;
  /** Of a connection that this side began. */
  readonly dialer: Dialer | undefined;
  /** Of one that it answered, until the first packet proves the peer. */
  halfOpen: HalfOpen | undefined;
  /** XX's third message, sent before other packets until the peer is heard. */
  readonly finish: Uint8Array | undefined;
  /** Calls of `serve` for it that have not ended; cancelling a request does not end one. */
  serving: number;
}

export class Connections {
  readonly #byKey = new Map<number, Connection>();
  readonly #byToken = new Map<string, Connection>();

  get full(): boolean {
    return this.#byKey.size >= sessionsMax;
  }

  get(key: number): Connection | undefined {
    return this.#byKey.get(key);
  }

  all(): IterableIterator<Connection> {
    return this.#byKey.values();
  }

  add(connection: Connection): void {
    this.#byKey.set(connectionKey(connection.id, 0), connection);
    this.#byToken.set(toHex(connection.resetToken), connection);
  }

  /** False when it was gone. */
  remove(connection: Connection): boolean {
    const token = toHex(connection.resetToken);
    if (this.#byToken.get(token) === connection) this.#byToken.delete(token);
    return this.#byKey.delete(connectionKey(connection.id, 0));
  }

  ofToken(token: Uint8Array): Connection | undefined {
    return this.#byToken.get(toHex(token));
  }

  ofSession(session: KeptSession): Connection | undefined {
    for (const connection of this.#byKey.values()) {
      if (connection.session === session && connection.core === session.core) return connection;
    }
    return undefined;
  }

  /** Accepted, confirmed connections of peers without a certificate, oldest first. */
  get guests(): Connection[] {
    return [...this.#byKey.values()].filter(
      ({ peer, dialer, halfOpen }) =>
        peer.role === "guest" && dialer === undefined && halfOpen === undefined,
    );
  }

  /** Other accepted, confirmed connections of the same peer. */
  olderOf(connection: Connection): Connection[] {
    return [...this.#byKey.values()].filter(
      (other) =>
        other !== connection &&
        other.dialer === undefined &&
        other.halfOpen === undefined &&
        equalBytes(other.remoteKey, connection.remoteKey),
    );
  }
}
