/**
 * Starts an image in QEMU and waits for its speaker: how long a start takes, beside one without Nightjar.
 *
 * Told by the machine's own clock, which counts its instructions (QEMU's -icount): what else this computer does
 * does not matter. The figures compare starts of one machine, they are none of a board. The image is not written
 * to, and the disk is larger than it, as a card is.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { HilError } from "../hil/errors.ts";
import { type Machine, machineFor } from "../hil/qemu/machines.ts";
import type { BootCommand } from "./command-line.ts";
import { ImageError } from "./errors.ts";
import { idleReport } from "./idle.ts";
import { type Layout, partitionOf } from "./layout.ts";
import { bootMs, consoleCharsMax, consoleLookMs } from "./limits.ts";
import { run } from "./programs.ts";

/** As a small card's. */
const diskGib = 4;

/** 2 ns an instruction: 500 million a second, of one processor. */
const counted = ["-accel", "tcg,thread=single", "-smp", "1", "-rtc", "clock=vm"];
const pace = "shift=1";
/** Where nothing is to be done its time goes on to the next thing that is. */
const skipping = `${pace},sleep=off`;

/** What systemd tells the kernel's log when a unit is up, behind the kernel's seconds. */
const speakerReady = /\[ *(\d+\.\d+)\] systemd\[1\]: Started nightjar-speaker\.service/;
const systemReady = /\[ *(\d+\.\d+)\] systemd\[1\]: Reached target multi-user\.target/;
const toKernelLog = "systemd.log_target=kmsg systemd.show_status=false printk.devkmsg=on";

/** What to print; `tell` hears how far it is. Throws ImageError. */
export async function bootImage(
  { image, bare, idleS }: BootCommand,
  layout: Layout,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  if (!image.endsWith(".img")) {
    throw new ImageError("packed", `${image} is no raw image`, {
      remedy: "unpack it first: zstd -d",
    });
  }
  const machine = machineFor(image);
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-boot-"));
  try {
    const files = await bootFilesOf(image, folder, layout, signal);
    const start = async (words: string, icount: string): Promise<EmulatedMachine> => {
      const disk = path.join(folder, "disk");
      await run("cp", ["--sparse=always", image, disk], {}, signal);
      await run("truncate", ["-s", `${diskGib}G`, disk], {}, signal);
      return await EmulatedMachine.start(machine, { ...files, folder, disk, words, icount });
    };
    const timed = async (words: string, ready: RegExp): Promise<number> => {
      await using started = await start(words, pace);
      return await started.until(ready, signal);
    };
    const speakerS = await timed("", speakerReady);
    let report = `speaker ready after ${speakerS.toFixed(1)} s of the machine's time, at a first start\n`;
    if (bare) {
      const bareS = await timed("systemd.mask=nightjar-speaker.service", systemReady);
      report += `without Nightjar the system was up after ${bareS.toFixed(1)} s\n`;
    }
    if (idleS !== undefined) {
      await using idle = await start(`systemd.debug_shell=${machine.shell}`, skipping);
      await idle.until(speakerReady, signal);
      const asking = idleReport(idle.shell, idleS, tell, signal);
      report += await idle.running(asking);
    }
    return report;
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

interface Start extends BootFiles {
  readonly folder: string;
  readonly disk: string;
  /** For the kernel, beside the image's own. */
  readonly words: string;
  /** Of QEMU's option of that name. */
  readonly icount: string;
}

/** A machine that runs until it is disposed of. */
class EmulatedMachine implements AsyncDisposable {
  /** Socket of its second serial line. */
  readonly shell: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #said = "";

  static async start(machine: Machine, start: Start): Promise<EmulatedMachine> {
    const shell = path.join(start.folder, "shell");
    rmSync(shell, { force: true });
    const own = start.commandLine.replace(/ ?\bquiet\b/, "");
    const words = `${own} console=${machine.console} ${toKernelLog} ${start.words}`;
    const { program } = machine;
    const child = spawn(
      program,
      [
        ...[...machine.words, ...counted, "-icount", start.icount],
        ...["-m", "1024", "-nodefaults", "-display", "none", "-no-reboot"],
        ...["-kernel", start.kernel, "-initrd", start.initrd, "-append", words],
        ...["-drive", `file=${start.disk},if=virtio,format=raw`],
        ...["-nic", "user,model=virtio-net-pci", "-serial", "stdio"],
        ...["-chardev", `socket,id=shell,path=${shell},server=on,wait=off`],
        ...machine.shellDevice,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const started = new EmulatedMachine(child, shell);
    await Promise.race([once(child, "spawn"), started.#closed]);
    return started;
  }

  private constructor(child: ChildProcess, shell: string) {
    this.#child = child;
    this.shell = shell;
    this.#closed = once(child, "close").catch((error: unknown) => this.#hear(String(error)));
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (part: unknown) => this.#hear(String(part)));
  }

  /** What comes of `asking` it, while it runs. Throws ImageError. */
  async running<T>(asking: Promise<T>): Promise<T> {
    const ended = this.#closed.then(() => {
      throw this.#broken("no-machine", "the machine ended");
    });
    try {
      return await Promise.race([asking, ended]);
    } catch (error) {
      if (!(error instanceof HilError)) throw error;
      throw this.#broken("no-count", error.message);
    }
  }

  /** Seconds from the kernel's start to what `ready` matches on the console, by the machine's clock. Throws ImageError. */
  async until(ready: RegExp, signal: AbortSignal): Promise<number> {
    const limit = AbortSignal.timeout(bootMs);
    let ended = false;
    void this.#closed.then(() => {
      ended = true;
    });
    for (;;) {
      const at = ready.exec(this.#said)?.[1];
      if (at !== undefined) return Number(at);
      if (ended || limit.aborted) throw this.#broken("no-boot", "the speaker did not come up");
      await wait(consoleLookMs, undefined, { signal });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  #hear(part: string): void {
    this.#said = (this.#said + part).slice(-consoleCharsMax);
  }

  #broken(code: string, what: string): ImageError {
    const end = this.#said.slice(-2_000).trim();
    return new ImageError(code, `${what}; the console ended with\n${end}`);
  }
}
