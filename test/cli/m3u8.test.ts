/** Playlists as M3U8: what is written is found again, and what others write is bounded and never guessed. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../src/base/bytes.ts";
import {
  m3u8BytesMax,
  m3u8EntriesMax,
  matchEntries,
  readM3u8,
  writeM3u8,
} from "../../src/cli/m3u8.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { fakeTrack } from "../control/fake-model.ts";

const track = (n: number, artist: string, title: string): TrackInfo => ({
  ...fakeTrack(n),
  artist,
  title,
});
const library = [
  track(1, "The Wrenfield Lamplighters", "Blue Kettle"),
  track(2, "Meridian Sleeper", "Viaduct"),
  track(3, "Björk", "Jóga"),
  track(4, "One", "Same"),
  track(5, "Two", "Same"),
];

function entriesOf(text: string) {
  const entries = readM3u8(utf8Bytes(text));
  assert.ok(typeof entries !== "string", String(entries));
  return entries;
}

function found(text: string) {
  const { ids, unknown } = matchEntries(entriesOf(text), library);
  return [
    ids.map((id) => library.findIndex((each) => each.id === id) + 1),
    unknown.map((e) => e.number),
  ];
}

describe("M3U8", () => {
  it("finds again what it wrote, in order, with names that hold line breaks", () => {
    const odd = { ...fakeTrack(9), title: "a\nb\r#EXTINF:1,x", artist: "c\u0000d" };
    const all = [...library, odd];
    const text = writeM3u8("Rainy\ndays", [odd, ...library]);
    assert.ok(text.startsWith("#EXTM3U\n#PLAYLIST:Rainy days\n"));
    const { ids, unknown } = matchEntries(entriesOf(text), all);
    assert.deepEqual(
      ids,
      [odd, ...library].map(({ id }) => id),
    );
    assert.deepEqual(unknown, []);
  });

  it("finds what others wrote by artist and title, or by the file's name, and guesses nothing", () => {
    const text = [
      "\uFEFF#EXTM3U",
      "#EXTINF:73,the wrenfield lamplighters - BLUE KETTLE",
      "/music/x.mp3",
      "",
      "# a remark",
      "C:\\Music\\Meridian Sleeper\\02 Viaduct.flac",
      "http://host/03%20-%20Joga.ogg",
      "#EXTINF:1,Two - Same",
      "y",
      "Same.mp3",
      "nightjar:0000",
      "100%.mp3",
    ].join("\r\n");
    assert.deepEqual(found(text), [
      [1, 2, 3, 5],
      [5, 6, 7],
    ]);
  });

  it("says what is wrong with files that are none, or too much", () => {
    assert.match(String(readM3u8(Uint8Array.of(0x23, 0xff, 0xfe))), /UTF-8/);
    assert.match(String(readM3u8(new Uint8Array(m3u8BytesMax + 1))), /2 MiB/);
    assert.match(String(readM3u8(utf8Bytes("x\n".repeat(m3u8EntriesMax + 1)))), /2000 entries/);
    assert.match(String(readM3u8(utf8Bytes("x".repeat(5_000)))), /a line/);
    assert.equal(entriesOf("x\n".repeat(m3u8EntriesMax)).length, m3u8EntriesMax);
  });

  it("takes any bytes, and gives tracks of the library alone", () => {
    const lines = fc.constantFrom(
      "#EXTM3U",
      "#EXTINF:1,One - Same",
      "#EXTINF:",
      "a/b.mp3",
      "%",
      "",
    );
    const text = fc
      .array(fc.oneof(lines, fc.string()), { maxLength: 20 })
      .map((all) => all.join("\n"));
    fc.assert(
      fc.property(fc.oneof(text.map(utf8Bytes), fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const entries = readM3u8(bytes);
        if (typeof entries === "string") return;
        const { ids, unknown } = matchEntries(entries, library);
        assert.equal(ids.length + unknown.length, entries.length);
        assert.ok(ids.every((id) => library.some((each) => each.id === id)));
      }),
    );
  });
});
