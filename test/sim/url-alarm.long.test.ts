/** A whole speaker whose alarm plays a station that cannot be had: the speaker's own tone is heard in time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { alarmToneUs } from "../../src/player/limits.ts";
import { type FakeAnswer, FakeMedia } from "../url/fake-media.ts";
import { SimHouse } from "./sim-house.ts";

const us = 1_000_000;
/** The bell looks once in a second; what was handed to the output is heard on for a moment. */
const slackUs = 2.5 * us;

/** WAV of 16 bits in stereo at 48 kHz: so many seconds, of which so many are sent. */
function wav(seconds: number, sent: number): Uint8Array {
  const bytes = new Uint8Array(44 + sent * 192_000).fill(1);
  const view = new DataView(bytes.buffer);
  bytes.set(utf8Bytes("RIFF....WAVEfmt "));
  bytes.set(utf8Bytes("data"), 36);
  const words = [
    [16, 16],
    [24, 48_000],
    [28, 192_000],
    [40, seconds * 192_000],
  ] as const;
  for (const [at, value] of words) view.setUint32(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ] as const)
    view.setUint16(at, value, true);
  return bytes;
}

/** A house whose only alarm plays that URL, at the moment at which the alarm is due. */
async function ringing(answers: (nth: number) => FakeAnswer | "refused" | "silence", url: string) {
  const media = new FakeMedia((_, nth) => answers(nth));
  const house = await SimHouse.open({ seed: 5, tracks: [48_000], speakers: 1, media });
  const speaker = house.speakers[0]?.speaker;
  assert.ok(speaker !== undefined);
  const due = Math.floor(house.clock.wallMs() / 60_000) + 2;
  const alarm = {
    ...{ id: "", label: "", minute: due % 1_440, days: [0, 1, 2, 3, 4, 5, 6], what: [url] },
    ...{ volume: 40, riseS: 5, stopMin: 30, enabled: true },
  };
  assert.equal((await speaker.execute({ kind: "alarm-set", alarm })).code, "ok");
  await house.clock.advance((due * 60_000 - house.clock.wallMs()) * 1_000 + 2 * us);
  return { house, speaker, media };
}

describe("an alarm with a URL", () => {
  it("is the speaker's own tone in time where the URL is dead, in whatever way", async () => {
    const dead: readonly (readonly [
      string,
      string,
      (nth: number) => FakeAnswer | "refused" | "silence",
    ])[] = [
      ["nobody answers", "http://radio.example/a", () => "refused"],
      ["the server says nothing", "http://radio.example/a", () => "silence"],
      ["it says that it is gone", "http://radio.example/a", () => ({ status: 410 })],
      ["a page stands there", "http://radio.example/a", () => ({ pieces: [utf8Bytes("<html>")] })],
      [
        "it begins and says no more",
        "http://radio.example/a",
        () => ({ pieces: [wav(9, 0)], after: "silence" }),
      ],
      ["nobody may ask it", "http://169.254.169.254/a", () => ({ pieces: [wav(9, 9)] })],
    ];
    for (const [why, url, answers] of dead) {
      const { house, speaker } = await ringing(answers, url);
      assert.notEqual(speaker.status().sound.ringing, null, why);
      await house.clock.advance(alarmToneUs + slackUs - 2 * us);
      assert.equal(speaker.status().sound.ringing?.tone, true, why);
      assert.equal((await speaker.execute({ kind: "alarm-stop" })).code, "ok");
      assert.equal(speaker.status().sound.ringing, null, why);
      await house.close();
    }
  });

  it("is the station while that sounds, and the tone when it breaks off for good", async () => {
    const headers = { "content-length": String(44 + 600 * 192_000), "accept-ranges": "bytes" };
    const { house, speaker, media } = await ringing(
      (nth) => (nth === 0 ? { headers, pieces: [wav(600, 20)], after: "break" } : "refused"),
      "http://radio.example/a",
    );
    await house.clock.advance(10 * us);
    assert.deepEqual(
      [speaker.status().state, speaker.status().sound.ringing?.tone],
      ["playing", false],
    );
    // Twenty seconds of sound, then silence.
    await house.clock.advance(10 * us + alarmToneUs + slackUs);
    assert.equal(speaker.status().sound.ringing?.tone, true);
    assert.ok(media.asked.length > 1, "it was asked for again");
    await house.close();
  });
});
