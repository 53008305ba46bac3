import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { AudioFeed } from "../../src/audio/feed.ts";
import { wakeBelowUs } from "../../src/audio/limits.ts";

const segment = {
  serial: 1,
  codec: "opus",
  rate: 48_000,
  setup: new Uint8Array(0),
  skipFrames: 0,
  totalFrames: 48_000,
  prerollUs: 60_000,
  fadeIn: false,
} as const;

describe("AudioFeed", () => {
  it("wakes the audio thread for what it may wait for, and not for one frame more of plenty", () => {
    const feed = new AudioFeed();
    const wakesOf = (act: () => unknown): number => {
      const before = feed.control.wakeCount;
      act();
      return feed.control.wakeCount - before;
    };
    const packet = new Uint8Array(100);
    assert.equal(
      wakesOf(() => feed.segment(segment)),
      1,
    );
    while (feed.bufferedUs < wakeBelowUs)
      assert.equal(
        wakesOf(() => feed.frame(packet)),
        1,
      );
    assert.equal(
      wakesOf(() => feed.frame(packet)),
      0,
    );
    for (const act of [() => feed.gap(2), () => feed.end(), () => feed.setPaused(true)]) {
      assert.equal(wakesOf(act), 1);
    }
    assert.equal(
      wakesOf(() => feed.flush()),
      1,
    );
    assert.equal(
      wakesOf(() => feed.frame(packet)),
      1,
      "after a flush the ring is empty",
    );
  });
});
