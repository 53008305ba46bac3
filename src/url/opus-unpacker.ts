/** Opus in Ogg (RFC 7845), and its packets by themselves. */
import { emptyBytes } from "../base/bytes.ts";
import { MediaUrlError } from "./errors.ts";
import { OggReader, oggLandmark } from "./ogg-reader.ts";
import { isOpusTags, opusHeadOf, opusSamples } from "./opus-head.ts";
import type { Landmark, Packet, UnpackedFormat, Unpacker } from "./unpack.ts";

/** Of an OpusHead. Throws MediaUrlError for more channels than two. */
export function opusFormat(head: Uint8Array): UnpackedFormat {
  const read = opusHeadOf(head);
  if (read === undefined)
    throw new MediaUrlError("no-decoder", "Opus of more than two channels cannot be decoded here");
  return { codec: "opus", rate: 48_000, setup: emptyBytes, preSkip: read.preSkip };
}

/** Undefined for what is no packet of Opus. */
export function opusPacket(bytes: Uint8Array): Packet | undefined {
  const frames = opusSamples(bytes);
  return frames > 0 ? { bytes, frames, rate: 48_000 } : undefined;
}

export class OpusUnpacker implements Unpacker {
  #reader = new OggReader();
  #format: UnpackedFormat | undefined;

  get format(): UnpackedFormat | undefined {
    return this.#format;
  }
  map(): undefined {
    return undefined;
  }

  landmark(bytes: Uint8Array): Landmark | undefined {
    return oggLandmark(bytes, { serial: this.#reader.serial, rate: 48_000 });
  }

  async push(bytes: Uint8Array): Promise<Packet[]> {
    const packets: Packet[] = [];
    for (const { bytes: read, first } of this.#reader.push(bytes)) {
      // Of a stream chained behind the first the pre-skip is heard, a few milliseconds.
      if (first) this.#format ??= opusFormat(read);
      else if (this.#format !== undefined && !isOpusTags(read)) {
        const packet = opusPacket(read);
        if (packet !== undefined) packets.push(packet);
      }
    }
    return packets;
  }
  async finish(): Promise<Packet[]> {
    return [];
  }
  async restart(): Promise<void> {
    this.#reader = new OggReader();
  }
  async jump(): Promise<void> {
    this.#reader.jump();
  }
  [Symbol.dispose](): void {
    // Nothing is held.
  }
}
