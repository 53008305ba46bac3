/**
 * Runs inside the machine of alsa.real.test.ts: our ALSA binding on the kernel's
 * own cards. Says what it found in JSON lines; the test outside judges.
 */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { AlsaDriver } from "../../src/platform/alsa/alsa-driver.ts";
import type { AlsaIn } from "../../src/platform/alsa/alsa-in.ts";
import type { AlsaOut } from "../../src/platform/alsa/alsa-out.ts";
import { openNative } from "../../src/platform/native.ts";
import { PcmError } from "../../src/ports/errors.ts";

const rate = 48_000;
const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);
const sleepMs = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
const say = (check: string, found: object): void => {
  process.stdout.write(`${JSON.stringify({ check, ...found })}\n`);
};
const load = (name: string): void => {
  execFileSync("insmod", [`/modules/${name}.ko`]);
};
/** Sample n tells n, loud enough for 16 bits, and is never zero. */
const tagged = (n: number): number => (1 + (n % 30_000)) / 0x8000;

const driver = AlsaDriver.open(await openNative());

/** Two rounds of them: any buffer's worth can be cut out of it, which takes a slow machine no time. */
const tags = Float32Array.from({ length: 2 * 60_000 }, (_, i) => tagged(i >> 1));

function fill(out: AlsaOut, from: number, frames: number): void {
  const at = 2 * (from % 30_000);
  out.write(tags.subarray(at, at + 2 * frames));
}

/** Plays `seconds` of tagged samples; what delay and time were on the way. */
function play(out: AlsaOut, seconds: number, meanwhile: () => void) {
  const delays: number[] = [];
  const fromUs = nowUs();
  let written = 0;
  let heardUs = 0;
  while (written < seconds * rate) {
    while ((out.roomFrames() ?? out.bufferFrames) >= out.periodFrames) {
      fill(out, written, out.periodFrames);
      written += out.periodFrames;
      meanwhile();
    }
    const timing = out.timing();
    if (timing !== undefined) {
      delays.push(timing.delayFrames);
      heardUs = Math.abs(nowUs() - timing.atUs);
    }
    meanwhile();
    sleepMs(10);
  }
  return { written, tookMs: (nowUs() - fromUs) / 1e3, delays, stampAgeUs: heardUs };
}

/** The longest run of samples that follow each other as they were played. */
class Tape {
  frames = 0;
  longest = 0;
  xruns = 0;
  #run = 0;
  #last = 0;
  readonly #buffer = new Float32Array(2 * 4_096);

