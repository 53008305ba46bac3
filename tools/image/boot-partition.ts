/**
 * The FAT of an image: each slot's kernel, initrd and command line, and what a board's firmware reads, which is
 * of no slot and stays as it is (docs/decisions/0066).
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Layout, Partition, SlotName } from "./layout.ts";
import { bootSlackBytes } from "./limits.ts";
import { run } from "./programs.ts";
import type { Target } from "./recipe.ts";

/** In Debian's package u-boot-rpi: the one for all 64-bit boards. */
const uBootForPi = "usr/lib/u-boot/rpi_arm64/u-boot.bin";

export interface BootParts {
  /** The repository. */
  readonly sources: string;
  readonly layout: Layout;
  readonly target: Target;
  readonly kernel: string;
  readonly epochS: number;
  readonly initrd: Uint8Array;
  /** Where Debian's packages beside the root were unpacked. */
  readonly beside: string;
}

/** As it is written on the card, and as the kernel of that slot gets it. Pure. */
export function commandLineOf(target: Target, layout: Layout, slot: SlotName): string {
  const slotWord = `${layout["command-line"].slot}=${slot}`;
  // What panics starts anew, and a boot loader counts. Nobody has a password, so nobody is asked for one.
  const rest = "quiet panic=10 cgroup_enable=memory systemd.getty_auto=no";
  return `${target.commandLine} ${slotWord} ${rest}`;
}

/** The files of slot `a`, and what all slots share, in `folder`. */
export async function layBootFiles(
  folder: string,
  parts: BootParts,
  signal: AbortSignal,
): Promise<void> {
  const { layout, target, kernel, initrd } = parts;
  const { files, slots } = layout;
  const slot = path.join(folder, slots.a.folder);
  for (const place of [slot, path.join(folder, slots.b.folder)])
    mkdirSync(place, { recursive: true });
  copyFileSync(kernel, path.join(slot, files.kernel));
  writeFileSync(path.join(slot, files.initrd), initrd);
  const line = commandLineOf(target, layout, "a");
  writeFileSync(path.join(slot, files["command-line"]), `${line}\n`);
  if (target.loader === "u-boot") await layScript(folder, parts, signal);
  if (target.boards.length > 0) await layBoard(folder, parts, signal);
}

/** What the Pi's firmware reads: itself, its settings, U-Boot, and the device trees that it hands to U-Boot. */
async function layBoard(folder: string, parts: BootParts, signal: AbortSignal): Promise<void> {
  const { layout, target, beside } = parts;
  const board = path.join(folder, layout.board.folder);
  mkdirSync(board, { recursive: true });
  copyFileSync(path.join(beside, uBootForPi), path.join(board, layout.board["u-boot"]));
  const trees = deviceTrees(beside);
  for (const name of target.boards)
    copyFileSync(path.join(trees, `${name}.dtb`), path.join(board, `${name}.dtb`));
  await layOverlays(path.join(board, layout.board.overlays), parts, signal);
  const firmware = path.join(beside, "usr/lib/raspi-firmware");
  for (const name of readdirSync(firmware).sort())
    if (/\.(bin|elf|dat)$/.test(name))
      copyFileSync(path.join(firmware, name), path.join(folder, name));
  for (const name of ["config.txt", "board.txt"])
    copyFileSync(path.join(parts.sources, "device/image/rpi", name), path.join(folder, name));
}

/** U-Boot's, which chooses the slot. By its presence the updater knows that the slot is chosen at all. */
async function layScript(
  folder: string,
  { sources, layout, epochS }: BootParts,
  signal: AbortSignal,
) {
  const script = path.join(sources, "device/boot/boot.cmd");
  const to = path.join(folder, layout.boot.script);
  const args = ["-A", "arm64", "-T", "script", "-n", "nightjar", "-d", script, to];
  await run("mkimage", args, { env: { SOURCE_DATE_EPOCH: String(epochS) } }, signal);
}

function deviceTrees(beside: string): string {
  const folder = path.join(beside, "usr/lib");
  const name = readdirSync(folder).find((one) => one.startsWith("linux-image-")) ?? "";
  return path.join(folder, name, "broadcom");
}

/** Ours, for Debian's kernel; those of the firmware's package are for the Pi's own. */
async function layOverlays(to: string, { sources }: BootParts, signal: AbortSignal) {
  mkdirSync(to, { recursive: true });
  // Without it the Pi's firmware looks for overlays outside of this folder (config.txt, os_prefix).
  writeFileSync(path.join(to, "README"), "Overlays of Nightjar's boards.\n");
  const cwd = path.join(sources, "device/overlays");
  for (const name of readdirSync(cwd).sort()) {
    if (!name.endsWith(".dts")) continue;
    const out = path.join(to, name.replace(/\.dts$/, ".dtbo"));
    await run("dtc", ["-@", "-I", "dts", "-O", "dtb", "-o", out, name], { cwd }, signal);
  }
}

/**
 * Makes the partition's file of what is in `folder`. Returns how many of its bytes have to be on a card:
 * clusters behind all files do not matter, all before do.
 */
export async function makeBootPartition(
  file: string,
  folder: string,
  partition: Partition,
  { diskId }: Layout,
  epochS: number,
  signal: AbortSignal,
): Promise<number> {
  const env = { SOURCE_DATE_EPOCH: String(epochS), MTOOLS_SKIP_CHECK: "1" };
  const bytes = partition.sizeMib * 2 ** 20;
  writeFileSync(file, "");
  await run("truncate", ["-s", String(bytes), file], {}, signal);
  const label = partition.label ?? "BOOT";
  const make = ["-F", "32", "-n", label, "-i", diskId, "--invariant", file];
  await run("mkfs.vfat", make, { env }, signal);
  let used = 0;
  for (const name of entriesOf(folder)) {
    const from = path.join(folder, name);
    utimesSync(from, epochS, epochS);
    if (statSync(from).isDirectory()) await run("mmd", ["-i", file, `::${name}`], { env }, signal);
    else await run("mcopy", ["-m", "-i", file, from, `::${name}`], { env }, signal);
    used += statSync(from).size;
  }
  return Math.min(bytes, used + bootSlackBytes);
}

/** Folders before what is in them. */
function entriesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}
