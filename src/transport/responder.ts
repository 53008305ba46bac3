/**
 * Answers strangers: first messages in, answers or cookies out, and a half-open
 * table of bounded size (PROTOCOL.md §2). Pure: no socket, no session.
 *
 * Invariants:
 *   I1  at most one datagram goes back for each that came, and it is no larger
 *   I2  a repeated first message gets the same answer and makes no new state
 *   I3  from `halfOpenBeforeCookies` on, who cannot return a cookie costs one hash
 */
import { toHex } from "../base/bytes.ts";
import { type Address, addressText } from "../ports/network.ts";
import {
  connectionKey,
  datagramKinds,
  decodeAddressed,
  decodeInit,
  encodeAddressed,
  type InitDatagram,
} from "../wire/link-datagram.ts";
import { Answerer, type HandshakeResult, type HandshakeSide } from "./handshake.ts";
import { halfOpenBeforeCookies, halfOpenMax, halfOpenUs } from "./limits.ts";
import type { DropReason, PeerIdentity } from "./link-types.ts";
import type { CookieJar } from "./tokens.ts";

export interface ResponderOptions {
  readonly cookies: CookieJar;
  /** A fresh connection id, token and ephemeral key. */
  readonly side: () => HandshakeSide;
  readonly admit: (remoteKey: Uint8Array, credential: Uint8Array) => PeerIdentity | undefined;
}

/** A handshake that this side answered. */
export interface HalfOpen {
  /** Own connection id. */
  readonly id: Uint8Array;
  readonly from: Address;
  readonly response: Uint8Array;
  readonly answeredUs: number;
  /** More than one answer went out: its round trip cannot be told. */
  repeated: boolean;
}

/** A handshake that has all its keys. */
export interface Answered extends HandshakeResult {
  readonly halfOpen: HalfOpen;
  readonly peer: PeerIdentity;
}

export type InitOutcome =
  | { readonly drop: DropReason }
  | {
      readonly reply: Uint8Array;
      readonly answered?: Answered;
      /** The same message came before; its answer may have been lost. */
      readonly again?: HalfOpen;
    };

interface Waiting extends HalfOpen {
  readonly answerer: Answerer;
  readonly source: string;
}

export class Responder {
  readonly #options: ResponderOptions;
  /** By own connection id and by whose first message it was. */
  readonly #byId = new Map<number, Waiting>();
  readonly #bySource = new Map<string, Waiting>();

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  get halfOpen(): number {
    return this.#byId.size;
  }

  knows(key: number): boolean {
    return this.#byId.has(key);
  }

  init(datagram: Uint8Array, from: Address, nowUs: number): InitOutcome {
    const init = decodeInit(datagram);
    if (init === undefined) return { drop: "malformed" };
    const source = `${toHex(init.sourceId)} ${addressText(from)}`;
    const before = this.#bySource.get(source);
    if (before !== undefined) {
      before.repeated = true;
      return { reply: before.response, again: before };
    }
    if (this.#byId.size >= halfOpenBeforeCookies) {
      const { cookies } = this.#options;
      if (!cookies.accepts(init.cookie, from, init.sourceId, nowUs)) {
        const cookie = cookies.bake(from, init.sourceId, nowUs);
        return { reply: encodeAddressed(datagramKinds.retry, init.sourceId, cookie) };
      }
      if (this.#byId.size >= halfOpenMax) return { drop: "overload" };
    }
    return this.#answer(init, source, from, nowUs);
  }

  /** XX's third message. */
  finish(datagram: Uint8Array): Answered | DropReason {
    const addressed = decodeAddressed(datagram);
    if (addressed === undefined) return "malformed";
    const waiting = this.#byId.get(connectionKey(addressed.targetId, 0));
    if (waiting === undefined) return "unknown";
    const result = waiting.answerer.finish(addressed.body);
    if (result === undefined) return "forged";
    const peer = this.#options.admit(result.remoteKey, result.remote.credential);
    if (peer !== undefined) return { ...result, peer, halfOpen: waiting };
    this.settle(waiting);
    return "refused";
  }

  /** The handshake was confirmed, or is given up. */
  settle(halfOpen: HalfOpen): void {
    const key = connectionKey(halfOpen.id, 0);
    const waiting = this.#byId.get(key);
    if (waiting === undefined) return;
    this.#byId.delete(key);
    this.#bySource.delete(waiting.source);
  }

  /** Those that were never confirmed in time; the caller settles them. */
  expired(nowUs: number): HalfOpen[] {
    const old: HalfOpen[] = [];
    for (const waiting of this.#byId.values()) {
      if (nowUs - waiting.answeredUs < halfOpenUs) break;
      old.push(waiting);
    }
    return old;
  }

  get dueUs(): number {
    const [oldest] = this.#byId.values();
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.answeredUs + halfOpenUs;
  }

  #answer(init: InitDatagram, source: string, from: Address, nowUs: number): InitOutcome {
    const side = this.#options.side();
    const answerer = new Answerer(side, init);
    const claim = answerer.read();
    if (claim === undefined) return { drop: "forged" };
    const known = init.pattern === "IK";
    const peer = known ? this.#options.admit(claim.remoteKey, claim.credential) : undefined;
    if (known && peer === undefined) return { drop: "refused" };
    const response = answerer.response();
    if (response === undefined) return { drop: "forged" };
    const id = side.payload.connectionId;
    const waiting = { id, from, response, answeredUs: nowUs, repeated: false, answerer, source };
    this.#byId.set(connectionKey(id, 0), waiting);
    this.#bySource.set(source, waiting);
    if (peer === undefined) return { reply: response };
    return { reply: response, answered: { ...answerer.result(), peer, halfOpen: waiting } };
  }
}
