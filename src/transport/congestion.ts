/**
 * Congestion control of the foreground by delivery rate, in the manner of BBR
 * (PROTOCOL.md §5.3): the window is about two bandwidth-delay products, the pace
 * a gain times the bandwidth. A queue that stands brings the window down to one
 * product. Random loss changes nothing; only a round that loses a large part
 * does, and then the cap shrinks, never below one product. Nothing goes below
 * `floor`, what the music needs.
 *
 * Pure state; rates are bytes per microsecond. Rounds, not seconds, age the
 * bandwidth, so a quiet session keeps what it learned.
 */
import { usPerMs, usPerS } from "../base/units.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";
import {
  ackDelayMaxUs,
  ackEvery,
  initialRttUs,
  initialWindowBytes,
  narrowDatagramUs,
  windowMinBytes,
} from "./limits.ts";
import type { RttEstimate } from "./rtt.ts";
import type { SentPackets } from "./sent-packets.ts";

/** 2/ln 2: doubles the rate each round. */
const startupGain = 2.885;
const windowGain = 2;
/**
 * A slow link: a datagram takes 50 ms and more. What fills the pipe twice is a queue that short buffers do not
 * hold, and that somebody who waits stands behind.
 */
const slowRate = (24 * 1_000) / usPerS;
const slowGain = 1.25;
/** In flight on a slow link at least what it carries in this time, if that is less than anywhere: two or three datagrams. */
const slowWindowUs = 200 * usPerMs;
/** What someone waits for may fill the link for so long ahead, at most: more is lost in front of a slow one. */
const urgentWindowUs = 300 * usPerMs;
/** A burst of more than this is a queue that repairs wait behind: on 320 kbit/s four datagrams are 120 ms. */
const burstUs = 50 * usPerMs;
/** One probe up, one step down to drain what it queued, then cruise. */
const probeGains = [1.25, 0.75, 1, 1, 1, 1, 1, 1] as const;
/** Rounds that the bandwidth maximum looks back. */
const bandwidthRounds = 10;
/** A round that loses more than this where a queue stands, or more than that where none does: Wi-Fi loses by itself. */
const lossyQueued = 0.03;
const lossyFree = 0.1;
/** Fewer losses than this in a round are chance, whatever their share. */
const lossyPackets = 8;
/** Growth that says startup is not yet done, and rounds without it that say it is. */
const startupGrowth = 1.25;
const startupRounds = 3;
/** Timers and ACKs come in lumps of about this much time; the window bridges them. */
const lumpUs = 1 * usPerMs;
/** More jitter than this is a queue of our own making. */
const jitterMaxUs = 8 * usPerMs;

/** A round is at least this long, and a slot of the bandwidth maximum this: one hiccup of a host must not be all they see. */
const roundMinUs = 4 * usPerMs;
const slotMinUs = 25 * usPerMs;

/** A queue is what even the quickest packets of now wait in: this long, or this share of the round trip. */
const queueMinUs = 10 * usPerMs;
const queueShare = 0.25;
/** With a queue ahead, a little more than fills the pipe: it must not grow, and bandwidth that frees must be seen. */
const queuedGain = 1.1;
/** A minimum that no packet has come near for this long may be one's own queue: the flight is thinned out to see. */
const minimumStaleUs = 4 * usPerS;
/** … to this, or the half of it where even that fills the pipe. */
const thinBytesMax = windowMinBytes;

type Mode = "startup" | "drain" | "probe";

export class Congestion {
  readonly #rtt: RttEstimate;
  readonly #bandwidths = new Float64Array(bandwidthRounds);
  /** The largest of them. */
  #bandwidth = 0;
  #peak = 0;
  #round = 0;
  #roundEndsAt = 0;
  #roundFromUs = 0;
  #slotFromUs = 0;
  #delivered = 0;
  #deliveredUs = 0;
  #firstSentUs = 0;
  /** The first flight is what there was to say, not what the link could carry. */
  #appLimitedUntil = 1;
  #mode: Mode = "startup";
  #fullBandwidth = 0;
  #fullRounds = 0;
  #phase = 0;
  #phaseEndsUs = 0;
  #capBytes = Number.POSITIVE_INFINITY;
  #roundLost = 0;
  #roundAcked = 0;
  #sampleRate = 0;
  #sampleLimited = true;
  /** A rate was measured that the link set, not a lack of things to send. */
  #learned = false;
  #queued = false;
  #queuedBefore = false;
  #thinning = false;
  #thinUntilUs = 0;
  /** Bytes per microsecond below which neither pace nor window goes. */
  floor = 0;

  constructor(rtt: RttEstimate) {
    this.#rtt = rtt;
  }

  /** Bytes per microsecond; 0 until the first sample. */
  get bandwidth(): number {
    return this.#bandwidth;
  }

  /** The most that this path was seen to carry; Infinity until the link has set a rate. */
  get peakBandwidth(): number {
    return this.#learned ? this.#peak : Number.POSITIVE_INFINITY;
  }

