/** How a SegmentSpec lies in the ring. Both ends are this program: malformed bytes are a bug. */
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { segmentRateMax, segmentRateMin, setupBytesMax } from "./limits.ts";
import type { SegmentSpec } from "./model.ts";

const codecs: readonly SegmentSpec["codec"][] = ["opus", "flac", "pcm"];

export function encodeSegment(spec: SegmentSpec): Uint8Array {
  assert(spec.serial > 0, "a serial is above 0");
  assert(spec.rate >= segmentRateMin && spec.rate <= segmentRateMax, "a rate that can be played");
  assert(spec.codec !== "opus" || spec.rate === 48_000, "Opus decodes at 48 kHz");
  return new ByteWriter(64)
    .u32(spec.serial)
    .u8(codecs.indexOf(spec.codec))
    .u32(spec.rate)
    .u64(spec.skipFrames)
    .u64(spec.totalFrames)
    .u32(spec.prerollUs)
    .u8(spec.fadeIn ? 1 : 0)
    .i32(Math.round(100 * (spec.gains?.trackDb ?? 0)))
    .i32(Math.round(100 * (spec.gains?.albumDb ?? 0)))
    .sized(spec.setup)
    .finish();
}

export function decodeSegment(bytes: Uint8Array): SegmentSpec {
  const reader = new ByteReader(bytes);
  const spec: SegmentSpec = {
    serial: reader.u32(),
    codec: codecs[reader.u8()] ?? "opus",
    rate: reader.u32(),
    skipFrames: reader.u64(),
    totalFrames: reader.u64(),
    prerollUs: reader.u32(),
    fadeIn: reader.u8() !== 0,
    gains: { trackDb: reader.i32() / 100, albumDb: reader.i32() / 100 },
    // The bytes are the reader's scratch memory: the setup outlives them.
    setup: reader.sized(setupBytesMax).slice(),
  };
  assert(reader.ok && reader.remaining === 0, "a segment in the ring is whole");
  return spec;
}
