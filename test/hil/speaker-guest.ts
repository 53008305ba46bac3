/**
 * Runs inside the machine of machine.long.test.ts: the whole speaker program on the machine's own sound card, told to
 * play a ladder that is served beside it. Says what it did in JSON lines; the test outside listens.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";

const say = (check: string, found: object): void => {
  process.stdout.write(`\n${JSON.stringify({ check, ...found })}\n`);
};
const program = "/app/src/main.js";
const data = "/tmp/speaker";
/** Heard of the ladder before the machine ends. */
const playMs = 5_000;
const patienceMs = 30_000;

// Where the program looks for what lies beside it when it is installed.
symlinkSync("/app/package.json", "/package.json");
// The codec's driver first: nobody is here to load it when the card asks for it.
for (const name of ["snd-hda-codec-generic", "snd-hda-intel"])
  execFileSync("insmod", [`/modules/${name}.ko`]);
execFileSync("ip", ["link", "set", "lo", "up"]);
const ladder = readFileSync("/ladder.mp3");
const server = createServer((_, response) => {
  const headers = { "content-type": "audio/mpeg", "content-length": ladder.length };
  response.writeHead(200, headers).end(ladder);
}).listen(8_100, "127.0.0.1");

function ctl(...words: readonly string[]): { status: number | null; out: string } {
  const args = [program, "ctl", "--data", data, "--json", ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, out: stdout + stderr };
}

const closed = ["--mdns", "off", "--control", "off", "--http", "off", "--cast", "off"];
const where = ["--listen", "127.0.0.1:0", "--output", "alsa:hw:0", "--name", "Card"];
const speaker = spawn(process.execPath, [program, "speaker", "--data", data, ...where, ...closed], {
  stdio: ["ignore", "pipe", "pipe"],
});
speaker.stderr.pipe(process.stdout);
speaker.once("exit", (code) => say("speaker", { code }));
await new Promise<void>((resolve) => {
  speaker.stdout.on("data", (part) => {
    if (String(part).includes('"ready"')) resolve();
  });
});
say("ready", { uptimeS: Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) });
say("volume", ctl("volume", "100"));
// The server is this process: it has to be free while the command waits.
const play = [program, "ctl", "--data", data, "--json", "play", "http://127.0.0.1:8100/a.mp3"];
spawn(process.execPath, play, { stdio: "inherit" });

/** Frames that the card has played, as the kernel says. */
function played(): number {
  const status = spawnSync("sh", ["-c", "cat /proc/asound/card0/pcm0p/sub0/status"], {
    encoding: "utf8",
  });
  return Number(/hw_ptr\s*:\s*(\d+)/.exec(status.stdout)?.[1] ?? 0);
}

const from = performance.now();
while (played() === 0 && performance.now() - from < patienceMs)
  await new Promise((resolve) => setTimeout(resolve, 250));
await new Promise((resolve) => setTimeout(resolve, playMs));
say("played", { frames: played(), ...ctl("status") });
server.close();
speaker.kill();
