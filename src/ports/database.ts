/** SQLite, for the origin's catalogue and ledger. Calls are synchronous; a statement is prepared once. */
export type SqlValue = string | number | bigint | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Statement {
  /** Runs to the end; the number of rows changed. */
  run(...values: SqlValue[]): number;
  get(...values: SqlValue[]): SqlRow | undefined;
  all(...values: SqlValue[]): SqlRow[];
}

export interface Database extends Disposable {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** All or nothing: commits when `work` returns, rolls back and rethrows when it throws. */
  transaction<T>(work: () => T): T;
}

/** Opens or makes the file (":memory:" for none), in WAL mode. Throws DiskError. */
export interface DatabaseDriver {
  open(path: string, options?: { readonly readOnly?: boolean }): Database;
}
