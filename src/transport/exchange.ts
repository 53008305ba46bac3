/**
 * Moves datagrams between the socket and the sessions: opens and dispatches
 * packets, drains what sessions want to send, keeps the one timer, and asks
 * `serve` for answers. Handshakes are greeter.ts's business.
 *
 * Listeners run inside a turn; what they ask for is done at the turn's end, so
 * the shared buffers are never used twice at once.
 */
import { usPerS } from "../base/units.ts";
import { symbolBytesMax } from "../media/limits.ts";
import type { Cancel } from "../ports/clock.ts";
import type { Address, UdpSocket } from "../ports/network.ts";
import {
  connectionIdBytes,
  connectionKey,
  encodeReset,
  packetHeaderBytes,
  tagBytes,
} from "../wire/link-datagram.ts";
import { challengeBytes } from "../wire/link-frames.ts";
import { type Connection, Connections } from "./connections.ts";
import { EndpointLoad } from "./endpoint-load.ts";
import { KeptSession } from "./kept-session.ts";
import { endpointServingMax, resetsPerSecond, servingMax, symbolsMax } from "./limits.ts";
import {
  type DropReason,
  type LinkOptions,
  type LinkPorts,
  linkRefusals,
  type ServedAnswer,
} from "./link-types.ts";
import { PacketBuffers } from "./packet-buffers.ts";
import type { ServedObject } from "./served-object.ts";
import { SessionCore, type SessionOptions } from "./session-core.ts";
import { resetTokenOf } from "./tokens.ts";

/** Datagrams of one session in one turn; others get their turn then. */
const burstMax = 256;

/** Shortest wait between two looks at a session that has nothing to send. */
const spinUs = 50;

/** How soon a session that took a packet is looked at for what is due. */
const glanceUs = 1_000;

/** What the greeter does for the exchange. */
export interface ExchangeHooks {
  /** The first packet of a connection that is half open. */
  readonly confirm: (connection: Connection, nowUs: number) => void;
  /** A connection has ended, or does not answer: dial again, if it was dialled. */
  readonly broken: (connection: Connection, nowUs: number) => void;
  /** Its answer may be on the way to nobody. */
  readonly knows: (key: number) => boolean;
  /** A packet for a handshake under way overtook its answer: true where it is kept until then. */
  readonly keeps: (key: number, bytes: Uint8Array, from: Address) => boolean;
  readonly closed: (session: KeptSession) => void;
  readonly tick: (nowUs: number) => void;
  readonly dueUs: () => number;
}

const nobody: readonly KeptSession[] = [];

const busy: ServedAnswer = {
  kind: "refused",
  code: linkRefusals.busy,
  message: "too much is being read",
};

export class Exchange {
  readonly ports: LinkPorts;
  readonly options: LinkOptions;
  readonly connections = new Connections();
  readonly dropped: Record<DropReason, number> = {
    malformed: 0,
    forged: 0,
    replayed: 0,
    unknown: 0,
    refused: 0,
    overload: 0,
  };
  readonly #socket: UdpSocket;
  readonly #hooks: ExchangeHooks;
  readonly #buffers: PacketBuffers;
  readonly #load = new EndpointLoad();
  /** Calls of `serve` that have not ended. */
  #serving = 0;
  readonly #poked = new Set<KeptSession>();
  readonly #sessions = new Set<KeptSession>();
  #resets = 0;
  #resetsFromUs = 0;
  #cancelTimer: Cancel | undefined;
  #armedUs = Number.POSITIVE_INFINITY;
  #busy = false;
  #stopped = false;

  constructor(ports: LinkPorts, options: LinkOptions, socket: UdpSocket, hooks: ExchangeHooks) {
    this.ports = ports;
    this.options = options;
    this.#socket = socket;
    this.#hooks = hooks;
    this.#buffers = new PacketBuffers(ports.aead);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  nowUs(): number {
    return this.ports.clock.nowUs();
  }

  send(bytes: Uint8Array, to: Address): void {
    this.#socket.send(bytes, to);
  }

