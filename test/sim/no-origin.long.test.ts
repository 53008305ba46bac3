/** A simulated house whose origin is gone: what is known, found, shown and said without it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "vitest";
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import type { Here, PlayerCommand, SeenSpeaker } from "../../src/player/model.ts";
import { type HouseOptions, SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const second = 48_000;
const album = [40 * second, 35 * second, 30 * second];

/** Each speaker sees the others, as mDNS would show them, while `seen.on`. */
function everyoneSeen(
  houses: SimHouse[],
  seen: { on: boolean },
): (host: string) => Promise<NodeDirectory> {
  const nodesFor = (host: string): readonly SeenNode[] =>
    (houses[0]?.speakers ?? [])
      .filter((other) => seen.on && other.host !== host)
      .map(({ speaker, host: at }) => ({
        id: speaker.id,
        name: speaker.name,
        service: speaker.name,
        role: "speaker" as const,
        householdTag: speaker.householdTag,
        controlPort: undefined,
        addresses: [{ host: at, port: speaker.udp.port }],
      }));
  return async (host) =>
    ({ nodes: () => nodesFor(host), stats: () => ({}) }) as unknown as NodeDirectory; // all that a speaker uses
}

interface Scene {
  readonly house: SimHouse;
  readonly first: SimSpeaker;
  readonly other: SimSpeaker;
  /** Whether speakers see each other. */
  readonly seen: { on: boolean };
}

