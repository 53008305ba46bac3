/**
 * One connection, as both ends see it: frames over a byte stream, keep-alive,
 * and an end with a reason (docs/CONTROL.md §2, §7).
 *
 * Knows no message but Ping, Pong and Goodbye. Whoever sends rubbish, half a
 * frame for too long, or nothing at all is closed; memory stays bounded because
 * nothing more is read while too much waits to be written.
 *
 * Invariants:
 *   I1  `run` settles once, with the first reason to end; nothing is handled after it
 *   I2  at most one frame is held, and `queuedBytesMax` and one answer are queued
 */
import { type Cancel, type Clock, sleep } from "../ports/clock.ts";
import type { StreamSocket } from "../ports/network.ts";
import {
  decodeFrame,
  encodeFrame,
  type FrameIn,
  type FrameOut,
  FrameSplitter,
} from "../wire/control-frame.ts";
import { codeTable } from "./codes.ts";
import * as limits from "./limits.ts";

/** Why a connection ended. `gone`: the other end did it without a word. */
export type EndReason =
  | "bye"
  | "gone"
  | "shutting-down"
  | "bad-frame"
  | "too-large"
  | "too-slow"
  | "silent"
  | "unexpected"
  | "unauthenticated"
  | "too-many"
  | "revoked"
  | "expired"
  | "not-supported"
  | "internal";

export interface End {
  readonly reason: EndReason;
  readonly message: string;
}

const explanations = {
  "bad-frame": "what came is not a frame of this protocol",
  "too-large": "the frame is larger than 65536 bytes",
  "too-slow": "the frame took too long to come, or what was sent to be read",
  silent: "nothing was heard for 30 s",
} as const;

export class Connection {
  readonly socket: StreamSocket;
  readonly #clock: Clock;
  readonly #splitter = new FrameSplitter();
  #end: End | undefined;
  #heardUs: number;
  #askedUs: number;
  #partialSinceUs: number | undefined;
  #cancelTick: Cancel | undefined;
  readonly #stop = new AbortController();

  constructor(socket: StreamSocket, clock: Clock) {
    this.socket = socket;
    this.#clock = clock;
    this.#heardUs = clock.nowUs();
    this.#askedUs = this.#heardUs;
  }

  /** Aborts when the connection ends, for what goes on in its name. */
  get ended(): AbortSignal {
    return this.#stop.signal;
  }

  /** False where the frame is too large to be sent. Does nothing once the connection has ended. */
  send(frame: FrameOut): boolean {
    const bytes = encodeFrame(frame);
    if (bytes === undefined) return false;
    if (this.#end === undefined) this.socket.write(bytes);
    return true;
  }

  /** Says that there are too many, and when to try again, and closes. */
  limit(message: string, retryUs: number): void {
    const code = codeTable.number("rate-limited");
    this.send({ result: { code, message, retryAfterMs: Math.ceil(retryUs / 1_000) } });
    this.close("too-many", message);
  }

  /** Says why and closes. The first reason stays. */
  close(reason: EndReason, message: string): void {
    if (this.#end !== undefined) return;
    this.send({ goodbye: { reason, message } });
    this.#finish({ reason, message });
    this.socket.close();
  }

  /** Handles frames, one after the other, until the connection ends. */
  async run(handle: (frame: FrameIn) => void | Promise<void>): Promise<End> {
    this.#tick();
    for await (const chunk of this.socket.incoming) {
      for (const body of this.#splitter.push(chunk)) {
        this.#partialSinceUs = undefined;
        const frame = decodeFrame(body);
        if (frame === undefined) this.#fail("bad-frame");
        if (frame === undefined || this.#end !== undefined) break;
        this.#heardUs = this.#clock.nowUs();
        if (!this.#handleOwn(frame)) await handle(frame);
        await this.#drained();
      }
      if (this.#splitter.fault !== undefined) this.#fail(faultReasons[this.#splitter.fault]);
      if (this.#end !== undefined) break;
      this.#watchPartial();
    }
    this.#finish({ reason: "gone", message: "the other end closed the connection" });
    this.socket.close();
    return this.#end ?? { reason: "gone", message: "" };
  }

  #finish(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#cancelTick?.();
    this.#stop.abort(new Error(`connection ended: ${end.reason}`));
  }

  #fail(reason: keyof typeof explanations): void {
    this.close(reason, explanations[reason]);
  }

  /** True where the frame needs nobody else. */
  #handleOwn(frame: FrameIn): boolean {
    if (frame.body === "ping") {
      const token = frame.ping.token ?? 0;
      this.send({ replyTo: frame.id, pong: { token, monoUs: Math.floor(this.#clock.nowUs()) } });
      return true;
    }
    if (frame.body === "goodbye") {
      const { reason, message } = frame.goodbye;
      this.#finish({ reason: knownReason(reason ?? ""), message: message ?? "" });
      return true;
    }
    return frame.body === "pong";
  }

  #watchPartial(): void {
    if (!this.#splitter.partial) this.#partialSinceUs = undefined;
    else this.#partialSinceUs ??= this.#clock.nowUs();
  }

  /** Once a second while the connection lasts. */
  #tick(): void {
    if (this.#end !== undefined) return;
    const nowUs = this.#clock.nowUs();
    const silentUs = nowUs - this.#heardUs;
    if (nowUs - (this.#partialSinceUs ?? nowUs) >= limits.frameUsMax) this.#fail("too-slow");
    else if (silentUs >= limits.deadAfterUs) this.#fail("silent");
    else if (silentUs >= limits.pingAfterUs && nowUs - this.#askedUs >= limits.pingAfterUs) {
      this.#askedUs = nowUs;
      this.send({ ping: { token: 0 } });
    }
    if (this.#end === undefined) {
      this.#cancelTick = this.#clock.after(limits.tickUs, () => this.#tick());
    }
  }

  /** Waits while the other end does not read what it asked for. */
  async #drained(): Promise<void> {
    const sinceUs = this.#clock.nowUs();
    while (this.#end === undefined && this.socket.queuedBytes > limits.queuedBytesMax) {
      if (this.#clock.nowUs() - sinceUs >= limits.deadAfterUs) this.#fail("too-slow");
      else await pause(this.#clock, this.ended);
    }
  }
}

const faultReasons = { "too-large": "too-large", empty: "bad-frame" } as const;

const endReasons: readonly EndReason[] = [
  "bye",
  "shutting-down",
  "bad-frame",
  "too-large",
  "too-slow",
  "silent",
  "unexpected",
  "unauthenticated",
  "too-many",
  "revoked",
  "expired",
  "not-supported",
  "internal",
];

function knownReason(text: string): EndReason {
  return endReasons.find((reason) => reason === text) ?? "gone";
}

/** A short wait that an end of the connection cuts. */
async function pause(clock: Clock, ended: AbortSignal): Promise<void> {
  if (ended.aborted) return;
  await sleep(clock, limits.drainPollUs, ended).catch((reason: unknown) => {
    if (reason !== ended.reason) throw reason;
  });
}
