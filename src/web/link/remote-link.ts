/**
 * The one connection to the speaker: opens, proves the key, subscribes, asks
 * whether the speaker is still there, and connects again. Says honestly what is
 * the case (`LinkState`). What the state means is the views' business.
 *
 * Invariants:
 *   I1  one socket at a time; what an older one says is not heard
 *   I2  each request settles once: answered, refused, or lost with its connection
 *   I3  "online" only while the replica is in step with the speaker
 * Bounds: limits.ts.
 */

import {
  answerMsMax,
  openMsMax,
  pingEveryMs,
  pongMsMax,
  retryMsMax,
  retryMsMin,
  wakePongMsMax,
} from "../limits.ts";
import type { FrameCodec } from "../wire/codec.ts";
import { authMode, code, type FrameIn, type FrameOut } from "../wire/messages.ts";
import { ClockOffset } from "./clock-offset.ts";
import type { WebPorts, WebSocketPort } from "./ports.ts";
import { WebReplica } from "./replica.ts";

export type LinkState =
  /** `first`: the page has shown nothing yet. */
  | { readonly kind: "connecting"; readonly first: boolean }
  | { readonly kind: "online" }
  | { readonly kind: "offline"; readonly why: "silent" | "closed" | "stopping" | "full" }
  | { readonly kind: "unpaired"; readonly revoked: boolean }
  | { readonly kind: "outdated" };

type Welcome = NonNullable<FrameIn["welcome"]>;

export interface Speaker {
  readonly id: string;
  readonly name: string;
  readonly features: readonly string[];
  readonly role: number;
}

export interface LinkEvents {
  readonly state: (state: LinkState) => void;
  /** The replica changed: by a command of this page, by others, or as a whole. */
  readonly changed: (by: "own" | "others" | "all") => void;
}

/** A request that got no answer. `refused` carries what the speaker said. */
export class RequestError extends Error {
  readonly code: "lost" | "refused";
  constructor(why: "lost" | "refused", message: string) {
    super(message);
    this.code = why;
  }
}

interface Waiting {
  readonly answered: (frame: FrameIn) => void;
  readonly lost: (error: RequestError) => void;
}

export class RemoteLink {
  readonly replica = new WebReplica();
  readonly offset = new ClockOffset();
  readonly #ports: WebPorts;
  readonly #codec: FrameCodec;
  readonly #events: LinkEvents;
  #state: LinkState = { kind: "connecting", first: true };
  #speaker: Speaker | undefined;
  #welcome: Welcome | undefined;
  #socket: WebSocketPort | undefined;
  /** Grows with each attempt (I1). */
  #attempt = 0;
  #retries = 0;
  #nonce = 0;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();
  #cancelTimer: () => void = () => undefined;
  #goodbye = "";
  #wasPaired = false;

  constructor(ports: WebPorts, codec: FrameCodec, events: LinkEvents) {
    this.#ports = ports;
    this.#codec = codec;
    this.#events = events;
  }

