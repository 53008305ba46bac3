/** The spool over a card that is absent, full or read-only, and after cuts in the middle of a play. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { EventSpool } from "../../src/storage/event-spool.ts";
import { decodePlayEvent, nextChain, type PlayEvent } from "../../src/wire/play-event.ts";
import { lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const folder = "/spool";

function openSpool(world: World, mirrored = false) {
  return world.clock.settle(EventSpool.open(lifeOf(world), { folder, pages: 64, mirrored }, never));
}

async function makeSpool(seed: number, mirrored = false) {
  const world = makeWorld(seed);
  await world.disk.makeFolder(folder);
  return { world, spool: await openSpool(world, mirrored) };
}

function event(n: number, kind: PlayEvent["kind"]): PlayEvent {
  return {
    kind,
    playId: trackOf(n),
    track: trackOf(n * 3),
    rung: 2,
    wallMs: 1_800_000_000_000 + n,
    wallTrusted: true,
    monotonicMs: 1_000 + n,
    playedMs: kind === "start" ? 0 : 30_000 + n,
    reason: kind === "end" ? "finished" : "none",
    bytes: { cache: 1, peer: 2, origin: 3 },
  };
}

function told(spool: EventSpool): string[] {
  return spool.pending(1_000).map(({ bytes }) => {
    const decoded = decodePlayEvent(bytes);
    return `${decoded?.kind} ${decoded?.reason} ${decoded?.playedMs}`;
  });
}

describe("EventSpool", () => {
  for (const code of ["read-only", "no-space", "io-error", "not-permitted"] as const)
    it(`keeps events in RAM while the card answers ${code}, and writes them when it recovers`, async () => {
      const world = makeWorld(1);
      await world.disk.makeFolder(folder);
      world.disk.fault = (call) => (call === "write" || call === "open" ? code : undefined);
      const spool = await openSpool(world);
      const done = [1, 2, 3].map((n) => spool.append(event(n, "checkpoint")));
      await world.clock.advance(60_000_000);
      assert.match(spool.stats().trouble ?? "", new RegExp(code));
      assert.equal(spool.stats().waiting, 3);
      assert.deepEqual(spool.pending(10), []);
      assert.equal(
        world.log.lines.filter(({ event: what }) => what === "spool-cannot-write").length,
        1,
      );
      world.disk.fault = undefined;
      assert.deepEqual(await world.clock.settle(Promise.all(done)), [1, 2, 3]);
      assert.deepEqual([spool.stats().trouble, spool.stats().waiting], [null, 0]);
      assert.equal(spool.pending(10).length, 3);
    });

  it("rides out a card that fails in the middle, in the order of the appends", async () => {
    const { world, spool } = await makeSpool(2);
    await spool.append(event(1, "start"));
    world.disk.fault = (call) => (call === "sync" ? "io-error" : undefined);
    const waiting = [spool.append(event(1, "checkpoint")), spool.append(event(1, "end"))];
    await world.clock.advance(1_000_000);
    world.disk.fault = undefined;
    assert.deepEqual(await world.clock.settle(Promise.all(waiting)), [2, 3]);
    world.disk.cut();
    assert.deepEqual(told(await openSpool(world)), [
      "start none 0",
      "checkpoint none 30001",
      "end finished 30001",
    ]);
  });

  it("refuses new plays before it refuses the rest of one that was begun, in RAM and on the card", async () => {
    const world = makeWorld(3);
    await world.disk.makeFolder(folder);
    world.disk.readOnly = true;
    const waiting = await openSpool(world);
    for (let n = 0; n < 128; n++) void waiting.append(event(n, "start")).catch(() => undefined);
    await assert.rejects(waiting.append(event(999, "start")), { code: "spool-full" });
    assert.equal(waiting.stats().full, true);
    for (let n = 0; n < 128; n++) void waiting.append(event(n, "end")).catch(() => undefined);
    await assert.rejects(waiting.append(event(999, "end")), { code: "spool-full" });

    const { spool } = await makeSpool(4);
    let begun = 0;
    while (!spool.stats().full) {
      await spool.append(event(begun, "start"));
      begun += 1;
    }
    assert.equal(begun, 64 - 16 - 4, "so that what plays can end before the next one is refused");
    for (let n = 0; n < 4; n++) await spool.append(event(begun + n, "start"));
    await assert.rejects(spool.append(event(999, "start")), { code: "spool-full" });
    for (let n = 0; n < 16; n++) await spool.append(event(n, "end"));
    await assert.rejects(spool.append(event(999, "end")), { code: "spool-full" });
    spool.acknowledge(spool.epoch ?? "", 40);
    assert.equal(await spool.append(event(1_000, "start")), 65);
  });

  it("hands out from RAM what no card takes, and forgets what the ledger took from there", async () => {
    const world = makeWorld(30);
    await world.disk.makeFolder(folder);
    world.disk.readOnly = true;
    const spool = await openSpool(world);
    const appends = [0, 1, 2].map((n) => spool.append(event(n, "checkpoint")));
    await world.clock.advance(100_000);
    const offered = spool.pendingInRam(2);
    assert.deepEqual(
      offered.map(({ seq }) => seq),
      [1, 2],
    );
    assert.deepEqual(spool.pendingInRam(2), offered, "the same each time");
    const [first, second] = offered;
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(second.chain, nextChain(first.chain, first.bytes));
    spool.acknowledge("0".repeat(16), 3);
    assert.equal(spool.stats().waiting, 3, "another epoch's acknowledgement");
    spool.acknowledge(first.epoch, 2);
    await Promise.all(appends.slice(0, 2));
    const { waiting, offeredFromRam } = spool.stats();
    assert.deepEqual([waiting, offeredFromRam], [1, 2]);
    assert.deepEqual(
      spool.pendingInRam(9).map(({ seq }) => seq),
      [3],
    );

    world.disk.readOnly = false;
    assert.equal(await world.clock.settle(appends[2] ?? Promise.reject(new Error("none"))), 1);
    assert.equal(spool.stats().waiting, 0);
    assert.deepEqual(spool.pendingInRam(9), []);
    const [kept] = spool.pending(9);
    assert.notEqual(kept?.epoch, first.epoch, "what the card has goes by the card's name");
    spool.acknowledge(first.epoch, 3);
    assert.equal(spool.pending(9).length, 1, "a late acknowledgement of the other name");
    world.disk.readOnly = true;
    void spool.append(event(4, "end")).catch(() => undefined);
    await world.clock.advance(100_000);
    const [again] = spool.pendingInRam(9);
    assert.deepEqual([again?.seq, again?.epoch === first.epoch], [1, false], "no gap in any epoch");
  });

  it("leaves no gap among the names in RAM where a card took one of their events and failed again", async () => {
    const world = makeWorld(33);
    await world.disk.makeFolder(folder);
    world.disk.readOnly = true;
    const spool = await openSpool(world);
    const appends = [1, 2, 3].map((n) => spool.append(event(n, "checkpoint")));
    await world.clock.advance(100_000);
    const offered = spool.pendingInRam(3);
    assert.deepEqual(
      offered.map(({ seq }) => seq),
      [1, 2, 3],
    );
    world.disk.readOnly = false;
    world.disk.fault = (call) =>
      spool.stats().appended > 0 && call !== "read" ? "io-error" : undefined;
    await world.clock.settle(appends[0] ?? Promise.reject(new Error("none")));
    await world.clock.advance(100_000);
    assert.notEqual(spool.stats().trouble, null);
    const again = spool.pendingInRam(3);
    assert.deepEqual(
      again.map(({ seq }) => seq),
      [1, 2],
    );
    assert.notEqual(again[0]?.epoch, offered[0]?.epoch);
    spool.acknowledge(again[0]?.epoch ?? "", 2);
    await Promise.all(appends);
    assert.equal(spool.stats().waiting, 0);
  });

  it("does not believe in a card that failed only because nothing waits for it any more", async () => {
    const { world, spool } = await makeSpool(32);
    await spool.append(event(1, "start"));
    world.disk.fault = (call) => (call === "write" || call === "open" ? "io-error" : undefined);
    const append = spool.append(event(1, "end"));
    await world.clock.advance(100_000);
    const [offered] = spool.pendingInRam(1);
    spool.acknowledge(offered?.epoch ?? "", 1);
    await append;
    await world.clock.advance(60_000_000);
    assert.match(spool.stats().trouble ?? "", /io-error|simulated/);
    world.disk.fault = undefined;
    await world.clock.advance(300_000_000);
    assert.equal(spool.stats().trouble, null);
    assert.deepEqual(told(spool), ["start none 0"]);
    assert.equal(await world.clock.settle(spool.append(event(2, "start"))), 2);
  });

  it("keeps order and number when the ledger takes an event that is just being written", async () => {
    const world = makeWorld(31, { latencyUs: 1_000 });
    await world.clock.settle(world.disk.makeFolder(folder));
    world.disk.readOnly = true;
    const spool = await world.clock.settle(openSpool(world));
    const appends = [1, 2].map((n) => spool.append(event(n, "checkpoint")));
    await world.clock.advance(100_000);
    const [offered] = spool.pendingInRam(1);
    world.disk.readOnly = false;
    let taken = false;
    world.disk.fault = (call) => {
      if (call === "sync" && !taken && spool.stats().appended === 0) {
        taken = true;
        spool.acknowledge(offered?.epoch ?? "", 1);
      }
      return undefined;
    };
    await world.clock.settle(Promise.all(appends));
    assert.equal(taken, true);
    assert.equal(spool.stats().waiting, 0);
    const last = spool.pending(9).at(-1);
    assert.ok(last !== undefined);
    assert.equal(decodePlayEvent(last.bytes)?.playId, event(2, "checkpoint").playId);
  });

  it("ends a play that the power cut ended, with what its last checkpoint says", async () => {
    const { world, spool } = await makeSpool(5);
    await spool.append(event(7, "start"));
    await spool.append(event(7, "checkpoint"));
    world.disk.cut();
    const again = await openSpool(world);
    assert.deepEqual(told(again).slice(2), ["end lost 30007"]);
    world.disk.cut();
    assert.equal(told(await openSpool(world)).length, 3, "once is enough");
  });

  it("ends a lost play also when all it had said was acknowledged, and its file was left", async () => {
    const { world, spool } = await makeSpool(6);
    await spool.append(event(7, "start"));
    await spool.append(event(7, "checkpoint"));
    spool.acknowledge(spool.epoch ?? "", 2);
    let failures = 0;
    world.disk.fault = (call) => (call === "sync" && failures++ < 1 ? "io-error" : undefined);
    world.disk.cut();
    const again = await openSpool(world);
    assert.deepEqual(told(again).at(-1), "end lost 30007");
    assert.ok(world.disk.has("/spool/spool-2") && !world.disk.has("/spool/spool-1"));
  });

  it("loses nothing of a mirrored spool to rotten pages of one copy", async () => {
    for (const name of ["/spool/spool-1", "/spool/spool-1.2"]) {
      const { world, spool } = await makeSpool(7, true);
      for (let n = 1; n <= 6; n++) await spool.append(event(n, "end"));
      assert.equal(spool.stats().deviceBytesWritten, 12 * 4_096);
      for (let at = 0; at < 6 * 4_096; at += 4_096) world.disk.flip(name, at + 100, 8);
      const again = await openSpool(world, true);
      assert.equal(again.pending(100).length, 6);
      assert.equal(await again.append(event(7, "end")), 7);
      world.disk.cut();
      const other = name.endsWith(".2") ? "/spool/spool-2.2" : "/spool/spool-2";
      for (let at = 0; at < 7 * 4_096; at += 4_096) world.disk.flip(other, at + 100, 8);
      assert.equal(
        (await openSpool(world, true)).pending(100).length,
        7,
        "both copies are whole again",
      );
    }
  });

  it("takes what a mirrored spool held when the mirror is turned off, and back", async () => {
    const { world, spool } = await makeSpool(8, true);
    for (let n = 1; n <= 3; n++) await spool.append(event(n, "end"));
    await spool[Symbol.asyncDispose]();
    const single = await openSpool(world, false);
    assert.equal(single.pending(10).length, 3);
    assert.deepEqual(
      (await world.disk.list(folder)).map(({ name }) => name),
      ["spool-2"],
    );
    await single.append(event(4, "end"));
    await single[Symbol.asyncDispose]();
    assert.equal((await openSpool(world, true)).pending(10).length, 4);
  });

  it("rejects what waits when it is closed without a card, and every append after that", async () => {
    const world = makeWorld(9);
    await world.disk.makeFolder(folder);
    world.disk.readOnly = true;
    const spool = await openSpool(world);
    const waiting = spool.append(event(1, "start"));
    waiting.catch(() => undefined);
    await world.clock.settle(spool[Symbol.asyncDispose]());
    await assert.rejects(waiting, { code: "closed" });
    await assert.rejects(spool.append(event(2, "start")), { code: "closed" });
  });

  it("opens with the abort's reason, and nothing left behind", async () => {
    const reason = new Error("enough");
    const world = makeWorld(10);
    await world.disk.makeFolder(folder);
    await assert.rejects(
      EventSpool.open(world, { folder }, AbortSignal.abort(reason)),
      (error) => error === reason,
    );
  });
});
