/**
 * What a file or stream is, by its first bytes: they win over what the server says
 * of it, which is wrong often enough. Pure.
 */
import { frameHead } from "./mp3-frames.ts";

export type MediaKind =
  | "mp3"
  | "wav"
  | "flac"
  | "ogg-opus"
  | "ogg-vorbis"
  | "ogg-flac"
  | "matroska"
  /** Known, and not decoded here. */
  | "aac"
  | "mp4"
  | "wma"
  | "aiff"
  | "ape"
  | "wavpack"
  | "ac3"
  | "mpegts";

/** Bytes that files begin with. */
const marks: readonly (readonly [MediaKind, ...number[]])[] = [
  ["flac", 0x66, 0x4c, 0x61, 0x43],
  ["matroska", 0x1a, 0x45, 0xdf, 0xa3],
  ["wma", 0x30, 0x26, 0xb2, 0x75],
  ["ape", 0x4d, 0x41, 0x43, 0x20],
  ["wavpack", 0x77, 0x76, 0x70, 0x6b],
  ["ac3", 0x0b, 0x77],
];

/** Undefined where it is none that is known. `head`: sniffBytes, or all there is. */
export function kindOf(head: Uint8Array, contentType: string): MediaKind | undefined {
  const is = (text: string, at = 0): boolean =>
    [...text].every((char, i) => head[at + i] === char.charCodeAt(0));
  if (is("ID3")) return behindTag(head, contentType);
  if (is("RIFF") && is("WAVE", 8)) return "wav";
  if (is("FORM") && is("AIF", 8)) return "aiff";
  if (is("OggS")) return oggKind(head);
  if (is("ftyp", 4)) return "mp4";
  for (const [kind, ...mark] of marks) if (mark.every((byte, i) => head[i] === byte)) return kind;
  if (hasTransport(head)) return "mpegts";
  if (is("ADIF") || hasAdts(head)) return "aac";
  if (hasMp3(head)) return "mp3";
  // A station that is met in the midst of a frame, or begins with silence.
  return /^audio\/(mpeg|mp3)\b/i.test(contentType) && head.length > 0 && !isMarkup(head)
    ? "mp3"
    : undefined;
}

/** A tag that files of MP3 begin with, and some of AAC and FLAC (ID3v2): what follows counts, where it can be seen. */
function behindTag(head: Uint8Array, contentType: string): MediaKind {
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10);
  const behind = head.subarray(10 + ((a << 21) | (b << 14) | (c << 7) | d));
  const isTag = behind[0] === 0x49 && behind[1] === 0x44 && behind[2] === 0x33;
  const kind = behind.length > 0 && !isTag ? kindOf(behind, contentType) : undefined;
  return kind ?? (/^audio\/(x-)?aacp?\b/i.test(contentType) ? "aac" : "mp3");
}

function oggKind(head: Uint8Array): MediaKind | undefined {
  const body = 27 + (head[26] ?? 0);
  const is = (text: string, at: number): boolean =>
    [...text].every((char, i) => head[at + i] === char.charCodeAt(0));
  if (is("OpusHead", body)) return "ogg-opus";
  if (is("\x01vorbis", body)) return "ogg-vorbis";
  return is("\x7fFLAC", body) ? "ogg-flac" : undefined;
}

/** Two frame heads that fit: one alone is found in any noise. */
function hasMp3(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= Math.min(head.length, 4_096); at++) {
    const first = frameHead(head, at);
    const next = first && frameHead(head, at + first.bytes);
    if (first !== undefined && next !== undefined && next.rate === first.rate) return true;
  }
  return false;
}

/** Two frames of AAC (ISO 13818-7 §6.2): the sync word, layer 0, and a length that leads to the next. */
function hasAdts(head: Uint8Array): boolean {
  for (let at = 0; at + 7 <= Math.min(head.length, 4_096); at++) {
    const length = adtsBytes(head, at);
    if (length !== undefined && adtsBytes(head, at + length) !== undefined) return true;
  }
  return false;
}

/** Packets of an MPEG-2 transport stream (ISO 13818-1 §2.4.3.2): three that follow each other. */
function hasTransport(head: Uint8Array): boolean {
  return [0, 1, 2].every((nth) => head[188 * nth] === 0x47);
}

function adtsBytes(head: Uint8Array, at: number): number | undefined {
  if (head[at] !== 0xff || ((head[at + 1] ?? 0) & 0xf6) !== 0xf0) return undefined;
  const length =
    (((head[at + 3] ?? 0) & 3) << 11) | ((head[at + 4] ?? 0) << 3) | ((head[at + 5] ?? 0) >> 5);
  return length > 7 ? length : undefined;
}

function isMarkup(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 64)).trimStart();
  return start.startsWith("<") || start.startsWith("{");
}
