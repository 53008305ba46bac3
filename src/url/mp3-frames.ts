/**
 * Cuts a stream of bytes into MP3 frames (ISO 11172-3 §2.4.2.3), past tags and
 * garbage. A frame counts once a head that fits stands behind it, or the stream
 * ends there: a decoder gets whole frames and nothing else.
 *
 * Not: layers I and II, and "free" bitrates, which nobody sends.
 * Bounds: two frames of at most 1441 bytes each, and what a push brings.
 */
import { concatBytes } from "../base/bytes.ts";
import { mp3GapBytesMax } from "./limits.ts";

export interface FrameHead {
  readonly bytes: number;
  readonly samples: number;
  readonly rate: number;
  readonly kbps: number;
  /** Of the side information behind the head: where a Xing head would begin. */
  readonly sideBytes: number;
}

const kbps1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const kbps2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const rates = [44_100, 48_000, 32_000];

/** Of the frame at `at`; undefined where none begins there, or its head is not all there. */
export function frameHead(bytes: Uint8Array, at: number): FrameHead | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  if (at + 4 > bytes.length || a !== 0xff || (b & 0xe0) !== 0xe0) return undefined;
  const version = (b >> 3) & 3;
  if (version === 1 || ((b >> 1) & 3) !== 1) return undefined;
  const first = version === 3;
  const kbps = (first ? kbps1 : kbps2)[c >> 4];
  const base = rates[(c >> 2) & 3];
  if (kbps === undefined || kbps === 0 || base === undefined || (d & 3) === 2) return undefined;
  const rate = base / (first ? 1 : version === 2 ? 2 : 4);
  const samples = first ? 1152 : 576;
  const mono = d >> 6 === 3;
  const bytesOf = Math.floor((samples * kbps * 125) / rate) + ((c >> 1) & 1);
  const side = first ? (mono ? 17 : 32) : mono ? 9 : 17;
  return { bytes: bytesOf, samples, rate, kbps, sideBytes: side + ((b & 1) === 0 ? 2 : 0) };
}

export interface Mp3Frame {
  readonly head: FrameHead;
  /** A copy. */
  readonly bytes: Uint8Array;
}

export class Mp3Frames {
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of a tag that are still to be passed over. */
  #skip = 0;
  #gap = 0;
  #passed = 0;
  #found = false;

  /** Bytes before the first frame; 0 while none was found. */
  get firstAt(): number {
    return this.#found ? this.#passed : 0;
  }
  /** There is no MP3 in this: so much of it was looked at in vain. */
  get lost(): boolean {
    return this.#gap > mp3GapBytesMax;
  }

  /** `last`: nothing comes behind it, so a frame need not be followed by one. */
  push(bytes: Uint8Array, last = false): Mp3Frame[] {
    const held = concatBytes([this.#held, bytes]);
    const frames: Mp3Frame[] = [];
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, held.length - at);
      this.#skip -= skipped;
      at += skipped;
      this.#note(skipped);
      const tag = tagBytes(held, at);
      if (tag > 0) {
        this.#skip = tag;
        if (at === held.length) break;
        continue;
      }
      // A tag's head has ten bytes: with fewer at hand nobody knows.
      if (!last && held.length - at < 10) break;
      const head = frameHead(held, at);
      if (head === undefined) {
        if (at + 4 > held.length) break;
        at += 1;
        this.#gap += 1;
        this.#note(1);
        continue;
      }
      const end = at + head.bytes;
      if (end > held.length || (!last && end + 10 > held.length)) break;
      if (!this.#fits(held, end, head, last)) {
        at += 1;
        this.#gap += 1;
        this.#note(1);
        continue;
      }
      frames.push({ head, bytes: held.slice(at, end) });
      this.#found = true;
      this.#gap = 0;
      at = end;
    }
    this.#held = held.slice(at);
    return frames;
  }

  #note(bytes: number): void {
    if (!this.#found) this.#passed += bytes;
  }

  #fits(held: Uint8Array, end: number, { rate }: FrameHead, last: boolean): boolean {
    if (last && end + 4 > held.length) return true;
    const next = frameHead(held, end);
    if (next !== undefined) return next.rate === rate;
    return tagBytes(held, end) > 0 || isOldTag(held, end);
  }
}

/** Bytes of the ID3v2 tag at `at` (id3.org, §3.1), head included; 0 where there is none. */
function tagBytes(bytes: Uint8Array, at: number): number {
  const [i, d, three, , , flags = 0, a = 0, b = 0, c = 0, e = 0] = bytes.subarray(at, at + 10);
  if (at + 10 > bytes.length || i !== 0x49 || d !== 0x44 || three !== 0x33) return 0;
  if (((a | b | c | e) & 0x80) !== 0) return 0;
  return 10 + ((a << 21) | (b << 14) | (c << 7) | e) + ((flags & 0x10) !== 0 ? 10 : 0);
}

/** ID3v1 or APE behind the last frame. */
function isOldTag(bytes: Uint8Array, at: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(at, at + 4));
  return text.startsWith("TAG") || text === "APET" || text === "LYRI";
}

/** Frames of the whole file by its Xing, Info or VBRI head; undefined where its first frame is none. */
export function framesTold({ head, bytes }: Mp3Frame): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const xing = 4 + head.sideBytes;
  const is = (text: string, at: number): boolean =>
    [...text].every((char, i) => bytes[at + i] === char.charCodeAt(0));
  if ((is("Xing", xing) || is("Info", xing)) && bytes.length >= xing + 12)
    return (view.getUint32(xing + 4) & 1) === 1 ? view.getUint32(xing + 8) : undefined;
  if (is("VBRI", 36) && bytes.length >= 54) return view.getUint32(50);
  return undefined;
}

/** Parts of the bytes (0 … 255 of 256) at each hundredth of the time, by a Xing head with a table; undefined without one. */
export function placesTold({ head, bytes }: Mp3Frame): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = 4 + head.sideBytes;
  const isXing = [..."Xing"].every((char, i) => bytes[at + i] === char.charCodeAt(0));
  if (!isXing || bytes.length < at + 8) return undefined;
  const flags = view.getUint32(at + 4);
  // Frames and bytes come before it, where they are told.
  const from = at + 8 + ((flags & 1) !== 0 ? 4 : 0) + ((flags & 2) !== 0 ? 4 : 0);
  const table = bytes.slice(from, from + 100);
  const rises = table.every((value, i) => i === 0 || value >= (table[i - 1] ?? 0));
  return (flags & 4) !== 0 && table.length === 100 && rises ? table : undefined;
}

/** Whether a frame that tells how many there are says that all have one bitrate ("Info"). */
export function isEven({ head, bytes }: Mp3Frame): boolean {
  const at = 4 + head.sideBytes;
  return [..."Info"].every((char, i) => bytes[at + i] === char.charCodeAt(0));
}
