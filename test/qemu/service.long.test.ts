/**
 * A machine that boots a fresh Debian 12 with our package in it: a speaker runs,
 * systemd watches it, and whatever is done to it, it comes back.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { timeMissing } from "../time-left.ts";
import { debMissing, runDeb } from "../tools/deb/run-deb.ts";
import { DebianRoot, debianMissing } from "./debian-root.ts";
import { Initramfs } from "./initramfs.ts";
import { findKernel, type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";
import { boot, compiled, diskOf, type GuestRun, qemuMissing } from "./machine.ts";

const missing =
  timeMissing() ?? qemuMissing() ?? debMissing(["amd64"]) ?? debianMissing("bookworm");
/** It took five and a half minutes in all beside a dozen waiting processes. */
const limitMs = 600_000;
const home = "/usr/lib/nightjar/dist/test";
/** The unit's own: where the machine is emulated a speaker takes a third of it until its audio thread runs. */
const watchdogS = 30;

const proofUnit = `[Unit]
After=nightjar-speaker.service
DefaultDependencies=no
[Service]
ExecStart=/usr/lib/nightjar/node/bin/node ${home}/qemu/service-guest.js
StandardError=tty
TTYPath=/dev/ttyS0
`;

/** Finds the disk and hands over to systemd. */
function initScript(modules: readonly string[]): string {
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
${modules.map((name) => `insmod /modules/${name}`).join("\n")}
mkdir /new
mount -t ext4 /dev/vda /new
mount --move /dev /new/dev
umount /proc
exec switch_root /new /sbin/init
`;
}

function makeInitrd(kernel: Kernel, file: string): void {
  const files = new Initramfs();
  for (const folder of ["proc", "dev"]) files.folder(folder);
  files.copy("/usr/bin/busybox", "/bin/busybox");
  const loads: string[] = [];
  for (const name of ["virtio_pci", "virtio_blk", "crc32c_generic", "ext4", "autofs4"]) {
    for (const module of moduleFiles(kernel, name)) {
      const plain = plainName(module);
      files.file(`/modules/${plain}`, moduleBytes(module));
      if (!loads.includes(plain)) loads.push(plain);
    }
  }
  files.file("/init", initScript(loads));
  files.write(file);
}

/** Unpacked, as busybox and insmod take them. */
function plainName(module: string): string {
  return path.basename(module).replace(/\.ko(\.\w+)?$/, ".ko");
}

/** Installs the package as people do, then lays the test's own service beside it, and a sound card that is plugged in later. */
function prepare(root: DebianRoot, folder: string, kernel: Kernel): void {
  const printed = runDeb(["--arch", "amd64", "--out", folder]);
  const file = /^(\S+_amd64\.deb) /m.exec(printed)?.[1] ?? "";
  copyFileSync(file, root.in("root/nightjar.deb"));
  root.must("apt-get update -q && apt-get install -y --no-install-recommends /root/nightjar.deb");
  const put = (at: string, text: string | Uint8Array): void => {
    mkdirSync(path.dirname(root.in(at)), { recursive: true });
    writeFileSync(root.in(at), text);
  };
  for (const script of ["qemu/service-guest", "programs/stopped-thread"])
    put(`${home}/${script}.js`, compiled(path.join(import.meta.dirname, "..", `${script}.ts`)));
  put("/etc/systemd/system/proof.service", proofUnit);
  put("/etc/default/nightjar", "NIGHTJAR_SPEAKER_OPTIONS='--name \"Living room\" --mdns off'\n");
  put("/etc/fstab", "");
  const card = moduleFiles(kernel, "snd-dummy");
  for (const module of card) put(`/sound/${plainName(module)}`, moduleBytes(module));
  put("/sound/order", card.map(plainName).join("\n"));
  copyFileSync("/usr/bin/busybox", root.in("sound/busybox"));
  root.must(
    "systemctl enable nightjar-speaker && systemctl add-wants multi-user.target proof.service",
  );
}

describe.skipIf(missing !== undefined)(`a booted Debian (${missing ?? "in QEMU"})`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-boot-"));
  let run: GuestRun;

  beforeAll(async () => {
    const kernel = findKernel();
    assert.ok(kernel !== undefined);
    const image = path.join(folder, "disk");
    {
      using root = new DebianRoot("bookworm");
      prepare(root, folder, kernel);
      const made = spawnSync("mke2fs", ["-q", "-t", "ext4", "-d", root.path, image, "1500M"]);
      assert.equal(made.status, 0, String(made.stderr));
    }
    makeInitrd(kernel, path.join(folder, "initrd"));
    run = await boot(kernel, path.join(folder, "initrd"), limitMs, {
      words: "",
      devices: diskOf(image),
      // The watchdog is for what hangs in the machine, not for what its host keeps waiting.
      ownTime: true,
    });
  }, 2 * limitMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the guest said of this check; fails with the console where it said nothing. */
  function found(check: string): Record<string, unknown> {
    const line = run.lines.find(
      (one): one is Record<string, unknown> => (one as { check?: string }).check === check,
    );
    assert.ok(line !== undefined, `nothing about "${check}":\n${run.console}`);
    return line;
  }

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
