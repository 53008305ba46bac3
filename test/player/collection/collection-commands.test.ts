/** Playlists, favourites and presets: what remotes do to them, on one speaker and on two that are apart. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { Rng } from "../../../src/base/rng.ts";
import { Commons } from "../../../src/household/commons.ts";
import type { TrackInfo } from "../../../src/media/track.ts";
import type { CollectionCommands } from "../../../src/player/collection/collection-commands.ts";
import { keptUrl } from "../../../src/player/collection/kept-urls.ts";
import { keptUrlsFree, playlistItemsMax } from "../../../src/player/collection/limits.ts";
import type { CollectionCommand } from "../../../src/player/collection/model.ts";
import { positionsBetween } from "../../../src/player/collection/positions.ts";
import type { CommandOutcome } from "../../../src/player/model.ts";
import { fakeTrack } from "../../control/fake-model.ts";
import { fakeCollection, start } from "./fake-collection.ts";

const now = { wallMs: start + 1_000_000, trusted: true };

/** Two members of one house, each with its remote. */
class House {
  library: readonly TrackInfo[] = Array.from({ length: 12 }, (_, n) => fakeTrack(n));
  readonly commons = [new Commons("00000000000000aa"), new Commons("00000000000000bb")] as const;
  played: readonly string[] = [];
  playing: readonly TrackInfo[] = [];
  readonly members: readonly CollectionCommands[] = this.commons.map((commons, n) =>
    fakeCollection(
      {
        find: (what) => what.flatMap((text) => this.#find(text)),
        play: (what) => {
          this.played = what;
          return { code: "ok", message: "" };
        },
        playing: () => this.playing,
      },
      commons,
      n + 1,
    ),
  );

  do(command: CollectionCommand, at = 0): CommandOutcome {
    const member = this.members[at];
    assert.ok(member);
    return member.execute(command);
  }

  done(command: CollectionCommand, at = 0): void {
    assert.equal(this.do(command, at).code, "ok", JSON.stringify(command));
  }

  meet(): void {
    const [a, b] = this.commons;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const)
      to.join(from.differing({ digest: to.digest, buckets: to.bucketDigests }), now);
    assert.equal(a.digest, b.digest);
  }

  titles(list: string, at = 0): readonly string[] {
    const items = this.members[at]?.collection.playlist(list)?.items ?? [];
    return items.map(({ track }) => track.title);
  }

  itemId(list: string, title: string, at = 0): string {
    const items = this.members[at]?.collection.playlist(list)?.items ?? [];
    return items.find(({ track }) => track.title === title)?.id ?? "none";
  }

  #find(text: string): readonly TrackInfo[] {
    return this.library.filter(
      ({ id, title, album }) => text === "" || [id, title, album].includes(text),
    );
  }
}

const add = (what: readonly string[], after?: string) =>
  ({ kind: "playlist-add", list: "Dinner", what, after }) as const;

