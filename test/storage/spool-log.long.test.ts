import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SpoolLog } from "../../src/storage/spool-log.ts";
import {
  decodeEventBatch,
  decodePlayEvent,
  encodeEventBatch,
  encodePlayEvent,
  firstChain,
  nextChain,
  type PlayEvent,
} from "../../src/wire/play-event.ts";
import { lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const folder = "/spool";
const page = 4_096;
const shape = { folder, pages: 2_048, mirrored: false };

function openSpool(world: World) {
  return world.clock.settle(SpoolLog.open(lifeOf(world), shape, never));
}

async function makeSpool(seed: number, options = {}) {
  const world = makeWorld(seed, options);
  await world.clock.settle(world.disk.makeFolder(folder));
  return { world, spool: await openSpool(world) };
}

/** An event that says who it is: number n. */
function play(n: number): PlayEvent {
  return {
    kind: "checkpoint",
    playId: trackOf(n),
    track: trackOf(n * 3),
    rung: 2,
    wallMs: 1_800_000_000_000 + n,
    wallTrusted: true,
    monotonicMs: 1_000 + n,
    playedMs: n,
    reason: "none",
    bytes: { cache: 1, peer: 2, origin: 3 },
  };
}

function numbers(spool: SpoolLog): (number | undefined)[] {
  return spool.pending(10_000).map(({ bytes }) => decodePlayEvent(bytes)?.playedMs);
}

describe("SpoolLog", () => {
  it("counts from one, and hands out what is pending until it is acknowledged", async () => {
    const { spool } = await makeSpool(1);
    for (let n = 1; n <= 5; n++) assert.equal(await spool.append(play(n)), n);
    assert.deepEqual(numbers(spool), [1, 2, 3, 4, 5]);
    assert.deepEqual(
      spool.pending(2).map(({ seq }) => seq),
      [1, 2],
    );
    spool.acknowledge(spool.epoch, 3);
    spool.acknowledge(spool.epoch, 2);
    spool.acknowledge("0000000000000000", 5);
    assert.deepEqual(numbers(spool), [4, 5]);
    const { pending, appended, acknowledged } = spool.stats();
    assert.deepEqual([pending, appended, acknowledged], [2, 5, 3]);
  });

  it("writes one page and syncs once for an event", async () => {
    const { world, spool } = await makeSpool(2);
    const before = world.disk.writtenBytes;
    const syncs = world.disk.syncs;
    for (let n = 1; n <= 20; n++) await spool.append(play(n));
    assert.equal(world.disk.writtenBytes - before, 20 * page);
    assert.equal(world.disk.syncs - syncs, 20);
    assert.equal(spool.stats().deviceBytesWritten, 20 * page);
  });

  it("goes on where it was after a restart, in the same epoch and chain", async () => {
    const { world, spool } = await makeSpool(3);
    for (let n = 1; n <= 3; n++) await spool.append(play(n));
    spool.acknowledge(spool.epoch, 2);
    await spool[Symbol.asyncDispose]();
    const again = await openSpool(world);
    assert.equal(again.epoch, spool.epoch);
    assert.deepEqual(numbers(again), [3]);
    assert.equal(await again.append(play(4)), 4);
    let chain = firstChain;
    for (let n = 1; n <= 2; n++) chain = nextChain(chain, encodePlayEvent(play(n)));
    for (const event of again.pending(10)) {
      assert.deepEqual(event.chain, chain);
      chain = nextChain(chain, event.bytes);
    }
  });

  it("knows its number after everything was acknowledged and it was restarted", async () => {
    const { world, spool } = await makeSpool(4);
    for (let n = 1; n <= 3; n++) await spool.append(play(n));
    spool.acknowledge(spool.epoch, 3);
    await spool[Symbol.asyncDispose]();
    const again = await openSpool(world);
    assert.deepEqual(numbers(again), []);
    assert.equal(await again.append(play(4)), 4);
  });

  it("goes round its file for years", async () => {
    const { world, spool: first } = await makeSpool(5);
    let spool = first;
    for (let n = 1; n <= 5_000; n++) {
      assert.equal(await spool.append(play(n)), n);
      if (n % 7 === 0) spool.acknowledge(spool.epoch, n - 3);
      if (n % 700 !== 0) continue;
      await spool[Symbol.asyncDispose]();
      spool = await openSpool(world);
      assert.deepEqual(numbers(spool), [n - 2, n - 1, n]);
    }
    assert.deepEqual(
      (await world.disk.list(folder)).map(({ name }) => name),
      ["spool-1"],
    );
    assert.equal(world.disk.sizeOf("/spool/spool-1"), 8 * 1024 * 1024);
  });

  it("refuses when every page waits for the ledger, and takes events again after an acknowledgement", async () => {
    const { world, spool } = await makeSpool(6);
    for (let n = 1; n <= 2_048; n++) await spool.append(play(n));
    assert.equal(spool.stats().full, true);
    await assert.rejects(spool.append(play(9_999)), { code: "spool-full" });
    world.disk.cut();
    const again = await openSpool(world);
    assert.equal(numbers(again).length, 2_048);
    await assert.rejects(again.append(play(9_999)), { code: "spool-full" });
    again.acknowledge(again.epoch, 1);
    assert.equal(await again.append(play(2_049)), 2_049);
    await assert.rejects(again.append(play(9_999)), { code: "spool-full" });
  });

  it("loses no promised event and makes none up, whenever the power is cut", async () => {
    let cuts = 0;
    for (let seed = 0; seed < 100; seed++) {
      const world = makeWorld(20_000 + seed, { latencyUs: 3_000 });
      await world.clock.settle(world.disk.makeFolder(folder));
      const referee = new Referee();
      for (let life = 0; life < 4; life++) {
        await liveUntilCut(world, referee, world.rng.below(60));
        cuts += 1;
      }
      world.disk.fault = undefined;
      referee.reopened(await openSpool(world));
    }
    assert.equal(cuts, 400);
  });

  it("stands a cut at every single call, with several outcomes each", async () => {
    for (let at = 1; at <= 45; at++)
      for (let seed = 0; seed < 4; seed++) {
        const world = makeWorld(seed);
        await world.disk.makeFolder(folder);
        const referee = new Referee();
        await liveUntilCut(world, referee, at);
        await liveUntilCut(world, referee, 1_000);
        referee.reopened(await openSpool(world));
      }
  });

  it("leaves a file whose sync failed, and takes everything pending into a new one", async () => {
    const { world, spool } = await makeSpool(7);
    for (let n = 1; n <= 5; n++) await spool.append(play(n));
    spool.acknowledge(spool.epoch, 2);
    failOnce(world, "sync");
    assert.equal(await spool.append(play(6)), 6);
    assert.deepEqual(
      (await world.disk.list(folder)).map(({ name }) => name),
      ["spool-2"],
    );
    world.disk.cut();
    assert.deepEqual(numbers(await openSpool(world)), [3, 4, 5, 6]);
  });

  it("keeps its number when a sync failed while nothing was pending", async () => {
    const { world, spool } = await makeSpool(8);
    for (let n = 1; n <= 3; n++) await spool.append(play(n));
    spool.acknowledge(spool.epoch, 3);
    world.disk.fault = (call) => (call === "sync" ? "io-error" : undefined);
    await assert.rejects(spool.append(play(4)), { code: "io-error" });
    world.disk.fault = undefined;
    assert.equal(await spool.append(play(5)), 4);
    world.disk.cut();
    const again = await openSpool(world);
    assert.equal(again.epoch, spool.epoch);
    assert.deepEqual(numbers(again), [5]);
  });

  it("recovers while calls fail and the power is cut", async () => {
    for (let seed = 0; seed < 60; seed++) {
      const world = makeWorld(30_000 + seed, { latencyUs: 1_000 });
      await world.clock.settle(world.disk.makeFolder(folder));
      const referee = new Referee();
      for (let life = 0; life < 3; life++) {
        world.disk.fault = (call) =>
          (call === "sync" || call === "write" || call === "remove") && world.rng.chance(0.1)
            ? "io-error"
            : undefined;
        await liveUntilCut(world, referee, world.rng.below(120));
      }
      world.disk.fault = undefined;
      referee.reopened(await openSpool(world));
    }
  });

  it("syncs what a killed process left before it hands it out", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const { world, spool } = await makeSpool(900 + seed, { latencyUs: 10_000 });
      await world.clock.settle(spool.append(play(1)));
      const last = spool.append(play(2)).catch(() => undefined);
      await world.clock.advance(1);
      world.disk.kill();
      await world.clock.settle(last);
      const handed = numbers(await openSpool(world));
      assert.deepEqual(handed, [1, 2], "the kernel still has what was written");
      world.disk.cut();
      assert.deepEqual(numbers(await openSpool(world)), handed);
    }
  });

  it("stays in its epoch when it is restarted between a fresh file and its first event", async () => {
    const { world, spool } = await makeSpool(16);
    await spool.append(play(1));
    spool.acknowledge(spool.epoch, 1);
    let syncs = 0;
    let removed = false;
    world.disk.fault = (call) => {
      if (call === "remove") removed = true;
      if (call === "sync" && syncs++ === 0) return "io-error";
      return call === "write" && removed ? "io-error" : undefined;
    };
    await assert.rejects(spool.append(play(2)), { code: "io-error" });
    world.disk.fault = undefined;
    world.disk.cut();
    const again = await openSpool(world);
    assert.equal(again.epoch, spool.epoch);
    assert.deepEqual(again.stats().acknowledged, 1);
    assert.equal(await again.append(play(3)), 2);
  });

  it("skips a rotten page and keeps those behind it", async () => {
    const { world, spool } = await makeSpool(10);
    for (let n = 1; n <= 5; n++) await spool.append(play(n));
    world.disk.flip("/spool/spool-1", 2 * page + 60, 1);
    const again = await openSpool(world);
    assert.deepEqual(numbers(again), [1, 2, 4, 5]);
    const { batch, count } = encodeEventBatch(again.pending(10));
    assert.equal(count, 2, "a batch ends at a gap");
    assert.equal(decodeEventBatch(batch)?.firstSeq, 1);
    assert.equal(await again.append(play(6)), 6);
  });

  it("does not give out numbers that the ledger has already", async () => {
    const { world, spool } = await makeSpool(11);
    await spool.append(play(1));
    spool.acknowledge(spool.epoch, 50);
    assert.equal(await spool.append(play(2)), 51);
    assert.deepEqual(
      world.log.lines.map(({ event }) => event),
      ["ledger-is-ahead"],
    );
  });

  it("writes an event once more when the ledger turns out to have its number while it is written", async () => {
    const { world, spool } = await makeSpool(21, { latencyUs: 1_000 });
    await world.clock.settle(spool.append(play(1)));
    const written = spool.append(play(2));
    await world.clock.advance(500);
    spool.acknowledge(spool.epoch, 50);
    assert.equal(await world.clock.settle(written), 51);
    assert.deepEqual(
      spool.pending(9).map(({ seq }) => seq),
      [51],
    );
    spool.acknowledge(spool.epoch, 51);
    assert.equal(spool.stats().pending, 0);
    const again = await openSpool(world);
    assert.equal(await world.clock.settle(again.append(play(3))), 52);
  });

  it("tells the age of the oldest event", async () => {
    const { world, spool } = await makeSpool(12);
    assert.equal(spool.stats().oldestS, 0);
    await spool.append({ ...play(1), wallMs: world.clock.wallMs() });
    await world.clock.advance(90_000_000);
    assert.equal(spool.stats().oldestS, 90);
    const { world: other, spool: untrusted } = await makeSpool(13);
    const monotonicMs = other.clock.nowUs() / 1_000;
    await untrusted.append({ ...play(1), wallTrusted: false, wallMs: 0, monotonicMs });
    await other.clock.advance(30_000_000);
    assert.equal(untrusted.stats().oldestS, 30);
  });

  it("rejects an append after its close, and an opening on a disk that cannot be written", async () => {
    const { spool } = await makeSpool(14);
    await spool[Symbol.asyncDispose]();
    await spool[Symbol.asyncDispose]();
    await assert.rejects(spool.append(play(1)), { code: "closed" });
    const world = makeWorld(15);
    await world.disk.makeFolder(folder);
    world.disk.readOnly = true;
    await assert.rejects(SpoolLog.open(world, shape, never), { code: "read-only" });
  });
});

