import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { shelfMax } from "../../../src/player/house/limits.ts";
import { Shelf } from "../../../src/player/house/shelf.ts";
import { leavesKey, manifestKey } from "../../../src/storage/chunk-key.ts";
import { Holdings } from "../../../src/storage/holdings.ts";

const track = "ab".repeat(16);
const key = (index: number) => ({ track, rung: 2, index });
const bytes = new Uint8Array(3);

describe("Shelf", () => {
  it("is told of while something lies on it, and after that where the cache took it", () => {
    const list = new Holdings();
    const shelf = new Shelf(list);
    shelf.put(key(1), bytes);
    shelf.put(key(2), bytes);
    assert.equal(shelf.get(key(1)), bytes);
    assert.ok(list.has(track, 2, 1) && list.has(track, 2, 2));
    shelf.take(key(1), true);
    shelf.take(key(2), false);
    assert.equal(shelf.get(key(1)), undefined);
    assert.deepEqual([list.has(track, 2, 1), list.has(track, 2, 2)], [true, false]);
  });

  it("takes nothing off the list that it did not hold", () => {
    const list = new Holdings();
    list.add(track, 2, 1);
    new Shelf(list).take(key(1), false);
    assert.ok(list.has(track, 2, 1));
  });

  it("holds what a track is known by too, of which nobody is told", () => {
    const list = new Holdings();
    const shelf = new Shelf(list);
    shelf.put(manifestKey(track), bytes);
    shelf.put(leavesKey(track, 2), bytes);
    assert.equal(shelf.get(leavesKey(track, 2)), bytes);
    assert.equal(list.version, 0);
  });

  it("holds so much and no more", () => {
    const list = new Holdings();
    const shelf = new Shelf(list);
    for (let index = 0; index <= shelfMax; index++) shelf.put(key(index), bytes);
    assert.equal(shelf.size, shelfMax);
    assert.equal(list.has(track, 2, shelfMax), false);
  });
});
