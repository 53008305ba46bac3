/**
 * Finds out what time it is: looks at the own clock, and asks the members at the
 * other ends of the ready sessions, origins and speakers, while that one follows no
 * time server (household/house-time.ts decides). The link has authenticated every one of them.
 *
 * Bounds: timeVotesMax members, origins first; one question a session at a time, `timeAskUs` apart; one look
 * in `timeLookUs`.
 */

import { toHex } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { HouseTime, type KnownTime, type TimeOrigin } from "../household/house-time.ts";
import { timeVotesMax } from "../household/limits.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { WallSource } from "../ports/wall-source.ts";
import type { LinkSession } from "../transport/endpoint.ts";
import { decodeTimeWord, encodeTimeWord } from "../wire/house-time.ts";
import { encodeObject } from "../wire/objects.ts";
import { timeAnswerUs, timeAskUs, timeLookUs, timeSeekUs } from "./limits.ts";
import { Waker } from "./waker.ts";

export interface TimeKeeperPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Absent where nothing is known of the machine's clock: then a date that is not absurd is believed. */
  readonly wallSource?: WallSource | undefined;
}

export class TimeKeeper {
  readonly #ports: TimeKeeperPorts;
  readonly #sessions: () => readonly LinkSession[];
  readonly #time = new HouseTime();
  readonly #waker = new Waker();
  readonly #askedUs = new WeakMap<LinkSession, number>();
  #boot: string | undefined;
  #synchronised = false;
  #onKnown: () => void = () => undefined;

  /** Has looked at the own clock when it resolves. */
  static async open(
    ports: TimeKeeperPorts,
    sessions: () => readonly LinkSession[],
  ): Promise<TimeKeeper> {
    const keeper = new TimeKeeper(ports, sessions);
    keeper.#boot = await ports.wallSource?.bootId();
    await keeper.#look();
    return keeper;
  }

  private constructor(ports: TimeKeeperPorts, sessions: () => readonly LinkSession[]) {
    this.#ports = ports;
    this.#sessions = sessions;
  }

  /** Of this boot of the machine; undefined where nobody knows. */
  get boot(): string | undefined {
    return this.#boot;
  }
  get origin(): TimeOrigin {
    return this.#time.origin;
  }
  /** How far the machine's own clock is ahead, ms; undefined while the time is not known. */
  get aheadMs(): number | undefined {
    const { wallMs, trusted } = this.now();
    return trusted ? this.#ports.clock.wallMs() - wallMs : undefined;
  }

  now(): KnownTime {
    const { clock } = this.#ports;
    return this.#time.at(clock.nowUs(), clock.wallMs());
  }

  /** The machine's clock, with this time for its wall time. */
  get clock(): Clock {
    const { clock } = this.#ports;
    return {
      nowUs: () => clock.nowUs(),
      wallMs: () => this.now().wallMs,
      after: (delayUs: number, run: () => void): Cancel => clock.after(delayUs, run),
    };
  }

  /** What a member that asks for the time is told. */
  answer(): Uint8Array {
    const { clock } = this.#ports;
    return encodeTimeWord(this.#time.word(clock.nowUs(), clock.wallMs()));
  }

  /** There is someone new to ask. */
  wake(): void {
    this.#waker.wake();
  }

  /** Runs until `signal` aborts, then rejects with its reason. `known` is called when the time is found out. */
  async run(known: () => void, signal: AbortSignal): Promise<never> {
    this.#onKnown = known;
    for (;;) {
      await this.#look();
      if (!this.#synchronised)
        for (const session of witnesses(this.#sessions())) this.#ask(session, signal);
      const pauseUs = this.origin === "none" ? timeSeekUs : timeLookUs;
      await this.#waker.pause(this.#ports.clock, pauseUs, signal);
    }
  }

  async #look(): Promise<void> {
    const { clock, wallSource } = this.#ports;
    const trust = (await wallSource?.trust()) ?? "kept";
    this.#synchronised = trust === "synchronised";
    this.#learn(() => this.#time.own(trust, clock.wallMs(), clock.nowUs()));
  }

  #ask(session: LinkSession, signal: AbortSignal): void {
    const askedUs = this.#ports.clock.nowUs();
    const patienceUs = this.origin === "none" ? timeSeekUs : timeAskUs;
    const before = this.#askedUs.get(session) ?? Number.NEGATIVE_INFINITY;
    if (session.state !== "ready" || askedUs - before < patienceUs) return;
    this.#askedUs.set(session, askedUs);
    this.#question(session, askedUs, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#ports.log.warn("time-not-asked", { why: describeError(error) });
    });
  }

  async #question(session: LinkSession, askedUs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    const deadlineUs = askedUs + timeAnswerUs;
    const object = encodeObject({ kind: "time" });
    const outcome = await session.fetch({ object, class: "play", deadlineUs }).done;
    if (outcome.kind !== "complete" || signal.aborted) return;
    const word = decodeTimeWord(joinSymbols(outcome.symbols));
    const span = { askedUs, cameUs: clock.nowUs() };
    const who = { node: toHex(session.remoteKey), isOrigin: session.peer?.role === "origin" };
    if (word !== undefined) this.#learn(() => this.#time.heard(who, word, span));
  }

  #learn(hear: () => void): void {
    const before = this.origin;
    hear();
    if (this.origin === before) return;
    this.#ports.log.info("time-known", { from: this.origin, aheadMs: this.aheadMs });
    if (before === "none") this.#onKnown();
  }
}

/** Members, each once, origins first. */
function witnesses(sessions: readonly LinkSession[]): readonly LinkSession[] {
  const members = new Map<string, LinkSession>();
  for (const role of ["origin", "speaker"] as const)
    for (const session of sessions)
      if (session.peer?.role === role) members.set(toHex(session.remoteKey), session);
  return [...members.values()].slice(0, timeVotesMax);
}
