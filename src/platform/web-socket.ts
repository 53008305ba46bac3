/**
 * The MessageSocket port over the package ws: binary messages, nothing
 * compressed, and no more of them in memory than one read of the socket holds.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { HttpBounds, MessageSocket } from "../ports/http-server.ts";

/** How long what is queued, and the other end's good-bye, may take after `close`. */
const lingerMs = 1_000;
/** Status codes of RFC 6455 §7.4.1. */
const normalClosure = 1_000;
const unsupportedData = 1_003;
/** Answers to pings that a peer does not read. */
const pongsQueuedMax = 4;
/** Pieces of a frame's bytes: the smallest packets that 64 KiB come in, and some. */
const chunksMax = 4_096;

/** The handshakes of one listener. */
export class WebSockets {
  readonly #server: WebSocketServer;
  /** What was agreed on for a request that is being answered. */
  readonly #protocols = new WeakMap<IncomingMessage, string>();

  constructor({ messageBytesMax, fragmentsMax }: HttpBounds) {
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: messageBytesMax,
      // What the types of this version do not name yet; ws 8.23 documents each.
      ...{ maxFragments: fragmentsMax, maxBufferedChunks: chunksMax },
      ...{ maxPendingAutoPongs: pongsQueuedMax, closeTimeout: lingerMs },
      handleProtocols: (_, request) => this.#protocols.get(request) ?? false,
    });
  }

  /** Finishes the handshake; a request that is no proper one is answered with an error by ws. */
  open(
    request: { readonly asked: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
    { protocol, peer }: { readonly protocol: string; readonly peer: string },
    accept: (socket: MessageSocket) => void,
  ): void {
    const { asked, socket, head } = request;
    this.#protocols.set(asked, protocol);
    this.#server.handleUpgrade(asked, socket, head, (opened) =>
      accept(new NodeMessages(opened, peer)),
    );
  }
}

class NodeMessages implements MessageSocket {
  readonly peer: string;
  readonly incoming: AsyncIterable<Uint8Array>;
  readonly #socket: WebSocket;
  readonly #inbox: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #over = false;

  constructor(socket: WebSocket, peer: string) {
    this.#socket = socket;
    this.peer = peer;
    this.incoming = this.#read();
    socket.on("message", (data, isBinary) => this.#take(data, isBinary));
    socket.on("close", () => this.#end());
    // ws closes with the right status by itself; without a listener Node takes it for a bug.
    socket.on("error", () => this.#end());
  }

  get queuedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(bytes);
  }

  close(): void {
    this.#end();
    this.#closeWith(normalClosure);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === this.#socket.CLOSED) return;
    const closed = new Promise<void>((resolve) => this.#socket.once("close", () => resolve()));
    this.close();
    await closed;
  }

  #take(data: RawData, isBinary: boolean): void {
    if (!isBinary || !(data instanceof Uint8Array)) {
      this.#end();
      this.#closeWith(unsupportedData);
      return;
    }
    if (this.#over) return;
    this.#inbox.push(data);
    // Until these are handled nothing more is read: who floods fills the kernel's buffers, not ours.
    this.#socket.pause();
    this.#wake?.();
  }

  #closeWith(code: number): void {
    const socket = this.#socket;
    // A socket that is not read would not hear the other end's good-bye.
    socket.resume();
    if (socket.readyState === socket.CLOSED) return;
    socket.close(code);
    const timer = setTimeout(() => socket.terminate(), lingerMs);
    socket.once("close", () => clearTimeout(timer));
  }

  #end(): void {
    this.#over = true;
    this.#wake?.();
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message !== undefined) yield message;
      else if (this.#over) return;
      else {
        const more = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#socket.resume();
        await more;
      }
    }
  }
}
