/** Where a backup's passphrase comes from: a file, stdin, or whoever sits at the terminal. Never the command line. */
import { utf8Text } from "../base/bytes.ts";
import { BackupError } from "../origin/errors.ts";
import { passphraseBytesMax } from "../origin/limits.ts";
import { DiskError } from "../ports/errors.ts";
import type { Machine } from "./machine.ts";

/**
 * `from` is a file's path, "-" for stdin, or undefined for the terminal; `twice` asks again to rule
 * out a slip. Throws DiskError, BackupError.
 */
export async function readPassphrase(
  machine: Machine,
  from: string | undefined,
  { twice }: { readonly twice: boolean },
  signal: AbortSignal,
): Promise<string> {
  if (from !== undefined) return firstLine(await bytesOf(machine, from, signal));
  const typed = await machine.secrets.ask("Passphrase of the backup: ", signal);
  if (typed === undefined)
    throw new DiskError("not-found", "there is no terminal to ask for the passphrase on", {
      remedy: "give it in a file: --passphrase-file FILE, or - for stdin",
    });
  if (twice && (await machine.secrets.ask("Once more: ", signal)) !== typed)
    throw new BackupError("wrong-passphrase", "the two passphrases differ");
  return typed;
}

async function bytesOf(machine: Machine, from: string, signal: AbortSignal): Promise<Uint8Array> {
  if (from === "-") return machine.secrets.readAll(passphraseBytesMax, signal);
  await using file = await machine.disk.open(from, "read");
  const bytes = new Uint8Array(passphraseBytesMax);
  return bytes.subarray(0, await file.read(bytes, 0));
}

/** Editors end a file with a line feed, which nobody means. */
function firstLine(bytes: Uint8Array): string {
  const line = utf8Text(bytes)?.split(/\r?\n/, 1)[0] ?? "";
  if (line !== "") return line;
  throw new BackupError("weak-passphrase", "the passphrase is empty or no text");
}
