/**
 * OFFER and ANSWER of a streaming session: which of the offered streams is taken
 * (docs/TAB-AUDIO.md; the messages are those of Open Screen's
 * cast/protocol/streaming_session_protocol.md).
 *
 * Pure. Whatever a sender says is looked at value by value; what is not understood
 * is refused with an ANSWER that says why, never thrown.
 */
import { fromHex } from "../../../base/bytes.ts";
import { delayMsMax, delayMsMin, offeredStreamsMax } from "./limits.ts";

/** A stream that can be heard: Opus at 48 kHz. */
export interface OfferedStream {
  /** Its place in the offer, as the sender counts. */
  readonly index: number;
  readonly ssrc: number;
  readonly payloadType: number;
  /** From the capture of a sound to its playing, in milliseconds: delayMsMin…delayMsMax. */
  readonly targetDelayMs: number;
  /** Undefined where frames come as they are. */
  readonly keys: StreamKeys | undefined;
}

/** 16 bytes each. */
export interface StreamKeys {
  readonly aesKey: Uint8Array;
  readonly ivMask: Uint8Array;
}

export interface OfferRefusal {
  readonly code: number;
  readonly description: string;
}

export type Offer = { readonly seqNum: number } & (
  | { readonly stream: OfferedStream }
  | { readonly refusal: OfferRefusal }
);

/** As Open Screen counts: a parameter that is wrong, and an offer without a stream that can be played. */
const invalidParameter = 1;
const noStreams = 2;
/** Of a sender that says none. */
const targetDelayMsDefault = 400;

/** `message`: of type OFFER, as JSON gave it. */
export function readOffer(message: unknown): Offer {
  const root = fieldsOf(message);
  const seqNum = wholeNumber(root["seqNum"], 0, 2 ** 31) ?? 0;
  const refuse = (code: number, description: string): Offer => ({
    seqNum,
    refusal: { code, description },
  });
  const offer = fieldsOf(root["offer"]);
  const { castMode = "mirroring" } = offer;
  const streams = offer["supportedStreams"];
  if (castMode !== "mirroring") return refuse(noStreams, "only mirroring is played here");
  if (!Array.isArray(streams)) return refuse(invalidParameter, "supportedStreams is no list");
  const stream = streams
    .slice(0, offeredStreamsMax)
    .map(streamOf)
    .find((found) => found !== undefined);
  if (stream === undefined) return refuse(noStreams, "only Opus at 48 kHz is played here");
  return { seqNum, stream };
}

/** The sender's answer: where its packets go, and under which number it is answered. */
export function answerTo(
  { seqNum }: Offer,
  { stream, udpPort, ssrc }: { stream: OfferedStream; udpPort: number; ssrc: number },
): object {
  return {
    ...{ type: "ANSWER", seqNum, result: "ok" },
    answer: { castMode: "mirroring", udpPort, sendIndexes: [stream.index], ssrcs: [ssrc] },
  };
}

export function refusalOf({ seqNum }: Offer, error: OfferRefusal): object {
  return { type: "ANSWER", seqNum, result: "error", error };
}

/** Answer to GET_CAPABILITIES: sound alone, and nothing of remoting. */
export function capabilitiesFor(message: unknown): object {
  const seqNum = wholeNumber(fieldsOf(message)["seqNum"], 0, 2 ** 31) ?? 0;
  const capabilities = { mediaCaps: ["audio", "opus"] };
  return { type: "CAPABILITIES_RESPONSE", seqNum, result: "ok", capabilities };
}

/** Undefined where it cannot be played here. */
function streamOf(value: unknown): OfferedStream | undefined {
  const fields = fieldsOf(value);
  const { type, codecName, timeBase = "1/48000", channels = 2, rtpProfile = "cast" } = fields;
  const index = wholeNumber(fields["index"], 0, 1_000);
  const ssrc = wholeNumber(fields["ssrc"], 0, 2 ** 32 - 1);
  const payloadType = wholeNumber(fields["rtpPayloadType"], 0, 127);
  if (type !== "audio_source" || codecName !== "opus" || rtpProfile !== "cast") return undefined;
  if (timeBase !== "1/48000" || (channels !== 1 && channels !== 2)) return undefined;
  if (index === undefined || ssrc === undefined || payloadType === undefined) return undefined;
  const keys = keysOf(fields);
  if (keys === "wrong") return undefined;
  const delayMs = wholeNumber(fields["targetDelay"], 0, 2 ** 31) ?? targetDelayMsDefault;
  return { index, ssrc, payloadType, targetDelayMs: boundedDelayMs(delayMs), keys };
}

export function boundedDelayMs(ms: number): number {
  return Math.max(delayMsMin, Math.min(delayMsMax, ms));
}

function keysOf(fields: Fields): StreamKeys | undefined | "wrong" {
  const { aesKey: key, aesIvMask: mask } = fields;
  if (key === undefined && mask === undefined) return undefined;
  const aesKey = keyOf(key);
  const ivMask = keyOf(mask);
  return aesKey === undefined || ivMask === undefined ? "wrong" : { aesKey, ivMask };
}

function keyOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== "string" || value.length !== 32) return undefined;
  return fromHex(value.toLowerCase());
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  // An object's fields, of any type: each is looked at before it is used.
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function wholeNumber(value: unknown, least: number, most: number): number | undefined {
  const fits = typeof value === "number" && Number.isInteger(value);
  return fits && value >= least && value <= most ? value : undefined;
}
