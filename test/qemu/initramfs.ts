/** The file system of a machine in the making: a cpio archive ("newc", kernel's buffer-format.rst), not compressed. */
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

const modeFolder = 0o040755;
const modeProgram = 0o100755;

export class Initramfs {
  readonly #parts: Uint8Array[] = [];
  readonly #there = new Set<string>();
  #inode = 1;

  /** Folders above it are made. The first of two wins. */
  file(at: string, bytes: Uint8Array | string): void {
    const name = at.replace(/^\//, "");
    if (this.#there.has(name)) return;
    this.#folderOf(name);
    this.#there.add(name);
    const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    this.#entry(name, modeProgram, content);
  }

  folder(at: string): void {
    const name = at.replace(/^\//, "");
    if (name === "" || name === "." || this.#there.has(name)) return;
    this.#folderOf(name);
    this.#there.add(name);
    this.#entry(name, modeFolder, new Uint8Array(0));
  }

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
    this.#entry("TRAILER!!!", 0, new Uint8Array(0));
    writeFileSync(file, Buffer.concat(this.#parts));
  }

  #folderOf(name: string): void {
    this.folder(path.dirname(name));
  }

  #entry(name: string, mode: number, content: Uint8Array): void {
    const numbers = [
      this.#inode++,
      mode,
      0,
      0,
      1,
      0,
      content.length,
      0,
      0,
      0,
      0,
      name.length + 1,
      0,
    ];
    const head = `070701${numbers.map((n) => n.toString(16).padStart(8, "0")).join("")}${name}\0`;
    this.#parts.push(padded(Buffer.from(head)), padded(content));
  }
}

/** Each part starts at a multiple of four. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}
