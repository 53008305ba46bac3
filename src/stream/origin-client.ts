/**
 * Asks the household's origins for objects, over whichever warm session is
 * best: ready, and the shortest round trip.
 *
 * Deliberately no retry and no cache: what to do when something does not come
 * is decided by whoever knows its deadline (player/).
 */

import { usPerMs } from "../base/units.ts";
import { rungOfCode, rungs } from "../media/rung.ts";
import { type LinkSession, linkRefusals, type RequestClass } from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import { encodeObject } from "../wire/objects.ts";
import { StreamError, type StreamErrorCode } from "./errors.ts";

export interface ObjectRequest {
  readonly class: RequestClass;
  /** Clock time; Infinity for none. It is read whenever it matters, and may move meanwhile. */
  readonly deadlineUs: number;
  /** Sees each symbol as it comes, in any order, none twice. May keep it. */
  readonly onSymbol?: ((index: number, count: number, symbol: Uint8Array) => void) | undefined;
}

/** Where objects come from; the player's tests give one of their own. */
export interface ObjectSource {
  /** True while a request has a chance. */
  readonly ready: boolean;
  /** All symbols of the object. Throws StreamError, or `signal.reason`. */
  fetch(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[]>;
}

export class OriginClient implements ObjectSource {
  readonly #sessions: () => readonly LinkSession[];

  /** `sessions` gives the sessions to origins, best or not, whenever it is asked. */
  constructor(sessions: () => readonly LinkSession[]) {
    this.#sessions = sessions;
  }

  get ready(): boolean {
    return this.#best()?.state === "ready";
  }

  /** Round trip of the session that the next request takes, microseconds; 0 while there is none. */
  get rttUs(): number {
    return (this.#best()?.stats().rttMs ?? 0) * usPerMs;
  }
  /** Of what that session was sent lately; 0 while there is none. */
  get lossPct(): number {
    return this.#best()?.stats().lossPct ?? 0;
  }

  async fetch(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[]> {
    signal.throwIfAborted();
    const session = this.#best();
    if (session === undefined) throw new StreamError("lost", "no origin is known");
    const { class: requestClass, onSymbol } = request;
    const fetch = session.fetch({
      object: encodeObject(name),
      class: requestClass,
      // Not copied: what plays moves it.
      get deadlineUs() {
        return request.deadlineUs;
      },
      needBps: needOf(name, requestClass),
      ...(onSymbol === undefined ? {} : { onSymbol }),
    });
    const cancel = (): void => fetch.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const outcome = await fetch.done;
      signal.throwIfAborted();
      if (outcome.kind === "complete") return outcome.symbols;
      if (outcome.kind === "refused") throw refused(outcome.code, outcome.message);
      if (outcome.kind === "expired") throw new StreamError("expired", "it did not come in time");
      throw new StreamError("lost", "the link to the origin broke");
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  #best(): LinkSession | undefined {
    const known = this.#sessions();
    const ready = known.filter(({ state }) => state === "ready");
    const among = ready.length > 0 ? ready : known;
    return among.reduce<LinkSession | undefined>(
      (best, session) =>
        best === undefined || session.stats().rttMs < best.stats().rttMs ? session : best,
      undefined,
    );
  }
}

/** What the music in it takes to play, for the origin's pace. What is fetched ahead of need has none. */
function needOf(name: ObjectName, requestClass: RequestClass): number | undefined {
  const rung = name.kind === "chunk" ? rungOfCode(name.rung) : undefined;
  const waits = requestClass === "urgent" || requestClass === "play";
  return rung !== undefined && waits ? rungs[rung].kbps * 1_000 : undefined;
}

/** An origin that has its hands full has them free again in a moment: that must not cost the track. */
function refused(code: number, message: string): StreamError {
  return new StreamError(kindOf(code), `the origin refused: ${message}`);
}

function kindOf(code: number): StreamErrorCode {
  if (code === linkRefusals.busy) return "lost";
  return code === linkRefusals.failed ? "unreadable" : "refused";
}
