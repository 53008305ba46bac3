import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Machine } from "../../src/cli/machine.ts";
import { listSoundCards } from "../../src/cli/sound-cards.ts";
import type { SoundCards } from "../../src/ports/sound-cards.ts";

const both = { about: "Loopback PCM", playback: true, capture: true };
const cards: SoundCards = {
  cards: [
    {
      number: 0,
      id: "DAC",
      name: "USB DAC",
      devices: [
        { device: "hw:CARD=DAC,DEV=0", about: "Analog", playback: true, capture: false },
        { device: "hw:CARD=DAC,DEV=1", about: "Microphone", playback: false, capture: true },
      ],
      volume: { control: "Digital", minDb: -103.5, maxDb: 0 },
    },
    {
      number: 1,
      id: "Loopback",
      name: "Loopback",
      devices: [{ device: "hw:CARD=Loopback,DEV=0", ...both }],
      volume: undefined,
    },
  ],
  names: [{ device: "default", about: "Sound server", playback: true, capture: true }],
};

async function shown(list: SoundCards, json: boolean): Promise<string> {
  let text = "";
  const out = { write: (part: string) => (text += part), columns: 100, colour: false };
  // The only parts of a machine that the command looks at.
  const machine = { terminal: { out }, soundCards: async () => list } as unknown as Machine;
  await listSoundCards(machine, { json });
  return text;
}

describe("nightjar sound-cards", () => {
  it("lists what --output and --input can name, one device a line", async () => {
    const lines = (await shown(cards, false)).trimEnd().split("\n");
    assert.match(lines[0] ?? "", /^DEVICE +CARD +ABOUT +PLAYS +RECORDS +VOLUME/);
    assert.match(
      lines[1] ?? "",
      /^alsa:hw:CARD=DAC,DEV=0 +USB DAC +Analog +yes +Digital, -103.5 to 0 dB$/,
    );
    assert.match(lines[2] ?? "", /^alsa:hw:CARD=DAC,DEV=1 +USB DAC +Microphone +yes$/);
    assert.match(lines[4] ?? "", /^alsa:default +Sound server +yes +yes$/);
  });

  it("prints an array of objects with ids as JSON", async () => {
    const rows: unknown = JSON.parse(await shown(cards, true));
    assert.ok(Array.isArray(rows) && rows.length === 4);
    assert.deepEqual(rows[0], {
      id: "hw:CARD=DAC,DEV=0",
      card: "USB DAC",
      about: "Analog",
      playback: true,
      capture: false,
      volume: { control: "Digital", minDb: -103.5, maxDb: 0 },
    });
    assert.equal(rows[1].volume, null);
    assert.equal(rows[3].card, null);
  });

  it("says what to do where there is none", async () => {
    assert.match(await shown({ cards: [], names: [] }, false), /^no sound cards; --output null/);
    assert.equal(await shown({ cards: [], names: [] }, true), "[]\n");
  });
});
