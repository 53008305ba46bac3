/**
 * The file system that a kernel starts with: a cpio archive ("newc", the kernel's buffer-format.rst), not
 * compressed. All is root's, without times: the same files make the same bytes.
 */

const modeFolder = 0o040755;
const modeProgram = 0o100755;

export class Cpio {
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

  /** Ends the archive. */
  bytes(): Uint8Array {
    this.#entry("TRAILER!!!", 0, new Uint8Array(0));
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  #folderOf(name: string): void {
    this.folder(name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "");
  }

  #entry(name: string, mode: number, content: Uint8Array): void {
    const [inode, size, nameSize] = [this.#inode++, content.length, name.length + 1];
    const numbers = [inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, nameSize, 0];
    const head = `070701${numbers.map((n) => n.toString(16).padStart(8, "0")).join("")}${name}\0`;
    this.#parts.push(padded(new TextEncoder().encode(head)), padded(content));
  }
}

/** Each part starts at a multiple of four. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}
