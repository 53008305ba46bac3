import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { undoEntriesMax, undoStepsMax } from "../../src/player/limits.ts";
import type { CommandOutcome, QueuePlace } from "../../src/player/model.ts";
import type { Player } from "../../src/player/player.ts";
import { PlayQueue, type QueueEntry } from "../../src/player/queue.ts";
import { QueueEdits } from "../../src/player/queue-edits.ts";

/** A player that only notes where its music is. */
class Desk {
  readonly queue = new PlayQueue();
  readonly edits: QueueEdits;
  musicMs = 0;
  playsMusic = false;
  #ids = 0;

  constructor(seed = 1) {
    this.edits = new QueueEdits(this as unknown as Player, new Rng(seed)); // what the edits use of it is here
  }

  playCurrent(startMs: number): void {
    this.playsMusic = this.queue.current !== undefined;
    this.musicMs = startMs;
  }
  queueChanged(fate: string): void {
    if (fate === "kept") return;
    this.musicMs = 0;
    this.playsMusic &&= fate === "next";
  }
  takeBack({ positionMs, playing }: { positionMs: number; playing: boolean }): void {
    this.musicMs = positionMs;
    this.playsMusic = playing;
  }

  make(count: number): QueueEntry[] {
    return Array.from({ length: count }, () => {
      this.#ids += 1;
      return { id: this.#ids.toString(16).padStart(16, "0"), track: "a".repeat(32), by: "Anna" };
    });
  }

  get ids(): string[] {
    return this.queue.entries.map(({ id }) => id);
  }
}

type Edit =
  | { readonly do: "replace" | "add" | "now"; readonly count: number; readonly at: number }
  | { readonly do: "remove" | "move"; readonly picks: readonly number[]; readonly at: number }
  | { readonly do: "clear" | "shuffle" | "advance" };

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    do: fc.constantFrom("replace" as const, "add" as const, "add" as const, "now" as const),
    count: fc.integer({ min: 1, max: 5 }),
    at: fc.nat(12),
  }),
  fc.record({
    do: fc.constantFrom("remove" as const, "move" as const),
    picks: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
    at: fc.nat(12),
  }),
  fc.record({ do: fc.constantFrom("clear" as const, "shuffle" as const, "advance" as const) }),
);

/** Of the queue, before an edit. */
interface Moment {
  readonly ids: readonly string[];
  readonly natural: readonly string[];
  readonly shuffle: boolean;
  readonly step: number | undefined;
}

/** A shuffled queue loses its last item, then shuffle ends. */
const emptiedAndEnded: Edit[] = [
  { do: "shuffle" },
  { do: "remove", picks: [0, 1], at: 0 },
  { do: "remove", picks: [4, 0, 8], at: 0 },
  { do: "shuffle" },
];

function apply(desk: Desk, edit: Edit): CommandOutcome | undefined {
  const { queue, edits: on } = desk;
  const id = (at: number): string => desk.ids[at % Math.max(1, desk.ids.length)] ?? "gone";
  switch (edit.do) {
    case "replace":
      return on.replace(desk.make(edit.count), "Anna");
    case "add":
    case "now": {
      const places: QueuePlace[] = [{ at: "next" }, { at: "end" }, { after: id(edit.at) }];
      const place = edit.do === "now" ? { at: "now" as const } : places[edit.at % 3];
      return on.add(desk.make(edit.count), place ?? { at: "end" }, "Ben");
    }
    case "remove":
      return on.remove(edit.picks.map(id), "Ben");
    case "move":
      return on.move(
        {
          ids: edit.picks.map(id),
          after: edit.at === 0 ? undefined : id(edit.at),
          asNamed: edit.at % 2 === 1,
        },
        "Ben",
      );
    case "clear":
      return on.clear("Anna");
    case "shuffle":
      return on.shuffle(!queue.shuffle, "Anna");
    case "advance":
      queue.next();
      return undefined;
  }
}

