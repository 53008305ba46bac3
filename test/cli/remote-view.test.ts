import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { painter, widthOf } from "../../src/cli/format.ts";
import { type Key, keysOf } from "../../src/cli/remote-keys.ts";
import {
  firstView,
  press,
  type RemoteFacts,
  type RemoteView,
  renderRemote,
} from "../../src/cli/remote-view.ts";
import type { PlayerCommand, SpeakerStatus } from "../../src/player/model.ts";
import { FakeModel, fakeTrack } from "../control/fake-model.ts";
import { SimClock } from "../sim/sim-clock.ts";

const status: SpeakerStatus = new FakeModel(new SimClock()).status();
const queue = Array.from({ length: 40 }, (_, at) => ({
  ...{ id: `i${at}`, track: fakeTrack(at), here: null, addedBy: "" },
}));
const facts: RemoteFacts = {
  status: { ...status, state: "playing", positionMs: 4_000 },
  queue,
  found: { query: "so", tracks: [fakeTrack(1), fakeTrack(2)] },
};
const screen = { columns: 60, rows: 20, paint: painter(false) };

/** All commands that these keys give, and where they lead. */
function typed(text: string, from: RemoteView = firstView) {
  const commands: PlayerCommand[] = [];
  let view = from;
  for (const key of keysOf(text)) {
    const pressed = press(view, key, facts);
    view = pressed.view;
    if (pressed.command !== undefined) commands.push(pressed.command);
  }
  return { view, commands };
}

describe("keys of a terminal", () => {
  it("are letters, and what xterm sends for the others; of what is unknown nothing is left", () => {
    const keys = keysOf("aé\x1b[A\x1bOB\x1b[3~\x1b[15~\x1b[1;5C\x01\r\x7f\x03");
    const names = keys.map((key) => ("key" in key ? key.key : key.letter));
    assert.deepEqual(names, ["a", "é", "up", "down", "delete", "enter", "backspace", "interrupt"]);
    assert.deepEqual(keysOf("\x1b"), [{ key: "escape" }]);
  });
});

describe("the remote of a terminal", () => {
  it("has a key for each command", () => {
    const { commands } = typed(" n p+-msru\x1b[C\x1b[D");
    assert.deepEqual(
      commands.map(({ kind }) => kind),
      [
        "pause",
        "next",
        "pause",
        "previous",
        "volume-by",
        "volume-by",
        "mute",
        "shuffle",
        "repeat",
      ].concat(["queue-undo", "seek", "seek"]),
    );
    assert.deepEqual(commands.at(-1), { kind: "seek", positionMs: 0 });
  });

  it("plays and removes what the cursor is at, which stays within the list", () => {
    const { view, commands } = typed("\x1b[B\x1b[B\rx\x1b[6~\x1b[6~\x1b[6~\x1b[6~");
    assert.deepEqual(commands, [
      { kind: "queue-play", id: "i2", positionMs: 0 },
      { kind: "queue-remove", ids: ["i2"] },
    ]);
    assert.equal(view.cursor, 39);
    assert.equal(typed("\x1b[A").view.cursor, 0);
  });

  it("searches as somebody types; letters are letters there", () => {
    const { view, commands } = typed("/sox\x7f\x1b[B\t");
    assert.deepEqual(view, { query: "so", cursor: 1 });
    const what = [fakeTrack(2).id];
    assert.deepEqual(commands, [{ kind: "queue-add", what, place: { at: "end" } }]);
    const played = typed("\r", view);
    assert.deepEqual(played.commands, [{ kind: "play", what }]);
    assert.deepEqual(played.view, firstView);
    assert.deepEqual(typed("/q\x1b").view, firstView);
  });

  it("does nothing with results of other words than are shown", () => {
    assert.deepEqual(typed("/s\r").commands, []);
  });

  it("quits at q and at Ctrl-C, in a search at Ctrl-C alone", () => {
    const quits = (view: RemoteView, key: Key): boolean => press(view, key, facts).quit === true;
    assert.ok(quits(firstView, { letter: "q" }) && quits(firstView, { key: "interrupt" }));
    const searching = { query: "", cursor: 0 };
    assert.ok(!quits(searching, { letter: "q" }) && quits(searching, { key: "interrupt" }));
  });

  it("shows what plays, the queue around the cursor, and what the last command came to", () => {
    const lines = renderRemote({ query: undefined, cursor: 30 }, facts, "! no", screen);
    assert.match(lines[0] ?? "", /^Kitchen/);
    assert.ok(lines.some((line) => line.startsWith("›") && line.includes("Song 30")));
    assert.equal(lines.at(-1), "! no");
    assert.equal(lines.length, 20);
  });

  it("never draws beyond the screen, however small, and obeys no title", () => {
    const evil = { ...fakeTrack(0), title: "\x1b[2J evil \u202e" };
    const item = { id: "e", track: evil, here: null, addedBy: "" };
    const bad: RemoteFacts = { ...facts, queue: [item, ...queue] };
    const cursor = fc.integer({ min: 0, max: 45 });
    const query = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(
        ...[cursor, query, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 20, max: 200 })],
        (cursor, query, rows, columns) => {
          const lines = renderRemote({ query, cursor }, bad, "", { ...screen, rows, columns });
          assert.ok(lines.length <= rows);
          assert.ok(lines.every((line) => !/[\p{Cc}\p{Cf}]/u.test(line)));
          const list = lines.filter((line) => line.startsWith("›"));
          assert.ok(list.every((line) => widthOf(line) <= columns));
        },
      ),
    );
  });
});
