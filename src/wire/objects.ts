/**
 * What can be asked for over the link: the body of a REQUEST (PROTOCOL.md §6).
 *
 * A codec only: one byte of kind, then fixed fields. Anything malformed decodes
 * to undefined, never to a partial value.
 */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { type CommonsQuestion, decodeCommonsQuestion, encodeCommonsQuestion } from "./commons.ts";
import { holdingsPageBytesMax } from "./holdings.ts";
import { relayIdBytes, relayUrlBytesMax } from "./media-relay.ts";

export type ObjectName =
  /** Signed manifest with tags of a track. */
  | { readonly kind: "manifest"; readonly track: string }
  /** Leaf hashes of one rung, 32 bytes each. */
  | { readonly kind: "leaves"; readonly track: string; readonly rung: number }
  /** One second of one rung; its symbols are the media symbols. */
  | {
      readonly kind: "chunk";
      readonly track: string;
      readonly rung: number;
      readonly index: number;
    }
  /** Changes of the catalogue after `version`, where `epoch` is still the server's. */
  | { readonly kind: "catalogue"; readonly epoch: string; readonly version: number }
  /** A cover image by its SHA-256, hex. */
  | { readonly kind: "artwork"; readonly hash: string }
  /** Ask to be a member: the invite's token, and the name and signing key to be certified. */
  | {
      readonly kind: "join";
      readonly token: Uint8Array;
      readonly name: string;
      readonly signingKey: Uint8Array;
    }
  /** Play events, encoded by wire/play-event.ts; the answer is the ledger's acknowledgement. */
  | { readonly kind: "events"; readonly batch: Uint8Array }
  /** What time it is; the answer is encoded by wire/house-time.ts. */
  | { readonly kind: "time" }
  /** A newer roll than this one (wire/roll.ts), 0 and zeros for none; the answer is encoded by wire/roll.ts. */
  | { readonly kind: "roll"; readonly version: number; readonly digest: string }
  /** A page of what the asker holds (wire/holdings.ts); the answer says how far its list is known. */
  | { readonly kind: "holdings"; readonly page: Uint8Array }
  /** A chunk from who need not be believed: its audit path comes as symbol 0, before the media symbols. */
  | {
      readonly kind: "proven-chunk";
      readonly track: string;
      readonly rung: number;
      readonly index: number;
    }
  /** Where the other speakers of the household are; the answer is encoded by wire/meeting.ts. */
  | { readonly kind: "meeting" }
  /**
   * Tracks of the asked speaker's copy of the catalogue from row `offset` on, where that is of this epoch and
   * version; else from the start. The answer is a page of the catalogue (wire/catalogue.ts).
   */
  | {
      readonly kind: "catalogue-copy";
      readonly epoch: string;
      readonly version: number;
      readonly offset: number;
    }
  /** Be a member no more: the roll loses who asks. */
  | { readonly kind: "leave" }
  /** The household's key, where it was handed over to who asks; with the proof that it has it, that it may be forgotten. */
  | { readonly kind: "household-key"; readonly proof: Uint8Array }
  /** What the household keeps together, where it differs from what the asker has; the answer is encoded by wire/commons.ts. */
  | ({ readonly kind: "commons" } & CommonsQuestion)
  /** A URL that the origin is to decode, from `startMs` on, under an id that who asks has chosen (wire/media-relay.ts). */
  | {
      readonly kind: "relay-open";
      readonly id: string;
      readonly startMs: number;
      readonly url: string;
    }
  /** What comes next of it; the one before may be asked for again. */
  | { readonly kind: "relay-read"; readonly id: string; readonly piece: number }
  | { readonly kind: "relay-close"; readonly id: string };

const kinds = {
  manifest: 1,
  leaves: 2,
  chunk: 3,
  catalogue: 4,
  artwork: 5,
  join: 6,
  events: 7,
  time: 8,
  roll: 9,
  holdings: 10,
  "proven-chunk": 11,
  meeting: 12,
  "catalogue-copy": 13,
  leave: 14,
  "household-key": 15,
  commons: 16,
  "relay-open": 17,
  "relay-read": 18,
  "relay-close": 19,
} as const;

/** A join carries a name of at most this many bytes of UTF-8. */
export const memberNameBytesMax = 64;
const tokenBytes = 16;
const trackBytes = 16;
const hashBytes = 32;
const epochBytes = 8;
const rollDigestBytes = 8;
/** An Ed25519 signature, or nothing. */
const proofBytesMax = 64;
/** A batch must fit one datagram with its request (PROTOCOL.md §3). */
export const eventBatchBytesMax = 1_000;

