import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { describe, it } from "vitest";
import { StateRing } from "../../src/storage/state-ring.ts";
import { assertBytes, bytesOf, lifeOf, makeWorld, never, type World } from "./world.ts";

const path = "/state";

function openRing(world: World) {
  return world.clock.settle(StateRing.open(lifeOf(world), { path }, never));
}

describe("StateRing", () => {
  it("has nothing at first, then the newest value, also after a restart", async () => {
    const world = makeWorld(1);
    const ring = await openRing(world);
    assert.equal(ring.load(), undefined);
    for (let i = 0; i < 5; i++) await ring.save(bytesOf(i, 100 * i));
    assertBytes(ring.load(), bytesOf(4, 400));
    await ring[Symbol.asyncDispose]();
    assertBytes((await openRing(world)).load(), bytesOf(4, 400));
  });

  it("writes one page and syncs once for a small value", async () => {
    const world = makeWorld(2);
    const ring = await openRing(world);
    const before = world.disk.writtenBytes;
    const syncs = world.disk.syncs;
    await ring.save(bytesOf(1, 300));
    assert.equal(world.disk.writtenBytes - before, 4_096);
    assert.equal(world.disk.syncs - syncs, 1);
  });

  it("takes the queue of 10,000 tracks, and refuses more than 512 KiB", async () => {
    const world = makeWorld(3);
    const ring = await openRing(world);
    await ring.save(bytesOf(1, 160_000));
    await assert.rejects(ring.save(new Uint8Array(512 * 1024 + 1)), { code: "state-too-large" });
    await ring[Symbol.asyncDispose]();
    assertBytes((await openRing(world)).load(), bytesOf(1, 160_000));
  });

  it("goes round the ring any number of times", async () => {
    const world = makeWorld(4);
    let ring = await openRing(world);
    for (let i = 1; i <= 400; i++) {
      await ring.save(bytesOf(i, (i * 7_919) % 100_000));
      if (i % 40 !== 0) continue;
      await ring[Symbol.asyncDispose]();
      ring = await openRing(world);
      assertBytes(ring.load(), bytesOf(i, (i * 7_919) % 100_000));
    }
    assert.equal(world.disk.sizeOf(path), 8 * 1024 * 1024);
  });

  it("wears all pages alike", async () => {
    const world = makeWorld(10);
    const ring = await openRing(world);
    for (let i = 0; i < 300; i++) await ring.save(bytesOf(i, 50));
    const file = await world.disk.readFile(path);
    const used = Array.from({ length: 2_048 }, (_, page) => file[page * 4_096] !== 0);
    assert.equal(used.filter(Boolean).length, 300);
  });

  it("writes only the latest of the values that came while one was in flight", async () => {
    const world = makeWorld(5, { latencyUs: 10_000 });
    const ring = await openRing(world);
    const before = world.disk.writtenBytes;
    const saves = Array.from({ length: 50 }, (_, i) => ring.save(bytesOf(i, 10)));
    await world.clock.settle(Promise.all(saves));
    assertBytes(ring.load(), bytesOf(49, 10));
    assert.ok(world.disk.writtenBytes - before <= 2 * 4_096);
    const first = ring.save(bytesOf(100, 10));
    await world.clock.advance(1_000);
    const rest = [101, 102, 103].map((i) => ring.save(bytesOf(i, 10)));
    await world.clock.settle(Promise.all([first, ...rest]));
    assertBytes(ring.load(), bytesOf(103, 10));
    assert.ok(world.disk.writtenBytes - before <= 4 * 4_096);
  });

  it("has the old or the new value after a cut at any call and at any moment between", async () => {
    let newer = 0;
    for (let seed = 0; seed < 300; seed++) {
      const world = makeWorld(10_000 + seed, { latencyUs: 5_000 });
      const referee = new Referee();
      for (let life = 0; life < 3; life++) {
        const ring = await openRing(world);
        referee.reopened(ring.load());
        await saveUntilCut(world, ring, referee);
      }
      referee.reopened((await openRing(world)).load());
      newer += referee.newer;
    }
    assert.ok(newer > 10, "some cuts left a newer value than the one that was promised");
  });

  it("keeps the promised value through any number of failing saves", async () => {
    const world = makeWorld(6);
    const ring = await openRing(world);
    await ring.save(bytesOf(1, 400_000));
    world.disk.fault = (call) => (call === "sync" ? "io-error" : undefined);
    for (let i = 0; i < 60; i++)
      await assert.rejects(ring.save(bytesOf(2 + i, 400_000)), { code: "io-error" });
    assertBytes(ring.load(), bytesOf(1, 400_000));
    world.disk.fault = undefined;
    for (let at = 0; at < 8 * 1024 * 1024; at += 4_096) {
      // What the failing saves left is spoiled too: only the promised value remains.
      if (world.disk.syncs > 0 && at >= 101 * 4_096) world.disk.flip(path, at, 0xff);
    }
    assertBytes((await openRing(world)).load(), bytesOf(1, 400_000));
    await ring.save(bytesOf(99, 50));
    assertBytes((await openRing(world)).load(), bytesOf(99, 50));
  });

  it("falls back to the value before when a page has rotted", async () => {
    const world = makeWorld(7);
    const ring = await openRing(world);
    await ring.save(bytesOf(1, 9_000));
    await ring.save(bytesOf(2, 9_000));
    world.disk.flip(path, 4 * 4_096 + 100, 4);
    assertBytes((await openRing(world)).load(), bytesOf(1, 9_000));
  });

  it("reads around a bad block", async () => {
    const world = makeWorld(8);
    const ring = await openRing(world);
    await ring.save(bytesOf(1, 100));
    let reads = 0;
    world.disk.fault = (call) => (call === "read" && reads++ === 0 ? "io-error" : undefined);
    assertBytes((await openRing(world)).load(), bytesOf(1, 100));
  });

  it("can be loaded from a read-only card, and says that it cannot save", async () => {
    const world = makeWorld(9);
    await (await openRing(world)).save(bytesOf(1, 100));
    world.disk.readOnly = true;
    const ring = await openRing(world);
    assertBytes(ring.load(), bytesOf(1, 100));
    await assert.rejects(ring.save(bytesOf(2, 100)), { code: "read-only" });
    assert.equal(world.log.lines[0]?.event, "state-cannot-be-saved");
  });

  it("opens without a value where the disk is full, and saves as soon as there is room", async () => {
    for (const code of ["no-space", "io-error", "read-only"] as const) {
      const world = makeWorld(11);
      world.disk.fault = (call) => (call === "write" || call === "open" ? code : undefined);
      const ring = await openRing(world);
      assert.equal(ring.load(), undefined);
      await assert.rejects(ring.save(bytesOf(1, 100)), { code });
      world.disk.fault = undefined;
      await ring.save(bytesOf(2, 100));
      world.disk.cut();
      assertBytes((await openRing(world)).load(), bytesOf(2, 100));
    }
  });

  it("saves again on a card that was read-only when it was opened", async () => {
    const world = makeWorld(12);
    const first = await openRing(world);
    for (let i = 0; i < 9; i++) await first.save(bytesOf(i, 100));
    world.disk.readOnly = true;
    const ring = await openRing(world);
    await assert.rejects(ring.save(bytesOf(20, 100)), { code: "read-only" });
    world.disk.readOnly = false;
    await ring.save(bytesOf(21, 100));
    assertBytes((await openRing(world)).load(), bytesOf(21, 100));
  });

  it("finishes the file when a cut fell into its making", async () => {
    for (let at = 1; at < 14; at++) {
      const world = makeWorld(100 + at);
      world.disk.onCall = () => {
        if (world.disk.calls === at) world.disk.cut();
      };
      await StateRing.open(world, { path }, never).catch(() => undefined);
      world.disk.onCall = undefined;
      const ring = await openRing(world);
      assert.equal(ring.load(), undefined);
      await ring.save(bytesOf(1, 10));
      world.disk.cut();
      assertBytes((await openRing(world)).load(), bytesOf(1, 10));
    }
  });
});

