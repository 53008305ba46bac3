/**
 * Brings a database of an earlier version to this one's form, within one
 * transaction: afterwards it is the old one or the new one, never a mixture. Only
 * who holds the data folder's lock may do that: a daemon of the earlier version
 * would go on writing to tables that are gone.
 *
 * `user_version` says the form: 0 for a new file and for the first version, which
 * kept a row for each event and sums beside them; 2 for this one.
 */
import { assert } from "../base/assert.ts";
import type { Database, SqlRow } from "../ports/database.ts";
import { DatabaseError } from "./errors.ts";
import { LedgerRuns } from "./ledger-runs.ts";
import { migrationPageRows, runEventsMax } from "./limits.ts";

const formVersion = 2;

/** The tables of this version are there already. Throws DatabaseError `newer-version`. */
export function migrate(database: Database): void {
  if (versionOf(database) === formVersion) return;
  database.transaction(() => {
    const old = "SELECT 1 AS n FROM sqlite_master WHERE type = 'table' AND name = 'ledger'";
    if (database.prepare(old).get() !== undefined) takeOverRows(database);
    database.exec(`PRAGMA user_version = ${formVersion}`);
  });
}

/** It is not of this version's form yet; nothing in it says whether it is empty. */
export function isEarlierForm(database: Database): boolean {
  return versionOf(database) < formVersion;
}

/** Before anything is written to it. Throws DatabaseError `newer-version`. */
export function mustBeKnownForm(database: Database): void {
  if (versionOf(database) <= formVersion) return;
  throw new DatabaseError("newer-version", "the origin's data are of a newer version of Nightjar", {
    remedy: "install that version, or choose another data folder",
  });
}

function versionOf(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

function takeOverRows(database: Database): void {
  database.exec(`INSERT INTO ledger_streams (device, epoch, contiguous, highest, chain, duplicates, breaks)
    SELECT device, epoch, contiguous, coalesce((SELECT max(seq) FROM ledger
      WHERE ledger.device = heads.device AND ledger.epoch = heads.epoch), 0), chain, duplicates, breaks
    FROM ledger_heads AS heads`);
  const runs = new LedgerRuns(database);
  for (const { id, device, epoch } of runs.streams())
    for (const { first, bodies } of rowsInRuns(database, device, epoch))
      runs.add({ stream: id, first, last: first + bodies.length - 1, bodies: withLengths(bodies) });
  database.exec("DROP TABLE ledger; DROP TABLE plays; DROP TABLE ledger_heads");
}

interface Rows {
  readonly first: number;
  readonly bodies: Uint8Array[];
}

function* rowsInRuns(database: Database, device: string, epoch: string): Generator<Rows> {
  let run: Rows | undefined;
  for (const row of rowsOf(database, device, epoch)) {
    const [seq, body] = [Number(row["seq"]), row["body"]];
    assert(body instanceof Uint8Array, "an event is a blob");
    const follows = run !== undefined && seq === run.first + run.bodies.length;
    if (run !== undefined && follows && run.bodies.length < runEventsMax) run.bodies.push(body);
    else {
      if (run !== undefined) yield run;
      run = { first: seq, bodies: [body] };
    }
  }
  if (run !== undefined) yield run;
}

function* rowsOf(database: Database, device: string, epoch: string): Generator<SqlRow> {
  const page = database.prepare(
    "SELECT seq, body FROM ledger WHERE device = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  for (let after = 0; ; ) {
    const rows = page.all(device, epoch, after, migrationPageRows);
    for (const row of rows) {
      after = Number(row["seq"]);
      yield row;
    }
    if (rows.length < migrationPageRows) return;
  }
}

/** As in a batch: a byte for the length before each. */
function withLengths(bodies: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(bodies.reduce((sum, { length }) => sum + 1 + length, 0));
  let at = 0;
  for (const body of bodies) {
    joined[at] = body.length;
    joined.set(body, at + 1);
    at += 1 + body.length;
  }
  return joined;
}
