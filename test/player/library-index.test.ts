import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { TrackInfo } from "../../src/media/track.ts";
import { untagged } from "../../src/media/track.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import { inOrderAtOnceMax, sliceSteps } from "../../src/player/limits.ts";
import type { BrowseList } from "../../src/player/model.ts";

const epoch = "ab".repeat(8);

function track(n: number, tags: Partial<TrackInfo> = {}): TrackInfo {
  const id = n.toString(16).padStart(32, "0");
  return { ...untagged, id, title: `T${n}`, durationMs: 1_000, ...tags };
}

function mirrorOf(tracks: readonly TrackInfo[], borrowed = false): CatalogueMirror {
  const mirror = new CatalogueMirror();
  mirror.replace({ epoch, version: 1, borrowed, tracks });
  return mirror;
}

/** All there is, in a library of `count` tracks, twelve an album, ten albums an artist. */
function library(count: number): TrackInfo[] {
  return Array.from({ length: count }, (_, n) => {
    // Strewn, so that nothing is in order by itself.
    const at = (n * 7_919) % count;
    const album = Math.floor(at / 12);
    return track(at, {
      artist: `Artist ${Math.floor(album / 10)}`,
      album: `Album ${album}`,
      track: (at % 12) + 1,
      year: 1950 + (album % 70),
      genre: album % 2 === 0 ? "Jazz" : "Rock",
    });
  });
}

function titles(list: BrowseList | undefined): string[] {
  if (list === undefined) return ["no such path"];
  const rows = list.kind === "shelves" ? list.shelves : list.tracks;
  return rows.map(({ title }) => title);
}

function browse(mirror: CatalogueMirror, path: string, query = ""): BrowseList | undefined {
  mirror.index.finish();
  return mirror.index.shelves.browse(path, query);
}

const small = [
  track(1, { artist: "Björk", album: "Debut", track: 2, year: 1993, genre: "Pop", artwork: "c0" }),
  track(2, { artist: "Björk", album: "Debut", track: 1, year: 1993, genre: "pop" }),
  track(3, { artist: "Guest", albumArtist: "Björk", album: "Post", year: 1995 }),
  track(4, { artist: "Abba", album: "Waterloo", year: 1974, genre: "Pop" }),
  track(5, { title: "Hum" }),
];

describe("shelves of the library", () => {
  it("are artists, albums and genres, each with what is on it", () => {
    const mirror = mirrorOf(small);
    assert.deepEqual(titles(browse(mirror, "artists")), ["", "Abba", "Björk"]);
    assert.deepEqual(titles(browse(mirror, "albums")), ["", "Debut", "Post", "Waterloo"]);
    assert.deepEqual(titles(browse(mirror, "genres")), ["Pop"]);
    assert.deepEqual(titles(browse(mirror, "artists", "bjork")), ["Björk"]);
    assert.deepEqual(titles(browse(mirror, "albums", "bjork")), ["Debut", "Post"]);
    const artists = browse(mirror, "artists");
    assert.ok(artists?.kind === "shelves");
    const [, , bjork] = artists.shelves;
    assert.deepEqual(bjork && { ...bjork, ref: "" }, {
      ...{ ref: "", title: "Björk", artist: "", albums: 2, tracks: 3, durationMs: 3_000, year: 0 },
      artwork: "c0",
    });
    assert.deepEqual(titles(browse(mirror, bjork?.ref ?? "")), ["Debut", "Post"]);
    assert.deepEqual(titles(browse(mirror, `${bjork?.ref}/tracks`)), ["T2", "T1", "T3"]);
    assert.deepEqual(titles(browse(mirror, "album:DEBUT")), ["T2", "T1"]);
    assert.deepEqual(titles(browse(mirror, "genre:pop")), ["Waterloo", "Debut"]);
    assert.deepEqual(titles(browse(mirror, "artist:/tracks")), ["Hum"]);
    for (const path of ["", "shelves", "album:nothing", "disc:1"])
      assert.equal(browse(mirror, path), undefined, path);
  });

  it("have the same refs whatever else is in the library, and give their tracks in order", () => {
    const [a, b] = [mirrorOf(small), mirrorOf([...library(200), ...small].slice(150))];
    const refOf = (mirror: CatalogueMirror): string | undefined => {
      const list = browse(mirror, "albums", "debut");
      return list?.kind === "shelves" ? list.shelves[0]?.ref : undefined;
    };
    assert.equal(refOf(a), refOf(b));
    const rows = a.index.shelves.tracks(refOf(a) ?? "");
    assert.deepEqual(
      rows?.map(({ info }) => info.title),
      ["T2", "T1"],
    );
    assert.deepEqual(a.index.shelves.tracks("album:none"), []);
    assert.equal(a.index.shelves.tracks("debut"), undefined, "a search, no ref");
  });

  it("show what was added last first, where an origin told it; a track that changed stays where it was", () => {
    const mirror = mirrorOf(small);
    const page = { epoch, version: 2, more: false };
    const change = (n: number, tags: Partial<TrackInfo>) => {
      mirror.apply({ ...page, changes: [{ kind: "track", track: track(n, tags) }] });
    };
    change(6, { artist: "New", album: "Newest" });
    change(4, { artist: "Abba", album: "Waterloo", genre: "Disco" });
    const added = ["Newest", "", "Waterloo", "Post", "Debut"];
    assert.deepEqual(titles(browse(mirror, "added")), added);
    assert.deepEqual(titles(browse(mirrorOf(small, true), "added")), []);
  });
});

