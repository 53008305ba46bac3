/**
 * Byte streams between simulated hosts: Unix sockets within one, TLS between
 * two. What is written arrives in order after the network's delay; while the
 * network is cut it waits, and a cut of more than some seconds breaks it.
 *
 * A TLS session is a shared secret and a key hash, no cryptography.
 */
import { keyHashOf } from "../../src/control/tls-identity.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import {
  addressText,
  type Network,
  type StreamListener,
  type StreamSocket,
} from "../../src/ports/network.ts";

/** How often a sender tries again while nothing passes, and when it gives up. */
const resendUs = 200_000;
const patienceUs = 15_000_000;

/** Delay from one host to another in microseconds; undefined while nothing passes. */
export type Reach = (from: string, to: string) => number | undefined;

interface Listener {
  readonly accept: (socket: StreamSocket) => void;
  readonly keyHash: Uint8Array | undefined;
  readonly host: SimStreamHost;
}

export class SimTcp {
  readonly clock: Clock;
  readonly reach: Reach;
  readonly listeners = new Map<string, Listener>();
  sessions = 0;

  constructor(clock: Clock, reach: Reach) {
    this.clock = clock;
    this.reach = reach;
  }

  host(address: string): SimStreamHost {
    return new SimStreamHost(this, address);
  }
}

type StreamCalls = Pick<
  Network,
  "listenUnix" | "connectUnix" | "listenTcp" | "listenTls" | "connectTls"
>;

/** The streams of one life of a program. */
export class SimStreamHost implements StreamCalls {
  readonly address: string;
  readonly #tcp: SimTcp;
  readonly #ends = new Set<SimTcpStream>();
  readonly #names = new Set<string>();

  constructor(tcp: SimTcp, address: string) {
    this.#tcp = tcp;
    this.address = address;
  }

  readonly listenUnix: Network["listenUnix"] = async (path, accept) =>
    this.#listen(`${this.address} ${path}`, path, { accept, keyHash: undefined, host: this });

  readonly listenTcp: Network["listenTcp"] = async (at, accept) => {
    const local = { host: this.address, port: at.port };
    return this.#listen(addressText(local), local, { accept, keyHash: undefined, host: this });
  };

  readonly listenTls: Network["listenTls"] = async (at, identity, accept) => {
    const local = { host: this.address, port: at.port };
    const listener = { accept, keyHash: keyHashOf(identity), host: this };
    return this.#listen(addressText(local), local, listener);
  };

  readonly connectUnix: Network["connectUnix"] = async (path) =>
    this.#connect(`${this.address} ${path}`, "unix");

  readonly connectTls: Network["connectTls"] = async (to) => {
    if (this.#tcp.reach(this.address, to.host) === undefined)
      throw new NetworkError("network-down", `${to.host} cannot be reached`);
    return this.#connect(addressText(to), "tls");
  };

  /** The program is gone. `silent`: with its machine, so that nobody is told. */
  end(silent: boolean): void {
    for (const name of this.#names) this.#tcp.listeners.delete(name);
    // Who was at a socket of the same machine is gone with it, and begins anew, too.
    for (const stream of [...this.#ends]) stream.end(silent && !stream.local);
  }

  join(stream: SimTcpStream): void {
    this.#ends.add(stream);
    stream.onEnd = () => this.#ends.delete(stream);
  }

  /** Ends that are open. */
  get open(): number {
    return this.#ends.size;
  }

  #listen(
    name: string,
    local: Awaited<ReturnType<Network["listenTls"]>>["local"],
    listener: Listener,
  ): StreamListener {
    if (this.#tcp.listeners.has(name)) throw new NetworkError("port-in-use", `${name} is in use`);
    this.#tcp.listeners.set(name, listener);
    this.#names.add(name);
    const dispose = async (): Promise<void> => {
      this.#tcp.listeners.delete(name);
      this.#names.delete(name);
    };
    return { local, [Symbol.asyncDispose]: dispose };
  }

  #connect(where: string, kind: "unix" | "tls"): StreamSocket {
    const listener = this.#tcp.listeners.get(where);
    if (listener === undefined)
      throw new NetworkError("connection-refused", `nobody answers at ${where}`);
    this.#tcp.sessions += 1;
    const secret = kind === "unix" ? undefined : new Uint8Array(32).fill(this.#tcp.sessions);
    const there = listener.host;
    const make = (from: SimStreamHost, to: SimStreamHost, keyHash: Uint8Array | undefined) =>
      new SimTcpStream(this.#tcp, { from: from.address, to: to.address, kind, secret, keyHash });
    const near = make(this, there, listener.keyHash);
    const far = make(there, this, undefined);
    near.other = far;
    far.other = near;
    this.join(near);
    there.join(far);
    listener.accept(far);
    return near;
  }
}

interface StreamEnd {
  readonly from: string;
  readonly to: string;
  readonly kind: "unix" | "tls";
  readonly secret: Uint8Array | undefined;
  readonly keyHash: Uint8Array | undefined;
}

class SimTcpStream implements StreamSocket {
  readonly peer: string;
  readonly local: boolean;
  readonly webHost = undefined;
  readonly peerKeyHash: Uint8Array | undefined;
  readonly incoming: AsyncIterable<Uint8Array>;
  other: SimTcpStream | undefined;
  onEnd: () => void = () => undefined;
  readonly #tcp: SimTcp;
  readonly #end: StreamEnd;
  readonly #inbox: Uint8Array[] = [];
  readonly #outbox: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #sending = false;
  #closing = false;
  #over = false;
  #blockedUs = 0;

  constructor(tcp: SimTcp, end: StreamEnd) {
    this.#tcp = tcp;
    this.#end = end;
    this.peer = end.kind === "unix" ? "unix" : end.to;
    this.local = end.kind === "unix";
    this.peerKeyHash = end.keyHash;
    this.incoming = this.#read();
  }

  get queuedBytes(): number {
    return this.#outbox.reduce((sum, { length }) => sum + length, 0);
  }

  channelBinding(): Uint8Array | undefined {
    return this.#end.secret;
  }

  write(bytes: Uint8Array): void {
    if (this.#over || this.#closing) return;
    this.#outbox.push(bytes.slice());
    this.#send();
  }

  close(): void {
    this.#closing = true;
    this.#send();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** At once; the other end hears of it, unless `silent`. */
  end(silent: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#outbox.length = 0;
    this.#wake?.();
    this.onEnd();
    if (!silent) this.#tcp.clock.after(0, () => this.other?.end(true));
  }

  #send(): void {
    if (this.#sending || this.#over) return;
    this.#sending = true;
    const delayUs = this.local ? 50 : this.#tcp.reach(this.#end.from, this.#end.to);
    this.#tcp.clock.after(delayUs ?? resendUs, () => {
      this.#sending = false;
      if (this.#over) return;
      if (delayUs === undefined) this.#blocked();
      else this.#pass();
    });
  }

  #blocked(): void {
    this.#blockedUs += resendUs;
    if (this.#blockedUs < patienceUs) this.#send();
    else {
      this.other?.end(true);
      this.end(true);
    }
  }

  #pass(): void {
    this.#blockedUs = 0;
    const bytes = this.#outbox.shift();
    if (bytes !== undefined) this.other?.deliver(bytes);
    if (this.#outbox.length > 0) this.#send();
    else if (this.#closing) this.end(false);
  }

  deliver(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#inbox.push(bytes);
    this.#wake?.();
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#inbox.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#over) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
