/**
 * Drags of volume sliders, from all remotes: of the many steps of one the latest
 * is carried out, at most every `gestureUs`, and the last at once (docs/CONTROL.md §5).
 *
 * It decides nothing about volumes: it only leaves out what is overtaken.
 *
 * Invariants:
 *   I1  every step is answered: one that was overtaken with the answer of the step that took its place
 *   I2  steps of a gesture are carried out in the order in which they came; a final one is not left out
 *   I3  of changes by so much none is lost: those that are overtaken are added to the next
 * Bounds: one step a connection waits; a connection has inflightMax of them unanswered.
 */
import { type Deferred, deferred } from "../base/signal.ts";
import type { PlayerCommand } from "../player/model.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { CommandRequest, CommandResult } from "./command-runner.ts";
import { gestureUs } from "./limits.ts";

interface Waiting {
  readonly request: CommandRequest;
  readonly results: readonly Deferred<CommandResult>[];
}

/** One serves one connection. */
export class VolumeGestures {
  readonly #clock: Clock;
  readonly #run: (request: CommandRequest) => Promise<CommandResult>;
  #waiting: Waiting | undefined;
  #timer: Cancel | undefined;
  #ranUs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, run: (request: CommandRequest) => Promise<CommandResult>) {
    this.#clock = clock;
    this.#run = run;
  }

  /** A step of `request.gesture`; `final`: its last. */
  step(request: CommandRequest, final: boolean): Promise<CommandResult> {
    if (this.#waiting?.request.gesture.gesture !== request.gesture.gesture) this.#flush();
    const result = deferred<CommandResult>();
    const { request: before, results } = this.#waiting ?? { request: undefined, results: [] };
    const command = merged(before?.command, request.command);
    this.#waiting = { request: { ...request, command }, results: [...results, result] };
    const waitUs = this.#ranUs + gestureUs - this.#clock.nowUs();
    if (final || waitUs <= 0) this.#flush();
    else this.#timer ??= this.#clock.after(waitUs, () => this.#flush());
    return result.promise;
  }

  #flush(): void {
    this.#timer?.();
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#ranUs = this.#clock.nowUs();
    this.#run(waiting.request).then(
      (result) => {
        for (const each of waiting.results) each.resolve(result);
      },
      (error: unknown) => {
        for (const each of waiting.results) each.reject(error);
      },
    );
  }
}

/** What the later of two steps comes to, when the earlier one was not carried out. */
function merged(earlier: PlayerCommand | undefined, later: PlayerCommand): PlayerCommand {
  if (earlier === undefined || later.kind !== "volume-by") return later;
  if (earlier.kind === "volume-by") return { ...later, by: earlier.by + later.by };
  if (earlier.kind !== "volume") return later;
  return { kind: "volume", level: Math.min(100, Math.max(0, earlier.level + later.by)) };
}
