/**
 * The catalogue: tracks with their signed manifests, searchable, and a history
 * that speakers follow by version.
 *
 * Invariants:
 *   I1  each change of what a speaker sees gets the next version; versions are never reused
 *   I2  a removed track stays as a tombstone, so that whoever was away learns of it
 *   I3  a track whose manifest is there has its chunks in the store
 */
import { equalBytes } from "../base/bytes.ts";
import { foldText, searchWords } from "../base/fold.ts";
import { rungNames } from "../media/rung.ts";
import type { CatalogueChange, TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Database, SqlRow, SqlValue } from "../ports/database.ts";
import { searchRowsMax, searchWordsMax } from "./limits.ts";

/** As a shelf is sorted: artist, album, then the order of the album. */
const shelfOrder = "sort_key, disc, track, folded_title, id";

export class Catalogue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Version of the last change; 0 for a new catalogue. */
  get version(): number {
    return number(this.#get("SELECT max(version) AS n FROM tracks"), "n");
  }

  get count(): number {
    return number(this.#get("SELECT count(*) AS n FROM tracks WHERE removed_ms IS NULL"), "n");
  }

  /** A track that is there; undefined for one that was removed. */
  track(id: TrackId): TrackInfo | undefined {
    const row = this.#get("SELECT * FROM tracks WHERE id = ? AND removed_ms IS NULL", id);
    return row === undefined ? undefined : trackOf(row);
  }

  /** What was known of a track, also of one that was removed. */
  known(id: TrackId): TrackInfo | undefined {
    const row = this.#get("SELECT * FROM tracks WHERE id = ?", id);
    return row === undefined ? undefined : trackOf(row);
  }

  /** Signed manifest, also of a removed track whose data are still kept. */
  manifest(id: TrackId): Uint8Array | undefined {
    const value = this.#get("SELECT manifest FROM tracks WHERE id = ?", id)?.["manifest"];
    return value instanceof Uint8Array ? value : undefined;
  }

  /** Adds the track, or changes it, or brings it back. Returns whether anything is new (I1). */
  put(track: TrackInfo, manifest: Uint8Array): boolean {
    return this.#database.transaction(() => {
      const known = this.track(track.id);
      const same = this.manifest(track.id);
      if (known !== undefined && same !== undefined && equalBytes(same, manifest)) return false;
      const values = valuesOf(track);
      const names = Object.keys(values).join(", ");
      const marks = Object.keys(values).fill("?").join(", ");
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO tracks (version, manifest, ${names}) VALUES (?, ?, ${marks})`,
        )
        .run(this.version + 1, manifest, ...Object.values(values));
      return true;
    });
  }

  /** Takes a track out; its manifest and data stay for a while. */
  remove(id: TrackId, nowMs: number): boolean {
    return this.#database.transaction(() => {
      const sql =
        "UPDATE tracks SET removed_ms = ?, version = ? WHERE id = ? AND removed_ms IS NULL";
      return this.#database.prepare(sql).run(nowMs, this.version + 1, id) > 0;
    });
  }

  /** Removed tracks, by now older than `beforeMs`, whose data were kept so far. */
  expired(beforeMs: number): TrackId[] {
    const sql = "SELECT id FROM tracks WHERE removed_ms < ? AND manifest IS NOT NULL";
    return this.#all(sql, beforeMs).map((row) => text(row, "id"));
  }

  /** The data of this removed track are gone. */
  forget(id: TrackId): void {
    this.#database.transaction(() => {
      this.#database.prepare("DELETE FROM sounds WHERE track = ?").run(id);
      this.#database
        .prepare("UPDATE tracks SET manifest = NULL, artwork = NULL WHERE id = ?")
        .run(id);
    });
  }

  /** Cover of a track, also of a removed one. */
  artworkOf(id: TrackId): string | undefined {
    const row = this.#get("SELECT artwork FROM tracks WHERE id = ?", id);
    return typeof row?.["artwork"] === "string" ? row["artwork"] : undefined;
  }

  /** All ids that have a manifest, removed or not. */
  signed(): TrackId[] {
    const sql = "SELECT id FROM tracks WHERE manifest IS NOT NULL";
    return this.#all(sql).map((row) => text(row, "id"));
  }

  /** Whether a track, removed or not, still has this cover. */
  usesArtwork(hash: string): boolean {
    return this.#get("SELECT 1 AS n FROM tracks WHERE artwork = ?", hash) !== undefined;
  }

  /** Tracks in which each word occurs (folded) in title, artist or album; titles that begin so first. */
  search(query: string, limit: number = searchRowsMax): TrackInfo[] {
    const words = searchWords(query).slice(0, searchWordsMax);
    const where = words.map(() => "AND instr(folded, ?) > 0").join(" ");
    const start = words.join(" ");
    const sql = `SELECT * FROM tracks WHERE removed_ms IS NULL ${where}
      ORDER BY substr(folded_title, 1, ?) = ? DESC, ${shelfOrder} LIMIT ?`;
    return this.#all(sql, ...words, start.length, start, limit).map(trackOf);
  }

  /** Changes after `version` in order, at most `limit`. A reader that knows nothing needs no tombstones. */
  changes(
    version: number,
    limit: number,
  ): { readonly version: number; readonly change: CatalogueChange }[] {
    const live = version === 0 ? "AND removed_ms IS NULL" : "";
    const sql = `SELECT * FROM tracks WHERE version > ? ${live} ORDER BY version LIMIT ?`;
    return this.#all(sql, version, limit).map((row) => ({
      version: number(row, "version"),
      change:
        row["removed_ms"] === null
          ? { kind: "track", track: trackOf(row) }
          : { kind: "removed", id: text(row, "id") },
    }));
  }

  #get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.#database.prepare(sql).all(...values);
  }
}

function valuesOf(track: TrackInfo): Record<string, SqlValue> {
  const artist = track.albumArtist === "" ? track.artist : track.albumArtist;
  const searched = [track.title, track.artist, track.album, track.albumArtist];
  return {
    id: track.id,
    title: track.title,
    artist: track.artist,
    album: track.album,
    album_artist: track.albumArtist,
    track: track.track,
    disc: track.disc,
    year: track.year,
    genre: track.genre,
    duration_ms: track.durationMs,
    rungs: track.rungs.join(" "),
    artwork: track.artwork ?? null,
    folded_title: foldText(track.title),
    folded: foldText(searched.join("\n")),
    sort_key: foldText(`${artist}\n${track.album}`),
  };
}

function trackOf(row: SqlRow): TrackInfo {
  const names = new Set(text(row, "rungs").split(" "));
  return {
    id: text(row, "id"),
    title: text(row, "title"),
    artist: text(row, "artist"),
    album: text(row, "album"),
    albumArtist: text(row, "album_artist"),
    track: number(row, "track"),
    disc: number(row, "disc"),
    year: number(row, "year"),
    genre: text(row, "genre"),
    durationMs: number(row, "duration_ms"),
    rungs: rungNames.filter((name) => names.has(name)),
    artwork: row["artwork"] === null ? undefined : text(row, "artwork"),
  };
}

function text(row: SqlRow | undefined, column: string): string {
  return String(row?.[column] ?? "");
}

function number(row: SqlRow | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}
