/**
 * Lays the file that a device looks for at its first start onto the boot
 * partition of a card, without mounting it: by mtools, and reads it back.
 */
import { equalBytes } from "../../../src/base/bytes.ts";
import { parseProvisioning, provisioningFile } from "../../../src/household/provisioning.ts";
import { FlashError } from "../errors.ts";
import { blockBytes } from "../limits.ts";
import { findBootPartition } from "../model/boot-partition.ts";
import { alignedBytes, type Card } from "./card.ts";
import { run } from "./programs.ts";

/** Asked before anything is written: a card without its settings would be written for nothing. Throws FlashError. */
export async function demandMtools(): Promise<void> {
  await run("mcopy", ["--version"]);
}

/** `path` is that of the card. Throws FlashError, HouseholdError. */
export async function layBootFile(card: Card, path: string, bytes: Uint8Array): Promise<void> {
  const start = await findBootPartition((at, length) => readAt(card, at, length));
  if (start === undefined) {
    throw new FlashError(
      "no-boot-partition",
      "the image has no FAT boot partition for the settings",
      {
        remedy: "the image itself is written; take an image of Nightjar",
      },
    );
  }
  const place = `${path}@@${start}`;
  const target = `::/${provisioningFile}`;
  const written = await run("mcopy", ["-o", "-i", place, "-", target], bytes);
  if (written.status !== 0) throw failed(written.said);
  await card.sync();
  const back = await run("mtype", ["-i", place, target]);
  if (back.status !== 0 || !equalBytes(back.stdout, bytes))
    throw failed(back.said || "it reads otherwise");
  parseProvisioning(back.stdout);
}

/** Any place and length, of a card that takes whole blocks. */
async function readAt(card: Card, at: number, length: number): Promise<Uint8Array> {
  const from = Math.floor(at / blockBytes) * blockBytes;
  const size = Math.ceil((at + length - from) / blockBytes) * blockBytes;
  const into = alignedBytes(size);
  const got = await card.read(into, from);
  return into.subarray(at - from, Math.min(got, at - from + length));
}

function failed(why: string): FlashError {
  return new FlashError("not-provisioned", `the settings could not be put on the card: ${why}`, {
    remedy: "the image itself is on it; give the same command again",
  });
}
