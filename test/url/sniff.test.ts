import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes, equalBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { frameHead, framesTold, Mp3Frames } from "../../src/url/mp3-frames.ts";
import { firstOfPlaylist, isPlaylist } from "../../src/url/playlist.ts";
import { kindOf } from "../../src/url/sniff.ts";
import { cut } from "./fake-media.ts";

/** A frame of 128 kbit/s at 44.1 kHz that says nothing. */
function frame(fill: number, padded = false): Uint8Array {
  const bytes = new Uint8Array(padded ? 418 : 417).fill(fill);
  bytes.set([0xff, 0xfb, padded ? 0x92 : 0x90, 0x00]);
  return bytes;
}

describe("what a stream is", () => {
  it("is what its first bytes are, whatever the server says", () => {
    const mp3 = concatBytes([frame(0), frame(1), frame(2)]);
    assert.equal(kindOf(mp3, "text/html"), "mp3");
    assert.equal(kindOf(concatBytes([utf8Bytes("ID3"), new Uint8Array(99)]), ""), "mp3");
    const tagged = (...rest: Uint8Array[]): Uint8Array =>
      concatBytes([
        utf8Bytes("ID3"),
        Uint8Array.of(4, 0, 0, 0, 0, 0, 5),
        new Uint8Array(5),
        ...rest,
      ]);
    assert.equal(kindOf(tagged(utf8Bytes("fLaC....")), "audio/mpeg"), "flac");
    assert.equal(kindOf(tagged(mp3), "audio/aac"), "mp3");
    assert.equal(kindOf(tagged(), "audio/aacp"), "aac");
    assert.equal(kindOf(tagged(), "audio/flac"), "mp3");
    const transport = new Uint8Array(564);
    for (const at of [0, 188, 376]) transport[at] = 0x47;
    assert.equal(kindOf(transport, "audio/mpeg"), "mpegts");
    assert.equal(kindOf(utf8Bytes("fLaC...."), "audio/mpeg"), "flac");
    assert.equal(kindOf(utf8Bytes("RIFF....WAVE"), "audio/mpeg"), "wav");
    assert.equal(kindOf(utf8Bytes("....ftypM4A "), "audio/mpeg"), "mp4");
    assert.equal(kindOf(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3), ""), "matroska");
    assert.equal(kindOf(utf8Bytes("<html>no such station"), "audio/mpeg"), undefined);
    assert.equal(kindOf(utf8Bytes("just text"), "audio/flac"), undefined);
  });

  it("is never an error, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, type) => {
        kindOf(bytes, type);
        isPlaylist(bytes, type);
      }),
    );
  });
});

describe("frames of MP3", () => {
  it("are found between tags and garbage, however the stream is cut", () => {
    const tag = concatBytes([
      utf8Bytes("ID3"),
      Uint8Array.of(3, 0, 0, 0, 0, 7, 0x7f),
      new Uint8Array(1_023).fill(0xff),
    ]);
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 });
    const frames = Array.from({ length: 12 }, (_, i) => frame(i, i % 3 === 0));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 60 }), (each, noise) => {
        const garbage = new Uint8Array(noise).fill(0xfe);
        const stream = concatBytes([
          garbage,
          tag,
          ...frames,
          utf8Bytes("TAG"),
          new Uint8Array(125),
        ]);
        const reader = new Mp3Frames();
        const found = cut(stream, each).flatMap((piece) => reader.push(piece));
        found.push(...reader.push(new Uint8Array(0), true));
        assert.ok(equalBytes(concatBytes(found.map(({ bytes }) => bytes)), concatBytes(frames)));
        assert.equal(reader.firstAt, noise + tag.length);
      }),
    );
  });

  it("are not made of noise that never ends, which is said to be lost", () => {
    const reader = new Mp3Frames();
    for (let i = 0; i < 40; i++)
      assert.equal(reader.push(new Uint8Array(32_768).fill(0xff)).length, 0);
    assert.ok(reader.lost);
  });

  it("tell how many there are", () => {
    const first = frame(0);
    first.set(utf8Bytes("Xing"), 36);
    first.set([0, 0, 0, 1, 0, 0, 0x12, 0x34], 40);
    const head = frameHead(first, 0);
    assert.ok(head !== undefined);
    assert.equal(framesTold({ head, bytes: first }), 0x1234);
    assert.equal(framesTold({ head, bytes: frame(0) }), undefined);
  });
});

describe("a station's playlist", () => {
  const base = new URL("http://radio.example/lists/a.m3u");
  const first = (text: string): string => firstOfPlaylist(utf8Bytes(text), base).href;

  it("stands for its first entry", () => {
    assert.equal(first("#EXTM3U\r\n#EXTINF:-1,x\r\nhttp://b/s\r\nhttp://c/\r\n"), "http://b/s");
    assert.equal(
      first("[playlist]\nNumberOfEntries=1\nFile1=http://b/p\nTitle1=x\n"),
      "http://b/p",
    );
    assert.equal(first("#EXTM3U\nstream.mp3"), "http://radio.example/lists/stream.mp3");
    assert.ok(isPlaylist(utf8Bytes("http://b/s\n"), "audio/x-mpegurl"));
    assert.ok(!isPlaylist(utf8Bytes("http://b/s\n"), "text/plain"));
  });

  it("is refused where it names nothing, or no http", () => {
    for (const text of ["#EXTM3U\n", "#EXTM3U\nfile:///etc/passwd"])
      assert.throws(() => first(text), { name: "MediaUrlError" });
  });
});
