/**
 * The packets of sound that is sent as it happens, as playback pulls them: holds so
 * much back as the network and the card need, and keeps the way from the sender to
 * the card as long as it was at the start, whatever their clocks do.
 *
 * One feed serves one play: a pause ends it, and what comes meanwhile is not heard.
 *
 * Invariants:
 *   I1  nothing older than what is to be heard next is held while nothing sounds
 * Bounds: holdUs and liveExcessUsMax of sound.
 */
import { RateServo } from "../../audio/input-servo.ts";
import { frameUs } from "../../media/rung.ts";
import type { DecoderDriver } from "../../ports/decoder.ts";
import type { Feed, FeedFrame } from "../feed.ts";
import type { Coming } from "../start-rule.ts";
import type { FeedFormat } from "../track-place.ts";
import { endlessFrames, urlLufs } from "../url/limits.ts";
import { liveExcessUsMax, liveSilentUs, liveSpareUs } from "./limits.ts";
import { LiveDecoder, liveRate } from "./live-decoder.ts";
import type { LiveFrame } from "./live-sound.ts";

export interface LiveFeedPorts {
  readonly decoders: DecoderDriver;
  readonly nowUs: () => number;
  /** Sound that was handed over and is not yet heard: in the ring and in the card. */
  readonly aheadUs: () => number;
  /** What is to be held before the first sound, microseconds. */
  readonly holdUs: () => number;
  /** Called whenever peek may say something new; never from within a call of ours. */
  readonly changed: () => void;
  readonly closed: () => void;
}

/** Two channels of 32-bit floats (audio/pcm-clip.ts). */
const floatStereo = Uint8Array.of(2, 32);

export class LiveFeed implements Feed {
  readonly firstChoice = undefined;
  readonly hasHole = false;
  readonly failure = undefined;
  /** Nobody has measured it. */
  readonly levels = { lufs: urlLufs, peakDb: 0, durationMs: 0 };
  readonly secondsLeft = Number.POSITIVE_INFINITY;
  /** Nothing here is reckoned in bytes of a link. */
  readonly bytesPerS = 1;
  readonly format: FeedFormat = {
    ...{ codec: "pcm", rate: liveRate, setup: floatStereo, skipFrames: 0 },
    ...{ totalFrames: endlessFrames, fadeIn: true },
  };
  readonly #ports: LiveFeedPorts;
  readonly #decoder: LiveDecoder;
  readonly #servo = new RateServo();
  #packets: Uint8Array[] = [];
  /** It sounds, as far as is known here. */
  #running = false;
  #cameUs: number;
  #measuredUs = 0;

  constructor(ports: LiveFeedPorts) {
    this.#ports = ports;
    this.#decoder = new LiveDecoder(ports.decoders);
    this.#cameUs = ports.nowUs();
  }

  get trouble(): string | undefined {
    const silentUs = this.#ports.nowUs() - this.#cameUs;
    return silentUs > liveSilentUs ? "its sender sends nothing just now" : undefined;
  }
  get framesAhead(): number {
    return this.#packets.length;
  }
  get needUs(): number {
    return this.#ports.holdUs();
  }
  get coming(): Coming {
    const none = { leftBytes: 0, trickleUs: 0, restUs: 0, chunkBytes: 1, chunkTrickleUs: 0 };
    return { heldUs: this.#heldUs, ...none };
  }
  /** How long a frame that is missing may still be waited for, microseconds. */
  get patienceUs(): number {
    return this.#running ? Math.max(0, this.#wayUs - liveSpareUs) : this.#ports.holdUs();
  }
  /** Samples that were guessed, and by how much the sender's clock is faster than the card's, as far as it is known. */
  get figures() {
    const { ratePpm } = this.#servo;
    return { concealed: this.#decoder.concealed, ppm: ratePpm, wayUs: this.#wayUs };
  }

  push(frame: LiveFrame): void {
    const nowUs = this.#ports.nowUs();
    this.#cameUs = nowUs;
    for (const packet of this.#decoder.push(frame, this.#running)) this.#packets.push(packet);
    if (this.#running) this.#steer(nowUs);
    this.#forgetOld();
    this.#ports.changed();
  }

  /** It ran dry: what is held begins anew. */
  starved(): void {
    this.#running = false;
    this.#servo.restart();
  }

  promote(): void {
    // It comes at the pace at which it comes.
  }
  widen(): void {
    // Likewise.
  }
  tend(): void {
    // Likewise.
  }

  peek(): FeedFrame {
    const [packet] = this.#packets;
    const stands = this.#running && this.#ports.aheadUs() > this.#ports.holdUs() + liveExcessUsMax;
    if (packet === undefined || stands) return { kind: "missing", later: false };
    return { kind: "frame", packet, choice: undefined };
  }

  advance(): void {
    this.#packets.shift();
    if (!this.#running) this.#measuredUs = this.#ports.nowUs();
    this.#running = true;
  }

  close(): void {
    this.#packets = [];
    this.#decoder[Symbol.dispose]();
    this.#ports.closed();
  }

  /** A sender is listened to by one play. */
  handOver(): undefined {
    this.close();
  }

  get #heldUs(): number {
    return this.#packets.length * frameUs;
  }
  get #wayUs(): number {
    return this.#heldUs + this.#ports.aheadUs();
  }

  #steer(nowUs: number): void {
    this.#servo.update(this.#wayUs - this.#ports.holdUs(), nowUs - this.#measuredUs);
    this.#measuredUs = nowUs;
    this.#decoder.correction = this.#servo.correction;
  }

  /** I1 */
  #forgetOld(): void {
    const mostUs = this.#running ? liveExcessUsMax : this.#ports.holdUs() + frameUs;
    while (this.#heldUs > mostUs) this.#packets.shift();
  }
}
