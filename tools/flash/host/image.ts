/**
 * The bytes of an image, whatever it is packed with: raw, gzip, zstd or xz,
 * by its first bytes and not by its name.
 *
 * Raw files are read anywhere; packed ones flow, so places only grow. gzip is Node's own; zstd, too, from
 * Node 22.15 on, else the program `zstd` as for xz the program `xz`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Duplex } from "node:stream";
import * as zlib from "node:zlib";
import { FlashError } from "../errors.ts";
import { stderrCharsMax } from "../limits.ts";

export interface ImageBytes extends AsyncDisposable {
  /** Fills `into` from `at`, which never goes back; fewer bytes at the end. Throws FlashError. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Reads to the end, and says where that is. */
  length(): Promise<number>;
  /** A packed image has no holes. */
  readonly isPacked: boolean;
  /** How much of the file was read, for the progress. */
  readonly fileRead: number;
  readonly fileBytes: number;
}

type Packing = "raw" | "gzip" | "zstd" | "xz";

const magics: readonly (readonly [Packing, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Throws FlashError. */
export async function openImage(file: string): Promise<ImageBytes> {
  const handle = await openFile(file);
  const { size } = await handle.stat();
  const head = new Uint8Array(8);
  await handle.read(head, 0, head.length, 0);
  const [packing = "raw"] =
    magics.find(([, magic]) => magic.every((byte, at) => head[at] === byte)) ?? [];
  if (packing === "raw") return new RawImage(handle, size);
  await handle.close();
  return new PackedImage(file, size, packing);
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, "r");
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new FlashError("bad-image", `${file} is no file`, { remedy: "name an image" });
  } catch (error) {
    if (error instanceof FlashError || !(error instanceof Error)) throw error;
    const code = "code" in error ? error.code : error.message;
    const why = code === "ENOENT" ? "there is none" : String(code);
    throw new FlashError("bad-image", `cannot read the image ${file}: ${why}`, { cause: error });
  }
}

class RawImage implements ImageBytes {
  readonly isPacked = false;
  readonly fileBytes: number;
  fileRead = 0;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, fileBytes: number) {
    this.#handle = handle;
    this.fileBytes = fileBytes;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(into, done, into.length - done, at + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    this.fileRead = at + done;
    return done;
  }

  async length(): Promise<number> {
    return this.fileBytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

class PackedImage implements ImageBytes {
  readonly isPacked = true;
  readonly fileBytes: number;
  readonly #file: string;
  readonly #source: ReturnType<typeof createReadStream>;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #stop: () => void;
  #piece: Uint8Array = new Uint8Array(0);
  /** Where `#piece` begins in the image. */
  #at = 0;

  constructor(file: string, fileBytes: number, packing: Packing) {
    this.#file = file;
    this.fileBytes = fileBytes;
    this.#source = createReadStream(file, { highWaterMark: 1 << 18 });
    const { pieces, stop } = unpack(this.#source, packing);
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#stop = stop;
  }

  get fileRead(): number {
    return this.#source.bytesRead;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const skip = at + done - this.#at;
      if (skip >= this.#piece.length) {
        if (!(await this.#next())) break;
        continue;
      }
      const part = this.#piece.subarray(skip, skip + into.length - done);
      into.set(part, done);
      done += part.length;
    }
    return done;
  }

  async length(): Promise<number> {
    while (await this.#next());
    return this.#at;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    this.#source.destroy();
  }

  /** False at the end, where the piece is empty. */
  async #next(): Promise<boolean> {
    try {
      const { value, done } = await this.#pieces.next();
      this.#at += this.#piece.length;
      this.#piece = done === true ? new Uint8Array(0) : value;
      return done !== true;
    } catch (error) {
      if (error instanceof FlashError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new FlashError("bad-image", `${this.#file} is damaged: ${why}`, {
        remedy: "get the image again",
        cause: error,
      });
    }
  }
}

interface Unpacking {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly stop: () => void;
}

type Source = ReturnType<typeof createReadStream>;

function unpack(source: Source, packing: Packing): Unpacking {
  if (packing === "gzip") return through(source, zlib.createGunzip());
  // The types are those of Node 20, which has no zstd yet.
  const { createZstdDecompress: zstd } = zlib as { createZstdDecompress?: () => Duplex };
  if (packing === "zstd" && zstd !== undefined) return through(source, zstd());
  return byProgram(source, packing, packing === "zstd" ? ["-dcq", "--long=31"] : ["-dcq"]);
}

function through(source: Source, unpacker: Duplex): Unpacking {
  source.on("error", (error) => unpacker.destroy(error));
  source.pipe(unpacker);
  return { pieces: unpacker, stop: () => void unpacker.destroy() };
}

function byProgram(source: Source, program: string, args: readonly string[]): Unpacking {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-stderrCharsMax);
  });
  let missing = false;
  const ended = once(child, "close").catch(() => {
    missing = true;
  });
  // A program that stops early says why on stderr; its closed pipe says nothing.
  child.stdin.on("error", () => undefined);
  source.on("error", () => child.kill());
  source.pipe(child.stdin);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* child.stdout;
    await ended;
    if (missing) throw needs(program);
    if (child.exitCode !== 0) throw new Error(said.trim().split("\n").at(-1) ?? "");
  }
  return { pieces: pieces(), stop: () => void child.kill() };
}

function needs(program: string): FlashError {
  const unpacked = program === "zstd" ? ", or Node 22.15 or newer" : "";
  return new FlashError(
    "missing-program",
    `the image is packed with ${program}, which is not here`,
    {
      remedy: `install it (sudo apt-get install ${program === "xz" ? "xz-utils" : program})${unpacked}`,
    },
  );
}