  /** Nothing is done any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancelTimer?.();
    for (const { core } of this.connections.all()) core.free();
  }

  /** One turn. */
  run(work: () => void): void {
    if (this.#stopped) return;
    const outermost = this.enter();
    try {
      work();
    } finally {
      if (outermost) this.leave();
    }
  }

  /** Begins a turn; true for the outermost, which must `leave`. */
  enter(): boolean {
    const outermost = !this.#busy;
    this.#busy = true;
    return outermost;
  }

  leave(): void {
    try {
      // Iteration sees what is added meanwhile; most turns have nothing to iterate.
      for (const session of this.#poked.size > 0 ? this.#poked : nobody) {
        this.#poked.delete(session);
        this.#attend(session, this.nowUs());
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Every kept session is in here until it is closed, so that waiting fetches expire. */
  newSession(remoteKey: Uint8Array | undefined, address: Address): KeptSession {
    const hooks = {
      nowUs: () => this.nowUs(),
      poke: (poked: KeptSession) => this.#poke(poked),
      closed: (closed: KeptSession) => this.#closeSession(closed),
    };
    const session = new KeptSession(hooks, remoteKey, address);
    this.#sessions.add(session);
    return session;
  }

  newCore(
    options: Omit<SessionOptions, "requested" | "mechanisms" | "load" | "challenge">,
    connection: () => Connection,
  ): SessionCore {
    const requested = (served: ServedObject): void => this.#serve(connection(), served);
    const { mechanisms } = this.options;
    const challenge = (): Uint8Array => this.ports.entropy.bytes(challengeBytes);
    const made = { ...options, requested, mechanisms, load: this.#load, challenge };
    return new SessionCore(this.ports.aead, this.#buffers, made, this.nowUs());
  }

  packet(bytes: Uint8Array, from: Address, nowUs: number): void {
    if (bytes.length < packetHeaderBytes + tagBytes) {
      this.dropped.malformed += 1;
      return;
    }
    const key = connectionKey(bytes);
    const connection = this.connections.get(key);
    // The key is half of the id; the cipher does not cover the id, so the other half is compared here.
    if (connection === undefined && this.#hooks.keeps(key, bytes, from)) return;
    if (connection === undefined || !isNamed(connection.id, bytes)) {
      this.dropped.unknown += 1;
      if (!this.#hooks.knows(key)) this.#sendReset(bytes, from, nowUs);
      return;
    }
    const receipt = connection.core.receive(bytes, from, nowUs);
    if (receipt === "ok") this.#heard(connection, nowUs);
    else this.dropped[receipt] += 1;
    // Nobody who lacks the key makes this end do anything, not even what was due.
    if (receipt === "forged" || receipt === "replayed") return;
    // Most packets of a bulk transfer ask for nothing now; the timer sees to what they made due later.
    if (connection.core.isPressing(nowUs)) this.flush(connection, nowUs);
    else this.arm(nowUs + glanceUs, nowUs);
  }

  /** The peer proved that it is there. */
  #heard(connection: Connection, nowUs: number): void {
    const { halfOpen, dialer, session } = connection;
    if (halfOpen !== undefined) this.#hooks.confirm(connection, nowUs);
    else if (dialer?.running === true) {
      dialer.stop();
      session.markLost(false);
    }
  }

  /** Sends all that may go now, and sees to the rest when it is due. */
  flush(connection: Connection, nowUs: number): void {
    const { core, session, finish } = connection;
    if (session.core === core) session.pump(nowUs);
    let sent = 0;
    for (let length = core.nextDatagram(nowUs); length > 0; length = core.nextDatagram(nowUs)) {
      if (finish !== undefined && !core.confirmed) this.#socket.send(finish, core.path.address);
      this.#socket.send(this.#buffers.outgoing.bytes.subarray(0, length), core.path.address);
      sent += 1;
      if (sent === burstMax) break;
    }
    if (core.ended !== undefined) this.end(connection, nowUs);
    else {
      const dueUs = Math.min(core.dueUs(nowUs), session.waitDueUs);
      // What is due now and was not sent waits for something; a timer must not spin on it.
      this.arm(sent === burstMax ? dueUs : Math.max(dueUs, nowUs + spinUs), nowUs);
    }
  }

  /** The connection is no more. One that was dialled is dialled again; the other's session is over. */
  end(connection: Connection, nowUs: number): void {
    if (!this.connections.remove(connection)) return;
    connection.core.free();
    const { session } = connection;
    if (session.core !== connection.core && connection.halfOpen === undefined) return;
    if (connection.dialer === undefined || session.isClosed) this.#abandon(session);
    else {
      session.detach();
      session.markLost(true);
    }
    this.#hooks.broken(connection, nowUs);
  }

  /** Wakes up at `dueUs` at the latest. */
  arm(dueUs: number, nowUs: number): void {
    if (dueUs >= this.#armedUs || this.#stopped) return;
    this.#cancelTimer?.();
    this.#armedUs = dueUs;
    this.#cancelTimer = this.ports.clock.after(Math.max(0, dueUs - nowUs), () => {
      this.#armedUs = Number.POSITIVE_INFINITY;
      this.run(() => this.#tick());
    });
  }

  #tick(): void {
    const nowUs = this.nowUs();
    this.#hooks.tick(nowUs);
    for (const connection of this.connections.all()) {
      const { core } = connection;
      if (core.dueUs(nowUs) > nowUs) this.arm(core.dueUs(nowUs), nowUs);
      else {
        core.tick(nowUs);
        this.flush(connection, nowUs);
      }
      if (core.ended === undefined && core.isSilent(nowUs)) this.#hooks.broken(connection, nowUs);
    }
    for (const session of this.#sessions) {
      if (session.waitDueUs <= nowUs) session.pump(nowUs);
      this.arm(session.waitDueUs, nowUs);
    }
    this.arm(this.#hooks.dueUs(), nowUs);
  }

  #poke(session: KeptSession): void {
    this.#poked.add(session);
    if (!this.#busy) this.run(() => undefined);
  }

  #attend(session: KeptSession, nowUs: number): void {
    const connection = this.connections.ofSession(session);
    if (connection !== undefined) this.flush(connection, nowUs);
    else {
      session.pump(nowUs);
      this.arm(session.waitDueUs, nowUs);
    }
  }

  #closeSession(session: KeptSession): void {
    this.#hooks.closed(session);
    const connection = this.connections.ofSession(session);
    connection?.core.close(0, "");
    this.run(() => {
      if (connection !== undefined) this.flush(connection, this.nowUs());
    });
    this.#abandon(session);
  }

  #abandon(session: KeptSession): void {
    this.#sessions.delete(session);
    session.abandon();
  }

  #serve(connection: Connection, served: ServedObject): void {
    const { core, peer, remoteKey } = connection;
    if (connection.serving >= servingMax || this.#serving >= endpointServingMax) {
      core.server.answer(served, busy);
      return;
    }
    connection.serving += 1;
    this.#serving += 1;
    const request = { peer, peerKey: remoteKey, object: served.object, class: served.class };
    this.options
      .serve(request)
      .then((answer) => this.#checked(answer))
      .catch((error: unknown): ServedAnswer => {
        this.ports.log.warn("serve-failed", { peer: peer.id, why: String(error) });
        return { kind: "refused", code: linkRefusals.failed, message: "it could not be read" };
      })
      .then((answer) => {
        connection.serving -= 1;
        this.#serving -= 1;
        this.run(() => {
          core.server.answer(served, answer);
          this.flush(connection, this.nowUs());
        });
      })
      // Only a bug gets here; it must end the process, not vanish in a promise.
      .catch((error: unknown) => this.ports.clock.after(0, () => fail(error)));
  }

  #checked(answer: ServedAnswer): ServedAnswer {
    if (answer.kind === "refused") return answer;
    const { symbols } = answer;
    const fits = symbols.length > 0 && symbols.length <= symbolsMax;
    if (fits && symbols.every(({ length }) => length <= symbolBytesMax)) return answer;
    this.ports.log.error("served-symbols-do-not-fit", { symbols: symbols.length });
    return { kind: "refused", code: linkRefusals.tooLarge, message: "it does not fit the link" };
  }

  /** Tells who still uses a session of before that it is gone: no larger than what came, and not too often. */
  #sendReset(bytes: Uint8Array, from: Address, nowUs: number): void {
    if (nowUs - this.#resetsFromUs >= usPerS) {
      this.#resetsFromUs = nowUs;
      this.#resets = 0;
    }
    this.#resets += 1;
    if (this.#resets > resetsPerSecond) return;
    const id = bytes.subarray(1, 1 + connectionIdBytes);
    this.#socket.send(encodeReset(resetTokenOf(this.options.identity.privateKey, id)), from);
  }
}

function isNamed(id: Uint8Array, datagram: Uint8Array): boolean {
  return connectionKey(datagram, 5) === connectionKey(id, 4);
}

function fail(error: unknown): never {
  throw error;
}
