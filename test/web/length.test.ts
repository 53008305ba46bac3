import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { lengthText } from "../../src/web/model/length.ts";
import type { Track } from "../../src/web/wire/messages.ts";

describe("the length of a track", () => {
  it.each([
    [{ durationMs: 225_000, url: "", live: false }, "3:45"],
    [{ durationMs: 0, url: "", live: false }, "Live"],
    [{ durationMs: 0, url: "http://radio.example/", live: true }, "Live"],
    [{ durationMs: 0, url: "http://files.example/a.mp3", live: false }, ""],
  ])("%j is %j", (track, shown) => {
    assert.equal(lengthText(track as Track), shown); // all that is read of it
  });
});
