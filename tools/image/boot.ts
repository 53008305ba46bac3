/**
 * Starts an image in QEMU and waits for its speaker: how long a start takes, beside one without Nightjar.
 *
 * Told by the machine's own clock, which counts its instructions (QEMU's -icount): what else this computer does
 * does not matter. The figures compare starts of one machine, they are none of a board. The image is not written
 * to, and the disk is larger than it, as a card is.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BootCommand } from "./command-line.ts";
import { ImageError } from "./errors.ts";
import { type Layout, partitionOf } from "./layout.ts";
import { bootMs, consoleCharsMax } from "./limits.ts";
import { run } from "./programs.ts";

/** As a small card's. */
const diskGib = 4;

interface Machine {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly console: string;
}

const x86: Machine = {
  program: "qemu-system-x86_64",
  arguments: ["-M", "q35", "-cpu", "max"],
  console: "ttyS0",
};
const arm: Machine = {
  program: "qemu-system-aarch64",
  arguments: ["-M", "virt", "-cpu", "cortex-a72"],
  console: "ttyAMA0",
};

/** 2 ns an instruction: 500 million a second, of one processor. */
const counted = ["-accel", "tcg,thread=single", "-icount", "shift=1", "-smp", "1"];

/** What systemd tells the kernel's log when a unit is up, behind the kernel's seconds. */
const speakerReady = /\[ *(\d+\.\d+)\] systemd\[1\]: Started nightjar-speaker\.service/;
const systemReady = /\[ *(\d+\.\d+)\] systemd\[1\]: Reached target multi-user\.target/;
const toKernelLog = "systemd.log_target=kmsg systemd.show_status=false printk.devkmsg=on";

/** What to print. Throws ImageError. */
export async function bootImage(
  { image, bare }: BootCommand,
  layout: Layout,
  signal: AbortSignal,
): Promise<string> {
  if (!image.endsWith(".img")) {
    throw new ImageError("packed", `${image} is no raw image`, {
      remedy: "unpack it first: zstd -d",
    });
  }
  const machine = image.includes("arm64") ? arm : x86;
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-boot-"));
  try {
    const files = await bootFilesOf(image, folder, layout, signal);
    const timed = async (words: string, ready: RegExp): Promise<number> => {
      const disk = path.join(folder, "disk");
      await run("cp", ["--sparse=always", image, disk], {}, signal);
      await run("truncate", ["-s", `${diskGib}G`, disk], {}, signal);
      return await bootUntil(machine, { ...files, disk, words }, ready, signal);
    };
    const speakerS = await timed("", speakerReady);
    const report = `speaker ready after ${speakerS.toFixed(1)} s of the machine's time, at a first start\n`;
    if (!bare) return report;
    const bareS = await timed("systemd.mask=nightjar-speaker.service", systemReady);
    return `${report}without Nightjar the system was up after ${bareS.toFixed(1)} s\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BootFiles {
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
}

async function bootFilesOf(
  image: string,
  folder: string,
  layout: Layout,
  signal: AbortSignal,
): Promise<BootFiles> {
  const at = `${image}@@${partitionOf(layout, "boot").startMib}M`;
  const slot = layout.slots.a.folder;
  const take = async (name: string): Promise<string> => {
    const to = path.join(folder, name);
    await run("mcopy", ["-n", "-i", at, `::${slot}/${name}`, to], {}, signal);
    return to;
  };
  const line = ["-i", at, `::${slot}/${layout.files["command-line"]}`];
  return {
    kernel: await take(layout.files.kernel),
    initrd: await take(layout.files.initrd),
    commandLine: (await run("mtype", line, {}, signal)).trim(),
  };
}

/** Seconds from the kernel's start to `ready`, by the machine's clock. */
async function bootUntil(
  machine: Machine,
  boot: BootFiles & { readonly disk: string; readonly words: string },
  ready: RegExp,
  signal: AbortSignal,
): Promise<number> {
  const own = boot.commandLine.replace(/ ?\bquiet\b/, "");
  const words = `${own} console=${machine.console} ${toKernelLog} ${boot.words}`;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(bootMs)]);
  const child = spawn(
    machine.program,
    [
      ...machine.arguments,
      ...[...counted, "-m", "1024", "-nodefaults", "-display", "none", "-no-reboot"],
      ...["-kernel", boot.kernel, "-initrd", boot.initrd, "-append", words],
      ...["-drive", `file=${boot.disk},if=virtio,format=raw`],
      ...["-nic", "user,model=virtio-net-pci", "-serial", "stdio"],
    ],
    { stdio: ["ignore", "pipe", "pipe"], signal: limit, killSignal: "SIGKILL" },
  );
  let said = "";
  const readyS = new Promise<number>((resolve, reject) => {
    const hear = (part: unknown): void => {
      said = (said + String(part)).slice(-consoleCharsMax);
      const at = ready.exec(said)?.[1];
      if (at !== undefined) resolve(Number(at));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("close", () => reject(new Error("the machine ended")));
  });
  try {
    return await readyS;
  } catch (error) {
    signal.throwIfAborted();
    const end = said.slice(-2_000).trim();
    throw new ImageError("no-boot", `the speaker did not come up; the console ended with\n${end}`, {
      cause: error,
    });
  } finally {
    child.kill("SIGKILL");
  }
}
