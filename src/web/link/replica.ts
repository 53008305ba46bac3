/**
 * The browser's copy of the shared state (docs/CONTROL.md §4). Pure.
 *
 * Invariant: `state` is the speaker's of `seq` in `epoch`, or undefined while that is not known.
 */
import type { FrameIn, WireState } from "../wire/messages.ts";

type Applied = "changed" | "gap" | "ignored";

export class WebReplica {
  #epoch = "";
  #seq = 0;
  #state: WireState | undefined;

  get epoch(): string {
    return this.#epoch;
  }
  get seq(): number {
    return this.#seq;
  }
  get state(): WireState | undefined {
    return this.#state;
  }

  /** `nonce` is that of the latest Subscribe: a snapshot with another answers an older one. */
  snapshot(message: NonNullable<FrameIn["snapshot"]>, nonce: number): Applied {
    if (message.nonce !== nonce || message.state === null) return "ignored";
    this.#epoch = message.epoch;
    this.#seq = message.seq;
    this.#state = message.state;
    return "changed";
  }

  delta({ seq, changes }: NonNullable<FrameIn["delta"]>): Applied {
    if (this.#state === undefined || seq <= this.#seq) return "ignored";
    if (seq !== this.#seq + 1) return "gap";
    this.#seq = seq;
    const parts = Object.entries(changes ?? {}).filter(([, part]) => part !== null);
    this.#state = { ...this.#state, ...Object.fromEntries(parts) };
    return "changed";
  }
}
