/** Playlists in a simulated house: edited on two speakers that are apart, through power cuts, without an origin. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { NodeDirectory } from "../../src/discovery/nodes.ts";
import type { PlayerCommand } from "../../src/player/model.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const second = 48_000;

/** Each speaker sees the others, as mDNS would show them. */
function everyoneSeen(houses: SimHouse[]): (host: string) => Promise<NodeDirectory> {
  const nodes = (host: string) =>
    (houses[0]?.speakers ?? [])
      .filter((other) => other.host !== host)
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
    ({ nodes: () => nodes(host), stats: () => ({}) }) as unknown as NodeDirectory; // all that a speaker uses
}

async function done({ speaker }: SimSpeaker, command: PlayerCommand): Promise<void> {
  const outcome = await speaker.execute(command);
  assert.equal(outcome.code, "ok", outcome.message);
}

/** What a person sees of a playlist, order and all. */
function shown({ speaker }: SimSpeaker, list: string): readonly string[] {
  const found = speaker.collection.playlist(list);
  return (found?.items ?? []).map(({ id, track }) => `${id} ${track.title}`);
}

describe("a simulated house's playlists", () => {
  it("are the same on both speakers after edits apart and a power cut, with the origin off", async () => {
    const houses: SimHouse[] = [];
    const house = await SimHouse.open({
      ...{ seed: 11, tracks: [2 * second, 2 * second, 2 * second], speakers: 2, prefetch: false },
      directory: everyoneSeen(houses),
    });
    houses.push(house);
    try {
      const [first, other] = house.speakers;
      assert.ok(first !== undefined && other !== undefined);
      await house.clock.advance(20 * us);
      const tracks = first.speaker.library("").map(({ id }) => id);
      const [a = "", b = "", c = ""] = tracks;
      await done(first, { kind: "playlist-create", name: "Dinner", what: [a] });
      await done(first, { kind: "household-set", zone: "Europe/Oslo", name: undefined });
      await house.clock.advance(5 * us);
      assert.deepEqual(shown(other, "Dinner"), shown(first, "Dinner"));
      assert.equal(other.speaker.household.zone, "Europe/Oslo");

      await house.stopOrigin();
      house.network.setFilters([() => []]);
      await done(first, { kind: "playlist-add", list: "Dinner", what: [b], after: undefined });
      await done(other, { kind: "playlist-add", list: "Dinner", what: [c], after: "" });
      await done(other, { kind: "favourite-add", what: [b] });
      await house.clock.advance(30 * us);
      assert.equal(shown(first, "Dinner").length, 2);
      await house.crashSpeaker(first);
      const again = await house.startSpeaker(first.host, 0, undefined);
      assert.equal(shown(again, "Dinner").length, 2, "what was edited outlives a power cut");

      house.network.setFilters([]);
      await house.clock.advance(90 * us);
      assert.equal(shown(again, "Dinner").length, 3);
      assert.deepEqual(shown(again, "Dinner"), shown(other, "Dinner"));
      assert.deepEqual(
        again.speaker.collection.favourites().map(({ id }) => id),
        [b],
      );
    } finally {
      await house.close();
    }
  });
});
