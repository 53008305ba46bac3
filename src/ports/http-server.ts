/**
 * An HTTP/1.1 listener that answers GET and HEAD out of memory and turns some
 * requests into WebSockets (RFC 9110, RFC 9112, RFC 6455). Who may ask and what
 * is answered is the HttpSite's business; the listener parses, bounds and sends.
 */
import type { Address, StreamListener } from "./network.ts";

/** A request, as far as anybody here looks at it. A request with a body never gets here. */
export interface HttpAsk {
  readonly method: string;
  /** As it came: path and query, nothing decoded. */
  readonly target: string;
  /** The Host header as it came; undefined where there is none, or more than one. */
  readonly host: string | undefined;
  /** HOST:PORT of the other end. */
  readonly peer: string;
  /** A header's value by its name in lower case. */
  header(name: string): string | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Kept until it is sent; of an answer to HEAD only its length is told. */
  readonly body: Uint8Array;
}

/** An open WebSocket that carries binary messages alone. */
export interface MessageSocket extends AsyncDisposable {
  readonly peer: string;
  /** Whole messages of `messageBytesMax` at most; ends when either end does. Iterate once, the receiver may keep them. */
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Bytes that are queued and not yet taken by the kernel. */
  readonly queuedBytes: number;
  /** Queues one message. Keeps `bytes`. */
  send(bytes: Uint8Array): void;
  /** Closes after what is queued has left, or at once when it does not within a second. */
  close(): void;
}

/** What becomes of a request for a WebSocket: a refusal, or the protocol that is spoken and who takes it. */
export type Upgrade =
  | HttpReply
  | { readonly protocol: string; readonly accept: (socket: MessageSocket) => void };

export interface HttpBounds {
  /** Request line and headers together. */
  readonly headBytesMax: number;
  readonly headersMax: number;
  /** From the first byte of a connection, or of a request, to the end of its headers. */
  readonly headUsMax: number;
  /** A connection on which nothing moves. */
  readonly idleUsMax: number;
  /** From a whole request to the last byte of its answer. */
  readonly answerUsMax: number;
  readonly requestsPerConnectionMax: number;
  /** In any state; the others are closed unread. */
  readonly connectionsMax: number;
  readonly messageBytesMax: number;
  /** Pieces of one WebSocket message. */
  readonly fragmentsMax: number;
}

export interface HttpSite {
  readonly bounds: HttpBounds;
  /** Whether one more connection from that address is taken. What it returns is called when that one is over. */
  admit(host: string): (() => void) | undefined;
  /** Never rejects. `over` aborts once the answer is sent, or nobody waits for it any more. */
  answer(ask: HttpAsk, over: AbortSignal): Promise<HttpReply>;
  upgrade(ask: HttpAsk): Upgrade;
}

/** Port 0 picks a free one. Throws NetworkError `port-in-use` or `address-unavailable`. */
export type OpenHttp = (
  at: Address,
  site: HttpSite,
  signal: AbortSignal,
) => Promise<StreamListener>;
