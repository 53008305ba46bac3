/**
 * Where a session's datagrams go: follows the peer to a new address, and holds
 * back while that address has not shown that it answers (PROTOCOL.md §3).
 *
 * Invariant: an address that is not validated is sent at most three times the
 * bytes that came from it.
 */
import type { Address } from "../ports/network.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";

/** RFC 9000 §8. */
export const amplificationMax = 3;

/** A packet with an ACK and a PING. The smallest that moves a path earns more than this. */
const probeBytes = 64;

export class Path {
  #address: Address;
  #budgetBytes: number;
  /** The first packet sent to a new address: its acknowledgement validates it. */
  #provenBy = 0;
  #moves = 0;

  constructor(address: Address, validated: boolean) {
    this.#address = address;
    this.#budgetBytes = validated ? Number.POSITIVE_INFINITY : 0;
  }

  get address(): Address {
    return this.#address;
  }
  get validated(): boolean {
    return this.#budgetBytes === Number.POSITIVE_INFINITY;
  }
  /** What the next datagram may be at most; 0 where not even a probe is allowed. */
  get bytesMax(): number {
    return this.#budgetBytes < probeBytes ? 0 : Math.min(datagramBytesMax, this.#budgetBytes);
  }
  get moves(): number {
    return this.#moves;
  }

  /** An authentic packet came; `newest` when none with a higher number has. True when the path moved. */
  received(bytes: number, from: Address, newest: boolean, nextNumber: number): boolean {
    const same = from.port === this.#address.port && from.host === this.#address.host;
    if (same) {
      this.#budgetBytes += amplificationMax * bytes;
      return false;
    }
    if (!newest) return false;
    this.#address = from;
    this.#budgetBytes = amplificationMax * bytes;
    this.#provenBy = nextNumber;
    this.#moves += 1;
    return true;
  }

  sent(bytes: number): void {
    this.#budgetBytes -= bytes;
  }

  acknowledged(largest: number): void {
    if (largest >= this.#provenBy) this.#budgetBytes = Number.POSITIVE_INFINITY;
  }
}
