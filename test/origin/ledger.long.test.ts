import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { DeviceNames } from "../../src/origin/device-names.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { playsHeldMax } from "../../src/origin/limits.ts";
import type { Database, Statement } from "../../src/ports/database.ts";
import { DiskError } from "../../src/ports/errors.ts";
import { decodeEventAck, encodeEventBatch } from "../../src/wire/play-event.ts";
import { memoryDatabase } from "./memory-database.ts";
import { epoch, offer, playId, range, devicePlays as spool, track } from "./plays.ts";

describe("the ledger", () => {
  it("keeps each event once, however often and in whatever order batches come", () => {
    const batches = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 29 }),
        length: fc.integer({ min: 1, max: 6 }),
        trouble: fc.constantFrom("none", "none", "none", "restart", "full disk"),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(batches, (deliveries) => {
        using inner = memoryDatabase();
        const database = new FailingDatabase(inner);
        let ledger = new Ledger(database);
        const all = spool(30, (seq) => ({
          playId: playId(Math.ceil(seq / 3)),
          playedMs: seq * 1_000,
        }));
        const came = new Set<number>();
        let sent = 0;
        let acknowledged = 0;
        for (const { from, length, trouble } of deliveries) {
          if (trouble === "restart") ledger = new Ledger(database);
          const part = all.slice(from, from + length);
          const { batch, count } = encodeEventBatch(part);
          if (trouble === "full disk") {
            database.fails = true;
            assert.throws(() => ledger.append("kitchen", batch), /full/);
            database.fails = false;
            continue;
          }
          sent += count;
          for (let i = 0; i < count; i++) came.add(from + i + 1);
          const ack = decodeEventAck(ledger.append("kitchen", batch) ?? new Uint8Array(0));
          assert.ok(ack);
          assert.equal(ack.epoch, epoch);
          assert.ok(ack.seq >= acknowledged, "an acknowledgement is never taken back");
          acknowledged = ack.seq;
        }
        const report = ledger.report();
        assert.equal(report.duplicatesDropped, sent - came.size);
        assert.equal(report.plays, new Set([...came].map((seq) => Math.ceil(seq / 3))).size);
        assert.equal(report.chainBreaks, 0);
        assert.deepEqual(
          report.gaps.flatMap(({ from, to }) => range(from, to)),
          missing(came),
        );
      }),
    );
  });

  it("takes deliveries of several devices together, each with its own acknowledgement", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const all = spool(6, (seq) => ({ playId: playId(seq), playedMs: 31_000 }));
    const batch = encodeEventBatch(all).batch;
    const later = encodeEventBatch(all.slice(3)).batch;
    const answers = ledger.appendAll([
      { device: "kitchen", batch },
      { device: "bath", batch: later },
      { device: "attic", batch: Uint8Array.of(9, 9) },
    ]);
    assert.deepEqual(
      answers.map((answer) => (answer === undefined ? undefined : decodeEventAck(answer)?.seq)),
      [6, 0, undefined],
    );
    assert.deepEqual(
      ledger.byDevice().map(({ device, plays, gaps }) => ({ device, plays, gaps })),
      [
        { device: "kitchen", plays: 6, gaps: 0 },
        { device: "bath", plays: 3, gaps: 1 },
      ],
    );
  });

  it("reports a device by the name that it had last, and by none where it never told one", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    for (const device of ["00aa", "00bb"]) offer(ledger, spool(3), device);
    for (const name of ["Kitchen", "Kitchen", "Küche"])
      new DeviceNames(database).learn("00aa", name);
    const rows = ledger.byDevice().map(({ device, name }) => [device, name]);
    assert.deepEqual(rows, [
      ["00aa", "Küche"],
      ["00bb", ""],
    ]);
    const names = new DeviceNames(database);
    names.learn("00aa", "");
    assert.equal(names.get("00aa"), "Küche");
  });

  it("exports every event once, in order, however many there are", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const all = spool(12_000, (seq) => ({ playId: playId(Math.ceil(seq / 3)), playedMs: seq }));
    for (let at = 0; at < all.length; ) {
      const { batch, count } = encodeEventBatch(all.slice(at, at + 60));
      ledger.append("kitchen", batch);
      at += count;
    }
    const seqs = [...ledger.events()].map(({ seq, playedMs }) => {
      assert.equal(playedMs, seq);
      return seq;
    });
    assert.deepEqual(seqs, range(1, 12_000));
  });

  it("acknowledges up to a gap, and past it when the gap is filled", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const all = spool(9);
    assert.equal(offer(ledger, all.slice(0, 3)), 3);
    assert.equal(offer(ledger, all.slice(6)), 3);
    assert.deepEqual(ledger.report().gaps, [{ device: "kitchen", epoch, from: 4, to: 6 }]);
    assert.equal(offer(ledger, all.slice(3, 6)), 9);
    assert.deepEqual(ledger.report().gaps, []);
  });

  it("lets a device go on that has lost events for good, and keeps the gap in the report", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const all = spool(8);
    assert.equal(offer(ledger, all.slice(0, 2)), 2);
    assert.deepEqual(
      [1, 2, 3].map(() => offer(ledger, all.slice(4, 6))),
      [2, 2, 6],
    );
    assert.equal(offer(ledger, all.slice(6)), 8);
    assert.deepEqual(ledger.report().gaps, [{ device: "kitchen", epoch, from: 3, to: 4 }]);
  });

  it("counts plays of 30 s and more, by track", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const other = "cd".repeat(16);
    const plays = [
      { playId: playId(1), playedMs: 29_999 },
      { playId: playId(2), playedMs: 10_000 },
      { playId: playId(2), playedMs: 30_000 },
      { playId: playId(3), playedMs: 45_000, track: other },
    ];
    offer(
      ledger,
      spool(4, (seq) => plays[seq - 1] ?? {}),
    );
    const { plays: all, counted, devices } = ledger.report();
    assert.deepEqual({ all, counted, devices }, { all: 3, counted: 2, devices: 1 });
    const names = { title: "", artist: "" };
    assert.deepEqual(ledger.byTrack(), [
      { id: track, ...names, plays: 2, counted: 1, playedMs: 59_999 },
      { id: other, ...names, plays: 1, counted: 1, playedMs: 45_000 },
    ]);
  });

  it("keeps devices and epochs apart", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    offer(ledger, spool(2), "kitchen");
    offer(ledger, spool(2), "bath");
    const again = spool(2).map((event) => ({ ...event, epoch: "ffffffffffffffff" }));
    offer(ledger, again, "bath");
    assert.equal(ledger.report().devices, 2);
    assert.equal(ledger.report().duplicatesDropped, 0);
  });

  it("counts a play once whose events have names of two epochs, however long the ledger is", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const count = playsHeldMax + 100;
    const all = spool(count);
    const twice = spool(20).map((event) => ({ ...event, epoch: "ffffffffffffffff" }));
    for (let at = 0; at < all.length; ) {
      const { batch, count: sent } = encodeEventBatch(all.slice(at, at + 60));
      ledger.append("kitchen", batch);
      at += sent;
      // They arrive soon after the others, and are found in the ledger behind all of these.
      if (at === sent) offer(ledger, twice);
    }
    assert.equal(ledger.report().plays, count);
  });

  it("notices a device whose history is another than the one it sent before", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    const all = spool(4);
    offer(ledger, all.slice(0, 2));
    const forged = all.slice(2).map((event) => ({ ...event, chain: new Uint8Array(32).fill(9) }));
    assert.equal(offer(ledger, forged), 4);
    assert.equal(ledger.report().chainBreaks, 1);
    // The first event of a name stays.
    offer(
      ledger,
      spool(4, () => ({ playedMs: 99_000 })),
    );
    assert.equal(ledger.report().counted, 0);
    assert.equal(ledger.report().chainBreaks, 2);
  });

  it("says no to what is no batch", () => {
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    assert.equal(ledger.append("kitchen", Uint8Array.of(1, 2, 3)), undefined);
    assert.equal(ledger.report().devices, 0);
  });
});

/** A disk that is full when the time comes to commit. */
class FailingDatabase implements Database {
  fails = false;
  readonly #inner: Database;

  constructor(inner: Database) {
    this.#inner = inner;
  }

  exec(sql: string): void {
    this.#inner.exec(sql);
  }

  prepare(sql: string): Statement {
    return this.#inner.prepare(sql);
  }

  transaction<T>(work: () => T): T {
    return this.#inner.transaction(() => {
      const result = work();
      if (this.fails) throw new DiskError("no-space", "the disk is full");
      return result;
    });
  }

  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
  }
}

function missing(came: ReadonlySet<number>): number[] {
  return range(1, Math.max(0, ...came)).filter((seq) => !came.has(seq));
}
