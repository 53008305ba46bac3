/**
 * A URL that an origin decodes for this speaker (PROTOCOL.md §6.9): asks for one
 * piece after the other, and begins anew, at its place, when the origin or the
 * way to it was lost.
 *
 * Invariants:
 *   I1  pieces come in order, none twice; what begins anew says so
 *   I2  tries that bring nothing are counted, spaced and come to an end
 */
import { toHex, utf8Bytes } from "../../base/bytes.ts";
import { describeError } from "../../base/errors.ts";
import { joinSymbols } from "../../media/symbols.ts";
import { type Clock, sleep } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import { StreamError } from "../../stream/errors.ts";
import type { ObjectSource } from "../../stream/origin-client.ts";
import { MediaUrlError } from "../../url/errors.ts";
import { type MediaBytes, MediaSource } from "../../url/media-source.ts";
import type { UrlPiece } from "../../url/open-stream.ts";
import {
  decodeRelayOpened,
  decodeRelayPiece,
  type RelayOpened,
  relayIdBytes,
  relayUrlBytesMax,
} from "../../wire/media-relay.ts";
import type { ObjectName } from "../../wire/objects.ts";
import {
  relayFileTriesMax,
  relayLiveTriesMax,
  relayPatienceUs,
  relayRetryUsMax,
  relayRetryUsMin,
} from "./limits.ts";

export interface RelayPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly origin: ObjectSource;
}

type Opened = Extract<RelayOpened, { kind: "opened" }>;

/** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
export async function openRelayed(
  ports: RelayPorts,
  request: { readonly url: string; readonly startMs: number },
  signal: AbortSignal,
): Promise<MediaSource> {
  const bytes = new RelayedBytes(ports, request);
  const { live, name, durationMs } = await bytes.open(signal);
  const about = {
    ...{ live, name, seeks: !live && durationMs > 0 },
    durationMs: durationMs > 0 ? durationMs : undefined,
  };
  return await MediaSource.relayed(bytes, about, signal);
}

class RelayedBytes implements MediaBytes {
  readonly #ports: RelayPorts;
  readonly #url: string;
  readonly #lifetime = new AbortController();
  #id: string | undefined;
  #piece = 0;
  #live = false;
  #ended = false;
  /** Where it would begin anew. */
  #placeMs: number;
  #tries = 0;
  #title: string | undefined;
  #trouble: string | undefined;
  #received = 0;

  constructor(ports: RelayPorts, { url, startMs }: { url: string; startMs: number }) {
    this.#ports = ports;
    this.#url = url;
    this.#placeMs = startMs;
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

  /** Throws MediaUrlError, StreamError. */
  async open(signal: AbortSignal): Promise<Opened> {
    if (utf8Bytes(this.#url).length > relayUrlBytesMax)
      throw new MediaUrlError("no-decoder", "the URL is too long to be decoded by an origin");
    const id = toHex(this.#ports.entropy.bytes(relayIdBytes));
    const startMs = Math.min(0xffff_ffff, Math.floor(this.#placeMs));
    const answer = await this.#ask({ kind: "relay-open", id, startMs, url: this.#url }, signal);
    const opened = decodeRelayOpened(answer);
    if (opened === undefined)
      throw new MediaUrlError("unreachable", "the origin's answer is malformed");
    if (opened.kind === "refused") throw new MediaUrlError(opened.code, opened.why);
    this.#id = id;
    this.#piece = 0;
    this.#live = opened.live;
    return opened;
  }

  async read(signal: AbortSignal): Promise<UrlPiece> {
    const stop = AbortSignal.any([signal, this.#lifetime.signal]);
    while (!this.#ended) {
      try {
        const piece = await (this.#id === undefined
          ? this.#comeBack(stop)
          : this.#next(this.#id, stop));
        if (piece !== undefined) return piece;
      } catch (error) {
        signal.throwIfAborted();
        this.#id = undefined;
        this.#trouble = describeError(error);
        // What the origin says no to, it will again.
        if (!(error instanceof StreamError)) this.#ended = true;
      }
    }
    return { kind: "end" };
  }

  decoded(frames: number): void {
    this.#placeMs += frames / 48;
  }

  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort(new Error("the relayed URL is closed"));
    this.#ended = true;
    const id = this.#id;
    if (id === undefined) return;
    // Nobody waits for it, and where it is lost the origin ends it by itself.
    this.#ask({ kind: "relay-close", id }, new AbortController().signal).catch(() => undefined);
  }

  /** Undefined where nothing has come in the time that an answer takes at most. */
  async #next(id: string, signal: AbortSignal): Promise<UrlPiece | undefined> {
    const answer = await this.#ask({ kind: "relay-read", id, piece: this.#piece }, signal);
    const piece = decodeRelayPiece(answer);
    if (piece === undefined) throw new StreamError("refused", "the origin's answer is malformed");
    const { bytes, ended, title, trouble } = piece;
    this.#piece += 1;
    this.#title = title === "" ? this.#title : title;
    this.#trouble = trouble === "" ? undefined : trouble;
    this.#ended = ended;
    if (bytes.length === 0) return undefined;
    this.#tries = 0;
    this.#received += bytes.length;
    return { kind: "bytes", bytes: bytes.slice() };
  }

  /** I2 */
  async #comeBack(signal: AbortSignal): Promise<UrlPiece | undefined> {
    if (this.#tries >= (this.#live ? relayLiveTriesMax : relayFileTriesMax)) {
      this.#ended = true;
      return undefined;
    }
    const waitUs = Math.min(relayRetryUsMax, relayRetryUsMin * 2 ** this.#tries);
    this.#tries += 1;
    await sleep(this.#ports.clock, waitUs, signal);
    await this.open(signal);
    return { kind: "restart" };
  }

  async #ask(name: ObjectName, signal: AbortSignal): Promise<Uint8Array> {
    const { origin, clock } = this.#ports;
    const deadlineUs = clock.nowUs() + relayPatienceUs;
    return joinSymbols(await origin.fetch(name, { class: "play", deadlineUs }, signal));
  }
}
