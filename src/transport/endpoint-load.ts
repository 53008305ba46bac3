/**
 * What all sessions of one endpoint have in common: its way out to the network
 * and its memory for answers (PROTOCOL.md §5.3).
 *
 * While anything urgent is being served to anybody, no session sends background
 * answers. An origin with a thousand speakers always serves something urgent
 * to someone: so a hold is interrupted, and delay alone must do then.
 */
import { usPerMs, usPerS } from "../base/units.ts";
import { endpointHeldBytesMax } from "./limits.ts";

/** Longest hold at a stretch: an urgent answer of seconds is a link in trouble, not a start. */
const holdUs = 2 * usPerS;
/** The pause between two of them. */
const breathUs = 500 * usPerMs;

export class EndpointLoad {
  #urgent = 0;
  #urgentFromUs = 0;
  #heldBytes = 0;

  /** An urgent request has come. */
  urgentBegan(nowUs: number): void {
    if (this.#urgent === 0) this.#urgentFromUs = nowUs;
    this.#urgent += 1;
  }

  /** It is answered, or over. */
  urgentEnded(): void {
    this.#urgent -= 1;
  }

  /** Whether background answers have to wait now. */
  holdsBackground(nowUs: number): boolean {
    if (this.#urgent === 0) return false;
    return (nowUs - this.#urgentFromUs) % (holdUs + breathUs) < holdUs;
  }

  /** Takes `bytes` of answers on; false where that is too much for one endpoint. Half is kept for what someone waits for. */
  hold(bytes: number, background: boolean): boolean {
    const most = background ? endpointHeldBytesMax / 2 : endpointHeldBytesMax;
    if (this.#heldBytes + bytes > most) return false;
    this.#heldBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#heldBytes -= bytes;
  }
}
