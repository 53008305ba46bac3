/**
 * A card that says "synced" and is not: then promises cannot be kept. What can be
 * known of it, the ledger knows: an event that is missing before one that arrived is a gap.
 */
import assert from "node:assert/strict";
import { it } from "vitest";
import { toHex } from "../../../src/base/bytes.ts";
import { Ledger } from "../../../src/origin/ledger.ts";
import { gapOffersMax } from "../../../src/origin/limits.ts";
import { EventSpool } from "../../../src/storage/event-spool.ts";
import { decodeEventAck, encodeEventBatch, type PlayEvent } from "../../../src/wire/play-event.ts";
import { memoryDatabase } from "../../origin/memory-database.ts";
import { lifeOf, makeWorld, never, trackOf } from "../world.ts";
import { wraps } from "./mutants.ts";

const options = { folder: "/spool", pages: 32 };

function end(n: number): PlayEvent {
  return {
    kind: "end",
    playId: trackOf(n),
    track: trackOf(n),
    rung: 2,
    wallMs: n,
    wallTrusted: true,
    monotonicMs: n,
    playedMs: n,
    reason: "finished",
    bytes: { cache: 0, peer: 0, origin: 0 },
  };
}

/** As the courier does it: what is pending, again and again, until all of it is acknowledged. */
function deliver(spool: EventSpool, ledger: Ledger): void {
  for (let offer = 0; offer < 40 * gapOffersMax && spool.pending(1).length > 0; offer++) {
    const answer = ledger.append("kitchen", encodeEventBatch(spool.pending(64)).batch);
    const ack = decodeEventAck(answer ?? new Uint8Array(0));
    assert.ok(ack !== undefined);
    spool.acknowledge(ack.epoch, ack.seq);
  }
}

it("a card that lies about a sync: every loss before an event that arrived is in the gap report", async () => {
  let found = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const world = makeWorld(seed);
    const ports = lifeOf(world);
    const honest = await EventSpool.open(ports, options, never);
    await honest.append(end(1));
    await honest[Symbol.asyncDispose]();
    const disk = wraps.noFdatasync(ports.disk, world);
    const spool = await EventSpool.open({ ...ports, disk }, options, never);
    for (let n = 2; n <= 9; n++) await spool.append(end(n));
    world.disk.cut();
    const again = await EventSpool.open(lifeOf(world), options, never);
    const here = new Set(again.pending(64).map(({ seq, bytes }) => `${seq} ${toHex(bytes)}`));
    const last = Math.max(...again.pending(64).map(({ seq }) => seq));
    using database = memoryDatabase();
    const ledger = new Ledger(database);
    deliver(again, ledger);
    const missing = last - here.size;
    const reported = ledger.report().gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    assert.equal(reported, missing, `seed ${seed}`);
    assert.equal(again.stats().pending, 0, "a gap holds up nothing for ever");
    if (missing > 0) found += 1;
  }
  assert.ok(found > 10, `only ${found} cards lost something in the middle`);
});