describe("the collection of a household", () => {
  it("keeps a playlist: made, added to at three places, moved, removed, renamed, deleted", () => {
    const house = new House();
    house.done({ kind: "playlist-create", name: " Dinner ", what: ["Song 1"] });
    house.done(add(["Song 2", "Song 3"]));
    house.done(add(["Song 4"], ""));
    house.done(add(["Song 5"], house.itemId("dinner", "Song 1")));
    assert.deepEqual(house.titles("Dinner"), ["Song 4", "Song 1", "Song 5", "Song 2", "Song 3"]);
    const [first, last] = [house.itemId("Dinner", "Song 4"), house.itemId("Dinner", "Song 3")];
    house.done({ kind: "playlist-move", list: "Dinner", ids: [first], after: last });
    house.done({ kind: "playlist-move", list: "Dinner", ids: [last], after: undefined });
    house.done({
      kind: "playlist-remove",
      list: "Dinner",
      ids: [house.itemId("Dinner", "Song 5")],
    });
    assert.deepEqual(house.titles("Dinner"), ["Song 3", "Song 1", "Song 2", "Song 4"]);
    house.done({ kind: "playlist-play", list: "Dinner", from: house.itemId("Dinner", "Song 1") });
    assert.deepEqual(
      house.played,
      [1, 2, 4].map((n) => fakeTrack(n).id),
    );
    house.done({ kind: "playlist-rename", list: "DINNER", name: "Supper" });
    assert.equal(house.do(add(["Song 1"])).code, "not-found");
    assert.equal(
      house.do({ kind: "playlist-create", name: "supper", what: [] }).code,
      "invalid-argument",
    );
    house.done({ kind: "playlist-delete", list: "Supper" });
    assert.deepEqual(house.members[0]?.collection.playlists(), []);
    assert.equal(house.commons[0].live, 0);
  });

  it("merges what two remotes do on two speakers that are apart: nothing is lost, and both show the same", () => {
    const house = new House();
    house.done({ kind: "playlist-create", name: "Dinner", what: ["Song 0", "Song 1"] });
    house.meet();
    house.done(add(["Song 2", "Song 3"]), 0);
    house.done(add(["Song 4", "Song 5"]), 1);
    house.done(
      {
        kind: "playlist-move",
        list: "Dinner",
        ids: [house.itemId("Dinner", "Song 0")],
        after: house.itemId("Dinner", "Song 1"),
      },
      0,
    );
    house.done({ kind: "playlist-rename", list: "Dinner", name: "Supper" }, 1);
    house.done({ kind: "favourite-add", what: ["Song 6"] }, 0);
    house.done({ kind: "favourite-add", what: ["Song 6", "Song 7"] }, 1);
    house.meet();
    assert.deepEqual(house.titles("Supper", 0), house.titles("Supper", 1));
    const titles = house.titles("Supper");
    assert.deepEqual(
      [...titles].sort(),
      [0, 1, 2, 3, 4, 5].map((n) => `Song ${n}`),
    );
    // What one gesture added stays together.
    assert.equal(titles.indexOf("Song 3"), titles.indexOf("Song 2") + 1);
    assert.equal(titles.indexOf("Song 5"), titles.indexOf("Song 4") + 1);
    assert.deepEqual(
      house.members[1]?.collection.favourites().map(({ title }) => title),
      ["Song 6", "Song 7"],
    );
  });

  it("does not show, and clears away, what was added to a playlist while it was deleted elsewhere", () => {
    const house = new House();
    house.done({ kind: "playlist-create", name: "Dinner", what: ["Song 0"] });
    house.meet();
    house.done({ kind: "playlist-delete", list: "Dinner" }, 0);
    house.done(add(["Song 1"]), 1);
    house.meet();
    assert.deepEqual(house.members[1]?.collection.playlists(), []);
    house.done({ kind: "favourite-add", what: ["Song 1"] }, 1);
    assert.equal(house.commons[1].live, 1);
  });

  it("has room for any number of edits at one place, and order is what was asked for", () => {
    const house = new House();
    house.done({ kind: "playlist-create", name: "Dinner", what: ["Song 0", "Song 1"] });
    const anchor = house.itemId("Dinner", "Song 0");
    for (let i = 0; i < 300; i++) house.done(add([`Song ${2 + (i % 10)}`], anchor));
    const expected = Array.from({ length: 300 }, (_, i) => `Song ${2 + ((299 - i) % 10)}`);
    assert.deepEqual(house.titles("Dinner"), ["Song 0", ...expected, "Song 1"]);
  });

  it("finds positions in order between any two that leave room, and says where none is left", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        number,
        number,
        fc.integer({ min: 1, max: playlistItemsMax }),
        fc.nat(),
        (a, b, count, seed) => {
          const [before, after] = [Math.min(a, b), Math.max(a, b)];
          const positions = positionsBetween(count, { before, after }, new Rng(seed));
          if (positions === undefined) return assert.ok(after - before < 1e-3);
          const all = [before, ...positions, after];
          for (const [i, position] of all.entries())
            assert.ok(i === 0 || position > (all[i - 1] ?? 0));
        },
      ),
    );
  });

  it("keeps presets, plays what is nearest when their music is gone, and says so", () => {
    const house = new House();
    house.playing = [fakeTrack(3), fakeTrack(4)];
    house.done({ kind: "playlist-create", name: "Dinner", what: ["Song 1"] });
    house.done({ kind: "preset-save", number: 1, source: { of: "now" } });
    house.done({ kind: "preset-save", number: 2, source: { of: "playlist", list: "dinner" } });
    house.done({ kind: "preset-save", number: 20, source: { of: "favourites" } });
    house.done({ kind: "preset-play", number: 1 });
    assert.deepEqual(house.played, [fakeTrack(3).id, fakeTrack(4).id]);
    house.done({ kind: "playlist-delete", list: "Dinner" });
    const [, second] = house.members[0]?.collection.presets() ?? [];
    assert.equal(second?.gone, "its playlist was deleted");
    const outcome = house.do({ kind: "preset-play", number: 2 });
    assert.match(
      outcome.message,
      /preset 2 \(Dinner\): its playlist was deleted; playing the library/,
    );
    assert.equal(house.played.length, 12);
    house.done({ kind: "favourite-add", what: ["Song 9"] });
    assert.match(house.do({ kind: "preset-play", number: 2 }).message, /the favourites/);
    assert.deepEqual(house.played, [fakeTrack(9).id]);
    // The album was taken in anew: other ids, the same name.
    house.library = [{ ...fakeTrack(3), id: "f".repeat(32) }];
    house.do({ kind: "preset-play", number: 1 });
    assert.deepEqual(house.played, ["f".repeat(32)]);
    house.done({ kind: "preset-clear", number: 1 });
    assert.equal(house.do({ kind: "preset-play", number: 1 }).code, "not-found");
    for (const number of [0, 21, 1.5])
      assert.equal(house.do({ kind: "preset-play", number }).code, "invalid-argument");
  });

  it("refuses what is out of bounds, and changes nothing then", () => {
    const house = new House();
    const { digest } = house.commons[0];
    const refused: readonly CollectionCommand[] = [
      { kind: "playlist-create", name: " ", what: [] },
      { kind: "playlist-create", name: "x".repeat(129), what: [] },
      { kind: "playlist-create", name: "x", what: ["no such"] },
      { kind: "playlist-create", name: "x", what: Array.from({ length: 200 }, () => "") },
      { kind: "favourite-add", what: [] },
      { kind: "favourite-remove", what: ["Song 1"] },
      { kind: "household-set", zone: "Mars/Olympus", name: undefined },
      { kind: "household-set", zone: undefined, name: "x".repeat(65) },
    ];
    for (const command of refused)
      assert.notEqual(house.do(command).code, "ok", JSON.stringify(command));
    assert.equal(house.commons[0].digest, digest);
  });

  it("ignores entries that another version wrote, or nobody honest", () => {
    const house = new House();
    const list = "0".repeat(16);
    house.commons[1].edit(
      [
        [`l/${list}`, utf8Bytes("List")],
        [`i/${list}/${"1".repeat(16)}`, Uint8Array.of(1, 2, 3)],
        [`i/${list}/${"2".repeat(16)}`, new Uint8Array(24).fill(255)],
        ["p/3", Uint8Array.of(99)],
        ["p/99", Uint8Array.of(0)],
        [`f/${"3".repeat(32)}`, Uint8Array.of(1)],
        ["z/new", Uint8Array.of(1)],
      ],
      now,
    );
    house.meet();
    assert.deepEqual(house.titles(list), []);
    assert.deepEqual(house.members[0]?.collection.counts(), {
      playlists: 1,
      favourites: 0,
      presets: 0,
    });
    assert.deepEqual(house.commons[0].get("z/new"), Uint8Array.of(1), "passed on all the same");
  });
});