  /** Bytes per microsecond to send at. */
  get pacingRate(): number {
    const bandwidth = this.bandwidth;
    const firstRate = this.#learned
      ? 0
      : (startupGain * this.#firstBytes) / Math.min(this.#rtt.smoothedUs, initialRttUs);
    return Math.max(bandwidth * this.#gain, this.floor, firstRate);
  }

  /** True once a rate was measured that the link set, not a lack of things to send. */
  get learned(): boolean {
    return this.#learned;
  }

  /** In flight for what someone waits for, whatever queue others have built: a first window, or what a slow link can take. */
  get urgentBytes(): number {
    if (!this.#learned) return this.#firstBytes;
    // A link that is narrow by itself is not pressed by others.
    const pressed = this.#rtt.fullUs <= narrowDatagramUs;
    const rate = pressed ? Math.max(this.bandwidth, this.floor) : this.bandwidth;
    const windowUs = rate < slowRate ? slowWindowUs : urgentWindowUs;
    return clamp(rate * windowUs, this.#leastBytes, initialWindowBytes);
  }

  /** Ten datagrams, or what a link that is known to be slow carries in a while. */
  get #firstBytes(): number {
    const { fullUs } = this.#rtt;
    if (fullUs === 0) return initialWindowBytes;
    const bytes = (slowWindowUs / fullUs) * datagramBytesMax;
    return clamp(bytes, thinBytesMax / 2, initialWindowBytes);
  }

  /** Less than four datagrams where those take longer than any round trip. */
  get #leastBytes(): number {
    return clamp(this.bandwidth * slowWindowUs, thinBytesMax / 2, windowMinBytes);
  }

  /** Bytes that may leave at once: at first all of a window, for a start; later only what bridges lumps of ACKs. */
  get burstBytes(): number {
    if (this.#mode === "startup") return initialWindowBytes;
    return clamp(this.bandwidth * burstUs, datagramBytesMax, windowMinBytes);
  }

  get windowBytes(): number {
    // The minimum, which holds the queues of others: with the round trip of now one's own queue would feed itself.
    return Math.max(this.#window, this.floor * this.#rtt.minUs);
  }

  get #window(): number {
    const bandwidth = this.bandwidth;
    if (this.#thinning) return this.#thinBytes;
    if (this.#queued) {
      return Math.max(this.#leastBytes, queuedGain * bandwidth * (this.#rtt.minUs + lumpUs));
    }
    const startup = this.#mode === "startup";
    if (bandwidth < slowRate && !startup)
      return Math.max(this.#leastBytes, slowGain * bandwidth * (this.#rtt.minUs + lumpUs));
    const gain = startup ? startupGain : windowGain;
    // Jitter is answered with window: on a busy machine or Wi-Fi, ACKs come in lumps as long as it.
    const jitterUs = Math.min(this.#rtt.variationUs, jitterMaxUs);
    const product = bandwidth * (this.#rtt.minUs + lumpUs + jitterUs);
    // On a slow link an ACK goes for time, not for packets.
    const byTime = bandwidth * ackDelayMaxUs + datagramBytesMax;
    const lump = Math.min((ackEvery / 2) * datagramBytesMax, byTime);
    const leastBytes = this.#learned ? this.#leastBytes : this.#firstBytes;
    return Math.max(leastBytes, Math.min(gain * product + lump, this.#capBytes));
  }

  sent(packets: SentPackets, slot: number, nowUs: number): void {
    if (packets.inFlight === 1) {
      this.#firstSentUs = nowUs;
      this.#deliveredUs = nowUs;
      // Nothing was under way, so nothing but a lack of things to send held it back; probes of the path come so.
      this.#appLimitedUntil = Math.max(this.#appLimitedUntil, this.#delivered + 1);
    }
    packets.delivered[slot] = this.#delivered;
    packets.deliveredUs[slot] = this.#deliveredUs;
    packets.firstSentUs[slot] = this.#firstSentUs;
    packets.appLimited[slot] = this.#delivered < this.#appLimitedUntil ? 1 : 0;
  }

  /** Nothing left to send while there was room: rates measured until this flight is over say little. */
  idle(inFlightBytes: number): void {
    this.#appLimitedUntil = this.#delivered + Math.max(1, inFlightBytes);
  }

  acked(packets: SentPackets, slot: number, nowUs: number): void {
    const bytes = packets.bytes[slot] ?? 0;
    this.#delivered += bytes;
    this.#deliveredUs = nowUs;
    this.#roundAcked += 1;
    const sentUs = packets.sentUs[slot] ?? 0;
    const before = packets.delivered[slot] ?? 0;
    const sendUs = sentUs - (packets.firstSentUs[slot] ?? 0);
    const ackUs = nowUs - (packets.deliveredUs[slot] ?? 0);
    this.#firstSentUs = sentUs;
    this.#sampleRate = (this.#delivered - before) / Math.max(sendUs, ackUs, 1);
    this.#sampleLimited = packets.appLimited[slot] === 1;
    if (!this.#sampleLimited) this.#learned = true;
    if (before >= this.#roundEndsAt && nowUs >= this.#roundFromUs + roundMinUs)
      this.#endRound(nowUs);
  }

  lost(): void {
    this.#roundLost += 1;
  }

  /** After each ACK was taken in whole. */
  update(inFlightBytes: number, nowUs: number): void {
    const bandwidth = this.bandwidth;
    if (!this.#sampleLimited || this.#sampleRate > bandwidth) {
      const at = this.#round % bandwidthRounds;
      this.#bandwidths[at] = Math.max(this.#bandwidths[at] ?? 0, this.#sampleRate);
      this.#bandwidth = Math.max(bandwidth, this.#sampleRate);
    }
    this.#peak = Math.max(this.#peak, this.#bandwidth);
    const { minUs, queueUs, isNarrow } = this.#rtt;
    // What a full datagram takes on a narrow link says its rate: there is nothing to find out by filling it.
    if (!this.#learned && isNarrow) {
      this.#learned = true;
      this.#mode = "probe";
    }
    this.#queued = queueUs > Math.max(queueMinUs, queueShare * minUs);
    this.#thin(inFlightBytes, nowUs);
    const product = this.bandwidth * minUs;
    if (this.#mode === "startup" && this.#queued) this.#mode = "drain";
    if (this.#mode === "drain" && inFlightBytes <= Math.max(product, initialWindowBytes)) {
      this.#mode = "probe";
      this.#phase = 2;
      this.#phaseEndsUs = nowUs + this.#rtt.minUs;
    }
    if (this.#mode === "probe" && nowUs >= this.#phaseEndsUs) {
      this.#phase = (this.#phase + 1) % probeGains.length;
      this.#phaseEndsUs = nowUs + Math.max(this.#rtt.minUs, roundMinUs);
    }
  }

  /** Looks for the true minimum of the round trip, where the session never paused long enough to show it. */
  #thin(inFlightBytes: number, nowUs: number): void {
    const { minUs, minSeenUs, smoothedUs } = this.#rtt;
    if (!this.#thinning) {
      if (nowUs - minSeenUs < minimumStaleUs || nowUs < this.#thinUntilUs + minimumStaleUs) return;
      this.#thinning = true;
      this.#thinUntilUs = nowUs + smoothedUs + minUs;
    }
    if (inFlightBytes > this.#thinBytes)
      this.#thinUntilUs = Math.max(this.#thinUntilUs, nowUs + minUs);
    if (nowUs >= this.#thinUntilUs || minSeenUs === nowUs) {
      this.#thinning = false;
      this.#rtt.renewMin(nowUs);
    } else this.idle(inFlightBytes);
  }

  get #thinBytes(): number {
    return this.bandwidth * this.#rtt.minUs < thinBytesMax ? thinBytesMax / 2 : thinBytesMax;
  }

  get #gain(): number {
    if (this.#mode === "startup") return startupGain;
    if (this.#mode === "drain") return 1 / startupGain;
    const gain = probeGains[this.#phase] ?? 1;
    return this.#queued ? Math.min(1, gain) : gain;
  }

  #endRound(nowUs: number): void {
    this.#roundEndsAt = this.#delivered;
    this.#roundFromUs = nowUs;
    const lossy = this.#isLossy();
    if (lossy) this.#shrink();
    else this.#capBytes *= startupGrowth;
    if (this.#mode === "startup" && !this.#sampleLimited) this.#judgeStartup(lossy);
    // A round without enough to send teaches nothing and must not push out what was learned.
    if (!this.#sampleLimited && nowUs >= this.#slotFromUs + slotMinUs) {
      this.#slotFromUs = nowUs;
      const latest = this.#bandwidths[this.#round % bandwidthRounds] ?? 0;
      // A queue that stands although no more than the bandwidth is sent: it is less than it was.
      if (this.#queued && this.#queuedBefore) this.#bandwidths.fill(0);
      this.#queuedBefore = this.#queued;
      this.#bandwidths[this.#round % bandwidthRounds] = latest;
      this.#round += 1;
      this.#bandwidths[this.#round % bandwidthRounds] = 0;
      this.#bandwidth = Math.max(...this.#bandwidths);
    }
    this.#roundLost = 0;
    this.#roundAcked = 0;
  }

  #isLossy(): boolean {
    const all = this.#roundLost + this.#roundAcked;
    const share = this.#queued ? lossyQueued : lossyFree;
    return this.#roundLost >= lossyPackets && this.#roundLost > share * all;
  }

  #shrink(): void {
    const product = this.bandwidth * (this.#rtt.minUs + lumpUs);
    this.#capBytes = Math.max(product, 0.85 * Math.min(this.windowBytes, this.#capBytes));
  }

  #judgeStartup(lossy: boolean): void {
    const bandwidth = this.bandwidth;
    if (bandwidth >= startupGrowth * this.#fullBandwidth) {
      this.#fullBandwidth = bandwidth;
      this.#fullRounds = 0;
    } else this.#fullRounds += 1;
    if (this.#fullRounds >= startupRounds || lossy) this.#mode = "drain";
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
