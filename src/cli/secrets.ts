/** Where passphrases and tokens come from: a file, stdin, or whoever sits at the terminal. Never the command line. */
import { utf8Text } from "../base/bytes.ts";
import { mustBeStrong } from "../origin/backup.ts";
import { BackupError } from "../origin/errors.ts";
import { DiskError } from "../ports/errors.ts";
import type { Machine } from "./machine.ts";

/** A secret is a line; more is the wrong file. */
const secretBytesMax = 1_024;

/** What is asked for, and the option that gives it in a file. */
export interface Asked {
  readonly prompt: string;
  readonly what: string;
  readonly option: string;
}

/** `from` is a file's path, "-" for stdin, or undefined for the terminal. Throws DiskError. */
export async function readSecret(
  machine: Machine,
  from: string | undefined,
  { prompt, what, option }: Asked,
  signal: AbortSignal,
): Promise<string> {
  if (from !== undefined) return firstLine(await bytesOf(machine, from, signal), what);
  const typed = await machine.secrets.ask(prompt, signal);
  if (typed !== undefined) return typed;
  throw new DiskError("not-found", `there is no terminal to ask for the ${what} on`, {
    remedy: `give it in a file: ${option} FILE, or - for stdin`,
  });
}

/** The first line of a file that its owner alone reads. Throws DiskError. */
export async function readSecretFile(
  { disk, log }: Machine,
  path: string,
  what: string,
): Promise<string> {
  const bytes = await disk.readFile(path);
  const isOpen = (await disk.stat(path))?.othersRead === true;
  if (isOpen) log.warn("secret-readable-by-others", { path, remedy: `chmod 600 ${path}` });
  return firstLine(bytes.subarray(0, secretBytesMax), what);
}

const passphrase: Asked = {
  prompt: "Passphrase: ",
  what: "passphrase",
  option: "--passphrase-file",
};

/** `twice` asks again on a terminal, to rule out a slip. Throws DiskError, BackupError. */
export async function readPassphrase(
  machine: Machine,
  from: string | undefined,
  { twice }: { readonly twice: boolean },
  signal: AbortSignal,
): Promise<string> {
  const given = await readSecret(machine, from, passphrase, signal);
  if (from !== undefined || !twice) return given;
  mustBeStrong(given);
  if ((await machine.secrets.ask("Once more: ", signal)) === given) return given;
  throw new BackupError("wrong-passphrase", "the two passphrases differ");
}

async function bytesOf(machine: Machine, from: string, signal: AbortSignal): Promise<Uint8Array> {
  if (from === "-") return machine.secrets.readAll(secretBytesMax, signal);
  await using file = await machine.disk.open(from, "read");
  const bytes = new Uint8Array(secretBytesMax);
  return bytes.subarray(0, await file.read(bytes, 0));
}

/** Editors end a file with a line feed, which nobody means. */
function firstLine(bytes: Uint8Array, what: string): string {
  const line = utf8Text(bytes)?.split(/\r?\n/, 1)[0] ?? "";
  if (line !== "") return line;
  throw new DiskError("not-found", `the ${what} is empty or no text`);
}
