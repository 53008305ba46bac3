/**
 * Where a session's datagrams go: follows the peer to a new address, holds back
 * while that address has not shown that it answers, and goes back to the one
 * before when it never does (PROTOCOL.md §3, RFC 9000 §8.2, §9.3).
 *
 * Pure state. Invariants:
 *   I1  an address that is not validated is sent at most three times the bytes
 *       that came from it
 *   I2  what validates an address was unpredictable and sent to that address
 */
import { equalBytes } from "../base/bytes.ts";
import type { Address } from "../ports/network.ts";
import { ptoMaxUs } from "./limits.ts";
import { PathMtu } from "./path-mtu.ts";

/** RFC 9000 §8. */
export const amplificationMax = 3;

/** A packet with an ACK and a PATH_CHALLENGE. The smallest that moves a path earns more than this. */
const probeBytes = 64;
/** Challenges to one address, each after twice the time of the one before; then it is given up (RFC 9000 §8.2.4). */
const challengesMax = 4;

export interface PathOptions {
  readonly address: Address;
  /** It has answered already. */
  readonly validated: boolean;
  /**
   * Unpredictable bytes for a challenge; absent where the peer knows of none: then an acknowledgement
   * of something sent there must do.
   */
  readonly challenge?: (() => Uint8Array) | undefined;
  /** The peer takes datagrams of more than 1200 bytes. */
  readonly large?: boolean;
}

export class Path {
  /** How large a datagram may be. */
  readonly mtu: PathMtu;
  readonly #options: PathOptions;
  #address: Address;
  #budgetBytes: number;
  /** The last address that was validated, where it is not this one. */
  #before: Address | undefined;
  /** The first packet sent to a new address: its acknowledgement validates it where there are no challenges. */
  #provenBy = Number.POSITIVE_INFINITY;
  #challenge: Uint8Array | undefined;
  #challenges = 0;
  /** Of the challenge that was sent last. */
  #ptoUs = ptoMaxUs;
  #dueUs = Number.POSITIVE_INFINITY;
  #moves = 0;

  constructor(options: PathOptions, nowUs: number) {
    this.mtu = new PathMtu(options.large === true, nowUs);
    this.#options = options;
    this.#address = options.address;
    this.#budgetBytes = options.validated ? Number.POSITIVE_INFINITY : 0;
  }

  get address(): Address {
    return this.#address;
  }
  get validated(): boolean {
    return this.#budgetBytes === Number.POSITIVE_INFINITY;
  }
  /** What the next datagram may be at most; 0 where not even a probe is allowed. */
  get bytesMax(): number {
    return this.#budgetBytes < probeBytes ? 0 : Math.min(this.mtu.bytes, this.#budgetBytes);
  }
  get moves(): number {
    return this.#moves;
  }
  /** When the next challenge, or the end of them, is due; Infinity where none is. */
  get dueUs(): number {
    return this.#dueUs;
  }

  /** An authentic packet came; `newest` when none with a higher number has. True when the path moved. */
  received(
    bytes: number,
    from: Address,
    newest: boolean,
    nextNumber: number,
    nowUs: number,
  ): boolean {
    if (isSame(from, this.#address)) {
      this.#budgetBytes += amplificationMax * bytes;
      return false;
    }
    if (!newest) return false;
    if (this.validated) this.#before = this.#address;
    this.#address = from;
    this.#moves += 1;
    this.mtu.restart(nowUs);
    if (this.#before !== undefined && isSame(from, this.#before)) this.#validate();
    else {
      this.#budgetBytes = amplificationMax * bytes;
      this.#provenBy = nextNumber;
      this.#challenge = this.#options.challenge?.();
      this.#challenges = 0;
      this.#dueUs = this.#challenge === undefined ? Number.POSITIVE_INFINITY : nowUs;
    }
    return true;
  }

  /** A first message of `cameBytes` came from here and was answered with `wentBytes`: what is left of its due may be used. */
  claimed(cameBytes: number, wentBytes: number): void {
    this.#budgetBytes += amplificationMax * cameBytes - wentBytes;
  }

  sent(bytes: number): void {
    this.#budgetBytes -= bytes;
  }

  /** The challenge that is to be sent now, if any. The caller says `challenged` when it is. */
  challengeDue(nowUs: number): Uint8Array | undefined {
    return nowUs >= this.#dueUs && this.#challenges < challengesMax ? this.#challenge : undefined;
  }

  challenged(ptoUs: number, nowUs: number): void {
    this.#ptoUs = ptoUs;
    this.#dueUs = nowUs + ptoUs * 2 ** this.#challenges;
    this.#challenges += 1;
  }

  /** Time goes by: an address that never answers is left for the one that did. */
  tick(nowUs: number): void {
    // One that may get no more than came from it has its time, too.
    if (this.bytesMax === 0 && this.challengeDue(nowUs) !== undefined)
      this.challenged(this.#ptoUs, nowUs);
    if (nowUs < this.#dueUs || this.#challenges < challengesMax) return;
    this.#dueUs = Number.POSITIVE_INFINITY;
    if (this.#before === undefined) return;
    this.#address = this.#before;
    this.#validate();
  }

  /** A PATH_RESPONSE came: true where it is the answer that was waited for. */
  responded(bytes: Uint8Array): boolean {
    if (this.#challenge === undefined || !equalBytes(bytes, this.#challenge)) return false;
    this.#validate();
    return true;
  }

  /** What was sent up to packet `largest` has arrived. */
  acknowledged(largest: number): void {
    if (this.#options.challenge === undefined && largest >= this.#provenBy) this.#validate();
  }

  /** The peer proved in some other way that it is at this address. */
  prove(): void {
    this.#validate();
  }

  #validate(): void {
    this.#budgetBytes = Number.POSITIVE_INFINITY;
    this.#before = undefined;
    this.#challenge = undefined;
    this.#dueUs = Number.POSITIVE_INFINITY;
    this.#provenBy = Number.POSITIVE_INFINITY;
  }
}

function isSame(a: Address, b: Address): boolean {
  return a.port === b.port && a.host === b.host;
}
