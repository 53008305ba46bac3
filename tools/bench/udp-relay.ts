/**
 * A relay for datagrams that makes loopback a slower network: each is held back by a fixed time
 * and lost at a seeded rate, both ways alike. No reordering, no rate limit, no jitter but the timer's
 * (under 1 ms); tools/netlab does more, where it can run.
 *
 * Who sends to the relay gets a socket of its own towards the target, as behind a NAT.
 */
import { createSocket, type Socket } from "node:dgram";
import { Rng } from "../../src/base/rng.ts";
import { relayFlowsMax, relayHeldMax } from "./limits.ts";

export interface RelayOptions {
  /** Port on loopback that datagrams go on to. */
  readonly targetPort: number;
  /** In each direction. */
  readonly delayMs: number;
  /** 0 to 1, of each direction. */
  readonly lossRate: number;
  readonly seed: number;
}

interface Held {
  readonly dueMs: number;
  readonly deliver: () => void;
}

export class UdpRelay implements AsyncDisposable {
  readonly #options: RelayOptions;
  readonly #front: Socket;
  readonly #flows = new Map<string, Socket>();
  readonly #rng: Rng;
  /** In order of `dueMs`, because the delay is fixed. */
  readonly #held: Held[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Datagrams, both ways together. */
  readonly counts = { passed: 0, lost: 0, refused: 0 };

  /** Listens on a free port of loopback. */
  static async open(options: RelayOptions): Promise<UdpRelay> {
    const front = await bound();
    return new UdpRelay(options, front);
  }

  private constructor(options: RelayOptions, front: Socket) {
    this.#options = options;
    this.#front = front;
    this.#rng = new Rng(options.seed);
    front.on("message", (bytes, from) => {
      void this.#flow(from.port).then((flow) => {
        if (flow === undefined) this.counts.refused += 1;
        else this.#hold(() => flow.send(bytes, this.#options.targetPort, "127.0.0.1"));
      });
    });
  }

  get port(): number {
    return this.#front.address().port;
  }

  async #flow(port: number): Promise<Socket | undefined> {
    const key = String(port);
    const known = this.#flows.get(key);
    if (known !== undefined) return known;
    if (this.#flows.size >= relayFlowsMax) return undefined;
    const back = createSocket("udp4");
    this.#flows.set(key, back);
    back.on("message", (bytes) => this.#hold(() => this.#front.send(bytes, port, "127.0.0.1")));
    await new Promise<void>((resolve) => back.bind(0, "127.0.0.1", resolve));
    return back;
  }

  #hold(deliver: () => void): void {
    if (this.#closed) return;
    if (this.#rng.chance(this.#options.lossRate) || this.#held.length >= relayHeldMax) {
      this.counts.lost += 1;
      return;
    }
    this.counts.passed += 1;
    this.#held.push({ dueMs: performance.now() + this.#options.delayMs, deliver });
    if (this.#timer === undefined) this.#release();
  }

  #release(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    let due = this.#held[0];
    while (due !== undefined && due.dueMs <= nowMs) {
      this.#held.shift();
      due.deliver();
      due = this.#held[0];
    }
    // setTimeout counts whole milliseconds and comes late rather than early.
    if (due !== undefined) this.#timer = setTimeout(() => this.#release(), due.dueMs - nowMs);
  }

  /** Drops what is held back. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    const sockets = [this.#front, ...this.#flows.values()];
    await Promise.all(sockets.map((socket) => new Promise<void>((done) => socket.close(done))));
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", resolve);
  });
  return socket;
}
