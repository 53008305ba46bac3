/**
 * Makes an origin's data folder of a backup (docs/STORAGE.md §9): the same
 * household, the same origin, so that every speaker knows it.
 *
 * Invariants:
 *   I1  nothing is written before the whole file has proven authentic
 *   I2  the data folder is not there, or the whole origin is in it: all is put
 *       together beside it, synced, and renamed
 *   I3  nothing is written over: a folder that has something in it is refused
 */
import { concatBytes, toHex, utf8Bytes } from "../base/bytes.ts";
import type { Database, DatabaseDriver } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { DiskError } from "../ports/errors.ts";
import { KeyStore } from "../storage/key-store.ts";
import { aboutLength, type BackupAbout, decodeAbout, keyNames } from "./backup-about.ts";
import { BackupReader } from "./backup-file.ts";
import { deriveKey, mustBeRight } from "./backup-header.ts";
import { databaseFile, openOriginDatabase, renewCatalogueEpoch } from "./database.ts";
import { BackupError } from "./errors.ts";
import { settingsFiles } from "./settings-files.ts";

export interface RestorePorts {
  readonly disk: Disk;
  readonly entropy: Entropy;
  readonly databases: DatabaseDriver;
}

export interface RestoreOptions {
  readonly file: string;
  readonly dataFolder: string;
  readonly passphrase: string;
}

/** Throws BackupError, DatabaseError `newer-version`, DiskError: nothing was restored then. */
export async function restore(
  ports: RestorePorts,
  options: RestoreOptions,
  signal: AbortSignal,
): Promise<BackupAbout> {
  const { disk, entropy } = ports;
  const { file, passphrase } = options;
  // A slash at its end would put what is in the making into it, not beside it.
  const dataFolder = disk.join(options.dataFolder).replace(/(?<=.)\/+$/, "");
  await mustBeFree(disk, dataFolder);
  await using reader = await BackupReader.open(disk, file);
  const derived = await deriveKey(passphrase, reader.header.salt, reader.header.cost);
  mustBeRight(derived, reader.header);
  // Once to see that all of it is good, once to write it.
  const about = await unpack(reader, derived.key, async () => signal.throwIfAborted());
  await mustHaveRoom(disk, dataFolder, about);
  const staging = `${dataFolder}.restoring-${toHex(entropy.bytes(4))}`;
  try {
    await stage(ports, staging, about, (write) => unpack(reader, derived.key, write));
    signal.throwIfAborted();
    await putInPlace(disk, staging, dataFolder);
  } catch (error) {
    await disk.remove(staging);
    throw error;
  }
  await disk.syncFolder(disk.join(dataFolder, ".."));
  return about;
}

/** A mount point, as a container's volume is, cannot be replaced: only what is in it. */
async function putInPlace(disk: Disk, staging: string, dataFolder: string): Promise<void> {
  try {
    await disk.rename(staging, dataFolder);
  } catch (error) {
    if (!(error instanceof DiskError) || error.code !== "in-use") throw error;
    throw new BackupError("in-the-way", `${dataFolder} is a mount point`, {
      cause: error,
      remedy: "restore to a folder in it that is not there yet, and start the origin with that one",
    });
  }
}

/** What can be known before the passphrase is. Throws BackupError, DiskError. */
export async function mustBeRestorable(
  disk: Disk,
  { file, dataFolder }: Omit<RestoreOptions, "passphrase">,
): Promise<void> {
  await mustBeFree(disk, dataFolder);
  await using _whole = await BackupReader.open(disk, file);
}

/** I3. */
async function mustBeFree(disk: Disk, path: string): Promise<void> {
  const there = await disk.stat(path);
  if (there === undefined) return;
  if (there.kind === "folder" && (await disk.list(path)).length === 0) return;
  const why = there.kind === "folder" ? "is not empty" : "is there already and is no folder";
  throw new BackupError("in-the-way", `${path} ${why}`, {
    remedy: "choose a data folder that is not there yet",
  });
}

async function mustHaveRoom(disk: Disk, path: string, about: BackupAbout): Promise<void> {
  const parent = disk.join(path, "..");
  if ((await disk.stat(parent)) === undefined) return; // it is made, and its disk is full or not
  if ((await disk.freeBytes(parent)) > 2 * about.databaseBytes) return;
  throw new DiskError("no-space", `there is no room for the origin beside ${path}`, {
    remedy: "free some space on the disk",
  });
}

type Write = (bytes: Uint8Array, at: number) => Promise<void>;

/** Hands the database's bytes to `write` in order, and returns what is ahead of them. */
async function unpack(reader: BackupReader, key: Uint8Array, write: Write): Promise<BackupAbout> {
  let head: Uint8Array = new Uint8Array(0);
  let about: BackupAbout | undefined;
  let at = 0;
  for await (const chunk of reader.chunks(key)) {
    let rest = chunk;
    if (about === undefined) {
      head = concatBytes([head, chunk]);
      const end = head.length < 4 ? Number.POSITIVE_INFINITY : 4 + aboutLength(head);
      if (head.length < end) continue;
      about = decodeAbout(head.subarray(4, end), settingsFiles);
      if (end + about.databaseBytes !== reader.header.plainBytes) break;
      rest = head.subarray(end);
    }
    await write(rest, at);
    at += rest.length;
  }
  if (about !== undefined && at === about.databaseBytes) return about;
  throw new BackupError("damaged", "its contents are not as long as they should be");
}

async function stage(
  { disk, entropy, databases }: RestorePorts,
  folder: string,
  about: BackupAbout,
  fill: (write: Write) => Promise<BackupAbout>,
): Promise<void> {
  await disk.makeFolder(folder);
  const path = disk.join(folder, databaseFile);
  {
    await using file = await disk.open(path, "create", { secret: true });
    await fill((bytes, at) => file.write(bytes, at));
    await file.sync();
  }
  {
    using database = openOriginDatabase(databases, path, entropy);
    mustBeSound(database);
    makeAnew(database, entropy);
  }
  const store = await KeyStore.open(disk, disk.join(folder, "keys"));
  for (const name of keyNames) await store.create(name, about.keys[name]);
  for (const [name, text] of Object.entries(about.settings))
    await disk.replaceFile(disk.join(folder, name), utf8Bytes(text), { secret: true });
  await disk.syncFolder(folder);
}

function mustBeSound(database: Database): void {
  const said = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (said === "ok") return;
  throw new BackupError("damaged", `its database is damaged: ${String(said)}`);
}

/**
 * The chunks are not there, so every track is to be made again from its file. Speakers may have seen
 * versions of the catalogue that the backup is too old to know: a new epoch makes them ask for all of it.
 */
function makeAnew(database: Database, entropy: Entropy): void {
  database.transaction(() => {
    database.exec("UPDATE tracks SET manifest = NULL");
    database.exec("DELETE FROM sounds");
    database.exec("UPDATE files SET modified_ms = -1");
    renewCatalogueEpoch(database, entropy);
  });
}
