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
import { concatBytes, emptyBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { MediaDecoderDriver } from "../ports/media-decoder.ts";
import type { AddressRule } from "./address-policy.ts";
import { MediaUrlError } from "./errors.ts";
import { headBytesMax, playlistBytesMax, sniffBytes } from "./limits.ts";
import { parseMediaUrl } from "./media-url.ts";
import type { UrlPorts } from "./open-url.ts";
import { firstOfPlaylist, isPlaylist } from "./playlist.ts";
import { kindOf, type MediaKind } from "./sniff.ts";
import { type Packet, type UnpackedFormat, type Unpacker, unpackerOf, wavOf } from "./unpack.ts";
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

/** What is shown of it. */
export interface MediaAbout {
  readonly kind: MediaKind;
  readonly live: boolean;
  /** What a station calls itself; empty where it does not. */
  readonly name: string;
  /** Undefined where it does not tell. */
  readonly durationMs: number | undefined;
  /** One can go to any place of it. */
  readonly seeks: boolean;
}

/** Opus is decoded from so long before a place, so that its decoder has settled (RFC 7845 §4.6). */
const rollInFrames = 3_840;

export class MediaSource implements Disposable {
  readonly about: MediaAbout;
  readonly format: UnpackedFormat;
  /** Frames of the first packets that are not to be heard. */
  readonly skipFrames: number;
  readonly #stream: UrlStream;
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
      await opening.begin(parseMediaUrl(url), true, signal);
      if (startMs > 0) await opening.goTo(startMs, signal);
      return new MediaSource(opening.take());
    } catch (error) {
      opening.close();
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
  readonly stream: UrlStream;
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
  #stream: UrlStream | undefined;
  #unpacker: Unpacker | undefined;
  #kind: MediaKind | undefined;
  #durationMs: number | undefined;
  #seeks = false;
  #packets: Packet[] = [];
  #ended = false;
  #skipFrames = 0;

  constructor(ports: MediaPorts, rule: AddressRule) {
    this.#ports = ports;
    this.#rule = rule;
  }

  /** Up to the first packet. `follows`: a playlist leads on, once. */
  async begin(url: URL, follows: boolean, signal: AbortSignal): Promise<void> {
    const stream = await UrlStream.open(this.#ports, { url, rule: this.#rule }, signal);
    this.#stream = stream;
    const { contentType, sizeBytes, ranges } = stream.facts;
    let head = await readUpTo(stream, sniffBytes, signal);
    if (isPlaylist(head, contentType)) {
      if (!follows) throw new MediaUrlError("undecodable", "a playlist leads to a playlist");
      head = concatBytes([head, await readUpTo(stream, playlistBytesMax, signal)]);
      stream.close();
      return await this.begin(firstOfPlaylist(head, stream.url), false, signal);
    }
    this.#kind = kindOf(head, contentType);
    if (this.#kind === undefined)
      throw new MediaUrlError(
        "undecodable",
        `what ${stream.url.host} sends is no sound known here`,
      );
    this.#unpacker = await unpackerOf(this.#kind, this.#ports.decoders);
    this.#packets = await this.#unpacker.push(head);
    await this.#untilSound(signal);
    const map = sizeBytes === undefined ? undefined : this.#unpacker.map(sizeBytes);
    this.#durationMs = map?.durationMs;
    this.#seeks = sizeBytes !== undefined && ranges;
  }

  /** By a range where the file tells where that is; else what lies before is decoded and dropped. */
  async goTo(startMs: number, signal: AbortSignal): Promise<void> {
    const { stream, unpacker } = this.#parts();
    const { live, sizeBytes, ranges } = stream.facts;
    if (live) return;
    const map = sizeBytes === undefined || !ranges ? undefined : unpacker.map(sizeBytes);
    const from = map?.at(startMs);
    if (from === undefined) return await this.#dropUntil(startMs, signal);
    const wav = wavOf(unpacker);
    const within = wav && { wav, skipped: from - wav.dataAt };
    const { url } = stream;
    this.close();
    const kind = this.#kind ?? "mp3";
    this.#stream = await UrlStream.open(this.#ports, { url, rule: this.#rule, from }, signal);
    this.#unpacker = await unpackerOf(kind, this.#ports.decoders, within);
    this.#packets = [];
    this.#ended = false;
    await this.#untilSound(signal);
  }

  take(): Opened {
    const { stream, unpacker, format } = this.#parts();
    const about = {
      kind: this.#kind ?? "mp3",
      live: stream.facts.live,
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

  #parts() {
    const stream = this.#stream;
    const unpacker = this.#unpacker;
    const format = unpacker?.format;
    if (stream === undefined || unpacker === undefined || format === undefined)
      throw new MediaUrlError("undecodable", "there is no sound in it");
    return { stream, unpacker, format };
  }

  /** I1 */
  async #untilSound(signal: AbortSignal): Promise<void> {
    const stream = this.#stream;
    const unpacker = this.#unpacker;
    if (stream === undefined || unpacker === undefined) return;
    const from = stream.received;
    while (this.#packets.length === 0 && !this.#ended) {
      const { packets, ended } = await pull(stream, unpacker, signal);
      this.#packets = packets;
      this.#ended = ended;
      if (stream.received - from > headBytesMax)
        throw new MediaUrlError("undecodable", "there is no sound in the first megabytes of it");
    }
    if (this.#packets.length === 0)
      throw new MediaUrlError("undecodable", stream.trouble ?? "there is no sound in it");
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

/** One piece further. */
async function pull(
  stream: UrlStream,
  unpacker: Unpacker,
  signal: AbortSignal,
): Promise<{ readonly packets: Packet[]; readonly ended: boolean }> {
  const piece = await stream.read(signal);
  if (piece.kind === "end") return { packets: await unpacker.finish(), ended: true };
  if (piece.kind === "bytes") return { packets: await unpacker.push(piece.bytes), ended: false };
  await unpacker.restart();
  return { packets: [], ended: false };
}

async function readUpTo(stream: UrlStream, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < most; ) {
    const piece = await stream.read(signal);
    if (piece.kind !== "bytes") break;
    parts.push(piece.bytes);
    length += piece.bytes.length;
  }
  return parts.length === 0 ? emptyBytes : concatBytes(parts);
}
