import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
// @ts-expect-error A tool in plain JavaScript: it runs before there is a build.
import * as changes from "../../tools/proto-changes.js";

type Rows = Readonly<Record<string, Readonly<Record<string, string>>>>;
interface Description {
  readonly version?: string;
  readonly messages: Rows;
  readonly enums: Rows;
  readonly retired?: Rows;
}
// The tool's own shapes, which its file documents.
const {
  breaks,
  record,
  releaseFault,
  unrecorded,
  describe: describeProto,
} = changes as {
  breaks(before: Description, now: Description): string[];
  record(before: Description | undefined, now: Description, version: string): Description;
  releaseFault(before: Description, now: Description, version: string): string | undefined;
  unrecorded(before: Description, now: Description): string[];
  describe(file: string): Description;
};

const root = path.resolve(import.meta.dirname, "../..");

/** A small protocol, as it was promised. */
const promised = `
  message Song { string id = 1; optional uint32 year = 2; repeated string tags = 3; reserved 9; }
  message Ask { oneof what { Song song = 1; string text = 2; } }
  enum Mode { MODE_NONE = 0; MODE_ONE = 1; }`;

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-proto-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function describeText(text: string): Description {
  const file = path.join(folder, "some.proto");
  writeFileSync(file, `syntax = "proto3"; package nightjar.control; ${text}`);
  return describeProto(file);
}

describe("promises of the .proto files", () => {
  const before = record(undefined, describeText(promised), "1.0.0");

  it("are kept by additions of every kind", () => {
    const more = `
      message Song { string id = 1; optional uint32 year = 2; repeated string tags = 3; bytes art = 4; }
      message Ask { oneof what { Song song = 1; string text = 2; uint32 number = 3; } }
      message New { Song song = 1; }
      enum Mode { MODE_NONE = 0; MODE_ONE = 1; MODE_TWO = 2; }`;
    assert.deepEqual(breaks(before, describeText(more)), []);
  });

  it.each([
    ["string id = 1", "", 'Song 1: "id: string" is gone'],
    ["string id = 1", "string id = 5", 'Song 1: "id: string" is gone (it has the number 5 now)'],
    ["string id = 1", "bytes id = 1", 'Song 1: "id: string" is "id: bytes" now'],
    ["string id = 1", "string name = 1", 'Song 1: "id: string" is "name: string" now'],
    [
      "optional uint32 year",
      "uint32 year",
      'Song 2: "year: optional uint32" is "year: uint32" now',
    ],
    [
      "repeated string tags",
      "string tags",
      'Song 3: "tags: repeated string" is "tags: string" now',
    ],
    ["MODE_ONE = 1;", "", 'Mode 1: "MODE_ONE" is gone'],
    [
      "string text = 2; } }",
      "} string text = 2; }",
      'Ask 2: "text: string, one of what" is "text: string" now',
    ],
    ["enum Mode { MODE_NONE = 0; MODE_ONE = 1; }", "", "Mode is gone"],
  ])("are broken by %s → %s", (was, is, line) => {
    const now = describeText(
      promised.replace(was === "string id = 1" && is === "" ? `${was};` : was, is),
    );
    assert.deepEqual(breaks(before, now), [line]);
  });

  it("are made of what is new before a version with it goes out, and not before", () => {
    const now = describeText(
      promised
        .replace("reserved 9;", "bytes art = 4;")
        .replace("MODE_ONE = 1;", "MODE_ONE = 1; MODE_TWO = 2;"),
    );
    const more = ['Song 4: "art: bytes"', 'Mode 2: "MODE_TWO"'];
    assert.deepEqual(unrecorded(before, now), more);
    assert.equal(releaseFault(before, now, "1.0.0"), undefined, "it is still being built");
    assert.equal(releaseFault(before, describeText(promised), "1.1.0"), undefined);
    for (const line of more) assert.ok(releaseFault(before, now, "1.1.0")?.includes(line));
    const after = record(before, now, "1.1.0");
    assert.deepEqual(unrecorded(after, now), []);
    assert.equal(releaseFault(after, now, "1.2.0"), undefined);
  });

  it("hold for a number that is gone, once that was recorded", () => {
    const without = describeText(promised.replace("string id = 1;", ""));
    const after = record(before, without, "1.1.0");
    assert.deepEqual(breaks(after, without), []);
    const again = describeText(promised.replace("string id = 1", "string other = 1"));
    const line = 'Song 1 was "id: string" once and is used again, for "other: string"';
    assert.deepEqual(breaks(after, again), [line]);
  });
});

describe("src/wire/gen", () => {
  it("is what tools/proto.js makes of the .proto files, and these keep what was promised", () => {
    const command = [path.join(root, "tools/proto.js"), "--check"];
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }, 60_000);
});
