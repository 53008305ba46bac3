/**
 * A 64-bit ARM machine in QEMU (`-M virt`): Debian's kernel, busybox, Node, and a
 * script of the test's. It has a PL061, a GPIO chip with eight lines, which the test
 * moves from outside (QEMU's qtest protocol): they stay as they were put, however slow
 * the machine is.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ArmSystem, findArmSystem } from "./arm-kernel.ts";
import { Initramfs } from "./initramfs.ts";
import { addSources, compiled } from "./machine.ts";

const root = path.resolve(import.meta.dirname, "../..");
const emulator = "qemu-system-aarch64";

/** Why no such machine can be had here; undefined where one can. */
export function armMissing(): string | undefined {
  if (spawnSync(emulator, ["--version"]).status !== 0) return "needs qemu-system-arm";
  return findArmSystem() === undefined ? "needs Debian's arm64 kernel package" : undefined;
}

export interface ArmGuest {
  /** TypeScript file that the guest runs. */
  readonly script: string;
  /** Folders of the repository with the sources that it imports. */
  readonly sources: readonly string[];
  /** Of node_modules. */
  readonly packages: readonly string[];
  /** Other files and folders of the repository. */
  readonly files: readonly string[];
  readonly timeoutMs: number;
}

/** What a test does from outside. */
export interface Outside {
  /** Puts a line of the chip on a level. */
  drive(line: number, high: boolean): void;
}

/** Runs the script to its end. `hear` gets each line that it prints as JSON. */
export async function runArmGuest(
  guest: ArmGuest,
  hear: (line: Record<string, unknown>, outside: Outside) => void,
): Promise<{ readonly console: string }> {
  const system = findArmSystem();
  if (system === undefined) throw new Error("no arm64 system");
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-arm-"));
  try {
    makeInitramfs(system, guest).write(path.join(folder, "initrd"));
    return await boot(system, folder, guest.timeoutMs, hear);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeInitramfs(system: ArmSystem, guest: ArmGuest): Initramfs {
  const files = new Initramfs();
  for (const folder of ["proc", "sys", "dev", "tmp"]) files.folder(folder);
  files.copy(path.join(system.root, "bin/busybox"), "/bin/busybox");
  files.copy(path.join(system.root, "node/bin/node"), "/bin/node");
  files.copy(path.join(system.root, "lib"), "/lib");
  const cxx = "usr/lib/aarch64-linux-gnu/libstdc++.so.6";
  files.copy(path.join(system.root, cxx), "/lib/aarch64-linux-gnu/libstdc++.so.6");
  files.copy(path.join(system.root, "node_modules"), "/app/node_modules");
  for (const name of guest.packages)
    files.copy(path.join(root, "node_modules", name), `/app/node_modules/${name}`);
  for (const source of guest.sources) addSources(files, path.join(root, source), `/app/${source}`);
  for (const file of guest.files) files.copy(path.join(root, file), `/app/${file}`);
  const script = path.relative(root, guest.script).replace(/\.ts$/, ".js");
  files.file(`/app/${script}`, compiled(guest.script));
  files.file("/app/package.json", '{"type":"module"}');
  files.file("/init", initScript(script));
  return files;
}

function initScript(script: string): string {
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin HOME=/tmp
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
cd /app && node ${script}
echo "exit $?"
poweroff -f
`;
}

async function boot(
  system: ArmSystem,
  folder: string,
  timeoutMs: number,
  hear: (line: Record<string, unknown>, outside: Outside) => void,
): Promise<{ readonly console: string }> {
  const [qmp, qtest] = [path.join(folder, "qmp"), path.join(folder, "qtest")];
  const machine = spawn(emulator, [
    ...["-M", "virt", "-accel", "tcg,thread=multi", "-cpu", "cortex-a57"],
    ...["-smp", "2", "-m", "1024", "-no-reboot"],
    ...["-kernel", system.image, "-initrd", path.join(folder, "initrd")],
    ...["-append", "console=ttyAMA0 quiet panic=-1"],
    ...["-nodefaults", "-display", "none", "-serial", "stdio"],
    ...["-qmp", `unix:${qmp},server=on,wait=off`],
    ...["-qtest", `unix:${qtest},server=on,wait=off`, "-qtest-log", "none"],
  ]);
  const lines = new ChipLines(qmp, qtest);
  const outside = { drive: (line: number, high: boolean) => lines.drive(line, high) };
  let output = "";
  let unread = "";
  const take = (part: unknown): void => {
    output += String(part);
    unread += String(part);
    const whole = unread.split(/\r?\n/);
    unread = whole.pop() ?? "";
    for (const line of whole) {
      const said = jsonOf(line);
      if (said !== undefined) hear(said, outside);
    }
  };
  machine.stdout.on("data", take);
  machine.stderr.on("data", (part) => {
    output += String(part);
  });
  const timer = setTimeout(() => machine.kill("SIGKILL"), timeoutMs);
  try {
    await new Promise((resolve, reject) => {
      machine.once("error", reject);
      machine.once("close", resolve);
    });
    return { console: output };
  } finally {
    clearTimeout(timer);
    lines[Symbol.dispose]();
  }
}

/** The inputs of the one PL061 in the machine. */
class ChipLines implements Disposable {
  readonly #qmpPath: string;
  readonly #qtestPath: string;
  readonly #sockets: Socket[] = [];
  #qtest: Promise<{ readonly socket: Socket; readonly chip: string }> | undefined;

  constructor(qmpPath: string, qtestPath: string) {
    this.#qmpPath = qmpPath;
    this.#qtestPath = qtestPath;
  }

  drive(line: number, high: boolean): void {
    this.#qtest ??= this.#open();
    void this.#qtest.then(({ socket, chip }) => {
      socket.write(`set_irq_in ${chip} unnamed-gpio-in ${line} ${high ? 1 : 0}\n`);
    });
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** QEMU numbers its parts as they are made: it is asked which is the chip. */
  async #open(): Promise<{ socket: Socket; chip: string }> {
    const qmp = this.#connect(this.#qmpPath);
    const list = { execute: "qom-list", arguments: { path: "/machine/unattached" } };
    qmp.write(`{"execute":"qmp_capabilities"}\n${JSON.stringify(list)}\n`);
    const chip = await new Promise<string>((resolve) => {
      let answers = "";
      qmp.on("data", (part) => {
        answers += String(part);
        const entry = /\{[^{}]*"child<pl061>"[^{}]*\}/.exec(answers)?.[0];
        const name = entry && /"name": "([^"]+)"/.exec(entry)?.[1];
        if (name !== undefined) resolve(`/machine/unattached/${name}`);
      });
    });
    const socket = this.#connect(this.#qtestPath);
    socket.resume();
    return { socket, chip };
  }

  #connect(at: string): Socket {
    const socket = createConnection(at);
    // The machine goes before its sockets.
    socket.on("error", () => undefined);
    this.#sockets.push(socket);
    return socket;
  }
}

/** Undefined for all that is none: the kernel writes, too, also into lines. */
function jsonOf(line: string): Record<string, unknown> | undefined {
  try {
    return line.startsWith("{") ? JSON.parse(line) : undefined;
  } catch {
    return undefined;
  }
}
