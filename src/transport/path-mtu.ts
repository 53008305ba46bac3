/**
 * Finds out how large a datagram the path carries (RFC 8899): sends padded
 * probes when there is nothing better to do, and believes what arrives.
 *
 * Pure state. Probes that are lost say nothing of congestion. Symbols are made
 * for 1200 bytes and stay so: larger packets only let an ACK, a repair list or a
 * REQUEST travel beside them (docs/decisions/0013-giving-way.md).
 *
 * Invariants:
 *   I1  `bytes` is 1200, or the length of a probe that arrived over this path
 *   I2  one probe is under way at a time
 */
import { datagramBytesLargest, datagramBytesMax } from "../wire/link-datagram.ts";
import { mtuBeginUs, mtuBlackHoleLosses, mtuProbesMax, mtuRaiseUs } from "./limits.ts";

/**
 * Sizes that are tried, each once the one before was judged: what Ethernet carries over IPv6 and PPPoE carries
 * over IPv4; what Ethernet carries over IPv4, where that went; what most tunnels carry, where it did not.
 */
const firstBytes = 1_452;
const tunnelBytes = 1_372;

export class PathMtu {
  readonly #enabled: boolean;
  #bytes = datagramBytesMax;
  /** What is tried now; undefined when the search is over. */
  #candidate: number | undefined = firstBytes;
  #tries = 0;
  /** The probe under way, −1 for none. */
  #probeNumber = -1;
  #dueUs: number;
  #losses = 0;

  /** `enabled`: the peer takes such packets. */
  constructor(enabled: boolean, nowUs: number) {
    this.#enabled = enabled;
    this.#dueUs = enabled ? nowUs + mtuBeginUs : Number.POSITIVE_INFINITY;
  }

  /** The largest datagram that may be sent. */
  get bytes(): number {
    return this.#bytes;
  }
  /** When a probe may go; Infinity while one is under way, or none is wanted. */
  get dueUs(): number {
    return this.#probeNumber >= 0 ? Number.POSITIVE_INFINITY : this.#dueUs;
  }
  get probeBytes(): number {
    return this.#candidate ?? firstBytes;
  }

  /** A probe left as packet `number`. */
  probed(number: number): void {
    this.#candidate ??= firstBytes;
    this.#probeNumber = number;
    this.#tries += 1;
  }

  isProbe(number: number): boolean {
    return number === this.#probeNumber;
  }

  /** A packet of so many bytes arrived. */
  acked(number: number, bytes: number, nowUs: number): void {
    if (bytes > datagramBytesMax) this.#losses = 0;
    if (!this.isProbe(number)) return;
    this.#bytes = bytes;
    this.#next(
      bytes < datagramBytesLargest && bytes >= firstBytes ? datagramBytesLargest : undefined,
      nowUs,
    );
  }

  lost(number: number, bytes: number, nowUs: number): void {
    if (this.isProbe(number)) {
      this.#probeNumber = -1;
      this.#dueUs = nowUs;
      if (this.#tries >= mtuProbesMax)
        this.#next(this.#candidate === firstBytes ? tunnelBytes : undefined, nowUs);
      return;
    }
    if (bytes <= datagramBytesMax) return;
    this.#losses += 1;
    // A black hole: the path carries less than it did.
    if (this.#losses >= mtuBlackHoleLosses) this.restart(nowUs);
  }

  /** Another path, or one that changed: back to what any path carries. */
  restart(nowUs: number): void {
    this.#bytes = datagramBytesMax;
    this.#losses = 0;
    this.#next(firstBytes, nowUs);
    if (this.#enabled) this.#dueUs = nowUs + mtuBeginUs;
  }

  /** Tries this size next; without one, all over again much later. */
  #next(candidate: number | undefined, nowUs: number): void {
    this.#candidate = candidate;
    this.#tries = 0;
    this.#probeNumber = -1;
    this.#dueUs = candidate === undefined ? nowUs + mtuRaiseUs : nowUs;
    if (!this.#enabled) this.#dueUs = Number.POSITIVE_INFINITY;
  }
}
