/**
 * Byte streams of the Network port: Unix sockets, TCP, and TLS over it.
 *
 * Functions, not a Network: whoever assembles the platform joins them with the
 * datagrams. TLS checks no certificate chain: callers pin the peer's key.
 *
 * Invariants:
 *   I1  a Unix socket is of mode 0600 from its first moment
 *   I2  reading is on demand: a peer that floods fills its own buffers, not ours
 */
import { createHash } from "node:crypto";
import { lstatSync, unlinkSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { DiskError, NetworkError } from "../ports/errors.ts";
import {
  type Address,
  addressText,
  type StreamListener,
  type StreamSocket,
  type TlsIdentity,
} from "../ports/network.ts";

/** sun_path of Linux holds 108 bytes, the last a zero. */
const socketPathBytesMax = 107;
const alpn = ["nightjar-ctl/1"];
/** "tls-exporter" (RFC 9266 §4.2): label, no context, 32 bytes. */
const exporterLabel = "EXPORTER-Channel-Binding";
const exporterBytes = 32;
/** A handshake is two flights; a peer that stalls in it must not hold a place. */
const handshakeMsMax = 5_000;
const connectMsMax = 10_000;
/** How long what is queued may take to leave after `close`. */
const lingerMs = 1_000;
/** Silence on plain TCP after which the system asks whether the peer is still there. */
const keepAliveMs = 60_000;
/** Connections in any state per listener: above what control/ lets in, so that it says why. */
export const connectionsMax = 128;

export type Accept = (socket: StreamSocket) => void;

/**
 * A stale socket file of a daemon that died is replaced; one that answers is not.
 * Throws DiskError `path-too-long`, NetworkError `port-in-use` or `address-unavailable`.
 */
export async function listenUnix(
  path: string,
  accept: Accept,
  signal: AbortSignal,
): Promise<StreamListener> {
  checkPath(path);
  await removeStale(path, signal);
  const server = net.createServer((socket) => accept(new NodeStream(socket, "unix", true)));
  server.maxConnections = connectionsMax;
  // bind(2) happens within the call, with the mode that the mask leaves.
  const mask = process.umask(0o177);
  const listening = started(server, path);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
  await listening;
  return new NodeListener(server, path);
}

/** Throws NetworkError `connection-refused` where nobody listens. */
export async function connectUnix(path: string, signal: AbortSignal): Promise<StreamSocket> {
  checkPath(path);
  const socket = net.connect(path);
  await connected(socket, "connect", { where: path, signal });
  return new NodeStream(socket, "unix", true);
}

/** Throws NetworkError `port-in-use` or `address-unavailable`. */
export async function listenTcp(
  at: Address,
  accept: Accept,
  signal: AbortSignal,
): Promise<StreamListener> {
  signal.throwIfAborted();
  const options = { keepAlive: true, keepAliveInitialDelay: keepAliveMs };
  const server = net.createServer(options, (socket) => {
    accept(new NodeStream(socket, peerOf(socket), false));
  });
  server.maxConnections = connectionsMax;
  return await listeningAt(server, at);
}

/** Throws NetworkError `port-in-use` or `address-unavailable`. */
export async function listenTls(
  at: Address,
  identity: TlsIdentity,
  accept: Accept,
  signal: AbortSignal,
): Promise<StreamListener> {
  signal.throwIfAborted();
  const own = { minVersion: "TLSv1.3", ALPNProtocols: alpn } as const;
  return await listeningAt(tlsServer(identity, own, accept), at);
}

/** Cuts off who has not ended the handshake within `handshakeMsMax`. */
export function tlsServer(
  { certificatePem: cert, keyPem: key }: TlsIdentity,
  options: tls.TlsOptions,
  accept: Accept,
): tls.Server {
  const server = tls.createServer({ ...options, cert, key, handshakeTimeout: handshakeMsMax });
  server.maxConnections = connectionsMax;
  server.on("secureConnection", (socket) => accept(new NodeStream(socket, peerOf(socket), false)));
  return server;
}

/** Throws NetworkError `port-in-use` or `address-unavailable`. */
export async function listeningAt(server: net.Server, at: Address): Promise<StreamListener> {
  const listening = started(server, addressText(at));
  server.listen({ host: at.host, port: at.port });
  await listening;
  return new NodeListener(server, at.host);
}

/** Throws NetworkError where it cannot be reached or speaks no TLS 1.3. */
export async function connectTls(to: Address, signal: AbortSignal): Promise<StreamSocket> {
  const socket = tls.connect({
    host: to.host,
    port: to.port,
    minVersion: "TLSv1.3",
    ALPNProtocols: alpn,
    rejectUnauthorized: false,
  });
  await connected(socket, "secureConnect", { where: addressText(to), signal });
  socket.setNoDelay(true);
  return new NodeStream(socket, addressText(to), false);
}

class NodeListener implements StreamListener {
  readonly #server: net.Server;
  readonly local: Address | string;

  constructor(server: net.Server, at: string) {
    this.#server = server;
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : undefined;
    this.local = port === undefined ? at : { host: at, port };
  }

  /** Stops listening at once; connections that are open stay their owners' business. */
  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

class NodeStream implements StreamSocket {
  readonly peer: string;
  readonly local: boolean;
  readonly webHost = undefined;
  readonly incoming: AsyncIterable<Uint8Array>;
  readonly #socket: net.Socket;
  #closing = false;

  constructor(socket: net.Socket, peer: string, local: boolean) {
    this.#socket = socket;
    this.peer = peer;
    this.local = local;
    this.incoming = chunksOf(socket);
    // Without a listener Node takes a reset connection for a bug. The reader sees the end.
    socket.on("error", () => socket.destroy());
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  get peerKeyHash(): Uint8Array | undefined {
    if (!(this.#socket instanceof tls.TLSSocket)) return undefined;
    const key = this.#socket.getPeerX509Certificate()?.publicKey;
    if (key === undefined) return undefined;
    const spki = key.export({ format: "der", type: "spki" });
    return new Uint8Array(createHash("sha256").update(spki).digest());
  }

  channelBinding(): Uint8Array | undefined {
    if (!(this.#socket instanceof tls.TLSSocket) || this.#socket.destroyed) return undefined;
    const context = Buffer.alloc(0);
    return new Uint8Array(this.#socket.exportKeyingMaterial(exporterBytes, exporterLabel, context));
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    const timer = setTimeout(() => this.#socket.destroy(), lingerMs);
    this.#socket.once("close", () => clearTimeout(timer));
    this.#socket.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.closed) return;
    const closed = new Promise<void>((resolve) => this.#socket.once("close", () => resolve()));
    this.close();
    await closed;
  }
}

async function* chunksOf(socket: net.Socket): AsyncGenerator<Uint8Array> {
  try {
    // The writing side outlives the reading one: a last word may still be queued.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) yield chunk;
  } catch (error) {
    // A connection that breaks is an end like any other (StreamSocket.incoming).
    if (!isSystemError(error)) throw error;
  } finally {
    // Unread bytes would turn our orderly end into a reset and lose the last word.
    socket.resume();
  }
}

function started(server: net.Server, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(networkError(error, where)));
    server.once("listening", () => resolve());
  });
}

async function connected(
  socket: net.Socket,
  event: "connect" | "secureConnect",
  { where, signal }: { readonly where: string; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      const timer = setTimeout(() => reject(noAnswer(where)), connectMsMax);
      socket.once("close", () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        reject(noAnswer(where));
      });
      socket.once("error", (error) => reject(networkError(error, where)));
      socket.once(event, () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        resolve();
      });
    });
  } catch (error) {
    socket.on("error", () => socket.destroy());
    socket.destroy();
    throw error;
  }
}

function checkPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= socketPathBytesMax) return;
  const limit = `${bytes} bytes long, and the system allows ${socketPathBytesMax}`;
  throw new DiskError("path-too-long", `the socket path ${path} is ${limit}`, {
    remedy: "use a data folder with a shorter path",
  });
}

async function removeStale(path: string, signal: AbortSignal): Promise<void> {
  try {
    const other = await connectUnix(path, signal);
    other.close();
  } catch (error) {
    if (error instanceof NetworkError && error.code === "connection-refused") {
      return removeSocket(path);
    }
    throw error;
  }
  throw new NetworkError("port-in-use", `another daemon answers at ${path}`, {
    remedy: "stop it or use another data folder",
  });
}

/** Nobody answers there: either nothing is there, or what a daemon left that died. */
function removeSocket(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isSocket()) {
    throw new NetworkError("address-unavailable", `${path} is there and is no socket`, {
      remedy: "move it away",
    });
  }
  try {
    unlinkSync(path);
  } catch (error) {
    throw networkError(error, path);
  }
}

