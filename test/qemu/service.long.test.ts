/**
 * A machine that boots a fresh Debian 12 with our package in it: a speaker runs,
 * systemd watches it, and whatever is done to it, it comes back.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { timeMissing } from "../time-left.ts";
import { debMissing } from "../tools/deb/run-deb.ts";
import {
  bootDebian,
  foundIn,
  installNightjar,
  layProof,
  plainName,
  put,
} from "./debian-machine.ts";
import { DebianRoot, debianMissing } from "./debian-root.ts";
import { findKernel, type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";
import { type GuestRun, qemuMissing } from "./machine.ts";

const missing =
  timeMissing() ?? qemuMissing() ?? debMissing(["amd64"]) ?? debianMissing("bookworm");
/** It took five and a half minutes in all beside a dozen waiting processes. */
const limitMs = 600_000;
/** The unit's own: where the machine is emulated a speaker takes a third of it until its audio thread runs. */
const watchdogS = 30;

/** The package, the test's own service beside it, and a sound card that is plugged in later. */
function prepare(root: DebianRoot, folder: string, kernel: Kernel): void {
  installNightjar(root, folder, []);
  layProof(root, "nightjar-speaker.service", "test/qemu/service-guest", [
    "test/qemu/guest",
    "test/programs/stopped-thread",
    "src/platform/native",
  ]);
  const options = "NIGHTJAR_SPEAKER_OPTIONS='--name \"Living room\" --mdns off'\n";
  put(root, "/etc/default/nightjar", options);
  const card = moduleFiles(kernel, "snd-dummy");
  for (const module of card) put(root, `/sound/${plainName(module)}`, moduleBytes(module));
  put(root, "/sound/order", card.map(plainName).join("\n"));
  copyFileSync("/usr/bin/busybox", root.in("sound/busybox"));
  root.must("systemctl enable nightjar-speaker");
}

describe.skipIf(missing !== undefined)(`a booted Debian (${missing ?? "in QEMU"})`, () => {
  let folder = "";
  let run: GuestRun;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "nightjar-boot-"));
    const kernel = findKernel();
    assert.ok(kernel !== undefined);
    using root = new DebianRoot("bookworm");
    prepare(root, folder, kernel);
    run = await bootDebian(root, kernel, folder, limitMs);
  }, 2 * limitMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const found = (check: string): Record<string, unknown> => foundIn(run, check);

  it("has a running speaker, which answers", ({ annotate }) => {
    const { uptimeS, statusText, version, memory } = found("ready");
    void annotate(`ready ${uptimeS} s after the kernel began, ${version}, ${memory} bytes`);
    assert.match(String(statusText), /^Living room: /);
    const { name, state } = found("answers");
    assert.deepEqual({ name, state }, { name: "Living room", state: "stopped" });
  });

  it("which is nobody's root, may do nothing, and has a real-time audio thread", () => {
    const { uid, groups, seccomp, capabilities, realTime } = found("who");
    assert.equal(uid, "nightjar");
    assert.equal(groups, "nightjar audio gpio");
    assert.equal(seccomp, "2");
    assert.equal(capabilities, "0000000000000000");
    assert.equal(realTime, true);
  });

  it("and takes a sound card that is plugged in after it has begun, the first of this machine", () => {
    const { before, output } = found("card");
    assert.match(String(before), /no sound card is there/);
    const { device, trouble } = output as Record<string, unknown>;
    assert.deepEqual({ device, trouble }, { device: "default", trouble: null });
  });

  it("from which systemd hears that it is alive", () => {
    const { heard, usec } = found("pings");
    assert.ok(Number(heard) >= 3, `${heard}`);
    assert.equal(usec, `${watchdogS}s`);
  });

  it("and which comes back when it was killed", () => {
    const { back, restarts } = found("killed");
    assert.deepEqual({ back, restarts }, { back: true, restarts: 1 });
  });

  it("and when its audio thread hangs, while the main loop goes on: the watchdog ends it", () => {
    const { back, watchdog, restarts } = found("audio-thread-hangs");
    assert.deepEqual(
      { back, watchdog, restarts },
      { back: true, watchdog: true, restarts: 2 },
      run.console,
    );
  });

  it("and stops in order", () => {
    const { result, code } = found("stopped");
    assert.deepEqual({ result, code }, { result: "success", code: "0" }, run.console);
  });
});
