import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { openOriginDatabase } from "../../src/origin/database.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { ListenOutbox } from "../../src/origin/listen-outbox.ts";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { TempFolder } from "../programs/daemon.ts";
import { makeWorld } from "../storage/world.ts";
import { memoryDatabase } from "./memory-database.ts";
import { devicePlays, epoch, offer, range } from "./plays.ts";

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

const memory = { open: () => memoryDatabase() };

function putFixture(folder: TempFolder, form: number): string {
  const fixtures = path.resolve(import.meta.dirname, "../fixtures/storage");
  const to = folder.in("origin.db");
  writeFileSync(to, gunzipSync(readFileSync(`${fixtures}/origin.db.form${form}.gz`)));
  return to;
}

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

  for (const form of [0, 2])
    it(`is read as a program of then wrote it: form ${form}`, () => {
      using folder = new TempFolder();
      const path = putFixture(folder, form);
      using database = openOriginDatabase(driver, path, entropy);
      const ledger = new Ledger(database);
      const events = [...ledger.events()];
      assert.deepEqual(
        events.map(({ seq }) => seq),
        [...range(1, 12), ...range(17, 30)],
      );
      assert.ok(events.every(({ seq, playedMs }) => playedMs === seq * 1_000));
      const device = "00aa00aa00aa00aa";
      assert.deepEqual(ledger.report(), {
        plays: 26,
        counted: 1,
        duplicatesDropped: 12,
        gaps: [{ device, epoch, from: 13, to: 16 }],
        devices: 1,
        chainBreaks: 0,
      });
      new ListenOutbox(database, "0.1.0").begin("first");
      const version = database.prepare("PRAGMA user_version").get();
      assert.equal(Number(version?.["user_version"]), 2);
    });

  it("is taken over by a command only where no daemon has it, and refused untouched where one has", async () => {
    using folder = new TempFolder();
    const path = putFixture(folder, 0);
    const world = makeWorld(1);
    const ports = { ...world, databases: { open: () => driver.open(path) } };
    await (await OriginRecords.open({ ...ports, databases: memory }, "/o", "home"))[
      Symbol.asyncDispose
    ]();
    const before = readFileSync(path);
    const daemon = await world.disk.lock("/o/lock");
    await assert.rejects(OriginRecords.openBeside(ports, "/o"), {
      code: "older-version",
      message: /runs here is of an earlier version/,
    });
    assert.deepEqual(readFileSync(path), before);
    await daemon[Symbol.asyncDispose]();
    for (const beside of [false, true]) {
      await using other = beside ? await world.disk.lock("/o/lock") : undefined;
      await using records = await OriginRecords.openBeside(ports, "/o");
      assert.equal(new Ledger(records.database).report().plays, 26, `beside ${other}`);
    }
    await using _free = await world.disk.lock("/o/lock");
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
