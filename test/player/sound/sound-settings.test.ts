import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import {
  decodeSoundSettings,
  encodeSoundSettings,
  type SoundSettings,
  soundUsual,
} from "../../../src/player/sound/sound-settings.ts";

const settings: SoundSettings = {
  ...soundUsual,
  guard: { cap: 70, quiet: { fromMinute: 1320, toMinute: 420, cap: 20 } },
  resume: true,
  zone: "Europe/Berlin",
  alarms: [
    {
      alarm: {
        ...{ id: "a1", label: "Work", minute: 420, days: [0, 4], date: null, what: ["Björk"] },
        ...{ volume: 40, riseS: 60, stopMin: 60, enabled: true },
      },
      decidedMs: 1_800_000_000_000,
      missedMs: null,
      skipDay: null,
    },
  ],
  ringing: { alarm: "a1", atMs: 1_800_000_000_000 },
  sleep: { endMs: null, lastsMs: 60_000 },
};

describe("Sound settings", () => {
  it("come back as they were, and damaged ones not at all", () => {
    const bytes = encodeSoundSettings(settings);
    assert.deepEqual(decodeSoundSettings(bytes), settings);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      assert.equal(decodeSoundSettings(damaged), undefined);
      assert.equal(decodeSoundSettings(bytes.subarray(0, at)), undefined);
    }
  });

  it("that the first version wrote are read; loudness was not among them, and is off", () => {
    const file = path.resolve(import.meta.dirname, "../../fixtures/storage/sound.v1");
    const bytes = new Uint8Array(readFileSync(file));
    assert.deepEqual(decodeSoundSettings(bytes), { ...settings, loudness: "off" });
  });

  it("keep what is skipped; in older files nothing was", () => {
    const [kept = assert.fail()] = settings.alarms;
    const skipping = { ...settings, alarms: [{ ...kept, skipDay: 20_000 }] };
    assert.deepEqual(decodeSoundSettings(encodeSoundSettings(skipping)), skipping);
  });

  it("are none where they hold what nobody may set", () => {
    const bad: Partial<SoundSettings>[] = [
      { guard: { cap: 101, quiet: null } },
      { zone: "Mars/Olympus" },
      { tone: { ...soundUsual.tone, bass: 13 } },
      // What a newer program may write.
      { loudness: "louder" as "off" },
    ];
    for (const changes of bad)
      assert.equal(
        decodeSoundSettings(encodeSoundSettings({ ...settings, ...changes })),
        undefined,
      );
  });
});
