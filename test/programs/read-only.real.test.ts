/**
 * A real speaker whose data folder has become read-only, as file systems do when
 * their card fails: it starts, plays what it has, is reached as ever, says what
 * is amiss, and needs nobody when the folder can be written to again.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { countedFolder } from "../../tools/bench/loop-disk.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

function mounts(): boolean {
  using folder = countedFolder(16 * mib);
  return folder.countedBy === "block device";
}
const loops = mounts();
const python = spawnSync("python3", ["--version"]).status === 0;
const whyPython = python ? "" : " (skipped: python3, which shuts the file system down, is missing)";
const why = loops ? "" : " (skipped: this machine mounts no loop devices for us)";

function remount(folder: string, how: "ro" | "rw"): void {
  const { status, stderr } = spawnSync("mount", ["-o", `remount,${how}`, folder]);
  assert.equal(status, 0, String(stderr));
}

function speaker(data: string, join: readonly string[]): Promise<Daemon> {
  const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
  const where = ["--data", data, "--listen", "127.0.0.1:0", "--output", "null", ...join];
  return Daemon.start(["speaker", ...where, "--cache-size", "16MiB", ...off]);
}

async function origin(folder: TempFolder): Promise<Daemon> {
  const where = ["--data", folder.in("origin"), "--library", folder.in("music")];
  return Daemon.start(["origin", ...where, "--listen", "127.0.0.1:0", "--mdns", "off"]);
}

/** Tones of 40 s. */
function makeSongs(folder: TempFolder, titles: readonly string[]): void {
  mkdirSync(folder.in("music"));
  for (const [i, title] of titles.entries()) {
    const sine = ["-f", "lavfi", "-i", `sine=frequency=${440 + 100 * i}:duration=40`];
    const file = folder.in("music", `${title}.flac`);
    execFileSync("ffmpeg", ["-v", "error", ...sine, "-c:a", "flac", file]);
  }
}

const ctlOf =
  (data: string) =>
  async (...words: string[]): Promise<void> => {
    const { code, stderr } = await nightjar(["ctl", "--data", data, ...words]);
    assert.equal(code, 0, stderr);
  };

/** True when the ledger has so many, without a gap. */
async function plays(folder: TempFolder, count: number): Promise<true | undefined> {
  const asked = ["origin", "events", "--data", folder.in("origin"), "--json"];
  const report = await json<{ plays: number; gaps: unknown[] }>(asked);
  assert.deepEqual(report.gaps, []);
  return report.plays === count ? true : undefined;
}

/** EXT4_IOC_SHUTDOWN: from now on every call on this file system fails with EIO, as on a card that has died. */
function die(folder: string): void {
  const ask = "import fcntl,os,struct,sys; fd=os.open(sys.argv[1],os.O_RDONLY)";
  const shut = 'fcntl.ioctl(fd,0x8004587D,struct.pack("I",2))';
  execFileSync("python3", ["-c", `${ask}; ${shut}`, folder]);
}

const statusOf = (data: string): Promise<SpeakerStatus> =>
  json(["ctl", "--data", data, "--json", "status"]);

describe.skipIf(!loops)(`a speaker on a read-only disk${why}`, () => {
  it("plays on, is reached by ctl --data, delivers its plays, and saves again when it can", {
    timeout: 120_000,
  }, async () => {
    using folder = new TempFolder();
    using disk = countedFolder(96 * mib);
    const data = path.join(disk.folder, "speaker");
    mkdirSync(data);
    makeSongs(folder, ["song"]);
    await using server = await origin(folder);
    const { stdout } = await nightjar(["origin", "invite", "--data", folder.in("origin")]);
    const ctl = ctlOf(data);
    {
      await using first = await speaker(data, ["--join", stdout.trim()]);
      await until("the library is known", async () => {
        const tracks = await json<readonly unknown[]>(["ctl", "--data", data, "--json", "library"]);
        return tracks.length === 1 ? true : undefined;
      });
      await ctl("play", "--wait", "song");
      await until("the track is in the cache", async () => {
        const { cache } = await statusOf(data);
        return cache.missBytes > 600_000 ? true : undefined;
      });
      assert.equal(await first.stop(), 0);
    }

    remount(disk.folder, "ro");
    await using daemon = await speaker(data, []);
    assert.notEqual(daemon.ready["socket"], path.join(data, "control.sock"));
    await ctl("volume", "20");
    await ctl("play", "--wait", "song");
    const troubled = await statusOf(data);
    assert.equal(troubled.state, "playing");
    const { bytes } = troubled.totals;
    assert.ok(
      bytes.cache > 4 * bytes.origin,
      `from the cache, which can be read: ${JSON.stringify(bytes)}`,
    );
    for (const part of [troubled.cache, troubled.events, troubled.settings])
      assert.match(part.trouble ?? "", /read-only/);
    const shown = await nightjar(["ctl", "--data", data, "status"]);
    for (const line of [
      /nothing new is cached: .*read-only/,
      /1 play event .*in memory/,
      /not saved/,
    ])
      assert.match(shown.stdout, line);
    await ctl("stop");
    await until("the ledger has the second play, from memory", () => plays(folder, 2));

    remount(disk.folder, "rw");
    // The cache waits for a minute before it tries again.
    const healed = await until(
      "plays and settings are kept again",
      async () => {
        const { events, settings } = await statusOf(data);
        return events.trouble === null && settings.trouble === null ? events : undefined;
      },
      60_000,
    );
    assert.equal(healed.waiting, 0);
    assert.equal(await plays(folder, 2), true, "and has it once");
    assert.equal(await daemon.stop(), 0);
    assert.equal(await server.stop(), 0);
  });

  it.skipIf(!python)(
    `goes on when its disk dies in mid-play${whyPython}`,
    {
      timeout: 120_000,
    },
    async () => {
      using folder = new TempFolder();
      using disk = countedFolder(96 * mib);
      const data = path.join(disk.folder, "speaker");
      mkdirSync(data);
      makeSongs(folder, ["one", "two"]);
      await using server = await origin(folder);
      const { stdout } = await nightjar(["origin", "invite", "--data", folder.in("origin")]);
      await using daemon = await speaker(data, ["--join", stdout.trim()]);
      const ctl = ctlOf(data);
      await until("the library is known", async () => {
        const tracks = await json<readonly unknown[]>(["ctl", "--data", data, "--json", "library"]);
        return tracks.length === 2 ? true : undefined;
      });
      await ctl("play", "--wait", "one");
      die(disk.folder);
      await ctl("play", "--wait", "two");
      await ctl("volume", "20");
      const { state, volume } = await statusOf(data);
      assert.deepEqual([state, volume], ["playing", 20]);
      await until("it says what it cannot keep", async () => {
        const { events, settings } = await statusOf(data);
        return events.trouble !== null && settings.trouble !== null ? true : undefined;
      });
      await ctl("stop");
      await until("the ledger has both plays", () => plays(folder, 2));
      assert.equal(await daemon.stop(), 0);
      assert.equal(await server.stop(), 0);
    },
  );

  it("says in one line that it cannot begin where there are no keys yet", async () => {
    using disk = countedFolder(16 * mib);
    const data = path.join(disk.folder, "fresh");
    mkdirSync(data);
    writeFileSync(path.join(data, "note"), "");
    remount(disk.folder, "ro");
    const off = ["--control", "off", "--mdns", "off", "--output", "null"];
    const { code, stderr } = await nightjar(["speaker", "--data", data, ...off]);
    assert.equal(code, 1);
    assert.match(stderr, /nightjar: cannot .*read-only/);
  });
});