async function withHouse(
  options: Partial<HouseOptions>,
  run: (scene: Scene) => Promise<void>,
  seen = { on: true },
): Promise<void> {
  const houses: SimHouse[] = [];
  const house = await SimHouse.open({
    ...{ seed: 4, tracks: album, speakers: 2, prefetch: false },
    directory: everyoneSeen(houses, seen),
    ...options,
  });
  houses.push(house);
  const [first, other] = house.speakers;
  assert.ok(first !== undefined && other !== undefined);
  try {
    await run({ house, first, other, seen });
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-14).join("\n")}`;
    throw error;
  } finally {
    await house.close();
  }
}

async function play({ speaker }: SimSpeaker, what: string): Promise<void> {
  const command: PlayerCommand = { kind: "play", what: [what] };
  const outcome = await speaker.execute(command);
  assert.equal(outcome.code, "ok", outcome.message);
}

const titles = ({ speaker }: SimSpeaker, query = ""): readonly string[] =>
  speaker.library(query).map(({ title }) => title);

describe("a house without its origin", () => {
  it("knows its catalogue after a restart", () =>
    withHouse({}, async ({ house, first }) => {
      const before = titles(first);
      await house.stopOrigin();
      await house.stopSpeaker(first);
      const again = await house.startSpeaker(first.host, 0, undefined);
      await house.clock.advance(us);
      assert.deepEqual(titles(again), before);
      assert.equal(titles(again, before[1] ?? "?")[0], before[1]);
    }));

  it("takes up the origin's changes where the kept catalogue ended", () =>
    withHouse({}, async ({ house, first }) => {
      await house.stopSpeaker(first);
      await house.putFile("new.flac", { tag: 9, frames: 20 * second, title: "Nachtigall" });
      await house.clock.advance(60 * us);
      const again = await house.startSpeaker(first.host, 0, undefined);
      await house.clock.until(() => titles(again).length === album.length + 1, 30 * us);
      assert.deepEqual(titles(again, "nachtigall"), ["Nachtigall"]);
    }));

  it("gives its catalogue to a speaker that has none, which asks the origin for all of it later", () =>
    withHouse({}, async ({ house, first, other }) => {
      const before = titles(first);
      await house.stopOrigin();
      await house.stopSpeaker(other);
      await house.clock.settle(house.diskOf(other.host).remove("/speaker/catalogue"));
      const bare = await house.startSpeaker(other.host, 0, undefined);
      await house.clock.until(() => titles(bare).length === album.length, 60 * us);
      assert.deepEqual(titles(bare), before);
      await house.putFile("new.flac", { tag: 9, frames: 20 * second, title: "Nachtigall" });
      await house.startOrigin();
      await house.clock.until(() => titles(bare).length === album.length + 1, 120 * us);
      assert.deepEqual(titles(bare, "nachtigall"), ["Nachtigall"]);
    }));

  it("plays by name what another speaker has", () =>
    withHouse({}, async ({ house, first, other }) => {
      const [title = ""] = titles(first);
      await play(first, title);
      await house.clock.advance(50 * us);
      await house.stopOrigin();
      await house.stopSpeaker(other);
      await house.clock.settle(house.diskOf(other.host).remove("/speaker/catalogue"));
      const bare = await house.startSpeaker(other.host, 0, undefined);
      await house.clock.until(() => titles(bare).length === album.length, 60 * us);
      await play(bare, title);
      await house.clock.advance(50 * us);
      const { bytes } = bare.speaker.status().totals;
      assert.ok(bytes.peer > 0 && bytes.origin === 0, JSON.stringify(bytes));
      assert.equal(bare.capture.runs.length, 1);
    }));
});

describe("a cover", () => {
  it("that one speaker has been asked for comes to another without the origin", () =>
    withHouse({}, async ({ house, first, other }) => {
      const cover = new Uint8Array(30_000).fill(5);
      const hash = createHash("sha256").update(cover).digest("hex");
      const ask = ({ speaker }: SimSpeaker): Promise<Uint8Array | undefined> =>
        house.clock.settle(speaker.artwork(hash, new AbortController().signal));
      await house.clock.settle(house.originDisk.makeFolder("/origin/covers"));
      await house.clock.settle(house.originDisk.replaceFile(`/origin/covers/${hash}`, cover));
      assert.deepEqual(await ask(first), cover);
      await house.clock.advance(10 * us);
      await house.stopOrigin();
      await house.clock.advance(8 * us);
      assert.deepEqual(await ask(other), cover);
      await house.stopSpeaker(first);
      assert.deepEqual(await ask(other), cover);
    }));
});

describe("music that nobody has", () => {
  it("is marked, refused at once, and played when the origin is back", () =>
    withHouse({}, async ({ house, first, other }) => {
      const [heard = "", unheard = ""] = titles(first);
      const hereOf = ({ speaker }: SimSpeaker, title: string): Here | null =>
        speaker.whereIs(speaker.library(title)[0] ?? assert.fail());
      assert.equal(hereOf(first, heard), null);
      await play(first, heard);
      await house.clock.advance(50 * us);
      await house.stopOrigin();
      await house.clock.advance(8 * us);
      assert.equal(hereOf(first, heard), "cache");
      assert.equal(hereOf(other, heard), "house");
      assert.equal(hereOf(other, unheard), "no");
      const outcome = await other.speaker.execute({ kind: "play", what: [unheard] });
      assert.equal(outcome.code, "unavailable");
      assert.match(outcome.message, /nobody in the house has all of/);
      assert.equal(other.speaker.status().queue.length, 0);
      await house.startOrigin();
      await house.clock.until(() => hereOf(other, unheard) === null, 20 * us);
      await play(other, unheard);
      await house.clock.advance(45 * us);
      assert.equal(other.capture.runs.length, 1);
    }));

  it("is passed over in a queue, with a word, and has its turn again when the origin is back", () =>
    withHouse({}, async ({ house, first, other }) => {
      const [one = "", two = "", three = ""] = titles(first);
      for (const title of [one, three]) {
        await play(first, title);
        await house.clock.advance(45 * us);
      }
      await house.stopOrigin();
      await house.clock.advance(8 * us);
      const { speaker, capture } = other;
      await speaker.execute({ kind: "play", what: [two, one, two, three] });
      await house.clock.advance(10 * us);
      assert.equal(speaker.status().track?.title, one);
      assert.match(speaker.status().trouble ?? "", /1 track was passed over/);
      await house.clock.advance(85 * us);
      assert.equal(capture.runs.length, 2);
      assert.equal(speaker.status().state, "stopped");
      await house.startOrigin();
      await house.clock.advance(5 * us);
      assert.equal(speaker.status().trouble, null);
    }));

  it("is waited for where nothing else is at hand", () =>
    withHouse({}, async ({ house, first }) => {
      const [one = "", two = ""] = titles(first);
      await play(first, one);
      await first.speaker.execute({ kind: "queue-add", what: [two], place: { at: "end" } });
      await house.clock.advance(5 * us);
      await house.clock.until(() => first.speaker.status().bufferedMs >= 29_000, 60 * us);
      await house.stopOrigin();
      await house.clock.advance(60 * us);
      assert.match(
        first.speaker.status().trouble ?? "",
        /nobody in the house has what is to play now/,
      );
      assert.equal(first.speaker.status().state, "buffering");
      await house.startOrigin();
      await house.clock.advance(60 * us);
      const heard = first.capture.runs.filter(({ tag }) => tag === 2);
      assert.equal(
        heard.reduce((sum, { frames }) => sum + frames, 0),
        album[1],
      );
    }));
});

const isOpen = ({ speaker }: SimSpeaker, { speaker: other }: SimSpeaker): boolean =>
  speaker.speakers().some(({ id, open }) => id === other.id && open);
const rowOf = ({ speaker }: SimSpeaker, { speaker: other }: SimSpeaker): SeenSpeaker =>
  speaker.speakers().find(({ id }) => id === other.id) ?? assert.fail("it is listed");

describe("speakers that no multicast brings together", () => {
  it("find each other through the origin, and again without it where they met", () =>
    withHouse(
      {},
      async ({ house, first, other }) => {
        assert.equal(rowOf(first, other).open, false);
        assert.match(rowOf(first, other).blocked ?? "", /was not seen/);
        await house.clock.until(() => isOpen(first, other) && isOpen(other, first), 60 * us);
        assert.match(rowOf(first, other).blocked ?? "", /multicast does not come through/);
        assert.ok([...rowOf(first, other).seen, ...rowOf(other, first).seen].includes("meeting"));
        await house.clock.advance(5 * us);
        await house.stopOrigin();
        await house.stopSpeaker(first);
        const again = await house.startSpeaker(first.host, 0, undefined);
        await house.clock.until(() => rowOf(again, other).open, 30 * us);
        assert.deepEqual(rowOf(again, other).seen, ["known", "session"]);
      },
      { on: false },
    ));

  it.each([0, 1])("are remembered by speaker %i, though it stops as soon as they have met", (n) =>
    withHouse(
      {},
      async ({ house, first, other }) => {
        const [stopped, stays] = n === 0 ? [first, other] : [other, first];
        await house.clock.until(() => isOpen(stopped, stays), 60 * us);
        await house.stopOrigin();
        await house.stopSpeaker(stopped);
        const again = await house.startSpeaker(stopped.host, 0, undefined);
        await house.clock.until(() => isOpen(again, stays), 30 * us);
        assert.deepEqual(rowOf(again, stays).seen, ["known", "session"]);
      },
      { on: false },
    ),
  );

  it("are reached where people say", () =>
    withHouse(
      { peerPlaces: [{ host: "10.0.0.10", port: 40_000 }] },
      async ({ house, first, other }) => {
        await house.clock.advance(us);
        assert.equal(first.host, "10.0.0.10");
        const isNamed = (): boolean =>
          other.speaker.speakers().some(({ seen }) => seen.includes("manual"));
        await house.clock.until(isNamed, 20 * us);
        await house.clock.until(() => isOpen(other, first) && isOpen(first, other), us);
      },
      { on: false },
    ));
});
