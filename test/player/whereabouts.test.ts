import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { RungName } from "../../src/media/rung.ts";
import { houseMetUs, originAwayUs } from "../../src/player/limits.ts";
import { Whereabouts } from "../../src/player/whereabouts.ts";
import { SimClock } from "../sim/sim-clock.ts";

const has: readonly RungName[] = ["opus-96", "opus-160"];
const track = { id: "ab".repeat(16), durationMs: 240_000, rungs: has, has };

/** Rung codes and seconds that somebody has, as "rung/second". */
function setUp(held: { cache?: (place: string) => boolean; near?: (place: string) => boolean }) {
  const clock = new SimClock();
  const origin = { ready: false };
  const nowhere = (): boolean => false;
  const { cache = nowhere, near = nowhere } = held;
  const where = new Whereabouts({
    clock,
    origin,
    cache: { has: ({ rung, index }) => cache(`${rung}/${index}`) },
    isNear: ({ rung, index }) => near(`${rung}/${index}`),
  });
  return { clock, origin, where };
}

const secondOf = (place: string): number => Number(place.split("/")[1]);
const rungOf = (place: string): number => Number(place.split("/")[0]);

describe("where a track can be had", () => {
  it("is nobody's question while an origin is there", () => {
    const { origin, where } = setUp({});
    origin.ready = true;
    assert.equal(where.of(track), undefined);
    assert.equal(where.isOriginAway, false);
  });

  it("is the cache where all of it is there, in whatever rungs", () => {
    assert.equal(setUp({ cache: () => true }).where.of(track), "cache");
    const mixed = (place: string): boolean => rungOf(place) === (secondOf(place) < 100 ? 1 : 2);
    assert.equal(setUp({ cache: mixed }).where.of(track), "cache");
    const other = setUp({ cache: (place) => rungOf(place) > 2 });
    assert.equal(other.where.of(track), "no", "a rung that is not wanted does not help");
  });

  it("is the house where the rest of it is there", () => {
    const head = (place: string): boolean => secondOf(place) < 30;
    assert.equal(setUp({ cache: head, near: (at) => !head(at) }).where.of(track), "house");
    assert.equal(setUp({ near: () => true }).where.of(track), "house");
  });

  it("is nowhere where its first second, its last, or sixteen others in a row are", () => {
    for (const missing of [0, 239]) {
      const held = { cache: (place: string) => secondOf(place) !== missing };
      assert.equal(setUp(held).where.of(track), "no");
    }
    for (let from = 1; from < 220; from += 7) {
      const hole = (place: string): boolean =>
        secondOf(place) < from || secondOf(place) >= from + 16;
      assert.equal(setUp({ near: hole }).where.of(track), "no");
    }
  });

  it("leaves out what lies before the place that is to be played", () => {
    const { where } = setUp({ cache: (place) => secondOf(place) >= 100 });
    assert.equal(where.of(track, 100_500), "cache");
    assert.equal(where.of(track, 99_999), "no");
    assert.equal(where.of(track, 999_000), "cache");
    assert.equal(where.of({ ...track, durationMs: 0 }), "no");
  });

  it("matters once no origin has been there for five seconds, twenty after a start", async () => {
    const { clock, origin, where } = setUp({});
    await clock.advance(houseMetUs + originAwayUs - 1);
    assert.equal(where.isOriginAway, false);
    await clock.advance(1);
    assert.equal(where.isOriginAway, true);
    origin.ready = true;
    where.linkChanged();
    await clock.advance(3_600_000_000);
    origin.ready = false;
    where.linkChanged();
    assert.equal(where.isOriginAway, false);
    await clock.advance(originAwayUs - 1);
    assert.equal(where.isOriginAway, false);
    await clock.advance(1);
    assert.equal(where.isOriginAway, true);
  });
});
