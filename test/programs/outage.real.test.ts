/** A network that is gone for longer than a speaker has music ahead, between real programs in an emulated network. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { openNetlab, whyNoLab } from "../../tools/netlab/lab.ts";
import { builtProgram } from "./built-program.ts";
import { Daemon, json, TempFolder, until } from "./daemon.ts";

const missing =
  (await whyNoLab()) ?? (spawnSync("ffmpeg", ["-version"]).status === 0 ? undefined : "no ffmpeg");
const program = builtProgram();
const port = 41_000;

describe.skipIf(missing !== undefined)(
  `an outage${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  () => {
    it("is waited out: place, volume and queue are kept, and music is back a second after the network", {
      timeout: 240_000,
    }, async () => {
      using folder = new TempFolder();
      mkdirSync(folder.in("music"));
      makeTrack(folder.in("music", "noise.flac"), 150);
      await using lab = await openNetlab({ hosts: ["origin", "speaker"], script: "delay 5ms" });
      const inside = (host: string): string[] => ["nsenter", `--net=${lab.namespacePathOf(host)}`];
      const at = `${lab.addressOf("origin")}:${port}`;
      await using _origin = await Daemon.start(
        ["origin", "--data", folder.in("o"), "--library", folder.in("music"), "--listen", at],
        {},
        inside("origin"),
      );
      const { uri } = await json<{ uri: string }>([
        "origin",
        "invite",
        "--data",
        folder.in("o"),
        "--json",
      ]);
      const data = folder.in("s");
      const speaker = [
        "speaker",
        "--data",
        data,
        "--output",
        "null",
        "--origin",
        at,
        "--join",
        uri,
      ];
      await using _speaker = await Daemon.start(
        [...speaker, "--control", "off"],
        {},
        inside("speaker"),
      );
      const ctl = (...words: string[]) =>
        json<SpeakerStatus>(["ctl", "--data", data, "--json", ...words]);
      await until("the library is known", async () => {
        const tracks = await json<unknown[]>(["ctl", "--data", data, "--json", "library"]);
        return tracks.length > 0 ? true : undefined;
      });
      await ctl("volume", "41");
      await ctl("play", "--wait", "noise");

      await lab.change("loss 100%");
      const waiting = await until(
        "the music stands still",
        async () => {
          const status = await ctl("status");
          return status.state === "buffering" ? status : undefined;
        },
        90_000,
      );
      const playing = firstPlaying(data);
      await lab.change("loss 0%");
      const backMs = performance.now();
      const soundMs = await playing;
      assert.ok(soundMs - backMs <= 1_500, `music was back after ${soundMs - backMs} ms`);
      const { positionMs, volume, queue, totals } = await ctl("status");
      assert.ok(positionMs >= waiting.positionMs && positionMs < waiting.positionMs + 10_000);
      assert.deepEqual([volume, queue.length, totals.stalls], [41, 1, 1]);
    });
  },
);

/** When a remote hears that it plays. */
function firstPlaying(data: string): Promise<number> {
  const watch = spawn(program, ["ctl", "--data", data, "--json", "watch"]);
  return new Promise((resolve, reject) => {
    watch.once("error", reject);
    createInterface(watch.stdout).on("line", (line) => {
      const { state } = JSON.parse(line) as SpeakerStatus; // CONTRACT: a status a line
      if (state !== "playing") return;
      resolve(performance.now());
      watch.kill();
    });
  });
}

function makeTrack(file: string, seconds: number): void {
  const source = ["-f", "lavfi", "-i", `anoisesrc=d=${seconds}:a=0.3:r=48000:seed=3`];
  const made = spawnSync("ffmpeg", ["-v", "error", ...source, "-ac", "2", file], {
    encoding: "utf8",
  });
  assert.equal(made.status, 0, made.stderr);
}
