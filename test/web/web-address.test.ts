import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { addressOf, isAddress } from "../../src/web/model/web-address.ts";

describe("an address that somebody types", () => {
  it.each([
    ["http://radio.example/live.mp3", "http://radio.example/live.mp3"],
    ["  https://radio.example/a?b=c#d  ", "https://radio.example/a?b=c#d"],
    ["HTTP://RADIO.example", "HTTP://RADIO.example"],
    ["radio.example/live", "http://radio.example/live"],
    ["192.168.1.7:8000/stream", "http://192.168.1.7:8000/stream"],
    ["ftp://radio.example/a", "ftp://radio.example/a"],
    ["", undefined],
    ["http://", undefined],
    ["blue kettle", undefined],
    ["http://radio.example/two words", undefined],
    ["nodots", undefined],
  ])("%j means %j", (typed, url) => {
    assert.equal(addressOf(typed), url);
  });

  it("is told from a search by its beginning alone: titles have dots, too", () => {
    for (const typed of ["http://radio.example", " https://a/b "]) assert.ok(isAddress(typed));
    for (const typed of ["Mr. Blue", "radio.example", "http:", "http://", "http:// a", "m.i.a."])
      assert.ok(!isAddress(typed), typed);
  });
});
