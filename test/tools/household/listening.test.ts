import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { figures, type HousePlay, listeningOf } from "../../../tools/bench/household/listening.ts";

const options = { tracks: 1_000, speakers: 3, days: 84 };

function near(actual: number, wanted: number, within: number, what: string): void {
  assert.ok(Math.abs(actual - wanted) <= within, `${what}: ${actual}, not ${wanted}`);
}

function share(plays: readonly HousePlay[], holds: (play: HousePlay) => boolean): number {
  return plays.filter(holds).length / plays.length;
}

describe("a household's listening", () => {
  for (const seed of [1, 2, 3]) {
    const plays = listeningOf({ ...options, seed });

    it(`has the paper's shares (seed ${seed})`, () => {
      near(
        share(plays, ({ by }) => by === "sequence"),
        figures.sequentialShare,
        0.02,
        "sequential",
      );
      for (const skip of figures.skips)
        near(
          share(plays, ({ playedS }) => playedS < skip.withinS),
          skip.share,
          0.015,
          `over in ${skip.withinS} s`,
        );
      near(
        share(plays, ({ playedS }) => playedS < figures.trackS),
        figures.skippedShare,
        0.015,
        "cut",
      );
      near(plays.length / options.speakers / options.days, figures.playsPerDay, 2.5, "plays a day");
    });

    it(`plays few tracks most of the time (seed ${seed})`, () => {
      const counts = new Map<number, number>();
      for (const { track } of plays) counts.set(track, (counts.get(track) ?? 0) + 1);
      const sorted = [...counts.values()].sort((a, b) => b - a);
      const top = sorted.slice(0, figures.favouriteTracks * options.tracks);
      near(
        top.reduce((sum, count) => sum + count, 0) / plays.length,
        figures.favouritePlays,
        0.02,
        "favourites",
      );
    });

    it(`begins most in the morning and the evening, and least at night (seed ${seed})`, () => {
      const hours = Array.from({ length: 24 }, () => 0);
      for (const { atS } of plays) {
        const hour = Math.floor(atS / 3_600) % 24;
        hours[hour] = (hours[hour] ?? 0) + 1;
      }
      const at = (from: number, to: number) =>
        hours.slice(from, to).reduce((a, b) => a + b, 0) / (to - from);
      assert.ok(at(8, 11) > at(11, 15) && at(17, 20) > at(13, 16), hours.join(" "));
      assert.ok(at(1, 4) < 0.25 * at(8, 11), hours.join(" "));
    });
  }

  it("plays one track at a time on each speaker, what its queue says", () => {
    const last = new Map<number, HousePlay>();
    for (const play of listeningOf({ ...options, seed: 4, days: 14 })) {
      const before = last.get(play.speaker);
      assert.ok(before === undefined || play.atS >= before.atS + before.playedS - 1e-6);
      assert.equal(play.queue[play.place], play.track);
      assert.ok(play.track >= 0 && play.track < options.tracks);
      assert.ok(play.playedS > 0 && play.playedS <= figures.trackS);
      if (play.by === "sequence") assert.equal(before?.queue, play.queue);
      last.set(play.speaker, play);
    }
  });

  it("is the same again from one seed, and another from another", () => {
    const of = (seed: number) => listeningOf({ ...options, seed, days: 3 });
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
  });
});
