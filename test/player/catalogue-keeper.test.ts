import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { TrackInfo } from "../../src/media/track.ts";
import { decodingCatalogueFile } from "../../src/player/catalogue-file.ts";
import { CatalogueKeeper } from "../../src/player/catalogue-keeper.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import { peerPlacesNewUs } from "../../src/player/house/limits.ts";
import { PeerPlaces } from "../../src/player/house/peer-places.ts";
import { catalogueSaveLateUs, catalogueSaveUs } from "../../src/player/limits.ts";
import { atOnce } from "../../src/player/slices.ts";
import { fakeTrack } from "../control/fake-model.ts";
import { lifeOf, makeWorld, type World } from "../storage/world.ts";

const tag = "0123456789abcdef";
const epoch = "11".repeat(8);
const path = "/speaker/catalogue";
const hourUs = 3_600_000_000;
const decodeFile = (of: string, bytes: Uint8Array) => atOnce(decodingCatalogueFile(of, bytes));

function pageOf(version: number, ...tracks: readonly TrackInfo[]) {
  const changes = tracks.map((track) => ({ kind: "track" as const, track }));
  return { epoch, version, more: false, changes };
}

function setUp(world: World, householdTag = tag) {
  const mirror = new CatalogueMirror();
  const ports = { ...lifeOf(world), householdTag: () => householdTag };
  return { mirror, keeper: new CatalogueKeeper(ports, path, mirror) };
}

async function newWorld(): Promise<World> {
  const world = makeWorld(1);
  await world.disk.makeFolder("/speaker");
  return world;
}

async function keptBy(world: World, householdTag = tag): Promise<CatalogueMirror> {
  const { mirror, keeper } = setUp(world, householdTag);
  await world.clock.settle(keeper.load());
  return mirror;
}

async function wroteAfter(world: World, keeper: CatalogueKeeper, us: number): Promise<boolean> {
  const before = await world.disk.stat(path);
  await world.clock.advance(us);
  keeper.tend();
  await world.clock.advance(1_000_000);
  return (await world.disk.stat(path))?.inode !== before?.inode;
}

describe("the kept catalogue", () => {
  it("is what it was, with its version, in any number of pages", async () => {
    for (const count of [0, 1, 499, 500, 501, 1_203]) {
      const world = await newWorld();
      const { mirror, keeper } = setUp(world);
      mirror.apply(pageOf(count + 1, ...Array.from({ length: count }, (_, n) => fakeTrack(n))));
      await world.clock.settle(keeper.close());
      const again = await keptBy(world);
      assert.deepEqual(again.known, { epoch, version: count + 1 });
      assert.deepEqual(again.tracks, mirror.tracks);
    }
  });

  it("is written ten minutes after the last change, and once", async () => {
    const world = await newWorld();
    const { mirror, keeper } = setUp(world);
    mirror.apply(pageOf(1, fakeTrack(1)));
    keeper.tend();
    assert.equal(await wroteAfter(world, keeper, catalogueSaveUs - 10_000_000), false);
    mirror.apply(pageOf(2, fakeTrack(2)));
    keeper.tend();
    assert.equal(await wroteAfter(world, keeper, catalogueSaveUs - 10_000_000), false);
    assert.equal(await wroteAfter(world, keeper, 20_000_000), true);
    assert.equal(await wroteAfter(world, keeper, 10 * hourUs), false);
    await world.clock.settle(keeper.close());
    assert.equal((await keptBy(world)).size, 2);
  });

  it("is written after six hours of changes without an end", async () => {
    const world = await newWorld();
    const { mirror, keeper } = setUp(world);
    let writes = 0;
    for (let n = 1; n * 300_000_000 < catalogueSaveLateUs + hourUs; n++) {
      mirror.apply(pageOf(n, fakeTrack(n)));
      keeper.tend();
      if (await wroteAfter(world, keeper, 299_000_000)) writes += 1;
    }
    assert.equal(writes, 1);
  });

  it("is none where a byte of it is another, where it ends early, and in another household", async () => {
    const world = await newWorld();
    const { mirror, keeper } = setUp(world);
    mirror.apply(pageOf(3, fakeTrack(1), fakeTrack(2)));
    await world.clock.settle(keeper.close());
    const bytes = await world.disk.readFile(path);
    assert.equal(decodeFile(tag, bytes)?.tracks.length, 2);
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = bytes.slice();
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      assert.equal(decodeFile(tag, spoilt), undefined);
      assert.equal(decodeFile(tag, bytes.subarray(0, at)), undefined);
    }
    assert.equal((await keptBy(world, "fedcba9876543210")).isUnknown, true);
  });

  it("never takes the place of what an origin has told meanwhile", async () => {
    const world = await newWorld();
    const first = setUp(world);
    first.mirror.apply(pageOf(3, fakeTrack(1), fakeTrack(2)));
    await world.clock.settle(first.keeper.close());
    const { mirror, keeper } = setUp(world);
    const loading = keeper.load();
    mirror.apply(pageOf(9, fakeTrack(7)));
    assert.equal(await world.clock.settle(loading), false);
    assert.deepEqual(
      mirror.tracks.map(({ id }) => id),
      [fakeTrack(7).id],
    );
  });

  it("goes with its household", async () => {
    const world = await newWorld();
    const { mirror, keeper } = setUp(world);
    mirror.apply(pageOf(3, fakeTrack(1)));
    await world.clock.settle(keeper.close());
    await world.clock.settle(keeper.forget());
    assert.equal(await world.disk.stat(path), undefined);
    assert.equal(mirror.isUnknown, true);
    await world.clock.settle(keeper.close());
    assert.equal(await world.disk.stat(path), undefined);
  });
});

