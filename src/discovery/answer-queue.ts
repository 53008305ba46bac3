/**
 * Answers that wait for their moment, and when each record was multicast last:
 * once a second at most, four times to defend it (RFC 6762 §6). Pure.
 *
 * Holds records of our own only, so questions cannot make it grow.
 */
import { usPerS } from "../base/units.ts";
import { defenceGapUs, multicastGapUs, sentRecordsMax } from "./limits.ts";
import { type ResourceRecord, recordKey } from "./message.ts";

interface Pending {
  readonly record: ResourceRecord;
  readonly dueUs: number;
}

export class AnswerQueue {
  readonly #pending = new Map<string, Pending>();
  readonly #sentUs = new Map<string, number>();

  get dueUs(): number {
    let dueUs = Number.POSITIVE_INFINITY;
    for (const pending of this.#pending.values()) dueUs = Math.min(dueUs, pending.dueUs);
    return dueUs;
  }

  /** At `atUs`, or as soon after as may be; the earlier of two moments counts. */
  add(record: ResourceRecord, atUs: number, defence = false): void {
    const key = recordKey(record);
    const gapUs = defence ? defenceGapUs : multicastGapUs;
    const dueUs = Math.max(atUs, (this.#sentUs.get(key) ?? Number.NEGATIVE_INFINITY) + gapUs);
    const pending = this.#pending.get(key);
    if (pending === undefined || pending.dueUs > dueUs) this.#pending.set(key, { record, dueUs });
  }

  /** Another has said it. */
  drop(key: string): void {
    this.#pending.delete(key);
  }

  /** Those whose moment has come. */
  take(nowUs: number): ResourceRecord[] {
    const due: ResourceRecord[] = [];
    for (const [key, { record, dueUs }] of this.#pending) {
      if (dueUs > nowUs) continue;
      this.#pending.delete(key);
      due.push(record);
    }
    return due;
  }

  /** The group has heard these now. */
  noteSent(records: readonly ResourceRecord[], nowUs: number): void {
    for (const record of records) {
      const key = recordKey(record);
      this.#sentUs.delete(key);
      this.#sentUs.set(key, nowUs);
    }
    for (const oldest of this.#sentUs.keys()) {
      if (this.#sentUs.size <= sentRecordsMax) break;
      this.#sentUs.delete(oldest);
    }
  }

  /** Multicast within a quarter of its life, so that a unicast answer will do (§5.4). */
  isFresh(record: ResourceRecord, nowUs: number): boolean {
    const sentUs = this.#sentUs.get(recordKey(record));
    return sentUs !== undefined && nowUs - sentUs < (record.ttlS * usPerS) / 4;
  }
}
