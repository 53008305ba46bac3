/** The file system of a machine in the making, of files and programs of this one. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Cpio } from "../../tools/image/cpio.ts";

export class Initramfs extends Cpio {
  /** A file or a folder of this machine, at the same place or another. */
  copy(from: string, to = from): void {
    const real = realpathSync(from);
    if (!lstatSync(real).isDirectory()) {
      this.file(to, readFileSync(real));
      return;
    }
    this.folder(to);
    for (const name of readdirSync(real)) this.copy(path.join(real, name), path.join(to, name));
  }

  /** A program of this machine with the libraries that it is linked to. */
  program(from: string, to = from): void {
    this.copy(from, to);
    const linked = spawnSync("ldd", [from], { encoding: "utf8" }).stdout ?? "";
    for (const [, library] of linked.matchAll(/(?:=> |^\s*)(\/\S+)/gm)) {
      if (library !== undefined && existsSync(library)) this.copy(library);
    }
  }

  write(file: string): void {
    writeFileSync(file, this.bytes());
  }
}
