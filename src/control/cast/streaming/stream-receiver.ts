/**
 * One encrypted stream of sound from a Cast sender: datagrams and time go in,
 * frames in their order and feedback for the sender come out (docs/TAB-AUDIO.md).
 *
 * Sans I/O: no socket, no timer, no clock. What is missing is asked for until the
 * caller gives it up, who knows how much sound is at hand.
 *
 * Each frame is acknowledged at once: a Chromium leaves out what it captures while more than
 * 66 ms of sound are on their way (Open Screen's sender, GetMaxInFlightMediaDuration).
 *
 * Invariants:
 *   I1  frames come out in the order of their capture, each once
 *   I2  what is not of the offered stream changes nothing
 * Bounds: those of FrameWindow.
 */
import type { LiveFrame } from "../../../player/live/live-sound.ts";
import { decryptFrame } from "./frame-cipher.ts";
import { FrameWindow } from "./frame-window.ts";
import { lossFieldsMax, nackIntervalUs, reportIntervalUs } from "./limits.ts";
import { boundedDelayMs, type OfferedStream } from "./offer.ts";
import { Reception } from "./reception.ts";
import { readSenderReport, writeFeedback } from "./rtcp.ts";
import { expand, isRtcp, type RtpPacket, readRtp } from "./rtp.ts";
import { SenderClock } from "./sender-clock.ts";

export interface StreamFigures {
  readonly packets: number;
  readonly frames: number;
  /** Given up. */
  readonly framesLost: number;
  /** Sound that the sender itself did not send, between frames that follow each other. */
  readonly leftOutMs: number;
  /** Of other streams, damaged or out of all bounds. */
  readonly refused: number;
}

export class StreamReceiver {
  readonly #stream: OfferedStream;
  readonly #ssrc: number;
  readonly #window = new FrameWindow();
  readonly #reception = new Reception();
  readonly #clock = new SenderClock();
  #delayMs: number;
  #rtpTime: number | undefined;
  #frames = 0;
  #framesLost = 0;
  #lastFrame = -1;
  #lastAt: number | undefined;
  #frameStep = Number.POSITIVE_INFINITY;
  /** Samples. */
  #leftOut = 0;
  #refused = 0;
  #sent = 0;
  #sentUs = Number.NEGATIVE_INFINITY;
  #askedUs = Number.NEGATIVE_INFINITY;
  #toldCheckpoint = -1;
  #reportIsNew = false;

  /** `ssrc`: under which it answers. */
  constructor(stream: OfferedStream, ssrc: number) {
    this.#stream = stream;
    this.#ssrc = ssrc;
    this.#delayMs = stream.targetDelayMs;
  }

  /** From capture to playing, as the sender wants it, in milliseconds. */
  get delayMs(): number {
    return this.#delayMs;
  }
  /** A frame is missing and one behind it is not: who cannot wait gives it up. */
  get hasHole(): boolean {
    return this.#window.hasHole;
  }
  /** There is no room to wait any longer. */
  get isFull(): boolean {
    return this.#window.isFull;
  }
  get figures(): StreamFigures {
    const { packets } = this.#reception;
    return {
      ...{ packets, frames: this.#frames, framesLost: this.#framesLost, refused: this.#refused },
      leftOutMs: Math.round(this.#leftOut / 48),
    };
  }

  /** True where it was of this stream. Keeps `bytes`. */
  datagram(bytes: Uint8Array, nowUs: number): boolean {
    const isOurs = isRtcp(bytes) ? this.#report(bytes, nowUs) : this.#packet(bytes, nowUs);
    if (!isOurs) this.#refused += 1;
    return isOurs;
  }

  /** I1; undefined while the next one is not there. */
  next(): LiveFrame | undefined {
    const found = this.#window.shift();
    if (found === undefined) return undefined;
    this.#frames += 1;
    const { keys } = this.#stream;
    const { frame, bytes } = found;
    const at = expand(found.rtpTime, 32, this.#rtpTime ?? found.rtpTime);
    this.#noteStep(frame, at);
    this.#rtpTime = at;
    const packet = keys === undefined ? bytes : decryptFrame(keys, frame, bytes);
    return { at, packet, capturedUs: this.#clock.capturedUs(at) };
  }

  /** Goes on behind the hole. */
  giveUp(): void {
    this.#framesLost += this.#window.giveUp();
  }

  /** When `feedback` next has something to say. */
  get nextDueUs(): number {
    const isNew = this.#window.checkpoint > this.#toldCheckpoint || this.#reportIsNew;
    const missing = this.#window.missing(1).length > 0;
    return Math.min(
      isNew ? Number.NEGATIVE_INFINITY : this.#sentUs + reportIntervalUs,
      missing ? this.#askedUs + nackIntervalUs : Number.POSITIVE_INFINITY,
    );
  }

  /** A datagram for the sender; undefined where none is due. */
  feedback(nowUs: number): Uint8Array | undefined {
    if (nowUs < this.nextDueUs) return undefined;
    const asks = nowUs >= this.#askedUs + nackIntervalUs;
    const missing = asks ? this.#window.missing(lossFieldsMax) : [];
    const { checkpoint } = this.#window;
    const reports = this.#reportIsNew;
    const packet = writeFeedback({
      ...{ ssrc: this.#ssrc, senderSsrc: this.#stream.ssrc, nowUs, checkpoint, missing },
      report: reports ? { ...this.#reception.take(), ...this.#clock.last(nowUs) } : undefined,
      delayMs: this.#delayMs,
      acked: this.#window.waiting(),
      count: this.#sent,
    });
    if (missing.length > 0) this.#askedUs = nowUs;
    this.#sent += 1;
    this.#sentUs = nowUs;
    this.#toldCheckpoint = checkpoint;
    this.#reportIsNew = false;
    return packet;
  }

  /** Frames are equally long: the shortest step between two is one of them. */
  #noteStep(frame: number, at: number): void {
    const step = at - (this.#lastAt ?? at);
    const follows = frame === this.#lastFrame + 1;
    this.#lastFrame = frame;
    this.#lastAt = at;
    if (!follows || step <= 0) return;
    this.#frameStep = Math.min(this.#frameStep, step);
    this.#leftOut += step - this.#frameStep;
  }

  #packet(bytes: Uint8Array, nowUs: number): boolean {
    const packet = readRtp(bytes);
    const { ssrc, payloadType } = this.#stream;
    if (packet?.ssrc !== ssrc || packet.payloadType !== payloadType) return false;
    const fate = this.#window.take(packet);
    if (fate === "odd" || fate === "beyond") return false;
    if (fate === "taken" || fate === "whole") this.#noted(packet, nowUs);
    return true;
  }

  #noted({ sequence, rtpTime, delayMs }: RtpPacket, nowUs: number): void {
    this.#reception.note(sequence, expand(rtpTime, 32, this.#rtpTime ?? rtpTime), nowUs);
    if (delayMs !== undefined) this.#delayMs = boundedDelayMs(delayMs);
  }

  #report(bytes: Uint8Array, nowUs: number): boolean {
    const report = readSenderReport(bytes, this.#stream.ssrc);
    if (report === undefined) return false;
    const rtpTime = expand(report.rtpTime, 32, this.#rtpTime ?? report.rtpTime);
    this.#rtpTime ??= rtpTime;
    this.#clock.note(report, rtpTime, nowUs);
    this.#reportIsNew = true;
    return true;
  }
}