describe("edits of the queue", () => {
  it("are undone one after the other, and then the queue is in the order of before, shuffled or not", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: undoStepsMax - 1 }), fc.nat(), (run, seed) => {
        const desk = new Desk(seed);
        apply(desk, { do: "replace", count: 5, at: 0 });
        const before: Moment[] = [];
        for (const edit of run) {
          const { ids, edits: on } = desk;
          const [{ natural, shuffle }, step] = [desk.queue, on.undoable?.step];
          apply(desk, edit);
          if (on.undoable?.step !== step) before.push({ ids, natural, shuffle, step });
        }
        for (const { ids, natural, shuffle, step } of before.reverse()) {
          assert.deepEqual(desk.edits.undo(0), { code: "ok", message: "" });
          // Shuffle of an empty queue was ended without a step: what comes back is as it is now.
          const isEnded = shuffle && !desk.queue.shuffle;
          assert.deepEqual(desk.ids, isEnded ? natural : ids);
          assert.deepEqual(desk.queue.natural, natural);
          assert.equal(desk.edits.undoable?.step, step);
          assert.equal(desk.queue.current === undefined, ids.length === 0);
        }
      }),
      { examples: [[emptiedAndEnded, 0]] },
    );
  });

  it("are undone in any order without losing or doubling an item, or are refused with the reason", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 20 }), fc.array(fc.nat(25)), (run, undos) => {
        const desk = new Desk();
        for (const edit of run) apply(desk, edit);
        for (const number of undos) {
          const { ids, edits: on } = desk;
          const { code, message } = on.undo(number);
          if (code !== "ok") {
            assert.ok(code === "not-found" || code === "conflict", message);
            assert.deepEqual(desk.ids, ids, "what is refused changes nothing");
          }
          assert.equal(new Set(desk.ids).size, desk.ids.length);
          assert.deepEqual([...desk.ids].sort(), [...desk.queue.natural].sort());
          const { index, entries } = desk.queue;
          assert.ok(entries.length === 0 ? index === -1 : index >= 0 && index < entries.length);
        }
      }),
    );
  });

  it("are undone after later ones where both can be, and refused where all of the queue was put at stake since", () => {
    const desk = new Desk();
    const [a, b, c] = desk.make(3);
    assert.ok(a && b && c);
    desk.edits.replace([a, b, c], "Anna");
    desk.edits.remove([b.id], "Anna");
    const removal = desk.edits.undoable?.step ?? 0;
    const later = desk.make(1);
    desk.edits.add(later, { at: "end" }, "Ben");
    assert.equal(desk.edits.undo(removal).code, "ok");
    assert.deepEqual(desk.ids, [a.id, b.id, c.id, later[0]?.id]);
    assert.equal(desk.edits.undo(removal).code, "not-found", "once only");
    desk.edits.remove([a.id], "Anna");
    const other = desk.edits.undoable?.step ?? 0;
    desk.edits.clear("Ben");
    const refused = desk.edits.undo(other);
    assert.equal(refused.code, "conflict");
    assert.match(refused.message, /clear by Ben/);
    assert.equal(desk.edits.undo(0).code, "ok");
    assert.equal(desk.edits.undo(other).code, "ok");
    assert.equal(desk.edits.undo(1).code, "conflict", "the beginning, while an addition is left");
  });

  it("bring the music back with the queue, where it was and as it was", () => {
    const desk = new Desk();
    desk.edits.replace(desk.make(4), "Anna");
    desk.queue.next();
    const current = desk.queue.current?.id;
    desk.musicMs = 42_000;
    desk.edits.replace(desk.make(2), "Ben");
    assert.deepEqual(desk.edits.undoable, { step: 2, what: "replace", items: 4, by: "Ben" });
    desk.edits.undo(0);
    assert.equal(desk.queue.current?.id, current);
    assert.deepEqual([desk.musicMs, desk.playsMusic], [42_000, true]);
    desk.edits.add(desk.make(1), { at: "now" }, "Ben");
    assert.notEqual(desk.queue.current?.id, current);
    desk.edits.undo(0);
    assert.equal(desk.queue.current?.id, current);
    assert.equal(desk.musicMs, 42_000);
  });

  it("say which items were not there any more, and do the others", () => {
    const desk = new Desk();
    const [a, b, c] = desk.make(3);
    assert.ok(a && b && c);
    desk.edits.replace([a, b, c], "");
    const gone = [{ field: "ids", description: "the queue has it no more", value: "f".repeat(16) }];
    const removed = desk.edits.remove([a.id, "f".repeat(16)], "");
    assert.deepEqual(removed, { code: "ok", message: "", violations: gone });
    assert.deepEqual(
      desk.edits.move({ ids: ["f".repeat(16), c.id], after: undefined }, "").violations,
      gone,
    );
    assert.deepEqual(desk.ids, [c.id, b.id]);
    assert.equal(desk.edits.move({ ids: [c.id], after: "f".repeat(16) }, "").code, "not-found");
    assert.equal(desk.edits.move({ ids: [c.id], after: c.id }, "").code, "invalid-argument");
    assert.equal(desk.edits.remove(["f".repeat(16)], "").code, "not-found");
  });

  it("are forgotten beyond the bounds, the oldest first", () => {
    const desk = new Desk();
    for (let n = 0; n < 2 * undoStepsMax; n++) desk.edits.add(desk.make(1), { at: "end" }, "");
    assert.equal(desk.edits.notes().steps.length, undoStepsMax);
    const big = desk.make(undoEntriesMax / 4);
    for (let n = 0; n < 8; n++) desk.edits.replace(big, "");
    assert.ok(desk.edits.notes().steps.length <= 5);
    assert.equal(desk.edits.undo(0).code, "ok");
  });
});
