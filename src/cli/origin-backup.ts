/** `nightjar origin backup` and `restore`: beside the running daemon, and without it. */

import { backUp, mustBeWritable } from "../origin/backup.ts";
import { BackupError } from "../origin/errors.ts";
import { mustBeRestorable, restore as restoreOrigin } from "../origin/restore.ts";
import { bytesText, plainText } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";
import type { BackupOptions } from "./options.ts";
import { openRecords } from "./origin-commands.ts";
import { readPassphrase } from "./secrets.ts";

export async function backup(
  machine: Machine,
  options: BackupOptions,
  signal: AbortSignal,
): Promise<void> {
  await using records = await openRecords(machine, options.dataDir);
  // Nobody types a passphrase twice for nothing.
  await mustBeWritable(machine.disk, options.file);
  const passphrase = await readPassphrase(machine, options.passphraseFile, { twice: true }, signal);
  const made = await backUp(
    machine,
    records,
    {
      dataFolder: options.dataDir,
      file: options.file,
      passphrase,
      program: machine.version,
    },
    signal,
  );
  const line = `${made.file}: ${bytesText(made.bytes)}, origin ${plainText(made.name)} (${made.origin})`;
  machine.terminal.out.write(options.json ? jsonLine(made) : `${line}\n`);
}

export async function restore(
  machine: Machine,
  options: BackupOptions,
  signal: AbortSignal,
): Promise<void> {
  const { file, dataDir: dataFolder } = options;
  await named(file, mustBeRestorable(machine.disk, { file, dataFolder }));
  const passphrase = await readPassphrase(
    machine,
    options.passphraseFile,
    { twice: false },
    signal,
  );
  const databases = await machine.openDatabases();
  const about = await named(
    file,
    restoreOrigin({ ...machine, databases }, { file, dataFolder, passphrase }, signal),
  );
  const { origin, name, made } = about;
  const lines = [
    `${dataFolder}: origin ${plainText(name)} (${origin}) as of ${plainText(made)}`,
    "Start it with the same folder of music; the one it was made from must not run any more.",
  ];
  const document = { dataDir: dataFolder, origin, name, made };
  machine.terminal.out.write(options.json ? jsonLine(document) : `${lines.join("\n")}\n`);
}

/** What is wrong with a file is said with its name. */
async function named<Result>(file: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof BackupError) || cause.code === "in-the-way") throw cause;
    const { code, message, remedy } = cause;
    const options = remedy === undefined ? { cause } : { cause, remedy };
    throw new BackupError(code, `cannot restore ${file}: ${message}`, options);
  }
}
