/**
 * Runs inside the machine of gpio.long.test.ts: our GPIO driver and a whole board on
 * the kernel's own chip. Says what it found in JSON lines; the test outside presses
 * and judges.
 */
import { execFileSync } from "node:child_process";
import { createReadStream, writeFileSync } from "node:fs";
import { describeError } from "../../src/base/errors.ts";
import { Board } from "../../src/board/board.ts";
import { readProfile } from "../../src/board/profile-reader.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { ChardevGpio } from "../../src/platform/gpio/gpio-driver.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Log } from "../../src/ports/log.ts";

const beatMs = 50;
/** A hand that is understood needs five. */
const actionsMax = 100;

const say = (check: string, found: object): void => {
  process.stdout.write(`${JSON.stringify({ check, ...found })}\n`);
};
const refusal = (work: () => unknown): string => {
  try {
    work();
    return "granted";
  } catch (error) {
    return describeError(error);
  }
};
const profile = readProfile(
  `
about = "QEMU"
chip = ["another", "9030000.pl061"]
[[button]]
name = "Button"
line = 3
active = "high"
pull = "none"
click = "play-pause"
double = "next"
hold = "pairing"
[[encoder]]
name = "Knob"
a = 0
b = 1
active = "high"
pull = "none"
[[light]]
name = "Status"
line = 5
[amplifier]
line = 6
`,
  "qemu.toml",
);
const gpio = ChardevGpio.load(await openNative());
const { chip } = profile;
const clock = new NodeClock();

say("chips", { chips: gpio.chips() });
{
  using lights = gpio.outputs(chip, [
    { line: 5, activeLow: false, active: true },
    { line: 6, activeLow: true, active: false },
  ]);
  lights.set(0, false);
  lights.set(1, true);
  const light = { line: 5, activeLow: false, active: false };
  say("refusals", {
    taken: refusal(() => gpio.outputs(chip, [light])),
    line: refusal(() => gpio.outputs(chip, [{ ...light, line: 8 }])),
    chip: refusal(() => gpio.outputs(["pinctrl-bcm2835"], [light])),
  });
}

// Whoever parks all threads of libuv's pool, as a slow card does, holds up no button.
const parked = Number(process.env["UV_THREADPOOL_SIZE"] ?? 4);
for (let i = 0; i < parked; i++) {
  execFileSync("mkfifo", [`/tmp/parked${i}`]);
  createReadStream(`/tmp/parked${i}`);
}

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => say(event, fields ?? {}),
  child: () => log,
};
const board = new Board({ gpio, clock, log }, profile);
board.see({ state: "playing", muted: false, pairing: false, trouble: false });
board.setAmplifier(true);
// The hand outside goes by the time of this machine: so many of these are between two of its moves.
const beats = setInterval(() => say("beat", {}), beatMs);
await new Promise<void>((done) => {
  let seen = 0;
  let doubled = false;
  board.attach((action) => {
    const turn = action.kind === "turn" ? `turn ${action.by}` : action.kind;
    const name = action.kind === "button" ? action.action : turn;
    say("action", { name });
    doubled ||= name === "next";
    seen += 1;
    // A hold before that is a click of a finger that was held up.
    if ((name === "pairing" && doubled) || seen > actionsMax) done();
  });
  say("ready", {});
});
clearInterval(beats);
board[Symbol.dispose]();
say("free", {
  again: refusal(() =>
    gpio.outputs(chip, [{ line: 6, activeLow: false, active: false }])[Symbol.dispose](),
  ),
});
// The streams are let go, so that only what the driver left would hold the loop open.
for (let i = 0; i < parked; i++) writeFileSync(`/tmp/parked${i}`, "");