function failOnce(world: World, failing: string): void {
  let failures = 0;
  world.disk.fault = (call) => (call === failing && failures++ === 0 ? "io-error" : undefined);
}

/** Appends and acknowledges until the power fails at a call of the given number. */
async function liveUntilCut(world: World, referee: Referee, calls: number): Promise<void> {
  const { disk, clock, rng } = world;
  const cutAt = disk.calls + 1 + calls;
  let on = true;
  disk.onCall = () => {
    if (disk.calls < cutAt || !on) return;
    on = false;
    disk.cut();
  };
  try {
    const spool = await openSpool(world);
    if (on) referee.reopened(spool);
    for (let i = 0; i < 12 && on; i++) {
      await clock.settle(referee.appends(spool, () => on));
      if (on && rng.chance(0.3)) referee.acknowledges(spool, rng.below(4));
    }
  } catch (error) {
    assert.equal((error as { code?: string }).code, "io-error");
  }
  disk.onCall = undefined;
  if (on) disk.cut();
}

/** Knows what was promised, what was only tried, and what the ledger has. */
class Referee {
  #n = 0;
  readonly #promised = new Set<number>();
  readonly #tried = new Set<number>();
  /** What was handed out under each name: a name must never mean two events. */
  readonly #named = new Map<string, number>();
  readonly #ledger = new Set<number>();

