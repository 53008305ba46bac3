/**
 * Handshakes of an endpoint, both ways: dials for `connect`, answers strangers,
 * and turns what comes of it into connections (PROTOCOL.md §2).
 */

import { assert } from "../base/assert.ts";
import { usPerS } from "../base/units.ts";
import type { Address } from "../ports/network.ts";
import {
  connectionIdBytes,
  connectionKey,
  cookieBytes,
  credentialBytesMax,
  datagramBytesMax,
  datagramKinds,
  decodeAddressed,
  decodeReset,
  encodeAddressed,
  ownFeatures,
} from "../wire/link-datagram.ts";
import type { Connection } from "./connections.ts";
import { type DialedDatagram, Dialer, type DialResult } from "./dialer.ts";
import { decodeEarly, EarlyGuard } from "./early.ts";
import type { Exchange } from "./exchange.ts";
import { earlyBytesMax, type HandshakeSide, Initiator } from "./handshake.ts";
import type { KeptSession } from "./kept-session.ts";
import { guestsMax, packetsAheadMax } from "./limits.ts";
import type { PeerIdentity, RemotePeer } from "./link-types.ts";
import { type Answered, type HalfOpen, Responder } from "./responder.ts";
import { CookieJar, resetTokenOf } from "./tokens.ts";
import { keyBytes } from "./x25519.ts";

/** A peer that does not pass `admit` is asked again, but not in a hurry. */
const refusedPauseUs = 1 * usPerS;

/** A peer that `connect` keeps a session to. */
interface Dialed {
  readonly session: KeptSession;
  readonly dialer: Dialer;
}

