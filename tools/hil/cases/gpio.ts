/** Buttons pressed from outside, and what the board does with its own lines. By the profile `qemu-virt`. */
import type { Bench } from "../bench.ts";
import { demand } from "../errors.ts";
import type { Case } from "./case.ts";
import { silent } from "./sound.ts";

export const frontButton = 2;
/** Longer than a bounce, shorter than a hold with the time that a command takes. */
const clickMs = 150;
/** What a pause takes to be heard: the card's buffer, and the amplifier's two seconds. */
const settledS = 3;

/** Presses for so long, by the device's own clock: an emulated machine's may be slow. */
export async function hold(bench: Bench, line: number, ms: number): Promise<void> {
  const { device, signal } = bench;
  await device.drive(line, true, signal);
  try {
    await bench.must(`sleep ${ms / 1_000}`);
  } finally {
    await device.drive(line, false, signal);
  }
}

export const gpioCases: readonly Case[] = [
  {
    name: "gpio",
    about: "a click pauses and another one plays on; the amplifier is on while it plays",
    needs: "playing",
    leaves: "playing",
    uses: ["lines", "ear", "shell", "household"],
    run: async (bench) => {
      demand(await amplifierOn(bench), "the amplifier is off while it plays");
      await hold(bench, frontButton, clickMs);
      await bench.until("it is paused", async () => (await stateIs(bench, "paused")) || undefined);
      await bench.record(settledS);
      await silent(bench, "paused by a click", 2);
      await bench.until(
        "the amplifier is off",
        async () => !(await amplifierOn(bench)) || undefined,
      );
      await hold(bench, frontButton, clickMs);
      await bench.until("it plays on", async () => (await stateIs(bench, "playing")) || undefined);
      await bench.record(1);
      await bench.hear("on by a click", "a", 3);
      demand(await amplifierOn(bench), "the amplifier stayed off");
    },
  },
];

async function stateIs(bench: Bench, state: string): Promise<boolean> {
  return (await bench.status()).state === state;
}

/** As the kernel drives the line: high is on. Of the profile's lines it is the last. */
async function amplifierOn(bench: Bench): Promise<boolean> {
  const mounted = "mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug";
  const lines = await bench.must(`${mounted}; grep nightjar /sys/kernel/debug/gpio`);
  bench.say(lines.replaceAll(/\s+/g, " "));
  return /\bout hi\b/.test(lines.split("\n").at(-1) ?? "");
}
