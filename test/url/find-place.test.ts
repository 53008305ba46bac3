import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { findPlace, type Place } from "../../src/url/find-place.ts";
import { looksMax, placeNearBytes, placeNearMs } from "../../src/url/limits.ts";

/** A file whose pages are so long, in bytes and milliseconds. */
function pagesOf(each: readonly (readonly [number, number])[]): readonly Place[] {
  const places: Place[] = [{ at: 0, ms: 0 }];
  for (const [bytes, ms] of each) {
    const last = places.at(-1) ?? { at: 0, ms: 0 };
    places.push({ at: last.at + bytes, ms: last.ms + ms });
  }
  return places;
}

const page = fc.tuple(fc.integer({ min: 60, max: 60_000 }), fc.integer({ min: 20, max: 5_000 }));
const pages = fc.array(page, { minLength: 1, maxLength: 2_000 });

describe("a place of a file", () => {
  it("is never behind the time, costs few looks, and is near where bytes are spread as files spread them", async () => {
    const file = pagesOf(Array.from({ length: 20_000 }, (_, i) => [3_000 + (i % 7) * 900, 250]));
    const sizeBytes = file.at(-1)?.at ?? 0;
    for (const durationMs of [undefined, 5_000_000]) {
      for (let ms = 1_000; ms < 4_900_000; ms += 37_777) {
        let looks = 0;
        const found = await findPlace({ ms, sizeBytes, durationMs }, async (from) => {
          looks += 1;
          return file.find(({ at }) => at >= from);
        });
        assert.ok(found.ms <= ms && looks <= looksMax);
        if (durationMs !== undefined) assert.ok(ms - found.ms <= 2 * placeNearMs && looks <= 4);
      }
    }
  });

  it("is one of the file's, whatever the file is like and whatever the duration says", async () => {
    await fc.assert(
      fc.asyncProperty(pages, fc.nat(), fc.option(fc.nat()), async (each, wish, told) => {
        const file = pagesOf(each);
        const end = file.at(-1) ?? { at: 0, ms: 0 };
        const ms = wish % (end.ms + 1);
        const sought = { ms, sizeBytes: end.at, durationMs: told ?? undefined };
        const found = await findPlace(sought, async (from) => file.find(({ at }) => at >= from));
        assert.ok(found.ms <= ms);
        assert.ok(file.some(({ at, ms: is }) => at === found.at && is === found.ms));
        assert.ok(placeNearBytes > 0);
      }),
    );
  });

  it("is the beginning where nothing tells anything, or lies", async () => {
    const sought = { ms: 90_000, sizeBytes: 1e9, durationMs: 100_000 };
    assert.deepEqual(await findPlace(sought, async () => undefined), { at: 0, ms: 0 });
    assert.deepEqual(await findPlace(sought, async () => ({ at: 5, ms: 1e12 })), { at: 0, ms: 0 });
    const stuck = await findPlace(sought, async () => ({ at: 5, ms: 7 }));
    assert.deepEqual(stuck, { at: 5, ms: 7 });
  });
});
