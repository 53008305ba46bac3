/**
 * The control server of a speaker: listens on the Unix socket and, where asked,
 * on TLS and for browsers; keeps its remotes in step with one model (docs/CONTROL.md).
 *
 * Invariants:
 *   I1  at most `connectionsMax` connections, of them `strangersMax` that have not opened
 *   I2  every remote gets every delta in order, or a snapshot in their place
 */
import { parseAddress } from "../base/address.ts";
import { toHex } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { SpeakerModel } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import { NetworkError } from "../ports/errors.ts";
import type { OpenHttp } from "../ports/http-server.ts";
import type { Log } from "../ports/log.ts";
import {
  type Address,
  addressText,
  type Network,
  type StreamListener,
  type StreamSocket,
  type TlsIdentity,
} from "../ports/network.ts";
import { Admin, type Reachable } from "./admin.ts";
import { Audit } from "./audit.ts";
import { ClientRates } from "./client-rates.ts";
import type { ClientRecord, ClientStore } from "./client-store.ts";
import { CommandRunner } from "./command-runner.ts";
import { Connection } from "./connection.ts";
import { type NumberedDelta, StateFeed } from "./feed.ts";
import { Grants } from "./grants.ts";
import { addressKey } from "./http/quota.ts";
import { WebSite, type WebSiteParts } from "./http/site.ts";
import * as limits from "./limits.ts";
import { Outsiders } from "./outsiders.ts";
import { challengeBytes } from "./pairing/auth-statement.ts";
import { PairingDesk } from "./pairing-desk.ts";
import { Session, type SessionParts } from "./session.ts";
import { keyHashOf } from "./tls-identity.ts";

export interface ControlPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

export interface ControlServerOptions {
  readonly model: SpeakerModel;
  readonly clients: ClientStore;
  readonly socketPath: string;
  /** Where else it may be, in this order, where a disk that is full or read-only takes no socket. */
  readonly spareSocketPaths?: readonly string[];
  /** Undefined: no network listener. */
  readonly tls: { readonly at: Address; readonly identity: TlsIdentity } | undefined;
  readonly speaker: { readonly id: string; readonly name: string };
  /** Where it is kept who did what; in memory alone where there is none. */
  readonly audit?: Audit;
  readonly rates?: limits.Rates;
}

/** What went wrong and how often, since the start. */
export interface ControlCounts {
  readonly connections: number;
  readonly accepted: number;
  readonly turnedAway: number;
  readonly badFrames: number;
  readonly refused: number;
  readonly slowReaders: number;
}

/** Where browsers are served, and what. */
export interface WebOptions extends Pick<WebSiteParts, "disk" | "folder" | "names"> {
  readonly at: Address;
}

const epochBytes = 8;

export class ControlServer implements AsyncDisposable {
  readonly #ports: ControlPorts;
  readonly #sessions = new Set<Session>();
  readonly #parts: SessionParts;
  readonly #identity: TlsIdentity | undefined;
  readonly #unsubscribe: () => void;
  readonly #grants: Grants;
  readonly #desk: PairingDesk;
  readonly #runner: CommandRunner;
  #unix: StreamListener | undefined;
  #tls: StreamListener | undefined;
  #web: StreamListener | undefined;
  #counts = { accepted: 0, turnedAway: 0, badFrames: 0, refused: 0, slowReaders: 0 };
  #closing = false;

