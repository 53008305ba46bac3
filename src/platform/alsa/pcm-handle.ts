/**
 * An open PCM with what playback and capture have in common: its recovery, its
 * times, its end. Calls of libasound; what is done about an error is
 * recovery.ts's.
 */
import type { PcmTiming } from "../../ports/pcm.ts";
import type { Box, Pointer, Struct } from "./bind.ts";
import { direction, pcmState } from "./constants.ts";
import type { Libasound } from "./libasound.ts";
import { waitMs } from "./limits.ts";
import { openPcm, type PcmSetup } from "./open-pcm.ts";
import { stepAfter, stepAfterPrepare, stepAfterResume } from "./recovery.ts";
import { monotonicUs } from "./timespec.ts";

/** `ok`: frames were moved. `none`: none are there, or there is no room. `xrun`: it was started anew. */
export type Outcome = "ok" | "none" | "xrun" | "lost";

export class PcmHandle implements Disposable {
  readonly setup: PcmSetup;
  readonly card: number | undefined;
  readonly alone: boolean;
  readonly #asound: Libasound;
  readonly #pcm: Pointer;
  readonly #capture: boolean;
  readonly #status: Struct;
  readonly #timespec = new Uint8Array(16);
  readonly #box: Box<number> = [0];
  #open = true;

  /** Throws PcmError. */
  static open(asound: Libasound, name: string, capture: boolean): PcmHandle {
    return new PcmHandle(asound, name, capture);
  }

  private constructor(asound: Libasound, name: string, capture: boolean) {
    const opened = openPcm(asound, name, capture ? direction.capture : direction.playback);
    this.#asound = asound;
    this.#pcm = opened.pcm;
    this.#capture = capture;
    this.setup = opened;
    this.card = opened.card;
    this.alone = opened.alone;
    this.#status = new Uint8Array(asound.statusSizeof());
  }

  /** Frames written; negative errno. */
  write(samples: Uint8Array, frames: number): number {
    return this.#asound.writei(this.#pcm, samples, frames);
  }
  read(samples: Uint8Array, frames: number): number {
    return this.#asound.readi(this.#pcm, samples, frames);
  }
  start(): number {
    return this.#asound.start(this.#pcm);
  }
  /** Waits for room or samples, `waitMs` at most. */
  wait(): number {
    return this.#asound.wait(this.#pcm, waitMs);
  }

  /** What comes of the error of a call, without waiting. */
  recover(error: number): Outcome {
    let step = stepAfter(error);
    if (step === "resume") step = stepAfterResume(this.#asound.resume(this.#pcm));
    if (step === "prepare") step = stepAfterPrepare(this.#asound.prepare(this.#pcm));
    if (step === "wait") return "none";
    if (step === "lost") return "lost";
    // A playback starts with what is written to it.
    return this.#capture && this.start() < 0 && !this.#runs() ? "lost" : "xrun";
  }

  /** Frames of what was written last that are not written any more; 0 where none can be had back. */
  rewind(frames: number): number {
    const most = Math.min(frames, this.#asound.rewindable(this.#pcm));
    return most > 0 ? Math.max(0, this.#asound.rewind(this.#pcm, most)) : 0;
  }

  /** Frames that can be written or read now; undefined when it ran dry, overran or is gone. */
  avail(): number | undefined {
    const frames = this.#asound.avail(this.#pcm);
    return frames < 0 ? undefined : frames;
  }

  delayFrames(): number {
    return this.#asound.delay(this.#pcm, this.#box) < 0 ? 0 : Math.max(0, this.#box[0]);
  }

  /** Undefined while the device does not run, or stamps no times. */
  timing(): PcmTiming | undefined {
    if (this.#asound.status(this.#pcm, this.#status) < 0) return undefined;
    const state = this.#asound.statusGetState(this.#status);
    if (state !== pcmState.running) return undefined;
    this.#timespec.fill(0xff);
    this.#asound.statusGetHtstamp(this.#status, this.#timespec);
    const atUs = monotonicUs(this.#timespec);
    if (atUs === 0) return undefined;
    return { delayFrames: Math.max(0, this.#asound.statusGetDelay(this.#status)), atUs };
  }

  /** Twice does no harm. What was not yet heard is not waited for. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#asound.drop(this.#pcm);
    this.#asound.close(this.#pcm);
  }

  #runs(): boolean {
    return this.#asound.state(this.#pcm) === pcmState.running;
  }
}
