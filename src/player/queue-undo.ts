/**
 * What can be undone of the queue: the steps that people made, newest last, each
 * with what it takes to go back.
 *
 * Pure state. Steps name items, not places: additions, removals and moves can be
 * taken back after later ones, too. What put all of the queue at stake (replace,
 * clear, shuffle) can be taken back while it is the latest step only.
 *
 * Invariants:
 *   I1  numbers of steps only grow, and are never used twice
 *   I2  taking back the latest step gives the order of before it exactly; shuffle that was set while the queue
 *       was empty is no step, and what comes back is as it says now
 * Bounds: undoStepsMax steps that hold undoEntriesMax items together; older ones are forgotten.
 */
import { undoEntriesMax, undoStepsMax } from "./limits.ts";
import type { UndoView } from "./model.ts";
import type { QueueEntry, QueueState } from "./queue.ts";
import type { QueueRuns } from "./queue-order.ts";

/** Where the music was: an item and a place in it. */
export interface MusicPlace {
  readonly id: string | undefined;
  readonly positionMs: number;
  readonly playing: boolean;
}

export type UndoAct =
  /** `from`: where the music was, when the items were played at once. */
  | { readonly what: "add"; readonly ids: readonly string[]; readonly from?: MusicPlace }
  | { readonly what: "remove"; readonly entries: readonly QueueEntry[]; readonly runs: QueueRuns }
  | { readonly what: "move"; readonly ids: readonly string[]; readonly runs: QueueRuns }
  | {
      readonly what: "replace" | "clear";
      readonly state: QueueState;
      readonly place: MusicPlace;
    }
  | { readonly what: "shuffle"; readonly state: QueueState };

export interface UndoStep {
  readonly step: number;
  /** Who did it; empty where nobody knows. */
  readonly by: string;
  readonly act: UndoAct;
}

/** Why a step cannot be taken back now. */
export type UndoRefusal =
  | { readonly refused: "nothing" }
  | { readonly refused: "gone" }
  /** `later` has to be taken back first. */
  | { readonly refused: "later"; readonly later: UndoStep };

export class UndoStack {
  #steps: UndoStep[] = [];
  #next = 1;

  /** What an undo takes back; null where there is nothing. */
  get view(): UndoView | null {
    const last = this.#steps.at(-1);
    return last === undefined ? null : viewOf(last);
  }
  get steps(): readonly UndoStep[] {
    return this.#steps;
  }

  push(act: UndoAct, by: string): void {
    this.#steps.push({ step: this.#next, by, act });
    this.#next += 1;
    this.#forgetOld();
  }

  /** The step to take back, 0 for the latest; it stays until `drop`. */
  find(number: number): UndoStep | UndoRefusal {
    if (this.#steps.length === 0) return { refused: "nothing" };
    const at =
      number === 0 ? this.#steps.length - 1 : this.#steps.findIndex(({ step }) => step === number);
    const found = this.#steps[at];
    if (found === undefined) return { refused: "gone" };
    const whole = isWhole(found.act);
    const later = this.#steps.slice(at + 1).findLast(({ act }) => whole || isWhole(act));
    return later === undefined ? found : { refused: "later", later };
  }

  drop(number: number): void {
    this.#steps = this.#steps.filter(({ step }) => step !== number);
  }

  clear(): void {
    this.#steps = [];
  }

  /** Steps of before a restart, numbered from 1 on: they lie below those that were made since. */
  restore(steps: readonly UndoStep[]): void {
    const since = this.#steps;
    this.#steps = [];
    this.#next = 1;
    for (const { act, by } of [...steps, ...since]) this.push(act, by);
  }

  #forgetOld(): void {
    let held = 0;
    const kept = this.#steps.toReversed().filter(({ act }, behind) => {
      held += heldBy(act);
      return behind < undoStepsMax && (behind === 0 || held <= undoEntriesMax);
    });
    this.#steps = kept.reverse();
  }
}

/** All of the queue is at stake. */
function isWhole({ what }: UndoAct): boolean {
  return what === "replace" || what === "clear" || what === "shuffle";
}

function heldBy(act: UndoAct): number {
  return "state" in act ? act.state.entries.length : itemsOf(act);
}

function itemsOf(act: UndoAct): number {
  if ("state" in act) return act.state.entries.length;
  return act.what === "remove" ? act.entries.length : act.ids.length;
}

function viewOf({ step, by, act }: UndoStep): UndoView {
  return { step, what: act.what, items: itemsOf(act), by };
}
