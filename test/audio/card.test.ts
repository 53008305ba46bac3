/** What stands between the engine and a card: opening, losing, resampling, the card's own volume. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { cardAtRate } from "../../src/audio/card-at-rate.ts";
import { CardSlot } from "../../src/audio/card-slot.ts";
import { AudioFeed } from "../../src/audio/feed.ts";
import { Heard, type WrittenPeriod } from "../../src/audio/heard.ts";
import type { AudioEvent, DeviceEvent, SegmentSpec } from "../../src/audio/model.ts";
import { Playout } from "../../src/audio/playout.ts";
import { gainOfLevel } from "../../src/audio/volume.ts";
import { PcmError } from "../../src/ports/errors.ts";
import type { PcmOut, PcmTarget, PcmVolume, PcmWrite } from "../../src/ports/pcm.ts";
import { fakeDecoders, packetOf } from "./rig.ts";

const rate = 48_000;
const target: PcmTarget = { kind: "alsa", name: "hw:1", ppm: 0 };

/** A card in virtual time that can be unplugged, stand still, and turn its own volume. */
class Card implements PcmOut {
  readonly device = "hw:DAC";
  readonly format;
  readonly periodFrames = 480;
  readonly bufferFrames = 4_800;
  readonly trouble = undefined;
  readonly heard: number[] = [];
  gone = false;
  still = false;
  closed = 0;
  #queue: number[] = [];

  readonly volume: PcmVolume | undefined;

  constructor(deviceRate = rate, volume?: PcmVolume) {
    this.volume = volume;
    this.format = { rate: deviceRate, channels: 2, sample: "s16" } as const;
  }

