/**
 * Outputs of players as the benches hear them: each hands over what left it, frame by frame, with the
 * time at which a frame was played. Times are of the machine's monotonic clock, the same for all
 * processes and namespaces.
 */
import { constants, openSync } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { Socket } from "node:net";
import { ModelDac } from "../../src/platform/model-dac.ts";
import { BenchError } from "./errors.ts";
import { runToEnd, sleep } from "./harness.ts";
import { captureLagMsMax, pipePollMs, soundGapMs } from "./limits.ts";
import { type SoundRun, SoundRuns } from "./sound-runs.ts";

const rate = 48_000;
const frameBytes = 4;
const wavHeaderBytes = 44;

export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What came out of a player, by time in milliseconds. */
export abstract class SoundCapture implements AsyncDisposable {
  protected readonly runs = new SoundRuns((soundGapMs * rate) / 1_000);
  /** When frame 0 is played. */
  protected abstract readonly startMs: number;

  /** Brings `runs` up to date as far as that can be. */
  protected abstract look(): Promise<void>;
  abstract [Symbol.asyncDispose](): Promise<void>;

  /** When the first sound at or after `fromMs` was played. Throws BenchError `no-start` after `withinMs`. */
  async firstSound(fromMs: number, withinMs: number): Promise<number> {
    const frame = this.#frameAt(fromMs);
    while (nowMs() < fromMs + withinMs) {
      await this.look();
      const first = this.runs.firstFrom(frame);
      if (first !== undefined) return this.#timeOf(first);
      await sleep(pipePollMs);
    }
    throw new BenchError("no-start", `no sound within ${withinMs} ms`);
  }

  /** Resolves when it has been silent for `forMs`. Throws BenchError `no-end`. */
  async silent(forMs: number, withinMs: number): Promise<void> {
    const untilMs = nowMs() + withinMs;
    while (nowMs() < untilMs) {
      await this.look();
      const last = this.runs.runs.at(-1)?.to ?? 0;
      if (this.#timeOf(this.runs.frames) - this.#timeOf(last) >= forMs) return;
      await sleep(pipePollMs);
    }
    throw new BenchError("no-end", `still not silent after ${withinMs} ms`);
  }

  /** Resolves when all that was played until then is known. Throws BenchError `no-capture`. */
  async reach(ms: number): Promise<void> {
    const untilMs = ms + captureLagMsMax;
    for (;;) {
      await this.look();
      if (this.#timeOf(this.runs.frames) >= ms) return;
      if (nowMs() > untilMs) throw new BenchError("no-capture", "an output has stopped");
      await sleep(pipePollMs);
    }
  }

  /** Silences inside the sound between two times, in milliseconds. */
  async gaps(fromMs: number, toMs: number): Promise<readonly SoundRun[]> {
    await this.look();
    const gaps = this.runs.gapsBetween(this.#frameAt(fromMs), this.#frameAt(toMs));
    return gaps.map(({ from, to }) => ({ from: this.#timeOf(from), to: this.#timeOf(to) }));
  }

  /** When the last sound so far was played; undefined before the first. */
  async lastSound(): Promise<number | undefined> {
    await this.look();
    const last = this.runs.runs.at(-1);
    return last === undefined ? undefined : this.#timeOf(last.to);
  }

  #frameAt(ms: number): number {
    return Math.max(0, Math.ceil(((ms - this.startMs) * rate) / 1_000));
  }
  #timeOf(frame: number): number {
    return this.startMs + (1_000 * frame) / rate;
  }
}

/** A speaker's `wav:` output, read while it grows; the file is up to 0.1 s behind the sound, its times are not. */
export class WavCapture extends SoundCapture {
  protected readonly startMs: number;
  readonly #file: FileHandle;
  readonly #block = new Uint8Array(64 * 1024);
  #at = wavHeaderBytes;

  /** `file` and `file`.json must be there: the speaker is ready. */
  static async open(file: string): Promise<WavCapture> {
    const text = await readFile(`${file}.json`, "utf8");
    // In nanoseconds, above what a JSON number holds exactly; a microsecond does not matter here.
    const { startMonotonicNs } = JSON.parse(text) as { startMonotonicNs: number }; // CONTRACT.md
    return new WavCapture(await open(file, "r"), startMonotonicNs / 1e6);
  }

  private constructor(file: FileHandle, startMs: number) {
    super();
    this.#file = file;
    this.startMs = startMs;
  }

  protected async look(): Promise<void> {
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#block, 0, this.#block.length, this.#at);
      const whole = bytesRead - (bytesRead % frameBytes);
      if (whole === 0) return;
      this.runs.samples(new Int16Array(this.#block.buffer, 0, whole / 2));
      this.#at += whole;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}

/**
 * A named pipe that a player writes S16 stereo at 48 kHz into, emptied by the speaker's own model DAC
 * at the pace of a card: both sides' sound leaves through the same thing. The kernel's pipe before it
 * gives the player 0.3 s more of buffer than a card would.
 */
export class PipeCapture extends SoundCapture {
  protected readonly startMs: number;
  readonly #pipe: Socket;
  readonly #dac: ModelDac;
  readonly #timer: NodeJS.Timeout;
  #takenBytes = 0;

  /** Makes the pipe. */
  static async open(path: string): Promise<PipeCapture> {
    await runToEnd("mkfifo", [path]);
    // Held open for writing, too: so it has no end when the player closes it between two tracks.
    return new PipeCapture(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
  }

  private constructor(fd: number) {
    super();
    const startUs = Math.round(nowMs() * 1_000);
    this.startMs = startUs / 1_000;
    this.#dac = new ModelDac({
      device: "pipe",
      ppm: 0,
      startUs,
      time: { nowUs: () => Math.round(nowMs() * 1_000), sleepUs: () => undefined },
      capture: {
        samples: (played) => this.runs.samples(played),
        silence: (frames) => this.runs.silence(frames),
        trouble: undefined,
        [Symbol.dispose]: () => undefined,
      },
    });
    this.#pipe = new Socket({ fd, readable: true, writable: false });
    this.#pipe.on("readable", () => this.#pump());
    this.#timer = setInterval(() => this.#pump(), pipePollMs);
  }

  /** Seconds of sound that the player has handed over. */
  get takenS(): number {
    return this.#takenBytes / frameBytes / rate;
  }

  protected async look(): Promise<void> {
    this.#pump();
    // What was played meanwhile is known once somebody asks how much was not.
    this.#dac.delayFrames();
  }

  /** As much as the DAC has room for, never more: it would sleep. */
  #pump(): void {
    const room = (this.#dac.roomFrames() ?? this.#dac.bufferFrames) * frameBytes;
    const ready = this.#pipe.readableLength;
    const count = Math.min(room, ready - (ready % frameBytes));
    if (count <= 0) return;
    const bytes: unknown = this.#pipe.read(count);
    if (!(bytes instanceof Uint8Array)) return;
    this.#takenBytes += bytes.length;
    this.#dac.write(floatsOf(bytes));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#pipe.destroy();
    this.#dac[Symbol.dispose]();
  }
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from(
    { length: bytes.length / 2 },
    (_, i) => view.getInt16(2 * i, true) / 32_768,
  );
}
