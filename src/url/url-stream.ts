/**
 * The bytes of one URL, in order, over servers that are slow, lie and die.
 *
 * What has a length and ranges is taken up where it broke off, if it is still the
 * same; a station is asked anew, and who reads is told that the sound begins
 * anew. Reading is pulling: nothing is fetched that nobody asks for, beyond what
 * a socket holds.
 *
 * Invariants:
 *   I1  of a file each byte comes once, in order; what changed meanwhile is an end with a reason, not a mixture
 *   I2  tries that bring nothing are counted, spaced and come to an end
 *   I3  `read` returns no more than the length that the server gave
 */
import { describeError } from "../base/errors.ts";
import { orAbort } from "../base/signal.ts";
import { sleep } from "../ports/clock.ts";
import type { MediaAnswer } from "../ports/media-http.ts";
import type { AddressRule } from "./address-policy.ts";
import { MediaUrlError } from "./errors.ts";
import { IcyReader, plainText, shownText } from "./icy.ts";
import {
  fileTriesMax,
  icyIntervalMax,
  retryUsMax,
  retryUsMin,
  silenceUsMax,
  stationTriesMax,
} from "./limits.ts";
import type { OpenStream, UrlFacts, UrlPiece } from "./open-stream.ts";
import { type OpenedUrl, openUrl, RefusedByServer, type UrlPorts } from "./open-url.ts";

export class UrlStream implements OpenStream {
  readonly #ports: UrlPorts;
  readonly #rule: AddressRule;
  readonly url: URL;
  readonly facts: UrlFacts;
  readonly beginsMs = 0;
  readonly #ifRange: string | undefined;
  readonly #lifetime = new AbortController();
  #answer: MediaAnswer | undefined;
  #icy: IcyReader | undefined;
  #waiting: Uint8Array[] = [];
  /** Of a file: its next byte. */
  #at: number;
  #received = 0;
  #tries = 0;
  #title: string | undefined;
  #trouble: string | undefined;

  /** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
  static async open(
    ports: UrlPorts,
    request: { readonly url: URL; readonly rule: AddressRule; readonly from?: number },
    signal: AbortSignal,
  ): Promise<UrlStream> {
    const { url, rule, from = 0 } = request;
    const opened = await openUrl(ports, { url, rule, from, ifRange: undefined }, signal);
    if (from > 0 && rangeStart(opened.answer) !== from) {
      opened.answer.close();
      throw new MediaUrlError("unreachable", `${url.host} gives it from its beginning alone`);
    }
    return new UrlStream(ports, rule, opened, from);
  }

  private constructor(ports: UrlPorts, rule: AddressRule, opened: OpenedUrl, from: number) {
    this.#ports = ports;
    this.#rule = rule;
    this.url = opened.url;
    this.facts = factsOf(opened.answer);
    this.#ifRange = validatorOf(opened.answer);
    this.#at = from;
    this.#begin(opened.answer);
  }

  /** What a station says is playing; undefined while it says nothing. */
  get title(): string | undefined {
    return this.#title;
  }
  /** Why nothing comes just now, or why it ended before its end; undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  /** Bytes that came, titles included. */
  get received(): number {
    return this.#received;
  }