describe("a large library", () => {
  it("is put in order in slices of bounded work, and then is as if it had been sorted at once", () => {
    const tracks = library(20_000);
    const mirror = mirrorOf(tracks);
    let slices = 0;
    while (mirror.index.step()) slices += 1;
    assert.ok(mirror.index.isInOrder);
    const comparisons = tracks.length * Math.log2(tracks.length);
    assert.ok(slices > comparisons / sliceSteps / 2, `${slices} slices: too much in one`);
    const keys = mirror.index.sorted.map(({ sortKey }) => sortKey);
    assert.deepEqual(keys, [...keys].sort());
    assert.equal(keys.length, tracks.length);
  });

  it("is brought up to date after a change with about one look at each row", () => {
    const mirror = mirrorOf(library(20_000));
    mirror.index.finish();
    const change = { kind: "track", track: track(77, { artist: "Zoe" }) } as const;
    mirror.apply({ epoch, version: 2, more: false, changes: [change] });
    assert.equal(mirror.index.isInOrder, false);
    let slices = 0;
    while (mirror.index.step()) slices += 1;
    assert.ok(slices < (8 * 20_000) / sliceSteps + 10, `${slices} slices`);
    assert.equal(mirror.index.sorted.at(-1)?.info.artist, "Zoe");
    assert.equal(mirror.index.sorted.length, 20_000);
  });

  it("has all of one moment, whatever changes while it is put in order", () => {
    const change = fc.record({ after: fc.nat(40), n: fc.nat(1_999), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const mirror = mirrorOf(library(2 * inOrderAtOnceMax));
        let version = 1;
        for (const { after, n, gone } of changes) {
          for (let i = 0; i < after; i++) mirror.index.step();
          version += 1;
          const made = { kind: "track", track: track(n, { artist: `X${version}` }) } as const;
          const page = gone ? { kind: "removed" as const, id: made.track.id } : made;
          mirror.apply({ epoch, version, more: false, changes: [page] });
        }
        for (let i = 0; i < 10_000 && !mirror.index.isInOrder; i++) mirror.index.step();
        const wanted = [...mirror.rows.values()].map(({ sortKey }) => sortKey).sort();
        assert.deepEqual(
          mirror.index.sorted.map(({ sortKey }) => sortKey),
          wanted,
        );
      }),
      { numRuns: 20 },
    );
  });
});
