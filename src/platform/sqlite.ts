/**
 * The Database port over the system's SQLite (docs/decisions/0002-sqlite-by-ffi.md).
 *
 * WAL mode, synchronous=FULL: what a transaction wrote is durable when it
 * returns. Calls are synchronous, on the caller's thread; a query of the
 * catalogue takes microseconds to a few milliseconds. Statements are prepared
 * once and kept until the database closes (I1: a statement is reset after each use,
 * so none holds a read transaction open).
 *
 * SQLite's codes become DiskErrors, except those that only a bug can cause.
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { Database, DatabaseDriver, SqlRow, SqlValue, Statement } from "../ports/database.ts";
import { DiskError, type DiskErrorCode } from "../ports/errors.ts";
import { loadSqliteLibrary, type Pointer, type SqliteLibrary } from "./sqlite-library.ts";

const codes = { ok: 0, row: 100, done: 101 } as const;
const openFlags = { readOnly: 0x1, readWrite: 0x2, create: 0x4 } as const;
const columnTypes = { integer: 1, float: 2, text: 3, blob: 4 } as const;
/** SQLITE_TRANSIENT: SQLite copies what is bound before the call returns. */
const transient = -1;
/** The command line reads beside the running daemon; a writer holds the lock for milliseconds. */
const busyMs = 5_000;

export class SqliteDriver implements DatabaseDriver {
  readonly #library: SqliteLibrary;

  /** Throws DiskError `not-found` where libsqlite3 is not installed. */
  static async load(): Promise<SqliteDriver> {
    return new SqliteDriver(await loadSqliteLibrary());
  }

  private constructor(library: SqliteLibrary) {
    this.#library = library;
  }

  open(path: string, options: { readonly readOnly?: boolean } = {}): Database {
    const readOnly = options.readOnly === true;
    const out: [Pointer] = [null];
    const flags = readOnly ? openFlags.readOnly : openFlags.readWrite | openFlags.create;
    const code = this.#library.open(path, out, flags, null);
    const database = new SqliteDatabase(this.#library, out[0], path);
    try {
      database.check(code);
      this.#library.busyTimeout(out[0], busyMs);
      database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
      if (!readOnly) database.exec("PRAGMA journal_mode = WAL");
      return database;
    } catch (error) {
      database[Symbol.dispose]();
      throw error;
    }
  }
}

class SqliteDatabase implements Database {
  readonly #library: SqliteLibrary;
  readonly #handle: Pointer;
  readonly #path: string;
  readonly #statements = new Map<string, SqliteStatement>();
  #open = true;
  #depth = 0;

  constructor(library: SqliteLibrary, handle: Pointer, path: string) {
    this.#library = library;
    this.#handle = handle;
    this.#path = path;
  }