  async appends(spool: SpoolLog, powered: () => boolean): Promise<void> {
    this.#n += 1;
    const n = this.#n;
    this.#tried.add(n);
    try {
      await spool.append(play(n));
      if (powered()) this.#promised.add(n);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "io-error");
    }
  }

  /** The ledger takes some of what is pending. */
  acknowledges(spool: SpoolLog, count: number): void {
    const sent = spool.pending(count);
    for (const event of sent) this.#ledger.add(this.#see(event));
    const last = sent.at(-1);
    if (last !== undefined) spool.acknowledge(last.epoch, last.seq);
  }

  reopened(spool: SpoolLog): void {
    const found = new Set(spool.pending(10_000).map((event) => this.#see(event)));
    for (const n of this.#promised)
      assert.ok(found.has(n) || this.#ledger.has(n), `event ${n} was promised and is lost`);
    const seqs = spool.pending(10_000).map(({ seq }) => seq);
    for (const [i, seq] of seqs.entries()) assert.equal(seq, (seqs[0] ?? 0) + i, "a gap");
  }

  #see({ epoch, seq, bytes }: { epoch: string; seq: number; bytes: Uint8Array }): number {
    const n = decodePlayEvent(bytes)?.playedMs ?? -1;
    assert.deepEqual(decodePlayEvent(bytes), play(n), "an event is whole");
    assert.ok(this.#tried.has(n), `event ${n} was never appended`);
    const name = `${epoch}/${seq}`;
    assert.equal(this.#named.get(name) ?? n, n, `${name} means two events`);
    this.#named.set(name, n);
    return n;
  }
}
