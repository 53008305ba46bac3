/**
 * A stream of a Cast sender over UDP: a socket for it, a clock that wakes the pure
 * receiver up, and the way of its frames into the player.
 *
 * Only datagrams from the address of the sender's channel are looked at, and from
 * one of its ports: the first that a packet of the stream came from. Cast's packets
 * are not signed, so that is all there is (docs/TAB-AUDIO.md).
 */
import { describeError } from "../../../base/errors.ts";
import type { LiveSound } from "../../../player/live/live-sound.ts";
import type { Cancel, Clock } from "../../../ports/clock.ts";
import { NetworkError } from "../../../ports/errors.ts";
import type { Log } from "../../../ports/log.ts";
import type { Address, Network, UdpSocket } from "../../../ports/network.ts";
import { linkTickUs, silentUsMax } from "./limits.ts";
import type { StreamReceiver } from "./stream-receiver.ts";

export interface StreamLinkParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly socket: UdpSocket;
  readonly receiver: StreamReceiver;
  readonly live: LiveSound;
  /** An address without a port. */
  readonly senderHost: string;
  /** Nobody has sent for silentUsMax. */
  readonly silent: () => void;
}

/** On every address of the machine. Throws NetworkError; rejects with `signal.reason`. */
export async function bindStream(network: Network, signal: AbortSignal): Promise<UdpSocket> {
  try {
    return await network.bindUdp({ host: "::", port: 0 }, signal);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    // A machine without IPv6.
    return await network.bindUdp({ host: "0.0.0.0", port: 0 }, signal);
  }
}

export class StreamLink {
  readonly #parts: StreamLinkParts;
  #from: Address | undefined;
  #cameUs: number;
  #timer: Cancel | undefined;
  #delayMs = 0;
  #closed = false;

  /** Owns the socket. */
  constructor(parts: StreamLinkParts) {
    this.#parts = parts;
    this.#cameUs = parts.clock.nowUs();
    parts.socket.onDatagram((bytes, from) => this.#datagram(bytes, from));
    this.#wakeUp();
  }

  get figures() {
    return this.#parts.receiver.figures;
  }

  /** Safe to call twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.();
    void this.#free();
  }

  /** Never rejects. */
  async #free(): Promise<void> {
    const { socket, log } = this.#parts;
    try {
      await socket[Symbol.asyncDispose]();
    } catch (error) {
      log.warn("cast-stream-socket", { why: describeError(error) });
    }
  }

  #datagram(bytes: Uint8Array, from: Address): void {
    const { receiver, clock, senderHost } = this.#parts;
    if (this.#closed || from.host !== senderHost) return;
    if (this.#from !== undefined && from.port !== this.#from.port) return;
    const nowUs = clock.nowUs();
    if (!receiver.datagram(bytes, nowUs)) return;
    this.#from ??= from;
    this.#cameUs = nowUs;
    // First, for the sender waits for it.
    this.#answer(nowUs);
    this.#handOn();
  }

  /** Whole frames to the player; what it can wait for no longer is given up. */
  #handOn(): void {
    const { receiver, live } = this.#parts;
    if (receiver.delayMs !== this.#delayMs) {
      this.#delayMs = receiver.delayMs;
      live.setDelayUs(1_000 * this.#delayMs);
    }
    for (;;) {
      for (let frame = receiver.next(); frame !== undefined; frame = receiver.next())
        live.push(frame);
      if (!receiver.hasHole || (live.patienceUs > 0 && !receiver.isFull)) return;
      receiver.giveUp();
    }
  }

  #answer(nowUs: number): void {
    const { receiver, socket } = this.#parts;
    const feedback = this.#from && receiver.feedback(nowUs);
    if (this.#from !== undefined && feedback !== undefined) socket.send(feedback, this.#from);
  }

  #wakeUp(): void {
    const { clock, silent } = this.#parts;
    this.#timer = clock.after(linkTickUs, () => {
      const nowUs = clock.nowUs();
      this.#handOn();
      this.#answer(nowUs);
      if (nowUs - this.#cameUs > silentUsMax) {
        this.close();
        silent();
      } else this.#wakeUp();
    });
  }
}