  exec(sql: string): void {
    this.#mustBeOpen();
    this.check(this.#library.exec(this.#handle, sql, null, null, null));
  }

  prepare(sql: string): Statement {
    this.#mustBeOpen();
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const out: [Pointer] = [null];
    this.check(this.#library.prepare(this.#handle, sql, -1, out, null));
    const statement = new SqliteStatement(this.#library, out[0], this);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Within another transaction it is part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec("BEGIN IMMEDIATE");
    this.#depth += 1;
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk may have rolled back already; the first error is the one to report.
      this.#library.exec(this.#handle, "ROLLBACK", null, null, null);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  changes(): number {
    return this.#library.changes(this.#handle);
  }

  /** Throws unless `code` says that it went well. */
  check(code: number): void {
    if (code === codes.ok || code === codes.row || code === codes.done) return;
    throw sqliteError(code, this.#library.message(this.#handle), this.#path);
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    for (const statement of this.#statements.values()) statement.finalize();
    this.#library.close(this.#handle);
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new Error("assertion failed: the database is closed");
  }
}

class SqliteStatement implements Statement {
  readonly #library: SqliteLibrary;
  #handle: Pointer | undefined;
  readonly #database: SqliteDatabase;
  readonly #names: readonly string[];

  constructor(library: SqliteLibrary, handle: Pointer, database: SqliteDatabase) {
    this.#library = library;
    this.#handle = handle;
    this.#database = database;
    const count = library.columnCount(handle);
    this.#names = Array.from({ length: count }, (_, at) => library.columnName(handle, at));
  }

  run(...values: SqlValue[]): number {
    this.#each(values, () => true);
    return this.#database.changes();
  }

  get(...values: SqlValue[]): SqlRow | undefined {
    let found: SqlRow | undefined;
    this.#each(values, (row) => {
      found = row();
      return false;
    });
    return found;
  }

  all(...values: SqlValue[]): SqlRow[] {
    const rows: SqlRow[] = [];
    this.#each(values, (row) => {
      rows.push(row());
      return true;
    });
    return rows;
  }

  finalize(): void {
    if (this.#handle !== undefined) this.#library.finalize(this.#handle);
    this.#handle = undefined;
  }

  /** Steps until the end, or until `visit` says false. */
  #each(values: readonly SqlValue[], visit: (row: () => SqlRow) => boolean): void {
    const handle = this.#handle;
    if (handle === undefined) throw new Error("assertion failed: the database is closed");
    try {
      for (const [i, value] of values.entries()) this.#database.check(this.#bind(i + 1, value));
      while (true) {
        const code = this.#library.step(handle);
        this.#database.check(code);
        if (code !== codes.row || !visit(() => this.#row())) break;
      }
    } finally {
      // I1. Reset repeats the error of the step, which is on its way already.
      this.#library.reset(handle);
      this.#library.clearBindings(handle);
    }
  }

  #bind(at: number, value: SqlValue): number {
    const [library, handle] = [this.#library, this.#handle];
    if (value === null) return library.bindNull(handle, at);
    if (typeof value === "bigint") return library.bindInt64(handle, at, value);
    if (typeof value === "number") {
      return Number.isSafeInteger(value)
        ? library.bindInt64(handle, at, value)
        : library.bindDouble(handle, at, value);
    }
    const bytes = typeof value === "string" ? utf8Bytes(value) : value;
    const bind = typeof value === "string" ? library.bindText : library.bindBlob;
    // A null pointer would bind NULL: an empty value needs an address too.
    const sent = bytes.length === 0 ? new Uint8Array(1) : bytes;
    return bind(handle, at, sent, bytes.length, transient);
  }

  #row(): SqlRow {
    return Object.fromEntries(this.#names.map((name, at) => [name, this.#column(at)]));
  }

  #column(at: number): SqlValue {
    const [library, handle] = [this.#library, this.#handle];
    switch (library.columnType(handle, at)) {
      case columnTypes.integer:
        return library.columnInt64(handle, at);
      case columnTypes.float:
        return library.columnDouble(handle, at);
      case columnTypes.text:
        return utf8Text(this.#bytes(at)) ?? "";
      case columnTypes.blob:
        return this.#bytes(at);
      default:
        return null;
    }
  }

  #bytes(at: number): Uint8Array {
    // The pointer first: SQLite may convert the column, and only then is the length right.
    const pointer = this.#library.columnBlob(this.#handle, at);
    const length = this.#library.columnBytes(this.#handle, at);
    return length === 0 ? new Uint8Array(0) : this.#library.copy(pointer, length);
  }
}

interface Meaning {
  readonly code: DiskErrorCode;
  readonly remedy: string;
}

/** The ledger of plays is in it, which no file of music brings back. */
const anew =
  "put a backup back, or move it away: it is made anew, without the plays that it counted";

/** Primary result codes (sqlite.org/rescode.html) that are the world's fault. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [3, { code: "not-permitted", remedy: "give this user access to it" }],
  [5, { code: "in-use", remedy: "stop the other program that writes to it" }],
  [6, { code: "in-use", remedy: "stop the other program that writes to it" }],
  [8, { code: "read-only", remedy: "remount the disk for writing, or choose another data folder" }],
  [10, { code: "io-error", remedy: "check the disk: it may be loose or worn out" }],
  [11, { code: "io-error", remedy: `the file is damaged: ${anew}` }],
  [13, { code: "no-space", remedy: "free some space on the disk" }],
  [14, { code: "not-found", remedy: "check that the folder exists and is yours" }],
  [26, { code: "io-error", remedy: `this is no catalogue: ${anew}` }],
]);

function sqliteError(code: number, message: string, path: string): Error {
  const meaning = meanings.get(code & 0xff);
  if (meaning === undefined) return new Error(`assertion failed: SQLite ${code}: ${message}`);
  return new DiskError(meaning.code, `cannot use ${path}: ${message}`, { remedy: meaning.remedy });
}
