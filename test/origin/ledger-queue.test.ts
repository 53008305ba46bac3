import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Ledger } from "../../src/origin/ledger.ts";
import { LedgerQueue } from "../../src/origin/ledger-queue.ts";
import { encodeEventBatch, encodePlayEvent, firstChain } from "../../src/wire/play-event.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { memoryDatabase } from "./memory-database.ts";

const epoch = "00112233445566ff";
const id = "ab".repeat(16);

function batch(): Uint8Array {
  const bytes = encodePlayEvent({
    kind: "start",
    playId: id,
    track: id,
    rung: 2,
    wallMs: 1,
    wallTrusted: true,
    monotonicMs: 1,
    playedMs: 0,
    reason: "none",
    bytes: { cache: 0, peer: 0, origin: 0 },
  });
  return encodeEventBatch([{ epoch, seq: 1, chain: firstChain, bytes }]).batch;
}

/** Counts commits, and fails them on request. */
class CountingLedger extends Ledger {
  commits = 0;
  fails = false;

  override appendAll(deliveries: Parameters<Ledger["appendAll"]>[0]) {
    this.commits += 1;
    if (this.fails) throw new Error("the disk is full");
    return super.appendAll(deliveries);
  }
}

describe("LedgerQueue", () => {
  it("takes what comes within two milliseconds in one commit, and answers each after it", async () => {
    using database = memoryDatabase();
    const [ledger, clock] = [new CountingLedger(database), new SimClock()];
    await using queue = new LedgerQueue(ledger, clock);
    const answers = ["a", "b", "c"].map((device) => queue.append(device, batch()));
    assert.equal(ledger.report().plays, 0, "nothing is acknowledged before it is durable");
    const all = await clock.settle(Promise.all(answers));
    assert.ok(all.every((answer) => answer !== undefined));
    assert.deepEqual([ledger.commits, ledger.report().plays], [1, 3]);
  });

  it("does not wait for a crowd to end, and commits what waits when it is closed", async () => {
    using database = memoryDatabase();
    const ledger = new CountingLedger(database);
    const queue = new LedgerQueue(ledger, new SimClock());
    const answers = Array.from({ length: 300 }, (_, n) => queue.append(`device ${n}`, batch()));
    assert.equal(ledger.commits, 1);
    await queue[Symbol.asyncDispose]();
    await queue[Symbol.asyncDispose]();
    await Promise.all(answers);
    assert.deepEqual([ledger.commits, ledger.report().plays], [2, 300]);
  });

  it("tells everyone whose delivery was not taken, and takes the next ones", async () => {
    using database = memoryDatabase();
    const [ledger, clock] = [new CountingLedger(database), new SimClock()];
    await using queue = new LedgerQueue(ledger, clock);
    ledger.fails = true;
    const lost = [queue.append("a", batch()), queue.append("b", batch())];
    for (const each of lost) each.catch(() => undefined);
    await clock.advance(10_000);
    for (const each of lost) await assert.rejects(each, /full/);
    ledger.fails = false;
    assert.ok((await clock.settle(queue.append("a", batch()))) !== undefined);
  });
});
