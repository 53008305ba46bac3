import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { isHls, parseHls } from "../../../src/url/hls/hls-list.ts";
import { hlsPartsMax } from "../../../src/url/limits.ts";

const base = new URL("http://radio.example/live/list.m3u8");
const parsed = (...lines: readonly string[]) =>
  parseHls(utf8Bytes(["#EXTM3U", ...lines, ""].join("\r\n")), base);

function media(...lines: readonly string[]) {
  const list = parsed("#EXT-X-TARGETDURATION:6", ...lines);
  assert.ok(list.kind === "media");
  return list;
}

describe("a playlist of HLS", () => {
  it("is told from those of stations", () => {
    assert.ok(isHls("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:6,\na.ts\n"));
    assert.ok(!isHls("#EXTM3U\n#EXTINF:-1,A #EXT-X- song\nhttp://radio.example/a\n"));
  });

  it("names its parts, with their times, against its own address", () => {
    const list = media(
      ...["#EXT-X-MEDIA-SEQUENCE:41", "#EXTINF:5.96,", "a.aac", "#EXTINF:6", "/b.aac?x=1"],
      ...["# a remark", "#EXT-X-UNHEARD-OF:1", "#EXTINF:2.5,", "https://other.example/c.aac"],
    );
    assert.deepEqual([list.sequence, list.targetUs, list.ended], [41, 6_000_000, false]);
    assert.deepEqual(
      list.parts.map((part) => [part?.url.href, part?.us]),
      [
        ["http://radio.example/live/a.aac", 5_960_000],
        ["http://radio.example/b.aac?x=1", 6_000_000],
        ["https://other.example/c.aac", 2_500_000],
      ],
    );
    assert.ok(media("#EXTINF:6,", "a", "#EXT-X-ENDLIST", "#EXTINF:6,", "b").parts.length === 1);
  });

  it("tells maps, spans, breaks and gaps of each part", () => {
    const list = media(
      ...['#EXT-X-MAP:URI="i.mp4",BYTERANGE="700@5"', "#EXTINF:6,", "#EXT-X-BYTERANGE:100@705"],
      ...["all.mp4", "#EXTINF:6,", "#EXT-X-BYTERANGE:50", "all.mp4"],
      ...["#EXT-X-DISCONTINUITY", '#EXT-X-MAP:URI="j.mp4"', "#EXTINF:6,", "c.mp4"],
      ...["#EXT-X-GAP", "#EXTINF:6,", "d.mp4", "#EXTINF:6,", "e.mp4"],
    );
    assert.deepEqual(
      list.parts.map((part) => part && [part.span?.from, part.span?.bytes, part.breaks]),
      [
        [705, 100, false],
        [805, 50, false],
        [undefined, undefined, true],
        undefined,
        [undefined, undefined, true],
      ],
    );
    assert.deepEqual(list.parts[0]?.map?.span, { from: 5, bytes: 700 });
    assert.equal(list.parts[2]?.map?.url.pathname, "/live/j.mp4");
  });

  it("tells what plays, also where a station writes it as attributes", () => {
    const list = media(
      ...["#EXTINF:6,Björk - Jóga", "a", '#EXTINF:6,title="Isobel",artist="Björk",length="00:05"'],
      ...["b", "#EXTINF:6,", "c"],
    );
    assert.deepEqual(
      list.parts.map((part) => part?.title),
      ["Björk - Jóga", "Björk - Isobel", ""],
    );
  });

  it("of several streams tells which are sound, and where it comes by itself", () => {
    const list = parsed(
      ...['#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",NAME="x, y",LANGUAGE="en",URI="en.m3u8"'],
      ...['#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",DEFAULT=YES,URI="is.m3u8"'],
      ...['#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.4d,mp4a.40.2",AUDIO="s"', "v1.m3u8"],
      ...["#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360", "v2.m3u8"],
      ...['#EXT-X-STREAM-INF:BANDWIDTH=96000,CODECS="mp4a.40.5"', "a.m3u8"],
    );
    assert.ok(list.kind === "master");
    assert.deepEqual(
      list.variants.map(({ url, bandwidth, isSound }) => [url.pathname, bandwidth, isSound]),
      [
        ["/live/is.m3u8", 900_000, true],
        ["/live/v2.m3u8", 800_000, false],
        ["/live/a.m3u8", 96_000, true],
      ],
    );
  });

  it("is refused where it is encrypted, no playlist, or names what nobody may fetch", () => {
    for (const lines of [
      ['#EXT-X-KEY:METHOD=AES-128,URI="k"', "#EXTINF:6,", "a"],
      ["#EXTINF:6,", "file:///etc/passwd"],
      ["#EXTINF:6,", "http://user:pass@radio.example/a"],
      ['#EXT-X-MAP:URI="data:text/plain,x"', "#EXTINF:6,", "a"],
      ["#EXT-X-BYTERANGE:9@99999999999999999999", "#EXTINF:6,", "a"],
    ])
      assert.throws(() => media(...lines), { name: "MediaUrlError" }, lines[0]);
    assert.throws(() => parsed("#EXT-X-VERSION:3"), { code: "undecodable" });
    assert.equal(media("#EXT-X-KEY:METHOD=NONE", "#EXTINF:6,", "a").parts.length, 1);
  });

  it("has bounds, whatever its numbers say", () => {
    const list = parsed(
      ...["#EXT-X-TARGETDURATION:99999999", "#EXT-X-MEDIA-SEQUENCE:-7"],
      ...Array.from({ length: hlsPartsMax + 9 }, () => "#EXTINF:1e99,\na").flatMap((text) =>
        text.split("\n"),
      ),
    );
    assert.ok(list.kind === "media");
    assert.deepEqual([list.targetUs, list.sequence], [60_000_000, 0]);
    assert.equal(list.parts.length, hlsPartsMax);
    assert.ok(list.parts.every((part) => (part?.us ?? 0) <= 3_600_000_000));
    assert.equal(parsed("#EXT-X-TARGETDURATION:0.01", "a").kind === "media", true);
  });
});
