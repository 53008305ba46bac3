/**
 * When a session's symbols may leave: windows and paces of the foreground and
 * of the background, joined (PROTOCOL.md §5.3). What else a session says
 * (requests, acknowledgements, probes) is not held back.
 *
 * Pure state; the caller keeps the packets in flight and says what becomes of
 * them.
 */
import { usPerS } from "../base/units.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";
import { Background } from "./background.ts";
import { Congestion } from "./congestion.ts";
import type { EndpointLoad } from "./endpoint-load.ts";
import { ackDelayMaxUs, initialWindowBytes, needBytesPerSMax } from "./limits.ts";
import { Pacer } from "./pacer.ts";
import type { RttEstimate } from "./rtt.ts";
import type { SentPackets } from "./sent-packets.ts";
import type { ServedObject } from "./served-object.ts";

/** How often it is looked whether a hold of the background is over. */
const holdPollUs = 10_000;

/** Background leaves at this many windows in a round trip: ahead of ACKs that come in lumps, and no burst. */
const backgroundPace = 2;

/**
 * Music that plays comes at no more than so many times the rate it is played at: that fills any buffer, and the
 * link stays free in between. And it goes on at so many times that rate, whatever queue others have built:
 * a stall helps nobody, and it is less than any TCP would take.
 */
const needCap = 4;
const needFloor = 1.25;
/** A link that brings less than so many times what plays has no room for parity: it would cost what it is to save. */
const parityRoom = 1.6;
/** What is needed where nobody said: the middle rung, 160 kbit/s. */
const needUnknown = 20_000 / usPerS;

export interface SendGateOptions {
  readonly rtt: RttEstimate;
  readonly sent: SentPackets;
  readonly load: EndpointLoad;
  /** Whether symbols are spread in time. */
  readonly pacing: boolean;
  /** Whether the background has a window of its own. */
  readonly background: boolean;
}

export class SendGate {
  readonly #options: SendGateOptions;
  readonly #sent: SentPackets;
  readonly #rtt: RttEstimate;
  #congestion: Congestion;
  readonly #background = new Background();
  #pacer = new Pacer();
  /** Of what plays, where more than its need comes. */
  #portions = new Pacer(initialWindowBytes);
  /** The last that was admitted is what plays. */
  #plays = false;
  /** Bytes per microsecond that what plays at the peer takes; 0 where nobody said. */
  #need = 0;

  constructor(options: SendGateOptions) {
    this.#options = options;
    this.#sent = options.sent;
    this.#rtt = options.rtt;
    this.#congestion = this.#begin();
  }

