/** The emulated machines, one for each kind of image. */
import path from "node:path";

export interface Machine {
  readonly about: string;
  readonly program: string;
  readonly words: readonly string[];
  /** Why it has no GPIO lines. */
  readonly noLines: string | undefined;
  /** Undefined: QEMU starts the kernel of slot a by itself. */
  readonly firmware: string | undefined;
  /** Names of serial lines; the second one is for a shell. Where firmware starts the machine there is none. */
  readonly console: string;
  readonly shell: string;
  readonly shellDevice: readonly string[];
}

const x86: Machine = {
  about: "QEMU q35 (x86-64)",
  program: "qemu-system-x86_64",
  words: ["-M", "q35", "-cpu", "max"],
  noLines: "QEMU's q35 has no GPIO lines: take an image for qemu-arm64",
  firmware: undefined,
  console: "ttyS0",
  shell: "ttyS1",
  shellDevice: ["-serial", "chardev:shell"],
};
const arm: Machine = {
  about: "QEMU virt (arm64)",
  program: "qemu-system-aarch64",
  // With firmware and ACPI QEMU gives it no GPIO chip (hw/arm/virt.c: an event device in its place).
  words: ["-M", "virt,acpi=off", "-cpu", "cortex-a72"],
  noLines: undefined,
  firmware: undefined,
  console: "ttyAMA0",
  shell: "ttyS0",
  shellDevice: ["-device", "pci-serial,chardev=shell"],
};
const armByUBoot: Machine = {
  ...arm,
  about: "QEMU virt (arm64), through U-Boot",
  // Debian's package u-boot-qemu.
  firmware: "/usr/lib/u-boot/qemu_arm64/u-boot.bin",
};

/** By the name that `npm run image` gives. */
export function machineFor(image: string): Machine {
  const name = path.basename(image);
  if (name.includes("qemu-arm64")) return armByUBoot;
  return name.includes("arm64") ? arm : x86;
}