function peerOf(socket: net.Socket): string {
  socket.setNoDelay(true);
  const { remoteAddress = "unknown", remotePort = 0 } = socket;
  return addressText({ host: remoteAddress, port: remotePort });
}

function noAnswer(where: string): NetworkError {
  return new NetworkError("connection-lost", `${where} does not answer`);
}

function isSystemError(error: unknown): boolean {
  return codeOf(error) !== undefined;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function networkError(error: unknown, where: string): NetworkError {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new NetworkError("port-in-use", `${where} is in use`, {
        remedy: "choose another port, or 0 for a free one",
        cause: error,
      });
    case "EADDRNOTAVAIL":
    case "EACCES":
    case "EPERM":
    case "EISDIR":
    case "EROFS":
    case "ENOSPC":
    case "EDQUOT":
      return new NetworkError("address-unavailable", `${where} cannot be used here`, {
        cause: error,
      });
    case "ECONNREFUSED":
    case "ENOENT":
    case "ENOTSOCK":
      return new NetworkError("connection-refused", `nobody answers at ${where}`, { cause: error });
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return new NetworkError("network-down", `there is no way to ${where}`, { cause: error });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new NetworkError("host-unknown", `there is no host ${where}`, { cause: error });
    default:
      return new NetworkError("connection-lost", `the connection to ${where} failed`, {
        cause: error,
      });
  }
}
