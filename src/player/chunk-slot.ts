/**
 * One chunk of a feed from its first request until it is played. It may be
 * given up and asked for anew in another rung: what came without a hole stays,
 * and the new one joins on behind it.
 *
 * Pure state. `attempt` calls off the request of the moment.
 */
import type { RequestClass } from "../transport/endpoint.ts";
import type { RungChoice } from "./rung-rule.ts";
import type { OnProgress } from "./track-loader.ts";
import type { Frames, WholeChunk } from "./whole-chunk.ts";

interface Kept {
  readonly packet: Uint8Array;
  readonly choice: RungChoice;
}

const noFrames: Frames = [];

export class ChunkSlot {
  #choice: RungChoice;
  /** Of the request of the moment. */
  requestClass: RequestClass;
  #attempt = new AbortController();
  #frames: () => Frames = () => noFrames;
  /** Once all of the request of the moment is here. */
  #whole: WholeChunk | undefined;
  /** Of rungs that were given up, from frame `#keptFrom` on. */
  #kept: readonly Kept[] = [];
  #keptFrom = 0;
  #bytes = 0;
  #symbols = 0;
  #count = 0;
  #highest = -1;

  constructor(choice: RungChoice, requestClass: RequestClass) {
    this.#choice = choice;
    this.requestClass = requestClass;
  }

  /** Of the request of the moment. */
  get choice(): RungChoice {
    return this.#choice;
  }
  get attempt(): AbortController {
    return this.#attempt;
  }
  get complete(): boolean {
    return this.#whole !== undefined;
  }
  /** A symbol is missing that should have come before another: lost, or late. */
  get hasHole(): boolean {
    return !this.complete && this.#symbols <= this.#highest;
  }
  /** 0 until the first is here. */
  get symbolCount(): number {
    return this.#count;
  }
  /** There is something of it. */
  get begun(): boolean {
    return this.complete || this.#symbols > 0;
  }

  /** Whether `packet` has it; costs less. */
  has(frame: number): boolean {
    if (this.#keptAt(frame) !== undefined) return true;
    return this.#whole?.has(frame) ?? this.#frames()[frame] !== undefined;
  }
  packet(frame: number): Uint8Array | undefined {
    const kept = this.#keptAt(frame)?.packet;
    if (kept !== undefined) return kept;
    return this.#whole === undefined ? this.#frames()[frame] : this.#whole.packet(frame);
  }
  choiceAt(frame: number): RungChoice {
    return this.#keptAt(frame)?.choice ?? this.#choice;
  }

  /** What is still to come of a chunk that takes about `wholeBytes`. */
  leftBytes(wholeBytes: number): number {
    if (this.complete) return 0;
    if (this.#symbols === 0) return wholeBytes;
    return (this.#bytes / this.#symbols) * (this.#count - this.#symbols);
  }

  readonly progress: OnProgress = (soFar, { bytes, index, count }) => {
    this.#frames = soFar;
    this.#bytes += bytes;
    this.#symbols += 1;
    this.#count = count;
    this.#highest = Math.max(this.#highest, index);
  };

  finish(whole: WholeChunk): void {
    this.#whole = whole;
    this.#frames = () => noFrames;
  }

  /** Gives the request of the moment up; frames from `from` on are still to be played. */
  replace(choice: RungChoice, from: number): void {
    const kept: Kept[] = [];
    for (let frame = from; ; frame++) {
      const packet = this.packet(frame);
      if (packet === undefined) break;
      kept.push({ packet, choice: this.choiceAt(frame) });
    }
    this.#kept = kept;
    this.#keptFrom = from;
    this.#choice = choice;
    this.#frames = () => noFrames;
    this.#bytes = 0;
    this.#symbols = 0;
    this.#count = 0;
    this.#highest = -1;
    this.#attempt.abort(new Error("the chunk is asked for anew"));
    this.#attempt = new AbortController();
  }

  #keptAt(frame: number): Kept | undefined {
    return this.#kept[frame - this.#keptFrom];
  }
}