  get state(): LinkState {
    return this.#state;
  }
  get speaker(): Speaker | undefined {
    return this.#speaker;
  }
  /** Of the connection that waits to be paired. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  /** Connects now, whatever was waited for. */
  start(): void {
    this.#drop();
    this.#attempt += 1;
    const attempt = this.#attempt;
    const mine = (then: () => void) => () => {
      if (attempt === this.#attempt) then();
    };
    this.#goodbye = "";
    if (this.#state.kind !== "offline")
      this.#become({ kind: "connecting", first: this.replica.state === undefined });
    this.#cancelTimer = this.#ports.clock.after(
      openMsMax,
      mine(() => this.#failed("silent")),
    );
    this.#socket = this.#ports.connect({
      opened: mine(() => void this.#open(attempt)),
      message: (bytes) => {
        if (attempt === this.#attempt) this.#heard(bytes);
      },
      closed: mine(() => this.#failed("closed")),
    });
  }

  /** For good. */
  stop(): void {
    this.#drop();
    this.#attempt += 1;
  }

  /** The page is looked at again, or the network is back: find out now. */
  wake(): void {
    if (this.#state.kind === "online") void this.#ping(this.#attempt, wakePongMsMax);
    else if (this.#state.kind === "offline") this.start();
  }

  /**
   * A fresh connection that has been greeted and waits to be paired: the speaker keeps no stranger for
   * longer than seconds. Throws RequestError.
   */
  async greet(): Promise<Welcome> {
    this.#drop();
    this.#attempt += 1;
    const attempt = this.#attempt;
    const lost = new RequestError("lost", "");
    await new Promise<void>((resolve, reject) => {
      this.#cancelTimer = this.#ports.clock.after(openMsMax, () => reject(lost));
      this.#socket = this.#ports.connect({
        opened: resolve,
        message: (bytes) => {
          if (attempt === this.#attempt) this.#heard(bytes);
        },
        closed: () => {
          reject(lost);
          if (attempt === this.#attempt) this.#drop();
        },
      });
    });
    this.#cancelTimer();
    const sentMs = this.#ports.clock.nowMs();
    const { welcome } = await this.#hello();
    if (welcome === null) throw lost;
    this.#greeted(welcome, sentMs);
    return welcome;
  }

  /** The frame that answers. Throws RequestError. */
  request(body: FrameOut, patienceMs = answerMsMax): Promise<FrameIn> {
    const socket = this.#socket;
    if (socket === undefined) return Promise.reject(new RequestError("lost", ""));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancel = this.#ports.clock.after(patienceMs, () =>
        waiting.lost(new RequestError("lost", "")),
      );
      const settle = () => {
        cancel();
        this.#waiting.delete(id);
      };
      const waiting: Waiting = {
        answered: (frame) => {
          settle();
          resolve(frame);
        },
        lost: (error) => {
          settle();
          reject(error);
        },
      };
      this.#waiting.set(id, waiting);
      socket.send(this.#codec.encode({ ...body, id }));
    });
  }

  async #open(attempt: number): Promise<void> {
    try {
      const sentMs = this.#ports.clock.nowMs();
      const { welcome } = await this.#hello();
      if (welcome === null || attempt !== this.#attempt) return;
      this.#greeted(welcome, sentMs);
      const granted =
        welcome.authMode === authMode.none ? welcome.role : await this.#prove(welcome, attempt);
      if (granted === undefined || attempt !== this.#attempt) return;
      this.#speaker = {
        id: welcome.speakerId,
        name: welcome.name,
        features: welcome.features,
        role: granted,
      };
      await this.#subscribe(attempt);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (attempt === this.#attempt) this.#failed("silent");
    }
  }

  #hello(): Promise<FrameIn> {
    return this.request({ hello: { major: 1, clientName: this.#ports.name, clientKind: "web" } });
  }

  #greeted(welcome: Welcome, sentMs: number): void {
    this.#welcome = welcome;
    if (welcome.epoch !== this.replica.epoch) this.offset.clear();
    this.offset.add(sentMs, this.#ports.clock.nowMs(), welcome.serverMonoUs);
  }

  async #prove(welcome: Welcome, attempt: number): Promise<number | undefined> {
    const auth = await this.#ports.prove(welcome);
    if (attempt !== this.#attempt) return undefined;
    if (auth === undefined) {
      this.#unpaired(false);
      return undefined;
    }
    const { authOk } = await this.request({ auth });
    if (authOk !== null) {
      this.#wasPaired = true;
      return authOk.role;
    }
    if (attempt === this.#attempt) this.#unpaired(true);
    return undefined;
  }

  async #subscribe(attempt: number): Promise<void> {
    const { epoch, seq } = this.replica;
    this.#nonce += 1;
    const answer = await this.request({
      subscribe: { nonce: this.#nonce, resumeEpoch: epoch, resumeSeq: seq },
    });
    if (attempt !== this.#attempt) return;
    if (answer.snapshot === null && answer.result?.code !== code.ok) return this.#failed("closed");
    if (answer.snapshot !== null) this.replica.snapshot(answer.snapshot, this.#nonce);
    this.#retries = 0;
    this.#become({ kind: "online" });
    this.#events.changed("all");
    await this.#ping(attempt, pongMsMax);
  }

  /** Asks now, and again after a while for as long as this connection lasts. */
  async #ping(attempt: number, patienceMs: number): Promise<void> {
    this.#cancelTimer();
    const { clock } = this.#ports;
    const sentMs = clock.nowMs();
    try {
      const { pong } = await this.request({ ping: { token: 1 } }, patienceMs);
      if (pong !== null) this.offset.add(sentMs, clock.nowMs(), pong.monoUs);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (attempt === this.#attempt) this.#failed("silent");
      return;
    }
    if (attempt !== this.#attempt) return;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(pingEveryMs, () => void this.#ping(attempt, pongMsMax));
  }

  #heard(bytes: Uint8Array): void {
    const frame = this.#codec.decode(bytes);
    if (frame === undefined) {
      this.#failed("closed");
      return;
    }
    const { delta, snapshot, goodbye, ping } = frame;
    if (goodbye !== null) this.#goodbye = goodbye.reason;
    if (ping !== null)
      this.#socket?.send(this.#codec.encode({ replyTo: frame.id, pong: { token: ping.token } }));
    // Deltas after the answer of Subscribe come in order with it, so they are applied at once.
    if (snapshot !== null && this.replica.snapshot(snapshot, this.#nonce) === "changed")
      this.#events.changed("all");
    if (delta !== null) this.#delta(delta);
    this.#waiting.get(frame.replyTo)?.answered(frame);
  }

  #delta(delta: NonNullable<FrameIn["delta"]>): void {
    const applied = this.replica.delta(delta);
    if (applied === "changed") this.#events.changed(delta.causedBy === 0 ? "others" : "own");
    if (applied === "gap") this.#subscribe(this.#attempt).catch(() => this.#failed("silent"));
  }

  #unpaired(refused: boolean): void {
    this.#drop();
    this.#attempt += 1;
    this.#become({ kind: "unpaired", revoked: refused || this.#wasPaired });
  }

  #failed(why: "silent" | "closed"): void {
    this.#drop();
    this.#attempt += 1;
    if (this.#goodbye === "not-supported") {
      this.#become({ kind: "outdated" });
      return;
    }
    if (this.#goodbye === "revoked") this.#wasPaired = true;
    const offline = { "shutting-down": "stopping", "too-many": "full" } as const;
    const known = offline[this.#goodbye as keyof typeof offline];
    const keeps = this.#state.kind === "unpaired" && this.#state.revoked;
    if (!keeps) this.#become({ kind: "offline", why: known ?? why });
    const waitMs = Math.min(retryMsMax, retryMsMin * 2 ** this.#retries);
    this.#retries += 1;
    this.#cancelTimer = this.#ports.clock.after(waitMs, () => this.start());
  }

  #drop(): void {
    this.#cancelTimer();
    this.#socket?.close();
    this.#socket = undefined;
    for (const waiting of [...this.#waiting.values()]) waiting.lost(new RequestError("lost", ""));
  }

  #become(state: LinkState): void {
    this.#state = state;
    this.#events.state(state);
  }
}
