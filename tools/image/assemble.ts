/** Puts partitions together to an image of a card: a sparse file in which a hole is what need not be written. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat, writeFile } from "node:fs/promises";
import { ImageError } from "./errors.ts";
import { imageMib, type Layout, partitionOf, sfdiskScript } from "./layout.ts";
import { stepBytes } from "./limits.ts";
import { run } from "./programs.ts";

const mib = 2 ** 20;

export interface Pieces {
  readonly layout: Layout;
  readonly boot: { readonly file: string; readonly usedBytes: number };
  /** Squashfs of slot a. Slot b is left empty. */
  readonly root: string;
}

/** Throws ImageError where a piece is larger than its place. */
export async function assemble(
  to: string,
  { layout, boot, root }: Pieces,
  signal: AbortSignal,
): Promise<void> {
  await writeFile(to, "");
  await using image = await open(to, "r+");
  await image.truncate(imageMib(layout) * mib);
  await run("sfdisk", ["-q", to], { input: sfdiskScript(layout) }, signal);
  const place = (name: string) => {
    const { startMib, sizeMib } = partitionOf(layout, name);
    return { at: startMib * mib, bytesMax: sizeMib * mib };
  };
  await copyTo(image, place("boot"), boot.file, boot.usedBytes, signal);
  const { size } = await stat(root);
  await copyTo(image, place(layout.slots.a.partition), root, size, signal);
  // Zeros that are to be written: by a blank beginning the first start knows that nothing is there yet.
  for (const name of ["data", layout.slots.b.partition])
    await image.write(new Uint8Array(stepBytes), 0, stepBytes, place(name).at);
  await image.sync();
}

async function copyTo(
  image: FileHandle,
  { at, bytesMax }: { readonly at: number; readonly bytesMax: number },
  from: string,
  length: number,
  signal: AbortSignal,
): Promise<void> {
  if (length > bytesMax) {
    const [has, wants] = [bytesMax, length].map((bytes) => Math.ceil(bytes / mib));
    throw new ImageError("too-large", `${from} has ${wants} MiB, its partition ${has} MiB`);
  }
  await using file = await open(from, "r");
  const buffer = new Uint8Array(stepBytes);
  for (let done = 0; done < length; ) {
    signal.throwIfAborted();
    const want = Math.min(stepBytes, length - done);
    const { bytesRead } = await file.read(buffer, 0, want, done);
    if (bytesRead === 0) return;
    await image.write(buffer, 0, bytesRead, at + done);
    done += bytesRead;
  }
}

/** Hexadecimal SHA-256. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Uint8Array);
  return hash.digest("hex");
}
