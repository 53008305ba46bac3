/**
 * Covers over HTTP: a few at a time, each held no longer than it takes to send,
 * and never as anything but an image.
 */
import { assert } from "../../base/assert.ts";
import { type Deferred, deferred } from "../../base/signal.ts";
import type { SpeakerModel } from "../../player/model.ts";
import { coversMax, coversWaitingMax } from "./limits.ts";

export interface Cover {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export class Covers {
  readonly #model: Pick<SpeakerModel, "artwork">;
  readonly #waiting = new Set<Deferred<void>>();
  #active = 0;

  constructor(model: Pick<SpeakerModel, "artwork">) {
    this.#model = model;
  }

  /** Holds its turn until `over` aborts, and rejects with its reason where that comes first. */
  async get(hash: string, over: AbortSignal): Promise<Cover | "unknown" | "busy"> {
    over.throwIfAborted();
    if (this.#active >= coversMax && this.#waiting.size >= coversWaitingMax) return "busy";
    await this.#turn(over);
    over.addEventListener("abort", () => this.#release(), { once: true });
    if (over.aborted) this.#release();
    over.throwIfAborted();
    const bytes = await this.#model.artwork(hash, over);
    const type = bytes === undefined ? undefined : imageType(bytes);
    return bytes === undefined || type === undefined ? "unknown" : { type, bytes };
  }

  async #turn(over: AbortSignal): Promise<void> {
    if (this.#active < coversMax) {
      this.#active += 1;
      return;
    }
    const turn = deferred<void>();
    this.#waiting.add(turn);
    const leave = (): void => {
      if (this.#waiting.delete(turn)) turn.reject(over.reason);
    };
    over.addEventListener("abort", leave, { once: true });
    await turn.promise;
  }

  /** To the one that has waited longest. */
  #release(): void {
    assert(this.#active > 0, "a turn is given back once");
    const [next] = this.#waiting;
    if (next === undefined) this.#active -= 1;
    else {
      this.#waiting.delete(next);
      next.resolve();
    }
  }
}

const signatures: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** By its first bytes (WHATWG MIME Sniffing §6.1); undefined for what is none of the images that browsers show. */
export function imageType(bytes: Uint8Array): string | undefined {
  return signatures.find(([, at, signature]) =>
    signature.every((byte, i) => bytes[at + i] === byte),
  )?.[0];
}
