/**
 * Makes src/control/voice/recordings.ts: the words that a speaker says when it
 * lets a remote in, spoken by espeak-ng, as Opus in Ogg. What it makes is kept
 * in the repository, so that nobody needs espeak-ng but who changes a word:
 *
 *     apt-get install espeak-ng ffmpeg && node tools/voice.js
 *
 * Another machine's espeak-ng or libopus may give other bytes of the same words.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, "src/control/voice/recordings.ts");
const digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const words = [
  ...digits.map((word) => [word, word]),
  ["code", "the code is"],
  ["paired", "paired"],
];
const voice = ["-v", "en-us+f3", "-s", "130"];
/** Silence of the synthesizer off at both ends; afterwards every word as loud, and a breath at the end. */
const trim = "silenceremove=start_periods=1:start_threshold=-50dB";
const trimBoth = `${trim},areverse,${trim},areverse`;
const meanDb = -20;
const finish = "alimiter=limit=0.8:level=false,apad=pad_dur=0.06";
const opus = "-ar 48000 -ac 1 -c:a libopus -b:a 20k -application voip -frame_duration 20".split(
  " ",
);
const plain = "-fflags +bitexact -flags:a +bitexact -map_metadata -1".split(" ");

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-voice-"));
try {
  const lines = words.map(([name, text]) => `  ${name}: "${record(name, text)}",`);
  writeFileSync(
    target,
    `${header()}export const recordings = {\n${lines.join("\n")}\n} as const;\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
run("npx", ["biome", "check", "--write", target]);

function record(name, text) {
  const wav = path.join(folder, `${name}.wav`);
  const ogg = path.join(folder, `${name}.opus`);
  run("espeak-ng", [...voice, "-w", wav, text]);
  const gainDb = meanDb - loudness(wav);
  const filter = `${trimBoth},volume=${gainDb}dB,${finish}`;
  run("ffmpeg", ["-v", "error", "-y", "-i", wav, "-af", filter, ...opus, ...plain, ogg]);
  return readFileSync(ogg).toString("base64url");
}

/** Mean level of what is spoken, dBFS. */
function loudness(wav) {
  const args = ["-i", wav, "-af", `${trimBoth},volumedetect`, "-f", "null", "-"];
  const { stderr } = spawnSync("ffmpeg", args, { encoding: "utf8" });
  const found = /mean_volume: (-?[\d.]+) dB/.exec(stderr);
  if (found === null) throw new Error(`ffmpeg told no level: ${stderr}`);
  return Number(found[1]);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", cwd: root });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} failed`);
}

function header() {
  return `/**
 * Words as a speaker says them: Opus in Ogg, 48 kHz, one channel, base64url
 * (RFC 4648 §5). Made by tools/voice.js; do not edit.
 */
`;
}
