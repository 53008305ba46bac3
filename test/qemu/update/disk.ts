/**
 * A small card as our images lay one out, with two systems that say who they are: the slots'
 * payloads, a partition table, FAT with U-Boot's script, ext4, the records.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { ed25519KeyPair } from "../../../src/media/ed25519.ts";
import { hashOf } from "../../../src/update/bundle.ts";
import { chunkBytes } from "../../../src/update/limits.ts";
import {
  type Manifest,
  manifestFile,
  type Part,
  signManifest,
} from "../../../src/update/manifest.ts";
import { encodeRecord, recordPlaces, type SlotRecord } from "../../../src/update/slot-record.ts";
import type { Slot } from "../../../src/update/slots.ts";
import type { ArmSystem } from "../arm-kernel.ts";
import { Initramfs } from "../initramfs.ts";

const mib = 1_048_576;
const sector = 512;
const repository = path.resolve(import.meta.dirname, "../../..");

/** Smaller than a real one, in the same order. */
export const places = {
  boot: { at: 4 * mib, bytes: 100 * mib, type: 0x0c },
  a: { at: 104 * mib, bytes: 4 * mib, type: 0x83 },
  b: { at: 108 * mib, bytes: 4 * mib, type: 0x83 },
  data: { at: 112 * mib, bytes: 16 * mib, type: 0x83 },
} as const;
export const diskBytes = 128 * mib;

const seed = new Uint8Array(32).fill(7);
export const builder = ed25519KeyPair(seed);

/** What a system does when it is started. */
export type Behaviour = "healthy" | "panics" | "restarts";

export interface System {
  readonly manifest: Manifest;
  readonly signed: Uint8Array;
  /** By path; the root under the empty one. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Parts of a system of that version, for `virt`, with Debian's kernel and an initrd that says which slot it is. */
export function makeSystem(
  arm: ArmSystem,
  folder: string,
  version: string,
  behaviour: Behaviour,
): System {
  return systemOf(version, {
    kernel: new Uint8Array(readFileSync(arm.image)),
    initrd: initrd(arm, folder, version, behaviour),
  });
}

/** The same of any kernel and initrd. */
export function systemOf(
  version: string,
  { kernel, initrd }: { readonly kernel: Uint8Array; readonly initrd: Uint8Array },
): System {
  const contents = new Map([
    ["vmlinuz", kernel],
    ["initrd.img", initrd],
    ["cmdline.txt", new TextEncoder().encode("console=ttyAMA0 quiet\n")],
    ["overlays/none.dtbo", new TextEncoder().encode(`overlay of ${version}`)],
    ["", root(version)],
  ]);
  const parts = [...contents].map(([name, bytes]): Part => {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      chunks.push(hashOf(bytes.subarray(at, at + chunkBytes)));
    return { kind: name === "" ? "root" : "file", path: name, bytes: bytes.length, chunks };
  });
  const target = "qemu-virt";
  const manifest: Manifest = {
    ...{ format: 1, version, target, minimum: "1.0.0", floor: "1.0.0" },
    parts,
  };
  return { manifest, signed: signManifest(manifest, seed), contents };
}

/** 2.5 MiB that no other version has. */
function root(version: string): Uint8Array {
  const bytes = new Uint8Array(2.5 * mib);
  let word = [...version].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 1) >>> 0;
  for (let at = 0; at < bytes.length; at++) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = word >>> 24;
  }
  return bytes;
}

function initrd(arm: ArmSystem, folder: string, version: string, behaviour: Behaviour): Uint8Array {
  const files = new Initramfs();
  for (const name of ["proc", "dev"]) files.folder(name);
  files.copy(path.join(arm.root, "bin/busybox"), "/bin/busybox");
  const end = { healthy: "poweroff -f", panics: "exit 1", restarts: "reboot -f" }[behaviour];
  files.file(
    "/init",
    `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
echo "{\\"version\\":\\"${version}\\",\\"line\\":\\"$(cat /proc/cmdline)\\"}"
${end}
`,
  );
  const file = path.join(folder, `initrd-${version}`);
  files.write(file);
  return new Uint8Array(readFileSync(file));
}

export interface DiskOptions {
  readonly a: System;
  readonly b: System | undefined;
  readonly record: SlotRecord | undefined;
}

/** Throws where a program fails. */
export function makeDisk(file: string, folder: string, { a, b, record }: DiskOptions): void {
  run("truncate", ["-s", String(diskBytes), file]);
  const disk = openSync(file, "r+");
  try {
    writeSync(disk, masterBootRecord(), 0, sector, 0);
    if (record !== undefined) writeSync(disk, encodeRecord(record), 0, sector, recordPlaces[0]);
    for (const [slot, system] of [
      ["a", a],
      ["b", b],
    ] as const) {
      const bytes = system?.contents.get("");
      if (bytes !== undefined) writeSync(disk, bytes, 0, bytes.length, places[slot].at);
    }
    writePart(disk, fatOf(folder, { a, b }), places.boot.at);
    writePart(disk, ext4Of(folder), places.data.at);
  } finally {
    closeSync(disk);
  }
}

function masterBootRecord(): Uint8Array {
  const bytes = new Uint8Array(sector);
  const view = new DataView(bytes.buffer);
  view.setUint32(440, 0x6e6a6172, true);
  for (const [index, { at, bytes: length, type }] of Object.values(places).entries()) {
    const entry = 446 + 16 * index;
    view.setUint8(entry, index === 0 ? 0x80 : 0);
    view.setUint8(entry + 4, type);
    view.setUint32(entry + 8, at / sector, true);
    view.setUint32(entry + 12, length / sector, true);
  }
  view.setUint16(510, 0xaa55, true);
  return bytes;
}

function fatOf(folder: string, systems: Readonly<Record<Slot, System | undefined>>): string {
  const fat = path.join(folder, "fat");
  run("truncate", ["-s", String(places.boot.bytes), fat]);
  run("mkfs.fat", ["-F", "32", "-n", "NJBOOT", fat]);
  const tree = path.join(folder, "tree");
  mkdirSync(tree, { recursive: true });
  const script = path.join(tree, "boot.scr");
  run("mkimage", [
    ...["-A", "arm64", "-T", "script", "-n", "nightjar"],
    ...["-d", path.join(repository, "device/boot/boot.cmd"), script],
  ]);
  const copied = [script];
  for (const [slot, system] of Object.entries(systems)) {
    if (system === undefined) continue;
    for (const [name, bytes] of [...system.contents, [manifestFile, system.signed] as const]) {
      if (name === "") continue;
      const at = path.join(tree, slot, name);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, bytes);
    }
    copied.push(path.join(tree, slot));
  }
  run("mcopy", ["-s", "-i", fat, ...copied, "::"]);
  return fat;
}

function ext4Of(folder: string): string {
  const data = path.join(folder, "ext4");
  run("truncate", ["-s", String(places.data.bytes), data]);
  run("mke2fs", ["-q", "-F", "-t", "ext4", "-L", "nightjar-data", data]);
  return data;
}

function writePart(disk: number, file: string, at: number): void {
  const bytes = readFileSync(file);
  writeSync(disk, bytes, 0, bytes.length, at);
}

export function readAt(file: string, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const disk = openSync(file, "r");
  try {
    readSync(disk, bytes, 0, length, at);
  } finally {
    closeSync(disk);
  }
  return bytes;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${error ?? stderr}`);
}
