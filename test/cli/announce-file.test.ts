import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { soundFile } from "../../src/cli/announce-file.ts";
import { ControlError } from "../../src/control/errors.ts";
import { ProcessError } from "../../src/ports/errors.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";

/** 16-bit mono at 8 kHz. */
function wav(seconds: number): Uint8Array {
  const bytes = new Uint8Array(44 + 16_000 * seconds);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void =>
    bytes.set(
      [...word].map((letter) => letter.charCodeAt(0)),
      at,
    );
  text(0, "RIFF");
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8_000, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 16_000 * seconds, true);
  return bytes;
}

async function world(bytes: Uint8Array, gives: Uint8Array | "not-installed" | "fails") {
  const clock = new SimClock();
  const disk = new SimDisk({ clock, rng: new Rng(1) });
  await disk.replaceFile("/bell", bytes);
  const ran: string[] = [];
  const processes = {
    cores: 1,
    run: async (command: readonly string[]) => {
      ran.push(command.join(" "));
      if (gives === "not-installed") throw new ProcessError("not-installed", "there is no ffmpeg");
      const stdout = gives === "fails" ? new Uint8Array(0) : gives;
      return { exitCode: gives === "fails" ? 1 : 0, stdout, stderr: "" };
    },
  };
  const send = (path = "/bell") =>
    soundFile({ disk, processes }, path, new AbortController().signal);
  return { ran, send };
}

const refusal = (words: RegExp) => (error: unknown) =>
  error instanceof ControlError && words.test(`${error.message} ${error.remedy ?? ""}`);

describe("A file to be announced", () => {
  it("goes as it is where it is small and the speaker can read it", async () => {
    const { ran, send } = await world(wav(2), "fails");
    assert.deepEqual(await send(), { bytes: wav(2), seconds: 2 });
    assert.deepEqual(ran, []);
  });

  it("goes through ffmpeg where it is of another format, or large", async () => {
    for (const bytes of [new Uint8Array([1, 2, 3]), new Uint8Array(2_000_001)]) {
      const { ran, send } = await world(bytes, wav(1));
      assert.equal((await send()).seconds, 1);
      assert.match(ran[0] ?? "", /-protocol_whitelist file,pipe -i file:\/bell .*-t 61 .*libopus/);
    }
  });

  it("is refused with what to do where it cannot be played", async () => {
    const noise = new Uint8Array([1, 2, 3]);
    await assert.rejects(
      (await world(noise, "fails")).send(),
      refusal(/no sound file, or it is damaged/),
    );
    await assert.rejects((await world(noise, "not-installed")).send(), refusal(/install ffmpeg/));
    await assert.rejects((await world(noise, wav(61))).send(), refusal(/longer than 60 seconds/));
    await assert.rejects(
      (await world(noise, noise)).send("/none"),
      refusal(/there is no file \/none/),
    );
  });
});
