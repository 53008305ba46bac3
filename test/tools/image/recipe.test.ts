import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { commandLineOf } from "../../../tools/image/boot-partition.ts";
import { argumentsFor } from "../../../tools/image/debian.ts";
import { type Figures, overBudget, reportOf } from "../../../tools/image/figures.ts";
import { filledIn } from "../../../tools/image/fill-in.ts";
import { readLayout } from "../../../tools/image/layout.ts";
import { parseRecipe, readRecipe } from "../../../tools/image/recipe.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const text = readFileSync(path.join(root, "device/image/recipe.toml"), "utf8");
const recipe = readRecipe(root);
const layout = readLayout(root);

describe("the recipe of images", () => {
  it("is one for a virtual machine and for boards", () => {
    const names = recipe.targets.map(({ name, architecture }) => `${name} ${architecture}`);
    assert.deepEqual(names, ["qemu-amd64 amd64", "qemu-arm64 arm64", "rpi-arm64 arm64"]);
    for (const one of ["e2fsprogs", "fdisk", "busybox-static", "libasound2t64"])
      assert.ok(recipe.packages.includes(one), one);
  });

  it("is refused where it is wrong: what it says becomes words of commands", () => {
    const wrong: readonly (readonly [from: string, to: string, why: RegExp])[] = [
      ['suite = "trixie"', "suite = 13", /debian\.suite is no text/],
      ['"kmod"', '"kmod; reboot"', /debian\.packages has "kmod; reboot"/],
      ['"kmod"', '"--hook"', /"--hook", which is no name/],
      ['architecture = "arm64"', 'architecture = "armhf"', /qemu-arm64\.architecture is/],
      ['loader = "none"', 'loader = "grub"', /qemu-amd64\.loader is one of none, u-boot/],
      ["compressed-mib = 500", "compressed-mib = 0", /budget\.compressed-mib/],
    ];
    for (const [from, to, why] of wrong)
      assert.throws(() => parseRecipe(text.replace(from, to)), why);
  });

  it("asks mmdebstrap for nothing that is recommended, and for the kernel beside the root", () => {
    const target = recipe.targets.find(({ name }) => name === "rpi-arm64");
    assert.ok(target !== undefined);
    const args = argumentsFor({ recipe, target, mirrors: ["http://m/debian"], epochS: 1 }, "x.tar");
    assert.deepEqual(args.slice(-3), ["trixie", "x.tar", "http://m/debian"]);
    assert.ok(args.includes("--architectures=arm64"));
    assert.ok(args.includes("--aptopt=APT::Install-Recommends false"));
    const hook = args.find((one) => one.startsWith("--customize-hook="));
    assert.match(hook ?? "", /apt-cache depends linux-image-arm64 .* raspi-firmware/);
  });

  it("tells the kernel its slot", () => {
    for (const target of recipe.targets) {
      assert.match(commandLineOf(target, layout, "a"), / nightjar\.slot=a quiet panic=10 /);
      assert.match(commandLineOf(target, layout, "b"), / nightjar\.slot=b /);
    }
  });
});

describe("files of device/image", () => {
  it("have no word between @ that nothing is known for", () => {
    const folder = path.join(root, "device/image");
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      const file = path.join(folder, name);
      if (statSync(file).isDirectory()) continue;
      assert.doesNotMatch(filledIn(readFileSync(file, "utf8"), layout), /@[A-Z_]+@/, name);
    }
    assert.throws(() => filledIn("@NOBODY@", layout), /@NOBODY@/);
    assert.equal(filledIn("@DATA_NUMBER@ @DISK_ID@ a@b", layout), "4 6e6a6172 a@b");
  });
});

describe("what a build came to", () => {
  const mib = 2 ** 20;
  const figures: Figures = {
    ...{ target: "qemu-amd64", version: "1", image: "x.img", imageBytes: 1_300 * mib },
    ...{ packed: "x.img.zst", packedBytes: 170 * mib, rootBytes: 128 * mib },
    ...{ rootSlotBytes: 512 * mib, rootHash: "ab", bootHash: "cd" },
    ...{ debianFetched: "2026-01-01T00:00:00.000Z", commandLine: "" },
  };

  it("is printed with what updates have left", () => {
    assert.equal(
      reportOf(figures),
      "x.img 1300.0 MiB\nx.img.zst 170.0 MiB\nroot 128.0 MiB, 25 % of its slot, sha256 ab\nboot sha256 cd\n",
    );
  });

  it("is too much beyond the budget, whatever of it is", () => {
    assert.equal(overBudget(figures, recipe), undefined);
    assert.match(overBudget({ ...figures, packedBytes: 501 * mib }, recipe) ?? "", /500 MiB/);
    assert.match(overBudget({ ...figures, rootBytes: 420 * mib }, recipe) ?? "", /of a slot/);
  });
});
