/**
 * Datagrams and byte streams. The shells of transport/ and control/ are handed
 * a Network; nothing else opens a socket.
 */

/** An IP address and port. `host` is a literal, never a name. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export function addressText({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export interface UdpSocket extends AsyncDisposable {
  readonly local: Address;
  /** Best effort, as UDP is: a send that fails is dropped. `bytes` may be reused once it returns. */
  send(bytes: Uint8Array, to: Address): void;
  /** Set once, before the first datagram is waited for. The receiver may keep `bytes`. */
  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void;
}

/** A reliable byte stream: TCP with TLS, a Unix socket, or the messages of a WebSocket. */
export interface StreamSocket extends AsyncDisposable {
  /** For logs: "unix" or the peer's address. */
  readonly peer: string;
  /** Whoever could open this stream owns the data folder: a Unix socket of mode 0600. */
  readonly local: boolean;
  /** Of a WebSocket the Host header that its browser sent; else undefined. */
  readonly webHost: string | undefined;
  /** Chunks as they come; ends when the peer ends or the socket breaks. Iterate once. */
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Queues bytes. Keeps `bytes`. */
  write(bytes: Uint8Array): void;
  /** Bytes that are queued and not yet taken by the kernel: the slow-consumer rule looks here. */
  readonly queuedBytes: number;
  /** SHA-256 of the peer's certificate public key (SPKI), on a TLS client; else undefined. */
  readonly peerKeyHash: Uint8Array | undefined;
  /**
   * A value both ends of this TLS session share and nobody else knows (RFC 5705); of a WebSocket, which
   * has none, what stands for it (control/pairing/pair-terms.ts); else undefined.
   */
  channelBinding(): Uint8Array | undefined;
  /** Closes after what is queued has left, or at once when it does not within a second. */
  close(): void;
}

export interface StreamListener extends AsyncDisposable {
  /** The address, or the path of a Unix socket. */
  readonly local: Address | string;
}

/** Certificate and key of a TLS listener, PEM. */
export interface TlsIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/**
 * Listens for programs of other makes: TLS 1.2 or 1.3, no protocol name asked for. Port 0 picks a free
 * one. `identity` is asked at each connection, before its handshake, so that nothing need be made before
 * somebody comes; undefined turns it away, and it never rejects. `accept` is told which one was shown.
 * Throws NetworkError `port-in-use` or `address-unavailable`.
 */
export type OpenTls = <I extends TlsIdentity>(
  at: Address,
  identity: () => Promise<I | undefined>,
  accept: (socket: StreamSocket, shown: I) => void,
  signal: AbortSignal,
) => Promise<StreamListener>;

export interface Network {
  /** Port 0 picks a free one. Throws NetworkError `port-in-use` or `address-unavailable`. */
  bindUdp(at: Address, signal: AbortSignal): Promise<UdpSocket>;
  listenUnix(
    path: string,
    accept: (socket: StreamSocket) => void,
    signal: AbortSignal,
  ): Promise<StreamListener>;
  connectUnix(path: string, signal: AbortSignal): Promise<StreamSocket>;
  /** Bytes in the clear, for protocols that know no other way. A peer that is gone without a word is noticed after some minutes. */
  listenTcp(
    at: Address,
    accept: (socket: StreamSocket) => void,
    signal: AbortSignal,
  ): Promise<StreamListener>;
  listenTls(
    at: Address,
    identity: TlsIdentity,
    accept: (socket: StreamSocket) => void,
    signal: AbortSignal,
  ): Promise<StreamListener>;
  /** TLS 1.3 without a certificate authority: the caller compares `peerKeyHash` with the key it pinned. */
  connectTls(to: Address, signal: AbortSignal): Promise<StreamSocket>;
  /** Addresses of a host name, or the literal itself. Throws NetworkError `host-unknown`. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Addresses at which others can reach this machine; empty when it is alone. */
  interfaces(): readonly string[];
}
