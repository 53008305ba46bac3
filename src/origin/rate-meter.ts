/** Bytes a second over the last few seconds. Pure. */
import { usPerS } from "../base/units.ts";

/** Long enough to be steady over chunks of a second, short enough to be "now". */
const windowS = 5;

export class RateMeter {
  /** Bytes by second, modulo the window; `#second` is the newest. */
  readonly #bytes = new Float64Array(windowS);
  #second = 0;

  add(bytes: number, nowUs: number): void {
    this.#moveTo(nowUs);
    this.#bytes[this.#second % windowS] = (this.#bytes[this.#second % windowS] ?? 0) + bytes;
  }

  bitsPerS(nowUs: number): number {
    this.#moveTo(nowUs);
    return Math.round((8 * this.#bytes.reduce((sum, bytes) => sum + bytes, 0)) / windowS);
  }

  #moveTo(nowUs: number): void {
    const second = Math.floor(nowUs / usPerS);
    const passed = Math.min(windowS, second - this.#second);
    for (let i = 0; i < passed; i++) this.#bytes[(second - i) % windowS] = 0;
    this.#second = Math.max(this.#second, second);
  }
}