  /** Throws NetworkError: port in use, path too long. Nothing is left open then. */
  static async open(
    ports: ControlPorts,
    options: ControlServerOptions,
    signal: AbortSignal,
  ): Promise<ControlServer> {
    const server = new ControlServer(ports, options);
    try {
      await server.#listen(options, signal);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(ports: ControlPorts, options: ControlServerOptions) {
    const { model, clients, speaker } = options;
    const { clock, log } = ports;
    this.#ports = ports;
    this.#identity = options.tls?.identity;
    const epoch = toHex(ports.entropy.bytes(epochBytes));
    const feed = new StateFeed(model, epoch, clock.nowUs());
    const publish = (delta: NumberedDelta): void => this.#publish(delta);
    const runner = new CommandRunner({ clock, log }, { model, feed, publish });
    this.#runner = runner;
    const reachable = () => this.#reachable();
    const leave = () => model.leave();
    const sessions = this.#sessions;
    const time = () => model.time();
    const audit = options.audit ?? new Audit({ clock, log, time });
    const ended = (client: ClientRecord): void => this.#visitEnded(client);
    this.#grants = new Grants({ clock, log, time, clients, ended });
    const known = { clock, log, clients, speaker, grants: this.#grants, audit };
    this.#desk = new PairingDesk({ ...known, entropy: ports.entropy, model });
    const admin = new Admin({ ...known, desk: this.#desk, sessions, reachable, leave });
    const rates = new ClientRates(options.rates ?? limits.rates);
    this.#parts = { ...known, model, feed, runner, admin, rates, desk: this.#desk };
    this.#unsubscribe = model.subscribe((topics) => runner.changed(topics));
  }

  /** Where it listens: the path of the socket, empty where there is none, and the addresses of TLS and HTTP if there are any. */
  get local(): {
    readonly socket: string;
    readonly tls: Address | undefined;
    readonly web: Address | undefined;
  } {
    const socket = this.#unix?.local;
    return {
      socket: typeof socket === "string" ? socket : "",
      tls: addressOf(this.#tls),
      web: addressOf(this.#web),
    };
  }

  /** Serves browsers, too, from now on. Throws NetworkError where that port is in use. */
  async openWeb(openHttp: OpenHttp, web: WebOptions, signal: AbortSignal): Promise<void> {
    const { log } = this.#ports;
    const { model } = this.#parts;
    const accept = (socket: StreamSocket): void => this.#accept(socket);
    const site = new WebSite({ ...web, log, model, accept });
    this.#web = await openHttp(web.at, site, signal);
  }

  /** Lets remotes in by a code; its button is the board's. */
  get pairing(): PairingDesk {
    return this.#desk;
  }

  /** For those who act on the player without a connection here, so that it is known who did it. */
  get audit(): Audit {
    return this.#parts.audit;
  }

  /** For listeners whose remotes cannot pair. */
  outsiders(): Outsiders {
    const { rates, audit } = this.#parts;
    return new Outsiders({ clock: this.#ports.clock, runner: this.#runner, rates, audit });
  }

  get counts(): ControlCounts {
    const lagging = [...this.#sessions].reduce((sum, { lags }) => sum + lags, 0);
    const slowReaders = this.#counts.slowReaders + lagging;
    return { ...this.#counts, slowReaders, connections: this.#sessions.size };
  }

  /** Says good-bye to all remotes. Safe to call twice; the port and the path are free once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    this.#unsubscribe();
    this.#grants[Symbol.dispose]();
    for (const { connection } of this.#sessions) {
      connection.close("shutting-down", "the speaker is shutting down");
    }
    // Each stops listening at once; connections that linger do so together.
    const listeners = [this.#unix, this.#tls, this.#web];
    await Promise.all(listeners.map((listener) => listener?.[Symbol.asyncDispose]()));
  }

  async #listen(options: ControlServerOptions, signal: AbortSignal): Promise<void> {
    const { network } = this.#ports;
    const accept = (socket: StreamSocket): void => this.#accept(socket);
    this.#unix = await this.#listenUnix(options, accept, signal);
    if (options.tls === undefined) return;
    const { at, identity } = options.tls;
    this.#tls = await network.listenTls(at, identity, accept, signal);
  }

  /** Undefined where no folder takes a socket: the speaker plays all the same, and is reached over the network. */
  async #listenUnix(
    { socketPath, spareSocketPaths = [] }: ControlServerOptions,
    accept: (socket: StreamSocket) => void,
    signal: AbortSignal,
  ): Promise<StreamListener | undefined> {
    const { network, log } = this.#ports;
    for (const path of [socketPath, ...spareSocketPaths]) {
      try {
        const listener = await network.listenUnix(path, accept, signal);
        if (path !== socketPath) log.warn("local-socket-elsewhere", { path });
        return listener;
      } catch (error) {
        const takesNone = error instanceof NetworkError && error.code === "address-unavailable";
        if (!takesNone || spareSocketPaths.length === 0) throw error;
        log.warn("local-socket-failed", { path, why: error.message });
      }
    }
    const remedy =
      "remotes that were paired reach it over the network: nightjar ctl --speaker NAME";
    log.error("no-local-socket", { remedy });
    return undefined;
  }

  #accept(socket: StreamSocket): void {
    const connection = new Connection(socket, this.#ports.clock);
    if (this.#closing || this.#sessions.size >= limits.connectionsMax) {
      this.#counts.turnedAway += 1;
      connection.limit("too many connections; try again later", limits.deadAfterUs);
      return;
    }
    if (!socket.local && !this.#roomFor(connection)) return;
    this.#counts.accepted += 1;
    const challenge = this.#ports.entropy.bytes(challengeBytes);
    const session = new Session(this.#parts, connection, challenge);
    this.#sessions.add(session);
    void this.#serve(session);
  }

  /**
   * Refuses one more stranger of an address that has its share, else puts out the one that has taken longest:
   * hosts that open connections and say nothing must not keep a paired remote from saying who it is.
   */
  #roomFor(connection: Connection): boolean {
    const strangers = [...this.#sessions].filter(
      ({ identity, connection: { socket } }) => identity === undefined && !socket.local,
    );
    const host = hostKeyOf(connection.socket.peer);
    const ofHost = strangers.filter(
      ({ connection: { socket } }) => hostKeyOf(socket.peer) === host,
    );
    if (ofHost.length >= limits.strangersPerAddressMax) {
      this.#counts.turnedAway += 1;
      const message = "too many connections of this address prove nobody; try again later";
      connection.limit(message, limits.openingUs);
      return false;
    }
    if (strangers.length < limits.strangersMax) return true;
    this.#counts.turnedAway += 1;
    strangers[0]?.connection.limit("too many connections; try again later", limits.openingUs);
    return true;
  }

  #visitEnded({ id, name, role }: ClientRecord): void {
    const { admin, audit, log } = this.#parts;
    log.info("visit-ended", { id, role });
    audit.note({ kind: "client", clientId: id, name }, "visit-ended");
    admin.end(id, "expired", "your visit is over; ask for a new code");
  }

  /** Never rejects: a fault in one remote's name ends that remote and no other. */
  async #serve(session: Session): Promise<void> {
    const { log } = this.#ports;
    const { peer } = session.connection.socket;
    try {
      const { reason } = await session.run();
      this.#count(reason);
      log.debug("remote-gone", { peer, reason });
    } catch (error) {
      log.error("remote-failed", { peer, why: describeError(error) });
      session.connection.close("internal", "the speaker failed; see its log");
    } finally {
      this.#counts.slowReaders += session.lags;
      this.#sessions.delete(session);
    }
  }

  #count(reason: string): void {
    if (reason === "unauthenticated" || reason === "unexpected") this.#counts.refused += 1;
    if (reason === "bad-frame" || reason === "too-large" || reason === "too-slow") {
      this.#counts.badFrames += 1;
    }
  }

  #publish(delta: NumberedDelta): void {
    for (const session of this.#sessions) session.deliver(delta);
  }

  #reachable(): Reachable {
    const { tls, web } = this.local;
    const outsideWeb = web === undefined ? [] : [this.#outsideText(web)];
    if (tls === undefined || this.#identity === undefined) {
      return { keyHash: new Uint8Array(0), address: "", outside: "", outsideWeb };
    }
    const outside = this.#outsideText(tls);
    return { keyHash: keyHashOf(this.#identity), address: addressText(tls), outside, outsideWeb };
  }

  #outsideText({ host, port }: Address): string {
    return addressText({ host: this.#outside(host), port });
  }

  /** A wildcard is no destination: the machine's first address that others reach, else its own. */
  #outside(host: string): string {
    if (host !== "0.0.0.0" && host !== "::") return host;
    const six = host === "::";
    const others = this.#ports.network.interfaces().filter((at) => six || !at.includes(":"));
    return others[0] ?? (six ? "::1" : "127.0.0.1");
  }
}

function addressOf(listener: StreamListener | undefined): Address | undefined {
  return typeof listener?.local === "object" ? listener.local : undefined;
}

/** Of HOST:PORT; what is none of these is its own. */
function hostKeyOf(peer: string): string {
  const host = parseAddress(peer)?.host;
  return (host === undefined ? "" : addressKey(host)) || peer;
}
