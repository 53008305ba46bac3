/**
 * The files of a package in the making: the same tree whatever the umask, the
 * order of a folder or the clock, so that the same sources make the same package.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const modeFolder = 0o755;
const modeProgram = 0o755;
const modeFile = 0o644;

export class Tree {
  readonly #root: string;

  /** `root`: an empty folder. */
  constructor(root: string) {
    this.#root = root;
  }

  /** `at` from the root of the file system on. */
  file(
    at: string,
    content: string | Uint8Array,
    options: { readonly program?: boolean } = {},
  ): void {
    const file = this.#place(at);
    writeFileSync(file, content);
    chmodSync(file, options.program === true ? modeProgram : modeFile);
  }

  /** Compressed as Debian wants manuals and changelogs: no name, no time. */
  compressed(at: string, content: string | Uint8Array): void {
    this.file(at, gzipSync(content, { level: 9 }));
  }

  copy(from: string, at: string, options: { readonly program?: boolean } = {}): void {
    const file = this.#place(at);
    copyFileSync(from, file);
    chmodSync(file, options.program === true ? modeProgram : modeFile);
  }

  /** What of the folder `isWanted`, by path within it. */
  copyFolder(from: string, at: string, isWanted: (file: string) => boolean): void {
    for (const file of filesBelow(from)) {
      if (isWanted(file)) this.copy(path.join(from, file), path.join(at, file));
    }
  }

  /** In the order of their names, from the root on and without a leading slash. */
  files(): readonly string[] {
    return filesBelow(this.#root);
  }

  /** As in DEBIAN/md5sums. */
  md5sums(): string {
    const line = (file: string): string => {
      const bytes = readFileSync(path.join(this.#root, file));
      return `${createHash("md5").update(bytes).digest("hex")}  ${file}\n`;
    };
    return this.files().map(line).join("");
  }

  /** As dpkg reckons Installed-Size: 1 KiB for a folder, whole ones for a file. */
  installedKib(): number {
    let kib = 0;
    for (const name of readdirSync(this.#root, { recursive: true, encoding: "utf8" })) {
      const { size, isFile } = kindOf(path.join(this.#root, name));
      kib += isFile ? Math.ceil(size / 1024) : 1;
    }
    return kib;
  }

  /** After the last change: folders open to all, and one time for everything. */
  settle(epochS: number): void {
    const all = readdirSync(this.#root, { recursive: true, encoding: "utf8" });
    for (const name of [...all.sort().reverse(), "."]) {
      const file = path.join(this.#root, name);
      if (!kindOf(file).isFile) chmodSync(file, modeFolder);
      utimesSync(file, epochS, epochS);
    }
  }

  #place(at: string): string {
    const file = path.join(this.#root, at);
    mkdirSync(path.dirname(file), { recursive: true });
    return file;
  }
}

function kindOf(file: string): { readonly size: number; readonly isFile: boolean } {
  const stat = statSync(file);
  return { size: stat.size, isFile: stat.isFile() };
}

/** Sorted by code point, whatever the language of the machine. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => kindOf(path.join(folder, name)).isFile)
    .sort();
}
