/**
 * A headless Chromium that sends the sound of a tab (a tone of 440 Hz) to the speaker of the
 * given name, for some seconds: steered by the DevTools protocol's domain Cast.
 *
 * Usage: tab-sender.js NAME SECONDS ROOT.crt PROFILE
 */
import { spawn } from "node:child_process";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";

const [, , name, seconds, root, profile] = process.argv;
const pagePort = 8099;
const debugPort = 9222;
const page = `<!doctype html><title>Tone</title><script>
const sound = new AudioContext({ sampleRate: 48000 });
const tone = new OscillatorNode(sound, { frequency: 440 });
const half = new GainNode(sound, { gain: 0.5 });
tone.connect(half).connect(sound.destination);
tone.start();
</script>`;

function tell(step, told) {
  process.stdout.write(`${JSON.stringify({ step, told })}\n`);
}

async function tab() {
  for (let tries = 0; tries < 120; tries++) {
    try {
      const found = await (await fetch(`http://127.0.0.1:${debugPort}/json`)).json();
      const ours = found.find(({ url }) => url.includes(String(pagePort)));
      if (ours !== undefined) return ours.webSocketDebuggerUrl;
    } catch {
      // It is on its way.
    }
    await sleep(250);
  }
  throw new Error("Chromium does not come up");
}

const server = http.createServer((_, answer) => answer.end(page)).listen(pagePort, "127.0.0.1");
const flags = [
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
  ...[`--user-data-dir=${profile}`, `--remote-debugging-port=${debugPort}`],
  ...["--autoplay-policy=no-user-gesture-required"],
  ...[`--cast-developer-certificate-path=${root}`, `http://127.0.0.1:${pagePort}/`],
];
const browser = spawn("chromium", flags, { stdio: "ignore", detached: true });
try {
  const socket = new WebSocket(await tab());
  await new Promise((resolve) => socket.once("open", resolve));
  const waiting = new Map();
  let calls = 0;
  let seen = [];
  const call = (method, params = {}) =>
    new Promise((resolve) => {
      calls += 1;
      waiting.set(calls, resolve);
      socket.send(JSON.stringify({ id: calls, method, params }));
    });
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message);
    if (message.method === "Cast.sinksUpdated") seen = message.params.sinks;
  });
  await call("Cast.enable");
  for (let tries = 0; tries < 160 && !seen.some((sink) => sink.name === name); tries++)
    await sleep(250);
  tell("seen", seen);
  tell("casting", await call("Cast.startTabMirroring", { sinkName: name }));
  await sleep(1_000 * Number(seconds));
  tell("stopped", await call("Cast.stopCasting", { sinkName: name }));
  await sleep(1_000);
} finally {
  // All of its processes.
  process.kill(-browser.pid);
  server.close();
}
process.exit(0);
