import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { describe, it } from "vitest";
import { cardLayout } from "../../src/update/card.ts";
import { manifestFile } from "../../src/update/manifest.ts";
import { recordPlaces } from "../../src/update/slot-record.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

describe("the card that is updated", () => {
  // Our own file.
  const layout = parse(read("device/image/layout.toml")) as unknown as {
    disk: { id: string };
    partition: { name: string; number: number }[];
    slots: Record<"a" | "b", { partition: string; folder: string }>;
    "command-line": { slot: string };
    mounts: Record<string, string>;
    boot: { script: string };
    "slot-state": { "places-mib": number[] };
    files: Record<string, string>;
  };
  const numberOf = (name: string) => layout.partition.find((one) => one.name === name)?.number;

  it("is laid out as images lay it out", () => {
    assert.equal(cardLayout.diskId, layout.disk.id);
    assert.equal(cardLayout.boot, numberOf("boot"));
    for (const slot of ["a", "b"] as const) {
      assert.equal(cardLayout.roots[slot], numberOf(layout.slots[slot].partition));
      assert.equal(layout.slots[slot].folder, slot);
    }
    assert.equal(cardLayout.slotWord, layout["command-line"].slot);
    assert.equal(cardLayout.script, layout.boot.script);
    assert.equal(cardLayout.bootMount, layout.mounts["boot"]);
    const places = layout["slot-state"]["places-mib"].map((mib) => mib * 1_048_576);
    assert.deepEqual([...recordPlaces], places);
    assert.ok(!Object.values(layout.files).includes(manifestFile));
  });

  it("is read by the boot script at the same places, under the same names", () => {
    const script = read("device/boot/boot.cmd");
    for (const place of recordPlaces)
      assert.match(script, new RegExp(` ${(place / 512).toString(16)} 1;`));
    for (const name of ["kernel", "initrd", "command-line"])
      assert.ok(script.includes(`\${nj_slot}/${layout.files[name]}`), name);
    assert.ok(script.includes(cardLayout.trialWord));
  });

  it("has a unit for its boot partition, where the initrd mounts it", () => {
    const unit = read(`device/image/root/etc/systemd/system/${cardLayout.bootUnit}`);
    assert.match(unit, /^What=\/dev\/disk\/by-partuuid\/@DISK_ID@-01$/m);
    assert.match(unit, /^Where=@BOOT@$/m);
    // systemd.mount(5): a unit is named after its place.
    const place = cardLayout.bootMount.slice(1).replaceAll("/", "-");
    assert.equal(cardLayout.bootUnit, `${place}.mount`);
    assert.match(unit, /^Options=ro,umask=0077,nosuid,nodev,noexec$/m);
    assert.ok(read("device/image/init").includes("-o ro,umask=0077,nosuid,nodev,noexec"));
  });

  it("is given back to the old system by a unit that knows it, too", () => {
    const unit = read("device/image/root/etc/systemd/system/nightjar-update-deadline.service");
    assert.ok(unit.includes(`${cardLayout.diskId}-01`));
    const sectors = recordPlaces.map((place) => place / 512).join(" ");
    assert.ok(unit.includes(`for at in ${sectors};`));
    assert.ok(unit.includes(`${layout.mounts["update"]}/given-up`));
  });
});
