/**
 * An image in an emulated machine: x86-64's q35 for qemu-amd64, `virt` for arm64, which has GPIO lines. Without KVM, and by its own clock: times compare runs of one machine, they are none of a board.
 *
 * Sound: Intel HDA, which Debian's kernel drives; QEMU writes what the card plays to a WAV file, at the card's pace
 * and while it plays only. Network: QEMU's own, so that nothing leaves this machine, and a tap (wire.ts).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import type { Provisioning } from "../../../src/household/provisioning.ts";
import { run } from "../../image/programs.ts";
import { GrowingCapture } from "../../listen/wav.ts";
import { HilError } from "../errors.ts";
import { commandMsMax, consoleCharsMax } from "../limits.ts";
import type { Ability } from "../model/select.ts";
import type { Device, Ear, Ran } from "../ports.ts";
import { SshShell } from "../ssh/shell.ts";
import { Card } from "./card.ts";
import { type Machine, machineFor } from "./machines.ts";
import { Monitor } from "./monitor.ts";
import { escapes, SerialShell } from "./serial-shell.ts";
import { Wire } from "./wire.ts";

/**
 * Time in the machine goes by what it has computed, an instruction being two nanoseconds: a busy host makes it slow,
 * and never late for its card. That wants one processor.
 */
const ownPace = ["-accel", "tcg,thread=single", "-icount", "shift=1", "-smp", "1"];

/** Ports of the device that the bench uses. */
const controlPort = 7_646;
const castPort = 8_009;
const sshPort = 22;
/** How QEMU's own network calls this machine. */
const gateway = "10.0.2.2";
const netDevice = "net0";

const noSlots =
  "QEMU starts this image's kernel by itself, without a boot loader: take an image for qemu-arm64";
/** Of the key by which the bench comes in, where there is a boot loader. */
const keyName = "bench-key";

/** How commands get in. */
interface Shell extends Disposable {
  ask(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran>;
}

export interface QemuOptions {
  readonly image: string;
  /** For everything of this run. */
  readonly folder: string;
}

export class QemuDevice implements Device {
  readonly about: string;
  readonly image: string;
  readonly lacking: Readonly<Partial<Record<Ability, string>>>;
  readonly control: string;
  readonly cast: string;
  readonly benchHost = gateway;
  readonly listenHost = "127.0.0.1";
  readonly ear: Ear;
  readonly #machine: Machine;
  readonly #sshAt: string;
  readonly #folder: string;
  readonly #card: Card;
  readonly #wire: Wire;
  readonly #sound: CardSound;
  #console = "";
  #running:
    | { readonly child: ChildProcess; readonly shell: Shell; readonly monitor: Monitor }
    | undefined;

  static async open({ image, folder }: QemuOptions): Promise<QemuDevice> {
    const machine = machineFor(image);
    const ports = { control: await freePort(), cast: await freePort(), ssh: await freePort() };
    if (machine.firmware !== undefined) {
      const make = [
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        "bench",
        "-f",
        path.join(folder, keyName),
      ];
      await run("ssh-keygen", make, {}, AbortSignal.timeout(commandMsMax));
    }
    return new QemuDevice({ image, folder, machine, ports });
  }

  private constructor(options: {
    readonly image: string;
    readonly folder: string;
    readonly machine: Machine;
    readonly ports: Readonly<Record<"control" | "cast" | "ssh", number>>;
  }) {
    const { image, folder, machine, ports } = options;
    this.image = image;
    this.#folder = folder;
    this.#machine = machine;
    this.about = machine.about;
    this.control = `127.0.0.1:${ports.control}`;
    this.cast = `127.0.0.1:${ports.cast}`;
    this.#sshAt = `127.0.0.1:${ports.ssh}`;
    this.#card = new Card(folder);
    this.#wire = new Wire();
    this.#sound = new CardSound(folder);
    this.ear = this.#sound;
    this.lacking = {
      ...(machine.noLines === undefined ? {} : { lines: machine.noLines }),
      ...(machine.firmware === undefined ? { slots: noSlots } : {}),
    };
  }

  get powered(): boolean {
    return this.#running !== undefined;
  }

