/**
 * Listens on their way to ListenBrainz: made of what arrives in the ledger, kept
 * in the database until they are sent.
 *
 * A play is a row from its first event to its last. Its start is placed in time as
 * soon as it can be: by its own clock where that was trusted, else by the offset
 * that any event of the same boot gives.
 *
 * Invariants:
 *   I1  what was taken from the ledger and what became of it is one commit: after a
 *       crash nothing is missing, and nothing is there twice
 *   I2  a start that was placed is never moved: whoever is told twice is told the same
 *   I3  a play is sent once it is a listen, and not again when more of it is heard
 * Bounds: playsWaitingMax rows, bootsRemembered offsets; the oldest go first.
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { Database, SqlRow } from "../ports/database.ts";
import type { PlayEvent } from "../wire/play-event.ts";
import { Catalogue } from "./catalogue.ts";
import { eventsOf, LedgerRuns } from "./ledger-runs.ts";
import { bootsRemembered, collectRuns, playsWaitingMax } from "./limits.ts";
import { isListen, type Listen, metadataOf } from "./listen.ts";
import type { TokenCheck } from "./listen-settings.ts";
import { MetaStore } from "./meta-store.ts";

/** `open`: not enough was heard so far. `waiting`: to be sent. `done`: sent or refused, still playing. */
const states = { open: 0, waiting: 1, done: 2 } as const;

const cursorKey = "listens-cursor";

export interface OutboxListen extends Listen {
  readonly id: number;
}

interface Past {
  readonly sent: number;
  /** Those that the server calls bad. */
  readonly refused: number;
  /** Wall clock, ms since 1970. */
  readonly lastSentMs: number | null;
  readonly trouble: string | null;
  /** What the server said of the token last; null where nothing. */
  readonly check: TokenCheck | null;
}

export interface OutboxStatus extends Past {
  /** Listens that can be sent. */
  readonly waiting: number;
  /** Listens of which nobody knows yet when they were. */
  readonly held: number;
}

const pastKey = "listens-past";
const noPast: Past = { sent: 0, refused: 0, lastSentMs: null, trouble: null, check: null };

export class ListenOutbox {
  readonly #database: Database;
  readonly #runs: LedgerRuns;
  readonly #catalogue: Catalogue;
  readonly #meta: MetaStore;
  readonly #program: string;

  /** `program`: the version that ListenBrainz is told. */
  constructor(database: Database, program: string) {
    this.#database = database;
    this.#runs = new LedgerRuns(database);
    this.#catalogue = new Catalogue(database);
    this.#meta = new MetaStore(database);
    this.#program = program;
  }

