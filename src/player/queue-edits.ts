/**
 * Edits of the queue as remotes ask for them: each is carried out as far as it
 * can be, and noted so that it can be undone.
 *
 * Edits name items, so that those of several remotes fit whatever came between:
 * what is not there any more is told and not missed (docs/CONTROL.md §5).
 */
import { unreachable } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import { queueItemsMax } from "./limits.ts";
import type { CommandOutcome, PlayerCommand, QueuePlace, UndoView, Violation } from "./model.ts";
import { done, noSuchItem, refuse } from "./outcomes.ts";
import type { Player } from "./player.ts";
import type { QueueEntry, QueueState } from "./queue.ts";
import type { QueueNotes } from "./queue-notes.ts";
import { type QueueRuns, runsIn } from "./queue-order.ts";
import { type MusicPlace, type UndoAct, type UndoRefusal, UndoStack } from "./queue-undo.ts";

type QueueMove = Omit<Extract<PlayerCommand, { kind: "queue-move" }>, "kind">;

export class QueueEdits {
  readonly #player: Player;
  readonly #rng: Rng;
  readonly #undo = new UndoStack();

  constructor(player: Player, rng: Rng) {
    this.#player = player;
    this.#rng = rng;
  }

  get revision(): number {
    return this.#player.queue.revision;
  }
  get undoable(): UndoView | null {
    return this.#undo.view;
  }
  /** Who added what and what can be undone, to be kept over a restart. */
  notes(): QueueNotes {
    const added = this.#player.queue.entries.flatMap(({ id, by }) =>
      by === undefined ? [] : [{ id, by }],
    );
    return { added, steps: this.#undo.steps };
  }

  restore({ added, steps }: QueueNotes): void {
    this.#player.queue.note(added);
    this.#undo.restore(steps);
  }

  /** And plays the first of them. */
  replace(entries: readonly QueueEntry[], by: string): CommandOutcome {
    this.#noteWhole("replace", by);
    this.#player.queue.replace(entries, this.#rng);
    this.#player.playCurrent(0, "replaced");
    return entries.length > queueItemsMax
      ? refuse("ok", `only the first ${queueItemsMax} tracks were queued`)
      : done;
  }

  add(entries: readonly QueueEntry[], place: QueuePlace, by: string): CommandOutcome {
    const { queue } = this.#player;
    const from = this.#place();
    const added = queue.add(entries, place);
    if (added === 0) return queue.entries.length >= queueItemsMax ? full : noSuchAnchor;
    const ids = entries.slice(0, added).map(({ id }) => id);
    const now = "at" in place && place.at === "now";
    this.#undo.push(now ? { what: "add", ids, from } : { what: "add", ids }, by);
    const [first] = ids;
    if (now && first !== undefined && queue.jump(first)) this.#player.playCurrent(0, "skipped");
    else this.#player.queueChanged("kept");
    return added < entries.length
      ? refuse("ok", `only the first ${added} of them were added: the queue is full`)
      : done;
  }

