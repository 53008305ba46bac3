/**
 * Carries out what the prefetcher plans, one task at a time: asks for the chunks in the class `prefetch`, which
 * yields to all others on the link, and calls off what the next plan has no more.
 *
 * It has no timer: it looks when the player reports progress, when a task ends and when a remote shows something.
 */
import { describeError } from "../../base/errors.ts";
import type { RungName } from "../../media/rung.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ChunkName, OnProgress } from "../track-loader.ts";
import type { Want } from "../want.ts";
import { aheadPatienceUs, failedMax, lookEveryUs } from "./limits.ts";
import type { Prefetcher, PrefetchMoment, PrefetchTask } from "./prefetcher.ts";

/** A track loader as it is used here (track-loader.ts). */
export interface AheadLoader {
  isCached(chunk: ChunkName): boolean;
  /** Manifest and leaf hashes are here: what comes from now on is verified at once. */
  prepare(rung: RungName, want: Want): Promise<void>;
  chunk(
    chunk: ChunkName,
    want: Want,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<unknown>;
  close(): void;
}

export interface PrefetchPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly load: (track: TrackId) => AheadLoader;
  readonly moment: () => PrefetchMoment;
}

interface Job {
  readonly task: PrefetchTask;
  readonly abort: AbortController;
}

export class PrefetchRunner {
  readonly #ports: PrefetchPorts;
  readonly #prefetcher: Prefetcher;
  readonly #failed = new Set<TrackId>();
  #job: Job | undefined;
  #lookedUs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(ports: PrefetchPorts, prefetcher: Prefetcher) {
    this.#ports = ports;
    this.#prefetcher = prefetcher;
  }

  /** To be called often; looks no more often than it is worth. */
  tend(): void {
    if (this.#ports.clock.nowUs() - this.#lookedUs >= lookEveryUs) this.look();
  }

  /** Plans anew, and does what comes first. */
  look(): void {
    if (this.#closed) return;
    this.#lookedUs = this.#ports.clock.nowUs();
    const tasks = this.#prefetcher.plan(this.#ports.moment());
    const job = this.#job;
    if (job !== undefined) {
      const { track, rung } = job.task;
      if (!tasks.some((task) => task.track === track && task.rung === rung)) this.cancel();
      return;
    }
    const first = tasks.find(({ track }) => !this.#failed.has(track));
    if (first !== undefined) void this.#run({ task: first, abort: new AbortController() });
  }

  /** Calls off what is under way: somebody asked for something else. */
  cancel(): void {
    this.#job?.abort.abort(new Error("it is not fetched ahead any more"));
  }

  close(): void {
    this.#closed = true;
    this.cancel();
  }

  /** Never rejects. */
  async #run(job: Job): Promise<void> {
    this.#job = job;
    const { task, abort } = job;
    const loader = this.#ports.load(task.track);
    const stop = (): void => loader.close();
    abort.signal.addEventListener("abort", stop, { once: true });
    const came = { bytes: 0, to: task.from };
    try {
      await this.#fetch(loader, job, came);
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(task.track, error);
    }
    loader.close();
    if (came.bytes > 0) this.#prefetcher.fetched({ ...task, to: came.to }, came.bytes);
    this.#job = undefined;
    if (!abort.signal.aborted) this.look();
  }

  async #fetch(
    loader: AheadLoader,
    { task, abort: { signal } }: Job,
    came: { bytes: number; to: number },
  ): Promise<void> {
    const { rung } = task;
    await loader.prepare(rung, this.#want(signal));
    for (let index = task.from; index < task.to; index++) {
      signal.throwIfAborted();
      const count: OnProgress = (_, { bytes }) => {
        came.bytes += bytes;
      };
      if (!loader.isCached({ rung, index }))
        await loader.chunk({ rung, index }, this.#want(signal), count, signal);
      came.to = index + 1;
    }
  }

  #want(signal: AbortSignal): Want {
    const neededUs = this.#ports.clock.nowUs() + aheadPatienceUs;
    return { class: () => "prefetch", neededUs: () => neededUs, isWanted: () => !signal.aborted };
  }

  #fail(track: TrackId, error: unknown): void {
    this.#ports.log.debug("prefetch-failed", { why: describeError(error) });
    if (this.#failed.size >= failedMax) this.#failed.clear();
    this.#failed.add(track);
  }
}
