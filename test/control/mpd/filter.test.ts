import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parseFilter } from "../../../src/control/mpd/filter.ts";
import { matches } from "../../../src/control/mpd/filter-match.ts";
import { LibraryTree } from "../../../src/control/mpd/library-tree.ts";
import { parseSelection, select } from "../../../src/control/mpd/selection.ts";
import type { TrackInfo } from "../../../src/media/track.ts";
import { untagged } from "../../../src/media/track.ts";

const song = (number: number, tags: Partial<TrackInfo>): TrackInfo => ({
  ...untagged,
  id: number.toString(16).padStart(32, "0"),
  title: "",
  ...tags,
});

const tracks: readonly TrackInfo[] = [
  song(1, { artist: "Björk", album: "Debut", title: "Human Behaviour", year: 1993, track: 10 }),
  song(2, { artist: "Björk", album: "Post", title: "Army of Me", year: 1995, track: 2 }),
  song(3, { artist: "AC/DC", album: "Live", title: 'It\'s a "Long" Way', albumArtist: "Various" }),
  song(4, { title: "nobody's" }),
];
const tree = treeOf(tracks);

function treeOf(all: readonly TrackInfo[]): LibraryTree {
  const build = LibraryTree.build(all);
  for (;;) {
    const step = build.next();
    if (step.done === true) return step.value;
  }
}

function found(args: readonly string[], folds = false): readonly number[] {
  const filter = parseFilter(args, folds);
  const hits = tracks.filter((track) => matches(filter, track, (each) => tree.uriOf(each)));
  return hits.map(({ id }) => Number.parseInt(id, 16));
}

describe("a filter", () => {
  it("finds exactly, and searches without case and accents", () => {
    assert.deepEqual(found(["artist", "Björk"]), [1, 2]);
    assert.deepEqual(found(["artist", "Bjo\u0308rk"]), [1, 2]);
    assert.deepEqual(found(["artist", "bjork"]), []);
    assert.deepEqual(found(["artist", "BJORK", "title", "army"], true), [2]);
    assert.deepEqual(found(["any", "post"], true), [2]);
    assert.deepEqual(found(["date", "1993"]), [1]);
  });

  it("reads expressions", () => {
    assert.deepEqual(found(["(artist == 'Björk')"]), [1, 2]);
    assert.deepEqual(found(["((artist == 'Björk') AND (!(title contains 'Army')))"]), [1]);
    assert.deepEqual(found(["(artist != 'Björk')", "title", "nobody's"]), [4]);
    assert.deepEqual(found(['(title == "It\\\'s a \\"Long\\" Way")']), [3]);
    assert.deepEqual(found(["(title starts_with 'Human')"]), [1]);
    assert.deepEqual(found(["(title !contains_ci 'HUMAN')"]), [2, 3, 4]);
    assert.deepEqual(found(["(base 'AC∕DC')"]), []);
    assert.deepEqual(found(["(base 'Various/Live/')"]), [3]);
    assert.deepEqual(found(["(file == 'Various/Live/It\\'s a \"Long\" Way')"]), [3]);
  });

  it("takes the artist for the album's where that is not told, and knows tags that nobody has", () => {
    assert.deepEqual(found(["albumartist", "Björk"]), [1, 2]);
    assert.deepEqual(found(["albumartist", "AC/DC"]), []);
    assert.deepEqual(found(["composer", "Bach"]), []);
    assert.deepEqual(found(["artist", ""]), [4]);
  });

  it("is refused where it is wrong, deep without end, or a regular expression", () => {
    for (const wrong of [
      "(",
      "()",
      "(artist)",
      "(artist == x)",
      "(artist == 'x'",
      "(artist == 'x'))",
      "((artist == 'x') OR (artist == 'y'))",
      "(shoe == 'x')",
      "(artist =~ '(a+)+$')",
      `${"(!".repeat(40)}(artist == 'x')${")".repeat(40)}`,
      `(${Array.from({ length: 80 }, () => "(artist == 'x')").join(" AND ")})`,
    ])
      assert.throws(() => parseFilter([wrong], false), { name: "MpdError" }, wrong);
  });

  it("is followed by an order and a window", async () => {
    const selected = async (...args: string[]): Promise<readonly string[]> => {
      const uriOf = (track: TrackInfo): string => tree.uriOf(track);
      const hits = await select(tracks, parseSelection(args, false), uriOf, async () => undefined);
      return hits.map(({ title }) => title);
    };
    const bjork = ["artist", "Björk"];
    assert.deepEqual(await selected(...bjork, "sort", "Track"), ["Army of Me", "Human Behaviour"]);
    assert.deepEqual(await selected(...bjork, "sort", "-Date"), ["Army of Me", "Human Behaviour"]);
    assert.deepEqual(await selected(...bjork, "sort", "title", "window", "1:"), [
      "Human Behaviour",
    ]);
    assert.throws(() => parseSelection([...bjork, "window", "2:1"], false), /range/);
    assert.throws(() => parseSelection([...bjork, "sort", "shoe"], false), /sort tag/);
  });
});

describe("the tree of the library", () => {
  it("has folders of artists and albums, and leads back from each song", () => {
    const root = tree.at("/");
    assert.deepEqual(root?.kind === "folder" ? root.folders : [], [
      "Björk",
      "Various",
      "Unknown Artist",
    ]);
    for (const track of tracks) assert.equal(tree.song(tree.uriOf(track))?.track, track);
    assert.equal(tree.song(tracks[0]?.id ?? "")?.uri, "Björk/Debut/Human Behaviour");
    assert.equal(tree.at("Björk/Debut/Human Behaviour/x"), undefined);
    assert.equal(tree.at("../etc"), undefined);
  });

  it("tells songs of one name apart, the same way in any order", () => {
    const twins = [1, 2, 3].map((number) =>
      song(number * 0x1000_0000, { artist: "a", title: "t" }),
    );
    const marked = song(9, { artist: "a", title: "t [00000000]" });
    const all = [...twins, marked, song(7, { artist: "..", album: "a\nb/c", title: "." })];
    const [one, other] = [treeOf(all), treeOf(all.toReversed())];
    const uris = all.map((track) => one.uriOf(track));
    assert.equal(new Set(uris).size, all.length);
    assert.deepEqual(
      uris,
      all.map((track) => other.uriOf(track)),
    );
    for (const [at, uri] of uris.entries()) assert.equal(one.song(uri)?.track, all[at]);
    assert.ok(
      uris.every((uri) => uri.split("/").length === 3 && !/\n|\/\.|^\./.test(uri)),
      `${uris}`,
    );
  });
});
