/**
 * The initrd of our images in a machine: what it makes of a card at a first start, at the next ones, and of one
 * that is damaged. The root is a small one, of this machine's programs; the kernel is Debian's. A start takes some
 * ten to twenty seconds where nobody else wants the machine.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { assemble } from "../../tools/image/assemble.ts";
import { initrdOf } from "../../tools/image/initrd.ts";
import { partitionOf, readLayout } from "../../tools/image/layout.ts";
import { readRecipe } from "../../tools/image/recipe.ts";
import { timeMissing } from "../time-left.ts";
import { findKernel, type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";
import { boot, diskOf, qemuMissing } from "./machine.ts";

const sources = path.resolve(import.meta.dirname, "../..");
const layout = readLayout(sources);
const mib = 2 ** 20;
const gib = 1024 * mib;
const never = new AbortController().signal;
/** Beside a dozen waiting processes. */
const limitMs = 500_000;
const programs = ["e2fsck", "mke2fs", "resize2fs", "sfdisk", "partx", "mksquashfs"];

const missing = timeMissing() ?? qemuMissing() ?? programMissing();

function programMissing(): string | undefined {
  return programs
    .filter((name) => pathOf(name) === undefined)
    .map((name) => `needs ${name}`)
    .at(0);
}

function pathOf(program: string): string | undefined {
  const command = `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`;
  return spawnSync("sh", ["-c", command], { encoding: "utf8" }).stdout.trim() || undefined;
}

/** The system that the initrd hands over to: says what it found, leaves a trace, ends. */
const systemScript = `#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
starts=$(($(cat /data/nightjar/starts 2>/dev/null || echo 0) + 1))
echo $starts >/data/nightjar/starts
set -- $(grep ' /data ' /proc/mounts)
kib=$(df -k /data | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2)
echo secret >/data/etc/kept
echo
echo "{\\"slot\\":\\"$(cat /run/nightjar-image/slot)\\",\\"kind\\":\\"$3\\",\\"kib\\":$kib,\\"starts\\":$starts,\\"machine\\":\\"$(cat /etc/machine-id)\\",\\"host\\":\\"$(cat /etc/hostname)\\",\\"kept\\":\\"$(cat /etc/kept 2>/dev/null)\\"}"
umount /var/lib/nightjar /var/lib/systemd
umount /data
sync
poweroff -f
`;

interface Started {
  readonly slot: string;
  /** Of data's file system. */
  readonly kind: string;
  readonly kib: number;
  readonly starts: number;
  readonly machine: string;
  readonly host: string;
  readonly kept: string;
}

