/**
 * Updates on the real boot chain: one update by the whole program on Debian's kernel, with every block
 * that it wrote; the card after a cut of the power anywhere in it; and U-Boot with our script, which
 * starts what is left of it, and goes back from a system that dies.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { newest, recordBytes, recordPlaces } from "../../src/update/slot-record.ts";
import { freshSlots, started } from "../../src/update/slots.ts";
import { timeMissing } from "../time-left.ts";
import { findArmSystem } from "./arm-kernel.ts";
import { qemuMissing } from "./machine.ts";
import { bootChainMissing, powerOn } from "./update/boot-chain.ts";
import { CutCard } from "./update/cut-card.ts";
import { makeDisk, makeSystem, readAt, type System } from "./update/disk.ts";
import { type Recording, recordUpdate } from "./update/recording.ts";
import { Referee } from "./update/referee.ts";

const missing = timeMissing() ?? qemuMissing() ?? bootChainMissing();
/** It took a minute; beside a dozen busy processes three. */
const recordMsMax = 600_000;
/** From U-Boot to the power-off it took 14 s. */
const bootMsMax = 400_000;
const cutsMin = 1_000;
const bootedCuts = 6;

describe.skipIf(missing !== undefined)(`an update of a card (${missing ?? "in QEMU"})`, () => {
  let folder = "";
  let systems: { readonly a: System; readonly b: System };
  let before: Uint8Array;
  let recording: Recording;

  beforeAll(async () => {
    const arm = findArmSystem();
    assert.ok(arm !== undefined);
    folder = mkdtempSync(path.join(tmpdir(), "nightjar-update-"));
    systems = {
      a: makeSystem(arm, folder, "1.0.0", "healthy"),
      b: makeSystem(arm, folder, "1.1.0", "healthy"),
    };
    const card = path.join(folder, "before");
    makeDisk(card, folder, { a: systems.a, b: undefined, record: undefined });
    before = new Uint8Array(readFileSync(card));
    const after = path.join(folder, "after");
    recording = await recordUpdate({ before: card, after, system: systems.b }, folder, recordMsMax);
  }, recordMsMax + 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cutAt = (card: CutCard, index: number, seed: number): void => {
    card.moveTo(index);
    card.cut(new Rng(seed));
  };

  it("puts the new system on the other slot and tries it next; the other one stays", () => {
    const { lines, console } = recording.run;
    const said = lines.filter((line) => JSON.stringify(line).includes('"check":"update'));
    const [update, status] = said as { status: number; document: Record<string, unknown> }[];
    assert.equal(update?.status, 0, console);
    assert.equal(update?.document["offered"], "1.1.0", console);
    assert.deepEqual(status?.document["trying"], "b", console);
    const card = new CutCard(before, recording.entries);
    card.moveTo(recording.entries.length);
    using referee = new Referee(systems);
    assert.deepEqual(referee.judge(card), { slot: "b", other: "1.0.0" });
    const [first, second] = recordPlaces.map((at) =>
      readAt(path.join(folder, "after"), at, recordBytes),
    );
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(started(newest(first, second).record).slot, "b");
  });

  it(`leaves a whole system that is started, and file systems that can be used, at each of ${cutsMin} cuts`, () => {
    const card = new CutCard(before, recording.entries);
    using referee = new Referee(systems);
    const cuts = Math.max(cutsMin, recording.entries.length);
    const chosen = { a: 0, b: 0 };
    for (let cut = 0; cut < cuts; cut++) {
      const index = Math.floor((cut * (recording.entries.length + 1)) / cuts);
      cutAt(card, index, cut);
      try {
        chosen[referee.judge(card).slot] += 1;
      } catch (cause) {
        throw new Error(`cut ${cut}, before entry ${index}, seed ${cut}`, { cause });
      }
    }
    assert.ok(chosen.a > 0 && chosen.b > 0, JSON.stringify(chosen));
    assert.ok(referee.asked.fat > 50 && referee.asked.ext4 > 5, JSON.stringify(referee.asked));
  }, 600_000);

  it(
    `starts what the rules choose, at ${bootedCuts} cuts that are really booted`,
    async () => {
      const card = new CutCard(before, recording.entries);
      using referee = new Referee(systems);
      const last = recording.entries.length;
      const file = path.join(folder, "booted");
      for (let boot = 0; boot < bootedCuts; boot++) {
        // The last one is the whole update; the switch is among the entries right before it.
        const index = Math.floor((last * (boot + 1)) / bootedCuts);
        cutAt(card, index, boot);
        const { slot } = referee.judge(card);
        writeFileSync(file, card.bytes);
        const { starts, console } = await powerOn(file, bootMsMax);
        const { version } = systems[slot].manifest;
        assert.deepEqual(starts, [{ version, slot, onTrial: slot === "b" }], console);
      }
    },
    bootedCuts * bootMsMax,
  );
});

describe.skipIf(missing !== undefined)(`the boot chain (${missing ?? "in QEMU"})`, () => {
  it(
    "goes back to the old system after three starts of one that dies",
    async () => {
      const arm = findArmSystem();
      assert.ok(arm !== undefined);
      const folder = mkdtempSync(path.join(tmpdir(), "nightjar-roll-back-"));
      try {
        const a = makeSystem(arm, folder, "1.0.0", "healthy");
        const b = makeSystem(arm, folder, "1.1.0", "panics");
        const card = path.join(folder, "card");
        const trying = {
          active: "a",
          trying: "b",
          triesLeft: 3,
          usable: { a: true, b: true },
        } as const;
        makeDisk(card, folder, { a, b, record: { ...trying, generation: 0x2f } });
        const { starts, console } = await powerOn(card, 4 * bootMsMax);
        const dies = { version: "1.1.0", slot: "b", onTrial: true };
        const lives = { version: "1.0.0", slot: "a", onTrial: false };
        assert.deepEqual(starts, [dies, dies, dies, lives], console);
        const [first, second] = recordPlaces.map((at) => readAt(card, at, recordBytes));
        assert.ok(first !== undefined && second !== undefined);
        const { record } = newest(first, second);
        assert.deepEqual(record, { ...freshSlots, generation: 0x2f + 4 });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    4 * bootMsMax + 10_000,
  );
});
