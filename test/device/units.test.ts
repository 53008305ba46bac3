/** The units as systemd reads them: what they leave open, measured by its own tool. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";

const folder = path.resolve(import.meta.dirname, "../../device/systemd");
const units = ["nightjar-speaker.service", "nightjar-origin.service"] as const;
/** 0 is closed, 10 is open; systemd calls what is below 2 well protected. */
const exposureMax = 1.6;

const analyze = (...args: string[]) => spawnSync("systemd-analyze", args, { encoding: "utf8" });
const missing =
  analyze("security", "--offline=true", path.join(folder, units[0])).status === 0
    ? undefined
    : "needs systemd-analyze of systemd 250 or newer";

describe.skipIf(missing !== undefined)(`units (${missing ?? "systemd-analyze"})`, () => {
  for (const unit of units) {
    it(`${unit} leaves no more open than ${exposureMax}`, () => {
      const { stdout } = analyze(
        "security",
        "--offline=true",
        "--no-pager",
        path.join(folder, unit),
      );
      const exposure = /exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1];
      assert.ok(exposure !== undefined && Number(exposure) <= exposureMax, stdout);
    });

    it(`${unit} has no setting that systemd does not know`, () => {
      const { stderr } = analyze("verify", path.join(folder, unit));
      const complaints = stderr
        .split("\n")
        .filter((line) => line.startsWith(`${folder}/`) || /Unknown|Failed to parse/.test(line));
      assert.deepEqual(complaints, []);
    });
  }
});

describe("the units", () => {
  for (const unit of units) {
    const text = readFileSync(path.join(folder, unit), "utf8");
    const values = (name: string): string[] =>
      [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value]) => value ?? "");

    it(`${unit} is nobody's root, watched, and comes back for ever but slowly`, () => {
      assert.deepEqual(values("User"), ["nightjar"]);
      assert.deepEqual(values("CapabilityBoundingSet"), [""]);
      assert.deepEqual(values("Type"), ["notify"]);
      assert.deepEqual(values("WatchdogSec"), ["30"]);
      assert.deepEqual(values("StartLimitIntervalSec"), ["0"]);
      assert.ok(Number(values("RestartSec")[0]) >= 5);
    });

    it(`${unit} refuses no memory that is written and run: V8 compiles`, () => {
      assert.deepEqual(values("MemoryDenyWriteExecute"), []);
    });
  }
});

describe.skipIf(missing !== undefined)(
  `units of the image (${missing ?? "systemd-analyze"})`,
  () => {
    const image = path.resolve(folder, "../image/root/etc/systemd/system");
    const own = readdirSync(image).filter((name) => /^nightjar-.*\.service$/.test(name));
    for (const unit of own) {
      it(`${unit} leaves no more open than ${exposureMax}`, () => {
        const file = path.join(image, unit);
        const { stdout } = analyze("security", "--offline=true", "--no-pager", file);
        const exposure = /exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1];
        assert.ok(exposure !== undefined && Number(exposure) <= exposureMax, stdout);
      });
    }
  },
);
