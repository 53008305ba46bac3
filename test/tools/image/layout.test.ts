import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import {
  imageMib,
  parseLayout,
  partitionOf,
  partUuid,
  readLayout,
  sfdiskScript,
} from "../../../tools/image/layout.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const text = readFileSync(path.join(root, "device/image/layout.toml"), "utf8");

describe("the layout of a card", () => {
  it("is one that cards in the world have: no place and no name of it changes", () => {
    const layout = readLayout(root);
    assert.deepEqual(
      layout.partitions.map((one) => [one.name, one.startMib, one.sizeMib, partUuid(layout, one)]),
      [
        ["boot", 4, 256, "6e6a6172-01"],
        ["root-a", 260, 512, "6e6a6172-02"],
        ["root-b", 772, 512, "6e6a6172-03"],
        ["data", 1284, 16, "6e6a6172-04"],
      ],
    );
    assert.equal(imageMib(layout), 1300);
    assert.equal(layout.slots.b.folder, "b");
    assert.equal(partitionOf(layout, layout.slots.b.partition).number, 3);
    assert.equal(layout.boot["environment-bytes"], 16_384);
    assert.equal(layout.mounts.data, "/data");
  });

  it("is said to sfdisk in sectors", () => {
    const lines = sfdiskScript(readLayout(root)).split("\n");
    assert.equal(lines[1], "label-id: 0x6e6a6172");
    assert.equal(lines[4], "1 : start=8192, size=524288, type=c, bootable");
    assert.equal(lines[7], "4 : start=2629632, size=32768, type=83");
  });

  it("is refused where a slip would destroy something", () => {
    const wrong: readonly (readonly [from: string, to: string, why: RegExp])[] = [
      ['id = "6e6a6172"', 'id = "nj"', /disk\.id/],
      ["size-mib = 256", "size-mib = 255", /boot is no multiple/],
      ["number = 3", "number = 4", /root-b has not the next number/],
      ['partition = "root-b"', 'partition = "root-c"', /no partition "root-c"/],
      ['name = "data"', 'name = "root-b"', /data is the last/],
    ];
    for (const [from, to, why] of wrong)
      assert.throws(() => parseLayout(text.replace(from, to)), why);
  });
});
