/**
 * Keeps an input open while somebody wants it: opens it, opens it again when it
 * is lost or gives nothing, reads what is there, and hands it on as blocks that
 * say when they were captured. Line-in is one taker of them.
 *
 * It never blocks and never waits: the caller calls `poll` often enough that the
 * device does not overflow, and says the time.
 *
 * Bounds: one block of memory; one try to open in each `reopenUs`.
 */
import { describeError } from "../base/errors.ts";
import { PcmError } from "../ports/errors.ts";
import type { PcmIn } from "../ports/pcm.ts";
import { inputRateMax, inputRateMin, inputSilentUs, reopenUs } from "./limits.ts";

/** Samples of the input, at its own rate. */
export interface CaptureBlock {
  /** Interleaved stereo; the first `frames` of it. Valid during the call. */
  readonly samples: Float32Array;
  readonly frames: number;
  /** In Hz, nominal. */
  readonly rate: number;
  /** When its first frame was captured: monotonic microseconds. */
  readonly atUs: number;
}

export interface CaptureTaker {
  /** The device runs, anew: what comes now does not go on from what came before. */
  opened(device: PcmIn): void;
  block(block: CaptureBlock): void;
  /** False while no more is to be read now: the device keeps it. */
  readonly wantsMore: boolean;
  /** Samples are missing between the last block and the next one. */
  broken(): void;
  closed(): void;
}

export interface InputCaptureOptions {
  readonly open: () => PcmIn;
  readonly taker: CaptureTaker;
  /** Told when the trouble or the device has changed. */
  readonly changed: () => void;
}

export class InputCapture implements Disposable {
  readonly #options: InputCaptureOptions;
  #device: PcmIn | undefined;
  #samples = new Float32Array(0);
  #trouble: string | undefined;
  #overruns = 0;
  #retryAtUs = Number.NEGATIVE_INFINITY;
  #heardUs = 0;

  constructor(options: InputCaptureOptions) {
    this.#options = options;
  }

  get device(): PcmIn | undefined {
    return this.#device;
  }
  /** For people, with what to do; undefined while it runs or nobody wants it. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  /** Times that samples were lost because they were not read in time. */
  get overruns(): number {
    return this.#overruns;
  }

  /** Reads what is there. Opens the device where it is not open. */
  poll(nowUs: number): void {
    if (this.#device === undefined) this.#open(nowUs);
    const device = this.#device;
    if (device === undefined) return;
    const { taker } = this.#options;
    // What more than a full buffer gives runs faster than time.
    for (let left = device.bufferFrames; left > 0 && taker.wantsMore; ) {
      const frames = device.read(this.#samples);
      if (frames === "lost") {
        this.#lose(nowUs, `sound input "${device.device}" is gone; plug it in again`);
        return;
      }
      if (frames === "xrun") {
        this.#overruns += 1;
        taker.broken();
        return;
      }
      if (frames === 0) break;
      this.#heardUs = nowUs;
      this.#pass(device, frames, nowUs);
      left -= frames;
    }
    if (taker.wantsMore && nowUs - this.#heardUs > inputSilentUs)
      this.#lose(nowUs, `sound input "${device.device}" gives nothing; see that it is connected`);
    else if (this.#trouble !== undefined && this.#heardUs === nowUs) this.#say(undefined);
  }

  /** Nobody wants it any more. */
  close(): void {
    this.#shut();
    this.#retryAtUs = Number.NEGATIVE_INFINITY;
    this.#trouble = undefined;
    this.#options.changed();
  }

  [Symbol.dispose](): void {
    this.#shut();
  }

  #open(nowUs: number): void {
    if (nowUs < this.#retryAtUs) return;
    this.#retryAtUs = nowUs + reopenUs;
    try {
      const device = this.#options.open();
      const { rate } = device.format;
      if (rate < inputRateMin || rate > inputRateMax) {
        device[Symbol.dispose]();
        throw new PcmError("unsupported", `sound input "${device.device}" runs at ${rate} Hz`, {
          remedy: `choose one of ${inputRateMin} to ${inputRateMax} Hz`,
        });
      }
      this.#samples = new Float32Array(2 * device.periodFrames);
      this.#heardUs = nowUs;
      this.#device = device;
      this.#options.taker.opened(device);
      // What was in trouble is not well before it gives something.
      if (this.#trouble === undefined) this.#options.changed();
    } catch (error) {
      if (!(error instanceof PcmError)) throw error;
      this.#say(describeError(error));
    }
  }

  #pass(device: PcmIn, frames: number, nowUs: number): void {
    const { rate } = device.format;
    const atUs = nowUs - ((device.delayFrames() + frames) * 1e6) / rate;
    this.#options.taker.block({ samples: this.#samples, frames, rate, atUs });
  }

  #lose(nowUs: number, trouble: string): void {
    this.#shut();
    this.#retryAtUs = nowUs + reopenUs;
    this.#say(trouble);
  }

  #shut(): void {
    if (this.#device === undefined) return;
    this.#device[Symbol.dispose]();
    this.#device = undefined;
    this.#options.taker.closed();
  }

  #say(trouble: string | undefined): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#options.changed();
  }
}