describe("URLs in the collection of a household", () => {
  const station: TrackInfo = {
    ...fakeTrack(3),
    title: "A song",
    album: "Radio Süd",
    url: "http://radio.example/live",
    live: true,
  };
  const rig = () => {
    const house = new House();
    house.library = [...house.library, station];
    return house;
  };

  it("are known by their names on every speaker, from playlists, favourites and presets", () => {
    for (const command of [
      { kind: "playlist-create", name: "Radio", what: [station.id] },
      { kind: "favourite-add", what: [station.id] },
      { kind: "preset-save", number: 4, source: { of: "tracks", what: [station.id] } },
    ] as const) {
      const house = rig();
      // The library's own tracks come first where ids are the same.
      house.library = [station];
      house.done(command);
      house.meet();
      const kept = keptUrl(house.commons[1], station.id);
      assert.deepEqual(kept, { url: station.url, name: "Radio Süd" }, command.kind);
      const played = { kind: "playlist-play", list: "Radio", from: undefined } as const;
      const plays = command.kind === "playlist-create" ? played : undefined;
      if (plays !== undefined)
        assert.equal(house.members[1]?.collection.firstOf(plays), station.id);
    }
  });

  it("give a preset their station's name, not that of the song", () => {
    const house = rig();
    house.playing = [station];
    house.done({ kind: "preset-save", number: 1, source: { of: "now" } });
    const first = { kind: "preset-play", number: 1 } as const;
    assert.equal(house.members[0]?.collection.presets()[0]?.label, "Radio Süd");
    assert.equal(house.members[0]?.collection.firstOf(first), station.id);
  });

  it("are refused where they are too long, and cleared away where there are many that nothing names", () => {
    const house = rig();
    const long = { ...station, url: `http://a/${"x".repeat(2_040)}` };
    house.library = [long];
    assert.equal(house.do({ kind: "favourite-add", what: [long.id] }).code, "invalid-argument");
    const many = Array.from({ length: keptUrlsFree + 1 }, (_, n) => ({
      ...station,
      id: n.toString(16).padStart(32, "0"),
      url: `http://a/${n}`,
    }));
    house.library = many;
    house.done({ kind: "favourite-add", what: many.map(({ id }) => id) });
    house.done({ kind: "favourite-remove", what: many.slice(0, 20).map(({ id }) => id) });
    house.done({ kind: "playlist-create", name: "next", what: [] });
    const kept = [...house.commons[0].entries()].filter(({ key }) => key.startsWith("u/"));
    assert.equal(kept.length, keptUrlsFree + 1 - 20);
  });
});
