import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { roleFor } from "../../src/control/permissions.ts";
import { commandFromWire } from "../../src/control/wire-command.ts";
import { trackFromWire, trackToWire } from "../../src/control/wire-state.ts";
import { untagged } from "../../src/media/track.ts";

const url = `http://radio.example/${"x".repeat(1_500)}`;

describe("URLs in commands of remotes", () => {
  it("may be longer than a search", () => {
    assert.deepEqual(commandFromWire({ op: "play", play: { what: [url] } }), {
      kind: "play",
      what: [url],
    });
    for (const text of [url.slice(7), `http://a/${"x".repeat(2_100)}`])
      assert.ok("bad" in commandFromWire({ op: "play", play: { what: [text] } }));
  });

  it("are for members: a guest's addition makes the speaker ask nobody", () => {
    const add = { kind: "queue-add", place: { at: "end" } } as const;
    assert.equal(roleFor({ ...add, what: ["blue"] }), "guest");
    assert.equal(roleFor({ ...add, what: ["blue", url] }), "member");
    assert.equal(roleFor({ kind: "play", what: [url] }), "member");
  });

  it("are shown with their tracks, and tracks of the library have none", () => {
    const plain = { ...untagged, id: "a", title: "b" };
    const station = { ...plain, url, live: true };
    assert.deepEqual(trackFromWire(trackToWire(station)), station);
    assert.deepEqual(trackFromWire(trackToWire(plain)), plain);
  });
});
