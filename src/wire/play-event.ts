/**
 * Play events and their way to the ledger (PROTOCOL.md §6): one event, a batch
 * of consecutive ones, the ledger's acknowledgement.
 *
 * A codec only, and strict: fixed layouts, no unknown values, no byte too many;
 * anything else decodes to undefined.
 *
 * An event is named by (device, epoch, seq). The device is who the link says it
 * is; an epoch is one life of its spool; seq counts from 1 without gaps. Events
 * are chained by hashes, so that the ledger finds out what a card lost or made up.
 */
import { createHash } from "node:crypto";
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { eventBatchBytesMax } from "./objects.ts";

/** Of batches and acknowledgements. */
const version = 1;
/** Of events: 2 says besides in which boot the monotonic clock ran. */
const eventVersion = 2;
const idBytes = 16;
const bootBytes = 8;
const epochBytes = 8;
export const chainBytes = 32;
/** No more than fit, by far: a batch has at most eventBatchBytesMax. */
const batchEventsMax = 64;

const kinds = ["start", "checkpoint", "end"] as const;
export type PlayEventKind = (typeof kinds)[number];

const noBoot = "0".repeat(2 * bootBytes);

/** `none` before the end; `lost`: the device went down, its last checkpoint stands for the end. */
const reasons = ["none", "finished", "skipped", "stopped", "replaced", "failed", "lost"] as const;
export type PlayEndReason = (typeof reasons)[number];

export interface PlayEvent {
  readonly kind: PlayEventKind;
  /** 32 hexadecimal digits, the same for all events of a play. */
  readonly playId: string;
  /** 32 hexadecimal digits. */
  readonly track: string;
  /** Code of the rung that was heard last, 1…255; 0 where none was yet. */
  readonly rung: number;
  /** Milliseconds since 1970, by the device's clock. */
  readonly wallMs: number;
  /** Whether that clock had been set by someone who knows: a board without an RTC starts in the past. */
  readonly wallTrusted: boolean;
  /** Monotonic clock of the device at that moment, in ms: places untrusted times by trusted ones of the same boot. */
  readonly monotonicMs: number;
  /** Which boot of the device that clock began with: 16 hexadecimal digits; absent where it is not known. */
  readonly boot?: string;
  /** Music heard so far in this play, in ms; below 2^32. */
  readonly playedMs: number;
  /** `none` unless `kind` is "end". */
  readonly reason: PlayEndReason;
  /** Where the music's bytes came from. */
  readonly bytes: { readonly cache: number; readonly peer: number; readonly origin: number };
}

export function encodePlayEvent(event: PlayEvent): Uint8Array {
  assert((event.kind === "end") === (event.reason !== "none"), "an end and no other has a reason");
  return new ByteWriter(96)
    .u8(eventVersion)
    .u8(kinds.indexOf(event.kind))
    .u8(reasons.indexOf(event.reason))
    .u8(event.wallTrusted ? 1 : 0)
    .raw(hexBytes(event.playId, idBytes))
    .raw(hexBytes(event.track, idBytes))
    .u8(event.rung)
    .u64(event.wallMs)
    .u64(event.monotonicMs)
    .u32(event.playedMs)
    .u64(event.bytes.cache)
    .u64(event.bytes.peer)
    .u64(event.bytes.origin)
    .raw(hexBytes(event.boot ?? noBoot, bootBytes))
    .finish();
}

/** Also those of version 1, which have no boot: spools and ledgers of before hold them. */
export function decodePlayEvent(bytes: Uint8Array): PlayEvent | undefined {
  const reader = new ByteReader(bytes);
  const written = reader.u8();
  const kind = kinds[reader.u8()];
  const reason = reasons[reader.u8()];
  const trusted = reader.u8();
  const rest = {
    playId: toHex(reader.take(idBytes)),
    track: toHex(reader.take(idBytes)),
    rung: reader.u8(),
    wallMs: reader.u64(),
    monotonicMs: reader.u64(),
    playedMs: reader.u32(),
    bytes: { cache: reader.u64(), peer: reader.u64(), origin: reader.u64() },
  };
  const boot = written === 1 ? noBoot : toHex(reader.take(bootBytes));
  if (written !== 1 && written !== eventVersion) return undefined;
  if (!reader.ok || reader.remaining > 0 || trusted > 1) return undefined;
  if (kind === undefined || reason === undefined) return undefined;
  if ((kind === "end") !== (reason !== "none")) return undefined;
  const event = { kind, reason, wallTrusted: trusted === 1, ...rest };
  return boot === noBoot ? event : { ...event, boot };
}

