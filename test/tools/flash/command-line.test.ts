import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mapNameOf, parseCommandLine, usage } from "../../../tools/flash/command-line.ts";
import { findBootPartition } from "../../../tools/flash/model/boot-partition.ts";
import { RateMeter } from "../../../tools/flash/model/rate.ts";

describe("flash's command line", () => {
  it("understands what its help says", () => {
    const said = [...usage.matchAll(/^ +--([a-z-]+)(?: ([A-Z]+))?/gm)];
    assert.ok(said.length > 15);
    for (const [, name, value] of said) {
      if (name === "help") continue;
      const wifi = name?.startsWith("wifi-") === true ? ["--wifi", "x"] : [];
      const option = value === undefined ? [`--${name}`] : [`--${name}`, "x"];
      const parsed = parseCommandLine(["write", "a.img", "sdb", ...option, ...wifi]);
      assert.equal(parsed.kind, "write", `--${name}: ${JSON.stringify(parsed)}`);
    }
  });

  it("verifies, asks and begins with nothing but what is named", () => {
    const parsed = parseCommandLine(["write", "a.img", "/dev/sdb"]);
    assert.ok(parsed.kind === "write");
    const { verify, yes, unmount, probe, fixed, settings } = parsed;
    assert.deepEqual(
      { verify, yes, unmount, probe, fixed, settings },
      {
        verify: true,
        yes: false,
        unmount: false,
        probe: false,
        fixed: undefined,
        settings: undefined,
      },
    );
  });

  it("says what is wrong, and what may have been meant", () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ["", /which command/],
      ["wriet a b", /did you mean "write"/],
      ["write a.img", /write what/],
      ["write a b c", /"c"/],
      ["write a b --verfy", /no option --verfy/],
      ["write a b --unmout", /did you mean "unmount"/],
      ["write a b --passphrase secret", /no option --passphrase/],
      ["write a b --wifi-open", /which network/],
      ["write a b --wifi x --wifi-open --wifi-passphrase-file f", /no passphrase/],
      ["write a b --bmap x --no-bmap", /--bmap or --no-bmap/],
      ["write a b --file --fixed b", /--file/],
      ["write a b --setup-network --no-setup-network", /--setup-network or/],
      ["list --yes", /--yes is for write/],
    ];
    for (const [line, why] of wrong) {
      const parsed = parseCommandLine(line.split(" ").filter((word) => word !== ""));
      assert.ok(parsed.kind === "wrong", line);
      assert.match(parsed.why, why);
    }
  });

  it("looks for a map where bmaptool puts it", () => {
    for (const image of ["speaker.img", "speaker.img.zst", "speaker.raw.xz", "speaker"])
      assert.equal(mapNameOf(image), "speaker.bmap");
  });
});

describe("the rate", () => {
  it("is the mean of the last seconds, and knows a slow card from a card that pauses", () => {
    const meter = new RateMeter(1e9);
    for (let second = 0; second <= 20; second++) meter.add(second * 10e6, second * 1e6);
    assert.equal(Math.round(meter.bytesPerS ?? 0), 10e6);
    assert.equal(Math.round(meter.secondsLeft ?? 0), 80);
    meter.add(200e6, 24e6);
    assert.ok(!meter.isSlow);
    for (let second = 25; second <= 60; second++)
      meter.add(200e6 + (second - 24) * 1e6, second * 1e6);
    assert.ok(meter.isSlow);
    assert.match(meter.text, /a slow card/);
  });

  it("says nothing before a second has passed", () => {
    const meter = new RateMeter(1e9);
    meter.add(0, 0);
    meter.add(5e6, 900_000);
    assert.equal(meter.bytesPerS, undefined);
    assert.equal(meter.text, "4.8 MiB of 954 MiB");
  });
});

describe("the boot partition", () => {
  it("is the first one that has a FAT, by an MBR and by a GPT", async () => {
    const mbr = new Uint8Array(8 * 2 ** 20);
    entry(mbr, 0, 0x83, 64);
    entry(mbr, 1, 0x0c, 4096);
    assert.equal(await found(mbr), undefined);
    fat(mbr, 4096);
    assert.equal(await found(mbr), 4096 * 512);

    const gpt = new Uint8Array(8 * 2 ** 20);
    entry(gpt, 0, 0xee, 1);
    gpt.set(new TextEncoder().encode("EFI PART"), 512);
    const view = new DataView(gpt.buffer);
    view.setBigUint64(512 + 72, 2n, true);
    view.setUint32(512 + 80, 128, true);
    view.setUint32(512 + 84, 128, true);
    view.setBigUint64(1024 + 32, 2048n, true);
    view.setBigUint64(1024 + 128 + 32, 6144n, true);
    fat(gpt, 6144);
    assert.equal(await found(gpt), 6144 * 512);
  });

  it("is not there on a card without a table, or with one that is nonsense", async () => {
    assert.equal(await found(new Uint8Array(0)), undefined);
    assert.equal(await found(new Uint8Array(4096)), undefined);
    const wild = new Uint8Array(65_536).fill(0xff);
    wild.set([0x55, 0xaa], 510);
    entry(wild, 0, 0xee, 1);
    wild.set(new TextEncoder().encode("EFI PART"), 512);
    assert.equal(await found(wild), undefined);
  });
});

function found(disk: Uint8Array): Promise<number | undefined> {
  return findBootPartition(async (at, length) => disk.subarray(at, at + length));
}

function entry(disk: Uint8Array, index: number, type: number, startSector: number): void {
  const at = 446 + 16 * index;
  disk[at + 4] = type;
  new DataView(disk.buffer).setUint32(at + 8, startSector, true);
  disk.set([0x55, 0xaa], 510);
}

function fat(disk: Uint8Array, sector: number): void {
  disk.set(new TextEncoder().encode("FAT32   "), sector * 512 + 82);
  disk.set([0x55, 0xaa], sector * 512 + 510);
}
