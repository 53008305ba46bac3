/**
 * Frames over WebSocket messages as a byte stream, so that a browser's
 * connection is served by the same code as all others (docs/CONTROL.md §1):
 * one message is one frame without its four bytes of length.
 */
import { assert } from "../../base/assert.ts";
import type { MessageSocket } from "../../ports/http-server.ts";
import type { StreamSocket } from "../../ports/network.ts";
import { webChannel } from "../pairing/pair-terms.ts";

const headerBytes = 4;

export class MessageStream implements StreamSocket {
  readonly local = false;
  readonly webHost: string;
  readonly peer: string;
  readonly peerKeyHash = undefined;
  readonly incoming: AsyncIterable<Uint8Array>;
  readonly #socket: MessageSocket;

  constructor(socket: MessageSocket, webHost: string) {
    this.#socket = socket;
    this.webHost = webHost;
    this.peer = socket.peer;
    this.incoming = framesOf(socket);
  }

  get queuedBytes(): number {
    return this.#socket.queuedBytes;
  }

  channelBinding(): Uint8Array {
    return webChannel(this.webHost);
  }

  /** One whole frame, as a Connection writes it. */
  write(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    assert(
      bytes.length > headerBytes && view.getUint32(0) === bytes.length - headerBytes,
      "a message is one whole frame",
    );
    this.#socket.send(bytes.subarray(headerBytes));
  }

  close(): void {
    this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket[Symbol.asyncDispose]();
  }
}

async function* framesOf(socket: MessageSocket): AsyncGenerator<Uint8Array> {
  for await (const message of socket.incoming) {
    const header = new Uint8Array(headerBytes);
    new DataView(header.buffer).setUint32(0, message.length);
    yield header;
    yield message;
  }
}
