/**
 * Memory for packets: slots of one size, made when they are first needed and used again, so that a
 * fast link makes no garbage. Bound: packetsHeldMax slots.
 */
import { mtuBytes, packetsHeldMax } from "../limits.ts";
import type { Destination, Packet } from "../model/packet.ts";

/** A slot; its first `sizeBytes` are the packet. */
export class Slot implements Packet {
  readonly bytes = new Uint8Array(mtuBytes);
  sizeBytes = 0;
  from = 0;
  to: Destination = 0;
  holders = 0;
}

export class PacketPool {
  readonly #free: Slot[] = [];
  #made = 0;

  /** Slots that are out. */
  get held(): number {
    return this.#made - this.#free.length;
  }

  /** Undefined: all are out. */
  take(): Slot | undefined {
    const slot = this.#free.pop();
    if (slot !== undefined || this.#made >= packetsHeldMax) return slot;
    this.#made += 1;
    return new Slot();
  }

  put(slot: Slot): void {
    this.#free.push(slot);
  }
}