  drain(input: AlsaIn): void {
    for (;;) {
      const got = input.read(this.#buffer);
      if (got === "xrun") this.xruns += 1;
      if (typeof got !== "number" || got === 0) return;
      for (let i = 0; i < 2 * got; i += 2) this.#note(Math.round((this.#buffer[i] ?? 0) * 0x8000));
    }
  }

  #note(sample: number): void {
    const follows = this.#last > 0 && sample === (this.#last % 30_000) + 1;
    this.#run = follows ? this.#run + 1 : 1;
    if (sample > 0) this.frames += 1;
    if (sample > 0 && this.#run > this.longest) this.longest = this.#run;
    this.#last = sample;
  }
}

function loopback(): void {
  load("snd-aloop");
  using out = driver.openOutput("hw:Loopback,0", "auto");
  using input = driver.openInput("hw:Loopback,1");
  const tape = new Tape();
  const played = play(out, 2, () => tape.drain(input));
  const { device, format, periodFrames, bufferFrames } = out;
  const { longest, frames, xruns } = tape;
  const least = played.delays.reduce((a, b) => Math.min(a, b));
  const most = played.delays.reduce((a, b) => Math.max(a, b));
  say("loopback", { device, format, periodFrames, bufferFrames, longest, frames, xruns });
  say("delay", { least, most, count: played.delays.length, ...played, delays: undefined });
}

/** Takes back what the card has not played, writes it anew, and in the end does not; how long a moment took that must be short. */
function rewinding(): { readonly slowestUs: number; readonly seen: object } {
  using out = driver.openOutput("hw:Loopback,0,1", "off");
  using input = driver.openInput("hw:Loopback,1,1");
  const kept = rate / 50;
  const tape = new Tape();
  const taken: number[] = [];
  let written = 0;
  let slowestUs = 0;
  const takeBack = (): void => {
    const frames = out.rewind(Math.max(0, out.delayFrames() - kept));
    taken.push(frames);
    written -= frames;
  };
  const fillUp = (): void => {
    const room = out.roomFrames() ?? 0;
    fill(out, written, room);
    written += room;
  };
  fillUp();
  for (let turn = 0; turn < 10; turn++) {
    sleepMs(40);
    tape.drain(input);
    const fromUs = nowUs();
    takeBack();
    fillUp();
    slowestUs = Math.max(slowestUs, nowUs() - fromUs);
    tape.drain(input);
  }
  takeBack();
  const heardMax = written;
  out.write(new Float32Array(2 * (out.roomFrames() ?? 0)));
  for (let turn = 0; turn < 20; turn++) {
    sleepMs(20);
    tape.drain(input);
  }
  const { frames, longest, xruns } = tape;
  const { bufferFrames } = out;
  return { slowestUs, seen: { taken, kept, bufferFrames, frames, longest, xruns, heardMax } };
}

/** Where the machine stood still for longer than is kept before the samples, the card played what was being written. */
function rewindingInTime(): void {
  for (let tries = 1; ; tries++) {
    const { slowestUs, seen } = rewinding();
    if (slowestUs > 20_000 && tries < 10) continue;
    say("rewind", { ...seen, slowestUs, tries });
    return;
  }
}

function busy(): void {
  using first = driver.openOutput("hw:Loopback,0,3", "off");
  const fromUs = nowUs();
  try {
    driver.openOutput("hw:Loopback,0,3", "off")[Symbol.dispose]();
  } catch (error) {
    const code = error instanceof PcmError ? error.code : String(error);
    say("busy", { code, tookMs: (nowUs() - fromUs) / 1e3, other: first.device });
  }
}

function mixer(): void {
  using wrong = driver.openOutput("hw:Dummy", "Loudness");
  say("noSuchControl", { trouble: wrong.trouble });
  wrong[Symbol.dispose]();
  using out = driver.openOutput("hw:Dummy", "auto");
  const { volume } = out;
  if (volume === undefined) {
    say("mixer", { control: undefined });
    return;
  }
  const gains: number[] = [volume.gain];
  volume.moveTo(0.1, true);
  gains.push(volume.gain);
  let steps = 0;
  while (!volume.moveTo(0.5, false) && steps < 100) steps += 1;
  gains.push(volume.gain);
  volume.moveTo(0.001, true);
  gains.push(volume.gain);
  say("mixer", { control: volume.control, gains, steps });
}

/** Plays, loses the card while it plays, gives its number to another, brings it back. */
async function unplug(): Promise<void> {
  const out = driver.openOutput("hw:0", "off");
  const device = out.device;
  const number = readFileSync("/proc/asound/cards", "utf8").match(/^\s*(\d+) \[Dummy/m)?.[1];
  fill(out, 0, out.periodFrames);
  const bind = (what: string) =>
    spawn("sh", ["-c", `echo snd_dummy.0 > /sys/bus/platform/drivers/snd_dummy/${what}`]);
  const gone = new Promise((done) => bind("unbind").once("close", done));
  const fromUs = nowUs();
  let outcome = "ok";
  while (outcome !== "lost" && nowUs() - fromUs < 5e6) {
    if ((out.roomFrames() ?? out.bufferFrames) >= out.periodFrames) {
      outcome = out.write(new Float32Array(2 * out.periodFrames));
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  const lostMs = (nowUs() - fromUs) / 1e3;
  const closeUs = nowUs();
  out[Symbol.dispose]();
  const closeMs = (nowUs() - closeUs) / 1e3;
  await gone;
  say("unplug", { device, number, outcome, lostMs, closeMs, away: refusal("hw:0") });
  load("snd-aloop");
  say("other", { away: refusal("hw:0") });
  await new Promise((done) => bind("bind").once("close", done));
  using again = driver.openOutput("hw:0", "off");
  const cards = driver.list().cards.map(({ number: at, id }) => `${at} ${id}`);
  say("again", { device: again.device, wrote: again.write(new Float32Array(960)), cards });
}

function refusal(name: string): string {
  try {
    driver.openOutput(name, "off")[Symbol.dispose]();
    return "opened";
  } catch (error) {
    return error instanceof PcmError ? `${error.code}: ${error.message}; ${error.remedy}` : "?";
  }
}

load("snd-dummy");
await unplug();
say("wrong", { refusal: refusal("hw:Dumy") });
mixer();
execFileSync("rmmod", ["snd_aloop"]);
loopback();
rewindingInTime();
busy();
say("list", driver.list());
