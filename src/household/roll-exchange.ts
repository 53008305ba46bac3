/**
 * Passes the roll from node to node: asks every member at the other end of a
 * ready session for a newer one, when the session is new, from time to time, and
 * at once when this node has got a newer one itself, so that the others ask back
 * (PROTOCOL.md §7.3). The same for origins and speakers.
 *
 * It keeps nothing and judges nothing: `book` does.
 *
 * Bounds: one question a session at a time and `rollAskUs` apart, but for those
 * that news cause, which are as many as there are versions.
 */
import { describeError } from "../base/errors.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { LinkSession } from "../transport/endpoint.ts";
import { encodeObject } from "../wire/objects.ts";
import { decodeRollAnswer, encodeRollAnswer } from "../wire/roll.ts";
import { rollAnswerUs, rollAskUs, rollLookUs } from "./limits.ts";
import { noRoll, type Roll, type RollName } from "./roll.ts";

/** Who keeps the roll. */
export interface RollBook {
  readonly roll: Roll | undefined;
  /** Takes it if it is the household's and newer than the one at hand. */
  offer(document: Uint8Array): "taken" | "old" | "forged";
}

export interface RollExchangePorts {
  readonly clock: Clock;
  readonly log: Log;
}

export class RollExchange {
  readonly #ports: RollExchangePorts;
  readonly #book: RollBook;
  readonly #sessions: () => readonly LinkSession[];
  /** When each session was asked last; Infinity while the answer is awaited. */
  readonly #askedUs = new WeakMap<LinkSession, number>();
  /** Those whose other end says that it has a newer one. */
  readonly #newer = new WeakSet<LinkSession>();
  #told: RollName = noRoll;
  #cancel: Cancel | undefined;
  #stopped = false;

  /** `sessions`: ready ones of both directions; whoever is no member is left out here. */
  constructor(ports: RollExchangePorts, book: RollBook, sessions: () => readonly LinkSession[]) {
    this.#ports = ports;
    this.#book = book;
    this.#sessions = sessions;
  }

  /** Looks at the sessions now, and again from time to time, until `stop`. To be called when one became ready. */
  wake(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(rollLookUs, () => this.wake());
    const mine = nameOf(this.#book.roll);
    const news = mine.digest !== this.#told.digest;
    this.#told = mine;
    for (const session of this.#sessions()) this.#look(session, news);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** What a member that asks is told. `theirs` is what it has; a newer one is asked for at once. */
  answer(theirs: RollName, peerKey: Uint8Array): Uint8Array {
    const { roll } = this.#book;
    const mine = nameOf(roll);
    const isNewer = roll?.isNewerThan(theirs.version === 0 ? undefined : theirs) === true;
    if (!isNewer && theirs.digest !== mine.digest) this.#askBack(peerKey);
    return encodeRollAnswer({ ...mine, document: isNewer ? roll.bytes : new Uint8Array(0) });
  }

  #askBack(peerKey: Uint8Array): void {
    const key = peerKey.join();
    for (const session of this.#sessions())
      if (session.remoteKey.join() === key) this.#newer.add(session);
    // Not within the answer, which must go first.
    this.#ports.clock.after(0, () => this.wake());
  }

  #look(session: LinkSession, news: boolean): void {
    const role = session.peer?.role ?? "guest";
    if (session.state !== "ready" || role === "guest") return;
    const askedUs = this.#askedUs.get(session) ?? Number.NEGATIVE_INFINITY;
    const due = this.#ports.clock.nowUs() - askedUs >= rollAskUs;
    const wanted = news || this.#newer.has(session);
    if (askedUs === Number.POSITIVE_INFINITY || !(due || wanted)) return;
    this.#askedUs.set(session, Number.POSITIVE_INFINITY);
    this.#newer.delete(session);
    this.#ask(session).catch((error: unknown) => {
      this.#ports.log.error("roll-not-asked", { why: describeError(error) });
    });
  }

  async #ask(session: LinkSession): Promise<void> {
    const { clock } = this.#ports;
    const asked = this.#told;
    const object = encodeObject({ kind: "roll", ...asked });
    const askedUs = clock.nowUs();
    const deadlineUs = askedUs + rollAnswerUs;
    const outcome = await session.fetch({ object, class: "play", deadlineUs }).done;
    this.#askedUs.set(session, askedUs);
    if (this.#stopped) return;
    if (outcome.kind === "complete") this.#heard(session, joinSymbols(outcome.symbols));
    // What came up meanwhile was not said to this one.
    if (asked.digest !== nameOf(this.#book.roll).digest) {
      this.#askedUs.delete(session);
      this.wake();
    }
  }

  #heard(session: LinkSession, bytes: Uint8Array): void {
    const answer = decodeRollAnswer(bytes);
    const from = session.peer?.id ?? "";
    if (answer === undefined) this.#ports.log.warn("roll-unreadable", { from });
    else if (answer.document.length > 0 && this.#book.offer(answer.document) === "forged")
      this.#ports.log.warn("roll-forged", { from });
  }
}

function nameOf(roll: Roll | undefined): RollName {
  return roll === undefined ? noRoll : { version: roll.version, digest: roll.digest };
}