describe("where speakers were met", () => {
  const place = (n: number, port: number) => ({
    linkKey: new Uint8Array(32).fill(n),
    address: { host: "10.0.0.9", port },
  });
  const places = (world: World) =>
    new PeerPlaces({ ...lifeOf(world), householdTag: () => tag }, "/speaker/peers");

  it("is known after a restart, and written once an hour at most", async () => {
    const world = await newWorld();
    const kept = places(world);
    const inode = async () => (await world.disk.stat("/speaker/peers"))?.inode;
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    const first = await inode();
    assert.ok(first !== undefined);
    kept.met(place(2, 6));
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    assert.equal(await inode(), first);
    await world.clock.advance(hourUs);
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    const second = await inode();
    assert.notEqual(second, first);
    await world.clock.advance(hourUs);
    kept.met(place(1, 5));
    await world.clock.settle(kept.save());
    assert.equal(await inode(), second);
    const loaded = await world.clock.settle(places(world).load());
    assert.deepEqual(loaded, [place(2, 6), place(1, 5)]);
  });

  it("is written half a minute later where somebody new was met", async () => {
    const world = await newWorld();
    const kept = places(world);
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    kept.met(place(2, 6));
    await world.clock.advance(peerPlacesNewUs);
    for (const n of [1, 2]) kept.met(place(n, 4 + n));
    await world.clock.advance(1_000_000);
    const loaded = await world.clock.settle(places(world).load());
    assert.deepEqual(loaded, [place(1, 5), place(2, 6)]);
  });

  it("is written after a pause where the disk did not take it", async () => {
    const world = await newWorld();
    const kept = places(world);
    world.disk.readOnly = true;
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    world.disk.readOnly = false;
    assert.equal(await world.disk.stat("/speaker/peers"), undefined);
    kept.met(place(1, 5));
    await world.clock.advance(peerPlacesNewUs);
    assert.equal(await world.disk.stat("/speaker/peers"), undefined, "not at once again");
    kept.met(place(1, 5));
    await world.clock.advance(1_000_000);
    assert.deepEqual(await world.clock.settle(places(world).load()), [place(1, 5)]);
  });

  it("is of 64 speakers at most", async () => {
    const world = await newWorld();
    const kept = places(world);
    for (let n = 0; n < 70; n++) kept.met(place(n, 5));
    await world.clock.settle(kept.save());
    await world.clock.advance(hourUs);
    await world.clock.settle(kept.save());
    const loaded = await world.clock.settle(places(world).load());
    assert.equal(loaded.length, 64);
    assert.deepEqual(loaded.at(-1), place(69, 5));
  });
});