  async flash(settings: Provisioning, signal: AbortSignal): Promise<void> {
    const { firmware } = this.#machine;
    const key = (): string =>
      readFileSync(path.join(this.#folder, `${keyName}.pub`), "utf8").trim();
    const letIn = firmware === undefined ? {} : { sshKeys: [key()] };
    await this.#card.write(this.image, { ...settings, ...letIn }, signal);
  }

  async powerOn(signal: AbortSignal): Promise<void> {
    const { program, words, shellDevice } = this.#machine;
    const socket = (name: string): string => path.join(this.#folder, name);
    const serve = (name: string): string => `unix:${socket(name)},server=on,wait=off`;
    const forward = [
      ...[`hostfwd=tcp:${this.control}-:${controlPort}`, `hostfwd=tcp:${this.cast}-:${castPort}`],
      `hostfwd=tcp:${this.#sshAt}-:${sshPort}`,
    ].join(",");
    this.#console = "";
    for (const name of ["shell", "qmp", "qtest"]) rmSync(socket(name), { force: true });
    const child = spawn(
      program,
      [
        ...words,
        ...ownPace,
        ...["-m", "1024", "-nodefaults", "-display", "none"],
        ...(await this.#startWords(signal)),
        ...["-drive", `file=${this.#card.file},if=none,id=card,format=raw`],
        ...["-device", "virtio-blk-pci,drive=card", "-device", "virtio-rng-pci"],
        ...["-serial", "stdio"],
        ...["-chardev", `socket,id=shell,path=${socket("shell")},server=on,wait=off`],
        ...shellDevice,
        ...["-qmp", serve("qmp"), "-qtest", serve("qtest"), "-qtest-log", "none"],
        ...["-netdev", `user,id=user,${forward}`, ...(await this.#tap())],
        ...["-netdev", "hubport,id=machine,hubid=0"],
        ...["-device", `virtio-net-pci,id=${netDevice},netdev=machine`],
        ...["-audiodev", `wav,id=sound,path=${this.#sound.begin()},out.frequency=48000`],
        ...["-device", "intel-hda", "-device", "hda-output,audiodev=sound,mixer=off"],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const hear = (part: unknown): void => {
      this.#console = (this.#console + String(part)).slice(-consoleCharsMax);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    await once(child, "spawn");
    await appears(socket("shell"), child, signal, () => this.#console);
    this.#running = {
      child,
      shell: this.#newShell(socket("shell")),
      monitor: new Monitor(socket("qmp"), socket("qtest")),
    };
  }

  async powerCut(): Promise<void> {
    if (this.#running === undefined) return;
    const { child, shell, monitor } = this.#running;
    this.#running = undefined;
    const ended = child.exitCode === null ? once(child, "close") : undefined;
    child.kill("SIGKILL");
    await ended;
    shell[Symbol.dispose]();
    monitor[Symbol.dispose]();
    this.#sound.end();
  }

  async shell(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran> {
    const { shell } = this.#on;
    // Nobody listens before: what is typed on a serial line then comes out of it in pieces.
    if (this.#machine.firmware === undefined && !this.#console.includes("debug-shell.service"))
      throw new HilError("no-answer", "the system's shell is not up yet");
    return await shell.ask(command, signal, limitMs);
  }

  async link(up: boolean): Promise<void> {
    await this.#on.monitor.setLink(netDevice, up);
  }

  async drive(line: number, high: boolean): Promise<void> {
    await this.#on.monitor.drive(line, high);
  }

  browse(type: string, signal: AbortSignal): Promise<readonly string[]> {
    return this.#wire.browse(type, signal);
  }

  async logs(): Promise<Readonly<Record<string, string>>> {
    const journal = "journalctl -u nightjar-speaker -o cat --no-pager -n 2000";
    const told = this.powered
      ? await this.shell(journal, AbortSignal.timeout(commandMsMax)).catch(String)
      : "the device is off";
    return {
      console: this.#console.replaceAll(escapes, ""),
      journal: typeof told === "string" ? told : told.output,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.powerCut();
    await this.#wire[Symbol.asyncDispose]();
  }

  get #on() {
    if (this.#running === undefined) throw new HilError("off", "the device is off");
    return this.#running;
  }

  /** What is started: the kernel, with a word for the shell; or firmware, and then the system is as on a board. */
  async #startWords(signal: AbortSignal): Promise<readonly string[]> {
    const { firmware, console, shell } = this.#machine;
    if (firmware !== undefined) return ["-bios", firmware];
    const { kernel, initrd, commandLine } = await this.#card.bootFiles(signal);
    const own = commandLine.replace(/ ?\bquiet\b/, "");
    const told = `${own} console=${console} systemd.show_status=true systemd.debug_shell=${shell}`;
    return ["-kernel", kernel, "-initrd", initrd, "-append", told, "-no-reboot"];
  }

  /** systemd's own on a serial line, or ssh by the key that the card brought along. */
  #newShell(socket: string): Shell {
    if (this.#machine.firmware === undefined) return new SerialShell(socket);
    const folder = this.#folder;
    const port = this.#sshAt.split(":")[1];
    const strangers =
      "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";
    const program = `ssh -F none -p ${port} -i '${path.join(folder, keyName)}' ${strangers}`;
    return new SshShell({ host: "root@127.0.0.1", program, folder });
  }

  /** All on one hub: the machine, QEMU's network, and the tap. */
  async #tap(): Promise<readonly string[]> {
    const [from, to] = [await freePort(), await this.#wire.port];
    return [
      ...["-netdev", "hubport,id=inner,hubid=0,netdev=user"],
      ...["-netdev", `socket,id=tap,udp=127.0.0.1:${to},localaddr=127.0.0.1:${from}`],
      ...["-netdev", "hubport,id=outer,hubid=0,netdev=tap"],
    ];
  }
}

/** What the card plays, over all starts of the machine: each has a file of its own. */
class CardSound implements Ear {
  readonly #folder: string;
  /** Frames before the present start. */
  #before = 0;
  #starts = 0;
  #file: GrowingCapture | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file of the next start. */
  begin(): string {
    this.end();
    this.#starts += 1;
    return this.#at;
  }

  end(): void {
    this.#before += this.#capture?.frames ?? 0;
    this.#file?.[Symbol.dispose]();
    this.#file = undefined;
  }

  frames(): number {
    return this.#before + (this.#capture?.frames ?? 0);
  }

  /** Of the present start alone. */
  read(from: number, to: number): Int16Array {
    const first = Math.max(0, from - this.#before);
    return this.#capture?.read(first, Math.max(first, to - this.#before)) ?? new Int16Array();
  }

  get #at(): string {
    return path.join(this.#folder, `sound-${this.#starts}.wav`);
  }

  /** QEMU makes the file when the card first plays. */
  get #capture(): GrowingCapture | undefined {
    if (this.#file === undefined && this.#starts > 0 && existsSync(this.#at))
      this.#file = new GrowingCapture(this.#at);
    return this.#file;
  }
}

async function appears(
  file: string,
  child: ChildProcess,
  signal: AbortSignal,
  said: () => string,
): Promise<void> {
  while (!existsSync(file)) {
    signal.throwIfAborted();
    if (child.exitCode !== null)
      throw new HilError("no-machine", `QEMU ended with ${child.exitCode}: ${said().trim()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Freed at once: somebody else may take it first, and then QEMU says so. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
