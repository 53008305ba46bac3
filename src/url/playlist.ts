/** Playlist files of stations (M3U, PLS): which URL they stand for. Pure. */
import { utf8Text } from "../base/bytes.ts";
import { MediaUrlError } from "./errors.ts";
import { plainText } from "./icy.ts";
import { parseMediaUrl } from "./media-url.ts";

const types = /^(audio|application)\/(x-)?(mpegurl|scpls|pls\+xml|vnd\.apple\.mpegurl)\b/i;

/** By how it begins; by its type only where it is text. */
export function isPlaylist(head: Uint8Array, contentType: string): boolean {
  const start = plainText(head.subarray(0, 512))
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^(#EXTM3U|\[playlist\])/i.test(start)) return true;
  return types.test(contentType) && /^(#|https?:\/\/)/i.test(start) && isText(head);
}

/** The first entry that can be asked for, against `base`; of a list that is none of HLS. Throws MediaUrlError. */
export function firstOfPlaylist(bytes: Uint8Array, base: URL): URL {
  const text = plainText(bytes).replace(/^\ufeff/, "");
  for (const line of text.split(/[\r\n]+/)) {
    const entry = /^\s*\[playlist\]/i.test(line)
      ? ""
      : (/^\s*File\d+\s*=(.*)$/i.exec(line)?.[1] ?? line);
    const isOther = /^\s*(#|\[|NumberOfEntries|Title\d|Length\d|Version)/i.test(entry);
    if (entry.trim() === "" || isOther) continue;
    return parseMediaUrl(entry.trim(), base);
  }
  throw new MediaUrlError("undecodable", "the playlist names nothing");
}

function isText(head: Uint8Array): boolean {
  return !head.includes(0) && (utf8Text(head) !== undefined || head.every((byte) => byte >= 9));
}
