/**
 * What a speaker remembers over a restart: queue, place, volume and modes
 * (docs/STORAGE.md §3, "Player state"). A codec only; decoding is strict and gives
 * undefined for anything else.
 */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { trackIdBytes, trackIdToBytes } from "../media/track-id.ts";
import { pinsMax, queueItemsMax } from "./limits.ts";
import type { Repeat } from "./model.ts";
import type { SavedPin } from "./pin-list.ts";
import { type QualitySetting, qualities } from "./quality.ts";
import type { QueueEntry, QueueState } from "./queue.ts";

export interface SavedState {
  readonly queue: QueueState;
  readonly positionMs: number;
  /** 0…100. */
  readonly volume: number;
  readonly muted: boolean;
  /** Undefined in what a speaker of the first version saved. */
  readonly quality: QualitySetting | undefined;
  /** Whether it was playing: what a later "resume after reboot" asks. */
  readonly playing: boolean;
  /** Line-in was chosen in place of the queue. */
  readonly lineIn: boolean;
}

/** Pinned tracks; anything else is written as before, so that a program that was put back reads it. */
export interface SavedSpeaker extends SavedState {
  readonly pins: readonly SavedPin[];
}

const version = 2;
/** … and pinned tracks behind it. */
const versionWithPins = 3;
/** Of a speaker that knew no quality. */
const versionBefore = 1;
const versions: readonly number[] = [versionBefore, version, versionWithPins];
const pinBytes = trackIdBytes + 1;
const repeats: readonly Repeat[] = ["off", "one", "all"];
const itemIdBytes = 8;
const flagMuted = 1;
const flagShuffle = 2;
const flagPlaying = 4;
const flagLineIn = 8;

export function encodeState(state: SavedSpeaker): Uint8Array {
  const { entries, natural, index, repeat, shuffle } = state.queue;
  const flags =
    (state.muted ? flagMuted : 0) |
    (shuffle ? flagShuffle : 0) |
    (state.playing ? flagPlaying : 0) |
    (state.lineIn ? flagLineIn : 0);
  const { pins } = state;
  const writer = new ByteWriter(32 + entries.length * 26 + pins.length * pinBytes)
    .u8(pins.length > 0 ? versionWithPins : version)
    .u8(flags)
    .u8(repeats.indexOf(repeat))
    .u8(state.volume)
    .u8(qualities.indexOf(state.quality?.origin ?? "auto"))
    .u8(qualities.indexOf(state.quality?.peer ?? "auto"))
    .u32(Math.max(0, index))
    .u32(Math.max(0, Math.round(state.positionMs)))
    .u16(entries.length);
  for (const { id, track } of entries)
    writer.raw(fromHex(id) ?? new Uint8Array(itemIdBytes)).raw(trackIdToBytes(track));
  if (shuffle) {
    const places = new Map(entries.map(({ id }, place) => [id, place]));
    for (const id of natural) writer.u16(places.get(id) ?? 0);
  }
  if (pins.length > 0) writePins(writer, pins);
  return writer.finish();
}

export function decodeState(bytes: Uint8Array): SavedSpeaker | undefined {
  const reader = new ByteReader(bytes);
  const written = reader.u8();
  if (!versions.includes(written)) return undefined;
  const flags = reader.u8();
  const repeat = repeats[reader.u8()];
  const volume = reader.u8();
  const quality = written === versionBefore ? undefined : readQuality(reader);
  const index = reader.u32();
  const positionMs = reader.u32();
  const count = reader.u16();
  if (written !== versionBefore && quality === undefined) return undefined;
  if (!reader.ok || repeat === undefined || volume > 100 || count > queueItemsMax) return undefined;
  const entries = readEntries(reader, count);
  const shuffle = (flags & flagShuffle) !== 0;
  const natural = shuffle ? readOrder(reader, entries) : entries.map(({ id }) => id);
  const pins = written === versionWithPins ? readPins(reader) : [];
  if (pins === undefined || !reader.ok || reader.remaining > 0) return undefined;
  if (new Set(natural).size !== count) return undefined;
  return {
    queue: { entries, natural, index, repeat, shuffle },
    positionMs,
    volume,
    muted: (flags & flagMuted) !== 0,
    quality,
    playing: (flags & flagPlaying) !== 0,
    lineIn: (flags & flagLineIn) !== 0,
    pins,
  };
}

function writePins(writer: ByteWriter, pins: readonly SavedPin[]): void {
  writer.u16(pins.length);
  for (const { track, quality } of pins)
    writer.raw(trackIdToBytes(track)).u8(qualities.indexOf(quality));
}

/** At least one, and each once; undefined for anything else. */
function readPins(reader: ByteReader): SavedPin[] | undefined {
  const count = reader.u16();
  if (count === 0 || count > pinsMax || reader.remaining < count * pinBytes) return undefined;
  const pins: SavedPin[] = [];
  for (let i = 0; i < count; i++) {
    const track = toHex(reader.take(trackIdBytes));
    const quality = qualities[reader.u8()];
    if (quality === undefined || quality === "auto") return undefined;
    pins.push({ track, quality });
  }
  return new Set(pins.map(({ track }) => track)).size === count ? pins : undefined;
}

function readQuality(reader: ByteReader): QualitySetting | undefined {
  const origin = qualities[reader.u8()];
  const peer = qualities[reader.u8()];
  return origin === undefined || peer === undefined ? undefined : { origin, peer };
}

function readEntries(reader: ByteReader, count: number): QueueEntry[] {
  return Array.from({ length: reader.remaining < count * 24 ? 0 : count }, () => ({
    id: toHex(reader.take(itemIdBytes)),
    track: toHex(reader.take(trackIdBytes)),
  }));
}

function readOrder(reader: ByteReader, entries: readonly QueueEntry[]): string[] {
  return entries.map(() => entries[reader.u16()]?.id ?? "");
}
