/** Puts packets that come from elsewhere into pages of Ogg (RFC 3533 §6), for a decoder that takes nothing else. Pure. */
import { concatBytes, utf8Bytes } from "../base/bytes.ts";
import { pageCrc } from "../media/ogg.ts";

const segmentsMax = 255;
const flagContinued = 1;
const flagFirst = 2;
const magic = utf8Bytes("OggS");

export class OggWriter {
  #page = 0;
  #granule = 0;

  /** A page for the packet, more where it is long. `samples`: so many later than the one before. */
  packet(bytes: Uint8Array, samples: number): Uint8Array {
    this.#granule += samples;
    // A packet whose length is a multiple of 255 ends with a segment of none.
    const segments = Math.floor(bytes.length / 255) + 1;
    const pages: Uint8Array[] = [];
    for (let from = 0; from < segments; from += segmentsMax) {
      const count = Math.min(segmentsMax, segments - from);
      const body = bytes.subarray(from * 255, (from + count) * 255);
      pages.push(this.#write(body, count, from > 0));
    }
    return concatBytes(pages);
  }

  #write(body: Uint8Array, count: number, continued: boolean): Uint8Array {
    const page = new Uint8Array(27 + count + body.length);
    const view = new DataView(page.buffer);
    page.set(magic);
    page[5] = (continued ? flagContinued : 0) | (this.#page === 0 ? flagFirst : 0);
    view.setBigUint64(6, BigInt(this.#granule), true);
    view.setUint32(14, 1, true);
    view.setUint32(18, this.#page, true);
    page[26] = count;
    page.fill(255, 27, 27 + count);
    if (body.length < count * 255) page[26 + count] = body.length - (count - 1) * 255;
    page.set(body, 27 + count);
    view.setUint32(22, pageCrc(page), true);
    this.#page += 1;
    return page;
  }
}
