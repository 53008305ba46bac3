import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { exportLines } from "../../src/cli/export-events.ts";
import type { ExportedEvent } from "../../src/origin/ledger-reports.ts";

const event: ExportedEvent = {
  device: 'a "kitchen", upstairs',
  epoch: "0011223344556677",
  seq: 7,
  kind: "end",
  reason: "finished",
  playId: "ab".repeat(16),
  track: "cd".repeat(16),
  rung: 2,
  wallMs: 1_800_000_000_000,
  wallTrusted: true,
  monotonicMs: 5,
  playedMs: 31_000,
  bytes: { cache: 1, peer: 2, origin: 3 },
};

describe("the export of play events", () => {
  it("is CSV with a header and as many fields in each line, quoted where they must be", () => {
    const [header, line, ...more] = exportLines([event], "csv");
    assert.deepEqual(more, []);
    const id = '"a ""kitchen"", upstairs"';
    const rest = `0011223344556677,7,end,finished,${event.playId},${event.track},2,2027-01-15T08:00:00.000Z,true,5,31000,1,2,3,,2027-01-15T08:00:00.000Z,opus-160`;
    assert.equal(line, `${id},${rest}`);
    assert.equal(header?.split(",").length, 1 + rest.split(",").length);
  });

  it("has no time where a device told an impossible one", () => {
    const [, line] = exportLines([{ ...event, device: "d", wallMs: 2 ** 53 - 1 }], "csv");
    assert.equal(line?.split(",")[8], "");
  });

  it("is one JSON document a line, with all that was recorded", () => {
    const lines = [...exportLines([event, { ...event, seq: 8 }], "jsonl")];
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [event, { ...event, seq: 8 }].map((recorded) => ({
        ...recorded,
        atMs: event.wallMs,
        rungName: "opus-160",
      })),
    );
  });

  it("names the rung, and has no name for one that this version does not know", () => {
    const lines = [
      ...exportLines(
        [
          { ...event, rung: 4 },
          { ...event, rung: 9 },
        ],
        "csv",
      ),
    ];
    assert.deepEqual(
      lines.map((line) => line.split(",").at(-1)),
      ["rungName", "flac", ""],
    );
  });

  it("says of a play from before the clock was set when it was, as far as its boot tells", () => {
    const boot = "b007".repeat(4);
    const early = { ...event, boot, device: "d", wallMs: 3, wallTrusted: false };
    const later = { ...event, boot, device: "d", seq: 8, monotonicMs: 60_005 };
    const at = [...exportLines([early, later], "csv")].map((line) => line.split(",").at(-2));
    assert.deepEqual(at, ["at", "2027-01-15T07:59:00.000Z", "2027-01-15T08:00:00.000Z"]);
    const [, unknown] = exportLines([early], "csv");
    assert.equal(unknown?.split(",").at(-2), "");
  });
});
