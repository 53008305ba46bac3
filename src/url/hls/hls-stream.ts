/**
 * A stream of HLS (RFC 8216) as bytes in order: the parts of its playlist, one
 * after the other, each asked for when the one before is over. Every address that
 * a playlist names is judged like one that a person gave (docs/URLS.md §2).
 *
 * Of several qualities one is chosen at the beginning, and kept: sound is narrow.
 *
 * Invariants:
 *   I1  parts come in their order, each at most once; where one is missing, or what follows is
 *       of another making, what comes begins anew and says so
 *   I2  tries that bring nothing are counted, spaced and come to an end
 * Bounds: one playlist, one part on its way.
 */
import { describeError } from "../../base/errors.ts";
import { sleep } from "../../ports/clock.ts";
import type { AddressRule } from "../address-policy.ts";
import { MediaUrlError } from "../errors.ts";
import {
  hlsBandwidthMax,
  hlsBehindParts,
  hlsListBytesMax,
  hlsLostPartsMax,
  hlsPartTriesMax,
  hlsStaleTargets,
  retryUsMax,
  retryUsMin,
  stationTriesMax,
} from "../limits.ts";
import { type OpenStream, readUpTo, type UrlFacts, type UrlPiece } from "../open-stream.ts";
import type { UrlPorts } from "../open-url.ts";
import { UrlStream } from "../url-stream.ts";
import { type HlsMediaList, type HlsPart, type HlsVariant, parseHls } from "./hls-list.ts";
import { PartReader, readWhole } from "./part-reader.ts";

export interface HlsRequest {
  /** Of the playlist. */
  readonly url: URL;
  readonly rule: AddressRule;
  /** Where to begin; not for what is live. */
  readonly startMs: number;
}

export class HlsStream implements OpenStream {
  readonly url: URL;
  readonly facts: UrlFacts;
  readonly beginsMs: number;
  readonly #ports: UrlPorts;
  readonly #rule: AddressRule;
  readonly #lifetime = new AbortController();
  #list: HlsMediaList;
  /** When it was asked for, and when it had something new. */
  #loadedUs: number;
  #changedUs: number;
  /** Number of the part that comes next. */
  #next: number;
  #part: PartReader | undefined;
  #waiting: UrlPiece[] = [];
  /** The map that decoders have. */
  #map = "";
  #breaks = false;
  #given = false;
  #over = false;
  #tries = 0;
  #lost = 0;
  #received = 0;
  #title: string | undefined;
  #trouble: string | undefined;

  /** `bytes`: the playlist that the URL gave. Throws MediaUrlError; rejects with `signal.reason` when aborted. */
  static async open(
    ports: UrlPorts,
    request: HlsRequest & { readonly bytes: Uint8Array; readonly base: URL },
    signal: AbortSignal,
  ): Promise<HlsStream> {
    const { url, rule, startMs, bytes, base } = request;
    const first = parseHls(bytes, base);
    if (first.kind === "media") return new HlsStream(ports, { url, rule, startMs }, first);
    const chosen = chooseVariant(first.variants);
    const list = await loadList(ports, { url: chosen.url, rule }, signal);
    return new HlsStream(ports, { url: chosen.url, rule, startMs }, list);
  }

  private constructor(ports: UrlPorts, { url, rule, startMs }: HlsRequest, list: HlsMediaList) {
    this.#ports = ports;
    this.#rule = rule;
    this.#list = list;
    this.#loadedUs = ports.clock.nowUs();
    this.#changedUs = this.#loadedUs;
    this.url = url;
    const { ended, parts, sequence } = list;
    const begin = ended ? partAt(parts, startMs) : Math.max(0, parts.length - hlsBehindParts);
    this.#next = sequence + begin;
    this.beginsMs = ended ? msOf(parts.slice(0, begin)) : 0;
    this.facts = {
      ...{ contentType: "", live: !ended, station: !ended, name: "" },
      ...{ sizeBytes: undefined, ranges: false },
      durationMs: ended ? msOf(parts) : undefined,
    };
  }

  get title(): string | undefined {
    return this.#title;
  }
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get received(): number {
    return this.#received;
  }

  async read(signal: AbortSignal): Promise<UrlPiece> {
    const stop = AbortSignal.any([signal, this.#lifetime.signal]);
    for (;;) {
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) return waiting;
      if (this.#over || this.#lifetime.signal.aborted) return { kind: "end" };
      try {
        if (this.#part === undefined) await this.#goOn(stop);
        else await this.#receive(this.#part, stop);
      } catch (error) {
        signal.throwIfAborted();
        this.#trouble = describeError(error);
      }
    }
  }

  beginAnew(): void {
    this.#breaks = true;
    this.#letGo();
  }

  close(): void {
    this.#lifetime.abort(new Error("the stream is closed"));
    this.#letGo();
  }

  #letGo(): void {
    this.#part?.close();
    this.#part = undefined;
  }

  async #receive(part: PartReader, signal: AbortSignal): Promise<void> {
    const bytes = await part.read(signal);
    if (bytes !== undefined) {
      this.#received += bytes.length;
      this.#given = true;
      this.#lost = 0;
      this.#trouble = undefined;
      if (bytes.length > 0) this.#waiting.push({ kind: "bytes", bytes });
      return;
    }
    this.#letGo();
    // I1: half a part and the next one are no stream.
    if (part.trouble === undefined) return;
    this.#trouble = part.trouble;
    this.#breaks = true;
  }

  /** To the next part, or nearer to it. */
  async #goOn(signal: AbortSignal): Promise<void> {
    const { parts, sequence, ended } = this.#list;
    const index = this.#next - sequence;
    if (index >= parts.length) {
      if (ended) this.#over = true;
      else await this.#reload(signal);
    } else if (index < 0) {
      // Its window has moved on meanwhile.
      this.#next = sequence;
      this.#breaks = true;
    } else {
      const part = parts[index];
      if (part === undefined) this.#passOver("a part of it is missing");
      else await this.#begin(part, signal);
    }
  }

