/** Opens a URL, follows a station's playlist, once, and finds out what comes. */
import { concatBytes } from "../base/bytes.ts";
import type { AddressRule } from "./address-policy.ts";
import { MediaUrlError } from "./errors.ts";
import { isHls } from "./hls/hls-list.ts";
import { HlsStream } from "./hls/hls-stream.ts";
import { plainText } from "./icy.ts";
import { hlsListBytesMax, playlistBytesMax, sniffBytes } from "./limits.ts";
import { type OpenStream, readUpTo } from "./open-stream.ts";
import type { UrlPorts } from "./open-url.ts";
import { firstOfPlaylist, isPlaylist } from "./playlist.ts";
import { kindOf, type MediaKind } from "./sniff.ts";
import { UrlStream } from "./url-stream.ts";

export interface Looked {
  readonly stream: OpenStream;
  readonly kind: MediaKind;
  /** What was read of it. */
  readonly head: Uint8Array;
}

export interface LookRequest {
  readonly url: URL;
  readonly rule: AddressRule;
  /** Where it is to begin, as far as the stream lets choose: `beginsMs` tells. */
  readonly startMs?: number;
  readonly follows?: boolean;
}

/** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
export async function lookAt(
  ports: UrlPorts,
  request: LookRequest,
  signal: AbortSignal,
): Promise<Looked> {
  const { rule, follows = true } = request;
  let stream: OpenStream = await UrlStream.open(ports, request, signal);
  try {
    const { contentType } = stream.facts;
    let head = await readUpTo(stream, sniffBytes, signal);
    if (isPlaylist(head, contentType)) {
      const list = await restOfList(stream, head, signal);
      const base = stream.url;
      stream.close();
      if (!isHls(plainText(list))) {
        if (!follows) throw new MediaUrlError("undecodable", "a playlist leads to a playlist");
        const entry = { ...request, url: firstOfPlaylist(list, base), follows: false };
        return await lookAt(ports, entry, signal);
      }
      const { url, startMs = 0 } = request;
      stream = await HlsStream.open(ports, { url, rule, startMs, bytes: list, base }, signal);
      head = await readUpTo(stream, sniffBytes, signal);
    }
    const kind = kindOf(head, contentType);
    if (kind !== undefined) return { stream, kind, head };
    const why = stream.trouble ?? whyUnknown(head, stream.url);
    throw new MediaUrlError("undecodable", why);
  } catch (error) {
    stream.close();
    throw error;
  }
}

function whyUnknown(head: Uint8Array, { host }: URL): string {
  return head[0] === 0x1f && head[1] === 0x8b
    ? `${host} sends it packed (gzip), which it was asked not to do`
    : `what ${host} sends is no sound known here`;
}

/** Stations' lists are short; those of HLS name hours of parts. */
async function restOfList(
  stream: OpenStream,
  head: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const most = isHls(plainText(head)) ? hlsListBytesMax : playlistBytesMax;
  return concatBytes([head, await readUpTo(stream, most, signal)]);
}
