import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { pinQualities, qualities } from "../../src/player/quality.ts";
import { decodeState, encodeState, type SavedSpeaker } from "../../src/player/saved-state.ts";

const entries = fc.uniqueArray(fc.nat(0xffff), { maxLength: 40 }).map((numbers) =>
  numbers.map((n) => ({
    id: n.toString(16).padStart(16, "0"),
    track: n.toString(16).padStart(32, "a"),
  })),
);

const states: fc.Arbitrary<SavedSpeaker> = fc
  .record({
    held: entries,
    seed: fc.nat(),
    repeat: fc.constantFrom("off" as const, "one" as const, "all" as const),
    shuffle: fc.boolean(),
    positionMs: fc.nat(10_000_000),
    volume: fc.integer({ min: 0, max: 100 }),
    muted: fc.boolean(),
    playing: fc.boolean(),
    lineIn: fc.boolean(),
    pins: fc.uniqueArray(
      fc.record({
        track: fc.nat(0xffff).map((n) => n.toString(16).padStart(32, "b")),
        quality: fc.constantFrom(...pinQualities),
      }),
      { maxLength: 20, selector: ({ track }) => track },
    ),
    quality: fc.record({
      origin: fc.constantFrom(...qualities),
      peer: fc.constantFrom(...qualities),
    }),
  })
  .map(({ held, seed, repeat, shuffle, quality, pins, ...rest }) => ({
    ...rest,
    pins: pins.map((pin) => ({ ...pin })),
    quality: { ...quality },
    queue: {
      entries: held,
      natural: shuffle ? held.map(({ id }) => id).reverse() : held.map(({ id }) => id),
      index: held.length === 0 ? 0 : seed % held.length,
      repeat,
      shuffle,
    },
  }));

const pinsOfFixture = [
  { track: "7".repeat(32), quality: "320" },
  { track: "8".repeat(32), quality: "lossless" },
];

describe("saved state", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(states, (state) => assert.deepEqual(decodeState(encodeState(state)), state)),
    );
  });

  it("is refused when it is cut short, longer, or of another version", () => {
    fc.assert(
      fc.property(states, fc.nat(), (state, at) => {
        const bytes = encodeState(state);
        assert.equal(decodeState(bytes.subarray(0, at % bytes.length)), undefined);
        assert.equal(decodeState(Uint8Array.of(...bytes, 0)), undefined);
        assert.equal(decodeState(Uint8Array.of(4, ...bytes.subarray(1))), undefined);
      }),
    );
  });

  it("of the first version comes back without a quality", () => {
    fc.assert(
      fc.property(states, (state) => {
        const bytes = encodeState({ ...state, pins: [] });
        const before = Uint8Array.of(1, ...bytes.subarray(1, 4), ...bytes.subarray(6));
        assert.deepEqual(decodeState(before), { ...state, quality: undefined, pins: [] });
      }),
    );
  });

  it("is written as a program of before can read it, as long as nothing is pinned", () => {
    fc.assert(
      fc.property(states, (state) => {
        assert.equal(encodeState({ ...state, pins: [] })[0], 2);
        assert.equal(encodeState(state)[0], state.pins.length > 0 ? 3 : 2);
      }),
    );
  });

  it("with a track that is pinned twice, or in no quality that can be kept, is refused", () => {
    fc.assert(
      fc.property(states, (state) => {
        const pin = { track: "c".repeat(32), quality: "320" } as const;
        const bytes = encodeState({ ...state, pins: [pin] });
        assert.deepEqual(decodeState(bytes)?.pins, [pin]);
        assert.equal(decodeState(Uint8Array.of(...bytes.subarray(0, -1), 0)), undefined);
        assert.equal(decodeState(encodeState({ ...state, pins: [pin, pin] })), undefined);
      }),
    );
  });

  for (const version of [1, 2, 3])
    it(`that a program of version ${version} wrote is read`, () => {
      const folder = path.resolve(import.meta.dirname, "../fixtures/storage");
      const state = decodeState(new Uint8Array(readFileSync(`${folder}/player-state.v${version}`)));
      const entries = [1, 2, 3].map((n) => ({
        id: `000000000000000${n}`,
        track: String(n).repeat(32),
      }));
      const natural = [3, 1, 2].map((n) => `000000000000000${n}`);
      assert.deepEqual(state, {
        queue: { entries, natural, index: 1, repeat: "all", shuffle: true },
        positionMs: 61_500,
        volume: 42,
        muted: true,
        playing: true,
        lineIn: false,
        quality: version === 1 ? undefined : { origin: "160", peer: "lossless" },
        pins: version < 3 ? [] : pinsOfFixture,
      });
    });

  it("never throws on anything", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeState(bytes)));
  });
});
