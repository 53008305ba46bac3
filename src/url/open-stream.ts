/** Bytes that come from a URL while they are read, whatever brings them: one answer, or the parts of a playlist. */
import { concatBytes, emptyBytes } from "../base/bytes.ts";

export type UrlPiece =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** It came back, or something else follows: what comes begins anew. */
  | { readonly kind: "restart" }
  | { readonly kind: "end" };

/** What the server says of it. */
export interface UrlFacts {
  readonly contentType: string;
  /** It has no end that anybody knows. */
  readonly live: boolean;
  /** It is a station: it goes on, whatever breaks off. */
  readonly station: boolean;
  /** What a station calls itself; empty where it does not. */
  readonly name: string;
  readonly sizeBytes: number | undefined;
  readonly ranges: boolean;
  /** Undefined where the server does not tell: the media itself may. */
  readonly durationMs: number | undefined;
}

export interface OpenStream {
  /** Where the redirections led. */
  readonly url: URL;
  readonly facts: UrlFacts;
  /** Which time of the media its first byte belongs to. */
  readonly beginsMs: number;
  /** What a station says is playing; undefined while it says nothing. */
  readonly title: string | undefined;
  /** Why nothing comes just now, or why it ended before its end; undefined while all is well. */
  readonly trouble: string | undefined;
  /** Bytes that came. */
  readonly received: number;
  /** Never rejects but with `signal.reason`. One call at a time. */
  read(signal: AbortSignal): Promise<UrlPiece>;
  /** Whoever decodes it begins anew: what a decoder needs first comes first again. */
  beginAnew(): void;
  /** Safe to call twice. */
  close(): void;
}

/** All that comes, up to about so much. */
export async function readUpTo(
  stream: OpenStream,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < most; ) {
    const piece = await stream.read(signal);
    if (piece.kind !== "bytes") break;
    parts.push(piece.bytes);
    length += piece.bytes.length;
  }
  return parts.length === 0 ? emptyBytes : concatBytes(parts);
}
