import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { openOriginDatabase } from "../../src/origin/database.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { TempFolder } from "../programs/daemon.ts";
import { devicePlays, epoch, offer } from "./plays.ts";

const driver = await SqliteDriver.load();
const entropy = { bytes: (length: number) => new Uint8Array(length).fill(7) };

/** The ledger's tables of the first version. */
const oldTables = `
CREATE TABLE ledger (device TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (device, epoch, seq)) WITHOUT ROWID;
CREATE TABLE plays (device TEXT NOT NULL, play TEXT NOT NULL, track TEXT NOT NULL, played_ms INTEGER NOT NULL,
  PRIMARY KEY (device, play)) WITHOUT ROWID;
CREATE INDEX plays_by_track ON plays (track);
CREATE TABLE ledger_heads (device TEXT NOT NULL, epoch TEXT NOT NULL, contiguous INTEGER NOT NULL,
  chain BLOB, duplicates INTEGER NOT NULL, breaks INTEGER NOT NULL,
  PRIMARY KEY (device, epoch)) WITHOUT ROWID;`;

describe("a database of the first version", () => {
  it("keeps its events, gaps and counts, and takes on where it was", () => {
    using folder = new TempFolder();
    const path = folder.in("origin.db");
    const all = devicePlays(210);
    {
      using old = driver.open(path);
      old.exec(oldTables);
      const insert = old.prepare("INSERT INTO ledger VALUES (?, ?, ?, ?)");
      const kept = all.filter(({ seq }) => seq <= 200 && seq !== 100);
      for (const { seq, bytes } of kept) insert.run("kitchen", epoch, seq, bytes);
      old
        .prepare("INSERT INTO ledger_heads VALUES (?, ?, ?, ?, ?, ?)")
        .run("kitchen", epoch, 200, all[200]?.chain ?? null, 4, 1);
    }
    for (const opening of [1, 2]) {
      using database = openOriginDatabase(driver, path, entropy);
      const ledger = new Ledger(database);
      if (opening === 2) assert.equal(offer(ledger, all.slice(200)), 210);
      const seqs = [...ledger.events()].map(({ seq }) => seq);
      const expected = all.map(({ seq }) => seq).filter((seq) => seq !== 100);
      assert.deepEqual(seqs, opening === 1 ? expected.slice(0, 199) : expected);
      const { duplicatesDropped, gaps, chainBreaks } = ledger.report();
      assert.deepEqual([duplicatesDropped, chainBreaks], [4, 1]);
      assert.deepEqual(gaps, [{ device: "kitchen", epoch, from: 100, to: 100 }]);
    }
  });

  it("is left alone when a newer version wrote it", () => {
    using folder = new TempFolder();
    const path = folder.in("origin.db");
    {
      using newer = driver.open(path);
      newer.exec("PRAGMA user_version = 99");
    }
    assert.throws(() => openOriginDatabase(driver, path, entropy), /newer version/);
    using untouched = driver.open(path);
    assert.equal(untouched.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.["n"], 0);
  });
});