  remove(ids: readonly string[], by: string): CommandOutcome {
    const { queue } = this.#player;
    const gone = new Set(ids);
    const entries = queue.entries.filter(({ id }) => gone.has(id));
    if (entries.length === 0) return noSuchItem;
    const missing = this.#missing(ids);
    const act: UndoAct = { what: "remove", entries, runs: this.#runs(gone) };
    const fate = queue.remove(ids);
    this.#undo.push(act, by);
    this.#player.queueChanged(fate);
    return missing;
  }

  move({ ids, after, asNamed = false }: QueueMove, by: string): CommandOutcome {
    const { queue } = this.#player;
    const missing = this.#missing(ids);
    const act: UndoAct = { what: "move", ids, runs: this.#runs(new Set(ids)) };
    if (!queue.move(ids, after, asNamed)) {
      if (after !== undefined && ids.includes(after)) return behindItself;
      const known = queue.entries.some(({ id }) => ids.includes(id));
      return known ? noSuchAnchor : noSuchItem;
    }
    this.#undo.push(act, by);
    this.#player.queueChanged("kept");
    return missing;
  }

  clear(by: string): CommandOutcome {
    const { queue } = this.#player;
    if (queue.entries.length > 0) this.#noteWhole("clear", by);
    queue.clear();
    this.#player.queueChanged("end");
    return done;
  }

  shuffle(on: boolean, by: string): CommandOutcome {
    const { queue } = this.#player;
    if (on !== queue.shuffle && queue.entries.length > 0)
      this.#undo.push({ what: "shuffle", state: queue.save() }, by);
    queue.setShuffle(on, this.#rng);
    this.#player.queueChanged("kept");
    return done;
  }

  undo(number: number): CommandOutcome {
    const step = this.#undo.find(number);
    if ("refused" in step) return refusalOf(step);
    const outcome = this.#takeBack(step.act);
    if (outcome.code === "ok") this.#undo.drop(step.step);
    return outcome;
  }

  /** Takes a replacement back by nobody's command: what played stands where it was. False where that cannot be. */
  withdraw(number: number): boolean {
    const step = this.#undo.find(number);
    if ("refused" in step || !("place" in step.act)) return false;
    const { state, place } = step.act;
    this.#load(state);
    this.#player.takeBack({ ...place, playing: false });
    this.#undo.drop(step.step);
    return true;
  }

  /** The queue is another one now, by nobody's command. */
  forget(): void {
    this.#undo.clear();
  }

  #takeBack(act: UndoAct): CommandOutcome {
    switch (act.what) {
      case "add":
        return this.#takeOut(act.ids, act.from);
      case "remove":
        return this.#putBack(act.entries, act.runs);
      case "move":
        return this.#putBack([], act.runs);
      case "replace":
      case "clear":
        this.#load(act.state);
        this.#player.takeBack(act.place);
        return done;
      case "shuffle":
        this.#reorder(act.state);
        return done;
      default:
        return unreachable(act);
    }
  }

  /** Where what plays goes with it, the music goes back to where it was. */
  #takeOut(ids: readonly string[], from: MusicPlace | undefined): CommandOutcome {
    const { queue } = this.#player;
    const current = queue.current?.id;
    const back = from?.id !== undefined && current !== undefined && ids.includes(current);
    const fate = queue.remove(ids);
    if (back && queue.jump(from.id)) this.#player.takeBack(from);
    else this.#player.queueChanged(fate);
    return done;
  }

  #putBack(entries: readonly QueueEntry[], runs: QueueRuns): CommandOutcome {
    const { queue } = this.#player;
    if (queue.entries.length + entries.length > queueItemsMax) return full;
    queue.putBack(entries, runs);
    this.#player.queueChanged("kept");
    return done;
  }

  /** The items of before; what repeats is a matter of its own. */
  #load(state: QueueState): void {
    const { queue } = this.#player;
    queue.load({ ...state, repeat: queue.repeat });
  }

  /** What plays stays; items that came or went since do so, too. */
  #reorder(state: QueueState): void {
    const { queue } = this.#player;
    const current = queue.current?.id;
    const there = new Set(queue.natural);
    const entries = state.entries.filter(({ id }) => there.has(id));
    if (entries.length === there.size && entries.length === state.entries.length) this.#load(state);
    if (current !== undefined) queue.jump(current);
    this.#player.queueChanged("kept");
  }

  #noteWhole(what: "replace" | "clear", by: string): void {
    const state = this.#player.queue.save();
    this.#undo.push({ what, state, place: this.#place() }, by);
  }

  #place(): MusicPlace {
    const { queue, musicMs, playsMusic } = this.#player;
    return { id: queue.current?.id, positionMs: musicMs, playing: playsMusic };
  }

  #runs(ids: ReadonlySet<string>): QueueRuns {
    const { entries, natural } = this.#player.queue;
    const order = entries.map(({ id }) => id);
    return { play: runsIn(order, ids), natural: runsIn(natural, ids) };
  }

  /** Done, and which of them are not there. */
  #missing(ids: readonly string[]): CommandOutcome {
    const there = new Set(this.#player.queue.natural);
    const violations: Violation[] = ids
      .filter((id) => !there.has(id))
      .map((value) => ({ field: "ids", description: "the queue has it no more", value }));
    return violations.length === 0 ? done : { ...done, violations };
  }
}

function refusalOf(refusal: UndoRefusal): CommandOutcome {
  switch (refusal.refused) {
    case "nothing":
      return refuse("not-found", "there is nothing to undo");
    case "gone":
      return refuse(
        "not-found",
        "that cannot be undone any more: it was undone, or is too long ago",
      );
    case "later": {
      const { act, by } = refusal.later;
      const who = by === "" ? "" : ` by ${by}`;
      return refuse(
        "conflict",
        `the queue was changed since (${act.what}${who}), and that is to be undone first`,
      );
    }
    default:
      return unreachable(refusal);
  }
}

const full = refuse(
  "unavailable",
  `the queue is full (${queueItemsMax} tracks); remove some first`,
);
const noSuchAnchor: CommandOutcome = {
  ...noSuchItem,
  violations: [{ field: "after", description: "the queue has it no more", value: "" }],
};
const behindItself: CommandOutcome = {
  ...refuse("invalid-argument", "an item cannot be moved behind itself"),
  violations: [{ field: "after", description: "is one of the ids", value: "" }],
};
