/**
 * Speakers of a house that play the same at about the same time: the origin sends each second about once, and
 * nobody's sound waits for another speaker.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Rng } from "../../src/base/rng.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";
import { bottleneck } from "./sim-links.ts";
import { delay, type Filter } from "./sim-network.ts";

const us = 1_000_000;
const second = 48_000;
const album = [60 * second, 45 * second + 77, 50 * second];
const whole = album.map((frames, i) => [i + 1, frames]);
const originHost = "10.0.0.1";

/** Bytes that the origin sent for each byte that one speaker alone takes. */
function originCopies(speakers: readonly SimSpeaker[]): number {
  const bytes = speakers.map(({ speaker }) => speaker.status().totals.bytes);
  const sum = (pick: (of: (typeof bytes)[number]) => number): number =>
    bytes.reduce((total, of) => total + pick(of), 0);
  const each = sum(({ origin, peer, cache }) => origin + peer + cache) / speakers.length;
  return sum(({ origin }) => origin) / each;
}

interface Party {
  readonly gapMs: number;
  readonly options?: Partial<Parameters<typeof SimHouse.open>[0]>;
  readonly during?: (house: SimHouse) => Promise<void>;
}

async function party({ gapMs, options = {}, during }: Party): Promise<SimHouse> {
  const hood = new Neighbourhood();
  const { directory } = hood;
  const house = await SimHouse.open({
    ...{ seed: 3, tracks: album, speakers: 4, prefetch: false, directory },
    ...options,
  });
  hood.of(house);
  await house.clock.advance(15 * us);
  const gapUs = gapMs * 1_000;
  for (const { speaker } of house.speakers) {
    await speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(gapUs);
  }
  await during?.(house);
  await house.clock.advance(165 * us);
  return house;
}

function allHeard({ speakers }: SimHouse): void {
  for (const { capture, speaker } of speakers) {
    assert.deepEqual(
      capture.runs.map(({ tag, frames }) => [tag, frames]),
      whole,
    );
    assert.equal(speaker.status().totals.stalls, 0);
    assert.equal(speaker.status().totals.verifyFailures, 0);
  }
}

/** One uplink for all, so far away: what the origin sends stands in one queue. */
function narrow(kbps: number, farUs: number): (rng: Rng) => readonly Filter[] {
  const queue = bottleneck(() => kbps, 400_000);
  const shared = "10.0.0.99";
  return (rng) => [
    (flight, delays) =>
      flight.from.host === originHost
        ? queue({ ...flight, to: { ...flight.to, host: shared } }, delays)
        : delays,
    ({ from, to }, delays) =>
      [from.host, to.host].includes(originHost) ? delays.map((us) => us + farUs) : delays,
    delay(rng.fork(), 500, 0),
  ];
}

describe("four speakers of a house that play an album", { timeout: 120_000 }, () => {
  it("a second apart take each second from the origin 1.3 times at most", async () => {
    const house = await party({ gapMs: 1_000 });
    allHeard(house);
    const copies = originCopies(house.speakers);
    assert.ok(copies <= 1.3, `${copies.toFixed(2)} times`);
    await house.close();
  });

  it("at the same moment take it 1.7 times at most: what sounds at once nobody waits for", async () => {
    const house = await party({ gapMs: 0 });
    allHeard(house);
    const copies = originCopies(house.speakers);
    assert.ok(copies <= 1.7, `${copies.toFixed(2)} times`);
    await house.close();
  });

  it("take it four times, less their caches, when they do not help each other", async () => {
    const house = await party({ gapMs: 1_000, options: { peers: false } });
    allHeard(house);
    assert.ok(originCopies(house.speakers) > 3.9);
    await house.close();
  });

  it("play on when one of them is cut off from the others but not from the origin, and after that", async () => {
    const alone = "10.0.0.11";
    let cut = false;
    const isCut = (from: string, to: string): boolean =>
      cut && [from, to].includes(alone) && ![from, to].includes(originHost);
    const house = await party({
      gapMs: 1_000,
      options: {
        filters: (rng) => [
          ({ from, to }, delays) => (isCut(from.host, to.host) ? [] : delays),
          delay(rng.fork(), 250, 0),
        ],
      },
      during: async ({ clock }) => {
        await clock.advance(8 * us);
        cut = true;
        await clock.advance(50 * us);
        cut = false;
      },
    });
    allHeard(house);
    await house.close();
  });

  it("play on when the one that fetched most loses its power in the middle", async () => {
    const house = await party({
      gapMs: 1_000,
      during: async (made) => {
        await made.clock.advance(10 * us);
        const [first] = made.speakers;
        assert.ok(first !== undefined);
        await made.crashSpeaker(first);
      },
    });
    assert.equal(house.speakers.length, 3);
    allHeard(house);
    await house.close();
  });

  for (const gapMs of [1_000, 4_000])
    it(`have one rung in common behind 0.6 Mbit/s, ${gapMs / 1_000} s apart: none stands still, and the origin sends it 1.3 times at most`, async () => {
      const house = await party({
        gapMs,
        options: { quality: "auto", filters: narrow(600, 25_000) },
      });
      allHeard(house);
      const copies = originCopies(house.speakers);
      assert.ok(copies <= 1.3, `${copies.toFixed(2)} times`);
      await house.close();
    });

  it("play on where 1 Mbit/s from the origin is all that they have together", async () => {
    const house = await party({ gapMs: 4_000, options: { filters: narrow(1_000, 2_000) } });
    allHeard(house);
    const copies = originCopies(house.speakers);
    assert.ok(copies <= 1.3, `${copies.toFixed(2)} times`);
    await house.close();
  });
});
