/**
 * A tap on the machine's emulated wire: QEMU sends each frame as a datagram over loopback, and puts what it gets
 * onto the wire. QEMU's own network (`user`) carries no multicast; this does.
 */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { instancesInFrame, questionFrame } from "../model/frame.ts";

/** A neighbour on the network that QEMU makes (10.0.2.0/24), which it gives to nobody. */
const neighbour = [10, 0, 2, 77] as const;
/** A second between questions (RFC 6762 §5.2). */
const askEveryMs = 1_000;
const asksMax = 12;

export class Wire implements AsyncDisposable {
  readonly #socket: Socket = createSocket("udp4");
  readonly port: Promise<number>;
  #machinePort: number | undefined;

  constructor() {
    this.#socket.bind(0, "127.0.0.1");
    this.port = once(this.#socket, "listening").then(() => this.#socket.address().port);
    this.#socket.on("message", (_, from) => {
      this.#machinePort = from.port;
    });
  }

  /** Names of instances that answered; none after a dozen questions. */
  async browse(type: string, signal: AbortSignal): Promise<readonly string[]> {
    const found = new Set<string>();
    const hear = (frame: Uint8Array): void => {
      for (const name of instancesInFrame(frame, type)) found.add(name);
    };
    this.#socket.on("message", hear);
    try {
      for (let asks = 0; asks < asksMax && found.size === 0; asks++) {
        signal.throwIfAborted();
        if (this.#machinePort !== undefined)
          this.#socket.send(questionFrame(type, neighbour), this.#machinePort, "127.0.0.1");
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    } finally {
      this.#socket.off("message", hear);
    }
    return [...found];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}
