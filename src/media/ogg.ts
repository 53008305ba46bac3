/**
 * A strict Ogg demultiplexer (RFC 3533) for one logical stream, fed in pieces.
 *
 * It reads what our own encoder run writes, so it forgives nothing: no resync
 * after garbage, no second stream, no lost page. Once bad it stays bad.
 * Bounds: it holds one page (65 307 bytes at most) and one packet.
 */
import { concatBytes } from "../base/bytes.ts";
import { oggPacketBytesMax } from "./limits.ts";

export interface OggPacket {
  /** A copy: the caller may keep it. */
  readonly bytes: Uint8Array;
  /** Set on the last packet that ends on a page: samples up to its end, pre-skip included. */
  readonly granule: number | undefined;
  /** On the last page of the stream. */
  readonly last: boolean;
}

const pageHeadBytes = 27;
const flagContinued = 1;
const flagFirst = 2;
const flagLast = 4;
const lacingFull = 255;

interface Page {
  readonly flags: number;
  readonly granule: number | undefined;
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

export class OggDemuxer {
  #held: Uint8Array = new Uint8Array(0);
  #partial: Uint8Array[] = [];
  #partialBytes = 0;
  #serial: number | undefined;
  #nextPage = 0;
  #ended = false;
  #why: string | undefined;

  /** What is wrong with the stream; undefined while nothing is. */
  get trouble(): string | undefined {
    return this.#why;
  }
  /** The last page has come, and nothing is left over: the stream is whole. */
  get whole(): boolean {
    return this.#ended && this.#why === undefined && this.#held.length === 0;
  }

  /** Packets that `bytes` completes. `bytes` may be reused. */
  push(bytes: Uint8Array): OggPacket[] {
    this.#held = concatBytes([this.#held, bytes]);
    const packets: OggPacket[] = [];
    let at = 0;
    while (this.#why === undefined) {
      const size = this.#pageSize(at);
      if (size === undefined || at + size > this.#held.length) break;
      const page = this.#readPage(this.#held.subarray(at, at + size));
      if (page !== undefined) this.#unlace(page, packets);
      at += size;
    }
    this.#held = this.#held.slice(at);
    return this.#why === undefined ? packets : [];
  }

  /** Bytes of the page at `at`; undefined while its head is not all there. */
  #pageSize(at: number): number | undefined {
    const segments = this.#held[at + pageHeadBytes - 1];
    if (segments === undefined) return undefined;
    if (this.#held.length < at + pageHeadBytes + segments) return undefined;
    const lacing = this.#held.subarray(at + pageHeadBytes, at + pageHeadBytes + segments);
    return lacing.reduce((sum, value) => sum + value, pageHeadBytes + segments);
  }

  #readPage(page: Uint8Array): Page | undefined {
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const flags = view.getUint8(5);
    const first = this.#serial === undefined;
    this.#serial ??= view.getUint32(14, true);
    const wrong =
      (view.getUint32(0) !== 0x4f676753 && "no page where one should be") ||
      (view.getUint8(4) !== 0 && "unknown version") ||
      (view.getUint32(14, true) !== this.#serial && "more than one stream") ||
      (view.getUint32(18, true) !== this.#nextPage && "a page is missing") ||
      (((flags & flagFirst) !== 0) !== first && "a start where none should be") ||
      (this.#ended && "a page after the last") ||
      (((flags & flagContinued) !== 0) !== this.#partial.length > 0 && "a torn packet") ||
      (view.getUint32(22, true) !== pageCrc(page) && "a damaged page");
    if (wrong) {
      this.#why = wrong;
      return undefined;
    }
    this.#nextPage += 1;
    const granule = view.getBigInt64(6, true);
    const bodyAt = pageHeadBytes + view.getUint8(26);
    return {
      flags,
      granule: granule < 0n ? undefined : Number(granule),
      lacing: page.subarray(pageHeadBytes, bodyAt),
      body: page.subarray(bodyAt),
    };
  }

  #unlace(page: Page, packets: OggPacket[]): void {
    let at = 0;
    const lastEnd = page.lacing.findLastIndex((value) => value < lacingFull);
    for (const [i, value] of page.lacing.entries()) {
      this.#partial.push(page.body.slice(at, at + value));
      this.#partialBytes += value;
      at += value;
      if (this.#partialBytes > oggPacketBytesMax) this.#why = "a packet without end";
      if (value === lacingFull) continue;
      const granule = i === lastEnd ? page.granule : undefined;
      const last = i === lastEnd && (page.flags & flagLast) !== 0;
      packets.push({ bytes: concatBytes(this.#partial), granule, last });
      this.#partial = [];
      this.#partialBytes = 0;
    }
    if ((page.flags & flagLast) !== 0) this.#ended = true;
    if (this.#ended && this.#partial.length > 0) this.#why = "ends within a packet";
  }
}

/** CRC-32 of RFC 3533 §6 field 7: polynomial 0x04c11db7, not reflected, from zero. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc >>> 0;
});

/** Over the page with its own CRC field taken as zero. */
export function pageCrc(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : (page[i] ?? 0);
    crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  }
  return crc >>> 0;
}
