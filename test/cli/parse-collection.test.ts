/** The words of `ctl playlist`, `favourite`, `preset` and `household`. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { CollectionAsk } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";

function asked(words: string): CollectionAsk | string {
  const parsed = parseCommandLine(["ctl", ...words.split(" ")]);
  if (parsed.kind !== "ctl") return "message" in parsed ? String(parsed.message) : parsed.kind;
  const { command } = parsed.options;
  return command.name === "collection" ? command.ask : command.name;
}

describe("commands of the collection", () => {
  it.each<[string, CollectionAsk]>([
    ["playlist", { show: "playlists" }],
    ["playlist list", { show: "playlists" }],
    ["playlist export Dinner", { exported: "Dinner" }],
    ["playlist import Dinner a.m3u8", { imported: "Dinner", file: "a.m3u8" }],
    ["playlist show Dinner", { show: "playlist", list: "Dinner" }],
    [
      "playlist create Dinner a b",
      { do: { kind: "playlist-create", name: "Dinner", what: ["a", "b"] } },
    ],
    [
      "playlist rename Dinner Late supper",
      { do: { kind: "playlist-rename", list: "Dinner", name: "Late supper" } },
    ],
    [
      "playlist add Dinner a --after 2",
      { do: { kind: "playlist-add", list: "Dinner", what: ["a"], after: "2" } },
    ],
    [
      "playlist add Dinner a --first",
      { do: { kind: "playlist-add", list: "Dinner", what: ["a"], after: "" } },
    ],
    [
      "playlist add Dinner a",
      { do: { kind: "playlist-add", list: "Dinner", what: ["a"], after: undefined } },
    ],
    [
      "playlist move Dinner 1 --first",
      { do: { kind: "playlist-move", list: "Dinner", ids: ["1"], after: undefined } },
    ],
    [
      "playlist remove Dinner 1 2",
      { do: { kind: "playlist-remove", list: "Dinner", ids: ["1", "2"] } },
    ],
    ["playlist play Dinner --from 3", { do: { kind: "playlist-play", list: "Dinner", from: "3" } }],
    ["favourite add", { do: { kind: "favourite-add", what: [] } }],
    ["favourite play", { do: { kind: "favourite-play" } }],
    ["preset save 3", { do: { kind: "preset-save", number: 3, source: { of: "now" } } }],
    [
      "preset save 3 --playlist Dinner",
      { do: { kind: "preset-save", number: 3, source: { of: "playlist", list: "Dinner" } } },
    ],
    [
      "preset save 3 Blue",
      { do: { kind: "preset-save", number: 3, source: { of: "tracks", what: ["Blue"] } } },
    ],
    ["preset play 20", { do: { kind: "preset-play", number: 20 } }],
    ["household", { show: "household" }],
    [
      "household zone Europe/Oslo",
      { do: { kind: "household-set", zone: "Europe/Oslo", name: undefined } },
    ],
  ])("reads %s", (words, ask) => assert.deepEqual(asked(words), ask));

  it.each([
    ["playlist sho Dinner", /no command/],
    ["playlist add Dinner", /needs what/],
    ["playlist move Dinner 1", /needs --after ITEM or --first/],
    ["playlist add Dinner a --first --after 1", /one place only/],
    ["preset play 21", /from 1 to 20/],
    ["preset save 1 Blue --favourites", /one of them/],
    ["favourite play loud", /takes no argument/],
  ])("refuses %s", (words, why) => assert.match(String(asked(words)), why));
});
