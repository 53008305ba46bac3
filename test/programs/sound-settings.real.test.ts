/** Tone, loudness, sleep timer, alarms and announcements with the real program: set, shown, heard, kept. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import type { AlarmReport } from "../../src/player/sound/model.ts";
import { readCapture } from "../../tools/listen/wav.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

/** Half a second of 440 Hz, 16-bit mono at 8 kHz, at half of full scale. */
function bell(): Buffer {
  const sound = Buffer.alloc(8_000);
  for (let i = 0; i < 4_000; i++)
    sound.writeInt16LE(Math.round(16_384 * Math.sin((2 * Math.PI * 440 * i) / 8_000)), 2 * i);
  const head = Buffer.alloc(44);
  head.write("RIFF");
  head.writeUInt32LE(36 + sound.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound]);
}

describe("sound settings of a speaker that runs", () => {
  it("are set, shown, heard, refused where they are none, and kept", {
    timeout: 90_000,
  }, async () => {
    using folder = new TempFolder();
    const data = folder.in("s");
    const words = (line: string) => ["ctl", "--data", data, ...line.split(" ")];
    const ctl = <T>(line: string) => json<T>([...words(line), "--json"]);
    const capture = folder.in("out.wav");
    const speaker = ["speaker", "--data", data, "--output", `wav:${capture}`];
    speaker.push("--listen", "127.0.0.1:0", "--control", "off");
    const tone = { bass: 3, treble: -2, balance: 0, mono: true };
    {
      await using first = await Daemon.start(speaker);
      const set = await ctl<{ ok: boolean; tone: unknown }>("tone --bass 3 --treble -2 --mono on");
      assert.deepEqual([set.ok, set.tone], [true, tone]);
      assert.equal((await nightjar(words("tone"))).stdout, "bass +3 dB · treble -2 dB · mono\n");
      assert.equal((await nightjar(words("tone --bass 13"))).code, 2);
      assert.equal((await nightjar(words("loudness album"))).stdout, "album\n");
      assert.equal((await ctl<{ ok: boolean }>("sleep 45")).ok, true);
      assert.equal(
        (await ctl<{ ok: boolean }>("alarm set 06:30 --days mo,fr --label Work")).ok,
        true,
      );
      const { sound } = await ctl<SpeakerStatus>("status");
      assert.deepEqual([sound.tone, sound.loudness, sound.sleep?.mode], [tone, "album", "time"]);
      assert.ok(Math.abs((sound.sleep?.leftS ?? 0) - 45 * 60) < 60);
      const none = await nightjar(words("announce /nowhere/bell.wav"));
      assert.equal(none.code, 1);
      assert.match(none.stderr, /^nightjar: there is no file \/nowhere\/bell.wav/);
      writeFileSync(folder.in("bell.wav"), bell());
      const said = await ctl<{ seconds: number }>(`announce ${folder.in("bell.wav")}`);
      assert.equal(said.seconds, 0.5);
      await until("it is heard", async () => {
        const loud = readCapture(capture).reduce(
          (count, x) => count + (Math.abs(x) > 30 ? 1 : 0),
          0,
        );
        // Half a second of it at level 35, but for where the wave passes zero.
        return loud > 15_000 ? loud : undefined;
      });
      assert.equal(await first.stop(), 0);
    }
    await using _second = await Daemon.start(speaker);
    const { sound } = await ctl<SpeakerStatus>("status");
    assert.deepEqual([sound.tone, sound.loudness, sound.sleep?.mode], [tone, "album", "time"]);
    const alarms = await ctl<AlarmReport[]>("alarm");
    assert.deepEqual(
      alarms.map(({ time, days, label, enabled }) => ({ time, days, label, enabled })),
      [{ time: "06:30", days: [0, 4], label: "Work", enabled: true }],
    );
  });
});
