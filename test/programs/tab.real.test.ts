/** A real Chromium sends a tab's sound for a minute: what counts is what the speaker's capture holds. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { rate, readCapture } from "../../tools/listen/wav.ts";
import { labTrouble, NetLab, until } from "../discovery/net-lab.ts";
import { whyMissing } from "./cast/there.ts";
import { Daemon } from "./daemon.ts";

const trouble = labTrouble() ?? whyMissing("/usr/bin/chromium", "chromium");
const name = `a tab of Chromium is heard for a minute without a gap of the speaker's${
  trouble === undefined ? "" : ` (skipped: ${trouble})`
}`;
const seconds = 62;
const toneHz = 440;
const blockFrames = rate / 100;
/** Below −60 dB of full scale. */
const silentBelow = 33;
const main = path.join(import.meta.dirname, "../../dist/program/main.js");

describe("Tab audio", { timeout: 180_000 }, () => {
  it.skipIf(trouble !== undefined)(name, async () => {
    await using lab = new NetLab();
    const [speaker, laptop] = [lab.host(), lab.host()];
    const at = (file: string): string => path.join(lab.folder, file);
    const node = [process.execPath, main];
    speaker.run([...node, "cast-root", "--data", at("speaker"), "--root", at("root")]);
    const output = ["--output", `wav:${at("out.wav")}`, "--cast", "0.0.0.0:8009"];
    const args = ["speaker", "--data", at("speaker"), "--name", "Tab Kitchen", ...output];
    await using daemon = await Daemon.start(args, { NIGHTJAR_MDNS: "on" }, speaker.through);
    const ctl = (...words: string[]): string =>
      speaker.run([...node, "ctl", "--data", at("speaker"), "--json", ...words]);
    ctl("volume", "100");
    const program = path.join(import.meta.dirname, "cast/tab-sender.js");
    const sender = laptop.start([
      ...[process.execPath, program, "Tab Kitchen", String(seconds)],
      ...[at("root/root.crt"), at("profile")],
    ]);
    const status = (): SpeakerStatus => JSON.parse(ctl("status")) as SpeakerStatus; // CONTRACT
    await until("it plays", () => status().state === "playing", 60_000).catch((error) => {
      throw new Error(`${error}: ${sender.lines.join("\n")}\n${daemon.log.join("\n")}`);
    });
    assert.equal(status().track?.title, "Browser tab");
    let last = status();
    const isOver = (): boolean => {
      const now = status();
      if (now.state === "stopped") return true;
      last = now;
      return false;
    };
    await until("it is over", isOver, 100_000);
    await until("Chromium ends", () => sender.child.exitCode !== null, 20_000);
    await daemon.stop();

    const closed = daemon.log.find((line) => line.includes("tab-audio-closed"));
    const figures = JSON.parse(closed ?? assert.fail(daemon.log.join("\n"))) as Figures; // our own line
    assert.equal(figures.framesLost, 0, closed);
    assert.equal(last.play.stalls, 0, JSON.stringify(last.play));
    // A browser on a busy machine leaves out sound itself, and says so by its timestamps.
    const heard = blocksOf(readCapture(at("out.wav")));
    const leftOut = figures.leftOutMs / 10;
    assert.ok(heard.length > 100 * 60, `${heard.length} blocks of 10 ms`);
    const silent = heard.filter(({ level }) => level < silentBelow).length;
    assert.ok(silent <= leftOut, `${silent} silent blocks, ${closed}`);
    const pure = heard.filter(({ part }) => part > 0.9).length;
    assert.ok(heard.length - pure <= 20 + 3 * leftOut, `${pure} of ${heard.length}, ${closed}`);
  });
});

interface Figures {
  readonly framesLost: number;
  readonly leftOutMs: number;
}

interface Block {
  /** Root mean square. */
  readonly level: number;
  /** How much of its energy is in the tone, 0…1. */
  readonly part: number;
}

/** Of 10 ms each, from the first sound to the last, without its fades. */
function blocksOf(samples: Int16Array): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at + blockFrames <= samples.length; at += blockFrames)
    blocks.push(blockOf(samples.subarray(at, at + blockFrames)));
  const sounds = ({ level }: Block): boolean => level >= silentBelow;
  return blocks.slice(blocks.findIndex(sounds) + 5, blocks.findLastIndex(sounds) - 5);
}

function blockOf(samples: Int16Array): Block {
  let [energy, c, s] = [0, 0, 0];
  for (const [i, sample] of samples.entries()) {
    energy += sample * sample;
    c += sample * Math.cos((2 * Math.PI * toneHz * i) / rate);
    s += sample * Math.sin((2 * Math.PI * toneHz * i) / rate);
  }
  const part = energy === 0 ? 0 : (2 * (c * c + s * s)) / (samples.length * energy);
  return { level: Math.sqrt(energy / samples.length), part };
}
