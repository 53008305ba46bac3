/**
 * Reports of a Cast stream: the sender's are read (RFC 3550 §6.4.1), the receiver's
 * are written: a report (§6.4.2), its clock (RFC 3611 §4.4), and Cast's feedback,
 * which acknowledges frames and asks for packets (docs/TAB-AUDIO.md). Pure.
 */
import { ByteReader, ByteWriter, utf8Bytes } from "../../../base/bytes.ts";
import type { MissingFrame } from "./frame-window.ts";
import { datagramBytesMax, lossFieldsMax } from "./limits.ts";

/** One moment by the sender's two clocks. */
export interface SenderReport {
  /** NTP format: seconds and fractions of 2⁻³² since the sender's epoch. */
  readonly ntpS: number;
  readonly ntpFraction: number;
  /** Lower 32 bits. */
  readonly rtpTime: number;
}

/** A report block (RFC 3550 §6.4.1). */
export interface ReceptionReport {
  /** Of 256, since the last one. */
  readonly fractionLost: number;
  readonly packetsLost: number;
  readonly highestSequence: number;
  /** In units of the stream's rate. */
  readonly jitter: number;
  /** Middle 32 bits of the last sender report's NTP time, 0 where none came; and how long ago, in 1/65536 s. */
  readonly lastReport: number;
  readonly sinceLastReport: number;
}

export interface Feedback {
  readonly ssrc: number;
  readonly senderSsrc: number;
  /** Monotonic microseconds. */
  readonly nowUs: number;
  readonly report: ReceptionReport | undefined;
  /** Up to here all is well; −1 before the first frame. */
  readonly checkpoint: number;
  readonly delayMs: number;
  /** Ascending, above the checkpoint. */
  readonly missing: readonly MissingFrame[];
  readonly acked: readonly number[];
  /** How many feedbacks went before. */
  readonly count: number;
}

const version2 = 2;
const senderReport = 200;
const receiverReport = 201;
const payloadSpecific = 206;
const extendedReport = 207;
const castFeedback = 15;
const referenceTime = 4;
const allParts = 0xffff;
/** Acknowledgement bits: two bytes, then four at a time, so that words stay whole; Cast's bound is 254. */
const ackBytesMin = 2;
const ackBytesMax = 254;

/** The last report of this sender in a compound packet; undefined where there is none, whatever the bytes are. */
export function readSenderReport(bytes: Uint8Array, ssrc: number): SenderReport | undefined {
  if (bytes.length > datagramBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  let found: SenderReport | undefined;
  while (reader.remaining > 0) {
    const isVersion2 = reader.u8() >> 6 === version2;
    const type = reader.u8();
    const body = new ByteReader(reader.take(4 * reader.u16()));
    if (!reader.ok || !isVersion2) return undefined;
    if (type !== senderReport || body.u32() !== ssrc) continue;
    const report = { ntpS: body.u32(), ntpFraction: body.u32(), rtpTime: body.u32() };
    if (body.ok) found = report;
  }
  return found;
}

/** One compound packet (RFC 3550 §6.1). */
export function writeFeedback(feedback: Feedback): Uint8Array {
  const writer = new ByteWriter(256);
  writeReceiverReport(writer, feedback);
  writeReferenceTime(writer, feedback);
  writeCastFeedback(writer, feedback);
  return writer.finish();
}

function writeReceiverReport(writer: ByteWriter, { ssrc, senderSsrc, report }: Feedback): void {
  writeHead(writer, report === undefined ? 0 : 1, receiverReport, report === undefined ? 1 : 7);
  writer.u32(ssrc);
  if (report === undefined) return;
  const lost = Math.max(-0x80_0000, Math.min(0x7f_ffff, report.packetsLost)) & 0xff_ffff;
  writer.u32(senderSsrc).u32(((report.fractionLost << 24) | lost) >>> 0);
  writer.u32(report.highestSequence >>> 0).u32(Math.round(report.jitter));
  writer.u32(report.lastReport).u32(report.sinceLastReport);
}

function writeReferenceTime(writer: ByteWriter, { ssrc, nowUs }: Feedback): void {
  writeHead(writer, 0, extendedReport, 4);
  writer.u32(ssrc).u8(referenceTime).u8(0).u16(2);
  writer.u32(Math.floor(nowUs / 1e6) >>> 0).u32(Math.floor(((nowUs % 1e6) / 1e6) * 2 ** 32));
}

function writeCastFeedback(writer: ByteWriter, feedback: Feedback): void {
  const losses = lossFields(feedback.missing);
  const acks = ackBits(feedback.checkpoint, feedback.acked);
  writeHead(writer, castFeedback, payloadSpecific, 4 + losses.length + (6 + acks.length) / 4);
  writer.u32(feedback.ssrc).u32(feedback.senderSsrc).raw(utf8Bytes("CAST"));
  writer
    .u8(feedback.checkpoint & 0xff)
    .u8(losses.length)
    .u16(feedback.delayMs);
  for (const { frame, part, bits } of losses)
    writer
      .u8(frame & 0xff)
      .u16(part)
      .u8(bits);
  writer
    .raw(utf8Bytes("CST2"))
    .u8(feedback.count & 0xff)
    .u8(acks.length)
    .raw(acks);
}

/** `words`: 32-bit ones behind the head. */
function writeHead(writer: ByteWriter, subtype: number, type: number, words: number): void {
  writer
    .u8((version2 << 6) | subtype)
    .u8(type)
    .u16(words);
}

interface LossField {
  readonly frame: number;
  readonly part: number;
  /** Which of the eight parts behind it are missing, too. */
  readonly bits: number;
}

function lossFields(missing: readonly MissingFrame[]): LossField[] {
  const fields: LossField[] = [];
  for (const { frame, parts } of missing) {
    if (parts === "all") fields.push({ frame, part: allParts, bits: 0 });
    else fields.push(...fieldsOf(frame, parts));
  }
  return fields.slice(0, lossFieldsMax);
}

function fieldsOf(frame: number, parts: readonly number[]): LossField[] {
  const [first, ...rest] = parts;
  if (first === undefined) return [];
  const within = rest.filter((part) => part - first <= 8);
  const bits = within.reduce((sum, part) => sum | (1 << (part - first - 1)), 0);
  return [{ frame, part: first, bits }, ...fieldsOf(frame, rest.slice(within.length))];
}

/** The first bit is of the second frame behind the checkpoint: the first one is missing, or it would be the checkpoint. */
function ackBits(checkpoint: number, acked: readonly number[]): Uint8Array {
  const places = acked.map((frame) => frame - checkpoint - 2).filter((place) => place >= 0);
  const last = Math.max(0, ...places);
  const more = Math.max(0, Math.floor(last / 8) + 1 - ackBytesMin);
  const bits = new Uint8Array(Math.min(ackBytesMax, ackBytesMin + 4 * Math.ceil(more / 4)));
  for (const place of places) {
    const at = Math.floor(place / 8);
    bits[at] = (bits[at] ?? 0) | (1 << (place % 8));
  }
  return bits;
}