export class Greeter {
  readonly #exchange: Exchange;
  readonly #responder: Responder;
  readonly #dialed = new Set<Dialed>();
  /** Handshakes of this side, by the connection id that their answer names. */
  readonly #dialing = new Map<number, Dialed>();
  readonly #guard = new EarlyGuard();
  /** Packets that overtook the answer to a handshake of this side. */
  #ahead: { readonly key: number; readonly bytes: Uint8Array; readonly from: Address }[] = [];
  #handshakes = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#responder = new Responder({
      cookies: new CookieJar(exchange.ports.entropy.bytes(keyBytes)),
      side: () => this.#side(),
      admit: exchange.options.admit,
    });
  }

  get handshakes(): number {
    return this.#handshakes;
  }
  get halfOpen(): number {
    return this.#responder.halfOpen;
  }
  get dialedSessions(): readonly KeptSession[] {
    return [...this.#dialed].map(({ session }) => session);
  }

  dial(remote: RemotePeer): KeptSession {
    const first = remote.addresses()[0] ?? { host: "0.0.0.0", port: 0 };
    const session = this.#exchange.newSession(remote.key, first);
    const dialer = new Dialer({
      addresses: remote.addresses,
      isStale: () => remote.key !== undefined && session.hasNewRead(this.#isRead),
      begin: () => {
        const initiator = new Initiator(this.#initiatorSide(session, remote), remote.key);
        this.#dialing.set(connectionKey(initiator.sourceId, 0), dialed);
        return initiator;
      },
      ended: ({ sourceId }) => this.#dialing.delete(connectionKey(sourceId, 0)),
      seed: connectionKey(this.#exchange.ports.entropy.bytes(4), 0),
    });
    const dialed: Dialed = { session, dialer };
    this.#dialed.add(dialed);
    const nowUs = this.#exchange.nowUs();
    dialer.start(nowUs);
    // Not within the call: what the caller asks for next goes along with the first message.
    this.#exchange.arm(nowUs, nowUs);
    return session;
  }

  forget(session: KeptSession): void {
    for (const dialed of this.#dialed) {
      if (dialed.session !== session) continue;
      dialed.dialer.stop();
      this.#dialed.delete(dialed);
    }
  }

  knows(key: number): boolean {
    return this.#responder.knows(key) || this.#dialing.has(key);
  }

  /** A packet that may be the answer to an early request, come before the handshake's. */
  keeps(key: number, bytes: Uint8Array, from: Address): boolean {
    if (!this.#dialing.has(key)) return false;
    this.#ahead.push({ key, bytes, from });
    if (this.#ahead.length > packetsAheadMax) this.#ahead.shift();
    return true;
  }

  /** The connection ended or is silent: dials in its place, and beside it while there is hope. */
  broken({ session, dialer, halfOpen }: Connection, nowUs: number): void {
    if (halfOpen !== undefined) this.#responder.settle(halfOpen);
    if (dialer === undefined || session.isClosed) return;
    session.markLost(true);
    dialer.start(nowUs);
    this.tick(nowUs);
  }

  tick(nowUs: number): void {
    for (const halfOpen of this.#responder.expired(nowUs)) {
      this.#responder.settle(halfOpen);
      const connection = this.#exchange.connections.get(connectionKey(halfOpen.id, 0));
      if (connection !== undefined) this.#exchange.end(connection, nowUs);
    }
    for (const { dialer } of this.#dialed) this.#send(dialer.tick(nowUs));
    this.#exchange.arm(this.dueUs(), nowUs);
  }

  dueUs(): number {
    let dueUs = this.#responder.dueUs;
    for (const { dialer } of this.#dialed) dueUs = Math.min(dueUs, dialer.dueUs);
    return dueUs;
  }

  init(bytes: Uint8Array, from: Address, nowUs: number): void {
    const outcome = this.#exchange.connections.full
      ? { drop: "overload" as const }
      : this.#responder.init(bytes, from, nowUs);
    if ("drop" in outcome) {
      this.#exchange.dropped[outcome.drop] += 1;
      return;
    }
    const { answered, again, reply } = outcome;
    this.#exchange.send(reply, from);
    if (answered !== undefined) this.#early(this.#accept(answered), answered, reply, nowUs);
    if (again !== undefined) this.#sayAgain(again, nowUs);
    this.#exchange.arm(this.#responder.dueUs, nowUs);
  }

  finish(bytes: Uint8Array, nowUs: number): void {
    const key = connectionKey(bytes.length > connectionIdBytes ? bytes : new Uint8Array(9));
    // The third message is repeated until its sender hears something.
    if (this.#exchange.connections.get(key) !== undefined) return;
    const answered = this.#responder.finish(bytes);
    if (typeof answered === "string") this.#exchange.dropped[answered] += 1;
    else this.confirm(this.#accept(answered), nowUs);
  }

  /** The peer has proved that it is there, and is nobody's replay. */
  confirm(connection: Connection, nowUs: number): void {
    const { halfOpen, session, core } = connection;
    if (halfOpen === undefined) return;
    if (!halfOpen.repeated) core.rtt.sample(Math.max(1, nowUs - halfOpen.answeredUs), 0, nowUs);
    this.#responder.settle(halfOpen);
    connection.halfOpen = undefined;
    this.#handshakes += 1;
    // It came back after a restart, or its old session died without our knowing.
    for (const older of this.#exchange.connections.olderOf(connection)) {
      this.#exchange.end(older, nowUs);
    }
    session.attach(core, connection.remoteKey, connection.peer);
    if (connection.peer.role === "guest") this.#limitGuests(nowUs);
  }

  #limitGuests(nowUs: number): void {
    const { connections, dropped } = this.#exchange;
    const [oldest, ...others] = connections.guests;
    if (oldest === undefined || others.length < guestsMax) return;
    dropped.overload += 1;
    this.#exchange.end(oldest, nowUs);
  }

  response(bytes: Uint8Array, from: Address, nowUs: number): void {
    const { dropped, options } = this.#exchange;
    const addressed = decodeAddressed(bytes);
    const key = addressed && connectionKey(addressed.targetId, 0);
    const dialed = key === undefined ? undefined : this.#dialing.get(key);
    if (addressed === undefined || dialed === undefined) {
      dropped[addressed === undefined ? "malformed" : "unknown"] += 1;
      return;
    }
    const { dialer } = dialed;
    const result = dialer.response(addressed.body, nowUs);
    const peer = result && options.admit(result.remoteKey, result.remote.credential);
    if (result !== undefined && peer !== undefined) {
      this.#connected(dialed, addressed.targetId.slice(), from, peer, result);
      return;
    }
    dropped[result === undefined ? "forged" : "refused"] += 1;
    if (result !== undefined) dialer.start(nowUs + refusedPauseUs);
    this.#exchange.arm(dialer.dueUs, nowUs);
  }

  retry(bytes: Uint8Array, from: Address, nowUs: number): void {
    const { dropped } = this.#exchange;
    const addressed = decodeAddressed(bytes);
    if (addressed?.body.length !== cookieBytes) dropped.malformed += 1;
    else {
      const dialed = this.#dialing.get(connectionKey(addressed.targetId, 0));
      if (dialed === undefined) dropped.unknown += 1;
      else this.#send(dialed.dialer.retry(addressed.body, from, nowUs));
    }
  }

  reset(bytes: Uint8Array, nowUs: number): void {
    const token = decodeReset(bytes);
    const connection = token && this.#exchange.connections.ofToken(token);
    if (connection === undefined) {
      this.#exchange.dropped[token === undefined ? "malformed" : "unknown"] += 1;
    } else this.#exchange.end(connection, nowUs);
  }

  #accept({ halfOpen, peer, keys, remoteKey, remote }: Answered): Connection {
    const exchange = this.#exchange;
    const { connectionId: targetId, resetToken, features } = remote;
    const address = halfOpen.from;
    const made = { initiator: false, keys, targetId, address, rttUs: undefined, features };
    const connection: Connection = {
      id: halfOpen.id,
      core: exchange.newCore(made, () => connection),
      session: exchange.newSession(remoteKey, halfOpen.from),
      peer,
      remoteKey,
      resetToken,
      dialer: undefined,
      halfOpen,
      finish: undefined,
      serving: 0,
    };
    exchange.connections.add(connection);
    return connection;
  }

  /** Serves what the first message asked for, within what an unproved address may get. */
  #early(connection: Connection, { remote }: Answered, reply: Uint8Array, nowUs: number): void {
    const { early } = remote;
    const { core } = connection;
    // A guest reads nothing, and what strangers send must not use up what members may ask for.
    if (early === undefined || connection.peer.role === "guest") return;
    if (!this.#guard.takes(remote.connectionId, nowUs)) return;
    core.path.claimed(datagramBytesMax, reply.length);
    for (const request of decodeEarly(early)) {
      if (this.#isRead(request.object)) core.server.request(request, nowUs);
    }
    this.#exchange.flush(connection, nowUs);
  }

  /** The answer was lost, and with it all that went behind it. */
  #sayAgain(halfOpen: HalfOpen, nowUs: number): void {
    const connection = this.#exchange.connections.get(connectionKey(halfOpen.id, 0));
    if (connection?.halfOpen !== halfOpen || connection.core.server.size === 0) return;
    connection.core.path.claimed(datagramBytesMax, halfOpen.response.length);
    connection.core.server.sayAgain(nowUs);
    this.#exchange.flush(connection, nowUs);
  }

  #isRead = (object: Uint8Array): boolean => this.#exchange.options.isRead?.(object) === true;

  #initiatorSide(session: KeptSession, remote: RemotePeer): HandshakeSide {
    const side = this.#side(remote.credential);
    const { payload } = side;
    const room = earlyBytesMax(payload.credential.length);
    const early = remote.key === undefined ? undefined : session.takeEarly(this.#isRead, room);
    return early === undefined ? side : { ...side, payload: { ...payload, early } };
  }

  #connected(
    { session, dialer }: Dialed,
    id: Uint8Array,
    from: Address,
    peer: PeerIdentity,
    { keys, remoteKey, remote, rttUs, finish }: DialResult,
  ): void {
    const exchange = this.#exchange;
    const before = exchange.connections.ofSession(session);
    const { connectionId: targetId, resetToken, features } = remote;
    const connection: Connection = {
      id,
      core: exchange.newCore(
        { initiator: true, keys, targetId, address: from, rttUs, features },
        () => connection,
      ),
      session,
      peer,
      remoteKey,
      resetToken,
      dialer,
      halfOpen: undefined,
      finish: finish && encodeAddressed(datagramKinds.finishXx, targetId, finish),
      serving: 0,
    };
    session.attach(connection.core, remoteKey, peer);
    if (before !== undefined) exchange.end(before, exchange.nowUs());
    exchange.connections.add(connection);
    this.#handshakes += 1;
    const key = connectionKey(id, 0);
    const ahead = this.#ahead.filter((packet) => packet.key === key);
    this.#ahead = this.#ahead.filter((packet) => packet.key !== key);
    exchange.flush(connection, exchange.nowUs());
    for (const packet of ahead) exchange.packet(packet.bytes, packet.from, exchange.nowUs());
  }

  #side(said?: () => Uint8Array): HandshakeSide {
    const { ports, options, connections } = this.#exchange;
    const credential = (said ?? options.credential)();
    assert(credential.length <= credentialBytesMax, "a credential fits the handshake");
    let connectionId = ports.entropy.bytes(connectionIdBytes);
    for (let key = connectionKey(connectionId, 0); ; key = connectionKey(connectionId, 0)) {
      if (connections.get(key) === undefined && !this.knows(key)) break;
      connectionId = ports.entropy.bytes(connectionIdBytes);
    }
    return {
      driver: ports.aead,
      identity: options.identity,
      seed: ports.entropy.bytes(keyBytes),
      payload: {
        connectionId,
        resetToken: resetTokenOf(options.identity.privateKey, connectionId),
        credential,
        features: ownFeatures,
      },
    };
  }

  #send(datagram: DialedDatagram | undefined): void {
    if (datagram !== undefined) this.#exchange.send(datagram.bytes, datagram.to);
  }
}
