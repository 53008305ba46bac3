/**
 * Passes what the household keeps together from member to member
 * (PROTOCOL.md §6.8). Every message is a question: "this is the digest of mine";
 * who has another one asks back for the buckets that differ. So news go to all ends
 * at once, what was lost on the way is found at the next look, and nobody can put
 * anything into anybody. The same for origins and speakers.
 *
 * Invariants:
 *   I1  one question a session at a time, `commonsPauseUs` apart (a quarter of it for what is known to be elsewhere)
 *   I2  where all have the same nothing but one short question in `commonsAskUs` goes to each
 *   I3  one's own news are told to all ends; those of others to `commonsPassOnMax`, after a pause drawn at random
 */

import { describeError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { LinkSession } from "../transport/endpoint.ts";
import { type CommonsQuestion, decodeCommonsAnswer, encodeCommonsAnswer } from "../wire/commons.ts";
import { encodeObject } from "../wire/objects.ts";
import { memberIdOf } from "./certificate.ts";
import type { Commons } from "./commons.ts";
import type { KnownTime } from "./house-time.ts";
import {
  commonsAnswerUs,
  commonsAskUs,
  commonsLookUs,
  commonsPassOnMax,
  commonsPassOnUs,
  commonsPauseUs,
  commonsTellUs,
} from "./limits.ts";

export interface CommonsExchangePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly rng: Rng;
  readonly now: () => KnownTime;
  /** Ready sessions of both directions, to whomever. */
  readonly sessions: () => readonly LinkSession[];
  /** What others have was taken. */
  readonly changed: () => void;
}

/** What is known of one end. */
interface Talk {
  askedUs: number;
  underWay: boolean;
  /** The digest that it had when it was last heard. */
  theirs: string | undefined;
  /** It has something that is not here: all that differs is asked for. */
  pull: boolean;
  /** It is to hear that there are news here. */
  tell: boolean;
  /** Times in a row that it had something else although it had just been told. */
  doubts: number;
  /** When it was last answered with buckets. */
  servedUs: number;
}

