/** Packages, really built: twice the same bytes, whatever umask and folder; what is in them for each architecture. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { packagesBeside } from "../../../tools/program/beside.ts";
import { timeMissing } from "../../time-left.ts";
import { debMissing, runDeb } from "./run-deb.ts";

const missing = timeMissing() ?? debMissing(["amd64", "arm64"]);
const limitMs = 240_000;

describe.skipIf(missing !== undefined)(`packages (${missing ?? "by dpkg-deb"})`, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-deb-test-"));
  const built = (at: string): readonly string[] => readdirSync(path.join(folder, at)).sort();
  const show = (name: string, ...args: string[]): string =>
    spawnSync("dpkg-deb", [...args, path.join(folder, "one", name)], {
      encoding: "utf8",
      maxBuffer: 64 * 2 ** 20,
    }).stdout;

  beforeAll(() => {
    const version = ["--version", "0.1.0~test"];
    runDeb(["--arch", "amd64,arm64,armhf", "--out", path.join(folder, "one"), ...version]);
    runDeb(["--arch", "amd64", "--out", path.join(folder, "two"), ...version], 0o077);
  }, limitMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("of the same sources are the same, byte for byte", () => {
    assert.deepEqual(built("two"), [
      "nightjar-appliance_0.1.0~test_all.deb",
      "nightjar_0.1.0~test_amd64.deb",
    ]);
    const hash = (...at: string[]): string =>
      createHash("sha256")
        .update(readFileSync(path.join(folder, ...at)))
        .digest("hex");
    for (const name of built("two")) assert.equal(hash("one", name), hash("two", name), name);
  });

  it("have programs and libraries of their own architecture alone", () => {
    const machines = { amd64: 0x3e, arm64: 0xb7, armhf: 0x28 } as const;
    for (const [name, machine] of Object.entries(machines)) {
      const out = path.join(folder, `root-${name}`);
      const file = path.join(folder, "one", `nightjar_0.1.0~test_${name}.deb`);
      spawnSync("dpkg-deb", ["-x", file, out]);
      const found = readdirSync(out, { recursive: true, encoding: "utf8" })
        .filter((one) => /(\.node|\/bin\/node)$/.test(one))
        .map((one) => [one, readFileSync(path.join(out, one)).readUInt16LE(18)] as const);
      const wanted = name === "armhf" ? 1 : 2;
      assert.deepEqual(
        found.map(([, kind]) => kind),
        new Array(wanted).fill(machine),
        `${found}`,
      );
      rmSync(out, { recursive: true });
    }
  });

  it.skipIf(process.arch !== "x64")(
    `run: every part of the program loads in the Node that is packed (${process.arch})`,
    () => {
      const out = path.join(folder, "root");
      const file = path.join(folder, "one", "nightjar_0.1.0~test_amd64.deb");
      spawnSync("dpkg-deb", ["-x", file, out]);
      const home = path.join(out, "usr/lib/nightjar");
      const parts = readdirSync(path.join(home, "dist/program/parts"));
      assert.ok(parts.length > 50, `${parts.length} parts`);
      const names = [...packagesBeside, ...parts.map((name) => `./dist/program/parts/${name}`)];
      const script = `for (const name of ${JSON.stringify(names)}) await import(name);
        console.log("all");`;
      const { stdout, stderr } = spawnSync(
        path.join(home, "node/bin/node"),
        ["--input-type=module", "-e", script],
        { cwd: home, encoding: "utf8" },
      );
      assert.equal(stdout, "all\n", stderr);
      rmSync(out, { recursive: true });
    },
  );

  it("belong to root, and nobody else may write to them", () => {
    for (const name of built("one")) {
      const lines = show(name, "-c").trim().split("\n");
      const odd = lines.filter((line) => !/^[d-]rw[x-]r-[x-]r-[x-] root\/root /.test(line));
      assert.deepEqual(odd, [], name);
    }
  });

  it("have units, manual, completions and a configuration that dpkg keeps", () => {
    const files = show("nightjar_0.1.0~test_amd64.deb", "-c");
    for (const file of [
      "usr/bin/nightjar",
      "usr/lib/systemd/system/nightjar-speaker.service",
      "usr/lib/sysusers.d/nightjar.conf",
      "usr/share/man/man1/nightjar.1.gz",
      "usr/share/bash-completion/completions/nightjar",
      "usr/share/zsh/vendor-completions/_nightjar",
      "usr/lib/nightjar/dist/web/index.html",
      "usr/lib/nightjar/device/boards/rpi-iqaudio-dacplus.toml",
      "usr/lib/nightjar/node/LICENSE",
    ]) {
      assert.ok(files.includes(` ./${file}\n`), file);
    }
    assert.equal(show("nightjar_0.1.0~test_amd64.deb", "-I").includes("conffiles"), true);
  });
});
