/** An MP4 file whose index stands behind its sound: fetches the index by a range, so that a pipe can be fed from beginning to end. */
import { concatBytes, emptyBytes } from "../../base/bytes.ts";
import { MediaUrlError } from "../../url/errors.ts";
import type { Looked } from "../../url/look.ts";
import { indexIn, namesPlaces, soundFirst, withIndexFirst } from "../../url/mp4-index.ts";
import type { OpenStream } from "../../url/open-stream.ts";
import type { UrlPorts } from "../../url/open-url.ts";
import { UrlStream } from "../../url/url-stream.ts";
import { relayIndexBytesMax } from "./limits.ts";

export interface ToFeed {
  /** What is to be fed first. */
  readonly head: Uint8Array;
  /** Who has read it knows where each time lies: what is before a place need not be decoded. */
  readonly namesPlaces: boolean;
}

/** Of any kind of media. Throws MediaUrlError. */
export async function headToFeed(
  ports: UrlPorts,
  { kind, head, stream }: Looked,
  signal: AbortSignal,
): Promise<ToFeed> {
  if (kind !== "mp4") return { head, namesPlaces: false };
  const sound = soundFirst(head);
  if (sound === undefined) return await withWholeIndex(stream, head, signal);
  if (!stream.facts.ranges)
    throw new MediaUrlError(
      "undecodable",
      "the index of this MP4 is at its end, and its server gives no ranges",
    );
  const request = { url: stream.url, rule: { loopback: false }, from: sound.end };
  const behind = await UrlStream.open(ports, request, signal);
  try {
    const index = await wholeIndex(behind, signal);
    return { head: withIndexFirst(head, sound.at, index), namesPlaces: namesPlaces(index) };
  } finally {
    behind.close();
  }
}

/** An index that stands first, read to its end where that comes soon. */
async function withWholeIndex(
  stream: OpenStream,
  first: Uint8Array,
  signal: AbortSignal,
): Promise<ToFeed> {
  let head = first;
  for (let index = indexIn(head); head.length <= relayIndexBytesMax; index = indexIn(head)) {
    if (index instanceof Uint8Array) return { head, namesPlaces: namesPlaces(index) };
    const piece = index === "more" ? await stream.read(signal) : undefined;
    if (piece?.kind !== "bytes") break;
    head = concatBytes([head, piece.bytes]);
  }
  return { head, namesPlaces: false };
}

async function wholeIndex(stream: UrlStream, signal: AbortSignal): Promise<Uint8Array> {
  let bytes: Uint8Array = emptyBytes;
  for (;;) {
    const piece = await stream.read(signal);
    if (piece.kind === "bytes") bytes = concatBytes([bytes, piece.bytes]);
    const index = indexIn(bytes);
    if (index instanceof Uint8Array) return index;
    if (index === undefined || piece.kind !== "bytes" || bytes.length > relayIndexBytesMax)
      throw new MediaUrlError("undecodable", "this MP4 has no index that could be read");
  }
}
