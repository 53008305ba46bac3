/**
 * Commands that look at something before they run, a URL: which commands pass them
 * by, which wait for them, and which take their place (docs/CONTROL.md §5).
 */
import type { PlayerCommand } from "../player/model.ts";

/** What somebody wants to hear, or not to, in place of what is looked at. */
const instead: ReadonlySet<PlayerCommand["kind"]> = new Set<PlayerCommand["kind"]>([
  "play",
  "pause",
  "stop",
  "next",
  "previous",
  "queue-play",
  "playlist-play",
  "favourite-play",
  "preset-play",
]);

/** What is about the queue that it will make. */
const behind: ReadonlySet<PlayerCommand["kind"]> = new Set<PlayerCommand["kind"]>([
  "queue-add",
  "queue-remove",
  "queue-move",
  "queue-clear",
  "queue-undo",
  "shuffle",
]);

export class PendingLooks {
  /** With what comes of each. */
  readonly #looks = new Map<AbortController, Promise<unknown>>();

  add(stop: AbortController, result: Promise<unknown>): void {
    this.#looks.set(stop, result);
    const gone = (): void => void this.#looks.delete(stop);
    result.then(gone, gone);
  }

  /** What the command has to wait for; undefined where nothing. What it takes the place of is aborted. */
  before(command: PlayerCommand): Promise<unknown> | undefined {
    const takes = instead.has(command.kind);
    if (this.#looks.size === 0 || (!takes && !behind.has(command.kind))) return undefined;
    const results = Promise.allSettled(this.#looks.values());
    if (takes) for (const stop of this.#looks.keys()) stop.abort(new Error("another command came"));
    return results;
  }
}
