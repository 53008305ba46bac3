/** Loop devices that a test makes itself, over files of its own: the only devices that tests of flash ever write to. */
import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** Why no loop device can be had here; undefined where one can. */
export function loopTrouble(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  using folder = new Folder();
  try {
    new LoopCard(folder.file("try.img"), 1 << 20)[Symbol.dispose]();
    return undefined;
  } catch {
    return "no loop devices here";
  }
}

export class Folder implements Disposable {
  readonly path = mkdtempSync(path.join(os.tmpdir(), "nightjar-flash-"));

  file(name: string): string {
    return path.join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export class LoopCard implements Disposable {
  /** `/dev/loop3` */
  readonly path: string;
  readonly name: string;
  readonly file: string;

  constructor(file: string, sizeBytes: number, options: readonly string[] = []) {
    writeFileSync(file, "", { flag: "a" });
    truncateSync(file, sizeBytes);
    this.file = file;
    this.path = must("losetup", ["--find", "--show", ...options, file]).trim();
    this.name = path.basename(this.path);
    assert.match(this.name, /^loop\d+$/);
  }

  [Symbol.dispose](): void {
    must("losetup", ["--detach", this.path]);
  }
}

const flashArgs = ["--import", "tsx", path.join(root, "tools/flash/main.ts")];

/** Runs flash to its end; its states are in `folder`. */
export function flash(folder: Folder, ...args: readonly string[]): SpawnSyncReturns<string> {
  const env = { ...process.env, XDG_CACHE_HOME: folder.path };
  return spawnSync(process.execPath, [...flashArgs, ...args], { cwd: root, env, encoding: "utf8" });
}

export function startFlash(folder: Folder, ...args: readonly string[]) {
  const env = { ...process.env, XDG_CACHE_HOME: folder.path };
  return spawn(process.execPath, [...flashArgs, ...args], { cwd: root, env, stdio: "ignore" });
}

/** As from a terminal, where `typed` is typed. */
export function flashOnTerminal(folder: Folder, typed: string, ...args: readonly string[]): string {
  const command = [process.execPath, ...flashArgs, ...args].map((word) => `'${word}'`).join(" ");
  const env = { ...process.env, XDG_CACHE_HOME: folder.path };
  const options = { cwd: root, env, encoding: "utf8", input: typed } as const;
  return spawnSync("script", ["-qec", command, "/dev/null"], options).stdout;
}

/**
 * Mounts the card, and runs flash some times; returns what each said. In a mount namespace of its own:
 * else any that another program makes meanwhile would inherit the mount, and hold the card.
 */
export function flashWhileMounted(
  folder: Folder,
  card: LoopCard,
  point: string,
  ...runs: readonly (readonly string[])[]
): string[] {
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(" ");
  const commands = runs.map((args) => quoted([process.execPath, ...flashArgs, ...args]));
  const mark = "--- next ---";
  const script = [quoted(["mount", card.path, point]), ...commands].join(` 2>&1\necho ${mark}\n`);
  const env = { ...process.env, XDG_CACHE_HOME: folder.path };
  const options = { cwd: root, env, encoding: "utf8" } as const;
  const { stdout } = spawnSync("unshare", ["--mount", "sh", "-c", `${script} 2>&1`], options);
  return stdout.split(mark).slice(1);
}

export function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  assert.equal(status, 0, `${program}: ${stderr}`);
  return stdout;
}

export function isHere(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}
