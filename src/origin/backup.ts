/**
 * Makes a backup of an origin: its keys, settings, catalogue and ledger in one
 * file that a passphrase opens (docs/STORAGE.md §9). The music and what was made
 * of it are not in it: a restored origin makes them anew.
 *
 * Works beside the running daemon: SQLite copies the database as it is at one
 * moment. The copy lies in the data folder until the backup is done, readable by
 * its owner alone.
 *
 * Invariants:
 *   I1  under its name there is nothing, the backup of last time, or a whole new one
 *   I2  a file that is no backup is never written over
 */
import { toHex, utf8Text } from "../base/bytes.ts";
import { memberIdOf } from "../household/certificate.ts";
import type { Clock } from "../ports/clock.ts";
import type { Database } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { DiskError } from "../ports/errors.ts";
import { KeyStore } from "../storage/key-store.ts";
import { type BackupAbout, encodeAbout, type KeyName } from "./backup-about.ts";
import { BackupReader, BackupWriter } from "./backup-file.ts";
import { deriveKey, saltBytes } from "./backup-header.ts";
import { BackupError } from "./errors.ts";
import { backupChunkBytes, passphraseCharsMin, readBytes, scryptCost } from "./limits.ts";
import type { OriginRecords } from "./origin-records.ts";
import { settingsFiles } from "./settings-files.ts";

export interface BackupPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

export interface BackupOptions {
  readonly dataFolder: string;
  readonly file: string;
  readonly passphrase: string;
  /** Version of this program. */
  readonly program: string;
}

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly origin: string;
  readonly name: string;
}

const snapshotFile = "backup.tmp";

/** Throws BackupError `weak-passphrase` or `in-the-way`, StorageError, DiskError: nothing was written then. */
export async function backUp(
  ports: BackupPorts,
  records: OriginRecords,
  options: BackupOptions,
  signal: AbortSignal,
): Promise<MadeBackup> {
  const { disk, entropy } = ports;
  mustBeStrong(options.passphrase);
  await mustBeWritable(disk, options.file);
  await using _alone = await lockBackups(disk, options.dataFolder);
  const snapshot = disk.join(options.dataFolder, snapshotFile);
  const draft = `${options.file}.${toHex(entropy.bytes(4))}.tmp`;
  try {
    await copyDatabase(disk, records.database, snapshot);
    const about = await aboutOf(ports, records, options, snapshot);
    const bytes = await writeSealed(ports, { about, snapshot, draft, ...options }, signal);
    await disk.rename(draft, options.file);
    await disk.syncFolder(disk.join(options.file, ".."));
    return { file: options.file, bytes, origin: about.origin, name: about.name };
  } finally {
    await disk.remove(draft);
    await disk.remove(snapshot);
  }
}

/** Throws BackupError `weak-passphrase`. */
export function mustBeStrong(passphrase: string): void {
  if ([...passphrase].length >= passphraseCharsMin) return;
  throw new BackupError("weak-passphrase", "the passphrase is too short", {
    remedy: `take at least ${passphraseCharsMin} characters; several words are best`,
  });
}

/** What can be known before the passphrase is. Throws BackupError `in-the-way`, DiskError. */
export async function mustBeWritable(disk: Disk, file: string): Promise<void> {
  const folder = disk.join(file, "..");
  if ((await disk.stat(folder))?.kind !== "folder")
    throw new DiskError("not-found", `there is no folder ${folder}`, {
      remedy: "make it first, or choose another name for the backup",
    });
  await mustBeOurs(disk, file);
}

async function lockBackups(disk: Disk, dataFolder: string): Promise<AsyncDisposable> {
  try {
    return await disk.lock(disk.join(dataFolder, "backup.lock"));
  } catch (cause) {
    if (!(cause instanceof DiskError && cause.code === "in-use")) throw cause;
    throw new DiskError("in-use", "another backup of this origin is being made", {
      cause,
      remedy: "wait until that one is done",
    });
  }
}

/** I2. */
async function mustBeOurs(disk: Disk, path: string): Promise<void> {
  if ((await disk.stat(path)) === undefined) return;
  try {
    await using _ours = await BackupReader.open(disk, path);
  } catch (error) {
    const damaged = error instanceof BackupError && error.code !== "not-a-backup";
    if (damaged) return;
    if (!(error instanceof BackupError || error instanceof DiskError)) throw error;
    throw new BackupError("in-the-way", `${path} is there already and is no backup`, {
      remedy: "choose another name",
    });
  }
}

/** What was left of a backup that was killed goes first. */
async function copyDatabase(disk: Disk, database: Database, to: string): Promise<void> {
  await disk.remove(to);
  {
    // SQLite writes into an empty file that is there, and keeps its mode.
    await using _empty = await disk.open(to, "create", { secret: true });
  }
  database.prepare("VACUUM INTO ?").run(to);
}

async function aboutOf(
  { disk, clock }: BackupPorts,
  records: OriginRecords,
  options: BackupOptions,
  snapshot: string,
): Promise<BackupAbout> {
  const store = await KeyStore.open(disk, disk.join(options.dataFolder, "keys"));
  const key = async (name: KeyName): Promise<Uint8Array> => {
    const bytes = await store.get(name);
    if (bytes !== undefined) return bytes;
    throw new DiskError("not-found", `the origin's key ${name} is missing`);
  };
  return {
    made: new Date(clock.wallMs()).toISOString(),
    program: options.program,
    origin: memberIdOf(records.link.publicKey),
    name: records.name,
    keys: {
      household: await key("household"),
      link: await key("link"),
      signing: await key("signing"),
    },
    settings: await settingsOf(disk, options.dataFolder),
    databaseBytes: (await disk.stat(snapshot))?.sizeBytes ?? 0,
  };
}

async function settingsOf(disk: Disk, dataFolder: string): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of settingsFiles) {
    const path = disk.join(dataFolder, name);
    if ((await disk.stat(path)) !== undefined)
      settings[name] = utf8Text(await disk.readFile(path)) ?? "";
  }
  return settings;
}

async function writeSealed(
  { disk, entropy }: BackupPorts,
  what: {
    readonly about: BackupAbout;
    readonly snapshot: string;
    readonly draft: string;
    readonly passphrase: string;
  },
  signal: AbortSignal,
): Promise<number> {
  const salt = entropy.bytes(saltBytes);
  const { key, check } = await deriveKey(what.passphrase, salt, scryptCost);
  const head = encodeAbout(what.about);
  const plainBytes = head.length + what.about.databaseBytes;
  const header = { cost: scryptCost, chunkBytes: backupChunkBytes, plainBytes, salt, check };
  await using file = await disk.open(what.draft, "create", { secret: true });
  const writer = new BackupWriter(file, header, key);
  await writer.add(head);
  await using database = await disk.open(what.snapshot, "read");
  const part = new Uint8Array(readBytes);
  for (let at = 0; at < what.about.databaseBytes; ) {
    signal.throwIfAborted();
    const got = await database.read(part, at);
    if (got === 0) break;
    await writer.add(part.subarray(0, got));
    at += got;
  }
  return await writer.finish();
}
