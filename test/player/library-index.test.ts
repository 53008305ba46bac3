import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, it } from "vitest";
import { decodeCataloguePage, encodeCataloguePage } from "../../src/media/catalogue-page.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { untagged } from "../../src/media/track.ts";
import {
  catalogueFilePages,
  decodingCatalogueFile,
  encodeCatalogueFile,
  encodingCatalogueFile,
} from "../../src/player/catalogue-file.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import type { Row } from "../../src/player/library-row.ts";
import {
  cataloguePageTracks,
  inOrderAtOnceMax,
  sliceSteps,
  sliceTracks,
} from "../../src/player/limits.ts";
import type { BrowseList } from "../../src/player/model.ts";
import { atOnce } from "../../src/player/slices.ts";

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

/** What rows are sorted by, as one text. */
function sortKeyOf({ artistKey, albumKey, titleKey, info }: Row): string {
  const order = [info.disc, info.track].map((number) => String(number).padStart(6, "0"));
  return [artistKey, albumKey, ...order, titleKey, info.id].join("\0");
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
    const keys = mirror.index.sorted.map(sortKeyOf);
    assert.deepEqual(keys, [...keys].sort());
    assert.equal(keys.length, tracks.length);
  });

  it("is never held up by one slice: each looks at a bounded number of rows", () => {
    const mirror = mirrorOf(library(20_000));
    // What a slice costs is what it asks of its rows: each comparison, and each look for words, begins with the artist.
    let looks = 0;
    for (const row of mirror.rows.values()) {
      const { artistKey } = row;
      Object.defineProperty(row, "artistKey", { get: () => [looks++, artistKey][1] });
    }
    const worstOf = (work: Generator<void, unknown>): number => {
      let worst = 0;
      for (let step: { done?: boolean } = {}; step.done !== true; ) {
        looks = 0;
        step = work.next();
        worst = Math.max(worst, looks);
      }
      return worst;
    };
    // A merge looks at two rows for each that it places; a block's sort at 256 · log2(256) pairs.
    const ordering = worstOf(mirror.index.steps());
    assert.ok(ordering >= sliceSteps && ordering <= 3 * sliceSteps, `${ordering}`);
    assert.ok(mirror.index.isInOrder);
    const searching = worstOf(mirror.searching("t1 9"));
    assert.ok(searching >= sliceSteps && searching <= 2 * sliceSteps, `${searching}`);
    let steps = 0;
    const tracks = library(20_000);
    const replacing = mirror.replacing(
      { epoch, version: 9, borrowed: false, tracks },
      () => steps > 0,
    );
    for (let step: { done?: boolean } = {}; step.done !== true; steps++) step = replacing.next();
    assert.ok(steps >= tracks.length / sliceTracks, `${steps}`);
  });

  it("is read from its file, written and numbered for neighbours in slices, too", () => {
    const mirror = mirrorOf(library(20_000));
    const whole = { epoch, version: 1, borrowed: false, tracks: mirror.tracks };
    const pages = [...catalogueFilePages(whole)];
    assert.ok(pages.length >= 20_000 / cataloguePageTracks);
    const stepsOf = <T>(work: Generator<void, T>): readonly [number, T] => {
      for (let steps = 1; ; steps++) {
        const step = work.next();
        if (step.done === true) return [steps, step.value];
      }
    };
    const [written, file] = stepsOf(encodingCatalogueFile(epoch, pages));
    assert.ok(written >= pages.length, `${written}`);
    const [read, decoded] = stepsOf(decodingCatalogueFile(epoch, file));
    assert.ok(read >= 20_000 / cataloguePageTracks, `${read}`);
    assert.deepEqual(decoded, whole);
    const [numbered] = stepsOf(mirror.numbering());
    assert.ok(numbered >= (20_000 * Math.log2(20_000)) / sliceSteps / 2, `${numbered}`);
    assert.deepEqual(mirror.rowsFrom(19_999, 2), [track(19_999, mirror.rowsFrom(19_999, 1)[0])]);
    assert.equal(stepsOf(mirror.numbering())[0], 1, "nothing is left to do");
  });

  it("takes less than 600 bytes a track, however it was told: what collecting garbage over it costs grows with that", () => {
    const tracks = 10_000;
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const told: readonly ((mirror: CatalogueMirror) => void)[] = [
      (mirror) => {
        const whole = { epoch, version: 1, borrowed: false, tracks: library(tracks) };
        const file = encodeCatalogueFile(epoch, [...catalogueFilePages(whole)]);
        mirror.replace(atOnce(decodingCatalogueFile(epoch, file)) ?? whole);
      },
      (mirror) => {
        const changes = library(tracks).map((track) => ({ kind: "track" as const, track }));
        for (let at = 0; at < tracks; at += 500) {
          const of = { epoch, version: at, more: true, changes: changes.slice(at, at + 500) };
          const page = decodeCataloguePage(encodeCataloguePage(of));
          if (page !== undefined) mirror.apply(page);
        }
      },
    ];
    for (const tell of told) {
      const mirror = new CatalogueMirror();
      collect();
      const before = process.memoryUsage().heapUsed;
      tell(mirror);
      mirror.index.finish();
      collect();
      const bytes = (process.memoryUsage().heapUsed - before) / tracks;
      assert.equal(mirror.size, tracks);
      assert.ok(bytes < 600, `${bytes}`);
    }
  });

  it("is searched in order before anything was put in order, and in slices as at once", () => {
    const mirror = mirrorOf(library(3_000));
    for (const query of ["", "t11", "artist 3", "nothing"]) {
      const found = mirror.search(query).map(({ id }) => id);
      assert.equal(mirror.index.isInOrder, false);
      const ordered = mirrorOf(library(3_000));
      ordered.index.finish();
      assert.deepEqual(
        ordered.search(query).map(({ id }) => id),
        found,
        query,
      );
      assert.deepEqual(
        atOnce(ordered.searching(query)).map(({ id }) => id),
        found,
        query,
      );
    }
  });

  it("stays what it is where what was to replace it is not wanted any more", () => {
    const mirror = mirrorOf(small);
    const other = { epoch, version: 5, borrowed: true, tracks: library(500) };
    assert.equal(atOnce(mirror.replacing(other, () => false)), false);
    assert.deepEqual([mirror.size, mirror.version, mirror.borrowed], [small.length, 1, false]);
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
        const wanted = [...mirror.rows.values()].map(sortKeyOf).sort();
        assert.deepEqual(mirror.index.sorted.map(sortKeyOf), wanted);
      }),
      { numRuns: 20 },
    );
  });
});
