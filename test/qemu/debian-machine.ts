/** A machine that starts a Debian of the test's making from a disk: systemd and all. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runDeb } from "../tools/deb/run-deb.ts";
import type { DebianRoot } from "./debian-root.ts";
import { Initramfs } from "./initramfs.ts";
import { type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";
import { boot, compiled, diskOf, type GuestRun } from "./machine.ts";

const repository = path.resolve(import.meta.dirname, "../..");
/** Of the package: what a test lays there finds npm packages as the program does. */
const home = "/usr/lib/nightjar/dist";
const diskSize = "1500M";

/** Makes this repository's package in `folder`, and installs it as people do, with others of Debian. */
export function installNightjar(root: DebianRoot, folder: string, others: readonly string[]): void {
  const printed = runDeb(["--arch", "amd64", "--out", folder]);
  const file = /^(\S+_amd64\.deb) /m.exec(printed)?.[1] ?? "";
  copyFileSync(file, root.in("root/nightjar.deb"));
  const names = ["/root/nightjar.deb", ...others].join(" ");
  root.must(`apt-get update -q && apt-get install -y --no-install-recommends ${names}`);
}

export function put(root: DebianRoot, at: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(root.in(at)), { recursive: true });
  writeFileSync(root.in(at), content);
}

/** Runs a script of this repository with the package's Node, behind `after`, as proof.service; `beside` are others that it imports. */
export function layProof(
  root: DebianRoot,
  after: string,
  script: string,
  beside: readonly string[],
): void {
  for (const name of [script, ...beside])
    put(root, `${home}/${name}.js`, compiled(path.join(repository, `${name}.ts`)));
  const unit = `[Unit]
After=${after}
DefaultDependencies=no
[Service]
ExecStart=/usr/lib/nightjar/node/bin/node ${home}/${script}.js
StandardError=tty
TTYPath=/dev/ttyS0
`;
  put(root, "/etc/systemd/system/proof.service", unit);
  root.must("systemctl add-wants multi-user.target proof.service");
}

/** Unpacked, as busybox and insmod take them. */
export function plainName(module: string): string {
  return path.basename(module).replace(/\.ko(\.\w+)?$/, ".ko");
}

/** From a disk with what is in the root, in `folder`, to its power-off. */
export async function bootDebian(
  root: DebianRoot,
  kernel: Kernel,
  folder: string,
  limitMs: number,
): Promise<GuestRun> {
  // The disk is mounted by the initrd, and nothing else is.
  put(root, "/etc/fstab", "");
  const image = path.join(folder, "disk");
  const made = spawnSync("mke2fs", ["-q", "-t", "ext4", "-d", root.path, image, diskSize]);
  assert.equal(made.status, 0, String(made.stderr));
  makeInitrd(kernel, path.join(folder, "initrd"));
  // Time limits in the machine are for what hangs in it, not for what its host keeps waiting.
  const options = { words: "", devices: diskOf(image), ownTime: true };
  return await boot(kernel, path.join(folder, "initrd"), limitMs, options);
}

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

/** What the machine said of this check; fails with its console where it said nothing. */
export function foundIn(run: GuestRun, check: string): Record<string, unknown> {
  const line = run.lines.find(
    (one): one is Record<string, unknown> => (one as { check?: string }).check === check,
  );
  assert.ok(line !== undefined, `nothing about "${check}":\n${run.console}`);
  return line;
}
