/**
 * The short form of the bench: no image, but the whole speaker on Debian's kernel with the bench's sound card, whose
 * sound is judged outside as a run of the bench judges it. A minute of work for the processor.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { productionPackages } from "../../tools/deb/closure.ts";
import { type Judgement, judge } from "../../tools/hil/model/judge.ts";
import { ladderGraph } from "../../tools/listen/ladder.ts";
import { readCapture } from "../../tools/listen/wav.ts";
import { type GuestRun, qemuMissing, runGuest } from "../qemu/machine.ts";
import { timeMissing } from "../time-left.ts";

const root = path.resolve(import.meta.dirname, "../..");
const library = "/usr/lib/x86_64-linux-gnu/libasound.so.2";
/** Beside a dozen waiting processes. */
const limitMs = 400_000;
const missing =
  timeMissing() ??
  qemuMissing() ??
  (existsSync(library) ? undefined : "needs libasound2") ??
  (spawnSync("ffmpeg", ["-version"]).status === 0 ? undefined : "needs ffmpeg");

describe.skipIf(missing !== undefined)(`a speaker, heard (${missing ?? "in QEMU"})`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-heard-"));
  const capture = path.join(folder, "out.wav");
  let run: GuestRun;
  let judgement: Judgement;

  beforeAll(async () => {
    const ladder = path.join(folder, "a.mp3");
    const input = ["-v", "error", "-f", "lavfi", "-i", ladderGraph("a")];
    execFileSync("ffmpeg", [...input, "-b:a", "128k", ladder]);
    const lock = readFileSync(path.join(root, "package-lock.json"), "utf8");
    run = await runGuest({
      script: path.join(import.meta.dirname, "speaker-guest.ts"),
      sources: ["src"],
      packages: productionPackages(lock, "x64")
        .map((each) => each.path)
        .filter((at) => at.lastIndexOf("node_modules/") === 0)
        .map((at) => at.slice("node_modules/".length)),
      modules: ["snd-hda-intel", "snd-hda-codec-generic"],
      files: [library, "/usr/share/alsa"],
      extras: { "/ladder.mp3": ladder, "/app/src/wire/gen": path.join(root, "src/wire/gen") },
      devices: [
        ...["-M", "q35"],
        ...["-audiodev", `wav,id=sound,path=${capture},out.frequency=48000`],
        ...["-device", "intel-hda", "-device", "hda-output,audiodev=sound,mixer=off"],
      ],
      ownTime: true,
      timeoutMs: limitMs,
    });
    const samples = existsSync(capture) ? readCapture(capture) : new Int16Array();
    judgement = judge(samples, "a", 4);
  }, limitMs + 30_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is heard from the ladder's first second on, in order", () => {
    const [first, second, third, fourth] = judgement.rungs;
    assert.deepEqual([first, second, third, fourth], ["a0", "a1", "a2", "a3"], run.console);
  });

  it("has no break, no repeat and no skip", () => {
    assert.deepEqual(judgement.faults, [], run.console);
  });
});
