import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { GuessRates, guessKinds } from "../../../src/player/prefetch/guess-rates.ts";
import { Habits } from "../../../src/player/prefetch/habits.ts";
import { decodeLearned, encodeLearned } from "../../../src/player/prefetch/habits-codec.ts";
import {
  candidatesMax,
  countMax,
  habitTracksMax,
  soonPlays,
  successorsMax,
} from "../../../src/player/prefetch/limits.ts";

const name = (n: number): string => n.toString(16).padStart(32, "0");

describe("habits", () => {
  it("know what mostly follows a track, with its share", () => {
    const habits = new Habits();
    for (const n of [1, 2, 1, 2, 1, 3, 1, 2]) habits.began(name(n), undefined);
    const [first, second] = habits.after(name(1));
    assert.deepEqual(first, { track: name(2), share: 0.75 });
    assert.deepEqual(second, { track: name(3), share: 0.25 });
    assert.deepEqual(habits.after(name(9)), []);
    for (let again = 0; again < 3; again++) habits.began(name(7), undefined);
    assert.deepEqual(
      habits.after(name(7)),
      [],
      "a track that is played again does not follow itself",
    );
  });

  it("know what is played at an hour more than once", () => {
    const habits = new Habits();
    for (const hour of [9, 10, 22]) habits.began(name(1), hour);
    habits.began(name(2), 9);
    assert.deepEqual(habits.atHour(11), [name(1)]);
    assert.deepEqual(habits.atHour(3), []);
  });

  it("learn how far people listen, from what others do on", () => {
    const habits = new Habits();
    assert.ok(Math.abs(habits.survival(5) - 0.76) < 1e-9);
    for (let i = 0; i < 150; i++) habits.ended(1, false);
    assert.ok(habits.survival(5) < 0.1, String(habits.survival(5)));
    assert.equal(habits.survival(0), 1);
    const [exact, short] = [new Habits(), new Habits()];
    for (let i = 0; i < 50; i++) exact.ended(5, false);
    for (let i = 0; i < 50; i++) short.ended(4.9, false);
    assert.ok(exact.survival(5) > 0.9 && short.survival(5) < 0.2);
    for (let i = 0; i < 600; i++) habits.ended(0, true);
    assert.ok(habits.survival(10_000) > 0.8);
  });

  it("stay in their bounds, and so do their counts", () => {
    const habits = new Habits();
    for (let n = 0; n < 3 * habitTracksMax; n++) {
      habits.began(name(n), n % 24);
      habits.began(name(5_000), 3);
    }
    assert.equal(habits.tracks.size, habitTracksMax);
    for (const { slots, after } of habits.tracks.values()) {
      assert.ok(slots.every((times) => times < countMax));
      assert.ok(
        after.size <= successorsMax && [...after.values()].every((times) => times < countMax),
      );
    }
  });

  it("come back from flash as they were, rates too", () => {
    const plays = fc.array(
      fc.record({ n: fc.nat(60), hour: fc.option(fc.nat(23), { nil: undefined }) }),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(plays, (played) => {
        const [habits, rates] = [new Habits(), new GuessRates()];
        for (const { n, hour } of played) {
          rates.began(name(n));
          habits.began(name(n), hour);
          rates.guessed(guessKinds[n % guessKinds.length] ?? "album", name((n + 1) % 60));
          habits.ended(n, n > 30);
        }
        const bytes = encodeLearned({ habits, rates });
        const back = decodeLearned(bytes);
        assert.deepEqual(back?.habits.tracks, habits.tracks);
        assert.deepEqual(back?.habits.reached, habits.reached);
        for (const kind of guessKinds) assert.equal(back?.rates.chance(kind), rates.chance(kind));
        assert.equal(decodeLearned(bytes.subarray(0, -1)), undefined);
      }),
      { numRuns: 30 },
    );
  });

  it("are none where the bytes are of something else", () => {
    const bytes = encodeLearned({ habits: new Habits(), rates: new GuessRates() });
    const spoilt = (at: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      copy[at] = value;
      return copy;
    };
    assert.notEqual(decodeLearned(bytes), undefined);
    assert.equal(decodeLearned(spoilt(0, 2)), undefined, "another version");
    assert.equal(decodeLearned(Uint8Array.of(...bytes, 0)), undefined, "something behind it");
    assert.equal(decodeLearned(spoilt(8, 9)), undefined, "more came true than was guessed");
    assert.equal(decodeLearned(new Uint8Array(0)), undefined);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => void decodeLearned(noise)));
  });
});

describe("the rate of a kind of guess", () => {
  it("begins at what it is thought to be and becomes what it is", () => {
    const rates = new GuessRates();
    assert.equal(rates.chance("next-early"), 0.7);
    for (let n = 0; n < 150; n++) {
      rates.guessed("next-early", name(n));
      rates.guessed("hour", name(n));
      rates.began(name(n));
    }
    assert.ok(rates.chance("next-early") > 0.9);
    for (let n = 0; n < 150; n++) {
      rates.guessed("next-early", name(1_000 + n));
      for (let other = 0; other < soonPlays; other++) rates.began(name(9_000 + other));
    }
    assert.ok(rates.chance("next-early") < 0.5, String(rates.chance("next-early")));
  });

  it("counts a guess that comes true within a few plays, and once however often it is guessed", () => {
    const rates = new GuessRates();
    for (let i = 0; i < 3; i++) rates.guessed("album", name(1));
    for (let other = 0; other < soonPlays - 1; other++) rates.began(name(50 + other));
    rates.began(name(1));
    assert.deepEqual(rates.rates.get("album"), { shown: 1, came: 1 });
    rates.guessed("album", name(2));
    for (let other = 0; other < soonPlays; other++) rates.began(name(50 + other));
    assert.deepEqual(rates.rates.get("album"), { shown: 2, came: 1 });
  });

  it("has no more open trials than its bound", () => {
    const rates = new GuessRates();
    for (let n = 0; n < 10_000; n++) rates.guessed("queued", name(n));
    for (let other = 0; other < soonPlays; other++) rates.began(name(99_999));
    assert.ok((rates.rates.get("queued")?.shown ?? 0) <= candidatesMax * soonPlays);
  });
});