/** An event with its place in the chain, as the spool keeps it. */
export interface EncodedEvent {
  /** 16 hexadecimal digits. */
  readonly epoch: string;
  readonly seq: number;
  /** Hash of everything before it in this epoch; zeros before the first. */
  readonly chain: Uint8Array;
  readonly bytes: Uint8Array;
}

export const firstChain: Uint8Array = new Uint8Array(chainBytes);

/** The chain behind an event: SHA-256 of the chain before it and its bytes. */
export function nextChain(chain: Uint8Array, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(chain).update(bytes).digest());
}

export interface EncodedBatch {
  /** The body of an `events` request; at most eventBatchBytesMax. */
  readonly batch: Uint8Array;
  /** How many of the events it holds: the first ones, up to a gap or the end of the room. */
  readonly count: number;
}

/** `events` in order, at least one. */
export function encodeEventBatch(events: readonly EncodedEvent[]): EncodedBatch {
  const first = events[0];
  assert(first !== undefined, "a batch holds an event");
  const body = new ByteWriter(eventBatchBytesMax);
  let count = 0;
  for (const event of events) {
    const fits = batchHeadBytes + body.length + 1 + event.bytes.length <= eventBatchBytesMax;
    const follows = event.epoch === first.epoch && event.seq === first.seq + count;
    if (!fits || !follows || count === batchEventsMax) break;
    body.u8(event.bytes.length).raw(event.bytes);
    count += 1;
  }
  assert(count > 0, "one event fits a batch");
  const batch = new ByteWriter(eventBatchBytesMax)
    .u8(version)
    .raw(hexBytes(first.epoch, epochBytes))
    .u64(first.seq)
    .raw(first.chain)
    .u8(count)
    .raw(body.finish());
  return { batch: batch.finish(), count };
}

/** version, epoch, first seq, chain, count. */
const batchHeadBytes = 1 + epochBytes + 8 + chainBytes + 1;

export interface EventBatch {
  readonly epoch: string;
  readonly firstSeq: number;
  /** The chain before the first event, as the device has it: the ledger compares. */
  readonly chain: Uint8Array;
  readonly events: readonly PlayEvent[];
  /** The same events as they came: views of the batch. */
  readonly bodies: readonly Uint8Array[];
  /** The chain behind the last event. */
  readonly chainAfter: Uint8Array;
}

export function decodeEventBatch(bytes: Uint8Array): EventBatch | undefined {
  if (bytes.length > eventBatchBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  const known = reader.u8() === version;
  const epoch = toHex(reader.take(epochBytes));
  const firstSeq = reader.u64();
  const chain = reader.take(chainBytes).slice();
  const count = reader.u8();
  if (!known || firstSeq === 0 || count === 0 || count > batchEventsMax) return undefined;
  // Numbers beyond cannot be told apart: who counts through them never comes to an end.
  if (firstSeq > Number.MAX_SAFE_INTEGER - (count - 1)) return undefined;
  const events: PlayEvent[] = [];
  const bodies: Uint8Array[] = [];
  let chainAfter: Uint8Array = chain;
  for (let i = 0; i < count; i++) {
    const encoded = reader.take(reader.u8());
    const event = decodePlayEvent(encoded);
    if (event === undefined) return undefined;
    events.push(event);
    bodies.push(encoded);
    chainAfter = nextChain(chainAfter, encoded);
  }
  if (!reader.ok || reader.remaining > 0) return undefined;
  return { epoch, firstSeq, chain, events, bodies, chainAfter };
}

/** Everything up to and including `seq` of this epoch is durable in the ledger. */
export interface EventAck {
  readonly epoch: string;
  readonly seq: number;
}

export function encodeEventAck({ epoch, seq }: EventAck): Uint8Array {
  return new ByteWriter(32).u8(version).raw(hexBytes(epoch, epochBytes)).u64(seq).finish();
}

export function decodeEventAck(bytes: Uint8Array): EventAck | undefined {
  const reader = new ByteReader(bytes);
  const known = reader.u8() === version;
  const ack = { epoch: toHex(reader.take(epochBytes)), seq: reader.u64() };
  return known && reader.ok && reader.remaining === 0 ? ack : undefined;
}

/** Ids are validated where they enter the program; a bad one here is a bug of ours. */
function hexBytes(text: string, length: number): Uint8Array {
  const bytes = fromHex(text);
  assert(bytes?.length === length, `not ${length} bytes of hexadecimal: ${text}`);
  return bytes;
}