  async #begin(part: HlsPart, signal: AbortSignal): Promise<void> {
    const map = part.map === undefined ? "" : JSON.stringify(part.map);
    const isNew = map !== this.#map;
    const anew = this.#given && (part.breaks || this.#breaks || isNew);
    try {
      const request = { rule: this.#rule, ...part };
      const head =
        part.map !== undefined && (isNew || anew)
          ? await readWhole(this.#ports, { ...request, ...part.map }, signal)
          : undefined;
      this.#part = await PartReader.open(this.#ports, request, signal);
      if (anew) this.#waiting.push({ kind: "restart" });
      if (head !== undefined) this.#waiting.push({ kind: "bytes", bytes: head });
    } catch (error) {
      signal.throwIfAborted();
      return await this.#missed(describeError(error), signal);
    }
    this.#map = map;
    this.#breaks = false;
    this.#tries = 0;
    this.#next += 1;
    if (part.title !== "" && this.facts.live) this.#title = part.title;
  }

  /** I2 */
  async #missed(why: string, signal: AbortSignal): Promise<void> {
    this.#tries += 1;
    if (this.#tries >= hlsPartTriesMax) return this.#passOver(why);
    this.#trouble = why;
    await sleep(this.#ports.clock, retryUs(this.#tries), signal);
  }

  #passOver(why: string): void {
    this.#trouble = why;
    this.#tries = 0;
    this.#next += 1;
    this.#breaks = true;
    this.#lost += 1;
    this.#over = this.#lost >= hlsLostPartsMax;
  }

  /** When it may have something new (RFC 8216 §6.3.4). */
  async #reload(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    const { targetUs, sequence, parts } = this.#list;
    const pauseUs = this.#loadedUs === this.#changedUs ? targetUs : targetUs / 2;
    const waitUs = Math.max(retryUs(this.#tries), this.#loadedUs + pauseUs - clock.nowUs());
    await sleep(clock, waitUs, signal);
    this.#loadedUs = clock.nowUs();
    try {
      this.#list = await loadList(this.#ports, { url: this.url, rule: this.#rule }, signal);
      this.#tries = 0;
    } catch (error) {
      signal.throwIfAborted();
      this.#tries += 1;
      this.#over = this.#tries >= stationTriesMax;
      throw error;
    }
    const list = this.#list;
    const end = list.sequence + list.parts.length;
    if (end !== sequence + parts.length || list.ended) this.#changedUs = this.#loadedUs;
    // Its maker began to count anew.
    if (end < this.#next) {
      this.#next = Math.max(list.sequence, end - hlsBehindParts);
      this.#breaks = true;
    }
    if (this.#loadedUs - this.#changedUs <= hlsStaleTargets * targetUs) return;
    this.#trouble = `${this.url.host} has nothing new`;
    this.#over = true;
  }
}

/** Sound without pictures where there is one, as good as is sent to ears; else as little as there is. */
function chooseVariant(variants: readonly HlsVariant[]): HlsVariant {
  const sounds = variants.filter(({ isSound }) => isSound);
  const among = (sounds.length > 0 ? sounds : variants).toSorted(
    (one, other) => one.bandwidth - other.bandwidth,
  );
  const chosen = among.findLast(({ bandwidth }) => bandwidth <= hlsBandwidthMax) ?? among[0];
  if (chosen === undefined) throw new MediaUrlError("undecodable", "the playlist names nothing");
  return chosen;
}

/** Throws MediaUrlError. */
async function loadList(
  ports: UrlPorts,
  request: { readonly url: URL; readonly rule: AddressRule },
  signal: AbortSignal,
): Promise<HlsMediaList> {
  const stream = await UrlStream.open(ports, request, signal);
  try {
    const list = parseHls(await readUpTo(stream, hlsListBytesMax, signal), stream.url);
    if (list.kind === "media") return list;
    throw new MediaUrlError("undecodable", "a playlist leads to a playlist");
  } finally {
    stream.close();
  }
}

/** The part that holds that time; the last one behind the end. */
function partAt(parts: HlsMediaList["parts"], ms: number): number {
  let begins = 0;
  for (const [i, part] of parts.entries()) {
    begins += (part?.us ?? 0) / 1_000;
    if (begins > ms) return i;
  }
  return Math.max(0, parts.length - 1);
}

function msOf(parts: HlsMediaList["parts"]): number {
  return Math.round(parts.reduce((sum, part) => sum + (part?.us ?? 0), 0) / 1_000);
}

function retryUs(tries: number): number {
  return tries === 0 ? 0 : Math.min(retryUsMax, retryUsMin * 2 ** (tries - 1));
}
