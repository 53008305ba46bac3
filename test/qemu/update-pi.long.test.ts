/** Slots on a Raspberry Pi's boot chain in QEMU: Debian's U-Boot for the Pi, our script, an SD card. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import { newest, recordBytes, recordPlaces } from "../../src/update/slot-record.ts";
import { freshSlots } from "../../src/update/slots.ts";
import { timeMissing } from "../time-left.ts";
import { qemuMissing } from "./machine.ts";
import { makeDisk, readAt, systemOf } from "./update/disk.ts";
import { piChainMissing, startOnPi, waitingKernel } from "./update/pi-chain.ts";

const missing = timeMissing() ?? qemuMissing() ?? piChainMissing();
/** A start takes about 10 s of one processor. */
const startMsMax = 120_000;

describe.skipIf(missing !== undefined)(`a Pi's U-Boot (${missing ?? "in QEMU"})`, () => {
  it(
    "counts the starts of the system on trial down, then starts the old one, with the firmware's device tree",
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "nightjar-pi-"));
      try {
        const parts = { kernel: waitingKernel(), initrd: new Uint8Array(512) };
        const [a, b] = [systemOf("1.0.0", parts), systemOf("1.1.0", parts)];
        const card = path.join(folder, "card");
        const trying = {
          active: "a",
          trying: "b",
          triesLeft: 1,
          usable: { a: true, b: true },
        } as const;
        makeDisk(card, folder, { a, b, record: { ...trying, generation: 0x2f } });
        const recordOf = () => {
          const [first, second] = recordPlaces.map((at) => readAt(card, at, recordBytes));
          assert.ok(first !== undefined && second !== undefined);
          return newest(first, second).record;
        };
        const tried = await startOnPi(card, startMsMax);
        assert.match(tried, /nightjar: slot b nightjar\.trial\b[\s\S]*Starting kernel/);
        // Where QEMU lays what firmware would have loaded.
        assert.match(tried, /Flattened Device Tree blob at 0?8000000/);
        assert.deepEqual(recordOf(), { ...trying, triesLeft: 0, generation: 0x30 }, tried);
        const old = await startOnPi(card, startMsMax);
        assert.match(old, /nightjar: slot a\b(?! nightjar\.trial)[\s\S]*Starting kernel/);
        assert.deepEqual(recordOf(), { ...freshSlots, generation: 0x31 }, old);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    2 * startMsMax + 10_000,
  );
});
