/** The file of what the household keeps together: as it was first written it is read for ever, and what is not it is none. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { Commons } from "../../../src/household/commons.ts";
import { readSettings } from "../../../src/household/settings.ts";
import { Collection } from "../../../src/player/collection/collection.ts";
import { decodeHouseFile } from "../../../src/player/house-file.ts";
import { fakeTrack } from "../../control/fake-model.ts";

const file = path.resolve(import.meta.dirname, "../../fixtures/storage/commons.v1");
const name = { magic: "NJco", householdTag: "0123456789abcdef" };

describe("the file of what the household keeps together", () => {
  it("of version 1 is read", () => {
    const body = decodeHouseFile(name, new Uint8Array(readFileSync(file)));
    assert.ok(body);
    const commons = new Commons("00000000000000bb");
    assert.ok(commons.restore(body));
    assert.deepEqual(commons.encode(), body, "and is written so");
    const shown = (id: string) => ({ ...fakeTrack(1), id });
    const collection = new Collection(commons, { get: shown, shown });
    const list = collection.playlist("dinner");
    assert.deepEqual(
      list?.items.map(({ id }) => id),
      ["2222222222222222", "1111111111111111"],
    );
    assert.equal(collection.favourites().length, 1);
    assert.deepEqual(collection.presets()[0], {
      number: 3,
      kind: "playlist",
      label: "Dinner",
      length: 2,
      playlist: "0123456789abcdef",
      gone: null,
    });
    assert.deepEqual(readSettings(commons), { zone: "Europe/Oslo", name: undefined });
  });

  it("of another household, or with one wrong bit, is none", () => {
    const bytes = new Uint8Array(readFileSync(file));
    const other = { ...name, householdTag: "f".repeat(16) };
    assert.equal(decodeHouseFile(other, bytes), undefined);
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      assert.equal(decodeHouseFile(name, damaged), undefined);
    }
  });
});
