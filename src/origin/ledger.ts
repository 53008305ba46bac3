/**
 * The ledger of plays: takes the events that devices deliver at least once, and
 * keeps each exactly once (PROTOCOL.md §6). Only the daemon appends, and one ledger
 * alone is open on a database for that: it remembers how far each stream has come.
 *
 * Invariants:
 *   I1  what an acknowledgement covers was durable before it was given (the database syncs each commit)
 *   I2  an event is named by (device, epoch, seq); the first one of a name stays, later ones only count
 *   I3  an acknowledgement covers no event that may still be on its way: it stops at a gap, until
 *       the device has shown that it has nothing older (gapOffersMax); the gap stays in the report
 *   I4  what is remembered of a stream is what the database has: a commit that fails forgets it all
 */
import { LRUCache } from "lru-cache";
import { assert } from "../base/assert.ts";
import { equalBytes } from "../base/bytes.ts";
import type { Database } from "../ports/database.ts";
import {
  decodeEventBatch,
  type EventBatch,
  encodeEventAck,
  firstChain,
} from "../wire/play-event.ts";
import {
  type DevicePlays,
  type ExportedEvent,
  type LedgerReport,
  LedgerReports,
  type TrackPlays,
} from "./ledger-reports.ts";
import { bodiesOf, LedgerRuns, type Stream } from "./ledger-runs.ts";
import { gapDevicesMax, gapOffersMax, streamsRemembered } from "./limits.ts";

/** A batch as it came from a device. */
export interface Delivery {
  readonly device: string;
  readonly batch: Uint8Array;
}

type Stored = "new" | "duplicate" | "conflict";

export class Ledger {
  readonly #database: Database;
  readonly #runs: LedgerRuns;
  readonly #reports: LedgerReports;
  readonly #streams = new LRUCache<string, Stream>({ max: streamsRemembered });
  /** Streams that this commit changes. */
  readonly #changed = new Map<string, Stream>();
  readonly #offers = new LRUCache<number, { readonly firstSeq: number; readonly count: number }>({
    max: gapDevicesMax,
  });

  constructor(database: Database) {
    this.#database = database;
    this.#runs = new LedgerRuns(database);
    this.#reports = new LedgerReports(database);
  }

  /**
   * Takes a batch as it came from `device`. Returns the encoded acknowledgement, durable; undefined
   * where the batch is malformed. Throws DiskError: nothing was taken then.
   */
  append(device: string, batch: Uint8Array): Uint8Array | undefined {
    return this.appendAll([{ device, batch }])[0];
  }

  /**
   * Takes batches of several devices together: one commit, and so one wait for the disk, for all of
   * them. Acknowledgements in the same order. Throws DiskError: nothing of any of them was taken then.
   */
  appendAll(deliveries: readonly Delivery[]): (Uint8Array | undefined)[] {
    const batches = deliveries.map(({ batch }) => decodeEventBatch(batch));
    if (batches.every((batch) => batch === undefined)) return batches;
    try {
      return this.#database.transaction(() => {
        const answers = deliveries.map(({ device }, i) => this.#answer(device, batches[i]));
        for (const stream of this.#changed.values()) this.#runs.update(stream);
        return answers;
      });
    } catch (error) {
      this.#streams.clear();
      throw error;
    } finally {
      this.#changed.clear();
    }
  }

  report(): LedgerReport {
    return this.#reports.report();
  }

  byTrack(): TrackPlays[] {
    return this.#reports.byTrack();
  }

  byDevice(): DevicePlays[] {
    return this.#reports.byDevice();
  }

  events(): Generator<ExportedEvent> {
    return this.#reports.events();
  }

  #answer(device: string, batch: EventBatch | undefined): Uint8Array | undefined {
    if (batch === undefined) return undefined;
    return encodeEventAck({ epoch: batch.epoch, seq: this.#take(device, batch) });
  }

  /** Up to where the device's events are all here, or are known to be lost. */
  #take(device: string, batch: EventBatch): number {
    const { epoch, firstSeq, events, chain, chainAfter } = batch;
    const key = `${device} ${epoch}`;
    const stream = this.#streams.get(key) ?? this.#runs.stream(device, epoch, firstChain);
    const stored = this.#insert(stream, batch);
    const lastSeq = firstSeq + events.length - 1;
    const contiguous = this.#contiguous(stream, firstSeq, lastSeq);
    const next = firstSeq === stream.contiguous + 1;
    const broken = next && stream.chain !== undefined && !equalBytes(chain, stream.chain);
    const changed: Stream = {
      ...stream,
      contiguous,
      highest: Math.max(stream.highest, lastSeq),
      chain:
        contiguous === lastSeq
          ? chainAfter
          : contiguous === stream.contiguous
            ? stream.chain
            : undefined,
      duplicates: stream.duplicates + stored.filter((what) => what !== "new").length,
      breaks: stream.breaks + (broken || stored.includes("conflict") ? 1 : 0),
    };
    this.#streams.set(key, changed);
    this.#changed.set(key, changed);
    return contiguous;
  }

  #contiguous(stream: Stream, firstSeq: number, lastSeq: number): number {
    const beyond = firstSeq > stream.contiguous + 1;
    const from = beyond && this.#isFinalGap(stream.id, firstSeq) ? lastSeq : stream.contiguous;
    // Mostly it goes on where it was, and nothing lies beyond.
    if (firstSeq === from + 1 && stream.highest <= from) return lastSeq;
    if (from >= Math.max(stream.highest, lastSeq)) return from;
    return this.#runs.endOfRow(stream.id, from);
  }

  /** What became of each event. Mostly all of a batch is new, and it is one run as it came. */
  #insert(stream: Stream, batch: EventBatch): readonly Stored[] {
    const { firstSeq, bodies } = batch;
    const lastSeq = firstSeq + bodies.length - 1;
    const known = new Map<number, Uint8Array>();
    if (firstSeq <= stream.highest)
      for (const run of this.#runs.overlapping(stream.id, firstSeq, lastSeq))
        for (const [i, body] of bodiesOf(run).entries()) known.set(run.first + i, body);
    const stored = bodies.map((body, i) => compared(body, known.get(firstSeq + i)));
    for (let from = 0; from < stored.length; from++) {
      if (stored[from] !== "new") continue;
      const to = endOfNew(stored, from);
      this.#runs.add({
        stream: stream.id,
        first: firstSeq + from,
        last: firstSeq + to,
        bodies: runBytes(bodies[from], bodies[to]),
      });
      from = to;
    }
    return stored;
  }

  /** I3: the device has offered the same first event often enough to have nothing older. */
  #isFinalGap(stream: number, firstSeq: number): boolean {
    const before = this.#offers.get(stream);
    const count = before?.firstSeq === firstSeq ? before.count + 1 : 1;
    this.#offers.set(stream, { firstSeq, count });
    return count >= gapOffersMax;
  }
}

/** I2. A conflict is another event of the same name. */
function compared(body: Uint8Array, known: Uint8Array | undefined): Stored {
  if (known === undefined) return "new";
  return equalBytes(known, body) ? "duplicate" : "conflict";
}

function endOfNew(stored: readonly Stored[], from: number): number {
  let to = from;
  while (stored[to + 1] === "new") to += 1;
  return to;
}

/** The bytes of the batch from one event to another, with the lengths before them. */
function runBytes(first: Uint8Array | undefined, last: Uint8Array | undefined): Uint8Array {
  assert(first !== undefined && last !== undefined, "a run has events");
  const from = first.byteOffset - 1;
  return new Uint8Array(first.buffer, from, last.byteOffset + last.length - from);
}