export class CommonsExchange {
  readonly #ports: CommonsExchangePorts;
  readonly #commons: Commons;
  readonly #talks = new WeakMap<LinkSession, Talk>();
  #cancel: Cancel | undefined;
  #wakeUs = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(ports: CommonsExchangePorts, commons: Commons) {
    this.#ports = ports;
    this.#commons = commons;
  }

  /** Looks at the sessions now, and again from time to time, until `stop`. To be called when one became ready. */
  wake(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#wakeUs = Number.POSITIVE_INFINITY;
    let nextUs = this.#ports.clock.nowUs() + commonsLookUs;
    for (const session of this.#members()) nextUs = Math.min(nextUs, this.#look(session));
    this.#wakeAt(nextUs);
  }

  /** This member has changed something. */
  news(): void {
    this.#ports.clock.after(commonsTellUs, () => {
      for (const session of this.#members()) this.#talk(session).tell = true;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** What a member that asks is told. What it has and this one has not is asked for at once. */
  answer(question: CommonsQuestion, peerKey: Uint8Array): Uint8Array {
    const { digest } = this.#commons;
    const same = question.digest === digest;
    if (same) this.#commons.agreesWith(memberIdOf(peerKey));
    let serves = false;
    for (const session of this.#members()) {
      if (session.remoteKey.join() !== peerKey.join()) continue;
      const talk = this.#talk(session);
      talk.theirs = question.digest;
      if (same) continue;
      // Who asks for the buckets was told that there are news here: it has them in a moment.
      if (question.buckets === undefined) talk.pull = true;
      else talk.doubts = Math.max(1, talk.doubts);
      serves ||= this.#mayServe(talk);
    }
    // Not within the answer, which must go first.
    if (!same) this.#wakeAt(this.#ports.clock.nowUs());
    const buckets = serves ? this.#commons.differing(question) : [];
    return encodeCommonsAnswer({ digest, buckets });
  }

  /** An honest one asks for buckets no more often than it may (I1). */
  #mayServe(talk: Talk): boolean {
    const nowUs = this.#ports.clock.nowUs();
    if (nowUs - talk.servedUs < commonsPauseUs / 8) return false;
    talk.servedUs = nowUs;
    return true;
  }

  #members(): readonly LinkSession[] {
    const isMember = ({ state, peer }: LinkSession): boolean =>
      state === "ready" && (peer?.role ?? "guest") !== "guest";
    return this.#ports.sessions().filter(isMember);
  }

  #talk(session: LinkSession): Talk {
    const talk = this.#talks.get(session) ?? newTalk();
    this.#talks.set(session, talk);
    return talk;
  }

  /** Asks what is due, and says when to look again. */
  #look(session: LinkSession): number {
    const talk = this.#talk(session);
    const nowUs = this.#ports.clock.nowUs();
    if (talk.underWay) return Number.POSITIVE_INFINITY;
    const differs = talk.theirs !== this.#commons.digest;
    const pulls = differs && (talk.pull || talk.doubts > 1);
    const wanted = pulls || (differs && (talk.tell || talk.doubts > 0));
    const pauseUs = pulls ? commonsPauseUs / 4 : wanted ? commonsPauseUs : commonsAskUs;
    const dueUs = talk.askedUs + pauseUs;
    if (nowUs < dueUs) return dueUs;
    talk.underWay = true;
    this.#ask(session, talk, pulls).catch((error: unknown) => {
      talk.underWay = false;
      this.#ports.log.error("commons-not-asked", { why: describeError(error) });
    });
    return Number.POSITIVE_INFINITY;
  }

  async #ask(session: LinkSession, talk: Talk, pulls: boolean): Promise<void> {
    const { clock } = this.#ports;
    const { digest } = this.#commons;
    const buckets = pulls ? this.#commons.bucketDigests : undefined;
    const object = encodeObject({ kind: "commons", digest, buckets });
    talk.askedUs = clock.nowUs();
    talk.tell = false;
    const deadlineUs = talk.askedUs + commonsAnswerUs;
    const outcome = await session.fetch({ object, class: "prefetch", deadlineUs }).done;
    talk.underWay = false;
    if (this.#stopped) return;
    if (outcome.kind === "complete") this.#heard(session, talk, joinSymbols(outcome.symbols));
    else talk.pull = false;
    this.wake();
  }

  #heard(session: LinkSession, talk: Talk, bytes: Uint8Array): void {
    const from = session.peer?.id ?? "";
    const answer = decodeCommonsAnswer(bytes);
    if (answer === undefined) {
      talk.pull = false;
      this.#ports.log.warn("commons-unreadable", { from });
      return;
    }
    talk.theirs = answer.digest;
    const changed = this.#commons.join(answer.buckets, this.#ports.now());
    if (changed) this.#learned();
    if (answer.digest === this.#commons.digest)
      this.#commons.agreesWith(memberIdOf(session.remoteKey));
    const differs = answer.digest !== this.#commons.digest;
    // Buckets that changed nothing have nothing more to say: what is left to tell is for the other end to ask.
    const isUseless = !changed && answer.buckets.length > 0;
    talk.pull = differs && changed;
    talk.doubts = differs && !isUseless ? talk.doubts + 1 : 0;
  }

  #learned(): void {
    const { clock, rng, changed } = this.#ports;
    changed();
    clock.after(rng.below(commonsPassOnUs), () => {
      const { digest } = this.#commons;
      const others = this.#members().filter((session) => this.#talk(session).theirs !== digest);
      for (const session of rng.shuffle(others).slice(0, commonsPassOnMax))
        this.#talk(session).tell = true;
      this.wake();
    });
  }

  #wakeAt(atUs: number): void {
    if (this.#stopped || atUs >= this.#wakeUs) return;
    this.#cancel?.();
    this.#wakeUs = atUs;
    const waitUs = Math.max(0, atUs - this.#ports.clock.nowUs());
    this.#cancel = this.#ports.clock.after(waitUs, () => this.wake());
  }
}

function newTalk(): Talk {
  const never = Number.NEGATIVE_INFINITY;
  const asked = { askedUs: never, servedUs: never, underWay: false };
  return { ...asked, theirs: undefined, pull: false, tell: false, doubts: 0 };
}
