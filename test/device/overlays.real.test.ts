/** Our device-tree overlays are compiled, and laid over the device trees of Debian's kernel. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { findArmSystem } from "../qemu/arm-kernel.ts";

const folder = path.join(import.meta.dirname, "../../device/overlays");
const overlays = readdirSync(folder).filter((name) => name.endsWith(".dts"));
const boards = ["bcm2837-rpi-3-b", "bcm2837-rpi-zero-2-w", "bcm2711-rpi-4-b"];
const missing =
  spawnSync("dtc", ["--version"]).status === 0 ? undefined : "needs device-tree-compiler";

/** Undefined where Debian's package cannot be had. */
function treesOfDebian(): string | undefined {
  const system = findArmSystem();
  const lib = system && path.join(system.root, "usr/lib");
  const image = lib && readdirSync(lib).find((name) => name.startsWith("linux-image-"));
  return lib && image && path.join(lib, image, "broadcom");
}
const trees = missing === undefined ? treesOfDebian() : undefined;
const noTrees =
  missing ?? (trees === undefined ? "needs Debian's arm64 kernel package" : undefined);

describe.skipIf(missing !== undefined)(`device-tree overlays (${missing ?? "dtc"})`, () => {
  let made = "";
  beforeAll(() => {
    made = mkdtempSync(path.join(tmpdir(), "nightjar-overlays-"));
    for (const name of overlays) {
      const args = ["-@", "-I", "dts", "-O", "dtb", "-o", path.join(made, `${name}bo`), name];
      const { status, stderr } = spawnSync("dtc", args, { cwd: folder, encoding: "utf8" });
      assert.equal(status, 0, stderr);
      assert.equal(stderr, "");
    }
  });
  afterAll(() => rmSync(made, { recursive: true }));

  it.each(overlays)("%s compiles without a warning", (name) => {
    assert.ok(existsSync(path.join(made, `${name}bo`)));
  });

  it
    .skipIf(noTrees !== undefined)
    .each(overlays.flatMap((name) => boards.map((board) => [name, board] as const)))(
    `%s makes a card of %s (${noTrees ?? "Debian's tree"})`,
    (name, board) => {
      const tree = path.join(trees ?? "", `${board}.dtb`);
      const out = path.join(made, `${board}.dtb`);
      const laid = spawnSync("fdtoverlay", ["-i", tree, "-o", out, path.join(made, `${name}bo`)]);
      assert.equal(laid.status, 0, String(laid.stderr));
      const get = (at: string, property: string): string =>
        spawnSync("fdtget", ["-t", "x", out, at, property], { encoding: "utf8" }).stdout.trim();
      const i2s = get("/soc/i2s@7e203000", "phandle");
      assert.notEqual(i2s, "");
      assert.equal(get("/nightjar-sound/simple-audio-card,cpu", "sound-dai"), i2s);
      const codec = name.includes("pcm5102a")
        ? "/nightjar-codec"
        : `/soc/i2c@7e804000/codec@${name.includes("iqaudio") ? "4c" : "4d"}`;
      const phandle = get(codec, "phandle");
      assert.notEqual(phandle, "");
      assert.equal(get("/nightjar-sound/simple-audio-card,codec", "sound-dai"), phandle);
      const pins = get("/soc/i2s@7e203000", "pinctrl-0");
      assert.equal(get("/soc/gpio@7e200000/nightjar-i2s-pins", "phandle"), pins);
    },
  );
});
