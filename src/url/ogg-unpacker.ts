/**
 * Vorbis and FLAC in Ogg: a package decodes them; this keeps their heads, which it
 * wants again at another place.
 */
import { concatBytes, emptyBytes } from "../base/bytes.ts";
import type { MediaDecoder, MediaDecoderDriver } from "../ports/media-decoder.ts";
import { headBytesMax } from "./limits.ts";
import { type OggPage, oggLandmark, pageBytesMax, pagesIn } from "./ogg-reader.ts";
import { PackagedUnpacker } from "./packaged-unpacker.ts";
import type { Landmark, Packet, UnpackedFormat, Unpacker } from "./unpack.ts";

export class OggUnpacker implements Unpacker {
  readonly #inner: PackagedUnpacker;
  #serial: number | undefined;
  /** The pages before the first with sound; undefined while they come. */
  #head: Uint8Array | undefined;
  #coming: Uint8Array[] = [];
  #comingBytes = 0;
  /** Less than a page. */
  #held: Uint8Array = emptyBytes;
  /** What the package is to see first. */
  #before: Uint8Array = emptyBytes;

  /** The decoder is its own from now on. */
  constructor(decoders: MediaDecoderDriver, codec: "vorbis" | "flac", decoder: MediaDecoder) {
    this.#inner = new PackagedUnpacker(decoders, codec, decoder);
  }

  get format(): UnpackedFormat | undefined {
    return this.#inner.format;
  }
  map(): undefined {
    return undefined;
  }
  landmark(bytes: Uint8Array): Landmark | undefined {
    const { rate = 48_000 } = this.format ?? {};
    return oggLandmark(bytes, { serial: this.#serial, rate });
  }

  /** Page by page: the package takes a stream behind another for more of the first. */
  async push(bytes: Uint8Array): Promise<Packet[]> {
    const held = concatBytes([this.#held, bytes]);
    const packets: Packet[] = [];
    let [sent, whole] = [0, 0];
    for (const page of pagesIn(held)) {
      if (page.first && this.#head !== undefined && page.serial !== this.#serial) {
        packets.push(
          ...(await this.#send(held.slice(sent, page.at))),
          ...(await this.#inner.finish()),
        );
        await this.restart();
        sent = page.at;
      }
      this.#learn(held, page);
      whole = page.end;
    }
    // What is no page by then is for the package to pass over.
    if (held.length - whole > pageBytesMax) whole = held.length;
    this.#held = held.slice(whole);
    packets.push(...(await this.#send(held.slice(sent, whole))));
    return packets;
  }
  async finish(): Promise<Packet[]> {
    const last = await this.#send(this.#held);
    this.#held = emptyBytes;
    return [...last, ...(await this.#inner.finish())];
  }
  async restart(): Promise<void> {
    this.#head = undefined;
    this.#serial = undefined;
    this.#coming = [];
    this.#comingBytes = 0;
    this.#before = emptyBytes;
    this.#held = emptyBytes;
    await this.#inner.restart();
  }
  async jump(): Promise<void> {
    await this.#inner.jump();
    this.#before = this.#head ?? emptyBytes;
    this.#held = emptyBytes;
  }
  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
  }

  #send(bytes: Uint8Array): Promise<Packet[]> {
    const all = concatBytes([this.#before, bytes]);
    this.#before = emptyBytes;
    return all.length === 0 ? Promise.resolve([]) : this.#inner.push(all);
  }

  #learn(held: Uint8Array, { at, end, serial, granule }: OggPage): void {
    if (this.#head !== undefined) return;
    this.#serial ??= serial;
    const hasSound = granule !== undefined && granule !== 0;
    if (!hasSound) {
      this.#coming.push(held.slice(at, end));
      this.#comingBytes += end - at;
    }
    if (hasSound || this.#comingBytes > headBytesMax) {
      this.#head = concatBytes(this.#coming);
      this.#coming = [];
    }
  }
}
