/**
 * Runs players' commands one after the other, whoever they come from, so that
 * each has one place in the history (docs/CONTROL.md §5).
 *
 * Invariants:
 *   I1  one command runs at a time, in the order of arrival; but what has to look at something first (a URL) holds up
 *       only what depends on the queue that it will make, and what would play something else takes its place (pending-looks.ts)
 *   I2  what changes while it runs is one delta, published before its result, and
 *       `seq` of the result is that delta's or a later one
 *   I3  a command that is bound to a revision of the queue finds that one, or changes nothing
 *   I4  a command with a key that was seen in the last `idempotencyUs` is not run again
 */

import { describeError, SpeakerError } from "../base/errors.ts";
import { deferred, orAbort } from "../base/signal.ts";
import type { Actor } from "../player/actor.ts";
import type {
  CommandOutcome,
  PlayerCommand,
  SpeakerModel,
  Topic,
  Violation,
} from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ResultCode } from "./codes.ts";
import type { Cause, NumberedDelta, StateFeed } from "./feed.ts";
import * as limits from "./limits.ts";
import { PendingLooks } from "./pending-looks.ts";
import type { GestureStep } from "./state.ts";

export interface CommandResult {
  readonly code: ResultCode;
  readonly message: string;
  readonly seq: number;
  readonly queueRev: number;
  readonly violations: readonly Violation[];
}

export interface CommandRequest {
  readonly command: PlayerCommand;
  /** What it comes to for whoever may not do all of it, when its turn has come; the same command where that is all. */
  readonly soften?: ((command: PlayerCommand, volumeNow: number) => PlayerCommand) | undefined;
  readonly cause: Cause;
  /** The name of the client, for people. */
  readonly by: string;
  /** Only while the queue has this revision; 0: whatever it has. */
  readonly ifQueueRev: number;
  /** Of a command that sets the volume. */
  readonly gesture: GestureStep;
  readonly actor?: Actor | undefined;
  /** Who sent it and the key it gave; undefined where it may be done twice. */
  readonly key: string | undefined;
}

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
}

type Looking = NonNullable<ReturnType<NonNullable<SpeakerModel["prepare"]>>>;
type Outcome = Omit<CommandOutcome, "code"> & { readonly code: ResultCode };

const limited = {
  code: "volume-limited",
  message: "a guest makes it louder by and by, and not as loud as others may",
} as const;

