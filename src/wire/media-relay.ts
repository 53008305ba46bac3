/**
 * What a speaker and its origin say of a URL that the origin decodes for it
 * (PROTOCOL.md §6.9). A codec only, and strict.
 */
import { ByteReader, ByteWriter, utf8Bytes, utf8Text } from "../base/bytes.ts";

export const relayIdBytes = 16;
/** A request with it fits one datagram. */
export const relayUrlBytesMax = 960;
/** Two to three seconds of sound; some sixty datagrams. */
export const relayPieceBytesMax = 65_536;
const textBytesMax = 1_024;

/** Why a URL is not relayed; the codes of url/errors.ts in this order. */
export const relayRefusals = [
  "bad-url",
  "address-refused",
  "unreachable",
  "undecodable",
  "no-decoder",
] as const;

export type RelayOpened =
  | {
      readonly kind: "opened";
      readonly live: boolean;
      /** 0 where it is not known. */
      readonly durationMs: number;
      /** What a station calls itself; empty where it does not. */
      readonly name: string;
    }
  | {
      readonly kind: "refused";
      readonly code: (typeof relayRefusals)[number];
      readonly why: string;
    };

export interface RelayPiece {
  /** Ogg Opus; empty where nothing came in the time that an answer takes at most. */
  readonly bytes: Uint8Array;
  /** Nothing comes behind it. */
  readonly ended: boolean;
  /** What a station says is playing; empty while it says nothing. */
  readonly title: string;
  /** Why nothing comes, or why it ended before its end; empty while all is well. */
  readonly trouble: string;
}

export function encodeRelayOpened(opened: RelayOpened): Uint8Array {
  const writer = new ByteWriter(64);
  if (opened.kind === "refused")
    return writer
      .u8(1 + relayRefusals.indexOf(opened.code))
      .sized(short(opened.why))
      .finish();
  const { live, durationMs, name } = opened;
  return writer
    .u8(0)
    .u8(live ? 1 : 0)
    .u64(durationMs)
    .sized(short(name))
    .finish();
}

export function decodeRelayOpened(bytes: Uint8Array): RelayOpened | undefined {
  const reader = new ByteReader(bytes);
  const status = reader.u8();
  const code = relayRefusals[status - 1];
  const opened: RelayOpened =
    code === undefined
      ? {
          kind: "opened",
          live: reader.u8() === 1,
          durationMs: reader.u64(),
          name: reader.text(textBytesMax),
        }
      : { kind: "refused", code, why: reader.text(textBytesMax) };
  const known = status <= relayRefusals.length;
  return known && reader.ok && reader.remaining === 0 ? opened : undefined;
}

export function encodeRelayPiece({ bytes, ended, title, trouble }: RelayPiece): Uint8Array {
  const writer = new ByteWriter(64 + bytes.length).u8(ended ? 1 : 0);
  return writer.sized(short(title)).sized(short(trouble)).raw(bytes).finish();
}

/** The bytes are a view. */
export function decodeRelayPiece(answer: Uint8Array): RelayPiece | undefined {
  const reader = new ByteReader(answer);
  const ended = reader.u8() === 1;
  const texts = { title: reader.text(textBytesMax), trouble: reader.text(textBytesMax) };
  const bytes = reader.rest();
  return reader.ok && bytes.length <= relayPieceBytesMax ? { bytes, ended, ...texts } : undefined;
}

/** Cut between two characters. */
function short(text: string): Uint8Array {
  let cut = text;
  for (;;) {
    const bytes = utf8Bytes(cut);
    if (bytes.length <= textBytesMax && utf8Text(bytes) !== undefined) return bytes;
    cut = [...cut].slice(0, Math.floor(([...cut].length * 3) / 4)).join("");
  }
}
