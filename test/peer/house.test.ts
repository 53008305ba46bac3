/** A house of fifty speakers: what they tell each other of what they hold, and that it is no flood. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { PeerHouse } from "../../src/peer/house.ts";
import { tellKeenSpacingUs, tellSpacingUs } from "../../src/peer/limits.ts";
import type { HeldObjects } from "../../src/peer/server.ts";
import { leavesIndex } from "../../src/storage/chunk-key.ts";
import { Holdings } from "../../src/storage/holdings.ts";
import type {
  Fetch,
  FetchOutcome,
  FetchRequest,
  LinkSession,
} from "../../src/transport/endpoint.ts";
import { decodeObject } from "../../src/wire/objects.ts";
import { SimClock } from "../sim/sim-clock.ts";

const us = 1_000_000;
const track = (n: number): string => n.toString(16).padStart(32, "0");
const nothingHeld: HeldObjects = {
  chunk: async () => undefined,
  leafBytes: async () => undefined,
  leaves: async () => undefined,
  manifest: async () => undefined,
  artwork: async () => undefined,
};

interface Room {
  readonly id: string;
  readonly holdings: Holdings;
  readonly house: PeerHouse;
  /** Pages that it sent, and their bytes. */
  sent: number;
  bytes: number;
}

/** Each has a session to each other; a question takes 2 ms there and back. */
function houseOf(count: number) {
  const clock = new SimClock();
  const rooms: Room[] = [];
  for (let n = 0; n < count; n++) {
    const id = n.toString(16).padStart(16, "0");
    const holdings = new Holdings();
    let sessions: readonly LinkSession[] | undefined;
    const house: PeerHouse = new PeerHouse(
      {
        ...{ clock, ownId: id, held: nothingHeld, list: holdings },
        sessions: () => {
          sessions ??= rooms.filter((other) => other !== room).map((to) => sessionOf(room, to));
          return sessions;
        },
        isHungry: () => false,
      },
      n,
    );
    const room: Room = { id, holdings, house, sent: 0, bytes: 0 };
    rooms.push(room);
  }
  function sessionOf(from: Room, to: Room): LinkSession {
    const session = {
      peer: { id: to.id, name: "", role: "speaker" as const },
      fetch: (request: FetchRequest): Fetch => {
        from.sent += 1;
        from.bytes += request.object.length;
        return { done: answerOf(from, to, request), cancel: () => undefined };
      },
    };
    return session as unknown as LinkSession; // all that is used of one
  }
  async function answerOf(from: Room, to: Room, request: FetchRequest): Promise<FetchOutcome> {
    await new Promise<void>((resolve) => clock.after(2_000, resolve));
    const peer = { id: from.id, name: "", role: "speaker" as const };
    const name = decodeObject(request.object) ?? assert.fail("it is a question");
    const answer = await to.house.serve({ peer, class: request.class }, name);
    assert.ok(answer !== undefined, "it is answered");
    return answer.kind === "symbols" ? { ...answer, kind: "complete" } : answer;
  }
  const stop = new AbortController();
  const runs = rooms.map(({ house }) => house.run(stop.signal).catch(() => undefined));
  const end = async (): Promise<void> => {
    stop.abort(new Error("enough"));
    await clock.settle(Promise.all(runs));
  };
  return { clock, rooms, end };
}

/** All that each sends in `seconds`, the most of one: pages and bytes a second. */
async function measured(
  { clock, rooms }: Pick<ReturnType<typeof houseOf>, "clock" | "rooms">,
  seconds: number,
  each: (second: number) => void,
): Promise<{ readonly pages: number; readonly bytes: number }> {
  const before = rooms.map(({ sent, bytes }) => ({ sent, bytes }));
  for (let second = 0; second < seconds; second++) {
    each(second);
    await clock.advance(us);
  }
  const pages = rooms.map(({ sent }, n) => sent - (before[n]?.sent ?? 0));
  const bytes = rooms.map((room, n) => room.bytes - (before[n]?.bytes ?? 0));
  return { pages: Math.max(...pages) / seconds, bytes: Math.max(...bytes) / seconds };
}

describe("fifty speakers", { timeout: 60_000 }, () => {
  it("tell each other a few pages a second while each plays something else, and all is known in the end", async () => {
    const { clock, rooms, end } = houseOf(50);
    for (const [n, { holdings }] of rooms.entries()) holdings.add(track(n), 2, leavesIndex);
    const play = (second: number): void => {
      for (const [n, { holdings, house }] of rooms.entries()) {
        if (second === 0) house.begins();
        holdings.add(track(n), 2, second);
      }
    };
    const { pages, bytes } = await measured({ clock, rooms }, 60, play);
    // Those that wait for it are told more often than the others; both at once are the most.
    assert.ok(pages <= us / tellKeenSpacingUs + us / tellSpacingUs, `${pages} pages a second`);
    assert.ok(bytes < 2_000, `${bytes} bytes a second`);
    await clock.advance(60 * us);
    const last = { track: track(7), rung: 2, index: 59 };
    const knowing = rooms.filter(({ house }) => house.book.holders(last).length === 1);
    assert.equal(knowing.length, rooms.length - 1, "all but itself");
    await end();
  });

  it("tell each other nothing while nothing changes", async () => {
    const { clock, rooms, end } = houseOf(50);
    for (const [n, { holdings }] of rooms.entries()) {
      holdings.add(track(n), 2, leavesIndex);
      holdings.add(track(n), 2, 0);
    }
    await clock.advance(60 * us);
    const { pages } = await measured({ clock, rooms }, 60, () => undefined);
    assert.equal(pages, 0);
    await end();
  });

  it("forget what one held that is gone", async () => {
    const { clock, rooms, end } = houseOf(3);
    const [first, second] = rooms;
    assert.ok(first && second, "there are three");
    first.holdings.add(track(1), 2, leavesIndex);
    first.holdings.add(track(1), 2, 0);
    await clock.advance(5 * us);
    const place = { track: track(1), rung: 2, index: 0 };
    assert.deepEqual(second.house.book.holders(place), [first.id]);
    first.holdings.remove(track(1), 2, 0);
    await clock.advance(40 * us);
    assert.deepEqual(second.house.book.holders(place), []);
    await end();
  });
});
