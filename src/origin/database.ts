/**
 * The origin's database: its tables, made when they are missing. One file for
 * catalogue, ledger, invites and small values, so that one backup has all.
 */
import { toHex } from "../base/bytes.ts";
import type { Database, DatabaseDriver } from "../ports/database.ts";
import type { Entropy } from "../ports/entropy.ts";
import { DatabaseError } from "./errors.ts";
import { MetaStore } from "./meta-store.ts";
import { isEarlierForm, migrate, mustBeKnownForm } from "./migrate.ts";

const epochKey = "catalogue-epoch";
const epochBytes = 8;

const tables = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS invites (
  hash BLOB PRIMARY KEY, expires_ms INTEGER NOT NULL, used_by TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS origin_invites (hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member_notes (
  id TEXT PRIMARY KEY, link_key BLOB NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
  joined_ms INTEGER, seen_ms INTEGER, gone_ms INTEGER, how TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tracks (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, removed_ms INTEGER,
  title TEXT NOT NULL, artist TEXT NOT NULL, album TEXT NOT NULL, album_artist TEXT NOT NULL,
  track INTEGER NOT NULL, disc INTEGER NOT NULL, year INTEGER NOT NULL, genre TEXT NOT NULL,
  duration_ms INTEGER NOT NULL, rungs TEXT NOT NULL, artwork TEXT,
  folded_title TEXT NOT NULL, folded TEXT NOT NULL, sort_key TEXT NOT NULL, manifest BLOB);
CREATE INDEX IF NOT EXISTS tracks_by_version ON tracks (version);

CREATE TABLE IF NOT EXISTS sounds (
  audio_key TEXT PRIMARY KEY, track TEXT NOT NULL REFERENCES tracks (id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sounds_by_track ON sounds (track);

CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
  inode TEXT NOT NULL, track TEXT REFERENCES tracks (id), why TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_track ON files (track);

CREATE TABLE IF NOT EXISTS ledger_streams (
  id INTEGER PRIMARY KEY, device TEXT NOT NULL, epoch TEXT NOT NULL,
  contiguous INTEGER NOT NULL, highest INTEGER NOT NULL, chain BLOB,
  duplicates INTEGER NOT NULL, breaks INTEGER NOT NULL, UNIQUE (device, epoch));
CREATE TABLE IF NOT EXISTS ledger_runs (
  id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  bodies BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS ledger_runs_by_seq ON ledger_runs (stream, first);

CREATE TABLE IF NOT EXISTS device_names (device TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS listens (
  id INTEGER PRIMARY KEY, device TEXT NOT NULL, play TEXT NOT NULL, boot TEXT, monotonic_ms INTEGER NOT NULL,
  at_ms INTEGER, played_ms INTEGER NOT NULL, state INTEGER NOT NULL, ended INTEGER NOT NULL, metadata TEXT,
  UNIQUE (device, play));
CREATE INDEX IF NOT EXISTS listens_by_boot ON listens (device, boot) WHERE at_ms IS NULL;
CREATE TABLE IF NOT EXISTS listen_boots (
  id INTEGER PRIMARY KEY, device TEXT NOT NULL, boot TEXT NOT NULL, offset_ms INTEGER NOT NULL,
  UNIQUE (device, boot));
`;

/** Name of the file within the data folder. */
export const databaseFile = "origin.db";

/**
 * Opens or makes the database. `alone`: the caller holds the data folder's lock; else a database of an
 * earlier version is refused, untouched. Throws DiskError, DatabaseError.
 */
export function openOriginDatabase(
  driver: DatabaseDriver,
  path: string,
  entropy: Entropy,
  alone = true,
): Database {
  const database = driver.open(path);
  try {
    mustBeKnownForm(database);
    if (!alone && isEarlierForm(database)) throw earlierForm();
    database.exec(tables);
    migrate(database);
    const meta = new MetaStore(database);
    if (meta.get(epochKey) === undefined) renewCatalogueEpoch(database, entropy);
    return database;
  } catch (error) {
    database[Symbol.dispose]();
    throw error;
  }
}

function earlierForm(): DatabaseError {
  return new DatabaseError(
    "older-version",
    "the origin that runs here is of an earlier version, whose data this one cannot use beside it",
    { remedy: "stop it, and start it anew with this version" },
  );
}

/** Who follows the catalogue asks for all of it again. */
export function renewCatalogueEpoch(database: Database, entropy: Entropy): void {
  new MetaStore(database).set(epochKey, entropy.bytes(epochBytes));
}

/** Names this catalogue: another one, or one made anew, has another epoch. 16 hexadecimal digits. */
export function catalogueEpoch(database: Database): string {
  return toHex(new MetaStore(database).get(epochKey) ?? new Uint8Array(epochBytes));
}
