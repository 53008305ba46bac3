/** What the ALSA binding decides, without a library. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  type CardIdentity,
  cardOfName,
  findAgain,
  nameWithCard,
  nearNames,
} from "../../../src/platform/alsa/device-name.ts";
import { CardVolume, type MixerCalls } from "../../../src/platform/alsa/mixer.ts";
import {
  stepAfter,
  stepAfterPrepare,
  stepAfterResume,
} from "../../../src/platform/alsa/recovery.ts";
import { bestChannels, bestRate, bestSample } from "../../../src/platform/alsa/settings.ts";
import { monotonicUs } from "../../../src/platform/alsa/timespec.ts";
import { fullDb, nextDb, usableControl } from "../../../src/platform/alsa/volume-control.ts";
import { fromStereo, intoStereo, sampleBlock, sampleBytes } from "../../../src/platform/samples.ts";
import type { PcmSample } from "../../../src/ports/pcm.ts";

const all = () => true;
const offer = { takesSample: all, takesRate: all, takesChannels: all, channelsMin: 1 };

describe("what is asked of a card", () => {
  it("is the finest samples that it takes by itself", () => {
    const best = (...takes: PcmSample[]) =>
      bestSample({ ...offer, takesSample: (sample) => takes.includes(sample) });
    assert.equal(best("s16", "s24-3", "s24", "s32", "float"), "s32");
    assert.equal(best("s16", "s24-3", "float"), "float");
    assert.equal(best("s16", "s24-3"), "s24-3");
    assert.equal(best("s16"), "s16");
    assert.equal(best(), undefined);
  });

  it("is 48 kHz, else its double, else what music has, else what there is", () => {
    const best = (...takes: number[]) =>
      bestRate({ ...offer, takesRate: (rate) => takes.includes(rate) });
    assert.equal(best(8_000, 44_100, 48_000, 96_000), 48_000);
    assert.equal(best(44_100, 96_000, 192_000), 96_000);
    assert.equal(best(44_100, 192_000), 44_100);
    assert.equal(best(8_000, 16_000), 16_000);
    assert.equal(best(37_800), undefined);
  });

  it("is two channels, else the fewest of more, else one", () => {
    const best = (...takes: number[]) =>
      bestChannels({
        ...offer,
        takesChannels: (n) => takes.includes(n),
        channelsMin: Math.min(...takes),
      });
    assert.equal(best(1, 2, 8), 2);
    assert.equal(best(1, 10, 8), 8);
    assert.equal(best(1), 1);
    assert.equal(best(100), undefined);
  });
});

describe("a device's name", () => {
  it("tells its card, where its first argument is one", () => {
    for (const [name, card] of [
      ["hw:1", "1"],
      ["hw:Headset,0", "Headset"],
      ["plughw:CARD=Headset,DEV=1", "Headset"],
      ["plug:'hw:2,0'", "2"],
      ["sysdefault:CARD=PCH", "PCH"],
      ["surround51:0", "0"],
      ["default", undefined],
      ["mine:1", undefined],
      ["pulse", undefined],
      ["file:'/tmp/hw'", undefined],
    ] as const) {
      assert.equal(cardOfName(name), card, name);
    }
  });

  it("is the same name for another card", () => {
    assert.equal(nameWithCard("hw:1,0", "Headset"), "hw:Headset,0");
    assert.equal(nameWithCard("plughw:CARD=1,DEV=0", "DAC"), "plughw:CARD=DAC,DEV=0");
    assert.equal(nameWithCard("plug:'hw:2'", "DAC"), "plug:'hw:DAC'");
    assert.equal(nameWithCard("default", "DAC"), "default");
  });

  it("that is wrong has near ones, the nearest first", () => {
    const known = ["hw:CARD=vc4hdmi,DEV=0", "hw:CARD=Headset,DEV=0", "hw:CARD=Loopback,DEV=1"];
    assert.equal(nearNames("hw:Hedset", known, 1)[0], "hw:CARD=Headset,DEV=0");
    assert.equal(nearNames("hw:loopback,1", known, 1)[0], "hw:CARD=Loopback,DEV=1");
    assert.equal(nearNames("zzz", known, 2).length, 2);
    assert.deepEqual(nearNames("hw:1", [], 2), []);
  });
});

describe("a card that comes back", () => {
  const card = (number: number, id: string, longName: string): CardIdentity => ({
    number,
    id,
    longName,
  });
  const known = card(1, "Headset", "Headset at usb-1");

  it("is the one at the same place, under whatever number and id", () => {
    const cards = [
      card(0, "Headset", "Headset at usb-2"),
      card(5, "Headset_1", "Headset at usb-1"),
    ];
    assert.equal(findAgain(known, cards)?.number, 5);
  });

  it("is the one with the same id where it was plugged in elsewhere", () => {
    const cards = [card(1, "DAC", "DAC at usb-3"), card(4, "Headset", "Headset at usb-2")];
    assert.equal(findAgain(known, cards)?.number, 4);
  });

  it("is not another one that has its number, and of like ones without a place the one with its id", () => {
    assert.equal(findAgain(known, [card(1, "DAC", "DAC at usb-3")]), undefined);
    const like = [card(0, "Dummy", "Dummy 1"), card(3, "Dummy_1", "Dummy 1")];
    assert.equal(findAgain(card(1, "Dummy_1", "Dummy 1"), like)?.number, 3);
  });
});

describe("an error of a card", () => {
  it("has one remedy each, and none for a card that is gone", () => {
    assert.equal(stepAfter(-11), "wait");
    assert.equal(stepAfter(-4), "wait");
    assert.equal(stepAfter(-32), "prepare");
    assert.equal(stepAfter(-77), "prepare");
    assert.equal(stepAfter(-86), "resume");
    for (const error of [-19, -5, -22, -6]) assert.equal(stepAfter(error), "lost");
    assert.equal(stepAfterResume(0), "mended");
    assert.equal(stepAfterResume(-11), "wait");
    assert.equal(stepAfterResume(-38), "prepare");
    assert.equal(stepAfterResume(-19), "lost");
    assert.equal(stepAfterPrepare(0), "mended");
    assert.equal(stepAfterPrepare(-19), "lost");
  });
});

describe("a time stamp", () => {
  it("is read in either width that a C library has", () => {
    const wide = new Uint8Array(16).fill(0xff);
    new DataView(wide.buffer).setBigInt64(0, 5_000_000_000n, true);
    new DataView(wide.buffer).setBigInt64(8, 123_456_789n, true);
    assert.equal(monotonicUs(wide), 5_000_000_000e6 + 123_456.789);
    const narrow = new Uint8Array(16).fill(0xff);
    new DataView(narrow.buffer).setInt32(0, 12_345, true);
    new DataView(narrow.buffer).setInt32(4, 999_999_999, true);
    assert.equal(monotonicUs(narrow), 12_345e6 + 999_999.999);
  });
});

describe("samples of a card", () => {
  const kinds: readonly PcmSample[] = ["s16", "s24-3", "s24", "s32", "float"];

  it("come back as they went, to within half a step of their kind", () => {
    const values = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { maxLength: 50 });
    fc.assert(
      fc.property(values, fc.constantFrom(...kinds), (list, kind) => {
        const block = sampleBlock(kind, list.length);
        assert.equal(block.bytes.length, list.length * sampleBytes[kind]);
        block.encode(Float32Array.from(list));
        const back = new Float32Array(list.length);
        block.decode(back);
        const half = kind === "s16" ? 0.5 / 0x8000 : 0.5 / 0x80_0000;
        // Full scale itself is a step above what integers have.
        for (const [i, x] of list.entries()) assert.ok(Math.abs((back[i] ?? 9) - x) <= 2.01 * half);
      }),
    );
  });

  it("are clipped, and lie in memory as ALSA has them", () => {
    const bytesOf = (kind: PcmSample, ...samples: number[]) => {
      const block = sampleBlock(kind, samples.length);
      block.encode(Float32Array.from(samples));
      return [...block.bytes];
    };
    assert.deepEqual(bytesOf("s16", 2, -2, 0.5), [0xff, 0x7f, 0x00, 0x80, 0x00, 0x40]);
    assert.deepEqual(bytesOf("s24-3", 2, -2, 0.5), [0xff, 0xff, 0x7f, 0, 0, 0x80, 0, 0, 0x40]);
    assert.deepEqual(bytesOf("s24", -0.5), [0, 0, 0xc0, 0xff]);
    assert.deepEqual(bytesOf("s32", 0.5), [0, 0, 0, 0x40]);
    assert.deepEqual(bytesOf("float", 2, -2), [0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf]);
  });

  it("are read from the low three bytes of S24, whatever the fourth says", () => {
    const block = sampleBlock("s24", 2);
    block.bytes.set([0, 0, 0x40, 0x5a, 0, 0, 0xc0, 0x00]);
    const back = new Float32Array(2);
    block.decode(back);
    assert.deepEqual([...back], [0.5, -0.5]);
  });

  it("are spread over the channels that a card has", () => {
    const stereo = new Float32Array([0.5, -0.25, 0.25, 0.75]);
    const spread = (channels: number) => {
      const wide = new Float32Array(2 * channels).fill(9);
      fromStereo(stereo, wide, channels);
      return [...wide];
    };
    assert.deepEqual(spread(1), [0.125, 0.5]);
    assert.deepEqual(spread(3), [0.5, -0.25, 0, 0.25, 0.75, 0]);
    const back = new Float32Array(4);
    intoStereo(new Float32Array([1, 2, 3, 4, 5, 6]), 3, back);
    assert.deepEqual([...back], [1, 2, 4, 5]);
    intoStereo(new Float32Array([1, 2]), 1, back);
    assert.deepEqual([...back], [1, 1, 2, 2]);
  });
});

describe("the volume control of a card", () => {
  const control = (name: string, minDb: number, maxDb: number, index = 0) => ({
    name,
    index,
    minDb,
    maxDb,
  });

  it("is the one that is nearest to the converter, of those that go down far enough", () => {
    const master = control("Master", -64, 0);
    const digital = control("Digital", -103.5, 0);
    assert.equal(usableControl([master, digital], undefined), digital);
    assert.equal(usableControl([master, control("PCM", -12, 0)], undefined), master);
    assert.equal(usableControl([control("Mic Boost", -60, 0)], undefined), undefined);
    assert.equal(usableControl([control("PCM", -99_999.99, 4)], undefined)?.name, "PCM");
    assert.equal(usableControl([control("PCM", -60, -40)], undefined), undefined);
  });

  it("is the one that the user names, if it can be one", () => {
    const odd = control("Amp", -50, 0);
    assert.equal(usableControl([control("Master", -60, 0), odd], "Amp"), odd);
    assert.equal(usableControl([odd], "Amq"), undefined);
    assert.equal(usableControl([control("Amp", -3, 0)], "Amp"), undefined);
  });

  it("is never taken above 0 dB, and moves by small steps", () => {
    assert.equal(fullDb({ maxDb: 4 }), 0);
    assert.equal(fullDb({ maxDb: -3 }), -3);
    assert.equal(nextDb(-10, -20, 1), -11);
    assert.equal(nextDb(-20, -10, 1), -19);
    assert.equal(nextDb(-10.4, -10, 1), -10);
    assert.equal(nextDb(-99_999, -50, 1), -99);
    assert.equal(nextDb(-10, -60, Number.POSITIVE_INFINITY), -60);
  });
});

describe("CardVolume", () => {
  /** A mixer with one element that has steps of 3 dB. */
  function fakeMixer(name = "Master", startDb = 0) {
    const state = { db: startDb, sets: 0, closed: 0, failing: false, isThere: true };
    const calls: MixerCalls = {
      open: (box) => {
        box[0] = {};
        return 0;
      },
      attach: () => 0,
      register: () => 0,
      load: () => 0,
      close: () => {
        state.closed += 1;
        return 0;
      },
      handleEvents: () => 0,
      firstElement: () => (name === "" || !state.isThere ? null : { name }),
      nextElement: () => null,
      getName: () => name,
      getIndex: () => 0,
      hasVolume: () => 1,
      getRange: (_, min, max) => {
        [min[0], max[0]] = [-6_000, 0];
        return 0;
      },
      getDb: (_, __, value) => {
        assert.ok(state.isThere, "the library's memory is not touched after it was freed");
        value[0] = Math.round(100 * state.db);
        return 0;
      },
      setDb: (_, value) => {
        assert.ok(state.isThere, "the library's memory is not touched after it was freed");
        if (state.failing) return -19;
        state.sets += 1;
        state.db = 3 * Math.ceil(value / 300);
        return 0;
      },
    };
    return { state, calls };
  }
  const dbOf = (gain: number): number => 20 * Math.log10(gain);

  it("is none where the card has no element, and the mixer is closed then", () => {
    for (const name of ["", "Mic"]) {
      const { calls, state } = fakeMixer(name);
      assert.equal(CardVolume.open(calls, "hw:0"), undefined);
      assert.equal(state.closed, 1);
    }
  });

  it("goes to the step that is not below what is wanted, at once or in small steps", () => {
    const { calls, state } = fakeMixer();
    const volume = CardVolume.open(calls, "hw:0");
    assert.ok(volume !== undefined);
    assert.equal(volume.gain, 1);
    assert.equal(volume.moveTo(10 ** (-40 / 20), true), true);
    assert.equal(state.db, -39);
    assert.ok(Math.abs(dbOf(volume.gain) + 39) < 1e-6);
    let steps = 0;
    while (!volume.moveTo(10 ** (-10 / 20), false)) steps += 1;
    assert.equal(state.db, -9);
    assert.ok(steps >= 25, `${steps} steps`);
    steps = 0;
    while (!volume.moveTo(10 ** (-30 / 20), false)) steps += 1;
    assert.equal(state.db, -30);
    assert.ok(steps >= 15);
  });

  it("leaves it where somebody else puts it, until the volume changes here", () => {
    const { calls, state } = fakeMixer();
    const volume = CardVolume.open(calls, "hw:0");
    volume?.moveTo(0.1, true);
    const { sets } = state;
    state.db = -6;
    for (let i = 0; i < 100; i++) assert.equal(volume?.moveTo(0.1, false), true);
    assert.equal(state.sets, sets);
    assert.equal(state.db, -6);
    // From where it is: a step down from −6, not up from −18.
    volume?.moveTo(0.05, false);
    assert.equal(state.db, -6);
    while (volume?.moveTo(0.05, false) === false);
    assert.equal(state.db, -24);
  });

  it("touches an element no more that the driver took away", () => {
    const { calls, state } = fakeMixer("Master", -12);
    const volume = CardVolume.open(calls, "hw:0");
    state.isThere = false;
    assert.equal(volume?.moveTo(0.5, false), true);
    assert.equal(volume?.moveTo(0.1, true), true);
    assert.ok(Math.abs(dbOf(volume?.gain ?? 0) + 12) < 1e-6);
  });

  it("keeps the gain that it read when the card no longer answers", () => {
    const { calls, state } = fakeMixer("Master", -12);
    const volume = CardVolume.open(calls, "hw:0");
    state.failing = true;
    volume?.moveTo(0.9, true);
    assert.ok(Math.abs(dbOf(volume?.gain ?? 0) + 12) < 1e-6);
    volume?.[Symbol.dispose]();
    volume?.[Symbol.dispose]();
    assert.equal(state.closed, 1);
  });
});
