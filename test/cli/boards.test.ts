import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import { describeError } from "../../src/base/errors.ts";
import { showBoards } from "../../src/cli/boards.ts";
import type { Machine } from "../../src/cli/machine.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimGpio } from "../sim/sim-gpio.ts";
import { SimLog } from "../sim/sim-log.ts";

const boardsFolder = path.join(import.meta.dirname, "../../device/boards");

async function shown(board: string | undefined, json = false): Promise<string> {
  let text = "";
  const out = {
    ...{ isTty: false, columns: 200, colour: false },
    write: (part: string) => {
      text += part;
    },
  };
  const gpio = new SimGpio(new SimClock(), { label: "pinctrl-bcm2711" });
  // All that the command uses.
  const machine = {
    terminal: { out },
    disk: new NodeDisk(new SimLog(() => 0).of("cli")),
    boardsFolder,
    openGpio: async () => gpio,
  } as unknown as Machine;
  await showBoards(machine, { board, json });
  return text;
}

async function refusal(board: string): Promise<string> {
  return shown(board).then(
    () => "shown",
    (error: unknown) => describeError(error),
  );
}

describe("nightjar boards", () => {
  it("lists profiles, and which have their chip here", async () => {
    const text = await shown(undefined);
    assert.match(text, /^rpi-iqaudio-dacplus +yes +Raspberry Pi with IQaudIO/m);
    assert.match(text, /^qemu-virt +QEMU's virt machine/m);
    const rows = JSON.parse(await shown(undefined, true)) as { id: string; here: boolean }[];
    assert.ok(rows.some(({ id, here }) => id === "rpi-usb-dac" && here));
  });

  it("shows what is wired to a board", async () => {
    const text = await shown("rpi-iqaudio-dacplus");
    assert.match(text, /^5 +button "Play" +click: play-pause, hold: pairing, very long: factory-/m);
    assert.match(text, /^23, 24 +knob "Volume" +volume$/m);
    assert.match(text, /^22 +amplifier +off while nothing plays$/m);
  });

  it("says which board was meant, and what is wrong with a file", async () => {
    assert.equal(
      await refusal("rpi-iqaudio-dacpls"),
      'there is no board "rpi-iqaudio-dacpls"; did you mean "rpi-iqaudio-dacplus"?; nightjar boards lists those that are known; a file of your own is FILE.toml',
    );
    const folder = mkdtempSync(path.join(tmpdir(), "nightjar-boards-"));
    try {
      const file = path.join(folder, "mine.toml");
      assert.match(await refusal(file), /^there is no board /);
      assert.match(await refusal(`${folder}/`), /^there is no board /);
      writeFileSync(file, 'about = "Mine"\nchip = "x"\n[[light]]\nname = "L"\nline = -1\n');
      const why = '"line" is a whole number from 0 to 1023; mend it and start again';
      assert.equal(await refusal(file), `${file}, line 5: ${why}`);
      writeFileSync(file, new Uint8Array([0xff, 0xfe]));
      assert.match(await refusal(file), /is not text; check the path$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
