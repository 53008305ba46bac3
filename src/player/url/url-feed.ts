/**
 * The packets of one play of a URL, some seconds ahead: pulls them from its source
 * as fast as they are taken, and no faster.
 *
 * One feed serves one play from one place; a seek makes a new one.
 *
 * Bounds: urlAheadUs of packets, and what one piece of the network gave.
 */
import { usPerS } from "../../base/units.ts";
import { frameUs } from "../../media/rung.ts";
import type { MediaSource } from "../../url/media-source.ts";
import type { Packet } from "../../url/unpack.ts";
import type { Feed, FeedFrame } from "../feed.ts";
import type { Coming } from "../start-rule.ts";
import type { FeedFormat } from "../track-place.ts";
import { endlessFrames, fileNeedUs, liveNeedUs, urlAheadUs, urlLufs } from "./limits.ts";
import { OneRate } from "./one-rate.ts";

export interface UrlFeedPorts {
  /** Open, or on its way; the feed closes it. Rejects where it cannot be played. */
  readonly open: (signal: AbortSignal) => Promise<MediaSource>;
  /** Called whenever peek or format may say something new; never from within a call of ours. */
  readonly changed: () => void;
  /** The station says that something else plays. */
  readonly retitled: (title: string) => void;
  /** What was on its way and failed, or ended before its end. */
  readonly troubled: (why: string) => void;
}

/** Nobody has measured it. */
const urlLevels = { lufs: urlLufs, peakDb: 0, durationMs: 0 };

export class UrlFeed implements Feed {
  readonly firstChoice = undefined;
  readonly hasHole = false;
  readonly levels = urlLevels;
  readonly #ports: UrlFeedPorts;
  readonly #startMs: number;
  readonly #lifetime = new AbortController();
  #source: MediaSource | undefined;
  #packets: Packet[] = [];
  #heldFrames = 0;
  #framesIn = 0;
  #ended = false;
  #failure: unknown;
  #title: string | undefined;
  /** Called when there is room again. */
  #room: (() => void) | undefined;

  constructor(ports: UrlFeedPorts, startMs: number) {
    this.#ports = ports;
    this.#startMs = startMs;
    void this.#run();
  }

  get format(): FeedFormat | undefined {
    const source = this.#source;
    if (source === undefined) return undefined;
    const { codec, rate, setup } = source.format;
    const { skipFrames } = source;
    const totalFrames = this.#ended ? Math.max(0, this.#framesIn - skipFrames) : endlessFrames;
    return { codec, rate, setup, skipFrames, totalFrames, fadeIn: this.#startMs > 0 };
  }
  get failure(): unknown {
    return this.#failure;
  }
  get trouble(): string | undefined {
    return this.#ended ? undefined : this.#source?.trouble;
  }
  get framesAhead(): number {
    return Math.floor(this.#heldUs / frameUs);
  }
  get secondsLeft(): number {
    return this.#ended ? this.#heldUs / usPerS : Number.POSITIVE_INFINITY;
  }
  get needUs(): number {
    return this.#source?.about.live === true ? liveNeedUs : fileNeedUs;
  }
  /** Nothing here is reckoned in bytes of a link. */
  readonly bytesPerS = 1;
  get coming(): Coming {
    const heldUs = this.#heldUs;
    const none = { leftBytes: 0, trickleUs: 0, restUs: 0, chunkBytes: 1, chunkTrickleUs: 0 };
    return { heldUs, ...none };
  }

  promote(): void {
    // It is as far ahead as it may be.
  }
  widen(): void {
    // Likewise.
  }
  tend(): void {
    const title = this.#source?.title;
    if (title === undefined || title === this.#title) return;
    this.#title = title;
    this.#ports.retitled(title);
  }

  peek(): FeedFrame {
    const packet = this.#packets[0];
    if (packet !== undefined) return { kind: "frame", packet: packet.bytes, choice: undefined };
    const over = this.#ended && this.#failure === undefined;
    return over ? { kind: "end" } : { kind: "missing", later: false };
  }

  advance(): void {
    this.#heldFrames -= this.#packets.shift()?.frames ?? 0;
    if (this.#heldUs < urlAheadUs) this.#room?.();
  }

  close(): void {
    this.#lifetime.abort(new Error("the feed was closed"));
    this.#packets = [];
    this.#heldFrames = 0;
    this.#room?.();
  }

  /** A connection serves one play. */
  handOver(): undefined {
    this.close();
  }

  get #heldUs(): number {
    return (this.#heldFrames * usPerS) / (this.#source?.format.rate ?? 48_000);
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { signal } = this.#lifetime;
    try {
      using source = await this.#ports.open(signal);
      if (signal.aborted) return;
      this.#source = source;
      this.#ports.changed();
      await this.#pull(source, signal);
      this.#ended = true;
      if (source.trouble !== undefined) this.#ports.troubled(source.trouble);
    } catch (error) {
      if (signal.aborted) return;
      this.#failure = error;
      this.#ended = true;
    }
    this.#ports.changed();
  }

  async #pull(source: MediaSource, signal: AbortSignal): Promise<void> {
    const oneRate = new OneRate(source.format.rate);
    for (;;) {
      const next = await source.next(signal);
      if (next === undefined) return;
      const packet = oneRate.convert(next);
      if (packet.frames === 0) continue;
      this.#packets.push(packet);
      this.#heldFrames += packet.frames;
      this.#framesIn += packet.frames;
      if (this.#heldUs < urlAheadUs) {
        this.#ports.changed();
        continue;
      }
      const room = new Promise<void>((resolve) => {
        this.#room = resolve;
      });
      this.#ports.changed();
      await room;
      this.#room = undefined;
      signal.throwIfAborted();
    }
  }
}
