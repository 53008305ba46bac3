/**
 * The ledger of plays: takes the events that devices deliver at least once, and
 * keeps each exactly once (PROTOCOL.md §6).
 *
 * Invariants:
 *   I1  what an acknowledgement covers was durable before it was given (the database syncs each commit)
 *   I2  an event is named by (device, epoch, seq); the first one of a name stays, later ones only count
 *   I3  an acknowledgement covers no event that may still be on its way: it stops at a gap, until
 *       the device has shown that it has nothing older (gapOffersMax); the gap stays in the report
 */
import { LRUCache } from "lru-cache";
import { equalBytes } from "../base/bytes.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Database, SqlRow, SqlValue } from "../ports/database.ts";
import {
  decodeEventBatch,
  decodePlayEvent,
  type EventBatch,
  encodeEventAck,
  firstChain,
  type PlayEvent,
} from "../wire/play-event.ts";
import {
  countedPlayMs,
  exportPageRows,
  gapDevicesMax,
  gapOffersMax,
  reportRowsMax,
} from "./limits.ts";

/** CONTRACT.md `origin events`. */
export interface LedgerReport {
  /** All plays. */
  readonly plays: number;
  /** Those of at least 30 s. */
  readonly counted: number;
  readonly duplicatesDropped: number;
  /** Events that are missing, both ends included. */
  readonly gaps: readonly {
    readonly device: string;
    readonly epoch: string;
    readonly from: number;
    readonly to: number;
  }[];
  readonly devices: number;
  /** Batches that did not continue what the device had sent before: a card was put back, or worse. */
  readonly chainBreaks: number;
}

/** CONTRACT.md `origin events --by track`. */
export interface TrackPlays {
  readonly id: TrackId;
  /** Empty where the catalogue does not know the track. */
  readonly title: string;
  readonly artist: string;
  readonly plays: number;
  readonly counted: number;
  readonly playedMs: number;
}

/** A batch as it came from a device. */
export interface Delivery {
  readonly device: string;
  readonly batch: Uint8Array;
}

/** What one device's plays come to. */
export interface DevicePlays {
  readonly device: string;
  readonly plays: number;
  readonly counted: number;
  readonly playedMs: number;
  readonly duplicatesDropped: number;
  readonly gaps: number;
  readonly chainBreaks: number;
}

/** An event as it is exported: what was recorded, with its name. */
export interface ExportedEvent extends PlayEvent {
  readonly device: string;
  readonly epoch: string;
  readonly seq: number;
}

interface Head {
  /** All up to here are stored, or known to be lost. */
  readonly contiguous: number;
  /** The chain behind `contiguous`; undefined where batches came out of order. */
  readonly chain: Uint8Array | undefined;
}

const newHead: Head = { contiguous: 0, chain: firstChain };

