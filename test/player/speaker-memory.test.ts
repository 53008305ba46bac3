import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { untagged } from "../../src/media/track.ts";
import { historyMax } from "../../src/player/limits.ts";
import { decodeHistory, PlayHistory } from "../../src/player/play-history.ts";
import type { Player } from "../../src/player/player.ts";
import { PlayQueue, type QueueEntry } from "../../src/player/queue.ts";
import { QueueEdits } from "../../src/player/queue-edits.ts";
import { decodeNotes, encodeNotes } from "../../src/player/queue-notes.ts";
import { SpeakerMemory } from "../../src/player/speaker-memory.ts";
import { lifeOf, makeWorld } from "../storage/world.ts";

const trackOf = (n: number): string => n.toString(16).padStart(32, "0");
const entry = (n: number, by: string): QueueEntry => {
  const item = { id: n.toString(16).padStart(16, "0"), track: trackOf(n) };
  return by === "" ? item : { ...item, by };
};

/** A queue on which every kind of step was made. */
function edited(): QueueEdits {
  const queue = new PlayQueue();
  const player = { queue, musicMs: 61_500, playsMusic: true };
  const acts = { playCurrent: () => undefined, queueChanged: () => undefined };
  const whole = Object.assign(player, acts, { takeBack: () => undefined });
  const edits = new QueueEdits(whole as unknown as Player, new Rng(5)); // what the edits use is there
  const entries = [1, 2, 3, 4, 5].map((n) => entry(n, n % 2 === 0 ? "Anna" : ""));
  edits.replace(entries, "Anna");
  edits.add([entry(6, "Ben"), entry(7, "Ben")], { at: "now" }, "Ben");
  edits.remove([entry(2, "").id, entry(3, "").id], "Ben");
  edits.move({ ids: [entry(5, "").id], after: undefined }, "");
  edits.shuffle(true, "Anna");
  edits.clear("Ben");
  edits.add([entry(8, "Carl")], { at: "end" }, "Carl");
  return edits;
}

describe("notes of the queue", () => {
  it("come back as they were: who added what, and every step", () => {
    const notes = edited().notes();
    assert.equal(notes.steps.length, 7);
    assert.deepEqual(decodeNotes(encodeNotes(notes)), notes);
  });

  it("that a program of version 1 wrote are read", () => {
    const file = path.resolve(import.meta.dirname, "../fixtures/storage/queue-notes.v1");
    assert.deepEqual(decodeNotes(new Uint8Array(readFileSync(file))), edited().notes());
  });

  it("are refused when they are cut short, longer or of another version, and never throw", () => {
    const bytes = encodeNotes(edited().notes());
    for (let at = 0; at < bytes.length; at++)
      assert.equal(decodeNotes(bytes.subarray(0, at)), undefined);
    assert.equal(decodeNotes(Uint8Array.of(...bytes, 0)), undefined);
    assert.equal(decodeNotes(Uint8Array.of(2, ...bytes.subarray(1))), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (noise, at) => {
        void decodeNotes(noise);
        const mixed = Uint8Array.from(bytes);
        mixed.set(noise.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
        void decodeNotes(mixed);
      }),
    );
  });
});

describe("the history of plays", () => {
  it("is bounded, and comes back from its bytes, the latest first", () => {
    const history = new PlayHistory();
    for (let n = 0; n < historyMax + 5; n++) {
      history.began(trackOf(n), n === 0 ? null : 1_800_000_000_000 + n);
      history.ended(n % 2 === 0 ? "finished" : "skipped", 1_000 * n);
    }
    assert.equal(history.plays.length, historyMax);
    assert.equal(history.plays[0]?.track, trackOf(historyMax + 4));
    assert.deepEqual(decodeHistory(history.encode()), history.plays.toReversed());
    const bytes = history.encode();
    assert.equal(decodeHistory(bytes.subarray(1)), undefined);
    assert.equal(decodeHistory(Uint8Array.of(...bytes, 0)), undefined);
  });

  it("that a program of version 1 wrote is read", () => {
    const file = path.resolve(import.meta.dirname, "../fixtures/storage/played.v1");
    assert.deepEqual(decodeHistory(new Uint8Array(readFileSync(file))), [
      { track: trackOf(1), startedMs: null, playedMs: 31_000, ended: "finished" },
      { track: trackOf(2), startedMs: 1_800_000_000_000, playedMs: 0, ended: "stopped" },
    ]);
  });
});

describe("what a speaker remembers", () => {
  it("outlives a restart, and is gone when the household is left or the file is damaged", async () => {
    const world = makeWorld(3);
    const { disk, clock, log } = lifeOf(world);
    const restored: number[] = [];
    const open = async (queue: QueueEdits): Promise<SpeakerMemory> => {
      const memory = new SpeakerMemory({
        ...{ disk, clock, log, dataFolder: "/" },
        time: { now: () => ({ wallMs: 1_800_000_000_000, trusted: true }) },
        shown: (id) => ({ ...untagged, id, title: id.slice(-2) }),
        changed: () => undefined,
        queue: () => ({
          notes: () => queue.notes(),
          restore: ({ steps }) => restored.push(steps.length),
          revision: queue.revision,
        }),
      });
      await memory.load();
      return memory;
    };
    const first = await open(edited());
    first.began(trackOf(1));
    first.ended("finished", 40_000);
    first.began(trackOf(2));
    first.edited();
    await first.close();
    const second = await open(edited());
    assert.deepEqual(restored, [7]);
    assert.deepEqual(
      second.history.map(({ track, ended, startedMs }) => [track.title, ended, startedMs]),
      [
        ["02", "stopped", 1_800_000_000_000],
        ["01", "finished", 1_800_000_000_000],
      ],
    );
    second.began(trackOf(1));
    assert.deepEqual(
      second.playedTracks.map(({ title }) => title),
      ["01", "02"],
    );
    await second.forget();
    assert.deepEqual((await open(edited())).history, []);
    assert.deepEqual(restored, [7]);
  });
});
