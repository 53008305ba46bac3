/** The boot chain of a device in QEMU (`-M virt`): Debian's U-Boot, our script, Debian's kernel, an initrd. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { armMissing } from "../arm-machine.ts";

const emulator = "qemu-system-aarch64";
const uBoot = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";
const programs = {
  mkimage: "u-boot-tools",
  "mkfs.fat": "dosfstools",
  "fsck.fat": "dosfstools",
  mcopy: "mtools",
  mke2fs: "e2fsprogs",
};

/** Why there is no such chain here; undefined where there is one. */
export function bootChainMissing(): string | undefined {
  if (!existsSync(uBoot)) return "needs u-boot-qemu";
  for (const [program, deb] of Object.entries(programs))
    if (spawnSync("which", [program]).status !== 0) return `needs ${deb}`;
  return armMissing();
}

export interface Start {
  readonly version: string;
  readonly slot: string;
  readonly onTrial: boolean;
}

/** From power-on to the system that powers off: what was started meanwhile, in order. Writes to the disk. */
export async function powerOn(
  disk: string,
  timeoutMs: number,
): Promise<{ readonly starts: readonly Start[]; readonly console: string }> {
  const machine = spawn(emulator, [
    ...["-M", "virt", "-accel", "tcg,thread=multi", "-cpu", "cortex-a57", "-m", "512"],
    ...["-bios", uBoot, "-drive", `file=${disk},if=none,id=card,format=raw`],
    ...["-device", "virtio-blk-pci,drive=card", "-nodefaults", "-display", "none"],
    ...["-serial", "stdio"],
  ]);
  let output = "";
  machine.stdout.on("data", (part) => {
    output += String(part);
  });
  machine.stderr.on("data", (part) => {
    output += String(part);
  });
  const timer = setTimeout(() => machine.kill("SIGKILL"), timeoutMs);
  await new Promise((resolve, reject) => {
    machine.once("error", reject);
    machine.once("close", resolve);
  });
  clearTimeout(timer);
  return { starts: startsIn(output), console: output };
}

function startsIn(output: string): Start[] {
  return [...output.matchAll(/\{"version":"([^"]*)","line":"([^"]*)"\}/g)].map(
    ([, version = "", line = ""]) => ({
      version,
      slot: /nightjar\.slot=(\w)/.exec(line)?.[1] ?? "",
      onTrial: line.includes("nightjar.trial"),
    }),
  );
}
