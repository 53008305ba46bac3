import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import type { Album } from "../../../tools/compose/albums.ts";
import { ComposeError } from "../../../tools/compose/errors.ts";
import { isComplete, writeLibrary } from "../../../tools/compose/library.ts";
import type { Bus } from "../../../tools/compose/synth/bus.ts";
import { whistle } from "../../../tools/compose/synth/held.ts";

/** Two seconds of one tone, in two tracks. */
const album: Album = {
  artist: "Nobody",
  title: "Short",
  genre: "Test",
  year: 2024,
  rate: 44_100,
  cover: () => Uint8Array.of(1, 2, 3),
  recordings: [
    {
      piece: {
        seconds: 2,
        fadeS: 0.1,
        room: { reverbS: 0.5, damping: 0.5, preDelayS: 0.01, wet: 0.1 },
        play: (bus: Bus) =>
          whistle(bus, { startFrame: 0, heldS: 1.5, hz: 440, velocity: 0.8, pan: 0, send: 0.2 }),
      },
      tracks: [
        { title: "One", startS: 0 },
        { title: "Two", startS: 1.1 },
      ],
    },
  ],
};
const names = ["Nobody/Short/01 One.flac", "Nobody/Short/02 Two.flac"];

describe("writing the library", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "nightjar-compose-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = () => writeLibrary(folder, [album], () => undefined);
  const bytes = () => names.map((name) => readFileSync(path.join(folder, name)).toString("hex"));

  it("writes nested folders, tells of each track, and leaves nothing half done", async () => {
    const told: string[] = [];
    await writeLibrary(folder, [album], (done, total, name) =>
      told.push(`${done}/${total} ${name}`),
    );
    assert.deepEqual(told, [`1/2 ${names[0]}`, `2/2 ${names[1]}`]);
    assert.deepEqual(readdirSync(path.join(folder, "Nobody/Short")), [
      "01 One.flac",
      "02 Two.flac",
    ]);
  });

  it("is complete after a run and the same after another", async () => {
    assert.equal(await isComplete(folder, [album]), false);
    await write();
    assert.equal(await isComplete(folder, [album]), true);
    const before = bytes();
    await write();
    assert.deepEqual(bytes(), before);
  });

  it("sees a changed file, a missing one and a broken manifest", async () => {
    await write();
    const file = path.join(folder, names[0] ?? "");
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, -1));
    assert.equal(await isComplete(folder, [album]), false);
    rmSync(file);
    assert.equal(await isComplete(folder, [album]), false);
    writeFileSync(file, whole);
    assert.equal(await isComplete(folder, [album]), true);
    writeFileSync(path.join(folder, ".nightjar-library.json"), "{");
    assert.equal(await isComplete(folder, [album]), false);
  });

  it("says what to do when the folder cannot be written", async () => {
    writeFileSync(path.join(folder, "file"), "");
    const inside = path.join(folder, "file", "library");
    await assert.rejects(
      writeLibrary(inside, [album], () => undefined),
      (error) => error instanceof ComposeError && /cannot write/.test(error.message),
    );
  });
});
