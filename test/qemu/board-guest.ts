/**
 * Runs inside the machine of board.long.test.ts: the whole speaker program with a
 * board on the kernel's own chip. Its log and what a remote sees go out as they
 * are, and how it ended; the test outside presses and judges.
 */
import { spawn } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";

const say = (check: string, found: object): void => {
  process.stdout.write(`${JSON.stringify({ check, ...found })}\n`);
};
const program = "/app/src/main.js";
const folder = "/tmp/speaker";
// Where the program looks for what lies beside it when it is installed.
symlinkSync("/app/package.json", "/package.json");

/** The machine has one button: everything is on it. */
const profile = `
about = "A button in QEMU"
chip = "9030000.pl061"
[[button]]
name = "Power"
line = 3
active = "high"
pull = "none"
click = "mute"
hold = "pairing"
very-long = "factory-reset"
[[light]]
name = "Status"
line = 5
[amplifier]
line = 6
`;
writeFileSync("/tmp/button.toml", profile);
const off = ["--mdns", "off", "--control", "off", "--http", "off", "--cast", "off"];
const speaker = spawn(
  process.execPath,
  [
    ...[program, "speaker", "--data", folder, "--name", "Arm", "--output", "null", ...off],
    ...["--listen", "127.0.0.1:0", "--board", "/tmp/button.toml"],
  ],
  { stdio: ["ignore", "pipe", "pipe"] },
);
// Over a pipe: on a terminal it logs only what is wrong.
speaker.stderr.pipe(process.stdout);
speaker.stdout.on("data", (part: Buffer) => {
  process.stdout.write(part);
  if (!String(part).includes('"ready"')) return;
  const watch = spawn(process.execPath, [program, "ctl", "--data", folder, "--json", "watch"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  watch.stdout.on("data", (text: Buffer) => {
    const muted = /"muted":(true|false)/.exec(String(text))?.[1];
    if (muted !== undefined) say("muted", { muted: muted === "true" });
  });
});
speaker.once("close", (code) => {
  const left = ["keys/link.key", "state.ring"].filter((name) => existsSync(`${folder}/${name}`));
  say("ended", { code, left });
  process.exit(0);
});
