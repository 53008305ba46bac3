/**
 * A machine of one's own in QEMU: Debian's kernel, busybox, this Node, and a
 * script of the test's, which says what it found as JSON lines on the console.
 *
 * Emulated (tcg): KVM is not asked for, because not every machine that offers it
 * has it. A boot takes some ten seconds.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { Initramfs } from "./initramfs.ts";
import { findKernel, type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";

const root = path.resolve(import.meta.dirname, "../..");
const emulator = "qemu-system-x86_64";
const busybox = "/usr/bin/busybox";

/** Why no machine can be had here; undefined where one can. */
export function qemuMissing(): string | undefined {
  if (process.arch !== "x64") return "needs an x86-64 machine";
  if (spawnSync(emulator, ["--version"]).status !== 0) return "needs qemu-system-x86";
  if (!existsSync(busybox)) return "needs busybox-static";
  return findKernel() === undefined ? "needs Debian's kernel package" : undefined;
}

export interface GuestOptions {
  /** TypeScript file that the guest runs; relative imports work, packages must be named. */
  readonly script: string;
  /** Folders of the repository with the sources that it imports. */
  readonly sources: readonly string[];
  /** Of node_modules. */
  readonly packages: readonly string[];
  /** Kernel modules that the script may load: `insmod /modules/NAME.ko`, in this order. */
  readonly modules: readonly string[];
  /** Files and folders of this machine that it needs besides. */
  readonly files: readonly string[];
  readonly timeoutMs: number;
  /** Programs of this machine, with their libraries; they go to /bin. */
  readonly programs?: readonly string[];
  /** Files by their place in the guest. */
  readonly extras?: Readonly<Record<string, string>>;
  /** More that the kernel is told. */
  readonly words?: string;
  /** More that the emulator is told: disks. */
  readonly devices?: readonly string[];
  /** Time goes by what the guest has computed: a busy host makes it slow, and never late for its card. */
  readonly ownTime?: boolean;
}

export interface GuestRun {
  /** What the script printed that is JSON, a line each. */
  readonly lines: readonly unknown[];
  /** All that came over the console, for a failure's message. */
  readonly console: string;
  readonly wallMs: number;
}

/** Runs the script in a machine of its own, to its end. */
export async function runGuest(options: GuestOptions): Promise<GuestRun> {
  const kernel = findKernel();
  if (kernel === undefined) throw new Error("no kernel");
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-qemu-"));
  try {
    const initrd = path.join(folder, "initrd");
    makeInitramfs(kernel, options).write(initrd);
    const { words = "", devices = [], ownTime = false } = options;
    return await boot(kernel, initrd, options.timeoutMs, { words, devices, ownTime });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeInitramfs(kernel: Kernel, options: GuestOptions): Initramfs {
  const files = new Initramfs();
  for (const folder of ["proc", "sys", "dev", "tmp", "run", "var"]) files.folder(folder);
  files.copy(busybox, "/bin/busybox");
  files.program(realNode(), "/bin/node");
  for (const file of options.files) {
    if (/\.so(\.|$)/.test(file)) files.program(file);
    else files.copy(file);
  }
  for (const program of options.programs ?? [])
    files.program(program, `/bin/${path.basename(program)}`);
  for (const [to, from] of Object.entries(options.extras ?? {})) files.copy(from, to);
  const loads: string[] = [];
  for (const name of options.modules) {
    for (const file of moduleFiles(kernel, name)) {
      const plain = path.basename(file).replace(/\.ko(\.\w+)?$/, ".ko");
      files.file(`/modules/${plain}`, moduleBytes(file));
      const own = plain === `${name}.ko`;
      if (!own && !loads.includes(plain)) loads.push(plain);
    }
  }
  for (const name of options.packages)
    files.copy(path.join(root, "node_modules", name), `/app/node_modules/${name}`);
  for (const source of options.sources)
    addSources(files, path.join(root, source), `/app/${source}`);
  const script = path.relative(root, options.script);
  files.file(`/app/${script.replace(/\.ts$/, ".js")}`, compiled(options.script));
  files.file("/app/package.json", '{"type":"module"}');
  files.file("/init", initScript(loads, script.replace(/\.ts$/, ".js")));
  return files;
}

function initScript(modules: readonly string[], script: string): string {
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin HOME=/tmp
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
${modules.map((name) => `insmod /modules/${name}`).join("\n")}
cd /app && node ${script}
echo "exit $?"
poweroff -f
`;
}

/** Not a wrapper script of a version manager. */
function realNode(): string {
  return process.execPath;
}

export function addSources(files: Initramfs, from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const file = path.join(from, entry.name);
    if (entry.isDirectory()) addSources(files, file, `${to}/${entry.name}`);
    else if (entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts")) {
      files.file(`${to}/${entry.name.replace(/\.ts$/, ".js")}`, compiled(file));
    }
  }
}

/** A file of ours as a guest runs it: its types taken away, the rest as it is. */
export function compiled(file: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  return ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions }).outputText;
}

/** An image that the machine has as a virtio disk. */
export function diskOf(file: string): readonly string[] {
  return ["-drive", `file=${file},if=virtio,format=raw`];
}

/** An instruction is two nanoseconds: as a small board's. Idle time is not waited for. */
const ownPace = ["-accel", "tcg,thread=single", "-icount", "shift=1,sleep=off", "-smp", "1"];

/** To its power-off, or its end after `timeoutMs`. */
export function boot(
  kernel: Kernel,
  initrd: string,
  timeoutMs: number,
  {
    words,
    devices,
    ownTime = false,
  }: { readonly words: string; readonly devices: readonly string[]; readonly ownTime?: boolean },
): Promise<GuestRun> {
  const fromMs = performance.now();
  const machine = spawn(emulator, [
    ...(ownTime ? ownPace : ["-accel", "tcg,thread=multi", "-smp", "2"]),
    ...["-cpu", "max", "-m", "1024"],
    ...["-kernel", kernel.image, "-initrd", initrd],
    ...["-append", `console=ttyS0 quiet panic=-1 random.trust_cpu=on mitigations=off ${words}`],
    ...["-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot"],
    ...devices,
  ]);
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => machine.kill("SIGKILL"), timeoutMs);
    // A serial line brings byte by byte: letters of several come in parts.
    for (const stream of [machine.stdout, machine.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        output += part;
      });
    machine.once("error", reject);
    machine.once("close", () => {
      clearTimeout(timer);
      const wallMs = performance.now() - fromMs;
      resolve({ lines: jsonLines(output), console: output, wallMs });
    });
  });
}

function jsonLines(output: string): unknown[] {
  return output.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return []; // The kernel wrote in between.
    }
  });
}
