/**
 * What may be asked of a second source: a small share of all that comes, so that a bad evening does not
 * double the traffic of a house (DESIGN §6).
 *
 * Pure state: a bucket of bytes that fills with what came and is emptied by what was asked for twice.
 */
import { hedgeBytesMax, hedgeShare } from "./limits.ts";

export class HedgeBudget {
  #bytes = hedgeBytesMax;

  came(bytes: number): void {
    this.#bytes = Math.min(hedgeBytesMax, this.#bytes + hedgeShare * bytes);
  }

  /** False where so much is not allowed now. */
  take(bytes: number): boolean {
    if (bytes > this.#bytes) return false;
    this.#bytes -= bytes;
    return true;
  }
}
