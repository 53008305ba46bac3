/**
 * The root file system of an image in a folder: Debian's part, this repository's packages, what
 * device/image/root lays over it, and the modules that are kept. What differs from build to build goes.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { besideFolder } from "./debian.ts";
import { ImageError } from "./errors.ts";
import { filledIn } from "./fill-in.ts";
import type { Layout } from "./layout.ts";
import { keptModules, parseModulesDep } from "./modules.ts";
import { run } from "./programs.ts";
import type { Recipe } from "./recipe.ts";

export interface RootOptions {
  /** The repository. */
  readonly sources: string;
  readonly recipe: Recipe;
  readonly layout: Layout;
  /** Empty; becomes the root. */
  readonly root: string;
  /** For what is unpacked beside it. */
  readonly beside: string;
  /** This repository's own packages. */
  readonly packages: readonly string[];
  readonly debianTar: string;
  readonly epochS: number;
}

type Tell = (line: string) => void;

export interface Beside {
  /** Files of Debian's packages that are not installed. */
  readonly packages: readonly string[];
  /** Of the kernel, as uname -r says it. */
  readonly kernelVersion: string;
  readonly kernel: string;
  readonly modulesFolder: string;
}

/** Debian's part, and beside it what is only unpacked. */
export async function unpackDebian(options: RootOptions, signal: AbortSignal): Promise<Beside> {
  const { root, beside, debianTar } = options;
  const tar = ["--numeric-owner", "-xpf", debianTar, "-C", root, "--exclude=./dev/*"];
  await run("tar", tar, {}, signal);
  const folder = path.join(root, besideFolder);
  const packages = readdirSync(folder)
    .filter((name) => name.endsWith(".deb"))
    .sort()
    .map((name) => path.join(folder, name));
  const kept = path.join(beside, "packages");
  mkdirSync(kept, { recursive: true });
  const moved: string[] = [];
  for (const file of packages) {
    await run("dpkg-deb", ["-x", file, beside], {}, signal);
    const at = path.join(kept, path.basename(file));
    copyFileSync(file, at);
    moved.push(at);
  }
  const kernel = kernelIn(beside);
  // depmod looks in /lib alone.
  if (!existsSync(path.join(beside, "lib"))) symlinkSync("usr/lib", path.join(beside, "lib"));
  await run("depmod", ["-b", beside, kernel.kernelVersion], {}, signal);
  return { ...kernel, packages: moved };
}

function kernelIn(beside: string): Omit<Beside, "packages"> {
  const boot = path.join(beside, "boot");
  const image = existsSync(boot) && readdirSync(boot).find((name) => name.startsWith("vmlinuz-"));
  if (typeof image !== "string")
    throw new ImageError("no-kernel", "Debian's kernel package has no kernel");
  const kernelVersion = image.slice("vmlinuz-".length);
  const modulesFolder = ["usr/lib/modules", "lib/modules"]
    .map((place) => path.join(beside, place, kernelVersion))
    .find((place) => existsSync(place));
  if (modulesFolder === undefined)
    throw new ImageError("no-kernel", `Debian's kernel ${kernelVersion} has no modules`);
  return { kernelVersion, kernel: path.join(boot, image), modulesFolder };
}

/** This repository's packages, installed as people do, and the recipe's services. */
export async function installOwn(
  options: RootOptions,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const { root, recipe, packages, epochS, sources, layout } = options;
  const names = packages.map((file) => path.basename(file));
  for (const file of packages)
    copyFileSync(file, path.join(root, besideFolder, path.basename(file)));
  const places = names.map((name) => `/${besideFolder}/${name}`);
  const within = (...command: string[]) => inRoot(root, epochS, command, tell, signal);
  await within("dpkg", "-i", ...places);
  layFiles(path.join(sources, "device/image/root"), root, layout);
  await within("systemctl", "enable", ...recipe.enable);
  // What is enabled brings others along.
  await within("systemctl", "disable", ...recipe.disable);
  await within("systemctl", "mask", ...recipe.mask);
}

