/**
 * What the ledger is made of: streams (one epoch of one device) and their runs,
 * a run being consecutive events in one row, byte for byte as they came
 * (docs/STORAGE.md §8). One row for a delivery instead of one for each event is
 * what makes the ledger fast.
 *
 * Invariants:
 *   I1  runs of a stream never overlap, so that sorted by first they are sorted by last, too
 *   I2  a run has at most runEventsMax events, so that whoever looks for a seq knows how far back to look
 *   I3  run ids grow in the order of arrival and are never used again
 */
import { assert } from "../base/assert.ts";
import type { Database, SqlRow, SqlValue } from "../ports/database.ts";
import { decodePlayEvent, type PlayEvent } from "../wire/play-event.ts";
import { runEventsMax, runPageRows } from "./limits.ts";

/** One epoch of one device, and how far it has come. */
export interface Stream {
  readonly id: number;
  readonly device: string;
  readonly epoch: string;
  /** All up to here are stored, or known to be lost. */
  readonly contiguous: number;
  /** The highest seq that is stored. */
  readonly highest: number;
  /** The chain behind `contiguous`; undefined where batches came out of order. */
  readonly chain: Uint8Array | undefined;
  readonly duplicates: number;
  readonly breaks: number;
}

export interface Run {
  readonly id: number;
  readonly stream: number;
  readonly first: number;
  readonly last: number;
  /** Each event behind a byte that says its length. */
  readonly bodies: Uint8Array;
}

export interface NamedEvent extends PlayEvent {
  readonly seq: number;
}

export class LedgerRuns {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The stream, made where it is new: with nothing stored, behind `chain`. */
  stream(device: string, epoch: string, chain: Uint8Array): Stream {
    const sql = "SELECT * FROM ledger_streams WHERE device = ? AND epoch = ?";
    const known = this.#database.prepare(sql).get(device, epoch);
    if (known !== undefined) return streamOf(known);
    this.#database
      .prepare("INSERT INTO ledger_streams VALUES (NULL, ?, ?, 0, 0, ?, 0, 0)")
      .run(device, epoch, chain);
    return this.stream(device, epoch, chain);
  }

  /** All streams, by device and epoch. */
  streams(): Stream[] {
    const sql = "SELECT * FROM ledger_streams ORDER BY device, epoch";
    return this.#database.prepare(sql).all().map(streamOf);
  }

  streamById(id: number): Stream | undefined {
    const row = this.#database.prepare("SELECT * FROM ledger_streams WHERE id = ?").get(id);
    return row === undefined ? undefined : streamOf(row);
  }

  update(stream: Stream): void {
    const { id, contiguous, highest, chain, duplicates, breaks } = stream;
    this.#database
      .prepare(
        `UPDATE ledger_streams SET contiguous = ?, highest = ?, chain = ?, duplicates = ?, breaks = ?
         WHERE id = ?`,
      )
      .run(contiguous, highest, chain ?? null, duplicates, breaks, id);
  }

  add(run: Omit<Run, "id">): void {
    assert(run.last - run.first < runEventsMax, "I2: a run is short");
    this.#database
      .prepare("INSERT INTO ledger_runs VALUES (NULL, ?, ?, ?, ?)")
      .run(run.stream, run.first, run.last, run.bodies);
  }

  /** Runs with an event from `first` to `last`, in order. At most a batch's worth apart. */
  overlapping(stream: number, first: number, last: number): Run[] {
    const sql = `SELECT * FROM ledger_runs
      WHERE stream = ? AND first BETWEEN ? AND ? AND last >= ? ORDER BY first`;
    const values = [stream, first - runEventsMax + 1, last, first];
    return this.#all(sql, values).map(runOf);
  }

  /** The last event of those that follow `from` without a gap; `from` itself where none does. */
  endOfRow(stream: number, from: number): number {
    let at = this.overlapping(stream, from + 1, from + 1)[0]?.last ?? from;
    const sql =
      "SELECT first, last FROM ledger_runs WHERE stream = ? AND first > ? ORDER BY first LIMIT ?";
    for (;;) {
      const rows = this.#all(sql, [stream, at, runPageRows]);
      for (const row of rows) {
        if (number(row, "first") !== at + 1) return at;
        at = number(row, "last");
      }
      if (rows.length < runPageRows) return at;
    }
  }

