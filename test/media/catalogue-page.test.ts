import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { decodeCataloguePage, encodeCataloguePage } from "../../src/media/catalogue-page.ts";
import { rungNames } from "../../src/media/rung.ts";
import type { CatalogueChange, CataloguePage } from "../../src/media/track.ts";

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => [...array].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
const text = fc.string({ unit: "grapheme", maxLength: 40 });
const track = fc.record(
  {
    id: hex(16),
    durationMs: fc.nat(),
    rungs: fc.subarray([...rungNames]),
    artwork: fc.option(hex(32), { nil: undefined }),
    title: text,
    artist: text,
    album: text,
    albumArtist: text,
    genre: text,
    track: fc.nat(65_535),
    disc: fc.nat(65_535),
    year: fc.nat(65_535),
  },
  { noNullPrototype: true },
);
const change: fc.Arbitrary<CatalogueChange> = fc.oneof(
  track.map((value) => ({ kind: "track" as const, track: value })),
  hex(16).map((id) => ({ kind: "removed" as const, id })),
);
const pages: fc.Arbitrary<CataloguePage> = fc.record(
  {
    epoch: hex(8),
    version: fc.maxSafeNat(),
    more: fc.boolean(),
    changes: fc.array(change, { maxLength: 20 }),
  },
  { noNullPrototype: true },
);

describe("a page of the catalogue", () => {
  it("comes back from its bytes as it went in", () => {
    fc.assert(
      fc.property(pages, (page) => {
        assert.deepEqual(decodeCataloguePage(encodeCataloguePage(page)), page);
      }),
    );
  });

  it("is refused when cut short or followed by anything", () => {
    fc.assert(
      fc.property(pages, fc.nat(), (page, pick) => {
        const bytes = encodeCataloguePage(page);
        assert.equal(decodeCataloguePage(bytes.subarray(0, pick % bytes.length)), undefined);
        assert.equal(decodeCataloguePage(Uint8Array.of(...bytes, 0)), undefined);
      }),
    );
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        decodeCataloguePage(bytes);
        decodeCataloguePage(Uint8Array.of(1, ...bytes));
      }),
    );
  });
});
