/** A simulated house whose origin is gone: what is known, found, shown and said without it. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import type { PlayerCommand } from "../../src/player/model.ts";
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
