/**
 * Keeps trying to reach one peer: which address next, when, and with which
 * handshake. Pure: the endpoint sends what `tick` returns and hands over answers.
 *
 * One first message is repeated unchanged, to each address in turn, with pauses
 * that grow and are jittered, the shorter the more addresses there are; after
 * some tries, or when there is more to ask, a new one with fresh keys.
 */
import { Rng } from "../base/rng.ts";
import type { Address } from "../ports/network.ts";
import type { HandshakeResult, Initiator } from "./handshake.ts";
import { dialPauseMaxUs, dialPauseMinUs, dialPauseUs, dialTriesPerKey } from "./limits.ts";

const pauseGrowth = 1.5;
/** Each pause is between this share of its figure and the whole. */
const jitterFrom = 0.7;

export interface DialerOptions {
  readonly addresses: () => readonly Address[];
  /** A handshake with fresh keys. */
  readonly begin: () => Initiator;
  /** Whether this handshake says less than a new one would. */
  readonly isStale: (initiator: Initiator) => boolean;
  /** Called when a handshake is given up, with its source id. */
  readonly ended: (initiator: Initiator) => void;
  readonly seed: number;
}

export interface DialedDatagram {
  readonly bytes: Uint8Array;
  readonly to: Address;
}

export interface DialResult extends HandshakeResult {
  /** Body of XX's third message. */
  readonly finish: Uint8Array | undefined;
  readonly rttUs: number | undefined;
}

export class Dialer {
  readonly #options: DialerOptions;
  readonly #rng: Rng;
  #initiator: Initiator | undefined;
  #cookie: Uint8Array | undefined;
  #tries = 0;
  #sentUs = 0;
  #turn = 0;
  #pauseUs = dialPauseUs;
  #dueUs = Number.POSITIVE_INFINITY;

  constructor(options: DialerOptions) {
    this.#options = options;
    this.#rng = new Rng(options.seed);
  }

  get running(): boolean {
    return this.#dueUs !== Number.POSITIVE_INFINITY;
  }
  get dueUs(): number {
    return this.#dueUs;
  }

  /** Begins to dial, at once; goes on if it is dialling. */
  start(nowUs: number): void {
    if (this.running) return;
    this.#pauseUs = dialPauseUs;
    this.#dueUs = nowUs;
  }

  stop(): void {
    this.#dueUs = Number.POSITIVE_INFINITY;
    this.#drop();
  }

  /** The datagram that is due, if any. */
  tick(nowUs: number): DialedDatagram | undefined {
    if (nowUs < this.#dueUs) return undefined;
    const addresses = this.#options.addresses();
    const pauseUs = Math.max(dialPauseMinUs, this.#pauseUs / Math.max(1, addresses.length));
    this.#dueUs = nowUs + Math.round(pauseUs * (jitterFrom + (1 - jitterFrom) * this.#rng.float()));
    this.#pauseUs = Math.min(dialPauseMaxUs, this.#pauseUs * pauseGrowth);
    const to = addresses[this.#turn % Math.max(1, addresses.length)];
    this.#turn += 1;
    if (to === undefined) return undefined;
    return this.#datagram(to, nowUs);
  }

  /** The responder wants its cookie back: say it all again with it. Once for each handshake. */
  retry(cookie: Uint8Array, from: Address, nowUs: number): DialedDatagram | undefined {
    if (this.#initiator === undefined || this.#cookie !== undefined) return undefined;
    this.#cookie = cookie.slice();
    return this.#datagram(from, nowUs);
  }

  /** The finished handshake, with the round trip where only one answer can have been meant. */
  response(body: Uint8Array, nowUs: number): DialResult | undefined {
    const result = this.#initiator?.response(body);
    if (result === undefined) return undefined;
    const rttUs = this.#tries === 1 ? Math.max(1, nowUs - this.#sentUs) : undefined;
    this.stop();
    return { finish: undefined, ...result, rttUs };
  }

  #datagram(to: Address, nowUs: number): DialedDatagram | undefined {
    const initiator = this.#initiator;
    const stale =
      initiator !== undefined && this.#cookie === undefined && this.#options.isStale(initiator);
    if (this.#tries >= dialTriesPerKey || stale) this.#drop();
    this.#initiator ??= this.#options.begin();
    const bytes = this.#initiator.init(this.#cookie);
    if (bytes === undefined) return undefined;
    this.#tries += 1;
    this.#sentUs = nowUs;
    return { bytes, to };
  }

  #drop(): void {
    if (this.#initiator !== undefined) this.#options.ended(this.#initiator);
    this.#initiator = undefined;
    this.#cookie = undefined;
    this.#tries = 0;
  }
}