/** In name spaces of its own: nothing stays mounted, and what runs on ends with it. */
async function inRoot(
  root: string,
  epochS: number,
  command: readonly string[],
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const mounts = 'mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev"';
  const devices = 'for d in null zero full random urandom; do cp -a "/dev/$d" "$0/dev/"; done';
  const inside = `${mounts} && ${devices} && exec chroot "$0" "$@"`;
  const args = ["--mount", "--pid", "--fork", "sh", "-c", inside, root, ...command];
  const path = "/usr/sbin:/usr/bin:/sbin:/bin";
  const env = { PATH: path, DEBIAN_FRONTEND: "noninteractive", SOURCE_DATE_EPOCH: String(epochS) };
  await run("unshare", args, { env, tell }, signal);
}

function layFiles(from: string, root: string, layout: Layout): void {
  for (const name of readdirSync(from, { recursive: true, encoding: "utf8" }).sort()) {
    const file = path.join(from, name);
    if (lstatSync(file).isDirectory()) continue;
    const to = path.join(root, name);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, filledIn(readFileSync(file, "utf8"), layout));
    chmodSync(to, 0o644);
  }
}

/** Those that are kept, with lists of their own; how many. */
export async function layModules(
  { root, recipe }: RootOptions,
  { kernelVersion, modulesFolder }: Beside,
  signal: AbortSignal,
): Promise<number> {
  const list = parseModulesDep(readFileSync(path.join(modulesFolder, "modules.dep"), "utf8"));
  const kept = keptModules(list, recipe.modules.keep);
  const to = path.join(root, "usr/lib/modules", kernelVersion);
  for (const file of kept) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    copyFileSync(path.join(modulesFolder, file), path.join(to, file));
  }
  for (const name of readdirSync(modulesFolder))
    if (/^modules\.(order|builtin|builtin\.modinfo)$/.test(name))
      copyFileSync(path.join(modulesFolder, name), path.join(to, name));
  await run("depmod", ["-b", root, kernelVersion], {}, signal);
  return kept.length;
}

/** Firmware of Wi-Fi, where a package beside it has some. */
export function layFirmware({ root, beside }: RootOptions): void {
  for (const place of ["usr/lib/firmware", "lib/firmware"]) {
    const from = path.join(beside, place);
    if (!existsSync(from)) continue;
    cpSync(from, path.join(root, "usr/lib/firmware"), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** What is of one build goes, and what a read-only root needs is there. */
export function settle({ root, recipe, layout }: RootOptions): void {
  for (const place of recipe.empty) emptyFolder(path.join(root, place));
  for (const name of filesOf(path.join(root, "etc")))
    if (/^(passwd|group|shadow|gshadow|subuid|subgid)-$|^\.pwd\.lock$/.test(name))
      rmSync(path.join(root, "etc", name));
  rmSync(path.join(root, "var/lib/dpkg/status-old"), { force: true });
  const { boot, data } = layout.mounts;
  for (const place of [boot, data, "/var/lib/nightjar", "/etc/ssh/keys", "/var/log/journal"])
    mkdirSync(path.join(root, place), { recursive: true });
  // Without this folder journald keeps to memory, as it should.
  rmSync(path.join(root, "var/log/journal"), { recursive: true });
  chmodSync(path.join(root, "etc/ssh/keys"), 0o700);
  const put = (at: string, text: string) => writeFileSync(path.join(root, at), text);
  put("etc/machine-id", "");
  put("etc/fstab", "# Units of systemd and the initrd mount what there is.\n");
  put("etc/hostname", "nightjar\n");
  put("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
  link("/run/systemd/resolve/stub-resolv.conf", path.join(root, "etc/resolv.conf"));
  for (const name of filesOf(path.join(root, "etc/ssh")))
    if (name.startsWith("ssh_host_")) rmSync(path.join(root, "etc/ssh", name));
}

function link(to: string, at: string): void {
  rmSync(at, { force: true });
  symlinkSync(to, at);
}

function filesOf(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function emptyFolder(folder: string): void {
  for (const name of filesOf(folder))
    rmSync(path.join(folder, name), { recursive: true, force: true });
}
