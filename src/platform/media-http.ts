/**
 * The MediaHttp port over Node's HTTP client: connects to the address that it is
 * told, reads no further than it is asked, and takes the first line of old
 * stations ("ICY 200 OK") for one of HTTP.
 */
import { lookup } from "node:dns/promises";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import net from "node:net";
import { Duplex } from "node:stream";
import { NetworkError, type NetworkErrorCode } from "../ports/errors.ts";
import type { MediaAnswer, MediaHttp, MediaRequest } from "../ports/media-http.ts";
import { networkCodeOf } from "./network-codes.ts";

/** Names of headers and their values together; Node closes the connection above. */
const headBytesMax = 16_384;

export const nodeMediaHttp: MediaHttp = {
  async resolve(host, signal) {
    if (net.isIP(host) !== 0) return [host];
    try {
      const found = await lookup(host, { all: true });
      signal.throwIfAborted();
      return found.map(({ address }) => address);
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(host, error);
    }
  },

  request(request, signal) {
    return new Promise((resolve, reject) => {
      const sent = send(request, signal);
      sent.once("response", (message) => resolve(new NodeAnswer(request.url.host, message)));
      // After the answer it is the answer that tells; this one must not be without a listener.
      sent.on("error", (error) => {
        reject(signal.aborted ? signal.reason : networkError(request.url.host, error));
      });
      sent.end();
    });
  },
};

function send({ url, address, headers }: MediaRequest, signal: AbortSignal): http.ClientRequest {
  const secure = url.protocol === "https:";
  const named = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (secure ? 443 : 80);
  const options = {
    ...{ host: address, port, signal, maxHeaderSize: headBytesMax },
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, connection: "close", ...headers },
  };
  if (secure)
    return https.request({
      ...{ ...options, agent: false },
      servername: net.isIP(named) === 0 ? named : "",
    });
  return http.request({
    ...options,
    createConnection: () => new StationSocket(net.connect({ host: address, port })),
  });
}

class NodeAnswer implements MediaAnswer {
  readonly status: number;
  readonly #host: string;
  readonly #message: IncomingMessage;
  readonly #pieces: AsyncIterator<Uint8Array>;

  constructor(host: string, message: IncomingMessage) {
    this.#host = host;
    this.#message = message;
    this.status = message.statusCode ?? 0;
    // A stream that is destroyed while nobody reads says so once; nobody needs to hear it.
    message.on("error", () => undefined);
    this.#pieces = message[Symbol.asyncIterator]();
  }

  header(name: string): string | undefined {
    const value = this.#message.headers[name.toLowerCase()];
    return Array.isArray(value) ? value[0] : value;
  }

  async read(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#pieces.next();
      return done === true ? undefined : value;
    } catch (error) {
      throw networkError(this.#host, error);
    }
  }

  close(): void {
    this.#message.destroy();
  }
}

const icy = Buffer.from("ICY ");
const plain = Buffer.from("HTTP/1.0 ");

/** A TCP connection whose first answer is put into HTTP's words, where it is SHOUTcast's. */
class StationSocket extends Duplex {
  readonly #socket: net.Socket;
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(socket: net.Socket) {
    super();
    this.#socket = socket;
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("end", () => {
      this.#flushHead();
      this.push(null);
    });
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
    socket.on("connect", () => this.emit("connect"));
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #receive(bytes: Buffer): void {
    if (this.#head === undefined) {
      if (!this.push(bytes)) this.#socket.pause();
      return;
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    if (this.#head.length >= icy.length) this.#flushHead();
  }

  #flushHead(): void {
    const head = this.#head;
    this.#head = undefined;
    if (head === undefined || head.length === 0) return;
    const isIcy = head.subarray(0, icy.length).equals(icy);
    this.push(isIcy ? Buffer.concat([plain, head.subarray(icy.length)]) : head);
  }
}

const words: Partial<Record<NetworkErrorCode, string>> = {
  "connection-refused": "nobody answers there",
  "host-unknown": "nobody knows that name",
  "network-down": "there is no way there",
};

function networkError(host: string, error: unknown): NetworkError {
  const code = networkCodeOf(error);
  const why = words[code] ?? (error instanceof Error ? error.message : String(error));
  return new NetworkError(code, `cannot reach ${host}: ${why}`, { cause: error });
}
