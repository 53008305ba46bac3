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
  /** Known, and not decoded here. */
  | "aac"
  | "mp4"
  | "matroska"
  | "wma";

/** Undefined where it is none that is known. `head`: sniffBytes, or all there is. */
export function kindOf(head: Uint8Array, contentType: string): MediaKind | undefined {
  const is = (text: string, at = 0): boolean =>
    [...text].every((char, i) => head[at + i] === char.charCodeAt(0));
  if (is("RIFF") && is("WAVE", 8)) return "wav";
  if (is("fLaC")) return "flac";
  if (is("OggS")) return oggKind(head);
  if (is("ftyp", 4)) return "mp4";
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3)
    return "matroska";
  if (head[0] === 0x30 && head[1] === 0x26 && head[2] === 0xb2 && head[3] === 0x75) return "wma";
  if (is("ID3")) return "mp3";
  if (is("ADIF") || hasAdts(head)) return "aac";
  if (hasMp3(head)) return "mp3";
  // A station that is met in the midst of a frame, or begins with silence.
  return /^audio\/(mpeg|mp3)\b/i.test(contentType) && head.length > 0 && !isMarkup(head)
    ? "mp3"
    : undefined;
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
