import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { PcmError } from "../../src/ports/errors.ts";
import { rate, PlayoutWorld as World } from "./playout-rig.ts";
import { sine } from "./rig.ts";

describe("Playout", () => {
  it("holds little silence while nothing plays, and wakes up seldom", () => {
    const world = new World();
    world.run(1_000);
    assert.ok(world.card.delayFrames() <= 1_200);
    assert.ok(world.steps < 60, `${world.steps} steps`);
    assert.equal(world.status.underruns, 0);
  });

  it("hands over the first sample in the step that a command wakes it for", () => {
    const world = new World();
    world.run(500);
    const startUs = world.nowUs;
    world.play(1, 100);
    world.run(1);
    assert.deepEqual(world.times("first-sample"), [startUs]);
  });

  it("fills the card while music plays and never lets it run dry", () => {
    const world = new World();
    world.run(100);
    world.play(1, 250);
    world.run(200);
    assert.ok(world.card.delayFrames() >= 2_400, `${world.card.delayFrames()} frames`);
    const before = world.steps;
    world.run(2_000, false);
    assert.ok(world.steps - before < 80, `${world.steps - before} steps`);
    world.run(4_000, false);
    assert.equal(world.status.underruns, 0);
    assert.equal(world.times("ended").length, 1);
    assert.equal(world.status.playedUs, 5_000_000);
    const first = world.card.heard.findIndex((sample) => sample !== 0);
    const music = world.card.heard.slice(first - 1, first - 1 + 240_000);
    const wave = sine(440, rate);
    assert.ok(music.every((sample, i) => Math.abs(sample - wave(i)) < 1e-6));
  });

  it("starts a skip within a period although the card is full", () => {
    const world = new World();
    world.play(1, 100);
    world.run(700);
    // Until just after a refill.
    while (world.card.delayFrames() < 4_500) world.run(1, false);
    const startUs = world.nowUs;
    world.feed.flush();
    world.play(2, 100);
    world.run(50);
    const [, second = Number.NaN] = world.times("first-sample");
    assert.ok(second - startUs <= 5_000, `${second - startUs} us`);
  });

  it("goes on at the same place when the card was missing at first, and says so once", () => {
    const world = new World();
    world.refusal = new PcmError("device-busy", 'sound card "hw:0": busy', { remedy: "stop it" });
    world.play(1, 50);
    world.run(3_500);
    assert.deepEqual(
      world.events.map((event) => event.kind === "device" && event.trouble),
      ['sound card "hw:0": busy; stop it'],
    );
    assert.equal(world.status.playedFrames, 0);
    world.refusal = undefined;
    world.run(3_000);
    assert.equal(world.times("ended").length, 1);
    assert.equal(world.status.playedUs, 1_000_000);
  });

  it("opens a lost card again within a second and loses nothing that the card had not taken", () => {
    const world = new World();
    world.play(1, 200);
    world.run(1_000);
    const lost = world.card;
    lost.lost = true;
    world.run(100);
    assert.ok(lost.closed);
    assert.equal(world.events.filter(({ kind }) => kind === "device").length, 2);
    world.run(6_000);
    assert.equal(world.cards.length, 2);
    assert.equal(world.times("ended").length, 1);
    // All but what was in the lost card came out, the period that it refused included.
    const heard = [lost, world.card].map(({ heard }) => heard.filter((x) => x !== 0).length);
    const sum = heard.reduce((total, count) => total + count, 0);
    assert.ok(200 * 960 - sum <= 4_800 + 960, `${200 * 960 - sum} frames missing`);
  });

  it("counts the card's running dry while music plays, and not while nothing does", () => {
    const world = new World();
    world.run(100);
    world.card.pass(500_000);
    world.run(100);
    assert.equal(world.status.underruns, 0);
    world.play(1, 100);
    world.run(500);
    world.card.pass(500_000);
    world.run(100);
    assert.equal(world.status.underruns, 1);
  });

  it("shows what a card says is wrong while it goes on", () => {
    const world = new World();
    world.run(100);
    world.card.trouble = "disk full";
    world.run(100);
    const told = world.events.at(-1);
    assert.equal(told?.kind === "device" && told.trouble, "disk full");
    world.run(100);
    assert.equal(world.events.length, 2);
  });

  it("closes the card when it is disposed, twice too", () => {
    const world = new World();
    world.run(10);
    world.playout[Symbol.dispose]();
    world.playout[Symbol.dispose]();
    assert.ok(world.card.closed);
  });

  it("takes a card that plays nothing of what it is given for none, until it plays, and says so once", () => {
    const world = new World();
    world.run(100);
    world.play(1, 500);
    world.run(1_000);
    world.still = true;
    world.card.still = true;
    world.run(2_000);
    const told = (): (string | undefined)[] =>
      world.events.flatMap((event) => (event.kind === "device" ? [event.trouble] : []));
    const missing = (): number | undefined => {
      const last = world.events.findLast((event) => event.kind === "device");
      return last?.kind === "device" ? last.missingSinceUs : undefined;
    };
    const why = 'sound card "card" has stopped; unplug it, and plug it in again';
    assert.deepEqual(told(), [undefined, why]);
    const sinceUs = missing();
    const place = world.feed.heardAt(world.nowUs).playedFrames;
    const opened = world.cards.length;
    for (let s = 0; s < 30; s++) {
      world.run(1_000, false);
      assert.equal(world.feed.heardAt(world.nowUs).playedFrames, place);
    }
    assert.deepEqual(told(), [undefined, why], "once");
    assert.equal(missing(), sinceUs);
    const tries = world.cards.length - opened;
    assert.ok(tries >= 5 && tries <= 15, `${tries} tries`);
    world.still = false;
    world.card.still = false;
    world.run(4_000);
    assert.deepEqual(told(), [undefined, why, undefined]);
    assert.equal(missing(), undefined);
    world.run(9_000);
    assert.equal(world.times("ended").length, 1);
  });
});
