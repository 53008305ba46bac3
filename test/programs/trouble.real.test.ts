/** Trouble that a user can run into: one clear line, the right exit code, and nothing half done. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { Daemon, type Finished, json, nightjar, TempFolder, until } from "./daemon.ts";

/** What every failure must be: exit 1, nothing on stdout, one line that says what, why and what to do. */
function refused({ code, stdout, stderr }: Finished, pattern: RegExp): void {
  assert.equal(code, 1, stderr);
  assert.equal(stdout, "");
  const lines = stderr
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("nightjar:"));
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0] ?? "", pattern);
  assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
}

const loopback = ["--listen", "127.0.0.1:0"];
const quiet = [...loopback, "--control", "off", "--output", "null", "--cache-size", "16MiB"];

describe("trouble", () => {
  const folder = new TempFolder();
  let origin: Daemon;

  beforeAll(async () => {
    mkdirSync(folder.in("music"));
    const source = "sine=440:duration=40:sample_rate=48000";
    execFileSync("ffmpeg", [
      "-v",
      "error",
      "-f",
      "lavfi",
      "-i",
      source,
      "-metadata",
      "title=Tone",
      folder.in("music/tone.flac"),
    ]);
    origin = await Daemon.start([
      "origin",
      "--data",
      folder.in("origin"),
      "--library",
      folder.in("music"),
      ...loopback,
    ]);
  }, 60_000);

  afterAll(async () => {
    await origin[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const invite = async (): Promise<string> =>
    (await nightjar(["origin", "invite", "--data", folder.in("origin")])).stdout.trim();

  it("opens a free port of its choice where it did last time, or its speakers would be lost", async () => {
    mkdirSync(folder.in("no-music"));
    const args = ["origin", "--data", folder.in("again"), "--library", folder.in("no-music")];
    const first = await Daemon.start([...args, ...loopback]);
    const port = first.ready["udp"];
    await first.stop();
    await using second = await Daemon.start([...args, ...loopback]);
    assert.equal(second.ready["udp"], port);
  });

  it("says that an invite is not whole", async () => {
    const uri = await invite();
    for (const bad of ["hello", uri.slice(0, -30), uri.replace("nightjar://", "http://")]) {
      const speaker = ["speaker", "--data", folder.in("malformed"), ...quiet];
      const { code, stdout, stderr } = await nightjar([...speaker, "--join", bad]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^nightjar: --join: that is not a whole invite.*copy all of.*\n$/);
    }
    assert.equal(existsSync(folder.in("malformed")), false, "nothing was made");
  });

  it("says that an invite has expired", async () => {
    const uri = (await invite()).replace(/expires=\d+/, "expires=1700000000");
    refused(
      await nightjar(["speaker", "--data", folder.in("expired"), ...quiet, "--join", uri]),
      /expired .* ago; make a new one/,
    );
  });

  it("refuses a speaker of one household to another", async () => {
    await using other = await Daemon.start([
      "origin",
      "--data",
      folder.in("other"),
      "--library",
      folder.in("music"),
      ...loopback,
    ]);
    assert.equal(other.ready["ready"], "origin");
    {
      await using speaker = await Daemon.start([
        "speaker",
        "--data",
        folder.in("moved"),
        ...quiet,
        "--join",
        await invite(),
      ]);
      await until("it has joined", async () =>
        existsSync(folder.in("moved/membership.json")) ? speaker : undefined,
      );
      assert.equal(await speaker.stop(), 0);
    }
    const { stdout } = await nightjar(["origin", "invite", "--data", folder.in("other")]);
    refused(
      await nightjar(["speaker", "--data", folder.in("moved"), ...quiet, "--join", stdout.trim()]),
      /another household; let it leave that first, with: nightjar ctl leave/,
    );
  });

  it("takes no second daemon in one data folder, and says who has it", async () => {
    const again = await nightjar([
      "origin",
      "--data",
      folder.in("origin"),
      "--library",
      folder.in("music"),
      ...loopback,
    ]);
    refused(again, new RegExp(`${origin.child.pid}`));
  });

  it("says that a named port is in use, and takes the next one where none is named", async () => {
    const port = String(origin.ready["udp"]).split(":").at(-1);
    refused(
      await nightjar([
        "speaker",
        "--data",
        folder.in("taken"),
        "--listen",
        `127.0.0.1:${port}`,
        "--control",
        "off",
        "--output",
        "null",
      ]),
      /in use/,
    );
    const start = (name: string) =>
      Daemon.start([
        "speaker",
        "--data",
        folder.in(name),
        "--control",
        "off",
        "--output",
        "null",
        "--cache-size",
        "16MiB",
      ]);
    await using first = await start("one");
    await using second = await start("two");
    assert.notEqual(first.ready["udp"], second.ready["udp"]);
    assert.equal(first.ready["control"], undefined);
  });

  it("ends in order when its terminal is closed", async () => {
    const speaker = await Daemon.start(["speaker", "--data", folder.in("hangup"), ...quiet]);
    assert.equal(await speaker.stop("SIGHUP"), 0);
    assert.equal(existsSync(folder.in("hangup/control.sock")), false);
  });

  it("says that a socket path is too long for the system", async () => {
    const deep = folder.in("d".repeat(120));
    refused(await nightjar(["speaker", "--data", deep, ...quiet]), /107|too long/);
  });

  it("says that there is no such folder of music, no origin, no speaker", async () => {
    refused(
      await nightjar([
        "origin",
        "--data",
        folder.in("x"),
        "--library",
        folder.in("nowhere"),
        ...loopback,
      ]),
      /there is no folder/,
    );
    refused(
      await nightjar(["origin", "invite", "--data", folder.in("nowhere")]),
      /no origin in .*; start one/,
    );
    refused(
      await nightjar(["ctl", "--data", folder.in("nowhere"), "status"]),
      /no speaker is running/,
    );
  });

  it("goes on without a sound card, says so, and without an origin, and says so", async () => {
    await using speaker = await Daemon.start([
      "speaker",
      "--data",
      folder.in("cardless"),
      ...loopback,
      "--control",
      "off",
      "--output",
      "alsa:nonesuch",
    ]);
    const status = await json<SpeakerStatus>([
      "ctl",
      "--data",
      folder.in("cardless"),
      "--json",
      "status",
    ]);
    assert.match(status.trouble ?? "", /nonesuch|card/);
    assert.deepEqual(await json(["ctl", "--data", folder.in("cardless"), "--json", "library"]), []);
    refused(
      await nightjar(["ctl", "--data", folder.in("cardless"), "play", "anything"]),
      /no household/,
    );
    assert.equal(await speaker.stop(), 0);
  });

  it("goes on without ffmpeg, and says what to install", async () => {
    const bin = folder.in("bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, path.join(bin, "node"));
    await using daemon = await Daemon.start(
      ["origin", "--data", folder.in("noffmpeg"), "--library", folder.in("music"), ...loopback],
      { PATH: bin },
    );
    await until("it says so", async () =>
      daemon.log.some((line) => /ffmpeg/.test(line) && /install/.test(line)) ? true : undefined,
    );
    assert.equal(await daemon.stop(), 0);
  });

  it("plays an unknown track not at all, and says where to look", async () => {
    await using speaker = await Daemon.start([
      "speaker",
      "--data",
      folder.in("player"),
      ...quiet,
      "--join",
      await invite(),
    ]);
    const ctl = (...words: string[]): string[] => ["ctl", "--data", folder.in("player"), ...words];
    await until("the library is known", async () =>
      (await json<unknown[]>(ctl("--json", "library"))).length > 0 ? true : undefined,
    );
    refused(
      await nightjar(ctl("play", "f".repeat(32))),
      /no track has the id .*; see what there is/,
    );
    refused(await nightjar(ctl("play", "Symphony of Nothing")), /nothing in the library matches/);
    refused(await nightjar(ctl("next")), /queue is empty/);
    refused(await nightjar(ctl("group", "Kitchen")), /not in this version/);
    assert.equal((await nightjar(ctl("volume", "101"))).code, 2);
    assert.equal(await speaker.stop(), 0);
  });

  it.skipIf(!canMount())(
    "plays on when the disk is full (skipped without root: it mounts one)",
    async () => {
      const data = folder.in("full");
      mkdirSync(data);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", data]);
      try {
        await using speaker = await Daemon.start([
          "speaker",
          "--data",
          data,
          ...loopback,
          "--control",
          "off",
          "--output",
          "null",
          "--cache-size",
          "8MiB",
          "--join",
          await invite(),
        ]);
        const ctl = (...words: string[]): string[] => ["ctl", "--data", data, "--json", ...words];
        await until("the library is known", async () =>
          (await json<unknown[]>(ctl("library"))).length > 0 ? true : undefined,
        );
        try {
          writeFileSync(`${data}/filler`, new Uint8Array(64 * 1024 * 1024));
        } catch (error) {
          assert.match(String(error), /ENOSPC/);
        }
        await json(ctl("play", "Tone"));
        await until("it plays", async () =>
          (await json<SpeakerStatus>(ctl("status"))).play.playedMs > 1_000 ? true : undefined,
        );
        assert.equal(await speaker.stop(), 0);
      } finally {
        execFileSync("umount", [data]);
      }
    },
  );

  it.skipIf(!canMount())(
    "refuses a data folder that cannot be written (skipped without root: it mounts one)",
    async () => {
      const data = folder.in("readonly");
      mkdirSync(data);
      execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", data]);
      try {
        refused(await nightjar(["speaker", "--data", data, ...quiet]), /read-only/);
        assert.deepEqual(readdirSync(data), []);
      } finally {
        execFileSync("umount", [data]);
      }
    },
  );
});

/** tmpfs mounts need root. */
function canMount(): boolean {
  return process.getuid?.() === 0;
}