  /** From now on, or from the first play on. Where it has begun before, it goes on where it is. */
  begin(from: "now" | "first"): void {
    if (this.#meta.get(cursorKey) !== undefined && from === "now") return;
    this.#database.transaction(() => {
      // I2 again: what is told once more is placed by what was known of its boot then, not by later drift.
      if (from === "first") this.#database.exec("DELETE FROM listen_boots");
      this.#setCursor(from === "now" ? this.#runs.lastArrived() : 0);
    });
  }

  /** Nothing that waits is sent any more; what comes is not taken. */
  clear(): void {
    this.#database.transaction(() => {
      this.#database.exec("DELETE FROM listens");
      const forget = this.#database.prepare("DELETE FROM meta WHERE key = ?");
      for (const key of [cursorKey, pastKey]) forget.run(key);
    });
  }

  /** Takes some of what is new in the ledger; false where there is no more. */
  collect(): boolean {
    return this.#database.transaction(() => {
      const cursor = this.#cursor();
      const runs = cursor === undefined ? [] : this.#runs.arrived(cursor, collectRuns);
      for (const run of runs) {
        const device = this.#runs.streamById(run.stream)?.device ?? "";
        for (const event of eventsOf(run)) this.#take(device, event);
      }
      const last = runs.at(-1);
      if (last === undefined) return false;
      this.#setCursor(last.id);
      this.#prune();
      return true;
    });
  }

  /** Those that can be sent, oldest first. */
  waiting(limit: number): OutboxListen[] {
    const sql = `SELECT id, at_ms, metadata FROM listens
      WHERE state = ${states.waiting} AND at_ms IS NOT NULL ORDER BY id LIMIT ?`;
    return this.#database
      .prepare(sql)
      .all(limit)
      .map((row) => ({
        id: Number(row["id"]),
        listenedAt: Math.floor(Number(row["at_ms"]) / 1_000),
        metadata: String(row["metadata"]),
      }));
  }

  /** They were sent, or refused for good, at `nowMs` of the wall clock. */
  done(listens: readonly OutboxListen[], how: "sent" | "refused", nowMs: number): void {
    const keep = this.#database.prepare(`UPDATE listens SET state = ${states.done} WHERE id = ?`);
    const forget = this.#database.prepare("DELETE FROM listens WHERE id = ? AND ended = 1");
    this.#database.transaction(() => {
      for (const { id } of listens) {
        keep.run(id);
        forget.run(id);
      }
      const past = this.#past();
      const lastSentMs = how === "sent" ? nowMs : past.lastSentMs;
      this.#setPast({ ...past, [how]: past[how] + listens.length, lastSentMs });
    });
  }

  /** Why nothing can be sent, for people; undefined while it can. */
  setTrouble(trouble: string | undefined): void {
    const past = this.#past();
    if (past.trouble !== (trouble ?? null)) this.#setPast({ ...past, trouble: trouble ?? null });
  }

  /** The server has said what it thinks of the token. */
  setCheck(check: TokenCheck): void {
    const past = this.#past();
    const { of, state, user } = past.check ?? { of: "", state: "", user: null };
    const same = of === check.of && state === check.state && user === check.user;
    if (!same) this.#setPast({ ...past, check });
  }

  status(): OutboxStatus {
    const sql = `SELECT count(at_ms) AS waiting, count(*) - count(at_ms) AS held
      FROM listens WHERE state = ${states.waiting}`;
    const row = this.#database.prepare(sql).get();
    const [waiting, held] = [Number(row?.["waiting"] ?? 0), Number(row?.["held"] ?? 0)];
    return { waiting, held, ...this.#past() };
  }

  #take(device: string, event: PlayEvent): void {
    if (event.wallTrusted) this.#learnTime(device, event);
    const row = this.#row(device, event);
    const id = Number(row["id"]);
    const playedMs = Math.max(Number(row["played_ms"]), event.playedMs);
    if (row["at_ms"] === null) this.#place(id, startOf(row, event) ?? this.#byBoot(row, device));
    const state = Number(row["state"]);
    const metadata = state === states.open ? this.#judge(event.track, playedMs) : undefined;
    const next = metadata === undefined ? state : states.waiting;
    const ended = event.kind === "end";
    if (ended && next !== states.waiting) {
      this.#database.prepare("DELETE FROM listens WHERE id = ?").run(id);
      return;
    }
    this.#database
      .prepare(
        `UPDATE listens SET played_ms = ?, state = ?, metadata = coalesce(metadata, ?),
           ended = max(ended, ?) WHERE id = ?`,
      )
      .run(playedMs, next, metadata ?? null, ended ? 1 : 0, id);
  }

  /** The play's row; made by the first of its events that comes, told back to its start. */
  #row(device: string, event: PlayEvent): SqlRow {
    const find = "SELECT * FROM listens WHERE device = ? AND play = ?";
    const known = this.#database.prepare(find).get(device, event.playId);
    if (known !== undefined) return known;
    const atMs = event.wallTrusted ? event.wallMs - event.playedMs : null;
    this.#database
      .prepare("INSERT INTO listens VALUES (NULL, ?, ?, ?, ?, ?, 0, ?, 0, NULL)")
      .run(
        device,
        event.playId,
        event.boot ?? null,
        event.monotonicMs - event.playedMs,
        atMs,
        states.open,
      );
    return this.#row(device, event);
  }

  /** I2. */
  #place(id: number, atMs: number | undefined): void {
    const sql = "UPDATE listens SET at_ms = ? WHERE id = ? AND at_ms IS NULL";
    if (atMs !== undefined) this.#database.prepare(sql).run(atMs, id);
  }

  /** Plays of this boot that waited for a time have one now. */
  #learnTime(device: string, { boot, wallMs, monotonicMs }: PlayEvent): void {
    if (boot === undefined) return;
    this.#database
      .prepare("INSERT OR REPLACE INTO listen_boots VALUES (NULL, ?, ?, ?)")
      .run(device, boot, wallMs - monotonicMs);
    this.#database
      .prepare(
        "UPDATE listens SET at_ms = monotonic_ms + ? WHERE device = ? AND boot = ? AND at_ms IS NULL",
      )
      .run(wallMs - monotonicMs, device, boot);
  }

  #byBoot(row: SqlRow, device: string): number | undefined {
    const sql = "SELECT offset_ms FROM listen_boots WHERE device = ? AND boot = ?";
    const known = this.#database.prepare(sql).get(device, row["boot"] ?? null)?.["offset_ms"];
    return known === undefined ? undefined : Number(row["monotonic_ms"]) + Number(known);
  }

  /** What is to be sent, once it is a listen. */
  #judge(track: string, playedMs: number): string | undefined {
    const known = this.#catalogue.known(track);
    if (known === undefined || !isListen({ durationMs: known.durationMs, playedMs }))
      return undefined;
    return metadataOf(known, this.#program);
  }

  #past(): Past {
    const text = utf8Text(this.#meta.get(pastKey) ?? new Uint8Array(0));
    return text ? { ...noPast, ...(JSON.parse(text) as Partial<Past>) } : noPast; // our own document
  }

  #setPast(past: Past): void {
    this.#meta.set(pastKey, utf8Bytes(JSON.stringify(past)));
  }

  #cursor(): number | undefined {
    const bytes = this.#meta.get(cursorKey);
    return bytes === undefined ? undefined : Number(new DataView(bytes.buffer).getBigUint64(0));
  }

  #setCursor(run: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(run));
    this.#meta.set(cursorKey, bytes);
  }

  #prune(): void {
    const oldest = "(SELECT id FROM listens ORDER BY id DESC LIMIT 1 OFFSET ?)";
    this.#database.prepare(`DELETE FROM listens WHERE id <= ${oldest}`).run(playsWaitingMax);
    const boots = "(SELECT id FROM listen_boots ORDER BY id DESC LIMIT 1 OFFSET ?)";
    this.#database.prepare(`DELETE FROM listen_boots WHERE id <= ${boots}`).run(bootsRemembered);
  }
}

/** By a later event of the same play, whose clock had been set by then. */
function startOf(row: SqlRow, event: PlayEvent): number | undefined {
  if (!event.wallTrusted) return undefined;
  const sinceMs = event.monotonicMs - Number(row["monotonic_ms"]);
  return sinceMs >= 0 ? event.wallMs - sinceMs : undefined;
}
