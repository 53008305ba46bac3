/**
 * Where Cast senders knock (docs/CAST.md §2). The receiver, its code and its
 * certificate are made when the first of them does: most speakers play for months
 * without one, and would hold some megabytes for nobody.
 *
 * Invariants:
 *   I1  the receiver is made once; where that fails senders are turned away, and the next one tries again
 *   I2  nobody is let in once the door is closed
 */
import { describeError } from "../../base/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { Address, OpenTls, StreamListener, StreamSocket } from "../../ports/network.ts";
import type { ServerIdentity } from "./identity.ts";
import type { ReceiverShown } from "./receiver.ts";

export interface DoorPorts {
  readonly openTls: OpenTls;
  readonly log: Log;
}

/** What stands behind it: a CastServer. */
export interface Receiving extends Disposable {
  readonly shown: ReceiverShown;
  identity(): ServerIdentity;
  accept(socket: StreamSocket, shown: ServerIdentity): void;
}

/** `shown`: what is to be announced on the network may have changed. */
export type MakeReceiving = (shown: () => void) => Promise<Receiving>;

export class CastDoor implements AsyncDisposable {
  readonly #log: Log;
  readonly #make: MakeReceiving;
  readonly #listeners = new Set<() => void>();
  #listener: StreamListener | undefined;
  #making: Promise<Receiving> | undefined;
  #receiving: Receiving | undefined;
  #closing = false;

  /** Throws NetworkError: port in use. */
  static async open(
    { openTls, log }: DoorPorts,
    options: { readonly at: Address; readonly make: MakeReceiving },
    signal: AbortSignal,
  ): Promise<CastDoor> {
    const door = new CastDoor(log, options.make);
    const identity = () => door.#identity();
    const accept = (socket: StreamSocket, shown: ServerIdentity) => door.#accept(socket, shown);
    door.#listener = await openTls(options.at, identity, accept, signal);
    return door;
  }

  private constructor(log: Log, make: MakeReceiving) {
    this.#log = log;
    this.#make = make;
  }

  get local(): Address | undefined {
    const local = this.#listener?.local;
    return typeof local === "object" ? local : undefined;
  }

  /** What is to be announced on the network. */
  get shown(): ReceiverShown {
    return this.#receiving?.shown ?? { statusText: "", busy: false };
  }

  /** Called when `shown` may be another. The result unsubscribes. */
  onShown(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all sockets. Safe to call twice; the port is free once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    this.#receiving?.[Symbol.dispose]();
    await this.#listener?.[Symbol.asyncDispose]();
  }

  /** Never rejects. I1 */
  async #identity(): Promise<ServerIdentity | undefined> {
    try {
      this.#making ??= this.#begin();
      const receiving = await this.#making;
      return this.#closing ? undefined : receiving.identity();
    } catch (error) {
      this.#making = undefined;
      this.#log.error("cast-not-loaded", { why: describeError(error) });
      return undefined;
    }
  }

  async #begin(): Promise<Receiving> {
    const receiving = await this.#make(() => {
      for (const listener of [...this.#listeners]) listener();
    });
    if (this.#closing) receiving[Symbol.dispose]();
    this.#receiving = receiving;
    return receiving;
  }

  /** I2 */
  #accept(socket: StreamSocket, shown: ServerIdentity): void {
    if (this.#closing) socket.close();
    else this.#receiving?.accept(socket, shown);
  }
}
