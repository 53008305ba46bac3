/**
 * The functions of libsqlite3 that this program calls, by FFI
 * (docs/decisions/0002-sqlite-by-ffi.md). Signatures only; no policy.
 */
import { DiskError } from "../ports/errors.ts";

/** An opaque C pointer, as koffi hands it out. */
export type Pointer = unknown;

export interface SqliteLibrary {
  open(path: string, out: [Pointer], flags: number, vfs: null): number;
  close(db: Pointer): number;
  exec(db: Pointer, sql: string, callback: null, argument: null, error: null): number;
  message(db: Pointer): string;
  busyTimeout(db: Pointer, ms: number): number;
  changes(db: Pointer): number;
  prepare(db: Pointer, sql: string, bytes: number, out: [Pointer], tail: null): number;
  step(statement: Pointer): number;
  reset(statement: Pointer): number;
  finalize(statement: Pointer): number;
  clearBindings(statement: Pointer): number;
  bindNull(statement: Pointer, at: number): number;
  bindDouble(statement: Pointer, at: number, value: number): number;
  bindInt64(statement: Pointer, at: number, value: number | bigint): number;
  bindText(statement: Pointer, at: number, value: Uint8Array, n: number, done: number): number;
  bindBlob(statement: Pointer, at: number, value: Uint8Array, n: number, done: number): number;
  columnCount(statement: Pointer): number;
  columnName(statement: Pointer, at: number): string;
  columnType(statement: Pointer, at: number): number;
  columnInt64(statement: Pointer, at: number): number | bigint;
  columnDouble(statement: Pointer, at: number): number;
  columnBytes(statement: Pointer, at: number): number;
  /** Bytes of a text or blob column; they live until the next step. */
  columnBlob(statement: Pointer, at: number): Pointer;
  /** A copy of `length` bytes behind `pointer`. */
  copy(pointer: Pointer, length: number): Uint8Array;
}

const soname = "libsqlite3.so.0";

/** Throws DiskError `not-found` where the library is not installed. */
export async function loadSqliteLibrary(): Promise<SqliteLibrary> {
  const { default: koffi } = await import("koffi");
  try {
    const library = koffi.load(soname);
    const f = (prototype: string) => library.func(prototype);
    const functions = {
      open: f("int sqlite3_open_v2(const char *path, _Out_ void **db, int flags, const char *vfs)"),
      close: f("int sqlite3_close_v2(void *db)"),
      exec: f("int sqlite3_exec(void *db, const char *sql, void *cb, void *arg, void *err)"),
      message: f("const char *sqlite3_errmsg(void *db)"),
      busyTimeout: f("int sqlite3_busy_timeout(void *db, int ms)"),
      changes: f("int sqlite3_changes(void *db)"),
      prepare: f(
        "int sqlite3_prepare_v2(void *db, const char *sql, int n, _Out_ void **st, void *tail)",
      ),
      step: f("int sqlite3_step(void *st)"),
      reset: f("int sqlite3_reset(void *st)"),
      finalize: f("int sqlite3_finalize(void *st)"),
      clearBindings: f("int sqlite3_clear_bindings(void *st)"),
      bindNull: f("int sqlite3_bind_null(void *st, int at)"),
      bindDouble: f("int sqlite3_bind_double(void *st, int at, double value)"),
      bindInt64: f("int sqlite3_bind_int64(void *st, int at, int64_t value)"),
      bindText: f("int sqlite3_bind_text(void *st, int at, uint8_t *value, int n, intptr_t done)"),
      bindBlob: f("int sqlite3_bind_blob(void *st, int at, uint8_t *value, int n, intptr_t done)"),
      columnCount: f("int sqlite3_column_count(void *st)"),
      columnName: f("const char *sqlite3_column_name(void *st, int at)"),
      columnType: f("int sqlite3_column_type(void *st, int at)"),
      columnInt64: f("int64_t sqlite3_column_int64(void *st, int at)"),
      columnDouble: f("double sqlite3_column_double(void *st, int at)"),
      columnBytes: f("int sqlite3_column_bytes(void *st, int at)"),
      columnBlob: f("void *sqlite3_column_blob(void *st, int at)"),
      copy: (pointer: Pointer, length: number) =>
        Uint8Array.from(new Uint8Array(koffi.view(pointer, length))),
    };
    // koffi cannot type what a prototype string declares; the two lists above are kept side by side.
    return functions as unknown as SqliteLibrary;
  } catch (cause) {
    throw new DiskError("not-found", `cannot open the catalogue: ${soname} is missing`, {
      remedy: "install it: apt install libsqlite3-0",
      cause,
    });
  }
}