/** Saves values until the power fails: at some call, or at some moment between two. */
async function saveUntilCut(world: World, ring: StateRing, referee: Referee): Promise<void> {
  const { disk, clock, rng } = world;
  const cutAt = disk.calls + 1 + rng.below(12);
  let on = true;
  const cut = (): void => {
    if (on) disk.cut();
    on = false;
  };
  disk.onCall = () => {
    if (disk.calls === cutAt) cut();
  };
  for (let i = 0; i < 6 && on; i++) {
    const saving = referee.saves(ring, bytesOf(rng.u32(), rng.below(20_000)));
    if (rng.chance(0.2)) {
      await clock.advance(rng.below(10_000));
      cut();
    }
    await clock.settle(saving);
  }
  disk.onCall = undefined;
  cut();
}

/** Knows which values a restart may find: the last promised one, and any that was given after it. */
class Referee {
  newer = 0;
  #possible: (Uint8Array | undefined)[] = [undefined];

  async saves(ring: StateRing, value: Uint8Array): Promise<void> {
    this.#possible.push(value);
    try {
      await ring.save(value);
      this.#possible.splice(0, this.#possible.indexOf(value));
    } catch (error) {
      assert.equal((error as { code?: string }).code, "io-error");
    }
  }

  reopened(value: Uint8Array | undefined): void {
    const at = this.#possible.findIndex((other) => isDeepStrictEqual(value, other));
    assert.ok(at >= 0, `${value?.length} bytes that were neither the old nor the new value`);
    if (at > 0) this.newer += 1;
    this.#possible = [value];
  }
}
