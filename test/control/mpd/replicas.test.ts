/** Clients that follow the queue by its changes alone have it whole, whatever others do to it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fakeTrack } from "../fake-model.ts";
import { fieldsOf, type MpdClient, MpdWorld } from "./mpd-world.ts";

const place = fc.nat(12);
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.nat(30).map((song) => `add ${song.toString(16).padStart(32, "0")}`) },
  fc.nat(30).map((song) => `addid ${song.toString(16).padStart(32, "0")}`),
  fc
    .record({ song: fc.nat(30), at: place })
    .map(({ song, at }) => `addid ${song.toString(16).padStart(32, "0")} ${at}`),
  place.map((at) => `delete ${at}`),
  fc.record({ at: place, count: place }).map(({ at, count }) => `delete ${at}:${at + count}`),
  fc.record({ at: place, to: place }).map(({ at, to }) => `move ${at} ${to}`),
  fc.record({ at: place, to: place }).map(({ at, to }) => `move ${at}:${at + 2} ${to}`),
  fc.record({ at: place, to: place }).map(({ at, to }) => `swap ${at} ${to}`),
  fc.record({ at: place, to: place }).map(({ at, to }) => `shuffle ${at}:${at + to}`),
  fc.record({ id: place, to: place }).map(({ id, to }) => `moveid ${id} ${to}`),
  fc.record({ id: place, to: place }).map(({ id, to }) => `swapid ${id} ${to}`),
  fc
    .record({ at: place, to: fc.integer({ min: -3, max: 3 }) })
    .map(({ at, to }) => `move ${at} ${to < 0 ? to : `+${to}`}`),
  place.map((at) => `prio 5 ${at}`),
  place.map((at) => `play ${at}`),
  { weight: 1, arbitrary: fc.constant("clear") },
);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
      list: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ sync: fc.nat(1), whole: fc.boolean() }) },
);

/** What a client like ncmpcpp keeps. */
class Replica {
  readonly #client: MpdClient;
  version = 0;
  ids: string[] = [];

  constructor(client: MpdClient) {
    this.#client = client;
  }

  async sync(whole: boolean): Promise<void> {
    const status = new Map(await this.#client.fields("status"));
    const command = whole ? "plchanges" : "plchangesposid";
    const changes = await this.#client.fields(`${command} ${this.version}`);
    const positions = changes.filter(([name]) => name === (whole ? "Pos" : "cpos"));
    const ids = changes.filter(([name]) => name === "Id");
    for (const [at, [, position]] of positions.entries())
      this.ids[Number(position)] = ids[at]?.[1] ?? "";
    this.ids.length = Number(status.get("playlistlength"));
    this.version = Number(status.get("playlist"));
  }
}

describe("a replica of the queue", () => {
  it("is the queue after each sync, whatever was edited by whom, alone or in lists", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await using world = await MpdWorld.open();
        world.model.tracks = Array.from({ length: 24 }, (_, at) => fakeTrack(at));
        const editor = await world.connect();
        const replicas = [new Replica(await world.connect()), new Replica(await world.connect())];
        const known = new Map<string, string>();
        for (const each of [...steps, { sync: 0, whole: true }, { sync: 1, whole: false }]) {
          if ("edits" in each) {
            const lines = each.list
              ? ["command_list_begin", ...each.edits, "command_list_end"]
              : each.edits;
            await editor.ask(...lines);
            continue;
          }
          const replica = replicas[each.sync];
          await replica?.sync(each.whole);
          const told = fieldsOf(await editor.ask("playlistinfo"));
          const ids = told.filter(([name]) => name === "Id").map(([, id]) => id);
          assert.deepEqual(replica?.ids, ids);
          assert.equal(new Set(ids).size, ids.length);
          // A number means the same item for ever.
          for (const [at, { id }] of world.model.items.entries()) {
            assert.equal(known.get(ids[at] ?? "") ?? id, id);
            known.set(ids[at] ?? "", id);
          }
          assert.equal(ids.length, world.model.items.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("of a list of edits is what the same edits one by one come to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 30 }), async (all) => {
        const edits = all.filter((line) => !line.startsWith("shuffle"));
        const titles = async (list: boolean): Promise<readonly string[]> => {
          await using world = await MpdWorld.open();
          world.model.tracks = Array.from({ length: 24 }, (_, at) => fakeTrack(at));
          const client = await world.connect();
          await client.ask(
            ...Array.from({ length: 10 }, (_, at) => `add ${at.toString(16).padStart(32, "0")}`),
          );
          // A list ends with its first error; one by one that is where to stop.
          if (list) await client.ask("command_list_begin", ...edits, "command_list_end");
          else for (const line of edits) if ((await client.ask(line)).includes("ACK")) break;
          return await client.values("playlistinfo", "Title");
        };
        assert.deepEqual(await titles(true), await titles(false));
      }),
      // An order to a place beside the song that plays, after another one moved that song.
      { numRuns: 100, examples: [[["play 0", "moveid 2 0", "move 0 +0", "swap 1 1"]]] },
    );
  });
});
