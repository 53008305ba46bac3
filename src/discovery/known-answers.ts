/**
 * What askers know already, and queries whose known answers are still coming
 * in further packets (RFC 6762 §7.1, §7.2). Pure.
 */
import type { Rng } from "../base/rng.ts";
import {
  knownAnswersMax,
  truncatedDelayMinUs,
  truncatedDelaySpanUs,
  truncatedQueriersMax,
} from "./limits.ts";
import { type ResourceRecord, recordKey } from "./message.ts";

/** The life that each known record has left, in seconds. */
export class KnownAnswers {
  readonly #ttls = new Map<string, number>();

  add(records: readonly ResourceRecord[]): void {
    for (const record of records) {
      if (this.#ttls.size >= knownAnswersMax) return;
      this.#ttls.set(recordKey(record), record.ttlS);
    }
  }

  /** Without what is known with at least half of its life to come. */
  without(records: readonly ResourceRecord[]): ResourceRecord[] {
    return records.filter((record) => (this.#ttls.get(recordKey(record)) ?? -1) < record.ttlS / 2);
  }
}

interface HeldQuery {
  dueUs: number;
  readonly answers: readonly ResourceRecord[];
  readonly known: KnownAnswers;
}

/** Queries that said that more known answers follow, by who asked. */
export class HeldQueries {
  readonly #rng: Rng;
  readonly #held = new Map<string, HeldQuery>();

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  get dueUs(): number {
    let dueUs = Number.POSITIVE_INFINITY;
    for (const held of this.#held.values()) dueUs = Math.min(dueUs, held.dueUs);
    return dueUs;
  }

  /** Another packet of the asker: more is known, and `more` says whether yet more follows. */
  learn(asker: string, records: readonly ResourceRecord[], more: boolean, nowUs: number): void {
    const held = this.#held.get(asker);
    if (held === undefined) return;
    held.known.add(records);
    if (more) held.dueUs = nowUs + this.#delayUs();
  }

  /** One query for each asker, so many askers; a further one goes unanswered, and is asked again. */
  hold(
    asker: string,
    answers: readonly ResourceRecord[],
    known: readonly ResourceRecord[],
    nowUs: number,
  ): void {
    const full = this.#held.size >= truncatedQueriersMax;
    if (this.#held.has(asker) || full || answers.length === 0) return;
    const held = { dueUs: nowUs + this.#delayUs(), answers, known: new KnownAnswers() };
    held.known.add(known);
    this.#held.set(asker, held);
  }

  /** What is left to answer of those that have waited long enough. */
  take(nowUs: number): ResourceRecord[] {
    const left: ResourceRecord[] = [];
    for (const [asker, { dueUs, answers, known }] of this.#held) {
      if (dueUs > nowUs) continue;
      this.#held.delete(asker);
      left.push(...known.without(answers));
    }
    return left;
  }

  #delayUs(): number {
    return truncatedDelayMinUs + this.#rng.below(truncatedDelaySpanUs);
  }
}
