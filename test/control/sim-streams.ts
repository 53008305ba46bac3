/**
 * Byte streams in memory, for the control protocol: what is written arrives in
 * the next promise job, in pieces if asked, unless the reader is held back.
 * A TLS session is a shared secret and a key hash, no cryptography.
 */

import { keyHashOf } from "../../src/control/tls-identity.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import type {
  Address,
  Network,
  StreamListener,
  StreamSocket,
  TlsIdentity,
  UdpSocket,
} from "../../src/ports/network.ts";

export class SimStream implements StreamSocket {
  readonly peer: string;
  readonly local: boolean;
  readonly webHost = undefined;
  readonly peerKeyHash: Uint8Array | undefined;
  readonly incoming: AsyncIterable<Uint8Array>;
  /** The other end reads nothing while this is set. */
  stalled = false;
  /** Cuts what is written into pieces of this size. */
  pieceBytes = Number.POSITIVE_INFINITY;
  readonly #binding: Uint8Array | undefined;
  readonly #inbox: Uint8Array[] = [];
  #outbox: Uint8Array[] = [];
  #other: SimStream | undefined;
  #wake: (() => void) | undefined;
  #over = false;

  constructor(
    peer: string,
    tls?: { readonly binding: Uint8Array; readonly peerKeyHash: Uint8Array | undefined },
  ) {
    this.peer = peer;
    this.local = tls === undefined;
    this.#binding = tls?.binding;
    this.peerKeyHash = tls?.peerKeyHash;
    this.incoming = this.#read();
  }

  static join(a: SimStream, b: SimStream): void {
    a.#other = b;
    b.#other = a;
  }

  get queuedBytes(): number {
    return this.#outbox.reduce((sum, { length }) => sum + length, 0);
  }

  channelBinding(): Uint8Array | undefined {
    return this.#binding;
  }

  write(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#outbox.push(bytes);
    this.flush();
  }

  /** Hands over what waits, as a reader that wakes up would take it. */
  flush(): void {
    if (this.stalled) return;
    const waiting = this.#outbox;
    this.#outbox = [];
    for (const bytes of waiting) this.#other?.deliver(bytes, this.pieceBytes);
  }

  deliver(bytes: Uint8Array, pieceBytes = Number.POSITIVE_INFINITY): void {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#inbox.push(bytes.slice(at, at + pieceBytes));
      if (pieceBytes === Number.POSITIVE_INFINITY) break;
    }
    this.#wake?.();
  }

  /** Both ends end. What was handed over is still read. */
  close(): void {
    this.endNow();
    this.#other?.endNow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** The other end closed. */
  endNow(): void {
    this.#over = true;
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

/** Listeners by path or HOST:PORT. Keeps the last pair of ends, for tests that disturb it. */
export class SimStreamNetwork implements Network {
  readonly #listeners = new Map<
    string,
    { accept: (socket: StreamSocket) => void; keyHash?: Uint8Array }
  >();
  #sessions = 0;
  /** The address that the next TLS connections come from. */
  from = "10.0.0.9";
  /** Somebody in the middle has this value with the server, and relays all bytes. */
  relayBinding: Uint8Array | undefined;
  lastClient: SimStream | undefined;
  lastServer: SimStream | undefined;

  async listenUnix(path: string, accept: (socket: StreamSocket) => void): Promise<StreamListener> {
    return this.#listen(path, path, { accept });
  }

  async listenTcp(at: Address, accept: (socket: StreamSocket) => void): Promise<StreamListener> {
    return this.#listen(`${at.host}:${at.port}`, at, { accept });
  }

  async listenTls(
    at: Address,
    identity: TlsIdentity,
    accept: (socket: StreamSocket) => void,
  ): Promise<StreamListener> {
    return this.#listen(`${at.host}:${at.port}`, at, { accept, keyHash: keyHashOf(identity) });
  }

  async connectUnix(path: string): Promise<StreamSocket> {
    return this.#connect(path, () => [new SimStream("unix"), new SimStream("unix")]);
  }

  /** A stream that is neither local nor has a key. */
  async connectTcp(to: Address): Promise<SimStream> {
    this.#sessions += 1;
    const where = `${to.host}:${to.port}`;
    const none = { binding: new Uint8Array(0), peerKeyHash: undefined };
    this.#connect(where, () => [
      new SimStream(where, none),
      new SimStream(`${this.from}:${5_000 + this.#sessions}`, none),
    ]);
    if (this.lastClient === undefined) throw new Error("a connection has two ends");
    return this.lastClient;
  }

  async connectTls(to: Address): Promise<StreamSocket> {
    this.#sessions += 1;
    const binding = new Uint8Array(32).fill(this.#sessions);
    const where = `${to.host}:${to.port}`;
    return this.#connect(where, (peerKeyHash) => [
      new SimStream(where, { binding, peerKeyHash }),
      new SimStream(`${this.from}:${5_000 + this.#sessions}`, {
        binding: this.relayBinding ?? binding,
        peerKeyHash: undefined,
      }),
    ]);
  }

  bindUdp(): Promise<UdpSocket> {
    return Promise.reject(new Error("no datagrams here"));
  }

  interfaces(): readonly string[] {
    return [];
  }

  async resolve(host: string): Promise<readonly string[]> {
    return [host];
  }

  #listen(
    where: string,
    local: Address | string,
    listener: { accept: (socket: StreamSocket) => void; keyHash?: Uint8Array },
  ): StreamListener {
    this.#listeners.set(where, listener);
    const dispose = async (): Promise<void> => {
      this.#listeners.delete(where);
    };
    return { local, [Symbol.asyncDispose]: dispose };
  }

  #connect(
    where: string,
    make: (keyHash: Uint8Array | undefined) => [SimStream, SimStream],
  ): StreamSocket {
    const listener = this.#listeners.get(where);
    if (listener === undefined) {
      throw new NetworkError("connection-refused", `nobody answers at ${where}`);
    }
    const [near, far] = make(listener.keyHash);
    SimStream.join(near, far);
    this.lastClient = near;
    this.lastServer = far;
    listener.accept(far);
    return near;
  }
}
