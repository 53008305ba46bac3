/**
 * What a session says beside requests and answers: challenges to a path,
 * responses to the peer's, and how fast music is needed (PROTOCOL.md §3, §5.3).
 *
 * Pure state. Bounds: one response waits, the newest; a peer that challenges
 * faster than packets leave gets no more than one in each.
 */
import type { FrameWriter } from "../wire/link-frames.ts";
import type { Path } from "./path.ts";

export class Asides {
  readonly #path: Path;
  readonly #understood: boolean;
  #response: Uint8Array | undefined;
  #need = 0;
  #needTold = 0;
  /** The packet that carried the newest NEED. */
  #needNumber = -1;

  /** `understood`: the peer knows these frames; else none is ever written. */
  constructor(path: Path, understood: boolean) {
    this.#path = path;
    this.#understood = understood;
  }

  /** What plays here takes so many bytes in a second; said once, and again where it is lost. */
  needs(bytesPerS: number): void {
    this.#need = bytesPerS;
  }

  /** The peer wants these bytes back. Keeps them. */
  respond(bytes: Uint8Array): void {
    this.#response = bytes;
  }

  hasSomething(nowUs: number): boolean {
    if (!this.#understood) return false;
    return (
      this.#response !== undefined ||
      this.#need !== this.#needTold ||
      this.#path.challengeDue(nowUs) !== undefined
    );
  }

  /** Writes into packet `number` as much as fits. */
  write(frames: FrameWriter, number: number, ptoUs: number, nowUs: number): void {
    if (!this.#understood) return;
    const challenge = this.#path.challengeDue(nowUs);
    if (challenge !== undefined && frames.path({ kind: "path-challenge", bytes: challenge })) {
      this.#path.challenged(ptoUs, nowUs);
    }
    const response = this.#response;
    if (response !== undefined && frames.path({ kind: "path-response", bytes: response })) {
      this.#response = undefined;
    }
    if (this.#need !== this.#needTold && frames.need(this.#need)) {
      this.#needTold = this.#need;
      this.#needNumber = number;
    }
  }

  lost(number: number): void {
    if (number === this.#needNumber) this.#needTold = -1;
  }
}