export class CommandRunner {
  readonly #ports: Ports;
  readonly #model: SpeakerModel;
  readonly #feed: StateFeed;
  readonly #publish: (delta: NumberedDelta) => void;
  /** Results by key, oldest first: a Map keeps the order of insertion. */
  readonly #seen = new Map<
    string,
    { readonly atUs: number; readonly result: Promise<CommandResult> }
  >();
  readonly #changed = new Set<Topic>();
  readonly #looks = new PendingLooks();
  #running: Cause | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    ports: Ports,
    parts: {
      readonly model: SpeakerModel;
      readonly feed: StateFeed;
      readonly publish: (delta: NumberedDelta) => void;
    },
  ) {
    this.#ports = ports;
    this.#model = parts.model;
    this.#feed = parts.feed;
    this.#publish = parts.publish;
  }

  /** A command runs: what changes now is its doing. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The model's notice. Published at once, or with the command that runs. */
  changed(topics: readonly Topic[]): void {
    for (const topic of topics) this.#changed.add(topic);
    if (this.#running === undefined) this.#look(undefined);
  }

  run(request: CommandRequest): Promise<CommandResult> {
    const { key } = request;
    this.#forgetOld();
    const seen = key === undefined ? undefined : this.#seen.get(key);
    if (seen !== undefined) return seen.result;
    const result = this.#begin(request);
    if (key !== undefined) this.#seen.set(key, { atUs: this.#ports.clock.nowUs(), result });
    return result;
  }

  #begin(request: CommandRequest): Promise<CommandResult> {
    const { command, actor } = request;
    const before = this.#looks.before(command);
    const stop = new AbortController();
    const looked = this.#model.prepare?.(command, actor, stop.signal);
    if (looked === undefined)
      return before === undefined
        ? this.#inTurn(request)
        : before.then(() => this.#inTurn(request));
    const result = this.#afterLook(request, looked, stop.signal, before);
    this.#looks.add(stop, result);
    return result;
  }

  async #afterLook(
    request: CommandRequest,
    looked: Looking,
    signal: AbortSignal,
    before: Promise<unknown> | undefined,
  ): Promise<CommandResult> {
    const found = await looked.catch((error: unknown) =>
      signal.aborted ? superseded : failed(error),
    );
    await before;
    if (signal.aborted) return this.#answer(superseded);
    return "command" in found
      ? await this.#inTurn({ ...request, command: found.command })
      : this.#answer(found);
  }

  #inTurn(request: CommandRequest): Promise<CommandResult> {
    const result = this.#last.then(() => this.#runNow(request));
    this.#last = result;
    return result;
  }

  async #runNow(request: CommandRequest): Promise<CommandResult> {
    const { command: asked, cause, soften } = request;
    const command = soften?.(asked, this.#feed.state.volume.level) ?? asked;
    this.#running = cause;
    const outcome = this.#staleQueue(request) ?? (await this.#execute({ ...request, command }));
    this.#running = undefined;
    const isDone = outcome.code === "ok" || outcome.code === "volume-limited";
    if (isDone && setsVolume(command)) this.#feed.setGesture(request.gesture);
    this.#look(cause);
    const told = outcome.code === "ok" && command !== asked ? limited : {};
    return this.#answer({ ...outcome, ...told });
  }

  #answer({ code, message, violations = [] }: Outcome): CommandResult {
    const { seq, state } = this.#feed;
    return { code, message, violations, seq, queueRev: state.queue.rev };
  }

  /** I3 */
  #staleQueue({ ifQueueRev }: CommandRequest): CommandOutcome | undefined {
    if (ifQueueRev === 0 || ifQueueRev === this.#model.queueMeta().revision) return undefined;
    const message = "the queue was changed meanwhile; look at it again";
    const violations = [{ field: "if_queue_rev", description: message, value: "" }];
    return { code: "conflict", message, violations };
  }

  /** Never rejects: a player that fails is an answer, and the next command gets its turn. */
  async #execute({ command, by, actor }: CommandRequest): Promise<CommandOutcome> {
    const late = deferred<CommandOutcome>();
    const cancel = this.#ports.clock.after(limits.commandUsMax, () =>
      late.resolve({ code: "unavailable", message: "the player did not answer; try again" }),
    );
    try {
      return await Promise.race([this.#model.execute(command, by, actor), late.promise]);
    } catch (error) {
      this.#ports.log.error("command-failed", { kind: command.kind, why: describeError(error) });
      return failed(error);
    } finally {
      cancel();
    }
  }

  #look(cause: Cause | undefined): void {
    const delta = this.#feed.look(this.#changed, this.#ports.clock.nowUs(), cause);
    this.#changed.clear();
    if (delta !== undefined) this.#publish(delta);
  }

  #forgetOld(): void {
    const oldestUs = this.#ports.clock.nowUs() - limits.idempotencyUs;
    for (const [key, { atUs }] of this.#seen) {
      if (atUs >= oldestUs && this.#seen.size < limits.idempotencyKeysMax) return;
      this.#seen.delete(key);
    }
  }
}

const superseded: Outcome = {
  code: "superseded",
  message: "another command took its place before it began",
};

function failed(error: unknown): CommandOutcome {
  const code = error instanceof SpeakerError ? "unavailable" : "internal";
  return { code, message: describeError(error) };
}

function setsVolume({ kind }: PlayerCommand): boolean {
  return kind === "volume" || kind === "volume-by";
}

/** Resolves when the first sample is out, the wait is over or `signal` aborts; says which. */
export async function waitFirstSample(
  model: SpeakerModel,
  clock: Clock,
  signal: AbortSignal,
): Promise<"out" | "never" | "not-yet"> {
  const over = new AbortController();
  const cancel = clock.after(limits.firstSampleUsMax, () => over.abort(new Error("no sound yet")));
  const stop = AbortSignal.any([signal, over.signal]);
  try {
    return (await orAbort(model.firstSample(stop), stop)) ? "out" : "never";
  } catch (error) {
    if (stop.aborted) return "not-yet";
    throw error;
  } finally {
    cancel();
  }
}
