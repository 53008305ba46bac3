/** A whole speaker: what was done to its queue is undone, over a restart, too, and what it played is known. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const second = 48_000;
const tracks = [40 * second, 30 * second, 20 * second];

const titlesOf = ({ speaker }: SimSpeaker): string[] =>
  speaker.queue().map(({ track }) => track.title);

describe("a speaker's queue", () => {
  it("is undone after a restart, plays on where it was, and says who added what", async () => {
    const house = await SimHouse.open({ seed: 5, tracks, speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    await first.speaker.execute({ kind: "play", what: ["sim"] }, "Anna");
    await house.clock.advance(12 * us);
    const before = titlesOf(first);
    const [, , last] = first.speaker.queue();
    assert.ok(last !== undefined);
    await first.speaker.execute({ kind: "queue-play", id: last.id, positionMs: 5_000 }, "Ben");
    await house.clock.advance(3 * us);
    await first.speaker.execute({ kind: "queue-clear" }, "Ben");
    assert.deepEqual(titlesOf(first), []);
    assert.equal(first.speaker.queueMeta().undo?.by, "Ben");
    await house.stopSpeaker(first);
    const again = await house.startSpeaker(first.host, 0, undefined);
    await house.clock.advance(5 * us);
    const undo = again.speaker.queueMeta().undo;
    assert.deepEqual(undo && { ...undo, step: 0 }, {
      ...{ step: 0, what: "clear", items: tracks.length, by: "Ben" },
    });
    const outcome = await again.speaker.execute({ kind: "queue-undo", step: 0 });
    assert.equal(outcome.code, "ok", outcome.message);
    assert.deepEqual(titlesOf(again), before);
    assert.deepEqual([...new Set(again.speaker.queue().map(({ addedBy }) => addedBy))], ["Anna"]);
    await house.clock.advance(2 * us);
    const { state, queue, positionMs } = again.speaker.status();
    assert.equal(state, "playing");
    assert.equal(queue.index, 2);
    assert.ok(positionMs > 7_000 && positionMs < 12_000, String(positionMs));
    const plays = again.speaker.history();
    assert.deepEqual(
      plays.map(({ ended }) => ended),
      ["playing", "replaced", "skipped"],
    );
    await house.close();
  });

  it("is never told of in the midst of a command: no track is seen at the place of the one before it", async () => {
    const house = await SimHouse.open({ seed: 5, tracks, speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    const { speaker } = first;
    await speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(12 * us);
    const seen: (readonly [number, number])[] = [];
    const ends: string[] = [];
    speaker.subscribe((topics) => {
      const { queue, positionMs } = speaker.status();
      seen.push([queue.index, positionMs]);
      if (topics.includes("history")) ends.push(speaker.history()[0]?.ended ?? "none");
    });
    await speaker.execute({ kind: "next" });
    assert.ok(seen.length > 0);
    assert.deepEqual(
      seen.filter(([index, ms]) => index !== 1 || ms !== 0),
      [],
    );
    assert.deepEqual(ends, ["skipped"]);
    await house.clock.advance(2 * us);
    assert.deepEqual(ends, ["skipped", "playing"]);
    await house.close();
  });

  it("takes an album whole, and the library's shelves lead to it", async () => {
    const house = await SimHouse.open({ seed: 6, tracks, speakers: 1 });
    const [first] = house.speakers;
    assert.ok(first !== undefined);
    const artists = await first.speaker.browse("artists", "");
    assert.ok(artists?.kind === "shelves");
    const ref = artists.shelves[0]?.ref ?? "";
    const count = artists.shelves[0]?.tracks ?? 0;
    const add = { kind: "queue-add", what: [ref], place: { at: "end" } } as const;
    assert.equal((await first.speaker.execute(add)).code, "ok");
    assert.equal(titlesOf(first).length, count);
    const nothing = { kind: "play", what: ["album:no such album"] } as const;
    assert.equal((await first.speaker.execute(nothing)).code, "not-found");
    await house.close();
  });
});
