/** What servers send as media, spoilt: containers before any decoder. */
import assert from "node:assert/strict";
import { ByteWriter, concatBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { MediaUrlError } from "../../src/url/errors.ts";
import { parseHls } from "../../src/url/hls/hls-list.ts";
import { hlsPartsMax, matroskaPrefixBytesMax } from "../../src/url/limits.ts";
import { chooseTrack } from "../../src/url/matroska/frame-sink.ts";
import { MatroskaReader } from "../../src/url/matroska/reader.ts";
import { indexIn, soundFirst, withIndexFirst } from "../../src/url/mp4-index.ts";
import {
  block,
  blockGroup,
  cluster,
  ebmlHead,
  segment,
  simpleBlock,
  track,
  tracks,
  voided,
} from "../url/matroska/matroska-bytes.ts";
import { type FuzzTarget, slowInputs } from "./fuzz.ts";

const frame = (fill: number, length: number): Uint8Array => new Uint8Array(length).fill(fill);
const body = [
  tracks(track(1, "V_VP9", 1), track(2, "A_PCM/INT/LIT")),
  cluster(0, [
    blockGroup(block(2, 1, frame(2, 20), frame(3, 25), frame(4, 10))),
    simpleBlock(block(2, 3, frame(5, 30), frame(6, 9), frame(7, 4))),
  ]),
  voided(9),
  cluster(9, [simpleBlock(block(2, 2, frame(8, 6), frame(9, 6)))], true),
];

const matroska: FuzzTarget = {
  name: "streams of Matroska",
  inputs: slowInputs,
  samples: [concatBytes([ebmlHead, segment(body)]), concatBytes([ebmlHead, segment(body, true)])],
  decode(bytes) {
    const reader = new MatroskaReader(chooseTrack);
    const half = bytes.length >> 1;
    let taken = 0;
    for (const part of [bytes.slice(0, half), bytes.slice(half)]) {
      for (const event of reader.push(part))
        taken += event.kind === "frame" ? event.bytes.length : 0;
    }
    assert.ok(taken <= bytes.length * matroskaPrefixBytesMax);
    assert.ok((reader.clusterIn(bytes)?.at ?? 0) <= bytes.length);
  },
  expects: (error) => error instanceof MediaUrlError,
};

const box = (type: string, ...parts: Uint8Array[]): Uint8Array => {
  const inner = concatBytes(parts);
  const writer = new ByteWriter(inner.length + 8).u32(inner.length + 8);
  return writer.raw(utf8Bytes(type)).raw(inner).finish().slice();
};
const offsets = (type: string, each: number): Uint8Array =>
  box(type, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 2), new Uint8Array(2 * each).fill(1));
const table = box("stbl", offsets("stco", 4), offsets("co64", 8));
const index = box("moov", box("trak", box("mdia", box("minf", table))));
const sound = concatBytes([box("ftyp", utf8Bytes("M4A ")), box("mdat", new Uint8Array(40))]);

const mp4: FuzzTarget = {
  name: "boxes of MP4",
  samples: [concatBytes([sound, index]), index, concatBytes([box("free"), index])],
  decode(bytes) {
    const at = soundFirst(bytes);
    assert.ok(at === undefined || (at.at < bytes.length && at.end > at.at));
    const found = indexIn(bytes);
    if (!(found instanceof Uint8Array)) return;
    assert.equal(withIndexFirst(bytes, 0, found).length, bytes.length + found.length);
  },
  expects: (error) => error instanceof MediaUrlError,
};

const hls: FuzzTarget = {
  name: "playlists of HLS",
  inputs: slowInputs,
  samples: [
    '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MAP:URI="i.mp4",BYTERANGE="7@1"\n#EXTINF:5.9,a\n#EXT-X-BYTERANGE:9@7\n1.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-BYTERANGE:4\n1.m4s\n#EXT-X-ENDLIST\n',
    '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",URI="s.m3u8",DEFAULT=YES\n#EXT-X-STREAM-INF:BANDWIDTH=9,CODECS="avc1,mp4a",AUDIO="s"\nv.m3u8\n',
  ].map(utf8Bytes),
  decode(bytes) {
    const list = parseHls(bytes, new URL("http://radio.example/a/list.m3u8"));
    if (list.kind === "master") return assert.ok(list.variants.length > 0);
    assert.ok(list.parts.length <= hlsPartsMax && list.targetUs > 0);
    for (const part of list.parts) {
      assert.match(part?.url.protocol ?? "http:", /^https?:$/);
      assert.ok((part?.us ?? 0) >= 0 && (part?.span?.from ?? 0) >= 0);
    }
  },
  expects: (error) => error instanceof MediaUrlError,
};

export const mediaTargets: readonly FuzzTarget[] = [matroska, mp4, hls];