export class Ledger {
  readonly #database: Database;
  readonly #offers = new LRUCache<string, { readonly firstSeq: number; readonly count: number }>({
    max: gapDevicesMax,
  });

  constructor(database: Database) {
    this.#database = database;
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
    const decoded = deliveries.map(({ device, batch }) => ({
      device,
      batch: decodeEventBatch(batch),
    }));
    if (decoded.every(({ batch }) => batch === undefined)) return decoded.map(() => undefined);
    return this.#database.transaction(() =>
      decoded.map(({ device, batch }) =>
        batch === undefined
          ? undefined
          : encodeEventAck({ epoch: batch.epoch, seq: this.#take(device, batch) }),
      ),
    );
  }

  report(): LedgerReport {
    const plays = this.#get(
      "SELECT count(*) AS plays, sum(played_ms >= ?) AS counted FROM plays",
      countedPlayMs,
    );
    const heads = this.#get(
      `SELECT count(DISTINCT device) AS devices, sum(duplicates) AS duplicates, sum(breaks) AS breaks
       FROM ledger_heads`,
    );
    return {
      plays: number(plays, "plays"),
      counted: number(plays, "counted"),
      duplicatesDropped: number(heads, "duplicates"),
      gaps: this.#gaps(),
      devices: number(heads, "devices"),
      chainBreaks: number(heads, "breaks"),
    };
  }

  /** Most played first. */
  byTrack(): TrackPlays[] {
    const sql = `SELECT plays.track AS id, coalesce(title, '') AS title, coalesce(artist, '') AS artist,
        count(*) AS plays, sum(played_ms >= ?) AS counted, sum(played_ms) AS played_ms
      FROM plays LEFT JOIN tracks ON tracks.id = plays.track
      GROUP BY plays.track ORDER BY plays DESC, title, plays.track LIMIT ?`;
    return this.#all(sql, countedPlayMs, reportRowsMax).map((row) => ({
      id: String(row["id"]),
      title: String(row["title"]),
      artist: String(row["artist"]),
      plays: number(row, "plays"),
      counted: number(row, "counted"),
      playedMs: number(row, "played_ms"),
    }));
  }

  /** Most played first. */
  byDevice(): DevicePlays[] {
    const gaps = this.#gaps();
    const sql = `SELECT device, plays, counted, played_ms, duplicates, breaks FROM
        (SELECT device, sum(duplicates) AS duplicates, sum(breaks) AS breaks FROM ledger_heads GROUP BY device)
      LEFT JOIN (SELECT device, count(*) AS plays, sum(played_ms >= ?) AS counted, sum(played_ms) AS played_ms
        FROM plays GROUP BY device) USING (device)
      ORDER BY plays DESC, device LIMIT ?`;
    return this.#all(sql, countedPlayMs, reportRowsMax).map((row) => ({
      device: String(row["device"]),
      plays: number(row, "plays"),
      counted: number(row, "counted"),
      playedMs: number(row, "played_ms"),
      duplicatesDropped: number(row, "duplicates"),
      gaps: gaps.filter(({ device }) => device === row["device"]).length,
      chainBreaks: number(row, "breaks"),
    }));
  }

  /** Every event, by device, epoch and seq; read in pages, so that a ledger of years fits. */
  *events(): Generator<ExportedEvent> {
    const sql = `SELECT device, epoch, seq, body FROM ledger
      WHERE (device, epoch, seq) > (?, ?, ?) ORDER BY device, epoch, seq LIMIT ?`;
    let after: SqlValue[] = ["", "", 0];
    for (;;) {
      const rows = this.#all(sql, ...after, exportPageRows);
      for (const row of rows) {
        const name = {
          device: String(row["device"]),
          epoch: String(row["epoch"]),
          seq: number(row, "seq"),
        };
        const body = row["body"];
        const event = body instanceof Uint8Array ? decodePlayEvent(body) : undefined;
        if (event !== undefined) yield { ...name, ...event };
        after = [name.device, name.epoch, name.seq];
      }
      if (rows.length < exportPageRows) return;
    }
  }

  /** Up to where the device's events are all here, or are known to be lost. */
  #take(device: string, batch: EventBatch): number {
    const { epoch, firstSeq, events } = batch;
    const head = this.#head(device, epoch);
    const stored = this.#insertAll(device, batch);
    this.#plays(
      device,
      events.filter((_, i) => stored[i] === "new"),
    );
    const lastSeq = firstSeq + events.length - 1;
    const beyond = firstSeq > head.contiguous + 1;
    const from = beyond && this.#isFinalGap(device, epoch, firstSeq) ? lastSeq : head.contiguous;
    const contiguous = this.#runFrom(device, epoch, from);
    const next = firstSeq === head.contiguous + 1;
    const broken = next && head.chain !== undefined && !equalBytes(batch.chain, head.chain);
    this.#setHead(device, epoch, {
      contiguous,
      chain: chainBehind(contiguous, { lastSeq, chainAfter: batch.chainAfter }, head),
      duplicates: stored.filter((what) => what !== "new").length,
      breaks: broken || stored.includes("conflict") ? 1 : 0,
    });
    return contiguous;
  }

  /** Mostly all of a batch is new, and one statement is enough. */
  #insertAll(device: string, batch: EventBatch): ("new" | "duplicate" | "conflict")[] {
    const { epoch, firstSeq, bodies } = batch;
    const known =
      "SELECT 1 AS n FROM ledger WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ?";
    const lastSeq = firstSeq + bodies.length - 1;
    if (this.#get(known, device, epoch, firstSeq, lastSeq) !== undefined)
      return bodies.map((body, i) => this.#insert({ device, epoch, seq: firstSeq + i }, body));
    const rows = bodies.map(() => "(?, ?, ?, ?)").join(", ");
    const values = bodies.flatMap((body, i) => [device, epoch, firstSeq + i, body]);
    this.#database.prepare(`INSERT INTO ledger VALUES ${rows}`).run(...values);
    return bodies.map(() => "new");
  }

  /** I2. A conflict is another event of the same name. */
  #insert(
    name: { readonly device: string; readonly epoch: string; readonly seq: number },
    body: Uint8Array,
  ): "new" | "duplicate" | "conflict" {
    const key = [name.device, name.epoch, name.seq];
    const sql = "INSERT OR IGNORE INTO ledger VALUES (?, ?, ?, ?)";
    if (this.#database.prepare(sql).run(...key, body) > 0) return "new";
    const known = "SELECT body FROM ledger WHERE device = ? AND epoch = ? AND seq = ?";
    const before = this.#get(known, ...key)?.["body"];
    return before instanceof Uint8Array && equalBytes(before, body) ? "duplicate" : "conflict";
  }

  /** One row for each play: its start, checkpoint and end mostly come together. */
  #plays(device: string, events: readonly PlayEvent[]): void {
    const plays = new Map<string, PlayEvent>();
    for (const event of events)
      if (event.playedMs >= (plays.get(event.playId)?.playedMs ?? 0))
        plays.set(event.playId, event);
    for (const event of plays.values())
      this.#database
        .prepare(
          `INSERT INTO plays VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET played_ms = max(played_ms, excluded.played_ms)`,
        )
        .run(device, event.playId, event.track, event.playedMs);
  }

  /** I3: the device has offered the same first event often enough to have nothing older. */
  #isFinalGap(device: string, epoch: string, firstSeq: number): boolean {
    const key = `${device} ${epoch}`;
    const before = this.#offers.get(key);
    const count = before?.firstSeq === firstSeq ? before.count + 1 : 1;
    this.#offers.set(key, { firstSeq, count });
    return count >= gapOffersMax;
  }

  /** The last event of those that follow `from` without a gap; `from` itself where none does. */
  #runFrom(device: string, epoch: string, from: number): number {
    const next = "SELECT 1 AS n FROM ledger WHERE device = ? AND epoch = ? AND seq = ?";
    if (this.#get(next, device, epoch, from + 1) === undefined) return from;
    const sql = `SELECT seq FROM ledger AS here WHERE device = ? AND epoch = ? AND seq > ?
      AND NOT EXISTS (SELECT 1 FROM ledger AS next WHERE next.device = here.device
        AND next.epoch = here.epoch AND next.seq = here.seq + 1) ORDER BY seq LIMIT 1`;
    return number(this.#get(sql, device, epoch, from), "seq");
  }

  #head(device: string, epoch: string): Head {
    const sql = "SELECT contiguous, chain FROM ledger_heads WHERE device = ? AND epoch = ?";
    const row = this.#get(sql, device, epoch);
    if (row === undefined) return newHead;
    const chain = row["chain"];
    return {
      contiguous: number(row, "contiguous"),
      chain: chain instanceof Uint8Array ? chain : undefined,
    };
  }

  #setHead(
    device: string,
    epoch: string,
    head: Head & { readonly duplicates: number; readonly breaks: number },
  ): void {
    this.#database
      .prepare(
        `INSERT INTO ledger_heads VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET contiguous = excluded.contiguous, chain = excluded.chain,
           duplicates = duplicates + excluded.duplicates, breaks = breaks + excluded.breaks`,
      )
      .run(device, epoch, head.contiguous, head.chain ?? null, head.duplicates, head.breaks);
  }

  #gaps(): LedgerReport["gaps"] {
    const sql = `SELECT device, epoch, before + 1 AS first, seq - 1 AS last FROM (
        SELECT device, epoch, seq,
          lag(seq, 1, 0) OVER (PARTITION BY device, epoch ORDER BY seq) AS before FROM ledger)
      WHERE seq > before + 1 ORDER BY device, epoch, seq LIMIT ?`;
    return this.#all(sql, reportRowsMax).map((row) => ({
      device: String(row["device"]),
      epoch: String(row["epoch"]),
      from: number(row, "first"),
      to: number(row, "last"),
    }));
  }

  #get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.#database.prepare(sql).all(...values);
  }
}

function chainBehind(
  contiguous: number,
  batch: { readonly lastSeq: number; readonly chainAfter: Uint8Array },
  head: Head,
): Uint8Array | undefined {
  if (contiguous === batch.lastSeq) return batch.chainAfter;
  return contiguous === head.contiguous ? head.chain : undefined;
}

function number(row: SqlRow | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}
