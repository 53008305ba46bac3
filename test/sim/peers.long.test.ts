/**
 * Speakers of a simulated house that help each other: what one has the others
 * need not ask the origin for, and a house whose origin is gone plays on.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import type { PlayerCommand, SpeakerStatus } from "../../src/player/model.ts";
import { type HouseOptions, SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const second = 48_000;
const album = [60 * second, 45 * second + 77];
const playAll: PlayerCommand = { kind: "play", what: ["sim"] };

/** Each speaker sees the others, as mDNS would show them. */
function everyoneSeen(houses: SimHouse[]): (host: string) => Promise<NodeDirectory> {
  const nodesFor = (host: string): readonly SeenNode[] =>
    (houses[0]?.speakers ?? [])
      .filter((other) => other.host !== host)
      .map(({ speaker, host: at }) => ({
        id: speaker.id,
        name: speaker.name,
        service: speaker.name,
        role: "speaker" as const,
        version: "0",
        householdTag: speaker.householdTag,
        controlPort: undefined,
        addresses: [{ host: at, port: speaker.udp.port }],
      }));
  return async (host) =>
    ({ nodes: () => nodesFor(host), stats: () => ({}) }) as unknown as NodeDirectory; // all that a speaker uses
}

async function withHouse(
  options: Partial<HouseOptions>,
  run: (house: SimHouse, first: SimSpeaker, second: SimSpeaker) => Promise<void>,
): Promise<void> {
  const houses: SimHouse[] = [];
  const directory = everyoneSeen(houses);
  const house = await SimHouse.open({
    ...{ seed: 3, tracks: album, speakers: 2, prefetch: false, directory },
    ...options,
  });
  houses.push(house);
  const [first, other] = house.speakers;
  assert.ok(first !== undefined && other !== undefined);
  try {
    await run(house, first, other);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await house.close();
  }
}

const bytesOf = ({ speaker }: SimSpeaker): SpeakerStatus["totals"]["bytes"] =>
  speaker.status().totals.bytes;

async function play({ speaker }: SimSpeaker, command = playAll): Promise<void> {
  const outcome = await speaker.execute(command);
  assert.equal(outcome.code, "ok", outcome.message);
}

describe("speakers of a simulated house", () => {
  it("get from each other what one of them has played", () =>
    withHouse({}, async (house, first, other) => {
      await play(first);
      await house.clock.advance(130 * us);
      assert.ok(bytesOf(first).origin > 0);
      await play(other);
      await house.clock.advance(130 * us);
      const bytes = bytesOf(other);
      assert.ok(bytes.peer > 10 * bytes.origin, JSON.stringify(bytes));
      assert.equal(other.speaker.status().totals.verifyFailures, 0);
      assert.deepEqual(
        other.capture.runs.map(({ tag, frames }) => [tag, frames]),
        album.map((frames, i) => [i + 1, frames]),
      );
    }));

  it("play what one of them has when the origin is gone", () =>
    withHouse({}, async (house, first, other) => {
      await play(first);
      await house.clock.advance(130 * us);
      await house.stopOrigin();
      await house.clock.advance(5 * us);
      await play(other);
      await house.clock.advance(130 * us);
      assert.deepEqual(
        other.capture.runs.map(({ tag, frames }) => [tag, frames]),
        album.map((frames, i) => [i + 1, frames]),
      );
      assert.ok(bytesOf(other).peer > 0);
      assert.equal(bytesOf(other).origin, 0);
    }));

  it("go on with a neighbour in mid-track when the origin goes", () =>
    withHouse({}, async (house, first, other) => {
      await play(first);
      await house.clock.advance(130 * us);
      await play(other);
      await house.clock.advance(10 * us);
      await house.stopOrigin();
      await house.clock.advance(120 * us);
      assert.deepEqual(
        other.capture.runs.map(({ tag, frames }) => [tag, frames]),
        album.map((frames, i) => [i + 1, frames]),
      );
    }));
});