describe.skipIf(missing !== undefined)(`the start of an image (${missing ?? "in QEMU"})`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-start-"));
  const at = (name: string): string => path.join(folder, name);
  let kernel: Kernel;

  beforeAll(async () => {
    const found = findKernel();
    assert.ok(found !== undefined);
    kernel = found;
    makeRoot(at("root"), at("root.squashfs"));
    layModules(kernel, at("modules"));
    const initrd = await initrdOf(
      {
        ...{ sources, layout, busybox: "/usr/bin/busybox", modulesFolder: at("modules") },
        modules: readRecipe(sources).modules.initrd,
      },
      never,
    );
    writeFileSync(at("initrd"), initrd);
    writeFileSync(at("fat"), new Uint8Array(mib));
    const pieces = { layout, boot: { file: at("fat"), usedBytes: mib }, root: at("root.squashfs") };
    await assemble(at("image"), pieces, never);
    copyFileSync(at("image"), at("card"));
    truncateSync(at("card"), 3 * gib);
  }, limitMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function start(words = ""): Promise<{ found: Started | undefined; console: string }> {
    const run = await boot(kernel, at("initrd"), limitMs, {
      words,
      devices: diskOf(at("card")),
    });
    return { found: run.lines.at(-1) as Started | undefined, console: run.console };
  }

  async function started(): Promise<Started> {
    const { found, console } = await start();
    assert.ok(found !== undefined, console);
    return found;
  }

  /** With the disk's identifier before it. */
  function partitionTable(): Uint8Array {
    const sector = new Uint8Array(512);
    const card = openSync(at("card"), "r");
    readSync(card, sector);
    closeSync(card);
    return sector;
  }

  /** Overwrites of the data partition. */
  function damage(offset: number, length: number): void {
    const { startMib } = partitionOf(layout, "data");
    const card = openSync(at("card"), "r+");
    writeSync(card, new Uint8Array(length).fill(0xa5), 0, length, startMib * mib + offset);
    closeSync(card);
  }

  let first: Started;

  it("makes data on a new card, as large as the card has room", { timeout: limitMs }, async () => {
    const table = partitionTable();
    first = await started();
    const { slot, kind, starts, kept } = first;
    assert.deepEqual(
      { slot, kind, starts, kept },
      { slot: "a", kind: "ext4", starts: 1, kept: "" },
    );
    assert.ok(first.kib > 1_600 * 1_024, `${first.kib}`);
    assert.match(first.machine, /^[0-9a-f]{32}$/);
    assert.equal(first.host, `nightjar-${first.machine.slice(0, 4)}`);
    const after = partitionTable();
    // Of the last entry the end is another one, by cylinders and by sectors; all else is as it was.
    const entry = 446 + 3 * 16;
    const restOf = (one: Uint8Array) => [
      one.subarray(0, entry + 5),
      one.subarray(entry + 8, entry + 12),
    ];
    assert.deepEqual(restOf(after), restOf(table));
    assert.notDeepEqual(
      after.subarray(entry + 12, entry + 16),
      table.subarray(entry + 12, entry + 16),
    );
  });

  it("keeps data, and grows it on a larger card", { timeout: limitMs }, async () => {
    truncateSync(at("card"), 4 * gib);
    const next = await started();
    const { starts, machine, kept } = next;
    assert.deepEqual(
      { starts, machine, kept },
      { starts: 2, machine: first.machine, kept: "secret" },
    );
    assert.ok(next.kib > first.kib + 900 * 1_024, `${next.kib}`);
  });

  it("finds data again by the copy of its head", { timeout: limitMs }, async () => {
    damage(0, 4_096);
    const { starts, machine } = await started();
    assert.deepEqual({ starts, machine }, { starts: 3, machine: first.machine });
  });

  it("makes data anew where nothing of it is left", { timeout: limitMs }, async () => {
    damage(0, 160 * mib);
    const { kind, starts, machine } = await started();
    assert.deepEqual({ kind, starts }, { kind: "ext4", starts: 1 });
    assert.notEqual(machine, first.machine);
  });

  it("starts the machine anew where the slot has no root", { timeout: limitMs }, async () => {
    const { found, console } = await start("nightjar.slot=b");
    assert.equal(found, undefined);
    assert.match(console, /slot b on vda3 is no squashfs; starting anew/);
  });
});

/** Programs of this machine, with their libraries. */
function makeRoot(root: string, squashfs: string): void {
  for (const name of [
    "bin",
    "sbin",
    "dev",
    "proc",
    "sys",
    "run",
    "data",
    "etc",
    "usr/bin",
    "usr/sbin",
    "var/lib/nightjar",
  ])
    mkdirSync(path.join(root, name), { recursive: true });
  mkdirSync(path.join(root, "var/lib/systemd"));
  copyFileSync("/usr/bin/busybox", path.join(root, "bin/busybox"));
  for (const name of programs.filter((one) => one !== "mksquashfs")) {
    const file = pathOf(name) ?? "";
    copyFileSync(file, path.join(root, name === "partx" ? "usr/bin" : "usr/sbin", name));
    const linked = spawnSync("ldd", [file], { encoding: "utf8" }).stdout ?? "";
    for (const [, library = ""] of linked.matchAll(/(?:=> |^\s*)(\/\S+)/gm)) {
      mkdirSync(path.join(root, path.dirname(library)), { recursive: true });
      copyFileSync(library, path.join(root, library));
    }
  }
  writeFileSync(path.join(root, "sbin/init"), systemScript, { mode: 0o755 });
  const links = ["mount", "umount", "cat", "grep", "df", "tail", "tr", "cut", "sync", "poweroff"];
  for (const name of links) spawnSync("ln", ["-s", "busybox", path.join(root, "bin", name)]);
  const args = [root, squashfs, "-comp", "gzip", "-noappend", "-quiet", "-no-progress"];
  const { status, stderr } = spawnSync(pathOf("mksquashfs") ?? "", args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

/** With the list that depmod would make. */
function layModules(kernel: Kernel, folder: string): void {
  mkdirSync(folder);
  const plain = (file: string): string => path.basename(file).replace(/\.ko(\.\w+)?$/, ".ko");
  const lines = new Map<string, string>();
  for (const name of readRecipe(sources).modules.initrd) {
    for (const file of moduleFiles(kernel, name)) {
      writeFileSync(path.join(folder, plain(file)), moduleBytes(file));
      const own = path.basename(file).replace(/\.ko(\.\w+)?$/, "");
      const needs = moduleFiles(kernel, own).slice(0, -1).reverse();
      lines.set(plain(file), `${plain(file)}: ${needs.map(plain).join(" ")}\n`);
    }
  }
  writeFileSync(path.join(folder, "modules.dep"), [...lines.values()].join(""));
}
