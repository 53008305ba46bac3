/** The initrd of a slot: busybox, the modules that a root may lie behind, and device/image/init. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Cpio } from "./cpio.ts";
import { filledIn } from "./fill-in.ts";
import type { Layout } from "./layout.ts";
import { loadOrder, moduleName, parseModulesDep } from "./modules.ts";
import { run } from "./programs.ts";

export interface InitrdParts {
  /** The repository. */
  readonly sources: string;
  readonly layout: Layout;
  /** Statically linked, for the target's machine. */
  readonly busybox: string;
  /** With modules.dep. */
  readonly modulesFolder: string;
  /** Names of modules, in the order in which they are loaded. */
  readonly modules: readonly string[];
}

/** Compressed, as the kernel takes it. */
export async function initrdOf(parts: InitrdParts, signal: AbortSignal): Promise<Uint8Array> {
  const { sources, layout, busybox, modulesFolder, modules } = parts;
  const archive = new Cpio();
  for (const folder of ["proc", "sys", "dev", "run", "root", "lower", "upper"])
    archive.folder(folder);
  archive.file("bin/busybox", readFileSync(busybox));
  const init = readFileSync(path.join(sources, "device/image/init"), "utf8");
  archive.file("init", filledIn(init, layout));
  const list = parseModulesDep(readFileSync(path.join(modulesFolder, "modules.dep"), "utf8"));
  const files = loadOrder(list, modules);
  for (const file of files) {
    const bytes = await plainModule(path.join(modulesFolder, file), signal);
    archive.file(`modules/${moduleName(file)}.ko`, bytes);
  }
  archive.file("modules/list", files.map((file) => `${moduleName(file)}.ko\n`).join(""));
  return new Uint8Array(gzipSync(archive.bytes(), { level: 9 }));
}

/** busybox's insmod knows no compressed ones. */
async function plainModule(file: string, signal: AbortSignal): Promise<Uint8Array> {
  if (!file.endsWith(".xz")) return readFileSync(file);
  const plain = file.slice(0, -".xz".length);
  await run("xz", ["-dkf", file], {}, signal);
  return readFileSync(plain);
}