  /** Whether the next symbol of `served` may leave now; undefined where there is none to send. */
  admits(served: ServedObject | undefined, nowUs: number): boolean {
    this.#plays = served?.class === "play";
    const inFlight = this.#sent.inFlightBytes;
    if (served !== undefined && inFlight < this.#windowFor(served, nowUs)) {
      if (!this.#options.pacing) return true;
      const rate = this.#rateFor(served);
      const capped = this.#waitsForPortion(served, nowUs);
      if (!capped && this.#pacer.ready(rate, this.#congestion.burstBytes, nowUs)) return true;
      if (capped || rate < this.#congestion.pacingRate) this.#congestion.idle(inFlight);
      return false;
    }
    // What the background leaves unused says nothing of what the link can carry.
    if (served?.isBackground !== false && inFlight < this.#congestion.windowBytes)
      this.#congestion.idle(inFlight);
    return false;
  }

  /** The peer plays something that takes so many bytes in a second. */
  needs(bytesPerS: number): void {
    this.#need = Math.min(bytesPerS, needBytesPerSMax) / usPerS;
    this.#congestion.floor = this.#floor;
  }

  /** Whether the link has room for parity, as far as is known. */
  get sparesParity(): boolean {
    const { learned, bandwidth } = this.#congestion;
    return !learned || bandwidth >= parityRoom * this.#need;
  }

  /** The path is another: what was learned of the one before does not hold. */
  restart(): void {
    this.#rtt.restart();
    this.#background.restart();
    this.#pacer = new Pacer();
    this.#portions = new Pacer(initialWindowBytes);
    this.#congestion = this.#begin();
  }

  get #floor(): number {
    return needFloor * (this.#need > 0 ? this.#need : needUnknown);
  }

  #begin(): Congestion {
    const congestion = new Congestion(this.#rtt);
    congestion.floor = this.#floor;
    return congestion;
  }

  /** When it may; Infinity where only an acknowledgement can tell. */
  dueUs(served: ServedObject, nowUs: number): number {
    const window = this.#windowFor(served, nowUs);
    // No acknowledgement of this session ends a hold.
    if (window === 0) return nowUs + holdPollUs;
    if (this.#sent.inFlightBytes >= window) return Number.POSITIVE_INFINITY;
    if (!this.#options.pacing) return nowUs;
    if (this.#waitsForPortion(served, nowUs)) return this.#portions.dueUs(this.#capRate, nowUs);
    const rate = this.#rateFor(served);
    if (this.#pacer.ready(rate, this.#congestion.burstBytes, nowUs)) return nowUs;
    return this.#pacer.dueUs(rate, nowUs);
  }

  /** A packet that asks for an acknowledgement was sent. */
  left(slot: number, bytes: number, nowUs: number): void {
    this.#congestion.sent(this.#sent, slot, nowUs);
    this.#pacer.sent(bytes);
    if (this.#plays) this.#portions.sent(bytes);
    this.#plays = false;
  }

  /** … with a symbol of the background in it. */
  leftBehind(slot: number, nowUs: number): void {
    this.#sent.background[slot] = 1;
    this.#background.sent(nowUs);
  }

  acked(slot: number, nowUs: number): void {
    this.#congestion.acked(this.#sent, slot, nowUs);
    if (this.#sent.background[slot] !== 1) return;
    const bytes = this.#sent.bytes[slot] ?? 0;
    const inFlight = this.#sent.inFlightBytes + bytes;
    const limited = inFlight + 2 * datagramBytesMax >= this.#background.windowBytes;
    this.#background.acked(bytes, limited, this.#rtt.smoothedUs, nowUs);
  }

  lost(slot: number, nowUs: number): void {
    this.#congestion.lost();
    if (this.#sent.background[slot] === 1) this.#background.lost(this.#rtt.smoothedUs, nowUs);
  }

  /** A round trip was measured; the peer held its ACK back for `delayUs` of it. */
  sample(rttUs: number, delayUs: number, nowUs: number): void {
    this.#rtt.sample(rttUs, delayUs, nowUs);
    this.#background.sample(Math.max(1, rttUs - Math.min(delayUs, ackDelayMaxUs)), nowUs);
  }

  /** After each ACK was taken in whole. */
  update(nowUs: number): void {
    this.#congestion.update(this.#sent.inFlightBytes, nowUs);
  }

  /** Bytes that may be in flight when this one's next symbol leaves. */
  #windowFor(served: ServedObject, nowUs: number): number {
    const foreground = this.#congestion.windowBytes;
    if (served.class === "urgent") return Math.max(foreground, this.#congestion.urgentBytes);
    if (!this.#isBackground(served)) return foreground;
    if (this.#options.load.holdsBackground(nowUs)) return 0;
    return Math.min(foreground, this.#background.windowBytes);
  }

  #isBackground(served: ServedObject): boolean {
    return served.isBackground && this.#options.background;
  }

  /** Bytes per microsecond that what plays may come at. */
  get #capRate(): number {
    return needCap * this.#need;
  }

  /**
   * What plays has come fast enough for now. It comes in portions: a receiver that wakes up for each
   * datagram of a slow stream pays more for waking than for the datagrams.
   */
  #waitsForPortion(served: ServedObject, nowUs: number): boolean {
    if (served.class !== "play" || this.#need === 0) return false;
    return !this.#portions.ready(this.#capRate, initialWindowBytes, nowUs);
  }

  /** Bytes per microsecond for the next symbol of this one. */
  #rateFor(served: ServedObject): number {
    const rate = this.#congestion.pacingRate;
    // Who waits gets a first window in each round trip, whatever queue others have built; but what the link never
    // carried would only stand before it, and repairs behind it.
    if (served.class === "urgent") {
      const { urgentBytes, peakBandwidth } = this.#congestion;
      return Math.max(rate, Math.min(urgentBytes / this.#rtt.smoothedUs, peakBandwidth));
    }
    if (!this.#isBackground(served)) return rate;
    return (backgroundPace * this.#background.windowBytes) / this.#rtt.smoothedUs;
  }
}
