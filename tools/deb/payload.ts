/** What lies where in the packages (Filesystem Hierarchy Standard, docs/HARDWARE.md). */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { completionScript } from "../../src/cli/completion.ts";
import { shells } from "../../src/cli/options.ts";
import type { Architecture } from "./architectures.ts";
import { isNotice, isWanted, type NeededPackage } from "./closure.ts";
import { changelog, copyright, type Release } from "./control.ts";
import { DebError } from "./errors.ts";
import { manPage } from "./man-page.ts";
import { unpack } from "./registry.ts";
import type { Tree } from "./tree.ts";

const home = "usr/lib/nightjar";
/** As the first line of bin/nightjar.js says it, which looks for a `node` in the path (docs/decisions/0017). */
const nodeFlags = "--max-semi-space-size=1";

const completionPlaces: Readonly<Record<(typeof shells)[number], string>> = {
  bash: "usr/share/bash-completion/completions/nightjar",
  zsh: "usr/share/zsh/vendor-completions/_nightjar",
  fish: "usr/share/fish/vendor_completions.d/nightjar.fish",
};

const systemFiles: readonly (readonly [from: string, at: string])[] = [
  ["nightjar-speaker.service", "usr/lib/systemd/system/nightjar-speaker.service"],
  ["nightjar-origin.service", "usr/lib/systemd/system/nightjar-origin.service"],
  ["sysusers.conf", "usr/lib/sysusers.d/nightjar.conf"],
  ["tmpfiles.conf", "usr/lib/tmpfiles.d/nightjar.conf"],
  ["udev.rules", "usr/lib/udev/rules.d/60-nightjar.rules"],
  ["default", "etc/default/nightjar"],
];

const applianceFiles: readonly (readonly [from: string, at: string])[] = [
  ["watchdog.conf", "usr/lib/systemd/system.conf.d/50-nightjar.conf"],
  ["journal.conf", "usr/lib/systemd/journald.conf.d/50-nightjar.conf"],
  ["time.conf", "usr/lib/systemd/timesyncd.conf.d/50-nightjar.conf"],
  ["wifi.conf", "usr/lib/NetworkManager/conf.d/50-nightjar.conf"],
  ["wifi.rules", "usr/lib/udev/rules.d/70-nightjar-wifi.rules"],
];

export interface Sources {
  /** The repository, built. */
  readonly root: string;
  /** For what is unpacked on the way. */
  readonly scratch: string;
}

export function layPackage(
  tree: Tree,
  { root, scratch }: Sources,
  release: Release,
  architecture: Architecture,
  packages: readonly NeededPackage[],
): void {
  layProgram(tree, root);
  for (const wanted of packages) layModule(tree, { root, scratch }, wanted);
  layNode(tree, scratch, architecture);
  for (const [from, at] of systemFiles) tree.copy(path.join(root, "device/systemd", from), at);
  for (const shell of shells) tree.file(completionPlaces[shell], completionScript(shell));
  tree.compressed("usr/share/man/man1/nightjar.1.gz", manPage(release));
  tree.copy(
    path.join(root, "device/deb/lintian-overrides"),
    "usr/share/lintian/overrides/nightjar",
  );
  layDocuments(tree, "nightjar", release);
  const text = copyright(packages, architecture.node !== undefined);
  tree.file("usr/share/doc/nightjar/copyright", text);
  tree.compressed("usr/share/doc/nightjar/NEWS.gz", readFileSync(path.join(root, "CHANGELOG.md")));
}

export function layAppliance(tree: Tree, { root }: Sources, release: Release): void {
  for (const [from, at] of applianceFiles) tree.copy(path.join(root, "device/appliance", from), at);
  layDocuments(tree, "nightjar-appliance", release);
  tree.file("usr/share/doc/nightjar-appliance/copyright", copyright([], false));
}

function layDocuments(tree: Tree, name: string, release: Release): void {
  tree.compressed(`usr/share/doc/${name}/changelog.gz`, changelog(name, release));
}

function layProgram(tree: Tree, root: string): void {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  ) as Record<string, string>; // our own file
  const own = { name, version, license, type: "module" };
  tree.file(`${home}/package.json`, `${JSON.stringify(own, undefined, 2)}\n`);
  for (const folder of ["dist/program", "dist/web", "device/boards", "device/overlays"])
    tree.copyFolder(path.join(root, folder), `${home}/${folder}`, () => true);
}

function layModule(tree: Tree, { root, scratch }: Sources, wanted: NeededPackage): void {
  const { path: place, name, joined } = wanted;
  let from = path.join(root, place);
  if (!isInstalled(from, wanted.version)) {
    if (!wanted.native) {
      throw new DebError("not-installed", `${place} is not there in version ${wanted.version}`, {
        remedy: "run: npm run setup",
      });
    }
    from = path.join(scratch, place);
    unpack(wanted, from);
  }
  tree.copyFolder(
    from,
    `${home}/${place}`,
    (file) => isOfModule(file) && (joined ? isNotice(file) : isWanted(`${name}/${file}`)),
  );
}

/** What npm puts into it for packages that need another version of one is listed by itself. */
function isOfModule(file: string): boolean {
  return !file.startsWith("node_modules/");
}

function isInstalled(folder: string, version: string): boolean {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return false;
  return (JSON.parse(readFileSync(file, "utf8")) as { version?: string }).version === version;
}

function layNode(tree: Tree, scratch: string, { node }: Architecture): void {
  const program = node === undefined ? "/usr/bin/node" : `/${home}/node/bin/node`;
  const script = `#!/bin/sh\nexec ${program} ${nodeFlags} /${home}/dist/program/main.js "$@"\n`;
  tree.file("usr/bin/nightjar", script, { program: true });
  if (node === undefined) return;
  const folder = path.join(scratch, "node");
  mkdirSync(folder, { recursive: true });
  unpack(node, folder);
  tree.copy(path.join(folder, "bin/node"), `${home}/node/bin/node`, { program: true });
  tree.copy(path.join(folder, "LICENSE"), `${home}/node/LICENSE`);
  rmSync(folder, { recursive: true });
}
