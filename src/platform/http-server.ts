/**
 * The HTTP listener over node:http, and ws for WebSockets.
 *
 * Node's parser is the strict one; what it refuses, and what has a body, is
 * answered and closed here, and never reaches the site.
 *
 * Invariants:
 *   I1  a connection has a place of the site's while it is open, and gives it back once
 *   I2  every request is answered or closed within `answerUsMax`, every silence within `idleUsMax`
 */
import http from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { HttpAsk, HttpReply, HttpSite } from "../ports/http-server.ts";
import { type Address, addressText, type StreamListener } from "../ports/network.ts";
import { listeningAt } from "./streams.ts";
import type { WebSockets } from "./web-socket.ts";

const usPerMs = 1_000;
/** How often Node looks for requests that take too long. */
const checkMs = 1_000;

export async function listenHttp(
  at: Address,
  site: HttpSite,
  signal: AbortSignal,
): Promise<StreamListener> {
  signal.throwIfAborted();
  const { bounds } = site;
  const server = http.createServer({
    maxHeaderSize: bounds.headBytesMax,
    headersTimeout: bounds.headUsMax / usPerMs,
    requestTimeout: bounds.headUsMax / usPerMs,
    keepAliveTimeout: bounds.idleUsMax / usPerMs,
    connectionsCheckingInterval: checkMs,
    noDelay: true,
  });
  server.maxHeadersCount = bounds.headersMax;
  server.maxRequestsPerSocket = bounds.requestsPerConnectionMax;
  server.maxConnections = bounds.connectionsMax;
  server.timeout = bounds.idleUsMax / usPerMs;
  // Loaded for the first that comes: a speaker without browsers has the memory for something else.
  let sockets: Promise<WebSockets> | undefined;
  const opened = (): Promise<WebSockets> => {
    sockets ??= import("./web-socket.ts").then((loaded) => new loaded.WebSockets(bounds));
    return sockets;
  };
  server.on("connection", (socket) => admit(socket, site));
  server.on("request", (asked, response) => void answer({ asked, response }, site));
  server.on("checkContinue", (asked, response) => void answer({ asked, response }, site));
  server.on("upgrade", (asked, socket, head) => {
    void upgrade({ asked, socket, head }, site, opened);
  });
  // Who sends more at once than a connection may ask for has no use for the answers.
  server.on("dropRequest", (_, socket) => socket.destroy());
  server.on("clientError", (error, socket) => refuseRubbish(error, socket));
  const listener = await listeningAt(server, at);
  return {
    local: listener.local,
    async [Symbol.asyncDispose]() {
      const closed = listener[Symbol.asyncDispose]();
      // WebSockets are their owners' business; all others have nothing more to say.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Places go back when the socket closes, whatever it has become by then. */
function admit(socket: Socket, site: HttpSite): void {
  const release = site.admit(socket.remoteAddress ?? "");
  if (release === undefined) socket.destroy();
  else socket.once("close", release);
  // What breaks is an end like any other, also after an upgrade.
  socket.on("error", () => socket.destroy());
}

interface Exchange {
  readonly asked: http.IncomingMessage;
  readonly response: http.ServerResponse;
}

async function answer({ asked, response }: Exchange, site: HttpSite): Promise<void> {
  const over = new AbortController();
  const deadline = setTimeout(() => asked.socket.destroy(), site.bounds.answerUsMax / usPerMs);
  response.once("close", () => {
    clearTimeout(deadline);
    over.abort(new Error("the answer is over"));
  });
  if (hasBody(asked)) return send(response, tooMuch, true);
  send(response, await site.answer(askOf(asked), over.signal), false);
}

function send(response: http.ServerResponse, reply: HttpReply, last: boolean): void {
  if (response.destroyed) return;
  const length = { "Content-Length": String(reply.body.length) };
  const end = last ? { Connection: "close" } : {};
  response.writeHead(reply.status, { ...reply.headers, ...length, ...end });
  response.end(reply.body);
}

const tooMuch: HttpReply = { status: 413, headers: {}, body: new Uint8Array(0) };

function hasBody({ headers }: http.IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

interface Asked {
  readonly asked: http.IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

async function upgrade(
  request: Asked,
  site: HttpSite,
  opened: () => Promise<WebSockets>,
): Promise<void> {
  const { asked, socket } = request;
  const ask = askOf(asked);
  const isWebSocket = (asked.headers.upgrade ?? "").toLowerCase() === "websocket";
  const outcome = isWebSocket && !hasBody(asked) ? site.upgrade(ask) : noSuchProtocol;
  if ("status" in outcome) {
    refuse(socket, outcome);
    return;
  }
  const { protocol, accept } = outcome;
  const sockets = await opened();
  if (!socket.destroyed) sockets.open(request, { protocol, peer: ask.peer }, accept);
}

const noSuchProtocol: HttpReply = { status: 400, headers: {}, body: new Uint8Array(0) };

function refuseRubbish(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? 431
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? 408
        : 400;
  refuse(socket, { status, headers: {}, body: new Uint8Array(0) });
}

/** An answer on a socket that node:http has let go of. */
function refuse(socket: Duplex, { status, headers, body }: HttpReply): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const rows = Object.entries({ ...headers, "Content-Length": body.length, Connection: "close" });
  const lines = rows.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.write(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ""}\r\n${lines}\r\n`);
  socket.end(body, () => socket.destroy());
}

function askOf(asked: http.IncomingMessage): HttpAsk {
  const { remoteAddress = "unknown", remotePort = 0 } = asked.socket;
  return {
    method: asked.method ?? "",
    target: asked.url ?? "",
    host: hostOf(asked),
    peer: addressText({ host: remoteAddress, port: remotePort }),
    header(name) {
      const value = asked.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
  };
}

/** Node keeps the first of several: which of them another reader would take is anybody's guess (RFC 9112 §3.2). */
function hostOf({ headersDistinct }: http.IncomingMessage): string | undefined {
  const hosts = headersDistinct["host"] ?? [];
  return hosts.length === 1 ? hosts[0] : undefined;
}
