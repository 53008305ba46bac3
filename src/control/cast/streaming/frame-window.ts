/**
 * Puts the frames of a Cast stream together from their packets, and hands them out
 * in order: what is missing is known by frame and packet, to be asked for again.
 *
 * Pure state. The sender counts frames from 0, and packets carry 8 bits of it.
 *
 * Invariants:
 *   I1  each frame is handed out once or given up, in the order of their numbers
 *   I2  what is held lies in [next, next + framesHeldMax)
 * Bounds: framesHeldMax frames of framePacketsMax packets and frameBytesMax bytes each.
 */
import { concatBytes } from "../../../base/bytes.ts";
import { frameBytesMax, framesHeldMax } from "./limits.ts";
import { expand, type RtpPacket } from "./rtp.ts";

/** As it came: encrypted. */
export interface CollectedFrame {
  readonly frame: number;
  /** Lower 32 bits. */
  readonly rtpTime: number;
  readonly bytes: Uint8Array;
}

/** What of a frame is missing: packets, or `all` where nothing of it has come. */
export interface MissingFrame {
  readonly frame: number;
  readonly parts: readonly number[] | "all";
}

/** What became of a packet. All are normal on a network, so none is an error. */
export type PacketFate = "taken" | "whole" | "old" | "known" | "beyond" | "odd";

interface Collecting {
  readonly rtpTime: number;
  /** By their places; those that have not come are undefined. */
  readonly parts: (Uint8Array | undefined)[];
  missing: number;
  bytes: number;
}

export class FrameWindow {
  readonly #held = new Map<number, Collecting>();
  #next = 0;
  #highest = -1;

  /** All frames up to this one came or were given up; −1 before the first. */
  get checkpoint(): number {
    let at = this.#next;
    while (this.#isWhole(at)) at += 1;
    return at - 1;
  }
  /** The next frame is not whole, and one behind it is. */
  get hasHole(): boolean {
    return !this.#isWhole(this.#next) && this.#nextWhole() !== undefined;
  }
  /** No further frame would fit. */
  get isFull(): boolean {
    return this.#highest >= this.#next + framesHeldMax - 1;
  }

  /** Keeps the payload. */
  take(packet: RtpPacket): PacketFate {
    const frame = expand(packet.frame, 8, Math.max(this.#highest, this.#next));
    if (frame < this.#next) return "old";
    if (frame >= this.#next + framesHeldMax) return "beyond";
    const held = this.#held.get(frame) ?? newFrame(packet);
    if (held.parts.length !== packet.lastPart + 1 || held.rtpTime !== packet.rtpTime) return "odd";
    if (held.parts[packet.part] !== undefined) return "known";
    if (held.bytes + packet.payload.length > frameBytesMax) return "odd";
    this.#held.set(frame, held);
    this.#highest = Math.max(this.#highest, frame);
    held.parts[packet.part] = packet.payload;
    held.bytes += packet.payload.length;
    held.missing -= 1;
    return held.missing === 0 ? "whole" : "taken";
  }

  /** The next frame; undefined while it is not whole. */
  shift(): CollectedFrame | undefined {
    const frame = this.#next;
    const held = this.#held.get(frame);
    if (held === undefined || held.missing > 0) return undefined;
    this.#held.delete(frame);
    this.#next += 1;
    const parts = held.parts.filter((part) => part !== undefined);
    return { frame, rtpTime: held.rtpTime, bytes: concatBytes(parts) };
  }

  /** Goes on at the next frame that is whole, where there is one; how many were given up for it. */
  giveUp(): number {
    const to = this.#nextWhole();
    if (to === undefined) return 0;
    const lost = to - this.#next;
    for (let frame = this.#next; frame < to; frame++) this.#held.delete(frame);
    this.#next = to;
    return lost;
  }

  /** Ascending; at most `most` packets of them. */
  missing(most: number): MissingFrame[] {
    const found: MissingFrame[] = [];
    let count = 0;
    for (let frame = this.#next; frame <= this.#highest && count < most; frame++) {
      const held = this.#held.get(frame);
      if (held?.missing === 0) continue;
      const places = [...(held?.parts.entries() ?? [])];
      const parts = places.filter(([, part]) => part === undefined).map(([place]) => place);
      found.push({ frame, parts: held === undefined ? "all" : parts });
      count += held === undefined ? 1 : parts.length;
    }
    return found;
  }

  /** Frames that are whole and wait for one before them, ascending. */
  waiting(): number[] {
    const { checkpoint } = this;
    return [...this.#held.keys()]
      .filter((frame) => frame > checkpoint && this.#isWhole(frame))
      .sort((a, b) => a - b);
  }

  #isWhole(frame: number): boolean {
    return this.#held.get(frame)?.missing === 0;
  }

  #nextWhole(): number | undefined {
    for (let frame = this.#next; frame <= this.#highest; frame++)
      if (this.#isWhole(frame)) return frame;
    return undefined;
  }
}

function newFrame({ rtpTime, lastPart }: RtpPacket): Collecting {
  const count = lastPart + 1;
  return { rtpTime, parts: new Array<undefined>(count).fill(undefined), missing: count, bytes: 0 };
}
