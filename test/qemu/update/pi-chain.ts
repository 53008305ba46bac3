/**
 * The boot chain of a Raspberry Pi 3 in QEMU (`-M raspi3b`), from U-Boot on: Debian's build for the Pi and our
 * script, with an emulated SD card. What the board's own ROM and firmware do before is not emulated: QEMU lays
 * U-Boot and the device tree into memory as they would.
 *
 * A card is read slowly here, and Debian's kernel has 30 MiB: a kernel of a few words takes its place.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { aptForArm, findArmSystem } from "../arm-kernel.ts";
import { bootChainMissing } from "./boot-chain.ts";

const emulator = "qemu-system-aarch64";
const cache = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"),
  "nightjar-tests/u-boot-rpi",
);
const uBoot = path.join(cache, "usr/lib/u-boot/rpi_arm64/u-boot.bin");

/** Why there is no such chain here; undefined where there is one. Fetches what apt has. */
export function piChainMissing(): string | undefined {
  const missing = bootChainMissing();
  if (missing !== undefined) return missing;
  if (deviceTree() === undefined) return "needs the device trees of Debian's arm64 kernel package";
  if (!existsSync(uBoot)) fetchUBoot();
  return existsSync(uBoot) ? undefined : "needs Debian's u-boot-rpi";
}

function deviceTree(): string | undefined {
  const folder = path.join(findArmSystem()?.root ?? "", "usr/lib");
  const kernel = existsSync(folder) ? readdirSync(folder) : [];
  return kernel
    .map((name) => path.join(folder, name, "broadcom/bcm2837-rpi-3-b.dtb"))
    .find((file) => existsSync(file));
}

/** Where that fails, there is none afterwards. */
function fetchUBoot(): void {
  const making = `${cache}.${process.pid}`;
  mkdirSync(path.join(making, "lists/partial"), { recursive: true });
  try {
    aptForArm(making, "apt-get", ["update"]);
    aptForArm(making, "apt-get", ["download", "u-boot-rpi"]);
    const deb = readdirSync(making).find((name) => name.endsWith(".deb"));
    if (deb === undefined) return;
    spawnSync("dpkg-deb", ["-x", deb, "unpacked"], { cwd: making });
    if (!existsSync(cache)) renameSync(path.join(making, "unpacked"), cache);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** An arm64 kernel image (Documentation/arch/arm64/booting.rst) that waits for ever. */
export function waitingKernel(): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  const header = 64;
  view.setUint32(0, 0x1400_0000 + header / 4, true); // b header
  view.setBigUint64(16, BigInt(bytes.length), true);
  view.setBigUint64(24, 0xan, true); // little-endian, 4 KiB pages, anywhere in memory
  view.setUint32(56, 0x644d_5241, true); // "ARM\x64"
  view.setUint32(header, 0xd503_205f, true); // wfe
  view.setUint32(header + 4, 0x17ff_ffff, true); // b .-4
  return bytes;
}

/** What U-Boot says until it hands over to a kernel; then the power is cut. Writes to the disk. */
export async function startOnPi(disk: string, timeoutMs: number): Promise<string> {
  const machine = spawn(emulator, [
    ...["-M", "raspi3b", "-accel", "tcg,thread=multi", "-kernel", uBoot],
    ...["-dtb", deviceTree() ?? "", "-drive", `file=${disk},if=sd,format=raw`],
    // The second line is the one that the board's tree names.
    ...["-nodefaults", "-display", "none", "-serial", "null", "-serial", "stdio"],
  ]);
  let output = "";
  const timer = setTimeout(() => machine.kill("SIGKILL"), timeoutMs);
  const hear = (part: unknown): void => {
    output += String(part);
    if (output.includes("Starting kernel")) machine.kill("SIGKILL");
  };
  machine.stdout.on("data", hear);
  machine.stderr.on("data", hear);
  await new Promise((resolve, reject) => {
    machine.once("error", reject);
    machine.once("close", resolve);
  });
  clearTimeout(timer);
  return output;
}
