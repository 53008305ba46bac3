/**
 * The MPD server of a speaker: listens on TCP and lets the clients of that
 * protocol act on the one player (docs/MPD.md). Off unless asked for.
 *
 * Invariants:
 *   I1  at most `clientsMax` clients, of them `clientsPerAddressMax` of one address
 *   I2  what a client does is allowed to the role that all of them have, runs through the same runner as the
 *       commands of all remotes, and is in the audit
 */
import { parseAddress } from "../../base/address.ts";
import { describeError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import type { PlayerCommand, SpeakerModel } from "../../player/model.ts";
import type { Clock } from "../../ports/clock.ts";
import { sleep } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { Address, Network, StreamListener, StreamSocket } from "../../ports/network.ts";
import { addressKey } from "../http/quota.ts";
import type { Outsiders } from "../outsiders.ts";
import type { MpdWorld } from "./command.ts";
import { noPermission } from "./command-table.ts";
import { refusalOf } from "./errors.ts";
import * as limits from "./limits.ts";
import { MpdLibrary } from "./mpd-library.ts";
import { Password } from "./password.ts";
import { QueueMirror } from "./queue-mirror.ts";
import { MpdSession } from "./session.ts";
import { SubsystemWatch } from "./subsystems.ts";

export interface MpdServerPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

export interface MpdServerOptions {
  readonly at: Address;
  readonly model: SpeakerModel;
  /** Its name is the one of now. */
  readonly speaker: { readonly name: string };
  /** Does what clients ask for. */
  readonly outsiders: Outsiders;
  /** What whoever reaches the port may do. */
  readonly role: "guest" | "member";
  /** Asked for before anything else; undefined where none is. */
  readonly password: string | undefined;
}

export class MpdServer implements AsyncDisposable {
  readonly #ports: MpdServerPorts;
  readonly #options: MpdServerOptions;
  readonly #world: MpdWorld;
  readonly #sessions = new Set<MpdSession>();
  readonly #mirror = new QueueMirror();
  readonly #watch: SubsystemWatch;
  readonly #stop = new AbortController();
  readonly #unsubscribe: () => void;
  /** What the mirror shows; whether a stream's title changed since. */
  #revision = -1;
  #queueChanged = true;
  #listener: StreamListener | undefined;

  /** Throws NetworkError `port-in-use` or `address-unavailable`. */
  static async open(
    ports: MpdServerPorts,
    options: MpdServerOptions,
    signal: AbortSignal,
  ): Promise<MpdServer> {
    const server = new MpdServer(ports, options);
    try {
      const accept = (socket: StreamSocket): void => server.#accept(socket);
      server.#listener = await ports.network.listenTcp(options.at, accept, signal);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(ports: MpdServerPorts, options: MpdServerOptions) {
    const { clock, entropy } = ports;
    const { model, speaker, role, password } = options;
    this.#ports = ports;
    this.#options = options;
    const [a = 0, b = 0, c = 0, d = 0] = entropy.bytes(4);
    const rng = new Rng((a << 24) | (b << 16) | (c << 8) | d);
    const library = new MpdLibrary(model, clock, this.#stop.signal);
    this.#world = {
      ...{ model, clock, speaker, library, role },
      queue: () => this.#queue(),
      tell: (subsystems) => {
        for (const session of this.#sessions) session.notify(subsystems);
      },
      random: (bound) => rng.below(bound),
      password: password === undefined ? undefined : new Password(password, clock),
    };
    this.#watch = new SubsystemWatch(model);
    this.#unsubscribe = model.subscribe((topics) => {
      if (topics.includes("library")) library.changed();
      if (topics.includes("queue")) this.#queueChanged = true;
      this.#world.tell(this.#watch.changed(topics));
    });
  }

  /** Where it listens. */
  get local(): Address {
    const local = this.#listener?.local;
    return typeof local === "object" ? local : this.#options.at;
  }

  /** Ends all clients. Safe to call twice; the port is free once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort(new Error("the MPD server has ended"));
    for (const session of this.#sessions) session.close("shutting-down");
    await this.#listener?.[Symbol.asyncDispose]();
  }

  /** As it is now: made only when a client looks. */
  #queue(): QueueMirror {
    const { model } = this.#options;
    const { revision } = model.queueMeta();
    if (this.#queueChanged || revision !== this.#revision) {
      this.#queueChanged = false;
      this.#revision = revision;
      this.#mirror.look(model.queue());
    }
    return this.#mirror;
  }

  /** I1 */
  #accept(socket: StreamSocket): void {
    const key = hostOf(socket);
    const ofHost = [...this.#sessions].filter((each) => hostOf(each.socket) === key);
    const isFull =
      this.#sessions.size >= limits.clientsMax || ofHost.length >= limits.clientsPerAddressMax;
    if (isFull || this.#stop.signal.aborted) {
      socket.close();
      return;
    }
    const session = new MpdSession(this.#world, socket, (...words) => this.#act(...words));
    this.#sessions.add(session);
    void this.#serve(session);
  }

  /** Never rejects: a fault in one client's name ends that client and no other. */
  async #serve(session: MpdSession): Promise<void> {
    const { log } = this.#ports;
    const { peer } = session.socket;
    try {
      log.debug("mpd-client-gone", { peer, why: await session.run() });
    } catch (error) {
      log.error("mpd-client-failed", { peer, why: describeError(error) });
      session.close("internal");
    } finally {
      this.#sessions.delete(session);
    }
  }

  /** I2: whoever does too much at once waits for its turn. */
  async #act(session: MpdSession, command: PlayerCommand, name: string): Promise<void> {
    const { client, host, ended } = session;
    const { role } = client;
    if (role !== "guest" && role !== "member") throw noPermission(name);
    const local = isLoopback(host);
    const who = { kind: "mpd", host, name: `MPD ${host}`, role, local } as const;
    for (;;) {
      const { code, message } = await this.#options.outsiders.act(who, command);
      if (code === "ok" || code === "volume-limited") return;
      if (code === "permission-denied") throw noPermission(name);
      if (code !== "rate-limited") throw refusalOf(code, message);
      await sleep(this.#ports.clock, limits.rateRetryUs, ended);
    }
  }
}

function hostOf({ peer }: StreamSocket): string {
  const host = parseAddress(peer)?.host;
  return (host === undefined ? "" : addressKey(host)) || peer;
}

function isLoopback(host: string): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(host);
}
