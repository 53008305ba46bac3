/**
 * Sound from a URL, packet by packet: finds out what it is, follows a station's
 * playlist, goes to a place of a file, and decodes.
 *
 * Reading is pulling; nothing is ahead but what the last piece of the network gave.
 *
 * Invariants:
 *   I1  it is open only when a first packet was decoded: what opens can be heard
 *   I2  packets come in order; after the end none comes
 */
import { assert } from "../base/assert.ts";
import { concatBytes, emptyBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { MediaDecoderDriver } from "../ports/media-decoder.ts";
import type { AddressRule } from "./address-policy.ts";
import { MediaUrlError } from "./errors.ts";
import { findPlace, type Place } from "./find-place.ts";
import { endLookBytes, endLookUsMax, headBytesMax, lookBytesMax } from "./limits.ts";
import { lookAt } from "./look.ts";
import { parseMediaUrl } from "./media-url.ts";
import { type OpenStream, readUpTo } from "./open-stream.ts";
import { inTime, type UrlPorts } from "./open-url.ts";
import { OpusUnpacker } from "./opus-unpacker.ts";
import type { Packet, UnpackedFormat, Unpacker } from "./unpack.ts";
import { unpackerOf } from "./unpackers.ts";
import { UrlStream } from "./url-stream.ts";

export interface MediaPorts extends UrlPorts {
  readonly decoders: MediaDecoderDriver;
}

export interface MediaRequest {
  readonly url: string;
  readonly rule: AddressRule;
  /** Where to begin; not for what is live. */
  readonly startMs: number;
}

/** Where the bytes come from: a URL, or an origin that decodes it. */
export interface MediaBytes
  extends Pick<OpenStream, "title" | "trouble" | "received" | "read" | "close"> {
  /** So many frames at 48 kHz were got out of them. */
  decoded?(frames: number): void;
}

/** What is shown of it. */
export interface MediaAbout {
  readonly live: boolean;
  /** What a station calls itself; empty where it does not. */
  readonly name: string;
  /** Undefined where it does not tell. */
  readonly durationMs: number | undefined;
  /** One can go to any place of it. */
  readonly seeks: boolean;
}

/** Before a place, for what a decoder needs and what a packet is long. */
const settleMs = 250;

/** Opus is decoded from so long before a place, so that its decoder has settled (RFC 7845 §4.6). */
const rollInFrames = 3_840;

export class MediaSource implements Disposable {
  readonly about: MediaAbout;
  readonly format: UnpackedFormat;
  /** Frames of the first packets that are not to be heard. */
  readonly skipFrames: number;
  readonly #stream: MediaBytes;
  readonly #unpacker: Unpacker;
  #packets: Packet[];
  #ended: boolean;
  #trouble: string | undefined;

  /** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
  static async open(
    ports: MediaPorts,
    { url, rule, startMs }: MediaRequest,
    signal: AbortSignal,
  ): Promise<MediaSource> {
    const opening = new Opening(ports, rule);
    try {
      await opening.begin(parseMediaUrl(url), startMs, signal);
      if (startMs > 0) await opening.goTo(startMs, signal);
      return new MediaSource(opening.take());
    } catch (error) {
      opening.close();
      throw error;
    }
  }

  /** Ogg Opus that somebody else made of a URL, from the place that was asked for on; closes `bytes` when it fails. */
  static async relayed(
    bytes: MediaBytes,
    about: MediaAbout,
    signal: AbortSignal,
  ): Promise<MediaSource> {
    const unpacker = new OpusUnpacker();
    try {
      const first = await untilSound(bytes, unpacker, signal);
      const format = unpacker.format;
      if (format === undefined) throw noSound(bytes);
      const skipFrames = format.preSkip;
      return new MediaSource({ stream: bytes, unpacker, format, ...first, about, skipFrames });
    } catch (error) {
      bytes.close();
      throw error;
    }
  }

  private constructor({ stream, unpacker, format, packets, ended, about, skipFrames }: Opened) {
    this.#stream = stream;
    this.#unpacker = unpacker;
    this.#packets = packets;
    this.#ended = ended;
    this.format = format;
    this.about = about;
    this.skipFrames = skipFrames;
  }

  /** What a station says is playing; undefined while it says nothing. */
  get title(): string | undefined {
    return this.#stream.title;
  }
  /** Why nothing comes just now, or why it ended before its end; undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble ?? this.#stream.trouble;
  }

  /** Undefined at the end. Rejects with `signal.reason` alone. One call at a time. */
  async next(signal: AbortSignal): Promise<Packet | undefined> {
    while (this.#packets.length === 0 && !this.#ended) {
      try {
        const { packets, ended } = await pull(this.#stream, this.#unpacker, signal);
        this.#packets = packets;
        this.#ended = ended;
      } catch (error) {
        signal.throwIfAborted();
        this.#trouble = describeError(error);
        this.#ended = true;
      }
    }
    return this.#packets.shift();
  }

  /** Safe to call twice; never while `next` runs but for its abort. */
  [Symbol.dispose](): void {
    this.#ended = true;
    this.#packets = [];
    this.#stream.close();
    this.#unpacker[Symbol.dispose]();
  }
}

interface Opened {
  readonly stream: MediaBytes;
  readonly unpacker: Unpacker;
  readonly format: UnpackedFormat;
  readonly packets: Packet[];
  readonly ended: boolean;
  readonly about: MediaAbout;
  readonly skipFrames: number;
}

/** A source in the making: what is open is closed when it fails. */
class Opening {
  readonly #ports: MediaPorts;
  readonly #rule: AddressRule;
  #stream: OpenStream | undefined;
  #unpacker: Unpacker | undefined;
  #durationMs: number | undefined;
  #seeks = false;
  #waits = false;
  #packets: Packet[] = [];
  #ended = false;
  #skipFrames = 0;

  constructor(ports: MediaPorts, rule: AddressRule) {
    this.#ports = ports;
    this.#rule = rule;
  }

  /** Up to the first packet. */
  async begin(url: URL, startMs: number, signal: AbortSignal): Promise<void> {
    const looked = await lookAt(this.#ports, { url, rule: this.#rule, startMs }, signal);
    const { stream, kind, head } = looked;
    this.#stream = stream;
    const { sizeBytes, ranges, durationMs } = stream.facts;
    this.#waits = kind === "matroska";
    this.#unpacker = await unpackerOf(kind, this.#ports.decoders);
    this.#packets = await this.#unpacker.push(head);
    await this.#untilSound(signal);
    const map = sizeBytes === undefined ? undefined : this.#unpacker.map(sizeBytes);
    this.#durationMs = durationMs ?? map?.durationMs;
    if (sizeBytes !== undefined && ranges && this.#durationMs === undefined)
      this.#durationMs = await this.#lastMs(sizeBytes, signal);
    this.#seeks = (sizeBytes !== undefined && ranges) || durationMs !== undefined;
  }

  /** By a range where the file tells where that is, or says when it is where one looks; else what lies before is decoded and dropped. */
  async goTo(startMs: number, signal: AbortSignal): Promise<void> {
    const { stream, unpacker } = this.#parts();
    const { sizeBytes, ranges } = stream.facts;
    if (this.#isLive) return;
    if (sizeBytes === undefined || !ranges)
      return await this.#dropUntil(startMs - stream.beginsMs, signal);
    const from = unpacker.map(sizeBytes)?.at(startMs);
    if (from !== undefined) return await this.#jump(from, signal);
    if (unpacker.landmark === undefined) return await this.#dropUntil(startMs, signal);
    const sought = { ms: startMs - settleMs, sizeBytes, durationMs: this.#durationMs };
    const place = await findPlace(sought, (at) => this.#look(at, signal));
    if (place.at > 0) await this.#jump(place.at, signal);
    await this.#dropUntil(startMs - place.ms, signal);
  }

  async #jump(from: number, signal: AbortSignal): Promise<void> {
    const { stream, unpacker } = this.#begun();
    const { url } = stream;
    stream.close();
    this.#stream = await UrlStream.open(this.#ports, { url, rule: this.#rule, from }, signal);
    await unpacker.jump(from);
    this.#packets = [];
    this.#ended = false;
    await this.#untilSound(signal);
  }

  /** The first landmark from a byte on; undefined where none is near. */
  async #look(from: number, signal: AbortSignal): Promise<Place | undefined> {
    const { unpacker } = this.#begun();
    using looked = await this.#openAt(from, signal);
    for (let bytes: Uint8Array = emptyBytes; bytes.length < lookBytesMax; ) {
      const piece = await looked.stream.read(signal);
      if (piece.kind !== "bytes") return undefined;
      bytes = concatBytes([bytes, piece.bytes]);
      const mark = unpacker.landmark?.(bytes);
      if (mark !== undefined) return { at: from + mark.at, ms: mark.ms };
    }
    return undefined;
  }

  /** By its last landmark; undefined where that cannot be had soon. */
  async #lastMs(sizeBytes: number, signal: AbortSignal): Promise<number | undefined> {
    const { unpacker } = this.#begun();
    if (unpacker.landmark === undefined) return undefined;
    try {
      return await inTime(this.#ports.clock, endLookUsMax, signal, async (stop) => {
        using looked = await this.#openAt(Math.max(0, sizeBytes - endLookBytes), stop);
        let bytes = await readUpTo(looked.stream, endLookBytes, stop);
        let last: number | undefined;
        for (let mark = unpacker.landmark?.(bytes); mark !== undefined; ) {
          last = mark.ms;
          bytes = bytes.subarray(Math.max(1, mark.at));
          mark = unpacker.landmark?.(bytes);
        }
        return last;
      });
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  async #openAt(from: number, signal: AbortSignal) {
    const { url } = this.#begun().stream;
    const stream = await UrlStream.open(this.#ports, { url, rule: this.#rule, from }, signal);
    return { stream, [Symbol.dispose]: () => stream.close() };
  }

  take(): Opened {
    const { stream, unpacker, format } = this.#parts();
    const about = {
      live: this.#isLive,
      name: stream.facts.name,
      durationMs: this.#durationMs,
      seeks: this.#seeks,
    };
    const skipFrames = this.#skipFrames === 0 ? format.preSkip : this.#skipFrames;
    return {
      stream,
      unpacker,
      format,
      packets: this.#packets,
      ended: this.#ended,
      about,
      skipFrames,
    };
  }

  close(): void {
    this.#stream?.close();
    this.#unpacker?.[Symbol.dispose]();
    this.#unpacker = undefined;
  }

  /**
   * Without an end, and without regard to who listens. Matroska without an end is made by a program for this
   * listener alone (VLC casts so): it waits while nobody reads, and is its beginning when it is asked for again.
   */
  get #isLive(): boolean {
    return this.#stream?.facts.live === true && !this.#waits;
  }

  #begun() {
    const stream = this.#stream;
    const unpacker = this.#unpacker;
    assert(stream !== undefined && unpacker !== undefined, "it has begun");
    return { stream, unpacker };
  }

  #parts() {
    const { stream, unpacker } = this.#begun();
    const { format } = unpacker;
    if (format === undefined) throw noSound(stream);
    return { stream, unpacker, format };
  }

  /** I1 */
  async #untilSound(signal: AbortSignal): Promise<void> {
    const { stream, unpacker } = this.#begun();
    const held = { packets: this.#packets, ended: this.#ended };
    const { packets, ended } = await untilSound(stream, unpacker, signal, held);
    this.#packets = packets;
    this.#ended = ended;
  }

  async #dropUntil(startMs: number, signal: AbortSignal): Promise<void> {
    const { stream, unpacker, format } = this.#parts();
    const place = Math.round((startMs * format.rate) / 1_000) + format.preSkip;
    const settle = format.codec === "opus" ? rollInFrames : 0;
    let dropped = 0;
    for (;;) {
      let next = this.#packets[0];
      while (next !== undefined && dropped + next.frames <= place - settle) {
        dropped += next.frames;
        this.#packets.shift();
        next = this.#packets[0];
      }
      if (next !== undefined || this.#ended) break;
      const { packets, ended } = await pull(stream, unpacker, signal);
      this.#packets = packets;
      this.#ended = ended;
    }
    this.#skipFrames = place - dropped;
  }
}

interface Pulled {
  readonly packets: Packet[];
  readonly ended: boolean;
}

/** Throws MediaUrlError where there is none. */
async function untilSound(
  stream: MediaBytes,
  unpacker: Unpacker,
  signal: AbortSignal,
  held: Pulled = { packets: [], ended: false },
): Promise<Pulled> {
  const from = stream.received;
  let pulled = held;
  while (pulled.packets.length === 0 && !pulled.ended) {
    pulled = await pull(stream, unpacker, signal);
    if (stream.received - from > headBytesMax)
      throw new MediaUrlError("undecodable", "there is no sound in the first megabytes of it");
  }
  if (pulled.packets.length === 0) throw noSound(stream);
  return pulled;
}

function noSound({ trouble }: MediaBytes): MediaUrlError {
  return new MediaUrlError("undecodable", trouble ?? "there is no sound in it");
}

/** One piece further. */
async function pull(stream: MediaBytes, unpacker: Unpacker, signal: AbortSignal): Promise<Pulled> {
  const piece = await stream.read(signal);
  if (piece.kind === "end") return { packets: await unpacker.finish(), ended: true };
  if (piece.kind === "bytes") {
    const packets = await unpacker.push(piece.bytes);
    stream.decoded?.(packets.reduce((sum, { frames }) => sum + frames, 0));
    return { packets, ended: false };
  }
  await unpacker.restart();
  return { packets: [], ended: false };
}
