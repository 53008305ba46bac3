/** What a member says when it is asked for the time (PROTOCOL.md §6.3). A codec only, and strict. */
import { ByteReader, ByteWriter } from "../base/bytes.ts";

const version = 1;
const trusts = ["none", "kept", "synchronised"] as const;

export interface TimeWord {
  /** Milliseconds since 1970, at a moment between the question and its answer. */
  readonly wallMs: number;
  /** Who vouches for it (ports/wall-source.ts). */
  readonly trust: (typeof trusts)[number];
  /** How often it was passed on: 0 for one's own clock. Below 256. */
  readonly hops: number;
}

export function encodeTimeWord({ wallMs, trust, hops }: TimeWord): Uint8Array {
  return new ByteWriter(16).u8(version).u8(trusts.indexOf(trust)).u8(hops).u64(wallMs).finish();
}

export function decodeTimeWord(bytes: Uint8Array): TimeWord | undefined {
  const reader = new ByteReader(bytes);
  const known = reader.u8() === version;
  const trust = trusts[reader.u8()];
  const word = { hops: reader.u8(), wallMs: reader.u64() };
  if (!known || trust === undefined || !reader.ok || reader.remaining > 0) return undefined;
  return { ...word, trust };
}