  /** Places of all runs of a stream, without their events, in order of seq. */
  *spans(stream: number): Generator<{ readonly first: number; readonly last: number }> {
    const sql =
      "SELECT first, last FROM ledger_runs WHERE stream = ? AND first > ? ORDER BY first LIMIT ?";
    for (let after = 0; ; ) {
      const rows = this.#all(sql, [stream, after, runPageRows]);
      for (const row of rows) {
        after = number(row, "first");
        yield { first: after, last: number(row, "last") };
      }
      if (rows.length < runPageRows) return;
    }
  }

  /** The events of a stream in order; read in pages, so that a stream of years fits. */
  *events(stream: number): Generator<NamedEvent> {
    for (const run of this.#runsOf(stream)) yield* eventsOf(run);
  }

  /** The events of several streams: each one's in order, and between them those first that arrived first. */
  *merged(streams: readonly number[]): Generator<NamedEvent> {
    const left = streams.map((stream) => this.#runsOf(stream));
    const heads = left.map((runs) => runs.next().value as Run | undefined); // nothing else is returned
    for (;;) {
      let at = -1;
      heads.forEach((head, i) => {
        if (head !== undefined && head.id < (heads[at]?.id ?? Number.POSITIVE_INFINITY)) at = i;
      });
      const head = heads[at];
      if (head === undefined) return;
      yield* eventsOf(head);
      heads[at] = left[at]?.next().value as Run | undefined; // as above
    }
  }

  *#runsOf(stream: number): Generator<Run, undefined> {
    const sql = "SELECT * FROM ledger_runs WHERE stream = ? AND first > ? ORDER BY first LIMIT ?";
    for (let after = 0; ; ) {
      const runs = this.#all(sql, [stream, after, runPageRows]).map(runOf);
      for (const run of runs) {
        after = run.first;
        yield run;
      }
      if (runs.length < runPageRows) return;
    }
  }

  /** Runs in the order in which they arrived, behind the one with id `after`. At most `limit`. */
  arrived(after: number, limit: number): Run[] {
    const sql = "SELECT * FROM ledger_runs WHERE id > ? ORDER BY id LIMIT ?";
    return this.#all(sql, [after, limit]).map(runOf);
  }

  /** Id of the run that arrived last; 0 for none. */
  lastArrived(): number {
    const sql = "SELECT max(id) AS id FROM ledger_runs";
    return number(this.#database.prepare(sql).get() ?? {}, "id");
  }

  #all(sql: string, values: readonly SqlValue[]): SqlRow[] {
    return this.#database.prepare(sql).all(...values);
  }
}

/** The events of a run; one that this version cannot read is left out. */
export function* eventsOf({ first, last, bodies }: Run): Generator<NamedEvent> {
  let at = 0;
  for (let seq = first; seq <= last; seq++) {
    const end = at + 1 + (bodies[at] ?? 0);
    const event = decodePlayEvent(bodies.subarray(at + 1, end));
    at = end;
    if (event !== undefined) yield { seq, ...event };
  }
}

/** The bytes of each event of a run, in order. */
export function bodiesOf({ first, last, bodies }: Run): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0, seq = first; seq <= last; seq++) {
    const end = at + 1 + (bodies[at] ?? 0);
    found.push(bodies.subarray(at + 1, end));
    at = end;
  }
  return found;
}

function streamOf(row: SqlRow): Stream {
  const chain = row["chain"];
  return {
    id: number(row, "id"),
    device: String(row["device"]),
    epoch: String(row["epoch"]),
    contiguous: number(row, "contiguous"),
    highest: number(row, "highest"),
    chain: chain instanceof Uint8Array ? chain : undefined,
    duplicates: number(row, "duplicates"),
    breaks: number(row, "breaks"),
  };
}

function runOf(row: SqlRow): Run {
  const bodies = row["bodies"];
  return {
    id: number(row, "id"),
    stream: number(row, "stream"),
    first: number(row, "first"),
    last: number(row, "last"),
    bodies: bodies instanceof Uint8Array ? bodies : new Uint8Array(0),
  };
}

function number(row: SqlRow, column: string): number {
  return Number(row[column] ?? 0);
}
