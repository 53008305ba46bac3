/**
 * Where in a stream of captured samples there is sound and where silence. Pure.
 *
 * Starts and stalls of any player are read off its output with this, by the same rule: what a
 * program says of itself does not count.
 */

/** Frames from `from` up to `to`. */
export interface SoundRun {
  readonly from: number;
  readonly to: number;
}

/** A sample this small is silence: two steps of 16 bits, what a converter's rounding leaves. */
const silenceMax = 2;

export class SoundRuns {
  readonly #quietFramesMax: number;
  readonly #runs: { from: number; to: number }[] = [];
  #frames = 0;

  /** A silence of up to `quietFramesMax` frames belongs to the sound around it. */
  constructor(quietFramesMax: number) {
    this.#quietFramesMax = quietFramesMax;
  }

  /** Frames taken so far. */
  get frames(): number {
    return this.#frames;
  }
  /** In order, apart. The last one grows while there is sound. */
  get runs(): readonly SoundRun[] {
    return this.#runs;
  }

  /** The frames that follow, interleaved stereo. */
  samples(played: Int16Array): void {
    for (let i = 0; i + 1 < played.length; i += 2) {
      const left = played[i] ?? 0;
      const right = played[i + 1] ?? 0;
      if (Math.abs(left) > silenceMax || Math.abs(right) > silenceMax) this.#sound(this.#frames);
      this.#frames += 1;
    }
  }

  silence(frames: number): void {
    this.#frames += frames;
  }

  /** The first frame of sound at or after `frame`; undefined while there is none. */
  firstFrom(frame: number): number | undefined {
    const run = this.#runs.find(({ to }) => to > frame);
    return run === undefined ? undefined : Math.max(run.from, frame);
  }

  /** The silences inside the sound between two frames: stalls, where the music has none. */
  gapsBetween(from: number, to: number): readonly SoundRun[] {
    const inside = this.#runs.filter((run) => run.to > from && run.from < to);
    return inside.slice(1).map((run, i) => ({ from: inside[i]?.to ?? run.from, to: run.from }));
  }

  #sound(frame: number): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && frame - last.to <= this.#quietFramesMax) last.to = frame + 1;
    else this.#runs.push({ from: frame, to: frame + 1 });
  }
}