  /** Never rejects but with `signal.reason`. One call at a time. */
  async read(signal: AbortSignal): Promise<UrlPiece> {
    for (;;) {
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) return { kind: "bytes", bytes: waiting };
      if (this.#isWhole) return { kind: "end" };
      if (this.#answer === undefined) {
        const next = await this.#comeBack(signal);
        if (next !== undefined) return next;
        continue;
      }
      const bytes = await this.#receive(this.#answer, signal);
      if (bytes === undefined) this.#letGo();
      else this.#take(bytes);
      if (bytes === undefined && this.#endsHere) return { kind: "end" };
    }
  }

  beginAnew(): void {
    // A station is joined anywhere, and what begins a file is with who reads it.
  }

  /** Safe to call twice. */
  close(): void {
    this.#lifetime.abort(new Error("the stream is closed"));
    this.#letGo();
  }

  get #isWhole(): boolean {
    return this.facts.sizeBytes !== undefined && this.#at >= this.facts.sizeBytes;
  }
  /** Without a length and with nobody behind it who goes on, an end is the end. */
  get #endsHere(): boolean {
    return !this.facts.station && this.facts.sizeBytes === undefined;
  }

  #begin(answer: MediaAnswer): void {
    this.#answer = answer;
    const interval = Number(answer.header("icy-metaint") ?? 0);
    const told = Number.isInteger(interval) && interval > 0 && interval <= icyIntervalMax;
    this.#icy = told ? new IcyReader(interval) : undefined;
  }

  #letGo(): void {
    this.#answer?.close();
    this.#answer = undefined;
  }

  /** Undefined when it broke off, fell silent or came to its end. */
  async #receive(answer: MediaAnswer, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const silent = new AbortController();
    const cancel = this.#ports.clock.after(silenceUsMax, () => silent.abort(new Error("silence")));
    const stop = AbortSignal.any([signal, silent.signal, this.#lifetime.signal]);
    try {
      return await orAbort(answer.read(), stop);
    } catch (error) {
      signal.throwIfAborted();
      this.#trouble = silent.signal.aborted
        ? `${this.url.host} sends nothing any more`
        : describeError(error);
      return undefined;
    } finally {
      cancel();
    }
  }

  #take(bytes: Uint8Array): void {
    const { sizeBytes } = this.facts;
    if (bytes.length === 0) return;
    this.#tries = 0;
    this.#trouble = undefined;
    this.#received += bytes.length;
    if (this.#icy !== undefined) {
      this.#waiting = this.#icy.push(bytes).filter(({ length }) => length > 0);
      this.#title = this.#icy.title ?? this.#title;
      return;
    }
    // I3
    const part = sizeBytes === undefined ? bytes : bytes.subarray(0, sizeBytes - this.#at);
    this.#at += part.length;
    if (part.length > 0) this.#waiting.push(part);
  }

  /** One try. Undefined: there is something to read, or the next try may follow. */
  async #comeBack(signal: AbortSignal): Promise<UrlPiece | undefined> {
    const { station, sizeBytes, ranges } = this.facts;
    const triesMax = station ? stationTriesMax : fileTriesMax;
    const hopeless = this.#lifetime.signal.aborted || (!station && !ranges);
    // I2
    if (this.#tries >= triesMax || hopeless) {
      this.#trouble ??= `${this.url.host} does not come back`;
      return { kind: "end" };
    }
    const waitUs = Math.min(retryUsMax, retryUsMin * 2 ** this.#tries);
    this.#tries += 1;
    const stop = AbortSignal.any([signal, this.#lifetime.signal]);
    try {
      await sleep(this.#ports.clock, waitUs, stop);
      // A station has no bytes to go back to.
      const from = station ? 0 : this.#at;
      const request = { url: this.url, rule: this.#rule, from, ifRange: this.#ifRange };
      const { answer } = await openUrl(this.#ports, request, stop);
      if (station) {
        this.#begin(answer);
        return { kind: "restart" };
      }
      if (rangeStart(answer) === this.#at && totalOf(answer) === sizeBytes) this.#begin(answer);
      else return this.#changed(answer);
    } catch (error) {
      signal.throwIfAborted();
      this.#trouble = describeError(error);
      // Its length was a lie (416), or it was taken away.
      const final = error instanceof RefusedByServer && error.status < 500;
      if (final && !station) return { kind: "end" };
    }
    return undefined;
  }

  /** I1 */
  #changed(answer: MediaAnswer): UrlPiece {
    answer.close();
    this.#trouble = `what ${this.url.host} gives has changed meanwhile`;
    return { kind: "end" };
  }
}

function factsOf(answer: MediaAnswer): UrlFacts {
  const sizeBytes = totalOf(answer);
  const name = answer.header("icy-name") ?? answer.header("ice-name") ?? "";
  const isIcy = ["icy-name", "icy-br", "icy-metaint", "ice-audio-info"].some(
    (header) => answer.header(header) !== undefined,
  );
  const isCast = /icecast|shoutcast/i.test(answer.header("server") ?? "");
  const latin = Uint8Array.from(name, (char) => char.charCodeAt(0));
  return {
    contentType: answer.header("content-type") ?? "",
    live: sizeBytes === undefined,
    station: sizeBytes === undefined && (isIcy || isCast),
    // Headers come as Latin-1 whatever they are.
    name: shownText(plainText(latin)),
    sizeBytes,
    ranges: sizeBytes !== undefined && (answer.status === 206 || acceptsRanges(answer)),
    durationMs: undefined,
  };
}

function acceptsRanges(answer: MediaAnswer): boolean {
  return /\bbytes\b/i.test(answer.header("accept-ranges") ?? "");
}

/** A weak tag says nothing of bytes (RFC 9110 §8.8.1). */
function validatorOf(answer: MediaAnswer): string | undefined {
  const tag = answer.header("etag");
  return tag !== undefined && !tag.startsWith("W/") ? tag : answer.header("last-modified");
}

/** Of the whole, also where a part of it comes. */
function totalOf(answer: MediaAnswer): number | undefined {
  const range = /^bytes \d+-\d+\/(\d+)$/.exec(answer.header("content-range") ?? "");
  const text = answer.status === 206 ? range?.[1] : answer.header("content-length");
  const size = text === undefined || !/^\d+$/.test(text) ? Number.NaN : Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
}

function rangeStart(answer: MediaAnswer): number | undefined {
  if (answer.status !== 206) return undefined;
  const range = /^bytes (\d+)-/.exec(answer.header("content-range") ?? "");
  return range === null ? undefined : Number(range[1]);
}
