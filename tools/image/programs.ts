/** The programs of Debian that do what is not worth doing again, run so that their failures can be read. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { ImageError } from "./errors.ts";
import { saidCharsMax } from "./limits.ts";

/** Each, and the package of Debian that brings it. */
const needed: readonly (readonly [program: string, from: string])[] = [
  ["mmdebstrap", "mmdebstrap"],
  ["mksquashfs", "squashfs-tools"],
  ["sfdisk", "fdisk"],
  ["mkfs.vfat", "dosfstools"],
  ["mcopy", "mtools"],
  ["depmod", "kmod"],
  ["dpkg-deb", "dpkg"],
  ["unshare", "util-linux"],
  ["xz", "xz-utils"],
  ["zstd", "zstd"],
];

/** For overlays of boards. */
const neededForBoards: typeof needed = [["dtc", "device-tree-compiler"]];
const neededForUBoot: typeof needed = [["mkimage", "u-boot-tools"]];

/** Why images cannot be built here, with what to do about it; undefined where they can. */
export function buildingMissing(asked: {
  readonly boards: boolean;
  readonly uBoot: boolean;
}): string | undefined {
  if (process.getuid?.() !== 0) return "it takes root, for files that are root's: run it with sudo";
  const all = [
    ...needed,
    ...(asked.boards ? neededForBoards : []),
    ...(asked.uBoot ? neededForUBoot : []),
  ];
  const lacking = all.filter(([program]) => !isThere(program)).map(([, from]) => from);
  if (lacking.length === 0) return undefined;
  return `programs are missing: sudo apt-get install ${lacking.join(" ")}`;
}

/** Whether machine code of the architecture runs here, by itself or by QEMU's user emulation. */
export function runsHere(architecture: string): boolean {
  const own = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  if (own === architecture) return true;
  // Debian's name of the handler; it is there once binfmt-support or systemd-binfmt registered it.
  const name = architecture === "arm64" ? "qemu-aarch64" : "qemu-x86_64";
  const look = `grep -q enabled /proc/sys/fs/binfmt_misc/${name}`;
  return spawnSync("sh", ["-c", look]).status === 0;
}

function isThere(program: string): boolean {
  return spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]).status === 0;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Gets each line that it says, as it says it. */
  readonly tell?: (line: string) => void;
}

/** What it printed. Throws ImageError with the end of what it said. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env, input = "", tell }: RunOptions,
  signal: AbortSignal,
): Promise<string> {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  // mksquashfs takes times from there or from its options, and refuses both.
  const { SOURCE_DATE_EPOCH: _, ...own } = process.env;
  const environment = { ...own, PATH: path, LC_ALL: "C", TZ: "UTC", ...env };
  const child = spawn(program, args, { cwd, env: environment, signal, killSignal: "SIGTERM" });
  const printed = collect(child, tell);
  child.stdin?.on("error", () => undefined).end(input);
  try {
    await once(child, "close");
  } catch (error) {
    signal.throwIfAborted();
    throw new ImageError("missing-program", `${program} cannot be run`, { cause: error });
  }
  signal.throwIfAborted();
  if (child.exitCode === 0) return printed.stdout;
  const why = printed.said.trim() || `it ended with ${child.exitCode ?? child.signalCode}`;
  throw new ImageError("program-failed", `${program} failed: ${why}`);
}

function collect(child: ChildProcess, tell?: (line: string) => void) {
  const printed = { stdout: "", said: "" };
  const hear = (text: string): void => {
    printed.said = (printed.said + text).slice(-saidCharsMax);
    const line = text
      .trim()
      .split(/[\r\n]+/)
      .at(-1);
    if (line) tell?.(line);
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    printed.stdout += text;
    hear(text);
  });
  child.stderr?.setEncoding("utf8").on("data", hear);
  return printed;
}
