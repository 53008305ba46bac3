/**
 * Asks the household's origins for objects, over whichever warm session is
 * best: ready, and the shortest round trip; and another one as well for what is
 * missing when its deadline comes near (DESIGN §6).
 *
 * Deliberately no retry and no cache: what to do when something does not come
 * is decided by whoever knows its deadline (player/).
 */

import { CompletionTimes } from "../base/completion-times.ts";
import { usPerMs } from "../base/units.ts";
import { rungOfCode, rungs } from "../media/rung.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import {
  type FetchOutcome,
  type LinkSession,
  linkRefusals,
  type RequestClass,
} from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import { encodeObject } from "../wire/objects.ts";
import { StreamError, type StreamErrorCode } from "./errors.ts";
import { HedgeBudget } from "./hedge-budget.ts";
import { HedgedFetch } from "./hedged-fetch.ts";
import { guessedRoundTrips, guessedUs } from "./limits.ts";

export interface ObjectRequest {
  readonly class: RequestClass;
  /** Clock time; Infinity for none. It is read whenever it matters, and may move meanwhile. */
  readonly deadlineUs: number;
  /** Sees each symbol as it comes, in any order, none twice. May keep it. */
  readonly onSymbol?: ((index: number, count: number, symbol: Uint8Array) => void) | undefined;
  /** Whether this is the object. Who need not be believed is asked on until it holds; what an origin sends the caller judges. */
  readonly isRight?: ((symbols: readonly Uint8Array[]) => boolean) | undefined;
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

/** Fetches for which a second source was asked, and symbols that it brought first. */
export interface HedgeFigures {
  readonly hedged: number;
  readonly symbolsHelped: number;
}

export class OriginClient implements ObjectSource {
  readonly #sessions: () => readonly LinkSession[];
  readonly #clock: Clock | undefined;
  readonly #budget = new HedgeBudget();
  readonly #times = new WeakMap<LinkSession, CompletionTimes>();
  /** Whose catalogue is followed: pages of two are no page, and two would take turns for ever. */
  #followed: LinkSession | undefined;
  #hedged = 0;
  #symbolsHelped = 0;

  /**
   * `sessions` gives the sessions to origins, best or not, whenever it is asked. Without `clock` no
   * second source is ever asked.
   */
  constructor(sessions: () => readonly LinkSession[], clock?: Clock) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  get figures(): HedgeFigures {
    return { hedged: this.#hedged, symbolsHelped: this.#symbolsHelped };
  }

  get ready(): boolean {
    return this.#best()?.state === "ready";
  }

  /** Round trip of the session that the next request takes, microseconds; 0 while there is none. */
  get rttUs(): number {
    return (this.#best()?.stats().rttMs ?? 0) * usPerMs;
  }
  /** The smallest of its last one or two, likewise: what the next takes, without the queues of before. */
  get presentRttUs(): number {
    return (this.#best()?.stats().presentRttMs ?? 0) * usPerMs;
  }
  /** What a full datagram takes on the way to that session's origin, microseconds; 0 while it is not known. */
  get datagramUs(): number {
    return (this.#best()?.stats().datagramMs ?? 0) * usPerMs;
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
    const session = name.kind === "catalogue" ? this.#follow() : this.#best();
    if (session === undefined) throw new StreamError("lost", "no origin is known");
    const { class: requestClass, onSymbol } = request;
    const fetch = new HedgedFetch({
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
    fetch.ask(session);
    const unwatch = sameEverywhere.has(name.kind)
      ? this.#watch(fetch, session, request)
      : () => undefined;
    try {
      const outcome = await fetch.done;
      signal.throwIfAborted();
      if (outcome.kind === "complete") return outcome.symbols;
      if (outcome.kind === "refused") throw refused(outcome.code, outcome.message);
      if (outcome.kind === "expired") throw new StreamError("expired", "it did not come in time");
      throw new StreamError("lost", "the link to the origin broke");
    } finally {
      unwatch();
      signal.removeEventListener("abort", cancel);
    }
  }

  /** Asks a second source once the deadline is nearer than that would take. The result ends the watch. */
  #watch(fetch: HedgedFetch, first: LinkSession, request: ObjectRequest): Cancel {
    const clock = this.#clock;
    const waits = request.class === "urgent" || request.class === "play";
    if (clock === undefined || !waits) return () => undefined;
    const fromUs = clock.nowUs();
    void fetch.done.then((outcome) => this.#ended(fetch, first, outcome, clock.nowUs() - fromUs));
    let cancel: Cancel = () => undefined;
    const look = (): void => {
      const second = this.#best(first);
      if (fetch.isOver || second === undefined) return;
      const typicalUs = this.#timesOf(first).within(0.5, guessOf(first));
      const neededUs = this.#timesOf(second).within(0.95, guessOf(second));
      const dueUs = Math.max(fromUs + typicalUs, request.deadlineUs - neededUs);
      const nowUs = clock.nowUs();
      // The deadline may move while this waits.
      if (nowUs < dueUs) {
        if (dueUs < Number.POSITIVE_INFINITY) cancel = clock.after(dueUs - nowUs, look);
      } else if (nowUs < request.deadlineUs && this.#budget.take(fetch.missingBytes)) {
        this.#hedged += 1;
        fetch.ask(second);
      }
    };
    look();
    return () => cancel();
  }

  #ended(fetch: HedgedFetch, first: LinkSession, outcome: FetchOutcome, tookUs: number): void {
    this.#symbolsHelped += fetch.helped;
    if (outcome.kind !== "complete") return;
    this.#budget.came(outcome.symbols.reduce((sum, { length }) => sum + length, 0));
    if (fetch.helped === 0) this.#timesOf(first).took(tookUs);
  }

  #timesOf(session: LinkSession): CompletionTimes {
    const known = this.#times.get(session);
    if (known !== undefined) return known;
    const times = new CompletionTimes();
    this.#times.set(session, times);
    return times;
  }

  /** The same as the last time while it is there. */
  #follow(): LinkSession | undefined {
    const followed = this.#sessions().find((session) => session === this.#followed);
    if (followed?.state !== "ready") this.#followed = this.#best();
    return this.#followed;
  }

  /** `but`: a second one beside it, which must be ready. */
  #best(but?: LinkSession): LinkSession | undefined {
    const known = this.#sessions().filter((session) => session !== but);
    const ready = known.filter(({ state }) => state === "ready");
    const among = ready.length > 0 || but !== undefined ? ready : known;
    return among.reduce<LinkSession | undefined>(
      (best, session) =>
        best === undefined || session.stats().rttMs < best.stats().rttMs ? session : best,
      undefined,
    );
  }
}

/**
 * What any origin answers alike. A second one that took events as well would count the plays again, and
 * pages of two catalogues are no page.
 */
const sameEverywhere: ReadonlySet<ObjectName["kind"]> = new Set([
  "manifest",
  "leaves",
  "chunk",
  "artwork",
]);

/** Microseconds that a fetch may take at a source of which too little is known. */
function guessOf(session: LinkSession): number {
  return guessedRoundTrips * session.stats().rttMs * usPerMs + guessedUs;
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
