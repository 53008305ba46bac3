/**
 * One part of an HLS stream, or some bytes of a file that is one: without the tag
 * that tells its time, which stands before sound that has no container
 * (RFC 8216 §3.4).
 *
 * Bounds: hlsPartBytesMax; a tag of hlsTagBytesMax.
 */
import { concatBytes, emptyBytes } from "../../base/bytes.ts";
import type { AddressRule } from "../address-policy.ts";
import { MediaUrlError } from "../errors.ts";
import { hlsPartBytesMax, hlsTagBytesMax } from "../limits.ts";
import { readUpTo } from "../open-stream.ts";
import type { UrlPorts } from "../open-url.ts";
import { UrlStream } from "../url-stream.ts";
import type { HlsResource } from "./hls-list.ts";

export interface PartRequest extends HlsResource {
  readonly rule: AddressRule;
}

/** ID3v2 (id3.org, §3.1): its head, with the length of its rest in four times seven bits. */
const tagHeadBytes = 10;

export class PartReader {
  readonly #stream: UrlStream;
  /** Of its span. */
  #left: number;
  #read = 0;
  /** Undefined once it is known where the sound begins. */
  #head: Uint8Array | undefined = emptyBytes;
  #skip = 0;
  #trouble: string | undefined;

  /** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
  static async open(
    ports: UrlPorts,
    { url, rule, span }: PartRequest,
    signal: AbortSignal,
  ): Promise<PartReader> {
    const stream = await UrlStream.open(ports, { url, rule, from: span?.from ?? 0 }, signal);
    if (!stream.facts.station) return new PartReader(stream, span?.bytes);
    stream.close();
    throw new MediaUrlError("undecodable", "a part of the HLS stream is a station");
  }

  private constructor(stream: UrlStream, bytes: number | undefined) {
    this.#stream = stream;
    this.#left = bytes ?? Number.POSITIVE_INFINITY;
  }

  /** Why it ended before its end; undefined where it did not. */
  get trouble(): string | undefined {
    return this.#trouble ?? this.#stream.trouble;
  }

  /** Undefined at its end. Rejects with `signal.reason` alone. */
  async read(signal: AbortSignal): Promise<Uint8Array | undefined> {
    if (this.#trouble !== undefined) return undefined;
    if (this.#left <= 0) return this.#rest();
    const piece = await this.#stream.read(signal);
    if (piece.kind !== "bytes") return this.#rest();
    const bytes = piece.bytes.subarray(0, this.#left);
    this.#left -= bytes.length;
    this.#read += bytes.length;
    if (this.#read > hlsPartBytesMax) this.#trouble = "a part of the HLS stream is too long";
    return this.#behindTag(bytes);
  }

  /** Safe to call twice. */
  close(): void {
    this.#stream.close();
  }

  /** What was too short for a tag. */
  #rest(): Uint8Array | undefined {
    const head = this.#head;
    this.#head = undefined;
    return head === undefined || head.length === 0 ? undefined : head;
  }

  #behindTag(bytes: Uint8Array): Uint8Array {
    if (this.#head === undefined) return this.#skipped(bytes);
    const head = concatBytes([this.#head, bytes]);
    this.#head = head;
    if (head.length < tagHeadBytes) return emptyBytes;
    this.#head = undefined;
    this.#skip = tagBytesOf(head);
    if (this.#skip > hlsTagBytesMax) this.#trouble = "a part of the HLS stream has no sound";
    return this.#skipped(head);
  }

  #skipped(bytes: Uint8Array): Uint8Array {
    const rest = bytes.subarray(this.#skip);
    this.#skip -= bytes.length - rest.length;
    return rest;
  }
}

/** All of it. Throws MediaUrlError. */
export async function readWhole(
  ports: UrlPorts,
  { url, rule, span }: PartRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const stream = await UrlStream.open(ports, { url, rule, from: span?.from ?? 0 }, signal);
  try {
    const bytes = await readUpTo(stream, span?.bytes ?? hlsTagBytesMax, signal);
    return span === undefined ? bytes : bytes.subarray(0, span.bytes);
  } finally {
    stream.close();
  }
}

function tagBytesOf(head: Uint8Array): number {
  const isTag = head[0] === 0x49 && head[1] === 0x44 && head[2] === 0x33;
  if (!isTag) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, tagHeadBytes);
  return tagHeadBytes + ((a << 21) | (b << 14) | (c << 7) | d);
}