  write(samples: Float32Array): PcmWrite {
    if (this.gone) return "lost";
    const frames = samples.length / 2;
    assert.ok(this.#queue.length + frames <= this.bufferFrames, "a write never waits for room");
    for (let i = 0; i < samples.length; i += 2) this.#queue.push(samples[i] ?? 0);
    return "ok";
  }
  roomFrames(): number | undefined {
    return this.gone ? undefined : this.bufferFrames - this.#queue.length;
  }
  delayFrames(): number {
    return this.#queue.length;
  }
  timing() {
    return { delayFrames: this.#queue.length, atUs: 7 };
  }
  pass(us: number): void {
    if (this.still || this.gone) return;
    for (const sample of this.#queue.splice(0, Math.round((us * this.format.rate) / 1e6))) {
      this.heard.push(sample * (this.volume?.gain ?? 1));
    }
  }
  [Symbol.dispose](): void {
    this.closed += 1;
  }
}

/** A control with steps of 3 dB down to −60 dB. */
class Knob implements PcmVolume {
  gain = 1;
  moves = 0;
  moveTo(gain: number, atOnce: boolean): boolean {
    const wanted = 10 ** ((3 * Math.ceil((20 * Math.log10(gain)) / 3)) / 20);
    if (Math.abs(wanted - this.gain) < 1e-9) return true;
    this.moves += 1;
    const step = 10 ** (3 / 20);
    if (atOnce) this.gain = wanted;
    else if (wanted < this.gain) this.gain = Math.max(wanted, this.gain / step);
    else this.gain = Math.min(wanted, this.gain * step);
    return Math.abs(wanted - this.gain) < 1e-9;
  }
}

/** Sample n tells n. */
const numbered = (n: number): number => (1 + n) / 1e6;

class World {
  readonly feed = new AudioFeed();
  readonly events: AudioEvent[] = [];
  readonly cards: Card[] = [];
  make = (): Card => new Card();
  away = false;
  nowUs = 1_000_000;
  readonly playout: Playout;

  constructor(wave = numbered) {
    const open = (): PcmOut => {
      if (this.away) throw new PcmError("no-device", "not there");
      const card = this.make();
      this.cards.push(card);
      return card;
    };
    this.playout = new Playout({
      memory: this.feed.memory,
      target,
      pcm: { open },
      decoders: fakeDecoders(wave),
      nowUs: () => this.nowUs,
      tell: (event) => this.events.push(event),
    });
  }

  run(ms: number): void {
    const endUs = this.nowUs + 1_000 * ms;
    while (this.nowUs < endUs) {
      const us = Math.min(this.playout.step(), endUs - this.nowUs);
      this.nowUs += us;
      this.cards.at(-1)?.pass(us);
    }
  }

  /** The first of them is packet `from` of the segment's `of`. */
  play(packets: number, { from = 0, end = true, of = packets } = {}): void {
    const skips = { skipFrames: 0, prerollUs: 0, fadeIn: false, setup: new Uint8Array(0) };
    const totalFrames = of * 960;
    const spec: SegmentSpec = { serial: 1, codec: "opus", rate, totalFrames, ...skips };
    if (from === 0) this.feed.segment(spec);
    for (let i = 0; i < packets; i++) this.feed.frame(packetOf((from + i) * 960, 960));
    if (end) this.feed.end();
  }

  get card(): Card {
    const card = this.cards.at(-1);
    assert.ok(card !== undefined);
    return card;
  }
  get devices(): DeviceEvent[] {
    return this.events.filter((event): event is DeviceEvent => event.kind === "device");
  }

  unplug(ms: number): void {
    this.away = true;
    this.card.gone = true;
    this.run(ms);
    this.away = false;
  }
}

function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** Which samples of the music were heard, by number; fades and silence are none. */
function placesIn(heard: readonly number[]): number[] {
  return heard.map((sample) => Math.round(sample * 1e6) - 1).filter((place) => place >= 0);
}

describe("a card that is unplugged", () => {
  it("loses nothing: the music goes on within the buffer, where it was heard last", () => {
    for (const [playMs, awayMs] of [
      [333, 400],
      [1_000, 5_000],
      [1_021, 60_000],
    ] as const) {
      const world = new World();
      world.play(200);
      world.run(playMs);
      const last = highest(placesIn(world.card.heard));
      world.unplug(awayMs);
      world.run(9_000);
      // The first eight milliseconds fade in, and so do not tell their number.
      const loud = numbered(last) / 100;
      assert.ok((world.card.heard.find((sample) => sample > 0) ?? 9) < loud, "it fades in");
      const again = placesIn(world.card.heard.slice(400));
      const first = again[0] ?? 0;
      assert.ok(first <= last + 1 + 400 + 960 && first > last - 4_800, `${last} → ${first}`);
      assert.equal(highest(again), 200 * 960 - 1);
      assert.ok(again.every((place, i) => i === 0 || place === (again[i - 1] ?? 0) + 1));
      assert.equal(world.events.filter(({ kind }) => kind === "ended").length, 1);
    }
  });

  it("holds no silence back that music had waited in: where that is over, the next card begins with music", () => {
    const world = new World();
    world.play(50, { end: false, of: 200 });
    world.run(2_000);
    assert.ok(
      world.card.heard.slice(-4_800).every((sample) => sample === 0),
      "it ran dry",
    );
    world.play(150, { from: 50 });
    world.unplug(400);
    world.run(5_000);
    const first = world.card.heard.findIndex((sample) => sample !== 0);
    assert.ok(first >= 0 && first < 480, `silent for ${first} frames`);
    assert.equal(highest(placesIn(world.card.heard)), 200 * 960 - 1);
  });

  it("is told once when it goes and once when it is back", () => {
    const world = new World();
    world.play(500);
    world.run(500);
    world.unplug(30_000);
    world.run(3_000);
    const told = world.devices.map(({ trouble }) => trouble);
    assert.deepEqual(told, [undefined, 'sound card "hw:DAC" is gone; plug it in again', undefined]);
  });

  it("does not play the rest of what was stopped, skipped or paused meanwhile", () => {
    for (const meanwhile of ["flush", "pause"] as const) {
      const world = new World();
      world.play(200);
      world.run(500);
      world.away = true;
      world.card.gone = true;
      world.run(200);
      if (meanwhile === "flush") world.feed.flush();
      else world.feed.setPaused(true);
      world.away = false;
      world.run(5_000);
      assert.ok(world.card.heard.length > 100_000);
      // No more than a stop's own fade.
      const heard = world.card.heard.filter((sample) => sample !== 0);
      assert.ok(heard.length <= 400, `${heard.length} samples`);
    }
  });

  it("counts what waits for the next card as not yet heard", () => {
    const world = new World();
    world.play(200);
    world.run(500);
    const { playedFrames, delayUs } = world.feed.control.readStatus();
    const before = playedFrames - (delayUs * rate) / 1e6;
    world.unplug(5_000);
    const after = world.feed.control.readStatus();
    const place = after.playedFrames - (after.delayUs * rate) / 1e6;
    assert.ok(Math.abs(place - before) <= 2_400, `${before} → ${place}`);
  });

  it("is tried again soon, and then more and more seldom", () => {
    let nowUs = 0;
    let tries = 0;
    const slot = new CardSlot({
      target,
      rate,
      nowUs: () => nowUs,
      tell: () => undefined,
      pcm: {
        open: () => {
          tries += 1;
          throw new PcmError("device-busy", "busy");
        },
      },
    });
    for (; nowUs < 60_000_000; nowUs += 10_000) slot.card();
    assert.ok(tries >= 28 && tries <= 34, `${tries} tries in a minute`);
    assert.ok(slot.retryInUs <= 2_000_000);
  });
});

describe("a card that stands still", () => {
  it("is opened anew, and the music goes on", () => {
    const world = new World();
    world.play(300);
    world.run(500);
    const stuck = world.card;
    stuck.still = true;
    world.run(4_000);
    assert.equal(stuck.closed, 1);
    assert.equal(world.cards.length, 2);
    assert.ok(world.devices.some(({ trouble }) => trouble?.includes("has stopped")));
    world.run(8_000);
    assert.equal(highest(placesIn(world.card.heard)), 300 * 960 - 1);
  });

  it("is not what a card does that plays, or that has nothing", () => {
    const world = new World();
    world.run(20_000);
    world.play(300);
    world.run(20_000);
    assert.equal(world.cards.length, 1);
  });
});

const period = (frames: number): WrittenPeriod => {
  return { samples: new Float32Array(2 * frames), empty: false };
};

describe("Heard", () => {
  it("keeps what a card may still hold, whatever was written when", () => {
    const step = fc.record({ frames: fc.integer({ min: 1, max: 960 }), us: fc.nat(60_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(120_000), (steps, goneUs) => {
        const heard = new Heard(rate, 4_800, 0);
        let [nowUs, written, queued] = [0, 0, 0];
        for (const { frames, us } of steps) {
          nowUs += us;
          queued = Math.max(0, queued - Math.round((us * rate) / 1e6));
          heard.note(queued, nowUs);
          if (queued + frames > 4_800) continue;
          heard.wrote(period(frames));
          [written, queued] = [written + frames, queued + frames];
        }
        const left = Math.max(0, queued - (goneUs * rate) / 1e6);
        const kept = heard.unheard(nowUs + goneUs);
        const frames = kept.reduce((sum, { samples }) => sum + samples.length / 2, 0);
        assert.ok(frames >= Math.floor(left), `${frames} of ${left}`);
        assert.ok(frames < left + 960 + 1);
      }),
    );
  });

  it("does not take a card for stuck that had nothing to play for long and starts slowly", () => {
    const heard = new Heard(rate, 4_800, 0);
    heard.wrote(period(480));
    heard.note(0, 10_000);
    for (let us = 20_000; us < 9_000_000; us += 20_000) heard.rested(us);
    heard.wrote(period(480));
    heard.note(480, 9_500_000);
    assert.ok(!heard.standsStill(9_500_000));
    assert.ok(heard.standsStill(11_000_000));
  });

  it("gives back what it no longer needs", () => {
    const heard = new Heard(rate, 4_800, 0);
    const periods = Array.from({ length: 30 }, () => period(480));
    const back = periods.map((one) => heard.wrote(one));
    assert.deepEqual(
      back.filter((one) => one !== undefined),
      periods.slice(0, 20).map(({ samples }) => samples),
    );
  });
});

describe("a card at another rate", () => {
  const tone = (hz: number, n: number, at: number): number =>
    Math.sin((2 * Math.PI * hz * n) / at) / 2;

  it("plays the same tone, with its errors 90 dB down", () => {
    for (const deviceRate of [44_100, 96_000, 32_000, 37_800]) {
      for (const hz of [1_000, 10_000]) {
        const card = new Card(deviceRate);
        const out = cardAtRate(card, rate);
        assert.equal(out.format.rate, rate);
        for (let n = 0; n < rate / 2; n += out.periodFrames) {
          while ((out.roomFrames() ?? 0) < out.periodFrames) card.pass(1_000);
          const period = Float32Array.from({ length: 2 * out.periodFrames }, (_, i) =>
            tone(hz, n + (i >> 1), rate),
          );
          assert.equal(out.write(period), "ok");
        }
        const heard = card.heard.slice(500);
        let [error, power] = [0, 0];
        for (const [i, sample] of heard.entries()) {
          const wanted = tone(hz, 500 + i, deviceRate);
          error += (sample - wanted) ** 2;
          power += wanted ** 2;
        }
        const db = 10 * Math.log10(error / power);
        assert.ok(heard.length > deviceRate / 8 && db < -90, `${hz} Hz at ${deviceRate}: ${db} dB`);
      }
    }
  });

  it("never takes more than the card has room for, and tells delays in its own frames", () => {
    for (const deviceRate of [8_000, 44_100, 96_000, 192_000]) {
      const card = new Card(deviceRate);
      const out = cardAtRate(card, rate);
      for (let turn = 0; turn < 200; turn++) {
        // The card itself asserts that a write has room.
        const room = out.roomFrames() ?? 0;
        if (room > 0) out.write(new Float32Array(2 * Math.min(room, out.bufferFrames)));
        card.pass(3_000);
      }
      const ratio = rate / deviceRate;
      assert.equal(out.delayFrames(), Math.round(card.delayFrames() * ratio));
      assert.equal(out.timing()?.delayFrames, card.delayFrames() * ratio);
      card.gone = true;
      assert.equal(out.roomFrames(), undefined);
      assert.equal(out.write(new Float32Array(480)), "lost");
      out[Symbol.dispose]();
      assert.equal(card.closed, 1);
    }
  });

  it("is the card itself where the rates are the same", () => {
    const card = new Card();
    assert.equal(cardAtRate(card, rate), card);
  });

  it("plays through the engine as any other, and says its own rate", () => {
    const world = new World();
    world.make = () => new Card(44_100);
    world.play(100);
    world.run(4_000);
    assert.equal(world.devices[0]?.rate, 44_100);
    assert.equal(world.events.filter(({ kind }) => kind === "ended").length, 1);
    assert.ok(world.card.heard.filter((sample) => sample > 1e-4).length > 80_000);
  });
});

describe("a card with a volume of its own", () => {
  it("is as loud as the level says at every level, whatever its steps", () => {
    const world = new World(() => 0.5);
    world.make = () => new Card(rate, new Knob());
    world.play(1_000);
    for (const level of [100, 30, 31, 80, 5, 55]) {
      world.feed.setVolume(level, false);
      world.run(1_500);
      const { gain } = world.card.volume ?? { gain: 0 };
      const loud = world.card.heard.at(-1) ?? 0;
      assert.ok(Math.abs(loud / (0.5 * gainOfLevel(level)) - 1) < 1e-3, `${level}: ${loud}`);
      assert.ok(gain >= gainOfLevel(level) * 0.999 && gain <= gainOfLevel(level) * 1.42);
    }
  });

  it("never jumps up at a start, however loud the card was left", () => {
    const world = new World();
    world.make = () => new Card(rate, new Knob());
    world.feed.setVolume(30, false);
    world.play(100);
    world.run(3_000);
    const level = gainOfLevel(30);
    assert.ok(world.card.heard.some((sample) => sample > 0));
    for (const [i, sample] of world.card.heard.entries())
      assert.ok(sample <= numbered(i) * level * 1.42);
  });

  it("moves in small steps while something sounds, and is left alone when the level stays", () => {
    const world = new World();
    const knob = new Knob();
    world.make = () => new Card(rate, knob);
    world.feed.setVolume(80, false);
    world.play(500);
    world.run(1_000);
    const before = knob.moves;
    world.feed.setVolume(20, false);
    world.run(2_000);
    assert.ok(knob.moves - before >= 10, `${knob.moves - before} steps`);
    const after = knob.moves;
    // Somebody turns it by hand.
    knob.gain = 0.5;
    const asked = world.card.heard.length;
    world.run(200);
    assert.ok(world.card.heard.length > asked);
    assert.ok(knob.moves <= after + 20);
  });

  it("is not turned down to silence: that is made of the samples", () => {
    const world = new World();
    const knob = new Knob();
    world.make = () => new Card(rate, knob);
    world.feed.setVolume(50, false);
    world.play(300);
    world.run(1_000);
    const { gain } = knob;
    world.feed.setVolume(50, true);
    world.run(1_000);
    assert.equal(knob.gain, gain);
    assert.equal(world.card.heard.at(-1), 0);
  });
});
