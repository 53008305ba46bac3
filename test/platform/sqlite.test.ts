import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { DiskError } from "../../src/ports/errors.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-sqlite-"));
const driver = await SqliteDriver.load();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("SQLite by FFI", () => {
  it("gives back each kind of value as it was bound", () => {
    using db = driver.open(":memory:");
    db.exec("CREATE TABLE t (a, b, c, d, e, f, g)");
    const values = ["Björk \0 雑 🎵", 42, -1.5, 2n ** 62n, null, Uint8Array.of(0, 255), ""];
    assert.equal(db.prepare("INSERT INTO t VALUES (?,?,?,?,?,?,?)").run(...values), 1);
    assert.deepEqual(Object.values(db.prepare("SELECT * FROM t").get() ?? {}), values);
    db.prepare("UPDATE t SET a = ?, f = ?").run(2 ** 53 - 1, new Uint8Array(0));
    const row = db.prepare("SELECT a, f, typeof(f) AS kind FROM t").get();
    assert.deepEqual(row, { a: 2 ** 53 - 1, f: new Uint8Array(0), kind: "blob" });
  });

  it("lists rows, counts changes and forgets bindings between runs", () => {
    using db = driver.open(":memory:");
    db.exec("CREATE TABLE t (n INTEGER)");
    const insert = db.prepare("INSERT INTO t VALUES (?)");
    for (let n = 0; n < 5; n++) insert.run(n);
    insert.run();
    assert.deepEqual(
      db.prepare("SELECT n FROM t ORDER BY n").all(),
      [null, 0, 1, 2, 3, 4].map((n) => ({ n })),
    );
    assert.equal(db.prepare("DELETE FROM t WHERE n >= ?").run(2), 3);
    assert.equal(db.prepare("SELECT n FROM t WHERE n = 9").get(), undefined);
  });

  it("rolls a transaction back when its work throws", () => {
    using db = driver.open(":memory:");
    db.exec("CREATE TABLE t (n INTEGER UNIQUE)");
    const insert = db.prepare("INSERT INTO t VALUES (?)");
    assert.throws(() =>
      db.transaction(() => {
        insert.run(1);
        throw new Error("halfway");
      }),
    );
    db.transaction(() => db.transaction(() => insert.run(2)));
    assert.deepEqual(db.prepare("SELECT n FROM t").all(), [{ n: 2 }]);
    assert.throws(() => insert.run(2), /assertion failed: SQLite 19.*UNIQUE/);
    assert.equal(insert.run(3), 1);
  });

  it("lets a reader look while a writer is at work", () => {
    const file = path.join(folder, "shared.db");
    using writer = driver.open(file);
    writer.exec("CREATE TABLE t (n INTEGER)");
    using reader = driver.open(file, { readOnly: true });
    writer.transaction(() => {
      writer.prepare("INSERT INTO t VALUES (1)").run();
      assert.deepEqual(reader.prepare("SELECT n FROM t").all(), []);
    });
    assert.deepEqual(reader.prepare("SELECT n FROM t").all(), [{ n: 1 }]);
    assert.throws(() => reader.exec("DELETE FROM t"), { code: "read-only" });
  });

  it("keeps what was committed", () => {
    const file = path.join(folder, "kept.db");
    {
      using db = driver.open(file);
      db.exec("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7)");
    }
    using db = driver.open(file);
    assert.deepEqual(db.prepare("SELECT n FROM t").get(), { n: 7 });
  });

  it("says what is wrong with the file", () => {
    const missing = path.join(folder, "nowhere", "x.db");
    assert.throws(
      () => driver.open(missing),
      (error) => {
        assert.ok(error instanceof DiskError);
        assert.equal(error.code, "not-found");
        return true;
      },
    );
    const other = path.join(folder, "other.db");
    writeFileSync(other, "this is a shopping list and no database".repeat(50));
    assert.throws(() => driver.open(other), {
      code: "io-error",
      remedy: /put a backup back.*without the plays/,
    });
  });

  it("refuses statements after it was closed, and may be closed twice", () => {
    const db = driver.open(":memory:");
    const statement = db.prepare("SELECT 1 AS one");
    db[Symbol.dispose]();
    db[Symbol.dispose]();
    assert.throws(() => statement.get(), /closed/);
    assert.throws(() => db.exec("SELECT 1"), /closed/);
  });
});
