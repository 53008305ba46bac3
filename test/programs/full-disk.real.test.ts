/** A real speaker on a file system that is full: it starts, says what is amiss, and uses the room once there is some. */
import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import { countedFolder } from "../../tools/bench/loop-disk.ts";
import { Daemon, until } from "./daemon.ts";

function mounts(): boolean {
  using folder = countedFolder(16 * mib);
  return folder.countedBy === "block device";
}
const loops = mounts();
const why = loops ? "" : " (skipped: this machine mounts no loop devices for us)";

/** Writes until nothing more fits. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (let bytes = mib; bytes >= 512; ) {
      try {
        writeSync(handle, new Uint8Array(bytes));
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
        bytes /= 2;
      }
    }
  } finally {
    closeSync(handle);
  }
}

function speaker(data: string): Promise<Daemon> {
  const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
  return Daemon.start([
    "speaker",
    "--data",
    data,
    "--output",
    "null",
    "--listen",
    "127.0.0.1:0",
    ...off,
  ]);
}

const said = (daemon: Daemon, event: string): boolean =>
  daemon.log.some((line) => line.includes(`"${event}"`));

describe.skipIf(!loops)(`a speaker on a full disk${why}`, () => {
  it("starts without cache, state and spool, and has its spool when there is room", {
    timeout: 90_000,
  }, async () => {
    using folder = countedFolder(64 * mib);
    const data = path.join(folder.folder, "speaker");
    mkdirSync(data);
    {
      await using first = await speaker(data);
      assert.equal(await first.stop(), 0);
    }
    for (const name of ["events", "state.ring", "chunks.log"])
      rmSync(path.join(data, name), { recursive: true, force: true });
    const fillers = ["fill", "rest"].map((name) => path.join(folder.folder, name));
    for (const filler of fillers) fill(filler);
    await using daemon = await speaker(data);
    assert.equal(daemon.ready["ready"], "speaker");
    await until("it says what is amiss", async () => {
      const all = ["cache-disabled", "state-cannot-be-saved", "spool-cannot-write"];
      return all.every((event) => said(daemon, event)) ? true : undefined;
    });
    for (const filler of fillers) rmSync(filler);
    await until(
      "the spool works again",
      async () => said(daemon, "spool-works-again") || undefined,
      60_000,
    );
    assert.equal(await daemon.stop(), 0);
  });
});