export function encodeObject(name: ObjectName): Uint8Array {
  const writer = new ByteWriter(64).u8(kinds[name.kind]);
  switch (name.kind) {
    case "manifest":
      writer.raw(hexBytes(name.track));
      break;
    case "leaves":
      writer.raw(hexBytes(name.track)).u8(name.rung);
      break;
    case "chunk":
    case "proven-chunk":
      writer.raw(hexBytes(name.track)).u8(name.rung).u32(name.index);
      break;
    case "catalogue":
      writer.raw(hexBytes(name.epoch)).u64(name.version);
      break;
    case "catalogue-copy":
      writer.raw(hexBytes(name.epoch)).u64(name.version).u32(name.offset);
      break;
    case "artwork":
      writer.raw(hexBytes(name.hash));
      break;
    case "join":
      writer.raw(name.token).raw(name.signingKey).text(name.name);
      break;
    case "events":
      writer.raw(name.batch);
      break;
    case "roll":
      writer.u64(name.version).raw(hexBytes(name.digest));
      break;
    case "household-key":
      writer.sized(name.proof);
      break;
    case "holdings":
      writer.raw(name.page);
      break;
    case "commons":
      writer.raw(encodeCommonsQuestion(name));
      break;
    case "relay-open":
      writer.raw(hexBytes(name.id)).u32(name.startMs).text(name.url);
      break;
    case "relay-read":
      writer.raw(hexBytes(name.id)).u32(name.piece);
      break;
    case "relay-close":
      writer.raw(hexBytes(name.id));
      break;
    case "time":
    case "meeting":
    case "leave":
      break;
  }
  return writer.finish();
}

export function decodeObject(bytes: Uint8Array): ObjectName | undefined {
  const reader = new ByteReader(bytes);
  const name = readObject(reader);
  return name !== undefined && reader.ok && reader.remaining === 0 ? name : undefined;
}

function readObject(reader: ByteReader): ObjectName | undefined {
  switch (reader.u8()) {
    case kinds.manifest:
      return { kind: "manifest", track: toHex(reader.take(trackBytes)) };
    case kinds.leaves:
      return { kind: "leaves", track: toHex(reader.take(trackBytes)), rung: reader.u8() };
    case kinds.chunk:
      return { kind: "chunk", ...readChunk(reader) };
    case kinds.catalogue:
      return { kind: "catalogue", epoch: toHex(reader.take(epochBytes)), version: reader.u64() };
    case kinds.artwork:
      return { kind: "artwork", hash: toHex(reader.take(hashBytes)) };
    case kinds.join: {
      const token = reader.take(tokenBytes);
      const signingKey = reader.take(hashBytes);
      return { kind: "join", token, signingKey, name: reader.text(memberNameBytesMax) };
    }
    case kinds.events:
      return { kind: "events", batch: reader.take(Math.min(reader.remaining, eventBatchBytesMax)) };
    case kinds.time:
      return { kind: "time" };
    case kinds.roll:
      return { kind: "roll", version: reader.u64(), digest: toHex(reader.take(rollDigestBytes)) };
    case kinds.holdings:
      return {
        kind: "holdings",
        page: reader.take(Math.min(reader.remaining, holdingsPageBytesMax)),
      };
    case kinds["proven-chunk"]:
      return { kind: "proven-chunk", ...readChunk(reader) };
    case kinds.meeting:
      return { kind: "meeting" };
    case kinds["catalogue-copy"]:
      return {
        kind: "catalogue-copy",
        epoch: toHex(reader.take(epochBytes)),
        version: reader.u64(),
        offset: reader.u32(),
      };
    case kinds.leave:
      return { kind: "leave" };
    case kinds["household-key"]:
      return { kind: "household-key", proof: reader.sized(proofBytesMax) };
    case kinds.commons: {
      const question = decodeCommonsQuestion(reader.rest());
      return question && { kind: "commons", ...question };
    }
    case kinds["relay-open"]: {
      const id = toHex(reader.take(relayIdBytes));
      return {
        kind: "relay-open",
        id,
        startMs: reader.u32(),
        url: reader.text(relayUrlBytesMax),
      };
    }
    case kinds["relay-read"]:
      return { kind: "relay-read", id: toHex(reader.take(relayIdBytes)), piece: reader.u32() };
    case kinds["relay-close"]:
      return { kind: "relay-close", id: toHex(reader.take(relayIdBytes)) };
    default:
      return undefined;
  }
}

function readChunk(reader: ByteReader): { track: string; rung: number; index: number } {
  return { track: toHex(reader.take(trackBytes)), rung: reader.u8(), index: reader.u32() };
}

const changing: ReadonlySet<ObjectName["kind"]> = new Set([
  "join",
  "events",
  "holdings",
  "leave",
  "household-key",
  // Who is asked asks back: worth a whole session, not a replayed INIT.
  "commons",
  "relay-open",
  "relay-read",
  "relay-close",
]);

/** Whether asking for this changes nothing, however often: such a request may be replayed (PROTOCOL.md §2.6). */
export function isReadObject(bytes: Uint8Array): boolean {
  const kind = decodeObject(bytes)?.kind;
  return kind !== undefined && !changing.has(kind);
}

/** Ids are validated where they enter the program; a bad one here is a bug of ours. */
function hexBytes(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`assertion failed: not hexadecimal: ${text}`);
  return bytes;
}
